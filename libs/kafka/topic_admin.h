#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/kafka/client.h"

namespace relance::kafka {

struct Topic {
  std::string name;
  int partitions = 0;
  int replication = 1;
  std::map<std::string, std::string> config;  ///< What is set for this topic, not the defaults.

  bool operator==(const Topic&) const = default;
};

/// Creates and alters topics of a real cluster. The embedded broker has no admin API.
class TopicAdmin {
 public:
  static Result<std::unique_ptr<TopicAdmin>> Create(const ClientConfig& config,
                                                    Millis timeout = Millis{15'000});
  ~TopicAdmin();
  TopicAdmin(const TopicAdmin&) = delete;
  TopicAdmin& operator=(const TopicAdmin&) = delete;

  /// Names, partitions and replication of all topics whose name starts with `prefix`, by name;
  /// their configs too when `with_config` (a real cluster only).
  Result<std::vector<Topic>> List(const std::string& prefix, bool with_config);
  /// kConflict when it exists.
  Result<void> CreateTopic(const Topic& topic);
  /// Sets these configs and keeps the others that were set for the topic.
  Result<void> AlterConfig(const std::string& topic,
                           const std::map<std::string, std::string>& changes);
  /// Waits until every topic has at least its partitions, each with a leader; else kUnavailable
  /// with the name of the first that has not.
  Result<void> AwaitTopics(const std::vector<Topic>& topics, Millis timeout);

 private:
  struct State;
  explicit TopicAdmin(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace relance::kafka
