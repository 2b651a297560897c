// A list of topics, as deploy/kafka/topics.yaml.
#include "libs/kafka/topics.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

void Run(std::string_view input) {
  const auto topics = kafka::ParseTopics(input, {4, 3});
  if (!topics) return;
  for (const auto& topic : *topics) {
    Expect(topic.partitions > 0 && topic.replication > 0, "a topic has partitions and copies");
  }
  Expect(kafka::PlanTopics(*topics, *topics).empty(), "what is as declared needs no step");
}

const bool kDeclared = Declare({"topics", Run});

}  // namespace
}  // namespace relance::fuzz
