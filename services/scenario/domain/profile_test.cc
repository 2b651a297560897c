#include "services/scenario/domain/profile.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/evolve.h"
#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kEur;
using ::testing::SizeIs;

const Date kToday = Day("2026-10-15");

Conduct Paid(const std::string& item, int days_late, int reminders = 0) {
  Conduct conduct;
  conduct.subject = item;
  conduct.cause = "P-" + item;
  conduct.due = Day("2026-06-01");
  conduct.on = conduct.due + std::chrono::days(days_late);
  conduct.reminders = reminders;
  return conduct;
}

Conduct Ended(ConductKind kind, const std::string& subject, std::string_view outcome) {
  Conduct conduct;
  conduct.kind = kind;
  conduct.subject = subject;
  conduct.outcome = outcome;
  conduct.on = Day("2026-07-01");
  return conduct;
}

/// A case that behaved like this.
Case After(const std::vector<Conduct>& conduct) {
  Case c;
  for (const Conduct& one : conduct) Apply(c, CaseFact(ConductNoted{one}));
  return c;
}

Finding Found(const std::vector<Conduct>& conduct, const std::string& method = "transfer") {
  return FindProfile(EvidenceOf(After(conduct), method, kToday));
}

std::vector<Conduct> Payments(const std::vector<int>& days_late, int reminders) {
  std::vector<Conduct> payments;
  for (const int days : days_late) {
    payments.push_back(Paid("F-" + std::to_string(payments.size()), days, reminders));
  }
  return payments;
}

TEST(ProfileTest, EachHabitHasItsNameAndItsReason) {
  struct Row {
    std::vector<int> days_late;
    int reminders;
    PayerProfile profile;
    const char* why;
  };
  for (const Row& row :
       std::vector<Row>{{{-2, 0, 0, 1}, 0, PayerProfile::kGood, "in the middle 0 days late"},
                        {{0, 0, 0, 1}, 1, PayerProfile::kStandard, "nothing stands out"},
                        {{-5, 0, 9, 9}, 0, PayerProfile::kStandard, "nothing stands out"},
                        {{1, 2, 4, 30},
                         1,
                         PayerProfile::kNegligent,
                         "(half of 4 items: 1 to 4) after 1 reminder"},
                        {{8, 9, 12, 15}, 1, PayerProfile::kAdministrative, "always the same delay"},
                        {{8, 9, 17, 30}, 1, PayerProfile::kNegligent, "in the middle 9 days late"},
                        {{5, 30, 30, 90}, 2, PayerProfile::kBad, "in the middle 30 days late"},
                        {{2, 2, 2}, 3, PayerProfile::kBad, "after 3 reminders"},
                        {{90, 90}, 9, PayerProfile::kStandard, "too little is known: 2 items of 3"},
                        {{}, 0, PayerProfile::kStandard, "too little is known: 0 items of 3"}}) {
    const Finding found = Found(Payments(row.days_late, row.reminders));
    EXPECT_EQ(found.profile, row.profile) << Word(found.profile) << ": " << found.why;
    EXPECT_THAT(found.why, HasSubstr(row.why));
  }
}

TEST(ProfileTest, WhoCannotPayIsStrainedHoweverLate) {
  const auto late = Payments({90, 90, 90}, 5);
  const auto with = [&](std::vector<Conduct> more) {
    more.insert(more.end(), late.begin(), late.end());
    return Found(more);
  };
  EXPECT_EQ(with({}).profile, PayerProfile::kBad);
  EXPECT_EQ(with({Ended(ConductKind::kPlan, "PL-1", "broken")}),
            (Finding{PayerProfile::kStrained, "1 plan broken"}));
  EXPECT_EQ(with({Ended(ConductKind::kPlan, "PL-1", "active")}).profile, PayerProfile::kStrained);
  EXPECT_EQ(with({Ended(ConductKind::kPlan, "PL-1", "completed")}).profile, PayerProfile::kBad);
  EXPECT_EQ(with({Ended(ConductKind::kPromise, "PR-1", "partly_kept")}).profile,
            PayerProfile::kBad);
  EXPECT_EQ(with({Ended(ConductKind::kPromise, "PR-1", "partly_kept"),
                  Ended(ConductKind::kPromise, "PR-2", "partly_kept")})
                .profile,
            PayerProfile::kStrained);
  Case insolvent = After(late);
  insolvent.insolvent = true;
  EXPECT_EQ(FindProfile(EvidenceOf(insolvent, "", kToday)).why, "insolvency proceedings are open");
}

TEST(ProfileTest, DisputesCountWhenTheyWereMostlyWrong) {
  const auto disputes = [](std::vector<std::string_view> outcomes) {
    std::vector<Conduct> conduct = Payments({0, 0, 0}, 0);
    for (const auto outcome : outcomes) {
      conduct.push_back(
          Ended(ConductKind::kDispute, "DI-" + std::to_string(conduct.size()), outcome));
    }
    return Found(conduct).profile;
  };
  EXPECT_EQ(disputes({"rejected", "rejected", "upheld"}), PayerProfile::kDisputeProne);
  EXPECT_EQ(disputes({"rejected", "open", "open"}), PayerProfile::kDisputeProne);
  EXPECT_EQ(disputes({"rejected", "upheld", "upheld"}), PayerProfile::kGood)
      << "the creditor was wrong";
  EXPECT_EQ(disputes({"rejected", "rejected"}), PayerProfile::kGood);
}

TEST(ProfileTest, BrokenPromisesMakeABadPayerAndOneKeptLateIsNone) {
  auto conduct = Payments({0, 0, 0}, 0);
  conduct.push_back(Ended(ConductKind::kPromise, "PR-1", "broken"));
  EXPECT_EQ(Found(conduct).profile, PayerProfile::kGood);
  conduct.push_back(Ended(ConductKind::kPromise, "PR-2", "broken"));
  EXPECT_EQ(Found(conduct), (Finding{PayerProfile::kBad, "2 promises broken"}));
  conduct.push_back(Ended(ConductKind::kPromise, "PR-2", "kept"));
  EXPECT_EQ(Found(conduct).profile, PayerProfile::kGood) << "the latest word counts";
}

TEST(ProfileTest, TheMethodOfPaymentGoesFirst) {
  auto conduct = Payments({90, 90, 90}, 5);
  for (const char* method : {"direct_debit", "SEPA direct debit", "bill-of-exchange"}) {
    EXPECT_EQ(Found(conduct, method).profile, PayerProfile::kAutomatic) << method;
  }
  for (const char* method : {"", "transfer", "cheque"}) {
    EXPECT_EQ(Found(conduct, method).profile, PayerProfile::kBad) << method;
  }
  conduct.push_back(Ended(ConductKind::kRejected, "F-1", ""));
  EXPECT_EQ(Found(conduct, "debit").why, "pays by debit, 1 rejected");
}

TEST(ProfileTest, OnlyTwelveMonthsCountAndTheMemoryHasAnEnd) {
  Case c;
  for (int i = 0; i < 500; ++i) {
    Conduct payment = Paid("F-" + std::to_string(i), 0);
    payment.due = Day("2025-06-01") + std::chrono::days(i);
    payment.on = payment.due + std::chrono::days(10);
    Apply(c, CaseFact(ConductNoted{payment}));
    Conduct dispute = Ended(ConductKind::kDispute, "DI-" + std::to_string(i), "open");
    dispute.on = payment.on;
    Apply(c, CaseFact(ConductNoted{dispute}));
  }
  EXPECT_THAT(c.conduct, SizeIs(kPaymentsRemembered + kConductRemembered));
  EXPECT_EQ(c.conduct.back().subject, "DI-499");
  EXPECT_EQ(EvidenceOf(c, "", kToday).settled, 100);
  EXPECT_EQ(EvidenceOf(c, "", Day("2028-01-01")).settled, 0);
}

TEST(ProfileTest, TheCaseRemembersHowItWasPaidAndForgetsAPaymentThatWasNone) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-01 19:00");
  bench.Settle("2026-10-02 08:30");
  bench.Tell(NoticeHandedOver{bench.Pending("F-1")}, "2026-10-02 08:30");
  bench.Pay("P-1", "F-1", 800'00, 0, "2026-10-06 10:00");
  const Evidence paid = EvidenceOf(bench.c, "", Day("2026-10-10"));
  ASSERT_EQ(paid.settled, 1);
  EXPECT_EQ(paid.late, (Lateness{5, 5, 5}));
  EXPECT_EQ(paid.reminders, 1);
  EXPECT_EQ(paid.records.at(0).cause, "P-1");

  ReverseMoney back;
  back.receipt = "P-1";
  back.currency = kEur;
  back.undone = {{"F-1", 800'00, 800'00}};
  bench.Tell(back, "2026-10-12 10:00");
  const Evidence reversed = EvidenceOf(bench.c, "", Day("2026-10-12"));
  EXPECT_EQ(reversed.settled, 0);
  EXPECT_EQ(reversed.payments_rejected, 1);
  EXPECT_EQ(reversed.overdue, 1);
  EXPECT_EQ(reversed.late, (Lateness{11, 11, 11})) << "as late as it is by now";
}

TEST(ProfileTest, AMessageThatNobodyGotWasNoReminder) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-01 19:00");
  bench.Settle("2026-10-02 08:30");
  const std::string notice = bench.Pending("F-1");
  bench.Tell(NoticeHandedOver{notice}, "2026-10-02 08:30");
  EXPECT_EQ(bench.c.items.at("F-1").reminders, 1);
  bench.Tell(NoticeContactFailed{notice, "email"}, "2026-10-02 09:00");
  EXPECT_EQ(bench.c.items.at("F-1").reminders, 0);
}

TEST(ProfileTest, PromisesDisputesAndPlansAreRememberedAsTheyEnd) {
  Bench bench;
  bench.Invoice("F-1", 800'00, "2026-10-01", "2026-10-02 07:00");
  bench.Invoice("F-2", 900'00, "2026-10-01", "2026-10-02 07:00");
  bench.Tell(MakePromise{"PR-1", {kEur, 800'00}, Day("2026-10-06"), {"F-1"}}, "2026-10-02 08:00");
  bench.Tell(OpenDispute{"DI-1", "F-2", "price", 0}, "2026-10-02 08:00");
  bench.Settle("2026-10-09 08:30");
  bench.Tell(DecideDispute{"DI-1", false, std::nullopt}, "2026-10-09 09:00");
  ProposePlan plan{"PL-1", kEur, {"F-2"}, DownPayment{100'00, Day("2026-10-12")}, {}};
  plan.instalments.emplace_back().amount = 800'00;
  plan.instalments.back().on = Day("2026-11-12");
  bench.Tell(plan, "2026-10-09 09:00");
  bench.Settle("2026-10-13 08:30");
  const Evidence seen = EvidenceOf(bench.c, "", Day("2026-10-13"));
  EXPECT_EQ(seen.promises_broken, 1);
  EXPECT_EQ(seen.disputes, 1);
  EXPECT_EQ(seen.disputes_rejected, 1);
  EXPECT_EQ(seen.plans_broken, 1);
}

TEST(ProfileTest, APersonsWordCountsUntilItIsTakenBack) {
  Bench bench;
  bench.c = After(Payments({0, 0, 0}, 0));
  bench.c.assigned = {"std-fr", 0};
  EXPECT_EQ(ProfileOf(bench.c, "", kToday), PayerProfile::kGood);
  bench.Tell(SetProfile{PayerProfile::kStrained, "anna", "lost its main customer"},
             "2026-10-15 10:00");
  EXPECT_EQ(ProfileOf(bench.c, "", kToday), PayerProfile::kStrained);
  EXPECT_EQ(bench.c.profile->by, "anna");
  EXPECT_EQ(bench.c.profile->why, "lost its main customer");
  EXPECT_EQ(bench.c.profile->at, bench.At("2026-10-15 10:00"));
  EXPECT_EQ(bench.c.assigned.name, "") << "the next cycle follows the profile";
  EXPECT_THAT(*bench.Decide(SetProfile{PayerProfile::kStrained, "anna", "lost its main customer"},
                            "2026-10-15 10:00"),
              IsEmpty());
  bench.Tell(SetProfile{std::nullopt, "anna", "recovered"}, "2026-10-15 11:00");
  EXPECT_EQ(bench.c.profile, std::nullopt);
  EXPECT_EQ(ProfileOf(bench.c, "", kToday), PayerProfile::kGood);
}

}  // namespace
}  // namespace relance::scenario
