#include "libs/kafka/topic_admin.h"

#include <gmock/gmock.h>

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

std::unique_ptr<TopicAdmin> NewAdmin() {
  return Value(TopicAdmin::Create(TheCluster().Client()));
}

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

TEST(RealKafkaTopicAdmin, OnceAppliedTheDeclarationOfTheSuiteLeavesNothingToPlan) {
  const auto declared = Value(ReadTopics("deploy/kafka/topics.yaml", {4, 1}));
  auto admin = NewAdmin();
  const auto plan = [&] { return PlanTopics(declared, Value(admin->List("relance.", true))); };
  ASSERT_EQ(plan().size(), declared.size());
  const auto applied = ApplyTopics(*admin, plan());
  ASSERT_TRUE(applied) << applied.error().message;
  ASSERT_TRUE(admin->AwaitTopics(declared, kSoon));
  EXPECT_TRUE(plan().empty());
  EXPECT_EQ(admin->CreateTopic(declared[0]).error().code, ErrorCode::kConflict);

  ASSERT_TRUE(admin->AlterConfig("relance.ledger.journal.v1", {{"retention.ms", "1000"}}));
  ASSERT_TRUE(Eventually([&] { return plan().size() == 1; }));
  ASSERT_TRUE(ApplyTopics(*admin, plan()));
  EXPECT_TRUE(Eventually([&] { return plan().empty(); }));

  auto resized = declared;
  resized[0].partitions = 8;
  resized.push_back({"relance.not.created.v1", 1, 1, {}});
  const auto refused = ApplyTopics(*admin, PlanTopics(resized, Value(admin->List("", true))));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_TRUE(Value(admin->List("relance.not.created", false)).empty());
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
