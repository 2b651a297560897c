#include "libs/grpc/rpc_server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <mutex>
#include <utility>

#include "libs/grpc/call_guard.h"
#include "libs/grpc/call_metrics.h"

namespace relance {
namespace {

constexpr int kMessageLimit = 1 << 20;
constexpr int kStreamsPerConnection = 1000;
constexpr int kLeastPingIntervalMs = 10'000;

/// Linking the reflection library alone switches it on for every server of the process: here each
/// server has it or has it not.
class Reflection : public grpc::ServerBuilderOption {
 public:
  explicit Reflection(bool on) : on_(on) {}

  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    auto own = std::make_unique<grpc::reflection::ProtoServerReflectionPlugin>();
    std::erase_if(*plugins, [&](const auto& plugin) { return plugin->name() == own->name(); });
    if (on_) plugins->push_back(std::move(own));
  }

 private:
  bool on_;
};

Result<std::shared_ptr<grpc::ServerCredentials>> Credentials(const RpcServerOptions& options,
                                                             Metrics& metrics, const Logger& log) {
  if (!options.tls.Given()) {
    if (IsLoopback(options.listen)) return grpc::InsecureServerCredentials();
    return Invalid(
        "without certificates only a loopback address may be served, not '" + options.listen + "'",
        "grpc.listen");
  }
  const auto material = ReadTls(options.tls);
  if (!material) return Failure(material.error());
  metrics
      .Gauges("relance_tls_certificate_expiry_timestamp_seconds",
              "When the own certificate ends, since the Unix epoch")
      .With()
      .Set(static_cast<double>(ToMillis(material->expires) / 1000));
  grpc::SslServerCredentialsOptions ssl(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  ssl.pem_root_certs = material->authority;
  ssl.pem_key_cert_pairs = {{material->key, material->certificate}};
  auto credentials = grpc::SslServerCredentials(ssl);
  std::vector<CallRule> rules = options.rules;
  rules.push_back({"/grpc.health.v1.Health/*", {"*"}});
  if (options.reflection) {
    rules.push_back({"/grpc.reflection.v1alpha.ServerReflection/*", {"*"}});
  }
  credentials->SetAuthMetadataProcessor(std::make_shared<CallGuard>(rules, metrics, log));
  return credentials;
}

void Configure(grpc::ServerBuilder& builder, bool reflection, Metrics& metrics) {
  builder.SetMaxReceiveMessageSize(kMessageLimit);
  builder.SetMaxSendMessageSize(kMessageLimit);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // A taken port is an error.
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsPerConnection);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kLeastPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.SetOption(std::make_unique<Reflection>(reflection));
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
  interceptors.push_back(std::make_unique<CallMetrics>(metrics));
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
}

}  // namespace

struct RpcServer::State {
  State(Millis drain_for, const Logger& logger) : drain(drain_for), log(logger) {}

  const Millis drain;
  const Logger log;
  std::unique_ptr<grpc::Server> server;
  int port = 0;
  std::once_flag shut_down;
};

RpcServer::RpcServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

RpcServer::~RpcServer() {
  Shutdown();
}

Result<std::unique_ptr<RpcServer>> RpcServer::Start(const RpcServerOptions& options,
                                                    const std::vector<grpc::Service*>& services,
                                                    Metrics& metrics, const Logger& log) {
  const auto credentials = Credentials(options, metrics, log);
  if (!credentials) return Failure(credentials.error());
  grpc::EnableDefaultHealthCheckService(true);
  auto state = std::make_unique<State>(options.drain, log);
  grpc::ServerBuilder builder;
  Configure(builder, options.reflection, metrics);
  builder.AddListeningPort(options.listen, *credentials, &state->port);
  for (grpc::Service* service : services) builder.RegisterService(service);
  state->server = builder.BuildAndStart();
  if (state->server == nullptr) return Unavailable("cannot listen on " + options.listen);
  state->server->GetHealthCheckService()->SetServingStatus("", false);
  log.Info("gRPC served", {{"listen", options.listen},
                           {"port", state->port},
                           {"mtls", options.tls.Given()},
                           {"reflection", options.reflection}});
  return std::unique_ptr<RpcServer>(new RpcServer(std::move(state)));
}

int RpcServer::port() const {
  return state_->port;
}

void RpcServer::SetServing(const std::string& service, bool serving) {
  state_->server->GetHealthCheckService()->SetServingStatus(service, serving);
}

void RpcServer::Withdraw() {
  state_->server->GetHealthCheckService()->Shutdown();
}

void RpcServer::Shutdown() {
  std::call_once(state_->shut_down, [this] {
    Withdraw();
    state_->server->Shutdown(std::chrono::system_clock::now() + state_->drain);
    state_->server->Wait();
    state_->log.Info("gRPC stopped", {{"port", state_->port}});
  });
}

}  // namespace relance
