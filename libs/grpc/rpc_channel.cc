#include "libs/grpc/rpc_channel.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/client_interceptor.h>

#include <utility>
#include <vector>

namespace relance {
namespace {

constexpr int kMessageLimit = 1 << 20;
constexpr int kKeepaliveMs = 30'000;
constexpr int kKeepaliveTimeoutMs = 10'000;

using grpc::experimental::ClientRpcInfo;
using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::Interceptor;

/// Refuses a call without a deadline, which could wait for ever. The service config's own `timeout`
/// is no way out: this version lets short ones expire at once and never tells the server.
class DeadlineGuard : public Interceptor {
 public:
  explicit DeadlineGuard(const ClientRpcInfo& call) : method_(call.method()) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_STATUS)) {
      *methods->GetRecvStatus() = {grpc::StatusCode::FAILED_PRECONDITION,
                                   "the call of " + method_ + " set no deadline"};
    }
    methods->Proceed();
  }

 private:
  std::string method_;
};

class DeadlineGuards : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  Interceptor* CreateClientInterceptor(ClientRpcInfo* call) override {
    if (call->client_context()->deadline() != std::chrono::system_clock::time_point::max()) {
      return nullptr;
    }
    call->client_context()->TryCancel();
    return new DeadlineGuard(*call);  // gRPC owns it.
  }
};

/// For every method of the channel. Attempts spread over the addresses of the target; the throttle
/// stops them when most calls fail, so that a service that comes back is not trampled.
std::string ServiceConfig(const RpcChannelOptions& options) {
  return std::string(R"({"loadBalancingConfig":[{"round_robin":{}}],)"
                     R"("retryThrottling":{"maxTokens":100,"tokenRatio":0.1},)"
                     R"("methodConfig":[{"name":[{}],"waitForReady":)") +
         (options.wait_for_ready ? "true" : "false") +
         R"(,"retryPolicy":{"maxAttempts":4,"initialBackoff":"0.05s","maxBackoff":"1s",)"
         R"("backoffMultiplier":2,"retryableStatusCodes":["UNAVAILABLE"]}}]})";
}

Result<std::shared_ptr<grpc::ChannelCredentials>> Credentials(const RpcChannelOptions& options) {
  if (!options.tls.Given()) {
    if (IsLoopback(options.target)) return grpc::InsecureChannelCredentials();
    return Invalid(
        "without certificates only a loopback address may be called, not '" + options.target + "'",
        "grpc.target");
  }
  auto material = ReadTls(options.tls);
  if (!material) return Failure(material.error());
  return grpc::SslCredentials({.pem_root_certs = std::move(material->authority),
                               .pem_private_key = std::move(material->key),
                               .pem_cert_chain = std::move(material->certificate)});
}

}  // namespace

Result<std::shared_ptr<grpc::Channel>> RpcChannel(const RpcChannelOptions& options) {
  const auto credentials = Credentials(options);
  if (!credentials) return Failure(credentials.error());
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(ServiceConfig(options));
  arguments.SetMaxReceiveMessageSize(kMessageLimit);
  arguments.SetMaxSendMessageSize(kMessageLimit);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // Services are called directly or not at all.
  if (options.tls.Given() && !options.server_name.empty()) {
    arguments.SetSslTargetNameOverride(options.server_name);
  }
  std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>> interceptors;
  interceptors.push_back(std::make_unique<DeadlineGuards>());
  return grpc::experimental::CreateCustomChannelWithInterceptors(
      options.target, *credentials, arguments, std::move(interceptors));
}

std::chrono::system_clock::time_point Deadline(Millis from_now) {
  return std::chrono::system_clock::now() + from_now;
}

void Prepare(grpc::ClientContext& context, const CallOptions& options) {
  context.set_deadline(Deadline(options.timeout));
  SendIdentity(context, options.identity);
  SendTraceparent(context, options.traceparent);
}

}  // namespace relance
