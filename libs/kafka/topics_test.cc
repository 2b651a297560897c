#include "libs/kafka/topics.h"

#include <gmock/gmock.h>

namespace relance::kafka {
namespace {

TEST(TopicsTest, TheLettersBecomeTheNumbersOfTheInstallation) {
  const auto topics = ParseTopics(R"(
topics:
  - {name: a.v1, partitions: P, replication: R, config: {retention.ms: -1}}
  - {name: b.v1, partitions: 1}
)",
                                  {64, 1});
  ASSERT_TRUE(topics);
  ASSERT_EQ(topics->size(), 2u);
  EXPECT_EQ((*topics)[0], (Topic{"a.v1", 64, 1, {{"retention.ms", "-1"}}}));
  EXPECT_EQ((*topics)[1], (Topic{"b.v1", 1, 1, {}}));
}

TEST(TopicsTest, WithThreeCopiesTwoMustHaveARecordBeforeItCounts) {
  const auto topics = ParseTopics("topics: [{name: a.v1}]", {4, 3});
  ASSERT_TRUE(topics);
  EXPECT_EQ((*topics)[0].config.at("min.insync.replicas"), "2");
}

TEST(TopicsTest, WhatIsWrongIsNamedWithItsTopic) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"topics: [{name: a.v1, partition: 4}]", "a.v1.partition"},
      {"topics: [{name: a.v1, partitions: many}]", "a.v1.partitions"},
      {"topics: [{name: a.v1, partitions: 0}]", "a.v1.partitions"},
      {"topics: [{name: a.v1, replication: -1}]", "a.v1.replication"},
      {"topics: [{name: a.v1}, {name: a.v1}]", "a.v1"},
      {"topics: [{partitions: 4}]", "topics"},
      {"topics: {}", "topics"},
      {"topics: [", "topics"}};
  for (const auto& [yaml, field] : wrong) {
    const auto topics = ParseTopics(yaml, {});
    ASSERT_FALSE(topics) << yaml;
    EXPECT_EQ(topics.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(topics.error().field, field) << yaml;
  }
}

TEST(TopicsTest, EveryJournalOfTheSuiteIsKeptForEverAndNeverCompacted) {
  const auto topics = ReadTopics("deploy/kafka/topics.yaml", {4, 1});
  ASSERT_TRUE(topics) << topics.error().message;
  int journals = 0;
  for (const auto& topic : *topics) {
    if (topic.name.find(".journal.") == std::string::npos) continue;
    ++journals;
    EXPECT_EQ(topic.partitions, 4);
    EXPECT_EQ(topic.config.at("retention.ms"), "-1");
    EXPECT_EQ(topic.config.at("retention.bytes"), "-1");
    EXPECT_EQ(topic.config.at("cleanup.policy"), "delete");
    EXPECT_EQ(topic.config.at("max.message.bytes"), "4194304");
  }
  EXPECT_EQ(journals, 3);
}

TEST(TopicsTest, APlanHoldsWhatIsMissingOrDifferentAndLeavesTheRestAlone) {
  const std::vector<Topic> declared = {{"as-declared", 4, 1, {{"retention.ms", "-1"}}},
                                       {"missing", 4, 1, {}},
                                       {"shorter", 4, 1, {{"retention.ms", "-1"}}},
                                       {"other-partitions", 4, 1, {}},
                                       {"fewer-copies", 4, 3, {}}};
  const std::vector<Topic> present = {
      {"as-declared", 4, 1, {{"retention.ms", "-1"}, {"segment.ms", "60000"}}},
      {"shorter", 4, 1, {{"retention.ms", "1000"}, {"segment.ms", "60000"}}},
      {"other-partitions", 8, 1, {}},
      {"fewer-copies", 4, 1, {}},
      {"not-ours", 1, 1, {}}};
  const auto steps = PlanTopics(declared, present);
  ASSERT_EQ(steps.size(), 4u);
  EXPECT_EQ(steps[0].kind, TopicStep::Kind::kCreate);
  EXPECT_EQ(steps[0].topic.name, "missing");
  EXPECT_EQ(steps[1].kind, TopicStep::Kind::kAlter);
  EXPECT_EQ(steps[1].changes, (std::map<std::string, std::string>{{"retention.ms", "-1"}}));
  EXPECT_EQ(steps[2].kind, TopicStep::Kind::kRefused);
  EXPECT_EQ(steps[2].why, "it has 8 partitions, declared are 4");
  EXPECT_EQ(steps[3].kind, TopicStep::Kind::kRefused);
  EXPECT_EQ(steps[3].why, "it has 1 copies, declared are 3");
}

TEST(TopicsTest, AFileThatIsNotThereIsNotAnEmptyDeclaration) {
  EXPECT_EQ(ReadTopics("deploy/kafka/nothing.yaml", {}).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace relance::kafka
