#pragma once

#include <grpcpp/support/server_interceptor.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "libs/metrics/metrics.h"

namespace relance {

/// Counts the calls of a server under the names that dashboards for go-grpc-prometheus know:
/// grpc_server_started_total, _handled_total, _handling_seconds, _msg_received_total and
/// _msg_sent_total.
class CallMetrics : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit CallMetrics(Metrics& metrics);
  ~CallMetrics() override;

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* call) override;

 private:
  class Method;
  class Observer;

  Method& MethodOf(const grpc::experimental::ServerRpcInfo& call);

  CounterFamily started_;
  CounterFamily handled_;
  CounterFamily received_;
  CounterFamily sent_;
  HistogramFamily seconds_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Method>, std::less<>> methods_;
};

}  // namespace relance
