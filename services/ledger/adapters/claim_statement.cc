#include "services/ledger/adapters/claim_statement.h"

#include <map>

#include "services/ledger/adapters/codec.h"

namespace relance::ledger {
namespace {

using interest::FormatHalfYear;
using interest::FormatRate;
using Rates = std::map<std::string, interest::AppliedRate>;

std::string WordOf(interest::WarningKind kind) {
  switch (kind) {
    case interest::WarningKind::kRateBelowFloor:
      return "rate_below_floor";
    case interest::WarningKind::kFloorNotPublished:
      return "floor_not_published";
    case interest::WarningKind::kRateToBeConfirmed:
      return "rate_to_be_confirmed";
    case interest::WarningKind::kSurplus:
      return "surplus";
    case interest::WarningKind::kIndemnityInOtherCurrency:
      return "indemnity_in_other_currency";
  }
  return "";
}

void Fill(common::v1::Money& message, const Money& money) {
  message.set_currency(money.currency.code());
  message.set_minor_units(money.minor);
}

void FillSegment(v1::ClaimSegment& to, const interest::Segment& segment, Rates& rates) {
  ledger::Fill(*to.mutable_from(), segment.from);
  ledger::Fill(*to.mutable_to(), segment.to);
  to.set_days(segment.days);
  to.set_days_of_year(segment.days_of_year);
  to.set_amount(segment.amount.minor);
  to.set_rate(FormatRate(segment.rate));
  to.set_interest(segment.interest.minor);
  to.set_confirmed(true);
  if (!segment.statutory) return;
  const interest::AppliedRate& applied = *segment.statutory;
  to.set_rate_id(applied.series + " " + FormatHalfYear(applied.half_year));
  to.set_confirmed(applied.confirmed);
  rates.try_emplace(to.rate_id(), applied);
}

void FillRate(v1::ClaimRate& to, const std::string& id, const interest::AppliedRate& rate) {
  to.set_id(id);
  to.set_series(rate.series);
  to.set_half_year(FormatHalfYear(rate.half_year));
  to.set_base(FormatRate(rate.base));
  to.set_source(rate.source);
  if (rate.published) ledger::Fill(*to.mutable_published(), *rate.published);
  to.set_confirmed(rate.confirmed);
}

void FillReceipt(v1::ClaimReceipt& to, const interest::AppliedReceipt& applied) {
  to.set_receipt(applied.receipt.id);
  to.set_credit_note(applied.receipt.kind == interest::ReceiptKind::kCreditNote);
  to.set_amount(applied.receipt.amount.minor);
  ledger::Fill(*to.mutable_value_date(), applied.receipt.value_date);
  to.set_to_interest(applied.to_interest.minor);
  to.set_to_principal(applied.to_principal.minor);
  to.set_surplus(applied.surplus.minor);
}

void FillWarning(v1::ClaimWarning& to, const interest::Warning& warning) {
  to.set_kind(WordOf(warning.kind));
  if (warning.rate) to.set_rate(FormatRate(*warning.rate));
  if (warning.floor) to.set_floor(FormatRate(*warning.floor));
  to.set_series(warning.series);
  if (warning.half_year) to.set_half_year(FormatHalfYear(*warning.half_year));
  if (warning.amount) Fill(*to.mutable_amount(), *warning.amount);
  to.set_confirmed(warning.confirmed);
  to.set_words(interest::InWords(warning));
}

void FillItem(v1::ClaimedItem& to, const ItemCost& item, Rates& rates) {
  const interest::DocumentClaim& cost = item.cost;
  to.set_document(item.document);
  to.set_item(cost.document);
  to.set_version(item.version);
  to.set_profile(cost.profile);
  to.set_basis(cost.basis);
  to.set_currency(cost.amount.currency.code());
  to.set_amount(cost.amount.minor);
  ledger::Fill(*to.mutable_due_date(), cost.due);
  to.set_rate_mode(std::string(interest::Name(cost.mode)));
  to.set_day_count(std::string(interest::Name(cost.day_count)));
  to.set_allocation(std::string(interest::Name(cost.allocation)));
  if (cost.contractual_rate) to.set_contractual_rate(FormatRate(*cost.contractual_rate));
  to.set_in_insolvency(cost.in_insolvency);
  to.set_was_late(cost.was_late);
  for (const auto& segment : cost.segments) FillSegment(*to.add_segments(), segment, rates);
  for (const auto& receipt : cost.receipts) FillReceipt(*to.add_receipts(), receipt);
  to.set_accrued(cost.accrued.minor);
  to.set_interest_settled(cost.interest_settled.minor);
  to.set_interest(cost.interest.minor);
  to.set_indemnity(cost.indemnity.minor);
  to.set_indemnity_basis(cost.indemnity_basis);
  to.set_principal(cost.principal.minor);
  to.set_total(cost.total.minor);
  for (const auto& warning : cost.warnings) FillWarning(*to.add_warnings(), warning);
}

}  // namespace

v1::ClaimStatement ToMessage(const AccountId& account, const LateClaim& claim) {
  v1::ClaimStatement statement;
  ledger::Fill(*statement.mutable_account(), account);
  ledger::Fill(*statement.mutable_as_of(), claim.as_of);
  statement.set_law_book(claim.law_book);
  Rates rates;
  for (const ItemCost& item : claim.items) FillItem(*statement.add_items(), item, rates);
  for (const auto& total : claim.totals) {
    auto& to = *statement.add_totals();
    to.set_currency(total.total.currency.code());
    to.set_interest(total.interest.minor);
    to.set_indemnity(total.indemnity.minor);
    to.set_principal(total.principal.minor);
    to.set_total(total.total.minor);
  }
  for (const auto& [id, rate] : rates) FillRate(*statement.add_rates(), id, rate);
  return statement;
}

}  // namespace relance::ledger
