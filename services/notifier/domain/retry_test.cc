#include "services/notifier/domain/retry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;

const Instant kNow = FromMillis(1'790'000'000'000);

Notice WithResults(const std::vector<AttemptResult>& results, int level = 1, bool formal = false,
                   Channel channel = Channel::kEmail) {
  Notice notice;
  notice.id = "n1";
  notice.clearance = Clearance{"ask", 1, 2, level, formal, {{"c1", channel}}};
  int number = 0;
  for (const AttemptResult result : results) {
    Attempt attempt;
    attempt.contact = "c1";
    attempt.number = ++number;
    attempt.ended_at = kNow;
    if (result != AttemptResult::kUnspecified) attempt.result = result;
    notice.attempts.push_back(attempt);
  }
  return notice;
}

ContactStanding Standing1(const Notice& notice) {
  return StandingOf(notice, notice.clearance->contacts[0]);
}

TEST(RetryTest, RetriesFollowAfterFiveMinutesAnHourThenDailyForFiveDays) {
  EXPECT_EQ(RetryDelay(1), Millis{5min});
  EXPECT_EQ(RetryDelay(2), Millis{1h});
  for (int failures = 3; failures <= 7; ++failures) EXPECT_EQ(RetryDelay(failures), Millis{24h});
  EXPECT_EQ(RetryDelay(8), std::nullopt);
}

TEST(RetryTest, ARefusalForNowIsTriedAgainAndGivenUpAtTheEndOfTheSchedule) {
  std::vector<AttemptResult> results{AttemptResult::kTemporaryFailure};
  EXPECT_EQ(Standing1(WithResults(results)).standing, Standing::kWaiting);
  EXPECT_EQ(Standing1(WithResults(results)).retry_at, kNow + 5min);
  results.assign(8, AttemptResult::kTechnicalFailure);
  EXPECT_EQ(Standing1(WithResults(results)).standing, Standing::kTriedOut);
}

TEST(RetryTest, AnAmbiguousReminderIsSentOnceMore) {
  using R = AttemptResult;
  EXPECT_EQ(Standing1(WithResults({R::kUnknown})).standing, Standing::kWaiting);
  EXPECT_EQ(Standing1(WithResults({R::kUnknown, R::kUnknown})).standing, Standing::kPersonDecides);
}

TEST(RetryTest, AnAmbiguousFormalNoticeOrLetterIsDecidedByAPerson) {
  using R = AttemptResult;
  EXPECT_EQ(Standing1(WithResults({R::kUnknown}, 4, true)).standing, Standing::kPersonDecides);
  EXPECT_EQ(Standing1(WithResults({R::kUnknown}, 3)).standing, Standing::kPersonDecides);
  EXPECT_EQ(Standing1(WithResults({R::kUnknown}, 1, false, Channel::kRegistered)).standing,
            Standing::kPersonDecides);
  EXPECT_EQ(Standing1(WithResults({R::kUnknown}, 1, false, Channel::kSms)).standing,
            Standing::kPersonDecides);
}

TEST(RetryTest, ADeadAddressIsNotTriedAgain) {
  EXPECT_EQ(Standing1(WithResults({AttemptResult::kPermanentFailure})).standing,
            Standing::kAddressDead);
}

TEST(RetryTest, AContactThatHasTheMessageHasIt) {
  using R = AttemptResult;
  EXPECT_EQ(Standing1(WithResults({R::kSubmitted})).standing, Standing::kSubmitted);
  EXPECT_EQ(Standing1(WithResults({R::kSubmitted, R::kTemporaryFailure})).standing,
            Standing::kSubmitted);
}

TEST(RetryTest, AnAttemptWithoutResultIsRunning) {
  EXPECT_EQ(Standing1(WithResults({AttemptResult::kUnspecified})).standing, Standing::kRunning);
}

}  // namespace
}  // namespace relance::notifier
