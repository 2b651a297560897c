#pragma once

#include <map>
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

/// One line of `relance topics plan`.
struct TopicStep {
  enum class Kind {
    kCreate,   ///< The cluster has no such topic.
    kAlter,    ///< `changes` are to be set.
    kRefused,  ///< Partitions or copies differ; nobody changes those of a live installation.
  };
  Kind kind = Kind::kCreate;
  Topic topic;                                 ///< As declared.
  std::map<std::string, std::string> changes;  ///< Of its configs, for kAlter.
  std::string why;                             ///< For kRefused: what differs.
};

/// What is to be done to `present` so that it is as declared; nothing for a topic that already is.
/// Configs that are set and not declared stay as they are.
std::vector<TopicStep> PlanTopics(const std::vector<Topic>& declared,
                                  const std::vector<Topic>& present);
/// Takes the steps in order; kConflict before anything is done if one is refused.
Result<void> ApplyTopics(TopicAdmin& admin, const std::vector<TopicStep>& steps);

}  // namespace relance::kafka
