#include "libs/grpc/rpc_channel.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <cstdint>

namespace relance {
namespace {

constexpr int kMessageLimit = 1 << 20;
constexpr int kKeepaliveMs = 30'000;
constexpr int kKeepaliveTimeoutMs = 10'000;

/// The JSON form of a protobuf Duration.
std::string Seconds(Millis duration) {
  const std::string ms = std::to_string(duration.count() % 1000);
  return std::to_string(duration.count() / 1000) + "." + std::string(3 - ms.size(), '0') + ms + "s";
}

/// For every method of the channel. Attempts spread over the addresses of the target; the throttle
/// stops them when most calls fail, so that a service that comes back is not trampled.
std::string ServiceConfig(const RpcChannelOptions& options) {
  return R"({"loadBalancingConfig":[{"round_robin":{}}],)"
         R"("retryThrottling":{"maxTokens":100,"tokenRatio":0.1},)"
         R"("methodConfig":[{"name":[{}],"timeout":")" +
         Seconds(options.timeout) + R"(","waitForReady":)" +
         (options.wait_for_ready ? "true" : "false") +
         R"(,"retryPolicy":{"maxAttempts":4,"initialBackoff":"0.05s","maxBackoff":"1s",)"
         R"("backoffMultiplier":2,"retryableStatusCodes":["UNAVAILABLE"]}}]})";
}

Result<std::shared_ptr<grpc::ChannelCredentials>> Credentials(const RpcChannelOptions& options) {
  if (!options.tls.Given()) {
    if (IsLoopback(options.target)) return grpc::InsecureChannelCredentials();
    return Invalid("without certificates only a loopback address may be called, not '" +
                       options.target + "'",
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
  return grpc::CreateCustomChannel(options.target, *credentials, arguments);
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
