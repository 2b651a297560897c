#include "services/scenario/domain/outlook.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using testing::Bench;
using testing::Day;
using testing::kEur;

constexpr int kItems = 3 * static_cast<int>(Items::kMost) + 10;
const Date kFirstDay = *ParseDate("2026-09-20");

int Number(int from, int to) {
  return *rc::gen::inRange(from, to);
}

std::string Invoice(int i) {
  return "F-" + std::to_string(1'000 + i);
}

/// A large case that keeps what it worked out about its pages, and shares them with a copy, as the
/// owner's does. Whatever it decides, a copy without either decides.
struct Large {
  explicit Large(Scenario scenario) : bench(std::move(scenario)) {}

  Bench bench;
  Instant now = bench.context.entity_zone.At(kFirstDay, std::chrono::hours(9));
  int told = 0;

  static Case Forgetful(const Case& c) { return *Decode<Case>(Encode(c)); }

  void Tell(const CaseInput& input) {
    Case other = Forgetful(bench.c);
    const Case shared = bench.c;
    const auto facts = DecideInPlace(bench.c, input, bench.context, now);
    const auto others = DecideInPlace(other, input, bench.context, now);
    RC_ASSERT(facts.has_value() == others.has_value());
    if (facts) RC_ASSERT(*facts == *others);
    RC_ASSERT(bench.c == other);
    Settle();
  }
  void Settle() {
    Case other = Forgetful(bench.c);
    const Case shared = bench.c;
    const auto facts = SettleInPlace(bench.c, bench.context, now);
    RC_ASSERT(facts == SettleInPlace(other, bench.context, now));
    RC_ASSERT(bench.c == other);
    RC_ASSERT(NextMoment(bench.c, bench.context, now) == NextMoment(other, bench.context, now));
    for (const CaseFact& fact : facts) {
      if (const auto* planned = std::get_if<NoticePlanned>(&fact))
        notices.push_back(planned->notice.id);
    }
  }
  std::vector<std::string> notices;  ///< Planned, and nothing came of them yet.
};

RecordMoney Payment(const Large& large, const std::string& item, int64_t amount, int64_t rest) {
  RecordMoney money;
  money.receipt = "P-" + std::to_string(large.told);
  money.currency = kEur;
  money.booked_on = money.value_on = large.bench.context.Today(large.now);
  money.rest = rest;
  const Item* known = large.bench.c.FindOpen(item);
  if (known != nullptr)
    money.allocations = {{item, amount, std::max<int64_t>(known->open - amount, 0)}};
  return money;
}

CaseInput SomeInput(Large& large) {
  const std::string id = std::to_string(++large.told);
  const std::string item = Invoice(Number(0, kItems));
  const Date today = large.bench.context.Today(large.now);
  const auto later = [&](int days) { return today + std::chrono::days(Number(0, days)); };
  if (!large.notices.empty() && Number(0, 2) == 0) {
    const std::string notice = large.notices.back();
    large.notices.pop_back();
    return Number(0, 4) == 0 ? CaseInput(NoticeContactFailed{notice, "email"})
                             : CaseInput(NoticeHandedOver{notice});
  }
  switch (Number(0, 9)) {
    case 0:
      return MakePromise{"PR-" + id, Money{kEur, 100'00}, later(20), {item}};
    case 1:
      return OpenDispute{"DI-" + id, item, "price", 0};
    case 2:
      return PlaceHold{Number(0, 5) == 0 ? "case" : item, later(15), "audit"};
    case 3:
      return AnnouncePayment{item, PaymentMode::kTransfer};
    case 4:
      return ContactsChanged{{"email"}};
    case 5: {
      RecordInvoice invoice;
      invoice.document = Number(0, 2) ? item : "N-" + id;
      invoice.version = large.told + 1;
      invoice.currency = kEur;
      invoice.items = {{invoice.document, 100'00, 100'00, later(40)}};
      return invoice;
    }
    case 6:
      return Payment(large, item, 60'00, 0);
    default:
      return Payment(large, item, 100'00, Number(0, 6) == 0 ? 30'00 : 0);
  }
}

void ToAnotherTime(Large& large) {
  const auto next = NextMoment(large.bench.c, large.bench.context, large.now);
  switch (Number(0, 3)) {
    case 0:
      large.now += std::chrono::hours(Number(0, 100));
      break;
    case 1:
      if (next) large.now = *next;
      break;
    default:
      break;
  }
}

RC_GTEST_PROP(OutlookProperty, WhatIsKnownOfPagesChangesNoDecision, ()) {
  Large large(Number(0, 3) == 0 ? testing::PerItem() : testing::StandardFrance());
  for (int i = 0; i < kItems; ++i) {
    RecordInvoice invoice;
    invoice.document = Invoice(i);
    invoice.currency = kEur;
    invoice.items = {{Invoice(i), 100'00, 100'00, kFirstDay + std::chrono::days(i % 90)}};
    RC_ASSERT(DecideInPlace(large.bench.c, invoice, large.bench.context, large.now).has_value());
  }
  large.Settle();
  const int steps = Number(5, 40);
  for (int i = 0; i < steps; ++i) {
    if (Number(0, 3) == 0) {
      large.Settle();
    } else {
      large.Tell(SomeInput(large));
    }
    ToAnotherTime(large);
  }
}

/// Ten pages of invoices; those of the first are due tomorrow, the others in a year.
class OutlookTest : public ::testing::Test {
 protected:
  OutlookTest() {
    for (int i = 0; i < 10 * static_cast<int>(Items::kMost); ++i) {
      const bool soon = i < static_cast<int>(Items::kMost);
      bench_.Invoice(Invoice(i), 100'00, soon ? "2026-10-02" : "2027-10-01", "2026-10-01 09:00");
    }
    Settle("2026-10-01 09:00");
  }
  void Settle(std::string_view at) {
    bench_.SettleFacts(at);
    NextMoment(bench_.c, bench_.context, bench_.At(at));
  }
  /// Pages that something may be due of.
  int Due(std::string_view at) {
    const Moment moment(bench_.context, bench_.At(at));
    int items = 0;
    EachDueItem(bench_.c, bench_.context, moment, [&](const Text&, const Item&) { ++items; });
    return items / static_cast<int>(Items::kMost);
  }
  /// Pages whose outlook is the one of before.
  int Kept(const std::vector<std::shared_ptr<const KnownOutlook>>& before) {
    const auto now = Notes();
    int kept = 0;
    for (size_t i = 0; i < before.size(); ++i) kept += now[i] && now[i] == before[i] ? 1 : 0;
    return kept;
  }
  std::vector<std::shared_ptr<const KnownOutlook>> Notes() {
    std::vector<std::shared_ptr<const KnownOutlook>> notes;
    for (const auto& [number, page] : bench_.c.items.pages()) notes.push_back(page->note);
    return notes;
  }
  Bench bench_;
};

TEST_F(OutlookTest, OnlyPagesWithSomethingDueAreLookedThrough) {
  EXPECT_EQ(Due("2026-10-01 09:00"), 0);
  EXPECT_EQ(Due("2026-10-05 09:00"), 1);
}

TEST_F(OutlookTest, APaymentChangesTheOutlookOfOnePage) {
  const auto before = Notes();
  bench_.Pay("P-1", Invoice(200), 40'00, 60'00, "2026-10-01 10:00");
  Settle("2026-10-01 10:00");
  EXPECT_EQ(Kept(before), 9);
}

TEST_F(OutlookTest, AHoldOfTheCaseOrAnotherCalendarChangesAllOfThem) {
  const auto before = Notes();
  bench_.Tell(PlaceHold{"case", Day("2026-10-20"), "audit"}, "2026-10-01 10:00");
  Settle("2026-10-01 10:00");
  EXPECT_EQ(Kept(before), 0);
  const auto held = Notes();
  bench_.context.debtor_calendar = *CalendarByName("DE");
  Settle("2026-10-01 10:00");
  EXPECT_EQ(Kept(held), 0);
}

TEST_F(OutlookTest, AHoldEndsOnAPageWhereNothingElseIsDue) {
  bench_.Tell(PlaceHold{Invoice(300), Day("2026-10-03"), "audit"}, "2026-10-01 10:00");
  Settle("2026-10-01 10:00");
  Settle("2026-10-03 10:00");
  EXPECT_TRUE(bench_.c.items.at(Invoice(300)).IsHeld());
  Settle("2026-10-04 10:00");
  EXPECT_FALSE(bench_.c.items.at(Invoice(300)).IsHeld());
}

TEST_F(OutlookTest, TheCapIsReachedOnAPageThatIsHeldAsAWhole) {
  const int first = 2 * static_cast<int>(Items::kMost);
  for (int i = first; i < first + static_cast<int>(Items::kMost); ++i) {
    bench_.Tell(PlaceHold{Invoice(i), Day("2030-01-01"), "audit"}, "2026-10-01 10:00");
  }
  Settle("2026-10-01 10:00");
  Settle("2028-10-01 10:00");
  Settle("2029-10-01 10:00");
  EXPECT_TRUE(bench_.c.items.at(Invoice(first)).cap_told);
}

TEST_F(OutlookTest, ACaseOfOnePageKeepsNone) {
  Bench small;
  small.Invoice("F-1", 100'00, "2026-10-02", "2026-10-01 09:00");
  small.SettleFacts("2026-10-01 09:00");
  EXPECT_EQ(small.c.items.pages().front().page->note, nullptr);
}

}  // namespace
}  // namespace relance::scenario
