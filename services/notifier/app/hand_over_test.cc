#include "services/notifier/app/hand_over.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/notifier/app/testing_world.h"

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;

class HandOverTest : public testing::Test {
 protected:
  void SetUp() override { process_.asking.AskForClearance(0, {}, 10).value(); }
  Prepared Prepare() {
    return *process_.hand_over.Prepare(0, *world_.Load(0, kRef), world_.contacts[0], world_.ticks);
  }

  World world_;
  Process process_{world_};
};

TEST_F(HandOverTest, TheMessageIsKeptBeforeTheAttemptIsJournalled) {
  const Prepared prepared = Prepare();
  EXPECT_EQ(world_.kept, 1);
  EXPECT_EQ(prepared.attempt.blob, ToBytes(Sha256(prepared.message.bytes)));
  EXPECT_TRUE(world_.notices.at(kRef).attempts.empty());
}

TEST_F(HandOverTest, TheLinkLeavesInTheMessageAndOnlyItsHashStays) {
  const Prepared prepared = Prepare();
  const std::string& bytes = prepared.message.bytes;
  const auto at = bytes.find("https://portal.example.com/l/");
  ASSERT_NE(at, std::string::npos);
  const auto token = ParseLinkToken(bytes.substr(at + 29));
  ASSERT_TRUE(token);
  ASSERT_EQ(prepared.links.size(), 1U);
  EXPECT_EQ(prepared.links[0].hash, HashOf(*token));
  EXPECT_EQ(prepared.links[0].expires_at, world_.now + 24h * 90);
}

TEST_F(HandOverTest, AClearanceThatExpiredBeforeTheStartIsDropped) {
  const Prepared prepared = Prepare();
  world_.ticks += 60s;
  EXPECT_FALSE(process_.hand_over.Start(prepared)->accepted);
  EXPECT_TRUE(world_.notices.at(kRef).attempts.empty());
}

TEST_F(HandOverTest, AClearanceThatExpiredAfterTheStartSendsNothing) {
  const Prepared prepared = Prepare();
  ASSERT_TRUE(process_.hand_over.Start(prepared)->accepted);
  world_.ticks += 60s;
  EXPECT_EQ(process_.hand_over.Deliver(prepared).result, AttemptResult::kTechnicalFailure);
  EXPECT_TRUE(world_.sent.empty());
}

TEST_F(HandOverTest, AContactThatCannotBeWrittenToFailsForGoodWithoutSending) {
  world_.compose_error = Error{ErrorCode::kInvalid, "the address holds a line end", "contact"};
  const Prepared prepared = Prepare();
  ASSERT_TRUE(process_.hand_over.Start(prepared)->accepted);
  const Delivery delivery = process_.hand_over.Deliver(prepared);
  EXPECT_EQ(delivery.result, AttemptResult::kPermanentFailure);
  EXPECT_TRUE(process_.hand_over.Finish(prepared, delivery)->accepted);
  EXPECT_TRUE(world_.sent.empty());
  EXPECT_TRUE(world_.links.empty());
}

TEST_F(HandOverTest, ATextThatCannotBeRenderedStartsNothing) {
  world_.compose_error = Error{ErrorCode::kInvalid, "no text", "texts"};
  EXPECT_FALSE(
      process_.hand_over.Prepare(0, *world_.Load(0, kRef), world_.contacts[0], world_.ticks));
}

}  // namespace
}  // namespace relance::notifier
