#include "tools/devbroker/devbroker.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "libs/kafka/testing/embedded_broker.h"
#include "libs/kafka/topics.h"
#include "tools/devbroker/forward.h"

namespace relance::devbroker {
namespace {

constexpr int kWarnPercent = 80;

Result<int> Number(const std::string& option, const std::string& text, int least, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    return Invalid(
        fmt::format("{}: \"{}\" is not a number from {} to {}", option, text, least, most), option);
  }
  return number;
}

/// "erp.demo.documents.v1:4"
Result<void> AddTopic(Options& options, const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) {
    return Invalid("--extra-topic: \"" + text + "\" is not NAME:PARTITIONS", "--extra-topic");
  }
  auto partitions = Number("--extra-topic", text.substr(colon + 1), 1, 256);
  if (!partitions) return Failure(partitions.error());
  options.extra_topics.emplace_back(text.substr(0, colon), *partitions);
  return {};
}

Result<void> Apply(Options& options, const std::string& option, const std::string& value) {
  if (option == "--port" || option == "--partitions") {
    const bool port = option == "--port";
    auto number = port ? Number(option, value, 0, 65535) : Number(option, value, 1, 256);
    if (!number) return Failure(number.error());
    (port ? options.port : options.partitions) = *number;
    return {};
  }
  if (option == "--extra-topic") return AddTopic(options, value);
  if (option == "--topics") {
    options.topics = value;
    return {};
  }
  if (option == "--ready-file") {
    options.ready_file = value;
    return {};
  }
  return Invalid("unknown option " + option, option);
}

Result<std::string> NewInstallationId() {
  std::array<unsigned char, 16> bytes;
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return Unavailable("no random bytes for an installation id");
  }
  std::string id;
  for (const auto byte : bytes) id += fmt::format("{:02x}", byte);
  return id;
}

Result<void> CreateTopics(kafka::EmbeddedBroker& broker, const Options& options) {
  auto declared = kafka::ReadTopics(options.topics, {options.partitions, 1});
  if (!declared) return Failure(declared.error());
  for (const auto& topic : *declared) {
    if (auto created = broker.CreateTopic(topic.name, topic.partitions); !created) return created;
  }
  for (const auto& [name, partitions] : options.extra_topics) {
    if (auto created = broker.CreateTopic(name, partitions); !created) return created;
  }
  return {};
}

/// Whole or not at all: whoever waits for the file may read it as soon as it is there.
Result<void> WriteReadyFile(const Options& options, const std::string& bootstrap) {
  auto id = NewInstallationId();
  if (!id) return Failure(id.error());
  const nlohmann::json ready = {
      {"bootstrap", bootstrap}, {"installation_id", *id}, {"pid", getpid()}};
  if (options.ready_file.empty()) {
    std::printf("%s\n", ready.dump().c_str());
    std::fflush(stdout);
    return {};
  }
  const std::string draft = options.ready_file + ".new";
  std::ofstream file(draft);
  file << ready.dump() << "\n";
  file.close();
  if (!file || std::rename(draft.c_str(), options.ready_file.c_str()) != 0) {
    return Unavailable("cannot write " + options.ready_file);
  }
  return {};
}

void Tell(int severity, std::string_view message) {
  if (severity > 5) return;
  std::fprintf(stderr, "relance-devbroker: %.*s\n", static_cast<int>(message.size()),
               message.data());
}

/// Until a signal ends it; says once that the broker fills up and once that it has begun to drop.
void Watch(const kafka::EmbeddedBroker& broker) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  const timespec second{1, 0};
  int told = kWarnPercent - 1;
  while (sigtimedwait(&ends, nullptr, &second) < 0) {
    const int full = broker.FullestPercent();
    if (full <= told || (told >= kWarnPercent && full < 100)) continue;
    told = full;
    Tell(4, full >= 100 ? "a partition dropped its oldest records: the installation is unusable; "
                          "use a real Kafka for this much data"
                        : fmt::format("a partition is {} % full; at 100 % the embedded broker "
                                      "drops its oldest records",
                                      full));
  }
}

}  // namespace

Result<Options> ParseOptions(const std::vector<std::string>& arguments) {
  Options options;
  for (size_t i = 0; i < arguments.size(); i += 2) {
    if (i + 1 == arguments.size()) return Invalid(arguments[i] + " needs a value", arguments[i]);
    if (auto applied = Apply(options, arguments[i], arguments[i + 1]); !applied) {
      return Failure(applied.error());
    }
  }
  return options;
}

Result<void> Run(const Options& options) {
  auto broker = kafka::EmbeddedBroker::Start(Tell);
  if (!broker) return Failure(broker.error());
  if (auto created = CreateTopics(**broker, options); !created) return created;
  std::string bootstrap = (*broker)->bootstrap();
  std::unique_ptr<Forward> forward;
  if (options.port != 0) {
    auto target = Number("broker", bootstrap.substr(bootstrap.rfind(':') + 1), 1, 65535);
    if (!target) return Failure(target.error());
    auto started =
        Forward::Start(static_cast<uint16_t>(options.port), static_cast<uint16_t>(*target));
    if (!started) return Failure(started.error());
    forward = std::move(*started);
    bootstrap = "127.0.0.1:" + std::to_string(options.port);
  }
  if (auto written = WriteReadyFile(options, bootstrap); !written) return written;
  Watch(**broker);
  return {};
}

}  // namespace relance::devbroker
