#pragma once

#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/kafka/client.h"
#include "libs/kafka/topic_admin.h"

namespace relance::cli {

/// What a cluster lacks of what is declared.
struct TopicChange {
  enum class Kind { kCreate, kConfigure, kRefused };

  Kind kind = Kind::kCreate;
  kafka::Topic topic;  ///< For kConfigure its config has the changed keys alone.
  std::string detail;
};

/// Compares by name. Partition counts are chosen once: a difference is kRefused, for accounts would
/// change their owner. Topics that nobody declared are left alone.
std::vector<TopicChange> PlanTopics(const std::vector<kafka::Topic>& declared,
                                    const std::vector<kafka::Topic>& actual);

/// Reads the cluster and compares.
Result<std::vector<TopicChange>> ReadTopicPlan(const kafka::ClientConfig& config,
                                               const std::vector<kafka::Topic>& declared);
/// Makes the changes and waits until all topics serve; kConflict for a refused one, before anything
/// is changed.
Result<std::vector<TopicChange>> ApplyTopics(const kafka::ClientConfig& config,
                                             const std::vector<kafka::Topic>& declared);

}  // namespace relance::cli
