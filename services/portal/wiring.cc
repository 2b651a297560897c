#include "services/portal/wiring.h"

#include <atomic>
#include <optional>

#include "libs/grpc/rpc_channel.h"
#include "libs/http/server.h"
#include "libs/log/logger.h"
#include "libs/metrics/metrics.h"
#include "libs/metrics/probe_server.h"
#include "libs/process/build.h"
#include "libs/process/stop_signal.h"
#include "libs/process/systemd_notify.h"
#include "libs/redis/cluster.h"
#include "services/portal/adapters/clocks.h"
#include "services/portal/adapters/ledger_client.h"
#include "services/portal/adapters/memory_store.h"
#include "services/portal/adapters/notifier_client.h"
#include "services/portal/adapters/redis_store.h"
#include "services/portal/adapters/scenario_client.h"
#include "services/portal/adapters/site.h"

namespace relance::portal {
namespace {

using namespace std::chrono_literals;

struct PortalSettings {
  std::string log_level;
  http::ServerOptions http;
  GateOptions gate;
  std::string probe;
  RpcChannelOptions ledger;
  RpcChannelOptions scenario;
  RpcChannelOptions notifier;
  Millis rpc_timeout;
  std::vector<std::string> redis;
  std::optional<Secret> redis_password;
  bool dev_clock;
};

PortalSettings ReadSettings(Settings& s) {
  PortalSettings portal;
  portal.log_level = s.Choice("log.level", "info", {"debug", "info", "warn", "error"},
                              "the least level that is written");
  portal.http.listen = s.Text("http.listen", "127.0.0.1:8080", "where the reverse proxy finds us");
  portal.http.workers = static_cast<size_t>(s.Int("http.workers", 8, 1, 256, "pages at one time"));
  portal.http.drain = s.Duration("http.drain", 25s, "how long stopping waits for pages");
  portal.gate.public_url = s.Text("http.public_url", "http://127.0.0.1:8080",
                                  "scheme and host as browsers see them; https beyond loopback");
  portal.gate.behind_proxy =
      s.Bool("http.behind_proxy", false, "the last X-Forwarded-For address is the client's");
  portal.probe = s.Text("probe.listen", "127.0.0.1:9468", "/metrics, /livez, /readyz");
  const TlsFiles tls{.certificate = s.Path("tls.certificate", "", "own chain for gRPC, PEM"),
                     .key = s.Path("tls.key", "", "its key"),
                     .authority = s.Path("tls.authority", "", "the root the services are under")};
  portal.rpc_timeout = s.Duration("rpc.timeout", 5s, "the longest wait for another service");
  const auto channel = [&](const char* key, const char* fallback, const char* help) {
    return RpcChannelOptions{.target = s.Text(key, fallback, help), .tls = tls};
  };
  portal.ledger = channel("ledger.target", "127.0.0.1:9001", "gRPC of the ledger");
  portal.scenario = channel("scenario.target", "127.0.0.1:9002", "gRPC of the scenario service");
  portal.notifier = channel("notifier.target", "127.0.0.1:9003", "gRPC of the notifier");
  portal.redis = s.List("redis.seeds", {}, "Redis for sessions; none: memory, one instance only");
  portal.redis_password = s.SecretText("redis.password", "password of Redis");
  portal.dev_clock = s.Bool("dev.clock", false, "business time is the scenario service's");
  return portal;
}

bool IsHttpsOrLoopback(const std::string& url) {
  if (url.starts_with("https://")) return true;
  const std::string scheme = "http://";
  if (!url.starts_with(scheme)) return false;
  const std::string rest = url.substr(scheme.size());
  return IsLoopback(rest) || IsLoopback(rest + ":80");
}

struct Channels {
  std::shared_ptr<grpc::Channel> ledger;
  std::shared_ptr<grpc::Channel> scenario;
  std::shared_ptr<grpc::Channel> notifier;
};

Result<Channels> OpenChannels(const PortalSettings& settings) {
  auto ledger = RpcChannel(settings.ledger);
  if (!ledger) return Failure(ledger.error());
  auto scenario = RpcChannel(settings.scenario);
  if (!scenario) return Failure(scenario.error());
  auto notifier = RpcChannel(settings.notifier);
  if (!notifier) return Failure(notifier.error());
  return Channels{std::move(*ledger), std::move(*scenario), std::move(*notifier)};
}

Result<redis::ClusterOptions> RedisOptions(const PortalSettings& settings) {
  redis::ClusterOptions options;
  for (const std::string& seed : settings.redis) {
    auto address = redis::ParseAddress(seed);
    if (!address) return Failure(address.error());
    options.seeds.push_back(std::move(*address));
  }
  if (settings.redis_password) options.connection.password = settings.redis_password->Reveal();
  return options;
}

/// Sessions in Redis, or in memory when no Redis is named.
struct Stores {
  std::unique_ptr<redis::Cluster> cluster;
  std::unique_ptr<RedisStore> shared;
  MemoryStore own;

  SessionStore& sessions() { return shared ? static_cast<SessionStore&>(*shared) : own; }
  AttemptCounter& attempts() { return shared ? static_cast<AttemptCounter&>(*shared) : own; }
};

std::unique_ptr<Clock> MakeClock(const PortalSettings& settings, const Channels& channels) {
  if (!settings.dev_clock) return std::make_unique<SystemTime>();
  return std::make_unique<DevelopmentTime>(channels.scenario, settings.rpc_timeout);
}

/// The portal's parts in the order in which they need each other.
struct Portal {
  Portal(const PortalSettings& settings, const Channels& channels, Stores& stores, Metrics& metrics,
         const Logger& log)
      : clock(MakeClock(settings, channels)),
        ledger(channels.ledger, settings.rpc_timeout),
        scenario(channels.scenario, settings.rpc_timeout),
        notifier(channels.notifier, settings.rpc_timeout),
        gate(stores.sessions(), settings.gate),
        links(notifier, stores.sessions(), stores.attempts(), randomness),
        accounts(ledger, scenario, *clock),
        announce(accounts, scenario, stores.sessions()),
        site({links, accounts, announce, scenario, gate, *clock, randomness}, metrics, log) {}

  std::unique_ptr<Clock> clock;
  SystemRandomness randomness;
  LedgerClient ledger;
  ScenarioClient scenario;
  NotifierClient notifier;
  Gate gate;
  OpenLink links;
  ReadAccount accounts;
  AnnouncePayment announce;
  Site site;
};

Result<void> Serve(const PortalSettings& settings) {
  StopSignal stop;
  const Logger log("portal", ParseLogLevel(settings.log_level).value_or(LogLevel::kInfo));
  if (!IsHttpsOrLoopback(settings.gate.public_url)) {
    return Invalid("pages beyond loopback are served by https", "http.public_url");
  }
  auto channels = OpenChannels(settings);
  if (!channels) return Failure(channels.error());
  auto redis_options = RedisOptions(settings);
  if (!redis_options) return Failure(redis_options.error());
  Stores stores;
  if (!settings.redis.empty()) {
    stores.cluster = std::make_unique<redis::Cluster>(std::move(*redis_options));
    stores.shared = std::make_unique<RedisStore>(*stores.cluster);
  } else {
    log.Warn("sessions are kept in memory: run one instance only");
  }
  Metrics metrics;
  metrics.SetBuild(std::string(BuildVersion()), std::string(BuildCommit()));
  Portal portal(settings, *channels, stores, metrics, log);
  std::atomic<bool> stopping = false;
  const auto readiness = [&]() -> std::vector<ReadinessCheck> {
    const auto entities = portal.scenario.Entities();
    return {{"serving", !stopping, stopping ? "stopping" : ""},
            {"configuration", entities.has_value(), entities ? "" : entities.error().message}};
  };
  auto probe = ProbeServer::Start(settings.probe, metrics, readiness);
  if (!probe) return Failure(probe.error());
  auto server = http::Server::Start(
      settings.http, [&](const http::Request& r) { return portal.site.Serve(r); },
      [&](const http::Request& r, int status) { return portal.site.Refuse(r, status); });
  if (!server) return Failure(server.error());
  log.Info("serving", {{"port", (*server)->port()}, {"probe_port", (*probe)->port()}});
  const SystemdNotify systemd;
  static_cast<void>(systemd.Ready());
  stop.Wait();
  log.Info("stopping");
  static_cast<void>(systemd.Stopping());
  stopping = true;
  (*server)->Stop();
  return {};
}

}  // namespace

Program Prepare(Settings& settings) {
  const PortalSettings portal = ReadSettings(settings);
  return [=] { return Serve(portal); };
}

}  // namespace relance::portal
