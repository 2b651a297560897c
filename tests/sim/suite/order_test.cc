#include <fmt/format.h>
#include <gmock/gmock.h>

#include <functional>
#include <set>

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
      ASSERT_LE(run.morning.suite.mails().size(), 1U);
      ++(run.morning.suite.mails().empty() ? before : after);
      for (const Mail& mail : run.morning.suite.mails()) {
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

}  // namespace
}  // namespace relance::sim
