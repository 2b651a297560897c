#include "services/ledger/adapters/claim_codec.h"

#include "libs/money/money.h"
#include "services/ledger/adapters/codec.h"

namespace relance::ledger {
namespace {

Result<Share> ShareFrom(const v1::ClaimReceipt& receipt) {
  const auto date = DateFrom(receipt.value_date(), "value_date");
  if (!date) return Failure(date.error());
  return Share{receipt.receipt(), receipt.amount(), *date,
               receipt.credit_note() ? ReceiptKind::kCreditNote : ReceiptKind::kPayment};
}

Result<ComputedItem> ItemFrom(const v1::ClaimedItem& item) {
  const auto due = DateFrom(item.due_date(), "due_date");
  if (!due) return Failure(due.error());
  ComputedItem computed{item.item(), item.amount(), *due, {}};
  for (const auto& receipt : item.receipts()) {
    auto share = ShareFrom(receipt);
    if (!share) return Failure(share.error());
    computed.receipts.push_back(*std::move(share));
  }
  return computed;
}

}  // namespace

v1::ClaimActKind ToMessage(ClaimActKind kind) {
  return kind == ClaimActKind::kBill ? v1::CLAIM_ACT_KIND_BILL : v1::CLAIM_ACT_KIND_WAIVE;
}

Result<ClaimActKind> ClaimActKindFrom(v1::ClaimActKind kind) {
  if (kind == v1::CLAIM_ACT_KIND_BILL) return ClaimActKind::kBill;
  if (kind == v1::CLAIM_ACT_KIND_WAIVE) return ClaimActKind::kWaive;
  return Invalid("a claim is billed or waived", "kind");
}

void Fill(v1::ClaimAct& message, const ClaimAct& act) {
  message.set_kind(ToMessage(act.kind));
  message.set_act_id(act.id);
  message.mutable_amount()->set_currency(act.amount.currency.code());
  message.mutable_amount()->set_minor_units(act.amount.minor);
  message.set_reason(act.reason);
  message.set_by(act.by);
  message.set_at_ms(ToMillis(act.at));
  (void)message.mutable_statement()->ParseFromString(act.statement);  // as FactFrom read it
}

Result<ClaimAct> ClaimActFrom(const v1::ClaimAct& message) {
  const auto kind = ClaimActKindFrom(message.kind());
  if (!kind) return Failure(kind.error());
  const auto currency = ParseCurrency(message.amount().currency());
  if (!currency) return Failure(currency.error());
  const auto as_of = DateFrom(message.statement().as_of(), "as_of");
  if (!as_of) return Failure(as_of.error());
  return ClaimAct{*kind,
                  message.act_id(),
                  Money{*currency, message.amount().minor_units()},
                  message.reason(),
                  message.by(),
                  FromMillis(message.at_ms()),
                  *as_of,
                  message.statement().SerializeAsString()};
}

Result<ComputedClaim> ComputedFrom(const v1::ClaimStatement& statement,
                                   const std::string& document) {
  const auto as_of = DateFrom(statement.as_of(), "as_of");
  if (!as_of) return Failure(as_of.error());
  if (statement.items().empty()) return Invalid("a statement has at least one item", "statement");
  const auto currency = ParseCurrency(statement.items(0).currency());
  if (!currency) return Failure(currency.error());
  ComputedClaim computed{statement.items(0).version(), *currency, *as_of, {}, 0};
  for (const auto& item : statement.items()) {
    const bool is_same = item.document() == document && item.version() == computed.version &&
                         item.currency() == statement.items(0).currency();
    if (!is_same) return Invalid("is not of this document alone", "statement");
    auto read = ItemFrom(item);
    if (!read) return Failure(read.error());
    const auto cost = CheckedAdd(item.interest(), item.indemnity());
    const auto sum = cost ? CheckedAdd(computed.claimed, *cost) : std::nullopt;
    if (!sum || item.interest() < 0 || item.indemnity() < 0) {
      return Invalid("does not add up", "statement");
    }
    computed.claimed = *sum;
    computed.items.push_back(*std::move(read));
  }
  return computed;
}

void Fill(v1::ClaimState& message, const std::string& document, const Currency& currency,
          const Claim& claim, bool with_statements) {
  message.set_document(document);
  message.set_currency(currency.code());
  message.set_billed(SumOf(claim, ClaimActKind::kBill, currency));
  message.set_waived(SumOf(claim, ClaimActKind::kWaive, currency));
  for (const ClaimAct& act : claim.acts) {
    auto& to = *message.add_acts();
    Fill(to, act);
    if (with_statements) continue;
    to.clear_statement();
    Fill(*to.mutable_statement()->mutable_as_of(), act.as_of);
  }
}

}  // namespace relance::ledger
