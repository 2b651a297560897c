#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/configuration/store.h"
#include "libs/grpc/rpc_channel.h"
#include "libs/grpc/rpc_server.h"
#include "libs/host/entropy.h"
#include "libs/host/front.h"
#include "libs/host/journal_host.h"
#include "libs/host/rpc.h"
#include "libs/host/topic_follower.h"
#include "libs/log/logger.h"
#include "libs/metrics/metrics.h"
#include "libs/metrics/probe_server.h"
#include "libs/process/stop_signal.h"
#include "libs/settings/settings.h"

namespace relance::host {

/// The settings that every service on a journal has.
struct HostSettings {
  std::string installation;
  int partitions = 4;
  kafka::ClientConfig kafka;
  Millis session_timeout{};
  Millis fetch_wait{};
  redis::ClusterOptions redis;
  bool production = false;
  RpcServerOptions rpc;
  TlsFiles tls;
  std::string probe_listen;
  std::string development_clock;  ///< RFC 3339; empty: the system's clock.
  LogLevel log_level = LogLevel::kInfo;
};
/// Declares them; errors come from Settings::Finish.
HostSettings ReadHostSettings(Settings& settings);

/// What every service on a journal is made of, in order of dependence. A service's wiring makes its
/// own parts over these, then calls Run.
class ServiceHost {
 public:
  /// kInvalid, kUnavailable: why it cannot start.
  static Result<std::unique_ptr<ServiceHost>> Create(const std::string& service,
                                                     HostSettings settings, int layout);
  ~ServiceHost();

  /// Declares the journal. Once, before Run.
  JournalHost& Own(JournalSpec spec);

  /// Starts gRPC with `services` and the ones of every journal, waits for the configuration topic,
  /// joins the group, and serves until SIGTERM.
  Result<void> Run(std::vector<grpc::Service*> services, std::vector<CallRule> callers,
                   const Beside& beside);

  /// A channel to another service with this process's certificates.
  Result<std::shared_ptr<grpc::Channel>> Channel(const std::string& target) const;

  const std::string service;
  const HostSettings settings;
  StopSignal stop;
  Logger log;
  Metrics metrics;
  HostClock clock;
  SystemEntropy entropy;
  OwnerMetrics owner_metrics;
  ConfigurationStore configurations;
  std::unique_ptr<redis::Cluster> redis;
  std::unique_ptr<kafka::Reader> reader;
  std::unique_ptr<kafka::InputReader> inputs;
  std::unique_ptr<kafka::Producer> journal_producer;
  std::unique_ptr<kafka::Producer> producer;
  std::unique_ptr<ViewReaders> views;
  std::unique_ptr<KafkaFront> front;
  std::unique_ptr<TopicFollower> configuration_follower;
  std::unique_ptr<JournalHost> journal;

 private:
  ServiceHost(std::string service_name, HostSettings host_settings);
  Result<void> Open(int layout);
  std::vector<ReadinessCheck> Readiness();
};

}  // namespace relance::host
