#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "tools/relance/dev/process.h"

namespace relance::cli {

/// What FOLDER/dev.json says of a development stack. Written after each process that starts, so
/// that `dev down` finds all of them whatever happens.
struct StackRecord {
  bool ready = false;
  std::string installation;
  int partitions = 4;
  std::string broker;  ///< "embedded" or "kafka"
  std::string brokers;
  std::string redis;
  std::string smtp;
  std::string maildir;
  std::string portal_url;
  bool development_clock = false;
  struct Service {
    std::string name;
    std::string grpc;  ///< Empty for the portal.
    std::string probe;
  };
  std::vector<Service> services;
  std::vector<Child> processes;  ///< In the order of their start.
};

std::string ToJson(const StackRecord& record);
/// kNotFound without a file, kCorrupt when it is not ours.
Result<StackRecord> ReadRecord(const std::string& folder);
/// Whole or not at all.
Result<void> WriteRecord(const std::string& folder, const StackRecord& record);

}  // namespace relance::cli
