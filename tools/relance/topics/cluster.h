#pragma once

#include <string_view>
#include <vector>

#include "libs/base/result.h"
#include "libs/kafka/client.h"
#include "libs/kafka/topics.h"

namespace relance::cli {

/// Reads a cluster and compares it with what is declared.
Result<std::vector<kafka::TopicStep>> ReadTopicSteps(const kafka::ClientConfig& config,
                                                     const std::vector<kafka::Topic>& declared);
/// Takes the steps and waits until all topics serve. What was done.
Result<std::vector<kafka::TopicStep>> BringTopics(const kafka::ClientConfig& config,
                                                  const std::vector<kafka::Topic>& declared);

}  // namespace relance::cli
