#include "libs/interest/claim.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "libs/interest/indemnity.h"
#include "libs/interest/segments.h"
#include "libs/money/amount.h"

namespace relance::interest {
namespace {

std::string FieldOf(size_t receipt) {
  return fmt::format("receipts[{}].amount", receipt);
}

Result<void> CheckInput(const ClaimInput& input) {
  if (input.amount.currency == Currency()) return Invalid("names no currency", "amount");
  if (input.amount.IsNegative()) {
    return Invalid(ToString(input.amount) + " is negative", "amount");
  }
  for (size_t i = 0; i < input.receipts.size(); ++i) {
    const Money& amount = input.receipts[i].amount;
    if (amount.currency != input.amount.currency) {
      return Invalid(fmt::format("{} cannot reduce a debt in {}", ToString(amount),
                                 input.amount.currency.code()),
                     FieldOf(i));
    }
    if (amount.IsNegative()) return Invalid(ToString(amount) + " is negative", FieldOf(i));
  }
  if (input.contractual_rate &&
      (input.contractual_rate->IsNegative() || !IsInRange(*input.contractual_rate))) {
    return Invalid(FormatRate(*input.contractual_rate) + " % is not a rate from 0 to 1000 %",
                   "contractual_rate");
  }
  return {};
}

/// Those that change something until `as_of`, by date; of one day credit notes first. What remains
/// of the order is only the order of the report, and does not depend on how they arrived.
std::vector<Receipt> InOrder(const ClaimInput& input) {
  std::vector<Receipt> receipts;
  for (const Receipt& receipt : input.receipts) {
    const bool counts = receipt.value_date <= input.as_of && receipt.amount.IsPositive();
    if (counts) receipts.push_back(receipt);
  }
  std::ranges::sort(receipts, {}, [](const Receipt& receipt) {
    return std::tuple(receipt.value_date, receipt.kind != ReceiptKind::kCreditNote, receipt.id,
                      receipt.amount.minor);
  });
  return receipts;
}

/// One document on its way from the due date to the day asked for.
class Delay {
 public:
  Delay(const LawBook& book, const LawProfile& profile, const ClaimInput& input)
      : input_(input), segments_(book, profile, input) {
    claim_.document = input.document;
    claim_.profile = profile.id;
    claim_.basis = profile.basis;
    claim_.amount = input.amount;
    claim_.due = input.due;
    claim_.mode = profile.mode;
    claim_.day_count = input.day_count.value_or(profile.day_count);
    claim_.allocation = input.allocation;
    claim_.contractual_rate = input.contractual_rate;
    claim_.in_insolvency = input.in_insolvency;
    claim_.indemnity = Of(0);
  }

  Result<DocumentClaim> Run(const LawBook& book, const LawProfile& profile) {
    const std::vector<Receipt> receipts = InOrder(input_);
    auto next = receipts.begin();
    for (; next != receipts.end() && next->value_date <= input_.due; ++next) Apply(*next);
    claim_.was_late = principal_ > 0 && input_.as_of > input_.due;
    // The debt is what the document asks for when interest begins: credit notes correct it,
    // payments do not.
    const int64_t debt = input_.amount.minor - credited_;
    for (; next != receipts.end(); ++next) {
      if (auto grown = AccrueUntil(next->value_date); !grown) return Failure(grown.error());
      Apply(*next);
    }
    if (auto grown = AccrueUntil(input_.as_of); !grown) return Failure(grown.error());
    if (claim_.was_late) AddIndemnity(profile, {input_.amount.currency, debt}, claim_);
    return Close(book, profile);
  }

 private:
  Money Of(int64_t minor) const { return {input_.amount.currency, minor}; }

  Result<void> AccrueUntil(Date day) {
    if (day <= accrued_until_ || principal_ == 0) return {};
    const auto grown = segments_.Append(accrued_until_, day, Of(principal_), claim_.segments);
    if (!grown) return Failure(grown.error());
    const auto accrued = CheckedAdd(accrued_, *grown);
    if (!accrued) return TooLarge();
    accrued_ = *accrued;
    accrued_until_ = day;
    return {};
  }

  void Apply(const Receipt& receipt) {
    int64_t left = receipt.amount.minor;
    const auto settle = [&left](int64_t owed) {
      const int64_t part = std::min(left, owed);
      left -= part;
      return part;
    };
    int64_t to_interest = 0;
    int64_t to_principal = 0;
    if (receipt.kind == ReceiptKind::kCreditNote) {
      to_principal = settle(principal_);
      credited_ += to_principal;
    } else {
      // Without that policy interest stays a claim of its own, until somebody bills or waives it.
      if (input_.allocation == Allocation::kInterestFirst) {
        to_interest = settle(accrued_ - settled_);
      }
      to_principal = settle(principal_);
    }
    principal_ -= to_principal;
    settled_ += to_interest;
    claim_.receipts.push_back({receipt, Of(to_interest), Of(to_principal), Of(left)});
  }

  static Failure TooLarge() {
    return Invalid("what is claimed does not fit in 64 bits of minor units", "amount");
  }

  Result<DocumentClaim> Close(const LawBook& book, const LawProfile& profile) {
    claim_.accrued = Of(accrued_);
    claim_.interest_settled = Of(settled_);
    claim_.interest = Of(accrued_ - settled_);
    claim_.principal = Of(principal_);
    const int64_t parts[] = {principal_, accrued_ - settled_, claim_.indemnity.minor};
    const auto total = CheckedSum(parts);
    if (!total) return TooLarge();
    claim_.total = Of(*total);
    AddRateWarnings(book, profile, claim_);
    Money surplus = Of(0);
    for (const AppliedReceipt& applied : claim_.receipts) {
      const auto sum = CheckedAdd(surplus.minor, applied.surplus.minor);
      if (!sum) return TooLarge();
      surplus.minor = *sum;
    }
    if (surplus.IsPositive()) {
      claim_.warnings.push_back({.kind = WarningKind::kSurplus, .amount = surplus});
    }
    for (Warning& warning : claim_.warnings) warning.document = claim_.document;
    return std::move(claim_);
  }

  const ClaimInput& input_;
  SegmentMaker segments_;
  DocumentClaim claim_;
  Date accrued_until_ = input_.due;
  int64_t principal_ = input_.amount.minor;
  int64_t credited_ = 0;
  int64_t accrued_ = 0;
  int64_t settled_ = 0;
};

/// Adds `more` to `sum`; false when the result does not fit.
bool Grow(Money& sum, const Money& more) {
  const auto grown = CheckedAdd(sum.minor, more.minor);
  if (grown) sum.minor = *grown;
  return grown.has_value();
}

bool Grow(ClaimTotals& totals, const DocumentClaim& claim) {
  return Grow(totals.interest, claim.interest) && Grow(totals.indemnity, claim.indemnity) &&
         Grow(totals.principal, claim.principal) && Grow(totals.total, claim.total);
}

}  // namespace

Result<DocumentClaim> Compute(const LawBook& book, const ClaimInput& input) {
  if (auto valid = CheckInput(input); !valid) return Failure(valid.error());
  const auto profile = FindProfile(book, input.profile);
  if (!profile) return Failure(profile.error());
  return Delay(book, **profile, input).Run(book, **profile);
}

Result<Statement> ComputeStatement(const LawBook& book, std::span<const ClaimInput> documents,
                                   Date as_of) {
  Statement statement;
  statement.law_book = book.version;
  statement.as_of = as_of;
  std::map<Currency, ClaimTotals> totals;
  for (size_t i = 0; i < documents.size(); ++i) {
    ClaimInput input = documents[i];
    input.as_of = as_of;
    auto claim = Compute(book, input);
    if (!claim) {
      return Invalid("document " + input.document + ": " + claim.error().message,
                     fmt::format("documents[{}].{}", i, claim.error().field));
    }
    const Money none{input.amount.currency, 0};
    ClaimTotals& sums =
        totals.try_emplace(none.currency, ClaimTotals{none, none, none, none}).first->second;
    if (!Grow(sums, *claim)) {
      return Invalid("the sum of the documents does not fit in 64 bits of minor units",
                     fmt::format("documents[{}].amount", i));
    }
    statement.documents.push_back(std::move(*claim));
  }
  for (const auto& [currency, sums] : totals) statement.totals.push_back(sums);
  return statement;
}

std::string_view Name(Allocation allocation) {
  switch (allocation) {
    case Allocation::kPrincipalFirst:
      return "PRINCIPAL_FIRST";
    case Allocation::kInterestFirst:
      return "INTEREST_FIRST";
  }
  return "";
}

}  // namespace relance::interest
