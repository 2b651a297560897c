#include "libs/grpc/call_metrics.h"

#include <array>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

namespace relance {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::ServerRpcInfo;

constexpr std::array<const char*, 17> kCodes = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};

const char* TypeName(ServerRpcInfo::Type type) {
  switch (type) {
    case ServerRpcInfo::Type::UNARY:
      return "unary";
    case ServerRpcInfo::Type::CLIENT_STREAMING:
      return "client_stream";
    case ServerRpcInfo::Type::SERVER_STREAMING:
      return "server_stream";
    case ServerRpcInfo::Type::BIDI_STREAMING:
      return "bidi_stream";
  }
  return "unknown";
}

/// "/relance.ledger.v1.LedgerService/Fence" in two labels.
MetricLabels LabelsOf(std::string_view method, ServerRpcInfo::Type type) {
  if (method.starts_with('/')) method.remove_prefix(1);
  const size_t slash = std::min(method.find('/'), method.size());
  return {{"grpc_service", std::string(method.substr(0, slash))},
          {"grpc_method", std::string(method.substr(std::min(slash + 1, method.size())))},
          {"grpc_type", TypeName(type)}};
}

}  // namespace

/// The handles of one method, resolved at its first call; those of a code at its first use.
class CallMetrics::Method {
 public:
  Method(const CallMetrics& all, MetricLabels labels)
      : started(all.started_.With(labels)),
        received(all.received_.With(labels)),
        sent(all.sent_.With(labels)),
        seconds(all.seconds_.With(labels)),
        handled_(all.handled_),
        labels_(std::move(labels)) {}

  void Handled(grpc::StatusCode code) {
    const auto index = static_cast<size_t>(code) < kCodes.size() ? static_cast<size_t>(code) : 2;
    const std::scoped_lock lock(mutex_);
    std::optional<Counter>& counter = by_code_.at(index);
    if (!counter) {
      MetricLabels labels = labels_;
      labels["grpc_code"] = kCodes.at(index);
      counter = handled_.With(labels);
    }
    counter->Add();
  }

  const Counter started;
  const Counter received;
  const Counter sent;
  const Histogram seconds;

 private:
  const CounterFamily handled_;
  const MetricLabels labels_;
  std::mutex mutex_;
  std::array<std::optional<Counter>, kCodes.size()> by_code_;
};

/// One call. A call that ends without a status was cancelled by its client.
class CallMetrics::Observer : public grpc::experimental::Interceptor {
 public:
  explicit Observer(Method& method) : method_(method) { method_.started.Add(); }
  ~Observer() override {
    if (!done_) Done(grpc::StatusCode::CANCELLED);
  }

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_MESSAGE) &&
        methods->GetRecvMessage() != nullptr) {
      method_.received.Add();
    }
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_MESSAGE)) {
      method_.sent.Add();
    }
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      Done(methods->GetSendStatus().error_code());
    }
    methods->Proceed();
  }

 private:
  void Done(grpc::StatusCode code) {
    done_ = true;
    method_.Handled(code);
    method_.seconds.Observe(std::chrono::steady_clock::now() - start_);
  }

  Method& method_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  bool done_ = false;
};

CallMetrics::CallMetrics(Metrics& metrics)
    : started_(metrics.Counters("grpc_server_started_total", "Calls started on the server")),
      handled_(metrics.Counters("grpc_server_handled_total",
                                "Calls completed on the server, whatever their code")),
      received_(metrics.Counters("grpc_server_msg_received_total", "Messages received")),
      sent_(metrics.Counters("grpc_server_msg_sent_total", "Messages sent")),
      seconds_(metrics.Histograms("grpc_server_handling_seconds",
                                  "Time a call took until its status was sent")) {}

CallMetrics::~CallMetrics() = default;

grpc::experimental::Interceptor* CallMetrics::CreateServerInterceptor(ServerRpcInfo* call) {
  return new Observer(MethodOf(*call));  // gRPC owns it.
}

CallMetrics::Method& CallMetrics::MethodOf(const ServerRpcInfo& call) {
  const std::scoped_lock lock(mutex_);
  auto found = methods_.find(std::string_view(call.method()));
  if (found == methods_.end()) {
    const std::string name = call.method();
    found =
        methods_.emplace(name, std::make_unique<Method>(*this, LabelsOf(name, call.type()))).first;
  }
  return *found->second;
}

}  // namespace relance
