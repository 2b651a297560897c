#include "services/ledger/domain/claim_acts.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "libs/money/money.h"

namespace relance::ledger {
namespace {

using No = tl::unexpected<ClaimRefusal>;

/// Where a legal entity is ahead of UTC, its today may be tomorrow here.
constexpr std::chrono::days kAhead{1};

ComputedClaim InOrder(ComputedClaim claim) {
  for (ComputedItem& item : claim.items) {
    std::ranges::sort(item.receipts, {}, [](const Share& share) {
      return std::tie(share.receipt, share.value_date, share.amount);
    });
  }
  std::ranges::sort(claim.items, {}, &ComputedItem::item);
  return claim;
}

bool IsStale(const Invoice& invoice, const ComputedClaim& computed) {
  const ComputedClaim now = InOrder(BasisOf(invoice, computed.as_of));
  const ComputedClaim then = InOrder(computed);
  return now.version != then.version || now.currency != then.currency || now.items != then.items;
}

bool WasDone(const Claim* claim, const std::string& id) {
  return claim != nullptr && std::ranges::find(claim->acts, id, &ClaimAct::id) != claim->acts.end();
}

}  // namespace

ComputedClaim BasisOf(const Invoice& invoice, Date as_of) {
  ComputedClaim basis{invoice.origin.version, invoice.currency, as_of, {}, 0};
  for (const BookedItem& item : invoice.items) {
    ComputedItem& to = basis.items.emplace_back(ComputedItem{item.id, item.amount, item.due, {}});
    for (const Share& share : item.shares) {
      if (share.value_date <= as_of) to.receipts.push_back(share);
    }
  }
  return basis;
}

std::string_view Word(ClaimRefusal refusal) {
  switch (refusal) {
    case ClaimRefusal::kRole:
      return "role";
    case ClaimRefusal::kNoReason:
      return "no_reason";
    case ClaimRefusal::kUnknownDocument:
      return "unknown_document";
    case ClaimRefusal::kInTheFuture:
      return "in_the_future";
    case ClaimRefusal::kStale:
      return "stale";
    case ClaimRefusal::kNothingLeft:
      return "nothing_left";
  }
  return "unknown";
}

std::string_view FieldOf(ClaimRefusal refusal) {
  switch (refusal) {
    case ClaimRefusal::kRole:
      return "role";
    case ClaimRefusal::kNoReason:
      return "reason";
    case ClaimRefusal::kInTheFuture:
      return "as_of";
    case ClaimRefusal::kStale:
      return "statement";
    case ClaimRefusal::kUnknownDocument:
    case ClaimRefusal::kNothingLeft:
      return "document";
  }
  return "";
}

bool MayAct(ClaimActKind kind, std::string_view role) {
  static constexpr std::array<std::string_view, 4> kWaive{"lead", "legal", "admin", "operator"};
  if (std::ranges::find(kWaive, role) != kWaive.end()) return true;
  return kind == ClaimActKind::kBill && role == "collector";
}

int64_t LeftOf(const Claim* claim, int64_t claimed, const Currency& currency) {
  if (claim == nullptr) return std::max<int64_t>(claimed, 0);
  const auto left = CheckedSum(std::array{claimed, -SumOf(*claim, ClaimActKind::kBill, currency),
                                          -SumOf(*claim, ClaimActKind::kWaive, currency)});
  return left ? std::max<int64_t>(*left, 0) : 0;
}

tl::expected<std::vector<AccountFact>, ClaimRefusal> DecideClaimAct(Books& books,
                                                                    const ClaimOrder& order,
                                                                    const Person& by, Instant now) {
  const Invoice* invoice = books.FindInvoice(order.document);
  const Claim* claim = books.FindClaim(order.document);
  books.FindAccount();
  if (!MayAct(order.kind, by.role)) return No(ClaimRefusal::kRole);
  if (order.kind == ClaimActKind::kWaive && order.reason.empty()) {
    return No(ClaimRefusal::kNoReason);
  }
  if (invoice == nullptr || !invoice->known) return No(ClaimRefusal::kUnknownDocument);
  if (WasDone(claim, order.id)) return std::vector<AccountFact>{};
  const ComputedClaim& computed = order.computed;
  if (computed.as_of > std::chrono::floor<std::chrono::days>(now) + kAhead) {
    return No(ClaimRefusal::kInTheFuture);
  }
  if (IsStale(*invoice, computed)) return No(ClaimRefusal::kStale);
  const int64_t left = LeftOf(claim, computed.claimed, computed.currency);
  if (left == 0) return No(ClaimRefusal::kNothingLeft);
  return std::vector<AccountFact>{
      ClaimActed{order.document,
                 {order.kind, order.id, Money{computed.currency, left}, order.reason, by.name, now,
                  computed.as_of, order.statement}}};
}

}  // namespace relance::ledger
