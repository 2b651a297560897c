#include "libs/host/service_host.h"

#include <cctype>

#include "libs/host/journal_gauges.h"
#include "libs/process/bounded_end.h"
#include "libs/process/build.h"
#include "libs/process/systemd_notify.h"
#include "libs/redis/production.h"

namespace relance::host {
namespace {

constexpr Millis kStartTimeout{60'000};
// A stop takes a second or two; half a minute is for a broker that is slow.
constexpr Millis kStopPatience{30'000};

HostClock MakeClock(const HostSettings& settings) {
  const auto at = ParseInstant(settings.development_clock);
  return at ? HostClock(*at) : HostClock();
}

template <class T>
Result<void> Keep(Result<std::unique_ptr<T>> made, std::unique_ptr<T>& place) {
  if (!made) return Failure(made.error());
  place = std::move(*made);
  return {};
}

kafka::LogSink SinkTo(const Logger& log) {
  return [&log](int severity, std::string_view message) {
    if (severity <= 3) {
      log.Warn("kafka client", {{"error", message}});
    } else {
      log.Debug("kafka client", {{"error", message}});
    }
  };
}

/// "ledger" is served as relance.ledger.v1.LedgerService; health is asked for by that name.
std::string RpcServiceName(const std::string& service) {
  std::string name = service;
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return "relance." + service + ".v1." + name + "Service";
}

}  // namespace

HostSettings ReadHostSettings(Settings& s) {
  HostSettings out;
  out.installation = s.Required("installation.id", "names this installation; chosen once");
  out.partitions = static_cast<int>(
      s.Int("installation.partitions", 4, 1, 1024, "partitions of every topic; chosen once"));
  out.production = s.Bool("installation.production", false, "refuse what only suits development");
  out.kafka.bootstrap = s.Text("kafka.brokers", "127.0.0.1:9092", "host:port, comma separated");
  out.kafka.client_id = "relance";
  for (const auto& [key, values] : s.Section("kafka.properties", "passed to librdkafka")) {
    if (!values.empty()) out.kafka.properties[key] = values.front();
  }
  out.session_timeout = s.Duration("kafka.session_timeout", Millis{45'000},
                                   "how long a dead instance keeps its partitions");
  out.fetch_wait = s.Duration("kafka.fetch_wait", Millis{100},
                              "how long an empty fetch waits at the broker; embedded broker 5ms");
  for (const auto& seed :
       s.List("redis.addresses", {"127.0.0.1:6379"}, "host:port or unix:path, one or more")) {
    if (auto address = redis::ParseAddress(seed)) out.redis.seeds.push_back(*address);
  }
  if (const auto password = s.SecretText("redis.password", "of the default user")) {
    out.redis.connection.password = password->Reveal();
  }
  out.tls = {s.Path("tls.certificate", "", "own chain, PEM"), s.Path("tls.key", "", "PEM"),
             s.Path("tls.authority", "", "the root trusted for peers, PEM")};
  out.rpc.listen = s.Text("grpc.listen", "127.0.0.1:0", "where gRPC is served");
  out.rpc.reflection = s.Bool("grpc.reflection", true, "serve gRPC reflection");
  out.rpc.tls = out.tls;
  for (const auto& [method, callers] :
       s.Section("grpc.callers",
                 "who may call what, by certificate name; replaces the default of a method")) {
    out.rpc.rules.push_back({method, callers});
  }
  out.probe_listen = s.Text("probe.listen", "127.0.0.1:0", "/metrics, /livez, /readyz");
  out.development_clock =
      s.Text("development.clock", "", "business time stands here until set; never in production");
  if (auto level = ParseLogLevel(s.Choice("log.level", "info", {"debug", "info", "warn", "error"},
                                          "the least level written"))) {
    out.log_level = *level;
  }
  return out;
}

ServiceHost::ServiceHost(std::string service_name, HostSettings host_settings)
    : service(std::move(service_name)),
      settings(std::move(host_settings)),
      log(service, settings.log_level),
      clock(MakeClock(settings)),
      owner_metrics(service, metrics, log),
      configurations(settings.partitions) {}

ServiceHost::~ServiceHost() {
  if (journal) journal->Stop();
}

Result<std::unique_ptr<ServiceHost>> ServiceHost::Create(const std::string& service,
                                                         HostSettings settings, int layout) {
  if (settings.production && !settings.development_clock.empty()) {
    return Invalid("a development clock is refused in production", "development.clock");
  }
  if (settings.redis.seeds.empty()) {
    return Invalid("no usable address of Redis is given", "redis.addresses");
  }
  std::unique_ptr<ServiceHost> host(new ServiceHost(service, std::move(settings)));
  if (auto opened = host->Open(layout); !opened) return Failure(opened.error());
  return host;
}

Result<void> ServiceHost::Open(int layout) {
  metrics.SetBuild(std::string(BuildVersion()), std::string(BuildCommit()));
  kafka::ClientConfig client = settings.kafka;
  client.client_id = "relance-" + service;
  client.log = SinkTo(log);
  const auto mode = settings.production ? redis::Mode::kProduction : redis::Mode::kDevelopment;
  redis = std::make_unique<redis::Cluster>(settings.redis);
  if (auto checked = redis::CheckProduction(*redis, mode); !checked) return checked;
  if (auto kept = Keep(kafka::Reader::Create(client), reader); !kept) return kept;
  kafka::InputReaderOptions input_options;
  input_options.fetch_wait = settings.fetch_wait;
  if (auto kept = Keep(kafka::InputReader::Create(client, input_options), inputs); !kept) {
    return kept;
  }
  if (auto kept =
          Keep(kafka::Producer::Create(client, kafka::JournalProducerOptions()), journal_producer);
      !kept) {
    return kept;
  }
  if (auto kept = Keep(kafka::Producer::Create(client), producer); !kept) return kept;
  views = std::make_unique<ViewReaders>(*redis, service, layout, settings.partitions);
  front = std::make_unique<KafkaFront>(service, *producer, *views, clock, entropy);
  configuration_follower = std::make_unique<TopicFollower>(
      client, "relance.config.v1", log, [this](const std::string& bytes) -> Result<void> {
        config::v1::Configuration configuration;
        if (!configuration.ParseFromString(bytes)) return Corrupt("not a configuration");
        return configurations.Put(std::move(configuration));
      });
  return {};
}

JournalHost& ServiceHost::Own(JournalSpec spec) {
  const int layout = spec.layout;
  journal = std::make_unique<JournalHost>(
      settings.kafka,
      JournalHostOptions{settings.installation, settings.partitions, settings.session_timeout},
      std::move(spec),
      PartitionParts{*inputs, *reader, *journal_producer, *producer, *redis, clock, entropy, *front,
                     owner_metrics, service, layout, entropy.Bytes(16)});
  return *journal;
}

std::vector<ReadinessCheck> ServiceHost::Readiness() {
  std::vector<ReadinessCheck> checks;
  const auto states = journal->States(Millis{300});
  size_t caught_up = 0;
  std::string stopped;
  for (const auto& state : states) {
    caught_up += state.state == "owned";
    if (state.state == "stopped") stopped = state.reason;
  }
  const std::string count = std::to_string(caught_up) + " of " + std::to_string(states.size());
  checks.push_back({"partitions caught up", caught_up == states.size() && stopped.empty(),
                    stopped.empty() ? count : stopped});
  const auto view = views->View(0).Time();
  checks.push_back({"redis", view.has_value(), view ? "" : view.error().message});
  const auto bounds = reader->Bounds(JournalTopic(service), 0);
  checks.push_back({"kafka", bounds.has_value(), bounds ? "" : bounds.error().message});
  return checks;
}

Result<void> ServiceHost::Run(std::vector<grpc::Service*> services, std::vector<CallRule> callers,
                              const Beside& beside) {
  if (auto read = configuration_follower->AwaitCaughtUp(kStartTimeout); !read) return read;
  const JournalGauges gauges(service, *journal, clock, metrics);
  JournalRpc journal_rpc(*journal);
  DevClockRpc clock_rpc(clock, *journal, owner_metrics, beside);
  services.push_back(&journal_rpc);
  if (clock.IsDevelopment()) services.push_back(&clock_rpc);
  auto probes = ProbeServer::Start(settings.probe_listen, metrics, [this] { return Readiness(); });
  if (!probes) return Failure(probes.error());
  callers.push_back({"/relance.journal.v1.JournalService/*", {"operator"}});
  callers.push_back({"/relance.dev.v1.DevClockService/*", {"operator", "portal"}});
  RpcServerOptions rpc = settings.rpc;
  rpc.rules = WithDefaults(std::move(rpc.rules), callers);
  auto server = RpcServer::Start(rpc, services, metrics, log);
  if (!server) return Failure(server.error());
  if (auto joined = journal->Start(); !joined) return joined;
  for (const std::string& name : {std::string(), RpcServiceName(service)}) {
    (*server)->SetServing(name, true);
  }
  if (beside.started) beside.started();
  const SystemdNotify systemd;
  (void)systemd.Ready();
  log.Info("serving", {{"grpc_port", (*server)->port()}, {"probe_port", (*probes)->port()}});
  const int signal = stop.Wait();
  log.Info("stopping", {{"signal", signal}});
  EndWithin(kStopPatience, [said = log] { said.Error("not stopped in time: ended as it stands"); });
  (void)systemd.Stopping();
  (*server)->Withdraw();
  if (beside.stopping) beside.stopping();
  (*server)->Shutdown();
  journal->Stop();
  (void)producer->Flush(Millis{5'000});
  return {};
}

Result<std::shared_ptr<grpc::Channel>> ServiceHost::Channel(const std::string& target) const {
  RpcChannelOptions options;
  options.target = target;
  options.tls = settings.tls;
  return RpcChannel(options);
}

}  // namespace relance::host
