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

TEST(TopicsTest, AFileThatIsNotThereIsNotAnEmptyDeclaration) {
  EXPECT_EQ(ReadTopics("deploy/kafka/nothing.yaml", {}).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace relance::kafka
