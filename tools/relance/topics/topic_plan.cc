#include "tools/relance/topics/topic_plan.h"

#include <algorithm>

namespace relance::cli {
namespace {

constexpr Millis kServing{30'000};

std::vector<TopicChange> Compare(const kafka::Topic& wanted, const kafka::Topic& found) {
  std::vector<TopicChange> changes;
  if (wanted.partitions != found.partitions) {
    changes.push_back({TopicChange::Kind::kRefused, wanted,
                       "has " + std::to_string(found.partitions) + " partitions, declared are " +
                           std::to_string(wanted.partitions) + ": chosen once, never changed"});
  }
  TopicChange change{TopicChange::Kind::kConfigure, wanted, ""};
  change.topic.config.clear();
  for (const auto& [key, value] : wanted.config) {
    const auto set = found.config.find(key);
    if (set != found.config.end() && set->second == value) continue;
    change.topic.config[key] = value;
    change.detail += (change.detail.empty() ? "" : ", ") + key + " " +
                     (set == found.config.end() ? "default" : set->second) + " -> " + value;
  }
  if (!change.topic.config.empty()) changes.push_back(std::move(change));
  return changes;
}

Result<std::vector<TopicChange>> Compared(kafka::TopicAdmin& admin,
                                          const std::vector<kafka::Topic>& declared) {
  const auto actual = admin.List("", true);
  if (!actual) return Failure(actual.error());
  return PlanTopics(declared, *actual);
}

}  // namespace

std::vector<TopicChange> PlanTopics(const std::vector<kafka::Topic>& declared,
                                    const std::vector<kafka::Topic>& actual) {
  std::vector<TopicChange> changes;
  for (const auto& wanted : declared) {
    const auto found = std::ranges::find(actual, wanted.name, &kafka::Topic::name);
    if (found == actual.end()) {
      changes.push_back({TopicChange::Kind::kCreate, wanted,
                         std::to_string(wanted.partitions) + " partitions, replication " +
                             std::to_string(wanted.replication)});
      continue;
    }
    for (auto& change : Compare(wanted, *found)) changes.push_back(std::move(change));
  }
  return changes;
}

Result<std::vector<TopicChange>> ReadTopicPlan(const kafka::ClientConfig& config,
                                               const std::vector<kafka::Topic>& declared) {
  auto admin = kafka::TopicAdmin::Create(config);
  if (!admin) return Failure(admin.error());
  return Compared(**admin, declared);
}

Result<std::vector<TopicChange>> ApplyTopics(const kafka::ClientConfig& config,
                                             const std::vector<kafka::Topic>& declared) {
  auto admin = kafka::TopicAdmin::Create(config);
  if (!admin) return Failure(admin.error());
  auto changes = Compared(**admin, declared);
  if (!changes) return changes;
  for (const auto& change : *changes) {
    if (change.kind == TopicChange::Kind::kRefused) {
      return Conflict("topic " + change.topic.name + " " + change.detail);
    }
  }
  for (const auto& change : *changes) {
    const auto done = change.kind == TopicChange::Kind::kCreate
                          ? (*admin)->CreateTopic(change.topic)
                          : (*admin)->AlterConfig(change.topic.name, change.topic.config);
    if (!done) return Failure(done.error());
  }
  if (auto serving = (*admin)->AwaitTopics(declared, kServing); !serving) {
    return Failure(serving.error());
  }
  return changes;
}

}  // namespace relance::cli
