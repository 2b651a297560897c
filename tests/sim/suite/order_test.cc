#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <vector>

#include "tests/sim/suite/host.h"
#include "tests/sim/suite/proof.h"
#include "tests/sim/suite/words.h"

// No reminder after a payment, a promise, a dispute or a stop, provably: each arrives in every gap
// of the way from a notice planned to its level counted.

namespace relance::sim {
namespace {

using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

const AccountId kAccount{"FR01", "D42"};
constexpr int64_t kAmount = 120'000;

/// One invoice, overdue since the evening before, on the morning of its first reminder.
struct Morning {
  Morning() : suite(1, *ParseInstant("2026-10-01T20:00:00Z"), ShippedScenario()) {
    suite.Feed(MasterData(kAccount));
    suite.Feed(Invoice(kAccount, "F-1", kAmount, Day("2026-09-30")));
    EXPECT_EQ(suite.Settle(), "");
    const auto next = suite.NextMoment();
    EXPECT_TRUE(next.has_value());
    if (next) suite.Advance(*next - suite.now());
  }
  Suite suite;
};

/// What comes in between, and where it came to lie beside what a mail was allowed by.
struct Event {
  std::string name;
  Service service = kLedger;
  std::function<CommandId(Suite&)> arrive;
};

/// `at_once`: it is decided in the gap; else it only lies on its topic.
struct Arrival {
  Arrival(const Event& event, size_t gap, bool at_once) {
    Suite& suite = morning.suite;
    size_t passed = 0;
    suite.between = [&](const std::string& label) {
      if (passed++ != gap) return false;
      place = label;
      id = event.arrive(suite);
      if (at_once) suite.StepToEnd(event.service);
      return false;
    };
    rest = suite.Settle();
    suite.between = nullptr;
    if (rest.empty()) rest = suite.Settle();  // the last gaps are those of looking for work
    violations = Prove(suite);
    sequence = event.service == kLedger ? PlaceOfReceipt(ChainOf(suite, kLedger), "P-1")
                                        : PlaceOf(ChainOf(suite, kScenario), id).first;
  }
  Morning morning;
  CommandId id;
  std::string place;
  std::string rest;
  std::vector<std::string> violations;
  uint64_t sequence = 0;
};

std::vector<std::string> Gaps() {
  Morning morning;
  std::vector<std::string> labels;
  morning.suite.between = [&](const std::string& label) {
    labels.push_back(label);
    return false;
  };
  EXPECT_EQ(morning.suite.Settle(), "");
  return labels;
}

/// Of a payment that crossed the reminder there is a mail of thanks besides: see below.
std::vector<Mail> Reminders(const Suite& suite) {
  std::vector<Mail> reminders;
  std::ranges::copy_if(suite.mails(), std::back_inserter(reminders),
                       [](const Mail& mail) { return !mail.thanks; });
  return reminders;
}

void ExpectOrder(const Event& event) {
  size_t before = 0;
  size_t after = 0;
  const size_t gaps = Gaps().size();
  for (size_t gap = 0; gap < gaps; ++gap) {
    for (const bool at_once : {true, false}) {
      const Arrival run(event, gap, at_once);
      SCOPED_TRACE(fmt::format("{} in gap {} ({}), decided {}", event.name, gap, run.place,
                               at_once ? "at once" : "in its turn"));
      ASSERT_EQ(run.rest, "");
      ASSERT_THAT(run.violations, IsEmpty());
      ASSERT_GT(run.sequence, 0U);
      const auto reminders = Reminders(run.morning.suite);
      ASSERT_LE(reminders.size(), 1U);
      ++(reminders.empty() ? before : after);
      ASSERT_TRUE(!reminders.empty() || run.morning.suite.mails().empty());
      for (const Mail& mail : reminders) {
        ASSERT_GT(run.sequence, event.service == kLedger ? mail.fence : mail.clearance);
        ASSERT_EQ(mail.claims.size(), 1U);
        ASSERT_EQ(mail.claims[0].items.size(), 1U);
        EXPECT_EQ(mail.claims[0].items[0].item, "F-1");
        EXPECT_EQ(mail.claims[0].items[0].amount, kAmount);
        EXPECT_EQ(mail.claims[0].net, kAmount);
      }
    }
  }
  EXPECT_GT(before, 0U) << "it never came in time";
  EXPECT_GT(after, 0U) << "it never came too late";
}

TEST(OrderTest, AnOverdueInvoiceIsRemindedOnceAndItsLevelCounts) {
  Morning morning;
  ASSERT_EQ(morning.suite.Settle(), "");
  EXPECT_THAT(Prove(morning.suite), IsEmpty());
  ASSERT_EQ(morning.suite.mails().size(), 1U);
  EXPECT_EQ(morning.suite.mails()[0].claims[0].items[0].amount, kAmount);
}

TEST(OrderTest, TheGapsAreThoseOfTheWholeWay) {
  const auto gaps = Gaps();
  EXPECT_THAT(std::set<std::string>(gaps.begin(), gaps.end()),
              IsSupersetOf({"scenario append", "scenario project", "notifier poll",
                            "notifier append", "process ask", "process asked", "fence wanted",
                            "fence", "fence sent", "ledger append", "scenario poll", "process load",
                            "process render", "process keep", "process command", "process answered",
                            "process hand over", "process handed over"}));
}

TEST(OrderTest, APaymentInAnyGapLiesAfterTheFenceOrNothingIsSent) {
  ExpectOrder({"a payment", kLedger, [](Suite& suite) {
                 suite.Feed(Payment(kAccount, "P-1", kAmount, "F-1", Day("2026-10-02")));
                 return CommandId{};
               }});
}

TEST(OrderTest, ACreditNoteInAnyGapLiesAfterTheFenceOrNothingIsSent) {
  ExpectOrder({"a credit note", kLedger, [](Suite& suite) {
                 suite.Feed(CreditNote(kAccount, "P-1", kAmount, "F-1", Day("2026-10-02")));
                 return CommandId{};
               }});
}

TEST(OrderTest, AStopInAnyGapLiesAfterTheClearanceOrNothingIsSent) {
  ExpectOrder({"a stop", kScenario, [](Suite& suite) { return suite.Command(Stop(true)); }});
}

TEST(OrderTest, APromiseInAnyGapLiesAfterTheClearanceOrNothingIsSent) {
  ExpectOrder({"a promise", kScenario, [](Suite& suite) {
                 return suite.Command(Promise(kAccount, "PR-1", kAmount, Day("2026-10-09"), "F-1"));
               }});
}

TEST(OrderTest, ADisputeInAnyGapLiesAfterTheClearanceOrNothingIsSent) {
  ExpectOrder({"a dispute", kScenario,
               [](Suite& suite) { return suite.Command(Dispute(kAccount, "DI-1", "F-1")); }});
}

/// Also where the ledger wrote payment and fence into one record.
TEST(OrderTest, APartPaidInAnyGapIsTakenOffWhenItLiesUpToTheFence) {
  constexpr int64_t kPart = 20'000;
  const Event event{"a part", kLedger, [](Suite& suite) {
                      suite.Feed(Payment(kAccount, "P-1", kPart, "F-1", Day("2026-10-02")));
                      return CommandId{};
                    }};
  std::set<int64_t> claimed;
  const size_t gaps = Gaps().size();
  for (size_t gap = 0; gap < gaps; ++gap) {
    const Arrival run(event, gap, false);
    SCOPED_TRACE(fmt::format("in gap {} ({})", gap, run.place));
    ASSERT_EQ(run.rest, "");
    ASSERT_THAT(run.violations, IsEmpty());
    ASSERT_EQ(run.morning.suite.mails().size(), 1U);
    const Mail& mail = run.morning.suite.mails()[0];
    EXPECT_EQ(mail.claims[0].net, run.sequence <= mail.fence ? kAmount - kPart : kAmount);
    claimed.insert(mail.claims[0].net);
  }
  EXPECT_EQ(claimed.size(), 2U) << "it came always in time, or never";
}

/// Reminded, and paid at once; nothing of the payment is read yet.
struct Paid : Morning {
  Paid() {
    EXPECT_EQ(suite.Settle(), "");
    suite.Feed(Payment(kAccount, "P-1", kAmount, "F-1", Day("2026-10-02")));
  }
};

uint64_t PlaceOfReversal(Suite& suite) {
  for (const auto& record : ChainOf(suite, kLedger)) {
    for (const auto& entry : record.entries) {
      for (const auto& bytes : entry.facts) {
        ledger::v1::LedgerFact fact;
        if (fact.ParseFromString(bytes) && fact.has_receipt_reversed()) {
          return record.header.sequence;
        }
      }
    }
  }
  return 0;
}

TEST(OrderTest, APaymentJustAfterAReminderIsThankedForOnce) {
  Paid paid;
  ASSERT_EQ(paid.suite.Settle(), "");
  EXPECT_THAT(Prove(paid.suite), IsEmpty());
  ASSERT_EQ(paid.suite.mails().size(), 2U);
  const Mail& thanks = paid.suite.mails()[1];
  ASSERT_TRUE(thanks.thanks);
  EXPECT_EQ(thanks.thanks->amount, kAmount);
  EXPECT_EQ(thanks.thanks->received_on, Day("2026-10-02"));
  EXPECT_THAT(thanks.claims, IsEmpty());
}

TEST(OrderTest, APaymentReversedInAnyGapIsReversedAfterTheFenceOrNobodyIsThanked) {
  size_t gaps = 0;
  {
    Paid paid;
    paid.suite.between = [&](const std::string&) { return ++gaps, false; };
    ASSERT_EQ(paid.suite.Settle(), "");
  }
  size_t before = 0;
  size_t after = 0;
  for (size_t gap = 0; gap < gaps; ++gap) {
    for (const bool at_once : {true, false}) {
      Paid paid;
      Suite& suite = paid.suite;
      size_t passed = 0;
      std::string place;
      suite.between = [&](const std::string& label) {
        if (passed++ != gap) return false;
        place = label;
        suite.Feed(Reversal(kAccount, "R-1", "P-1"));
        if (at_once) suite.StepToEnd(kLedger);
        return false;
      };
      const std::string stuck = suite.Settle();
      suite.between = nullptr;
      SCOPED_TRACE(fmt::format("in gap {} ({}), decided {}", gap, place,
                               at_once ? "at once" : "in its turn"));
      ASSERT_EQ(stuck, "");
      ASSERT_EQ(suite.Settle(), "");
      ASSERT_THAT(Prove(suite), IsEmpty());
      ASSERT_LE(suite.mails().size(), 2U);
      ++(suite.mails().size() == 1 ? before : after);
      if (suite.mails().size() < 2) continue;
      ASSERT_TRUE(suite.mails()[1].thanks);
      ASSERT_GT(PlaceOfReversal(suite), suite.mails()[1].fence);
    }
  }
  EXPECT_GT(before, 0U) << "it never came in time";
  EXPECT_GT(after, 0U) << "it never came too late";
}

}  // namespace
}  // namespace relance::sim
