// What holds for every claim, whatever its law.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "libs/interest/claim.h"
#include "libs/interest/testing_book.h"

namespace relance::interest {
namespace {

using std::chrono::days;
using testing::Book;
using testing::D;

const LawBook& TheBook() {
  static const LawBook book = Book();
  return book;
}

Date AnyDay(Date first, Date last) {
  return first + days{*rc::gen::inRange<int64_t>(0, (last - first).count() + 1)};
}

Money Euros(int64_t minor) {
  return {Currency::Of("EUR"), minor};
}

ClaimInput AnyClaim() {
  ClaimInput input;
  input.profile = *rc::gen::elementOf(std::vector<std::string>{
      "fr-private", "fr-public", "eu-default", "es", "it", "de-b2b", "de-consumer", "uk", "be"});
  input.amount = Euros(*rc::gen::inRange<int64_t>(1, 100'000'000));
  input.due = AnyDay(D("2009-07-01"), D("2026-12-30"));
  input.as_of = std::min(D("2026-12-31"), input.due + days{*rc::gen::inRange<int64_t>(1, 2000)});
  const auto receipts = *rc::gen::inRange(0, 5);
  for (int i = 0; i < receipts; ++i) {
    const auto kind = *rc::gen::element(ReceiptKind::kPayment, ReceiptKind::kCreditNote);
    input.receipts.push_back({kind, Euros(*rc::gen::inRange<int64_t>(0, input.amount.minor)),
                              AnyDay(input.due - days{5}, input.as_of + days{5})});
  }
  if (*rc::gen::inRange(0, 4) == 0) {
    input.contractual_rate = Rate::OfBillionths(*rc::gen::inRange<int64_t>(0, 20'000'000'000));
  }
  input.day_count = *rc::gen::element(DayCount::kAct365, DayCount::kActAct);
  input.allocation = *rc::gen::element(Allocation::kPrincipalFirst, Allocation::kInterestFirst);
  return input;
}

DocumentClaim Computed(const ClaimInput& input) {
  const auto claim = Compute(TheBook(), input);
  RC_ASSERT(claim.has_value());
  return *claim;
}

RC_GTEST_PROP(ClaimProperty, TotalsAddUp, ()) {
  const auto input = AnyClaim();
  const auto claim = Computed(input);
  int64_t accrued = 0;
  for (const auto& segment : claim.segments) accrued += segment.interest.minor;
  RC_ASSERT(claim.accrued.minor == accrued);
  RC_ASSERT(claim.interest.minor == accrued - claim.interest_settled.minor);
  RC_ASSERT(claim.interest.minor >= 0 && claim.principal.minor >= 0);
  RC_ASSERT(claim.total.minor ==
            claim.principal.minor + claim.interest.minor + claim.indemnity.minor);
  int64_t to_principal = 0;
  int64_t to_interest = 0;
  for (const auto& applied : claim.receipts) {
    RC_ASSERT(applied.to_interest.minor + applied.to_principal.minor + applied.surplus.minor ==
              applied.receipt.amount.minor);
    to_principal += applied.to_principal.minor;
    to_interest += applied.to_interest.minor;
  }
  RC_ASSERT(claim.principal.minor == input.amount.minor - to_principal);
  RC_ASSERT(claim.interest_settled.minor == to_interest);
  RC_ASSERT(to_interest == 0 || input.allocation == Allocation::kInterestFirst);
}

RC_GTEST_PROP(ClaimProperty, SegmentsCoverTheDelayWithoutGapOrOverlap, ()) {
  const auto input = AnyClaim();
  const auto claim = Computed(input);
  Date next = input.due + days{1};
  for (const auto& segment : claim.segments) {
    RC_ASSERT(segment.from == next && segment.to >= segment.from);
    RC_ASSERT(segment.days == (segment.to - segment.from).count() + 1);
    next = segment.to + days{1};
  }
  if (claim.principal.minor > 0 && claim.was_late) RC_ASSERT(next == input.as_of + days{1});
}

RC_GTEST_PROP(ClaimProperty, SplittingAPeriodNeverChangesTheSumOfItsDays, ()) {
  auto input = AnyClaim();
  input.receipts.clear();
  const auto days_of = [](const DocumentClaim& claim) {
    int64_t sum = 0;
    for (const auto& segment : claim.segments) sum += segment.days;
    return sum;
  };
  const int64_t whole = days_of(Computed(input));
  RC_ASSERT(whole == (input.as_of - input.due).count());
  const Date middle = AnyDay(input.due + days{1}, input.as_of);
  auto first = input;
  first.as_of = middle;
  auto second = input;
  second.due = middle;
  RC_ASSERT(days_of(Computed(first)) + days_of(Computed(second)) == whole);
  auto split = input;
  split.receipts = {{ReceiptKind::kPayment, Euros(input.amount.minor / 2), middle}};
  if (split.receipts[0].amount.minor > 0 && split.allocation == Allocation::kPrincipalFirst) {
    RC_ASSERT(days_of(Computed(split)) == whole);
  }
}

RC_GTEST_PROP(ClaimProperty, AccruedInterestGrowsWithAmountAndTime, ()) {
  auto input = AnyClaim();
  input.allocation = Allocation::kPrincipalFirst;
  const auto claim = Computed(input);
  auto larger = input;
  larger.amount.minor += *rc::gen::inRange<int64_t>(0, 1'000'000);
  RC_ASSERT(Computed(larger).accrued.minor >= claim.accrued.minor);
  auto earlier = input;
  earlier.as_of = AnyDay(input.due, input.as_of);
  RC_ASSERT(Computed(earlier).accrued.minor <= claim.accrued.minor);
}

RC_GTEST_PROP(ClaimProperty, APaymentOnTheDueDateCostsNothing, ()) {
  auto input = AnyClaim();
  input.receipts.push_back({ReceiptKind::kPayment, input.amount, input.due});
  const auto claim = Computed(input);
  RC_ASSERT(!claim.was_late && claim.segments.empty() && claim.total.minor == 0);
}

RC_GTEST_PROP(ClaimProperty, TheOrderInWhichReceiptsArriveDoesNotMatter, ()) {
  auto input = AnyClaim();
  const auto claim = Computed(input);
  const auto keys =
      *rc::gen::container<std::vector<int>>(input.receipts.size(), rc::gen::arbitrary<int>());
  auto shuffled = input;
  for (size_t i = 0; i < keys.size(); ++i) {
    std::swap(shuffled.receipts[i],
              shuffled.receipts[static_cast<size_t>(std::abs(keys[i] / 2)) % keys.size()]);
  }
  const auto again = Computed(shuffled);
  RC_ASSERT(testing::Lines(again) == testing::Lines(claim));
  RC_ASSERT(again.total == claim.total && again.interest == claim.interest);
  RC_ASSERT(again.receipts.size() == claim.receipts.size());
  for (size_t i = 0; i < claim.receipts.size(); ++i) {
    RC_ASSERT(again.receipts[i].receipt == claim.receipts[i].receipt);
    RC_ASSERT(again.receipts[i].to_interest == claim.receipts[i].to_interest);
  }
}

RC_GTEST_PROP(ClaimProperty, SettlingInterestFirstAccruesNoLess, ()) {
  auto input = AnyClaim();
  input.allocation = Allocation::kPrincipalFirst;
  const auto principal_first = Computed(input);
  input.allocation = Allocation::kInterestFirst;
  const auto interest_first = Computed(input);
  // Each segment is rounded for itself: a unit for each of them, at most.
  const auto slack = static_cast<int64_t>(interest_first.segments.size());
  RC_ASSERT(interest_first.accrued.minor + slack >= principal_first.accrued.minor);
}

}  // namespace
}  // namespace relance::interest
