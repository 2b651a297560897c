#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.h"
#include "libs/kafka/topic_admin.h"

namespace relance::kafka {

/// What an installation chooses once, when it is created.
struct Installation {
  int partitions = 4;
  int replication = 1;
};

/// Reads deploy/kafka/topics.yaml: "P" and "R" become the installation's numbers. kInvalid names
/// the topic and the key at fault.
Result<std::vector<Topic>> ParseTopics(std::string_view yaml, const Installation& installation);
/// The same from a file; kNotFound when it cannot be read.
Result<std::vector<Topic>> ReadTopics(const std::string& path, const Installation& installation);

}  // namespace relance::kafka
