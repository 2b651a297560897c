#include "services/ledger/adapters/claim_paper.h"

#include <algorithm>
#include <set>
#include <utility>

#include "libs/text/text.h"
#include "services/ledger/adapters/claim_speaker.h"
#include "services/ledger/adapters/codec.h"

namespace relance::ledger {
namespace {

using paper::Align;
using paper::Cell;
using paper::Column;
using paper::Row;
using paper::Table;

std::string Text(std::string_view words) {
  return std::string(words);
}

Column Left(std::string_view title) {
  return {Text(title), Align::kStart};
}
Column Right(std::string_view title) {
  return {Text(title), Align::kEnd};
}

/// The ids of the published rates that an item uses and that are still to be confirmed.
std::vector<std::string> UnconfirmedOf(const v1::ClaimedItem& item) {
  std::vector<std::string> ids;
  for (const auto& segment : item.segments()) {
    const bool known = std::ranges::find(ids, segment.rate_id()) != ids.end();
    if (!segment.confirmed() && !known) ids.push_back(segment.rate_id());
  }
  return ids;
}

class ClaimWriter {
 public:
  ClaimWriter(const v1::ComputeClaimResponse& claim, const ClaimParties& parties,
              const ClaimWords& words)
      : claim_(claim), statement_(claim.statement()), parties_(parties), w_(words), say_(words) {}

  Result<paper::Document> Write();

 private:
  paper::Section Summary();
  paper::Section Empty();
  paper::Section Item(const v1::ClaimedItem& item);

  paper::Panels Parties() const;
  paper::Facts FactsOf(const v1::ClaimedItem& item);
  paper::Paragraph Unconfirmed(const std::vector<std::string>& ids) const;
  Table ItemsTable();
  Table Segments(const v1::ClaimedItem& item);
  Table Receipts(const v1::ClaimedItem& item);
  Table Sums(const v1::ClaimedItem& item);
  Table Acts(const v1::ClaimState& state);
  Table Rates(const v1::ClaimedItem& item);
  void AddInterest(paper::Section& section, const v1::ClaimedItem& item);
  void AddNotes(paper::Section& section, bool has_rates) const;
  /// The claim of an item's document, on the page of its first item.
  const v1::ClaimState* ActsBeside(const v1::ClaimedItem& item) const;

  const v1::ComputeClaimResponse& claim_;
  const v1::ClaimStatement& statement_;
  const ClaimParties& parties_;
  const ClaimWords& w_;
  ClaimSpeaker say_;
};

paper::Panels ClaimWriter::Parties() const {
  paper::Panel creditor{Text(w_.creditor), {parties_.creditor}};
  for (const std::string& line : parties_.creditor_lines) creditor.lines.push_back(line);
  paper::Panel debtor{Text(w_.debtor), {}};
  const std::string& name = parties_.debtor.Reveal();
  if (!name.empty()) debtor.lines.push_back(name);
  debtor.lines.push_back(Say(w_.account, {{"account", statement_.account().number()}}));
  debtor.lines.push_back(Say(w_.account_of_entity, {{"entity", parties_.creditor}}));
  return {{std::move(creditor), std::move(debtor)}};
}

paper::Paragraph ClaimWriter::Unconfirmed(const std::vector<std::string>& ids) const {
  return {Say(w_.unconfirmed_notice, {{"rates", text::List(ids, w_.language)}}),
          paper::Tone::kNotice};
}

paper::Facts ClaimWriter::FactsOf(const v1::ClaimedItem& item) {
  paper::Facts facts;
  const auto add = [&](std::string_view name, std::string value) {
    facts.facts.push_back({Text(name), std::move(value)});
  };
  add(w_.as_of, say_.Day(statement_.as_of()));
  add(w_.due_date, say_.Day(item.due_date()));
  add(w_.invoice, item.document() + " (" +
                      Say(w_.version, {{"version", std::to_string(item.version())}}) + ")");
  if (item.item() != item.document()) add(w_.maturity, item.item());
  add(w_.amount, say_.Amount(item.currency(), item.amount()));
  add(w_.basis, item.basis());
  add(w_.profile, item.profile());
  const bool frozen = item.rate_mode() == "FROZEN_AT_START";
  const bool floating = item.rate_mode() == "FLOATING";
  if (!item.contractual_rate().empty()) {
    add(w_.rate_mode, Say(w_.contractual, {{"rate", say_.Percent(item.contractual_rate())}}));
  } else {
    add(w_.rate_mode, frozen ? Text(w_.frozen) : floating ? Text(w_.floating) : item.rate_mode());
  }
  add(w_.day_count, item.day_count() == "ACT_365"   ? Text(w_.act_365)
                    : item.day_count() == "ACT_ACT" ? Text(w_.act_act)
                                                    : item.day_count());
  add(w_.allocation, item.allocation() == "PRINCIPAL_FIRST"  ? Text(w_.principal_first)
                     : item.allocation() == "INTEREST_FIRST" ? Text(w_.interest_first)
                                                             : item.allocation());
  if (item.in_insolvency()) add(w_.insolvency, Text(w_.insolvency_text));
  return facts;
}

Table ClaimWriter::Segments(const v1::ClaimedItem& item) {
  Table table{{Left(w_.from), Left(w_.to), Right(w_.days), Right(w_.open), Right(w_.rate),
               Left(w_.rate_id), Right(w_.interest)}};
  for (const auto& segment : item.segments()) {
    const std::string days =
        say_.Number(segment.days()) + " / " + std::to_string(segment.days_of_year());
    Cell rate{segment.rate_id().empty() ? Text(w_.by_contract) : segment.rate_id()};
    if (!segment.confirmed()) rate.note = Text(w_.to_be_confirmed);
    table.rows.push_back({{say_.ShortDay(segment.from())},
                          {say_.ShortDay(segment.to())},
                          {days},
                          {say_.Amount(item.currency(), segment.amount())},
                          {say_.Percent(segment.rate())},
                          std::move(rate),
                          {say_.Amount(item.currency(), segment.interest())}});
  }
  table.totals = {
      {{Text(w_.accrued)}, {}, {}, {}, {}, {}, {say_.Amount(item.currency(), item.accrued())}}};
  return table;
}

Table ClaimWriter::Receipts(const v1::ClaimedItem& item) {
  Table table{{Left(w_.receipt), Left(w_.value_date), Right(w_.receipt_amount),
               Right(w_.to_interest), Right(w_.to_principal), Right(w_.surplus)}};
  for (const auto& receipt : item.receipts()) {
    const auto amount = [&](int64_t minor) { return Cell{say_.Amount(item.currency(), minor)}; };
    const std::string_view words = receipt.credit_note() ? w_.credit_note : w_.payment;
    table.rows.push_back({{Say(words, {{"receipt", receipt.receipt()}})},
                          {say_.ShortDay(receipt.value_date())},
                          amount(receipt.amount()),
                          amount(receipt.to_interest()),
                          amount(receipt.to_principal()),
                          amount(receipt.surplus())});
  }
  return table;
}

Table ClaimWriter::Sums(const v1::ClaimedItem& item) {
  Table table{{Left(""), Right("")}};
  table.narrow = true;
  const auto row = [&](std::string words, int64_t minor) {
    return Row{{std::move(words)}, {say_.Amount(item.currency(), minor)}};
  };
  table.rows.push_back(row(Text(w_.principal), item.principal()));
  if (item.interest_settled() != 0) {
    table.rows.push_back(row(Text(w_.interest_accrued), item.accrued()));
    table.rows.push_back(row(Text(w_.interest_settled), item.interest_settled()));
  }
  table.rows.push_back(row(Text(w_.interest_owed), item.interest()));
  table.rows.push_back(row(item.indemnity_basis().empty()
                               ? Text(w_.indemnity)
                               : Say(w_.indemnity_of, {{"basis", item.indemnity_basis()}}),
                           item.indemnity()));
  table.totals.push_back(row(Text(w_.total), item.total()));
  return table;
}

Table ClaimWriter::Acts(const v1::ClaimState& state) {
  Table table{{Left(w_.act), Left(w_.act_as_of), Right(w_.receipt_amount)}};
  for (const auto& act : state.acts()) {
    const bool billed = act.kind() == v1::CLAIM_ACT_KIND_BILL;
    table.rows.push_back({{Text(billed ? w_.billed : w_.waived)},
                          {say_.ShortDay(act.statement().as_of())},
                          {say_.Amount(act.amount().currency(), act.amount().minor_units())}});
  }
  table.totals.push_back({{Text(w_.left)}, {}, {say_.Amount(state.currency(), state.left())}});
  return table;
}

Table ClaimWriter::Rates(const v1::ClaimedItem& item) {
  Table table{
      {Left(w_.rate_id), Right(w_.base), Left(w_.source), Left(w_.published), Left(w_.state)}};
  table.dense = true;
  std::set<std::string> used;
  for (const auto& segment : item.segments()) used.insert(segment.rate_id());
  for (const auto& rate : statement_.rates()) {
    if (!used.contains(rate.id())) continue;
    Cell state{rate.confirmed() ? Text(w_.confirmed) : ""};
    if (!rate.confirmed()) state.note = Text(w_.to_be_confirmed);
    table.rows.push_back(
        {{rate.id()},
         {say_.Percent(rate.base())},
         {rate.source()},
         {rate.has_published() ? say_.ShortDay(rate.published()) : Text(w_.not_established)},
         std::move(state)});
  }
  return table;
}

const v1::ClaimState* ClaimWriter::ActsBeside(const v1::ClaimedItem& item) const {
  const auto& items = statement_.items();
  const auto first = std::ranges::find(items, item.document(), &v1::ClaimedItem::document);
  if (first == items.end() || first->item() != item.item()) return nullptr;
  for (const auto& state : claim_.claims()) {
    if (state.document() == item.document() && !state.acts().empty()) return &state;
  }
  return nullptr;
}

void ClaimWriter::AddInterest(paper::Section& section, const v1::ClaimedItem& item) {
  auto& blocks = section.blocks;
  if (!item.was_late() && item.segments().empty()) {
    blocks.push_back(paper::Paragraph{Text(w_.never_late)});
  }
  if (!item.segments().empty()) {
    blocks.push_back(paper::Heading{Text(w_.segments)});
    blocks.push_back(Segments(item));
  }
  if (!item.receipts().empty()) {
    blocks.push_back(paper::Heading{Text(w_.receipts)});
    blocks.push_back(Receipts(item));
  }
}

void ClaimWriter::AddNotes(paper::Section& section, bool has_rates) const {
  std::string notes = Text(w_.how_days) + " " + Text(w_.how_interest) + " ";
  if (has_rates) notes += Text(w_.how_rates) + " ";
  section.blocks.push_back(paper::Footnote{"", notes + Text(w_.how_digest)});
}

paper::Section ClaimWriter::Item(const v1::ClaimedItem& item) {
  paper::Section section;
  auto& blocks = section.blocks;
  blocks.push_back(paper::Heading{Say(w_.title_of_item, {{"document", item.item()}}), 1});
  blocks.push_back(Parties());
  const auto unconfirmed = UnconfirmedOf(item);
  if (!unconfirmed.empty()) blocks.push_back(Unconfirmed(unconfirmed));
  blocks.push_back(FactsOf(item));
  AddInterest(section, item);
  blocks.push_back(paper::Heading{Say(w_.sums, {{"date", say_.Day(statement_.as_of())}})});
  blocks.push_back(Sums(item));
  if (const v1::ClaimState* state = ActsBeside(item)) {
    blocks.push_back(paper::Heading{Text(w_.acts)});
    blocks.push_back(Acts(*state));
    blocks.push_back(paper::Paragraph{Text(w_.acts_note), paper::Tone::kQuiet});
  }
  Table rates = Rates(item);
  const bool has_rates = !rates.rows.empty();
  if (has_rates) {
    blocks.push_back(paper::Heading{Text(w_.rates)});
    blocks.push_back(std::move(rates));
  }
  if (!item.warnings().empty()) {
    blocks.push_back(paper::Heading{Text(w_.warnings)});
    for (const auto& warning : item.warnings()) {
      blocks.push_back(paper::Paragraph{say_.Remark(warning)});
    }
  }
  AddNotes(section, has_rates);
  return section;
}

Table ClaimWriter::ItemsTable() {
  Table table{{Left(w_.invoice), Left(w_.due_date), Right(w_.amount), Right(w_.principal),
               Right(w_.interest), Right(w_.indemnity_short), Right(w_.total)}};
  int section = 0;
  for (const auto& item : statement_.items()) {
    const auto amount = [&](int64_t minor) { return Cell{say_.Amount(item.currency(), minor)}; };
    Cell name{item.item()};
    name.link = ++section;
    if (!UnconfirmedOf(item).empty()) name.note = Text(w_.to_be_confirmed);
    table.rows.push_back({std::move(name),
                          {say_.ShortDay(item.due_date())},
                          amount(item.amount()),
                          amount(item.principal()),
                          amount(item.interest()),
                          amount(item.indemnity()),
                          amount(item.total())});
  }
  for (const auto& total : statement_.totals()) {
    const auto amount = [&](int64_t minor) { return Cell{say_.Amount(total.currency(), minor)}; };
    table.totals.push_back({{Say(w_.total_in, {{"currency", total.currency()}})},
                            {},
                            {},
                            amount(total.principal()),
                            amount(total.interest()),
                            amount(total.indemnity()),
                            amount(total.total())});
  }
  return table;
}

paper::Section ClaimWriter::Summary() {
  paper::Section section;
  auto& blocks = section.blocks;
  blocks.push_back(paper::Heading{Text(w_.title), 1});
  blocks.push_back(Parties());
  std::vector<std::string> unconfirmed;
  for (const auto& item : statement_.items()) {
    for (auto& id : UnconfirmedOf(item)) {
      if (std::ranges::find(unconfirmed, id) == unconfirmed.end()) unconfirmed.push_back(id);
    }
  }
  if (!unconfirmed.empty()) blocks.push_back(Unconfirmed(unconfirmed));
  blocks.push_back(paper::Heading{Say(w_.sums, {{"date", say_.Day(statement_.as_of())}})});
  blocks.push_back(ItemsTable());
  AddNotes(section, /*has_rates=*/false);
  return section;
}

paper::Section ClaimWriter::Empty() {
  return {{paper::Heading{Text(w_.title), 1}, Parties(),
           paper::Facts{{{Text(w_.as_of), say_.Day(statement_.as_of())}}},
           paper::Paragraph{Text(w_.nothing_late)}}};
}

Result<paper::Document> ClaimWriter::Write() {
  paper::Document document{.title = Text(w_.title),
                           .author = parties_.creditor,
                           .subject = {},
                           .language = Text(w_.language)};
  const auto as_of = DateFrom(statement_.as_of(), "as_of");
  if (!as_of) return Corrupt("a statement without its day");
  document.date = *as_of;
  const std::string day = say_.Day(statement_.as_of());
  document.subject = Say(w_.subject, {{"account", statement_.account().number()}, {"date", day}});
  document.head =
      parties_.creditor + " · " + Say(w_.account, {{"account", statement_.account().number()}});
  document.foot = Say(w_.foot, {{"date", say_.ShortDay(statement_.as_of())},
                                {"book", statement_.law_book()},
                                {"digest", claim_.digest()}});
  document.page_words = Text(w_.page);
  if (statement_.items().empty()) document.sections.push_back(Empty());
  if (statement_.items_size() > 1) document.sections.push_back(Summary());
  for (const auto& item : statement_.items()) document.sections.push_back(Item(item));
  if (!say_.fault().empty()) return Corrupt("a statement with a " + say_.fault() + " that is none");
  return document;
}

}  // namespace

Result<paper::Document> PaperOf(const v1::ComputeClaimResponse& claim, const ClaimParties& parties,
                                const ClaimWords& words) {
  return ClaimWriter(claim, parties, words).Write();
}

}  // namespace relance::ledger
