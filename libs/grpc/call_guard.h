#pragma once

#include <grpcpp/security/auth_metadata_processor.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libs/grpc/rpc_server.h"
#include "libs/log/logger.h"
#include "libs/metrics/metrics.h"

namespace relance {

/// Who may call what, decided from names alone.
class AllowList {
 public:
  /// Two rules for one method add up.
  explicit AllowList(const std::vector<CallRule>& rules);

  /// `path` is "/package.Service/Method"; `callers` are all names of one certificate.
  bool Allows(std::string_view path, const std::vector<std::string>& callers) const;

 private:
  std::map<std::string, std::set<std::string>, std::less<>> callers_;
};

/// Asks the allow-list before a call reaches its handler or any interceptor.
class CallGuard : public grpc::AuthMetadataProcessor {
 public:
  CallGuard(const std::vector<CallRule>& rules, Metrics& metrics, const Logger& log);

  bool IsBlocking() const override { return false; }
  grpc::Status Process(const InputMetadata& metadata, grpc::AuthContext* context,
                       OutputMetadata* consumed, OutputMetadata* response) override;

 private:
  AllowList allow_list_;
  Counter refused_;
  Logger log_;
};

}  // namespace relance
