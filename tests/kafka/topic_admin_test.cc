#include "libs/kafka/topic_admin.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <ostream>

#include "libs/kafka/topics.h"
#include "tests/kafka/clients.h"

namespace relance::kafka {

void PrintTo(const Topic& topic, std::ostream* out) {
  *out << topic.name << " " << topic.partitions << "x" << topic.replication << " "
       << ::testing::PrintToString(topic.config);
}

namespace testing {
namespace {

bool IsOfAnotherTest(const Topic& topic, const std::vector<Topic>& declared) {
  return std::none_of(declared.begin(), declared.end(),
                      [&](const Topic& one) { return one.name == topic.name; });
}

std::unique_ptr<TopicAdmin> NewAdmin() { return Value(TopicAdmin::Create(TheCluster().Client())); }

TEST(TopicAdminContract, TopicsAreListedWithTheirPartitions) {
  const auto name = NewTopic("listed", 3);
  const auto topics = Value(NewAdmin()->List(name, false));
  ASSERT_EQ(topics.size(), 1u);
  EXPECT_EQ(topics[0], (Topic{name, 3, 1, {}}));
}

TEST(TopicAdminContract, ATopicThatNeverComesIsNamed) {
  const auto waited = NewAdmin()->AwaitTopics({{"relance.missing.v1", 4, 1, {}}}, Millis{300});
  ASSERT_FALSE(waited);
  EXPECT_EQ(waited.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(waited.error().message, ::testing::HasSubstr("relance.missing.v1"));
}

TEST(RealKafkaTopicAdmin, TheDeclarationOfTheSuiteIsWhatTheClusterThenHas) {
  const auto declared = Value(ReadTopics("deploy/kafka/topics.yaml", {4, 1}));
  auto admin = NewAdmin();
  for (const auto& topic : declared) {
    const auto created = admin->CreateTopic(topic);
    ASSERT_TRUE(created) << created.error().message;
  }
  ASSERT_TRUE(admin->AwaitTopics(declared, kSoon));
  auto expected = declared;
  std::sort(expected.begin(), expected.end(),
            [](const Topic& a, const Topic& b) { return a.name < b.name; });
  auto found = Value(admin->List("relance.", true));
  std::erase_if(found, [&](const Topic& topic) { return IsOfAnotherTest(topic, declared); });
  EXPECT_EQ(found, expected);
  EXPECT_EQ(admin->CreateTopic(declared[0]).error().code, ErrorCode::kConflict);
}

TEST(RealKafkaTopicAdmin, AlteringOneConfigKeepsTheOthers) {
  const auto name = NewTopic("altered", 1, {{"retention.ms", "-1"}, {"segment.ms", "60000"}});
  auto admin = NewAdmin();
  ASSERT_TRUE(admin->AlterConfig(name, {{"max.message.bytes", "4194304"}}));
  const auto has = [&](const std::map<std::string, std::string>& config) {
    return Eventually([&] { return Value(admin->List(name, true))[0].config == config; });
  };
  EXPECT_TRUE(
      has({{"max.message.bytes", "4194304"}, {"retention.ms", "-1"}, {"segment.ms", "60000"}}));
}

TEST(RealKafkaTopicAdmin, AConfigThatDoesNotExistIsRefused) {
  const auto created = NewAdmin()->CreateTopic({"refused", 1, 1, {{"retention.hours", "1"}}});
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace testing
}  // namespace relance::kafka
