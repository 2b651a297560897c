#include "tools/relance/topics/cluster.h"

namespace relance::cli {
namespace {

constexpr Millis kServing{30'000};

Result<std::vector<kafka::TopicStep>> Steps(kafka::TopicAdmin& admin,
                                            const std::vector<kafka::Topic>& declared) {
  const auto present = admin.List("", true);
  if (!present) return Failure(present.error());
  return kafka::PlanTopics(declared, *present);
}

}  // namespace

Result<std::vector<kafka::TopicStep>> ReadTopicSteps(const kafka::ClientConfig& config,
                                                     const std::vector<kafka::Topic>& declared) {
  auto admin = kafka::TopicAdmin::Create(config);
  if (!admin) return Failure(admin.error());
  return Steps(**admin, declared);
}

Result<std::vector<kafka::TopicStep>> BringTopics(const kafka::ClientConfig& config,
                                                  const std::vector<kafka::Topic>& declared) {
  auto admin = kafka::TopicAdmin::Create(config);
  if (!admin) return Failure(admin.error());
  auto steps = Steps(**admin, declared);
  if (!steps) return steps;
  if (auto applied = kafka::ApplyTopics(**admin, *steps); !applied) {
    return Failure(applied.error());
  }
  if (auto serving = (*admin)->AwaitTopics(declared, kServing); !serving) {
    return Failure(serving.error());
  }
  return steps;
}

}  // namespace relance::cli
