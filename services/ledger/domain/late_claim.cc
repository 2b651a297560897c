#include "services/ledger/domain/late_claim.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "libs/interest/indemnity.h"

namespace relance::ledger {
namespace {

using interest::DocumentClaim;

interest::ClaimInput InputOf(const ClaimTerms& terms, const Invoice& invoice,
                             const BookedItem& item, Date as_of) {
  interest::ClaimInput input{.document = item.id,
                             .profile = terms.profile,
                             .amount = {invoice.currency, item.amount},
                             .due = item.due,
                             .as_of = as_of};
  for (const Share& share : item.shares) {
    const bool credit = share.kind == ReceiptKind::kCreditNote;
    input.receipts.push_back(
        {credit ? interest::ReceiptKind::kCreditNote : interest::ReceiptKind::kPayment,
         Money{invoice.currency, share.amount}, share.value_date, share.receipt});
  }
  input.contractual_rate = terms.contractual_rate;
  input.allocation = terms.allocation;
  input.in_insolvency = terms.in_insolvency;
  return input;
}

/// What was owed when interest began: credit notes correct a debt, payments do not.
int64_t DebtOf(const DocumentClaim& claim) {
  int64_t debt = claim.amount.minor;
  for (const auto& applied : claim.receipts) {
    const bool corrects = applied.receipt.kind == interest::ReceiptKind::kCreditNote &&
                          applied.receipt.value_date <= claim.due;
    if (corrects) debt -= applied.to_principal.minor;
  }
  return debt;
}

void TakeIndemnityOff(DocumentClaim& claim) {
  claim.total.minor -= claim.indemnity.minor;
  claim.indemnity.minor = 0;
  claim.indemnity_basis.clear();
  std::erase_if(claim.warnings, [](const interest::Warning& warning) {
    return warning.kind == interest::WarningKind::kIndemnityInOtherCurrency;
  });
}

/// Leaves the indemnity of one document on its first late maturity.
Result<void> OneIndemnity(const interest::LawProfile& profile, std::span<ItemCost> items) {
  ItemCost* first = nullptr;
  int64_t debt = 0;
  int late = 0;
  for (ItemCost& item : items) {
    if (!item.cost.was_late) continue;
    ++late;
    const auto sum = CheckedAdd(debt, DebtOf(item.cost));
    if (!sum) return Invalid("document " + item.document + " does not fit in 64 bits", "amount");
    debt = *sum;
    const auto place = [](const ItemCost& i) { return std::tie(i.cost.due, i.cost.document); };
    if (first == nullptr || place(item) < place(*first)) first = &item;
  }
  if (late < 2) return {};
  for (ItemCost& item : items) TakeIndemnityOff(item.cost);
  DocumentClaim& claim = first->cost;
  interest::AddIndemnity(profile, Money{claim.amount.currency, debt}, claim);
  for (interest::Warning& warning : claim.warnings) warning.document = claim.document;
  const auto total = CheckedAdd(claim.total.minor, claim.indemnity.minor);
  if (!total) return Invalid("what is claimed does not fit in 64 bits", "amount");
  claim.total.minor = *total;
  return {};
}

bool Grow(Money& sum, const Money& more) {
  const auto grown = CheckedAdd(sum.minor, more.minor);
  if (grown) sum.minor = *grown;
  return grown.has_value();
}

Result<std::vector<interest::ClaimTotals>> TotalsOf(const std::vector<ItemCost>& items) {
  std::map<Currency, interest::ClaimTotals> sums;
  for (const ItemCost& item : items) {
    const Money none{item.cost.amount.currency, 0};
    auto& sum = sums.try_emplace(none.currency, interest::ClaimTotals{none, none, none, none})
                    .first->second;
    if (!Grow(sum.interest, item.cost.interest) || !Grow(sum.indemnity, item.cost.indemnity) ||
        !Grow(sum.principal, item.cost.principal) || !Grow(sum.total, item.cost.total)) {
      return Invalid("the sum of the documents does not fit in 64 bits of minor units",
                     "documents");
    }
  }
  std::vector<interest::ClaimTotals> totals;
  for (const auto& [currency, sum] : sums) totals.push_back(sum);
  return totals;
}

}  // namespace

Result<LateClaim> ComputeLateClaim(const interest::LawBook& book, const ClaimTerms& terms,
                                   std::span<const ClaimedDocument> documents, Date as_of,
                                   ClaimScope scope) {
  const auto profile = interest::FindProfile(book, terms.profile);
  if (!profile) return Failure(profile.error());
  LateClaim claim{book.version, as_of, {}, {}};
  for (const auto& [document, invoice] : documents) {
    const size_t begin = claim.items.size();
    for (const BookedItem& item : invoice.items) {
      auto cost = interest::Compute(book, InputOf(terms, invoice, item, as_of));
      if (!cost) return Invalid(item.id + ": " + cost.error().message, cost.error().field);
      claim.items.push_back({document, invoice.origin.version, *std::move(cost)});
    }
    if (auto once = OneIndemnity(**profile, std::span(claim.items).subspan(begin)); !once) {
      return Failure(once.error());
    }
  }
  if (scope == ClaimScope::kLate) {
    std::erase_if(claim.items, [](const ItemCost& item) { return !item.cost.was_late; });
  }
  std::ranges::sort(claim.items, {},
                    [](const ItemCost& i) { return std::tie(i.cost.due, i.cost.document); });
  auto totals = TotalsOf(claim.items);
  if (!totals) return Failure(totals.error());
  claim.totals = *std::move(totals);
  return claim;
}

}  // namespace relance::ledger
