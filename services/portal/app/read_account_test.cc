#include "services/portal/app/read_account.h"

#include <gmock/gmock.h>

#include "services/portal/app/testing_fakes.h"

namespace relance::portal {
namespace {

using namespace relance::portal::testing;  // NOLINT: fakes of this folder
using ::testing::SizeIs;

constexpr Currency kEur = Currency::Of("EUR");

class ReadAccountTest : public ::testing::Test {
 protected:
  ReadAccountTest() {
    scenario_.entity = {.code = "FR01", .name = "Aciers du Nord", .zone = "Europe/Paris"};
    ledger_.account = {.name = Personal<std::string>("Dupont"),
                       .language = "fr",
                       .contact_languages = {{"c1", "en"}}};
    ledger_.lines = {{.id = "F-1", .open = {kEur, 100}, .due = Day("2026-11-01")},
                     {.id = "F-2", .open = {kEur, 200}, .due = Day("2026-12-01")}};
  }

  FakeLedger ledger_;
  FakeScenario scenario_;
  FakeClock clock_;
  ReadAccount read_{ledger_, scenario_, clock_};
  Session session_{.viewer = {{"FR01", "D42"}, "c1"}, .csrf = "x", .scenario = {}};
};

TEST_F(ReadAccountTest, LinesCarryWhatTheCaseSaysAboutThem) {
  scenario_.view.lines["F-1"] = {
      .promised_for = Day("2026-11-30"), .disputed = 40, .held_until = Day("2026-12-02")};
  scenario_.view.lines["CLOSED"] = {.disputed = 1};
  scenario_.view.promises = {{.id = "p", .amount = {kEur, 100}}};
  const auto page = read_.Run(session_);
  ASSERT_TRUE(page);
  ASSERT_THAT(page->account.lines, SizeIs(2));
  EXPECT_EQ(page->account.lines[0].promised_for, Day("2026-11-30"));
  EXPECT_EQ(page->account.lines[0].disputed, 40);
  EXPECT_EQ(page->account.lines[0].held_until, Day("2026-12-02"));
  EXPECT_FALSE(page->account.lines[1].promised_for);
  EXPECT_THAT(page->account.promises, SizeIs(1));
  EXPECT_EQ(page->account.contact_language, "en");
}

TEST_F(ReadAccountTest, TodayIsTheCreditorsDay) {
  clock_.now = *ParseInstant("2026-11-21T23:30:00Z");
  EXPECT_EQ(read_.Run(session_)->account.today, Day("2026-11-22"));
}

TEST_F(ReadAccountTest, APageAfterAnActIsAtLeastAsNewAsIt) {
  session_.scenario = ReadToken{"scenario", 3, 99};
  ASSERT_TRUE(read_.Run(session_));
  EXPECT_EQ(scenario_.asked_at_least, session_.scenario);
}

TEST_F(ReadAccountTest, FailuresArePassedOn) {
  ledger_.failure = Error{ErrorCode::kNotFound, "closed", ""};
  EXPECT_EQ(read_.Run(session_).error().code, ErrorCode::kNotFound);
  session_.viewer.account.entity = "DE01";
  EXPECT_EQ(read_.Run(session_).error().code, ErrorCode::kNotFound);
}

TEST_F(ReadAccountTest, TheCostOfDelayIsAskedForLateLinesOfACreditorWhoShowsIt) {
  clock_.now = *ParseInstant("2026-11-21T08:00:00Z");
  ledger_.cost = LateCost{.interest = {kEur, 5}};
  const auto cost_of = [&](const std::string& line) {
    const auto page = read_.Run(session_);
    const auto cost = read_.CostOfDelay(session_, *page, line);
    return cost && cost->has_value();
  };
  EXPECT_FALSE(cost_of("F-1")) << "not shown unless the creditor says so";
  scenario_.entity.show_late_payment_cost = true;
  EXPECT_TRUE(cost_of("F-1"));
  EXPECT_FALSE(cost_of("F-2")) << "not late";
  EXPECT_FALSE(cost_of("F-9"));
  EXPECT_THAT(ledger_.costs_asked, ::testing::ElementsAre("F-1"));
}

TEST_F(ReadAccountTest, AStatementIsGivenWhereItsCostIsShownAndNowhereElse) {
  clock_.now = *ParseInstant("2026-11-21T08:00:00Z");
  ledger_.cost = LateCost{.interest = {kEur, 5}};
  const auto file_of = [&](const std::string& line) {
    const auto paper = read_.Statement(session_, *read_.Run(session_), line, "fr");
    if (!paper) return paper.error().message;
    return *paper ? (*paper)->file_name : std::string("none");
  };
  EXPECT_EQ(file_of("F-1"), "none") << "not shown unless the creditor says so";
  scenario_.entity.show_late_payment_cost = true;
  EXPECT_EQ(file_of("F-1"), "D42-F-1-fr.pdf");
  EXPECT_EQ(file_of("F-2"), "none") << "not late";
  EXPECT_EQ(file_of("F-9"), "none") << "of somebody else";
  ledger_.cost = std::nullopt;
  EXPECT_EQ(file_of("F-1"), "none") << "billed or waived";
  ledger_.cost_failure = Error{ErrorCode::kUnavailable, "down", ""};
  EXPECT_EQ(file_of("F-1"), "down");
}

TEST_F(ReadAccountTest, FiguresAreStaleWhenTheFeedIsSilentForLongerThanAllowed) {
  scenario_.entity.feed_max_silence = std::chrono::hours(2);
  ledger_.account.received_up_to = clock_.now - std::chrono::hours(2);
  EXPECT_EQ(StaleBy(*read_.Run(session_)), Millis{0});
  ledger_.account.received_up_to = clock_.now - std::chrono::hours(5);
  EXPECT_EQ(StaleBy(*read_.Run(session_)), std::chrono::hours(5));
  scenario_.entity.feed_max_silence = Millis{0};
  EXPECT_EQ(StaleBy(*read_.Run(session_)), Millis{0});
}

}  // namespace
}  // namespace relance::portal
