#include "tools/relance/dev/stack.h"

#include <poll.h>
#include <sys/wait.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "libs/base/encoding.h"
#include "libs/kafka/topics.h"
#include "libs/redis/connection.h"
#include "libs/seal/random.h"
#include "libs/settings/layers.h"
#include "tools/relance/dev/loopback.h"
#include "tools/relance/topics/cluster.h"

namespace relance::cli {
namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr Millis kStartLimit{60'000};
constexpr Millis kStopPatience{30'000};
constexpr size_t kTailLines = 15;
const std::vector<std::string> kServices = {"ledger", "scenario", "notifier", "portal"};

std::string FirstLine(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

}  // namespace

Stack::Stack(StackOptions options, Console& console)
    : options_(std::move(options)), console_(console) {
  record_.partitions = options_.partitions;
  record_.broker = options_.real_kafka ? "kafka" : "embedded";
  record_.development_clock = options_.at.has_value();
  record_.maildir = options_.folder + "/mail";
}

Result<StackRecord> Stack::Up() {
  if (const auto earlier = ReadRecord(options_.folder)) {
    for (const auto& child : earlier->processes) {
      if (IsRunning(child)) {
        return Conflict("a stack already runs in " + options_.folder + " (" + child.name +
                        ", pid " + std::to_string(child.pid) +
                        "); stop it first: relance dev down");
      }
    }
  }
  if (auto prepared = Prepare(); !prepared) return Failure(prepared.error());
  if (auto started = StartEverything(); !started) {
    console_.Say("stopping what had started");
    StopAll(record_, console_);
    (void)WriteRecord(options_.folder, record_);
    return Failure(started.error());
  }
  record_.ready = true;
  if (auto written = WriteRecord(options_.folder, record_); !written) {
    return Failure(written.error());
  }
  return record_;
}

Result<void> Stack::Prepare() {
  std::error_code failed;
  // An embedded broker forgets everything; views, mails and messages of an earlier one would lie.
  if (!options_.real_kafka) {
    for (const char* folder : {"redis", "mail", "blobs", "keys"}) {
      fs::remove_all(options_.folder + "/" + folder, failed);
    }
  }
  for (const char* folder : {"logs", "redis", "mail", "blobs", "keys"}) {
    fs::create_directories(options_.folder + "/" + folder, failed);
    if (failed) return Invalid(options_.folder + ": " + failed.message(), "--dir");
  }
  fs::permissions(options_.folder + "/keys", fs::perms::owner_all, failed);
  const std::vector<std::string> names = {"redis",          "http",           "probe.ledger",
                                          "probe.scenario", "probe.notifier", "probe.portal",
                                          "grpc.ledger",    "grpc.scenario",  "grpc.notifier"};
  auto ports = ClaimedPorts::Take(static_cast<int>(names.size()));
  if (!ports) return Failure(ports.error());
  for (int i = 0; const auto& name : names) ports_[name] = (*ports)[i++];
  claims_.push_back(std::move(*ports));
  record_.portal_url = "http://" + PortText("http");
  return {};
}

Result<void> Stack::StartEverything() {
  auto broker = options_.real_kafka ? StartKafka() : StartEmbeddedBroker();
  if (!broker) return broker;
  if (auto started = StartRedis(); !started) return started;
  if (auto started = StartMailServer(); !started) return started;
  // All first, then wait: they start side by side.
  for (const auto& name : kServices) {
    if (auto started = StartService(name); !started) return started;
  }
  for (const auto& name : kServices) {
    const int port = ports_.at("probe." + name);
    auto ready = Await(name, kStartLimit, [&] {
      const auto answer = HttpGet(port, "/readyz", Millis{1'000});
      return answer && answer->status == 200;
    });
    if (!ready) return ready;
  }
  return {};
}

Result<void> Stack::StartEmbeddedBroker() {
  const std::string ready = options_.folder + "/broker.json";
  fs::remove(ready);
  std::vector<std::string> command = {options_.programs + "/relance-devbroker",
                                      "--partitions",
                                      std::to_string(options_.partitions),
                                      "--topics",
                                      options_.root + "/deploy/kafka/topics.yaml",
                                      "--ready-file",
                                      ready};
  for (const auto& topic : options_.erp_topics) {
    command.push_back("--extra-topic");
    command.push_back(topic + ":" + std::to_string(options_.partitions));
  }
  if (auto started = Launch("broker", command); !started) return started;
  if (auto up = Await("broker", kStartLimit, [&] { return fs::exists(ready); }); !up) return up;
  const auto json = nlohmann::json::parse(FirstLine(ready), nullptr, false);
  if (!json.is_object()) return Corrupt(ready + " is not what the broker writes");
  record_.brokers = json.value("bootstrap", "");
  record_.installation = json.value("installation_id", "");
  return {};
}

Result<std::string> Stack::KeptInstallationId() {
  const std::string path = options_.folder + "/installation";
  if (const std::string kept = FirstLine(path); !kept.empty()) return kept;
  const std::string id = ToHex(seal::RandomBytes(16));
  std::ofstream file(path);
  file << id << "\n";
  file.close();
  if (!file) return Unavailable("cannot write " + path);
  return id;
}

Result<void> Stack::StartKafka() {
  const std::string folder = options_.folder + "/kafka";
  const auto installation = KeptInstallationId();
  if (!installation) return Failure(installation.error());
  record_.installation = *installation;
  // The broker takes the port and the one after it.
  std::string port = FirstLine(folder + "/port");
  if (port.empty()) {
    auto pair = ClaimedPorts::Take(2);
    if (!pair) return Failure(pair.error());
    port = std::to_string((*pair)[0]);
    claims_.push_back(std::move(*pair));
  }
  console_.Progress("starting Kafka on port " + port);
  const auto script = cli::Start({"kafka start",
                                  {options_.root + "/deploy/kafka/broker", "start", folder, port},
                                  {},
                                  LogOf("broker")});
  if (!script) return Failure(script.error());
  int status = 0;
  waitpid(script->pid, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return Unavailable("Kafka did not start:\n" + Tail(LogOf("broker"), kTailLines));
  }
  auto broker =
      Adopt("broker", std::atoi(FirstLine(folder + "/pid").c_str()), folder + "/broker.log");
  if (!broker) return Failure(broker.error());
  if (auto kept = Keep(std::move(*broker)); !kept) return kept;
  record_.brokers = "127.0.0.1:" + port;
  auto topics =
      kafka::ReadTopics(options_.root + "/deploy/kafka/topics.yaml", {options_.partitions, 1});
  if (!topics) return Failure(topics.error());
  for (const auto& name : options_.erp_topics) {
    topics->push_back({name, options_.partitions, 1, {}});
  }
  kafka::ClientConfig config;
  config.bootstrap = record_.brokers;
  const auto brought = BringTopics(config, *topics);
  if (!brought) return Failure(brought.error());
  return {};
}

Result<void> Stack::StartRedis() {
  auto started =
      Launch("redis", {"redis-server", "--dir", options_.folder + "/redis", "--save", "", "--bind",
                       "127.0.0.1", "--port", std::to_string(ports_.at("redis")), "--appendonly",
                       "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction"});
  if (!started) return started;
  record_.redis = PortText("redis");
  redis::Options connection_options;
  connection_options.address.port = ports_.at("redis");
  connection_options.longest_backoff = Millis{20};
  redis::Connection connection(connection_options);
  return Await("redis", kStartLimit, [&] {
    const auto answer = connection.Run({"PING"});
    return answer && !answer->IsError("LOADING");
  });
}

Result<void> Stack::StartMailServer() {
  const std::string ready = options_.folder + "/smtp.port";
  fs::remove(ready);
  auto started =
      Launch("mail", {"/usr/bin/python3", options_.root + "/tools/maildir_smtp.py", "--maildir",
                      record_.maildir, "--ready", ready, "--reload", options_.folder + "/refuse"});
  if (!started) return started;
  if (auto up = Await("mail", kStartLimit, [&] { return fs::exists(ready); }); !up) return up;
  ports_["smtp"] = std::atoi(FirstLine(ready).c_str());
  record_.smtp = PortText("smtp");
  return {};
}

std::map<std::string, std::string> Stack::SettingsOf(const std::string& service) const {
  std::map<std::string, std::string> all = {
      {"probe.listen", PortText("probe." + service)},
  };
  if (service == "portal") {
    all["http.listen"] = PortText("http");
    all["http.public_url"] = record_.portal_url;
    all["ledger.target"] = PortText("grpc.ledger");
    all["scenario.target"] = PortText("grpc.scenario");
    all["notifier.target"] = PortText("grpc.notifier");
    all["redis.seeds"] = record_.redis;
    all["dev.clock"] = record_.development_clock ? "true" : "false";
    return all;
  }
  all["installation.id"] = record_.installation;
  all["installation.partitions"] = std::to_string(options_.partitions);
  all["kafka.brokers"] = record_.brokers;
  all["kafka.session_timeout"] = "6s";
  all["kafka.fetch_wait"] = options_.real_kafka ? "100ms" : "5ms";
  all["redis.addresses"] = record_.redis;
  all["grpc.listen"] = PortText("grpc." + service);
  if (options_.at) all["development.clock"] = FormatInstant(*options_.at);
  if (service == "ledger") all["law.rates"] = options_.root + "/deploy/rates";
  if (service == "scenario") all["peers.ledger"] = PortText("grpc.ledger");
  if (service == "notifier") {
    all["peers.scenario"] = PortText("grpc.scenario");
    all["smtp.host"] = "127.0.0.1";
    all["smtp.port"] = std::to_string(ports_.at("smtp"));
    all["smtp.tls"] = "optional";
    all["blobs.folder"] = options_.folder + "/blobs";
    all["portal.url"] = record_.portal_url;
  }
  if (service != "scenario") all["keys.folder"] = options_.folder + "/keys";
  return all;
}

Result<void> Stack::StartService(const std::string& name) {
  std::map<std::string, std::string> environment;
  for (const auto& [key, value] : SettingsOf(name)) {
    environment[EnvironmentName(name, key)] = value;
  }
  const std::string grpc = name == "portal" ? "" : PortText("grpc." + name);
  record_.services.push_back({name, grpc, PortText("probe." + name)});
  return Launch(name, {options_.programs + "/relance-" + name}, std::move(environment));
}

Result<void> Stack::Launch(const std::string& name, std::vector<std::string> command,
                           std::map<std::string, std::string> environment) {
  std::error_code ignored;
  fs::remove(LogOf(name), ignored);
  console_.Progress("starting " + name);
  auto child = cli::Start({name, std::move(command), std::move(environment), LogOf(name)});
  if (!child) return Failure(child.error());
  return Keep(std::move(*child));
}

Result<void> Stack::Keep(Child child) {
  record_.processes.push_back(std::move(child));
  return WriteRecord(options_.folder, record_);
}

Result<void> Stack::Await(const std::string& what, Millis limit,
                          const std::function<bool()>& ready) {
  const auto begin = Steady::now();
  const auto of = [&](const Child& child) { return child.name == what; };
  const auto child = std::ranges::find_if(record_.processes, of);
  while (!ready()) {
    const bool gone = !IsRunning(*child);
    const auto waited = std::chrono::floor<Millis>(Steady::now() - begin);
    if (gone || waited > limit) {
      return Unavailable(what + (gone ? " ended" : " is not ready after 60 s") + "; " + child->log +
                         " ends with:\n" + Tail(child->log, kTailLines));
    }
    console_.Progress("waiting for " + what + " (" + std::to_string(waited.count() / 1000) + " s)");
    poll(nullptr, 0, 30);
  }
  return {};
}

std::string Stack::LogOf(const std::string& name) const {
  return options_.folder + "/logs/" + name + ".log";
}

std::string Stack::PortText(const std::string& name) const {
  return "127.0.0.1:" + std::to_string(ports_.at(name));
}

std::vector<std::string> StopAll(const StackRecord& record, Console& console) {
  std::vector<std::string> killed;
  for (auto child = record.processes.rbegin(); child != record.processes.rend(); ++child) {
    if (!IsRunning(*child)) continue;
    console.Progress("stopping " + child->name);
    if (!Stop(*child, kStopPatience)) killed.push_back(child->name);
  }
  return killed;
}

}  // namespace relance::cli
