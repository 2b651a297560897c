#include "services/portal/app/open_link.h"

#include <gmock/gmock.h>

#include "services/portal/app/testing_fakes.h"

namespace relance::portal {
namespace {

using namespace relance::portal::testing;  // NOLINT: fakes of this folder
using ::testing::IsEmpty;
using ::testing::SizeIs;

class OpenLinkTest : public ::testing::Test {
 protected:
  OpenLinkTest() { notifier_.links["good"] = {{"FR01", "D42"}, "c1"}; }

  FakeNotifier notifier_;
  FakeSessions sessions_;
  FakeAttempts attempts_;
  CountingRandomness randomness_;
  OpenLink open_{notifier_, sessions_, attempts_, randomness_};
};

TEST_F(OpenLinkTest, AGoodLinkOpensASessionOfItsAccountAndContact) {
  const auto link = open_.Run("good", "192.0.2.1");
  ASSERT_TRUE(link);
  EXPECT_EQ(link->outcome, LinkOutcome::kOpened);
  const Session session = sessions_.sessions.at(link->session_id);
  EXPECT_EQ(session.viewer, (Viewer{{"FR01", "D42"}, "c1"}));
  EXPECT_THAT(session.csrf, SizeIs(43));
  EXPECT_NE(session.csrf, link->session_id);
  EXPECT_FALSE(session.acted);
}

TEST_F(OpenLinkTest, AScannerMayOpenALinkTwentyTimes) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(open_.Run("good", "192.0.2.1")->outcome, LinkOutcome::kOpened);
  }
  EXPECT_THAT(sessions_.sessions, SizeIs(20));
}

TEST_F(OpenLinkTest, ABadLinkIsGoneAndOpensNothing) {
  EXPECT_EQ(open_.Run("other", "192.0.2.1")->outcome, LinkOutcome::kGone);
  notifier_.failure = Error{ErrorCode::kInvalid, "malformed", ""};
  EXPECT_EQ(open_.Run("good", "192.0.2.1")->outcome, LinkOutcome::kGone);
  EXPECT_THAT(sessions_.sessions, IsEmpty());
}

TEST_F(OpenLinkTest, TooManyBadLinksFromOnePlaceAreLimitedThereAlone) {
  for (int64_t i = 0; i < kMostAttempts; ++i) open_.Run("guess", "192.0.2.1");
  EXPECT_EQ(open_.Run("good", "192.0.2.1")->outcome, LinkOutcome::kLimited);
  EXPECT_EQ(open_.Run("good", "192.0.2.2")->outcome, LinkOutcome::kOpened);
}

TEST_F(OpenLinkTest, AServiceThatDoesNotAnswerSaysNothingAboutTheLink) {
  notifier_.failure = Error{ErrorCode::kUnavailable, "down", ""};
  EXPECT_EQ(open_.Run("good", "192.0.2.1").error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(attempts_.failures["192.0.2.1"], 0);
}

TEST_F(OpenLinkTest, WithoutAStoreThereIsNoSession) {
  sessions_.lost = true;
  EXPECT_EQ(open_.Run("good", "192.0.2.1").error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace relance::portal
