#include "services/portal/app/announce_payment.h"

#include <gmock/gmock.h>

#include "services/portal/app/testing_fakes.h"

namespace relance::portal {
namespace {

using namespace relance::portal::testing;  // NOLINT: fakes of this folder
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Currency kEur = Currency::Of("EUR");

class AnnouncePaymentTest : public ::testing::Test {
 protected:
  AnnouncePaymentTest() {
    scenario_.entity = {.code = "FR01", .zone = "Europe/Paris", .promise_max_days = 30};
    ledger_.lines = {
        {.id = "F-1", .amount = {kEur, 100}, .open = {kEur, 100}, .due = Day("2026-11-01")}};
    form_ = {.choice = "lines", .lines = {"F-1"}, .day = "30", .month = "11", .year = "2026"};
  }

  Result<AnnounceOutcome> Run() { return announce_.Run("sid", session_, command_, form_); }
  static std::string IdOf(const Result<AnnounceOutcome>& outcome) {
    return std::get<PromiseAnnounced>(*outcome).id;
  }

  FakeLedger ledger_;
  FakeScenario scenario_;
  FakeSessions sessions_;
  FakeClock clock_;
  ReadAccount read_{ledger_, scenario_, clock_};
  AnnouncePayment announce_{read_, scenario_, sessions_};
  Session session_{.viewer = {{"FR01", "D42"}, "c1"}, .csrf = "x", .scenario = {}};
  CommandId command_ = MakeCommandId(clock_.now, {1});
  PromiseForm form_;
};

TEST_F(AnnouncePaymentTest, ThePromiseIsRecordedByTheContactAndTheSessionKeepsItsToken) {
  const auto outcome = Run();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(scenario_.recorded.at(command_).amount, (Money{kEur, 100}));
  EXPECT_EQ(scenario_.recorded_by, session_.viewer);
  EXPECT_EQ(sessions_.sessions.at("sid").scenario, (ReadToken{"scenario", 2, 77}));
  EXPECT_TRUE(sessions_.sessions.at("sid").acted);
}

TEST_F(AnnouncePaymentTest, ADoubleSubmitIsOnePromiseAndOneReceipt) {
  EXPECT_EQ(IdOf(Run()), IdOf(Run()));
  EXPECT_THAT(scenario_.recorded, SizeIs(1));
}

TEST_F(AnnouncePaymentTest, ALinePaidMeanwhileIsToldWithFreshFigures) {
  ledger_.lines[0].id = "F-2";
  const auto outcome = Run();
  ASSERT_TRUE(outcome);
  const auto& refused = std::get<PromiseRefused>(*outcome);
  EXPECT_THAT(refused.problems,
              ElementsAre(PromiseProblem{PromiseFault::kLinePaidMeanwhile, "lines"}));
  EXPECT_EQ(refused.page.account.lines[0].id, "F-2");
  EXPECT_THAT(scenario_.recorded, IsEmpty());
}

TEST_F(AnnouncePaymentTest, ARefusalOfTheServiceShowsTheFormAgain) {
  scenario_.failure = Error{ErrorCode::kInvalid, "account closed", ""};
  EXPECT_THAT(std::get<PromiseRefused>(*Run()).problems, IsEmpty());
}

TEST_F(AnnouncePaymentTest, NoAnswerIsAFailureThatMayBeRepeated) {
  scenario_.failure = Error{ErrorCode::kUnavailable, "down", ""};
  EXPECT_EQ(Run().error().code, ErrorCode::kUnavailable);
  scenario_.failure.reset();
  EXPECT_TRUE(Run());
}

TEST_F(AnnouncePaymentTest, APromiseStandsEvenWhenTheSessionIsLost) {
  sessions_.lost = true;
  EXPECT_TRUE(Run());
  EXPECT_THAT(scenario_.recorded, SizeIs(1));
}

}  // namespace
}  // namespace relance::portal
