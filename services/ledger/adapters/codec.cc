#include "services/ledger/adapters/codec.h"

#include "libs/base/overloaded.h"
#include "libs/money/currency.h"
#include "services/ledger/adapters/claim_codec.h"

namespace relance::ledger {
namespace {

using ledger::Fill;

constexpr std::string_view kReversedWord = "reversed";
constexpr std::string_view kNewVersionWord = "new_version";

void Fill(v1::Origin& message, const Origin& origin) {
  message.set_source(origin.source);
  message.set_document(origin.document);
  message.set_version(origin.version);
  message.set_content_digest(origin.digest.data(), origin.digest.size());
}

Result<Origin> OriginFrom(const v1::Origin& m) {
  if (m.version() < 1) return Invalid("a version is at least 1", "version");
  if (m.document().empty()) return Invalid("a document has a number", "document");
  if (m.content_digest().size() != Digest{}.size()) {
    return Invalid("a content digest has 32 bytes", "content_digest");
  }
  return Origin{m.source(), m.document(), m.version(), DigestFromBytes(m.content_digest())};
}

std::string CodeOf(const Currency& currency) {
  return currency == Currency{} ? std::string() : currency.code();
}

v1::ReceiptKind ToMessage(ReceiptKind kind) {
  return kind == ReceiptKind::kPayment ? v1::RECEIPT_KIND_PAYMENT : v1::RECEIPT_KIND_CREDIT_NOTE;
}

Result<ReceiptKind> KindFrom(v1::ReceiptKind kind) {
  if (kind == v1::RECEIPT_KIND_PAYMENT) return ReceiptKind::kPayment;
  if (kind == v1::RECEIPT_KIND_CREDIT_NOTE) return ReceiptKind::kCreditNote;
  return Invalid("a receipt is a payment or a credit note", "receipt_kind");
}

void Fill(v1::MasterDataRecorded& m, const MasterDataRecorded& fact) {
  const MasterData& content = fact.content;
  Fill(*m.mutable_origin(), fact.origin);
  Fill(*m.mutable_name(), content.name);
  m.set_debtor_kind(content.debtor_kind);
  m.set_language(content.language);
  m.set_country(content.country);
  m.set_zone(content.zone);
  m.set_calendar(content.calendar);
  m.set_payment_method(content.payment_method);
  m.set_group(content.group);
  for (const Contact& contact : content.contacts) {
    auto& to = *m.add_contacts();
    to.set_id(contact.id);
    to.set_channel(static_cast<common::v1::Channel>(contact.channel));
    to.set_role(contact.role);
    to.set_language(contact.language);
    Fill(*to.mutable_name(), contact.name);
    Fill(*to.mutable_address(), contact.address);
    to.set_address_tag(contact.address_tag);
  }
}

Result<MasterDataRecorded> MasterDataFrom(const v1::MasterDataRecorded& m, Origin origin) {
  MasterData content{SealedFrom(m.name()), m.debtor_kind(),    m.language(), m.country(), m.zone(),
                     m.calendar(),         m.payment_method(), m.group(),    {}};
  for (const auto& from : m.contacts()) {
    content.contacts.push_back({from.id(), static_cast<int>(from.channel()), from.role(),
                                from.language(), SealedFrom(from.name()),
                                SealedFrom(from.address()), from.address_tag()});
  }
  return MasterDataRecorded{std::move(origin), std::move(content)};
}

void Fill(v1::InvoiceRecorded& m, const InvoiceRecorded& fact) {
  Fill(*m.mutable_origin(), fact.origin);
  m.set_document(fact.document);
  m.set_currency(CodeOf(fact.currency));
  if (fact.issued) Fill(*m.mutable_issue_date(), *fact.issued);
  if (fact.delivered) Fill(*m.mutable_delivered_on(), *fact.delivered);
  m.set_reference(fact.reference);
  for (const Item& item : fact.items) {
    auto& to = *m.add_items();
    to.set_id(item.id);
    to.set_amount(item.amount);
    to.set_open(item.open);
    Fill(*to.mutable_due_date(), item.due);
  }
}

Result<InvoiceRecorded> InvoiceFrom(const v1::InvoiceRecorded& m, Origin origin) {
  const auto currency = ParseCurrency(m.currency());
  if (!currency) return Failure(currency.error());
  InvoiceRecorded fact{std::move(origin), m.document(), *currency, {}, {}, m.reference(), {}};
  if (m.document().empty()) return Invalid("an invoice has a number", "document");
  if (m.has_issue_date()) {
    const auto date = DateFrom(m.issue_date(), "issue_date");
    if (!date) return Failure(date.error());
    fact.issued = *date;
  }
  if (m.has_delivered_on()) {
    const auto date = DateFrom(m.delivered_on(), "delivered_on");
    if (!date) return Failure(date.error());
    fact.delivered = *date;
  }
  for (const auto& item : m.items()) {
    const auto due = DateFrom(item.due_date(), "due_date");
    if (!due) return Failure(due.error());
    if (item.amount() <= 0) return Invalid("an item's amount is above 0", "amount");
    fact.items.push_back({item.id(), item.amount(), item.open(), *due});
  }
  if (fact.items.empty()) return Invalid("an invoice has at least one item", "items");
  return fact;
}

void Fill(v1::ReceiptRecorded& m, const ReceiptRecorded& fact) {
  Fill(*m.mutable_origin(), fact.origin);
  m.set_document(fact.document);
  m.set_receipt_kind(ToMessage(fact.kind));
  m.set_currency(CodeOf(fact.currency));
  m.set_amount(fact.amount);
  Fill(*m.mutable_value_date(), fact.value_date);
  for (const Intent& intent : fact.intents) {
    auto& to = *m.add_intents();
    to.set_document(intent.document);
    to.set_amount(intent.amount);
    to.set_item(intent.item);
  }
}

Result<ReceiptRecorded> ReceiptFrom(const v1::ReceiptRecorded& m, Origin origin) {
  const auto currency = ParseCurrency(m.currency());
  if (!currency) return Failure(currency.error());
  const auto kind = KindFrom(m.receipt_kind());
  if (!kind) return Failure(kind.error());
  const auto date = DateFrom(m.value_date(), "value_date");
  if (!date) return Failure(date.error());
  if (m.amount() <= 0) return Invalid("a receipt's amount is above 0", "amount");
  if (m.document().empty()) return Invalid("a receipt has a number", "document");
  ReceiptRecorded fact{std::move(origin), m.document(), *kind, *currency, m.amount(), *date, {}};
  for (const auto& intent : m.intents()) {
    if (intent.document().empty() || intent.amount() < 0) {
      return Invalid("an intent names a document and no negative amount", "intents");
    }
    fact.intents.push_back(IntentFrom(intent));
  }
  return fact;
}

void Fill(v1::Allocated& m, const Allocated& fact) {
  m.set_receipt(fact.receipt);
  m.set_item(fact.item);
  m.set_amount(fact.amount);
  m.set_item_open(fact.item_open);
  m.set_receipt_rest(fact.receipt_rest);
  m.set_receipt_kind(ToMessage(fact.kind));
  m.set_currency(CodeOf(fact.currency));
  Fill(*m.mutable_value_date(), fact.value_date);
}

Result<Allocated> AllocatedFrom(const v1::Allocated& m) {
  const auto currency = ParseCurrency(m.currency());
  if (!currency) return Failure(currency.error());
  const auto kind = KindFrom(m.receipt_kind());
  if (!kind) return Failure(kind.error());
  const auto date = DateFrom(m.value_date(), "value_date");
  if (!date) return Failure(date.error());
  return Allocated{m.receipt(),      m.item(), m.amount(), m.item_open(),
                   m.receipt_rest(), *kind,    *currency,  *date};
}

void Fill(v1::AllocationUndone& m, const AllocationUndone& fact) {
  m.set_receipt(fact.receipt);
  m.set_item(fact.item);
  m.set_amount(fact.amount);
  m.set_item_open(fact.item_open);
  m.set_receipt_rest(fact.receipt_rest);
  m.set_because(
      std::string(fact.because == UndoneBecause::kReversed ? kReversedWord : kNewVersionWord));
  m.set_receipt_kind(ToMessage(fact.kind));
}

Result<AllocationUndone> AllocationUndoneFrom(const v1::AllocationUndone& m) {
  if (m.because() != kReversedWord && m.because() != kNewVersionWord) {
    return Invalid("unknown cause " + m.because(), "because");
  }
  // Of a fact written before it was told: what is undone does not depend on it.
  const auto kind = KindFrom(m.receipt_kind());
  return AllocationUndone{
      m.receipt(),
      m.item(),
      m.amount(),
      m.item_open(),
      m.receipt_rest(),
      m.because() == kReversedWord ? UndoneBecause::kReversed : UndoneBecause::kNewVersion,
      kind.value_or(ReceiptKind::kPayment)};
}

void Fill(v1::ReceiptReversed& m, const ReceiptReversed& fact) {
  Fill(*m.mutable_origin(), fact.origin);
  m.set_receipt(fact.receipt);
  m.set_currency(CodeOf(fact.currency));
  m.set_rest(fact.rest);
}

Result<ReceiptReversed> ReversalFrom(const v1::ReceiptReversed& m, Origin origin) {
  if (m.receipt().empty()) return Invalid("a reversal names a receipt", "reversed_document");
  ReceiptReversed fact{std::move(origin), m.receipt(), Currency{}, m.rest()};
  if (!m.currency().empty()) {
    const auto currency = ParseCurrency(m.currency());
    if (!currency) return Failure(currency.error());
    fact.currency = *currency;
  }
  return fact;
}

void Fill(v1::StatusRecorded& m, const StatusRecorded& fact) {
  Fill(*m.mutable_origin(), fact.origin);
  m.set_invoice(fact.invoice);
  m.set_status(fact.status);
}

Result<StatusRecorded> StatusFrom(const v1::StatusRecorded& m, Origin origin) {
  if (m.invoice().empty()) return Invalid("a status names an invoice", "invoice");
  return StatusRecorded{std::move(origin), m.invoice(), m.status()};
}

void Fill(v1::HistoryRecorded& m, const HistoryRecorded& fact) {
  Fill(*m.mutable_origin(), fact.origin);
  m.set_invoice(fact.invoice);
  m.set_item(fact.item);
  for (const PastNotice& notice : fact.notices) {
    auto& to = *m.add_notices();
    to.set_level(notice.level);
    Fill(*to.mutable_on(), notice.on);
    to.set_channel(static_cast<common::v1::Channel>(notice.channel));
    to.set_reference(notice.reference);
  }
}

Result<HistoryRecorded> HistoryFrom(const v1::HistoryRecorded& m, Origin origin) {
  if (m.invoice().empty()) return Invalid("a history names an invoice", "invoice");
  if (m.notices().empty()) return Invalid("a history has at least one notice", "notices");
  HistoryRecorded fact{std::move(origin), m.invoice(), m.item(), {}};
  for (const auto& notice : m.notices()) {
    const auto on = DateFrom(notice.on(), "on");
    if (!on) return Failure(on.error());
    if (notice.level() < 0) return Invalid("a level is at least 0", "level");
    fact.notices.push_back(
        {notice.level(), *on, static_cast<int>(notice.channel()), notice.reference()});
  }
  return fact;
}

void Fill(v1::WriteOffRecorded& m, const WriteOffRecorded& fact) {
  Fill(*m.mutable_origin(), fact.origin);
  m.set_invoice(fact.invoice);
  m.set_item(fact.item);
  m.set_reason(fact.reason);
  m.set_currency(CodeOf(fact.currency));
  for (const WrittenOffItem& item : fact.items) {
    auto& to = *m.add_items();
    to.set_item(item.item);
    to.set_amount(item.amount);
  }
}

Result<WriteOffRecorded> WriteOffFrom(const v1::WriteOffRecorded& m, Origin origin) {
  if (m.invoice().empty()) return Invalid("a write-off names an invoice", "invoice");
  WriteOffRecorded fact{std::move(origin), m.invoice(), m.item(), m.reason(), {}, {}};
  if (!m.currency().empty()) {
    const auto currency = ParseCurrency(m.currency());
    if (!currency) return Failure(currency.error());
    fact.currency = *currency;
  }
  for (const auto& item : m.items()) fact.items.push_back({item.item(), item.amount()});
  return fact;
}

void Fill(v1::GapRecorded& m, const GapRecorded& fact) {
  Fill(*m.mutable_origin(), fact.origin);
  m.set_open(fact.open);
}

Result<GapRecorded> GapFrom(const v1::GapRecorded& m, Origin origin) {
  return GapRecorded{std::move(origin), m.open()};
}

void Fill(v1::ClaimActed& m, const ClaimActed& fact) {
  m.set_document(fact.document);
  Fill(*m.mutable_act(), fact.act);
}

Result<ClaimActed> ClaimActedFrom(const v1::ClaimActed& m) {
  if (m.document().empty()) return Invalid("a claim is of a document", "document");
  auto act = ClaimActFrom(m.act());
  if (!act) return Failure(act.error());
  return ClaimActed{m.document(), *std::move(act)};
}

/// A Result of one kind as a Result of any.
template <class To, class From>
Result<To> Widen(Result<From> from) {
  if (!from) return Failure(from.error());
  return To(*std::move(from));
}

}  // namespace

void Fill(common::v1::Date& message, Date date) {
  const std::chrono::year_month_day civil(date);
  message.set_year(static_cast<int>(civil.year()));
  message.set_month(static_cast<int>(static_cast<unsigned>(civil.month())));
  message.set_day(static_cast<int>(static_cast<unsigned>(civil.day())));
}

void Fill(common::v1::Account& message, const AccountId& account) {
  message.set_legal_entity(account.entity);
  message.set_number(account.account);
}

void Fill(common::v1::Sealed& message, const Sealed& sealed) {
  message.set_key_id(sealed.key_id);
  message.set_nonce(sealed.nonce);
  message.set_bytes(sealed.bytes);
}

Sealed SealedFrom(const common::v1::Sealed& message) {
  return {message.key_id(), message.nonce(), message.bytes()};
}

Result<Date> DateFrom(const common::v1::Date& m, std::string_view field) {
  const bool in_range = m.year() >= 1 && m.year() <= 9999 && m.month() >= 1 && m.month() <= 12 &&
                        m.day() >= 1 && m.day() <= 31;
  const std::chrono::year_month_day civil{std::chrono::year(m.year()),
                                          std::chrono::month(static_cast<unsigned>(m.month())),
                                          std::chrono::day(static_cast<unsigned>(m.day()))};
  if (!in_range || !civil.ok()) {
    return Invalid("there is no day " + std::to_string(m.year()) + "-" + std::to_string(m.month()) +
                       "-" + std::to_string(m.day()),
                   std::string(field));
  }
  return Date(civil);
}

Intent IntentFrom(const v1::Intent& message) {
  return {message.document(), message.amount(), message.item()};
}

Result<AccountId> AccountFrom(const common::v1::Account& account) {
  return MakeAccountId(account.legal_entity(), account.number());
}

v1::LedgerFact ToMessage(const AccountId& account, const AccountFact& fact) {
  v1::LedgerFact message;
  Fill(message, account, fact);
  return message;
}

void Fill(v1::LedgerFact& message, const AccountId& account, const AccountFact& fact) {
  const auto write = [&](auto& to, const auto& f) {
    Fill(*to.mutable_account(), account);
    Fill(to, f);
  };
  std::visit(
      Overloaded{
          [&](const MasterDataRecorded& f) { write(*message.mutable_master_data_recorded(), f); },
          [&](const InvoiceRecorded& f) { write(*message.mutable_invoice_recorded(), f); },
          [&](const ReceiptRecorded& f) { write(*message.mutable_receipt_recorded(), f); },
          [&](const Allocated& f) { write(*message.mutable_allocated(), f); },
          [&](const AllocationUndone& f) { write(*message.mutable_allocation_undone(), f); },
          [&](const ReceiptReversed& f) { write(*message.mutable_receipt_reversed(), f); },
          [&](const StatusRecorded& f) { write(*message.mutable_status_recorded(), f); },
          [&](const ClaimActed& f) { write(*message.mutable_claim_acted(), f); },
          [&](const HistoryRecorded& f) { write(*message.mutable_history_recorded(), f); },
          [&](const WriteOffRecorded& f) { write(*message.mutable_write_off_recorded(), f); },
          [&](const GapRecorded& f) { write(*message.mutable_gap_recorded(), f); }},
      fact);
}

Result<AccountFact> FactFrom(const v1::LedgerFact& fact) {
  const auto from = [](const auto& m, auto read) -> Result<AccountFact> {
    auto origin = OriginFrom(m.origin());
    if (!origin) return Failure(origin.error());
    return Widen<AccountFact>(read(m, *std::move(origin)));
  };
  switch (fact.kind_case()) {
    case v1::LedgerFact::kMasterDataRecorded:
      return from(fact.master_data_recorded(), MasterDataFrom);
    case v1::LedgerFact::kInvoiceRecorded:
      return from(fact.invoice_recorded(), InvoiceFrom);
    case v1::LedgerFact::kReceiptRecorded:
      return from(fact.receipt_recorded(), ReceiptFrom);
    case v1::LedgerFact::kAllocated:
      return Widen<AccountFact>(AllocatedFrom(fact.allocated()));
    case v1::LedgerFact::kAllocationUndone:
      return Widen<AccountFact>(AllocationUndoneFrom(fact.allocation_undone()));
    case v1::LedgerFact::kReceiptReversed:
      return from(fact.receipt_reversed(), ReversalFrom);
    case v1::LedgerFact::kStatusRecorded:
      return from(fact.status_recorded(), StatusFrom);
    case v1::LedgerFact::kHistoryRecorded:
      return from(fact.history_recorded(), HistoryFrom);
    case v1::LedgerFact::kWriteOffRecorded:
      return from(fact.write_off_recorded(), WriteOffFrom);
    case v1::LedgerFact::kGapRecorded:
      return from(fact.gap_recorded(), GapFrom);
    case v1::LedgerFact::kClaimActed:
      return Widen<AccountFact>(ClaimActedFrom(fact.claim_acted()));
    default:
      return Corrupt("not a fact about an account");
  }
}

Result<Document> DocumentFrom(const v1::DocumentReceived& received) {
  auto origin = OriginFrom(received.origin());
  if (!origin) return Failure(origin.error());
  switch (received.document_case()) {
    case v1::DocumentReceived::kMasterData:
      return Widen<Document>(MasterDataFrom(received.master_data(), *std::move(origin)));
    case v1::DocumentReceived::kInvoice:
      return Widen<Document>(InvoiceFrom(received.invoice(), *std::move(origin)));
    case v1::DocumentReceived::kReceipt:
      return Widen<Document>(ReceiptFrom(received.receipt(), *std::move(origin)));
    case v1::DocumentReceived::kReversal:
      return Widen<Document>(ReversalFrom(received.reversal(), *std::move(origin)));
    case v1::DocumentReceived::kStatus:
      return Widen<Document>(StatusFrom(received.status(), *std::move(origin)));
    case v1::DocumentReceived::kHistory:
      return Widen<Document>(HistoryFrom(received.history(), *std::move(origin)));
    case v1::DocumentReceived::kWriteOff:
      return Widen<Document>(WriteOffFrom(received.write_off(), *std::move(origin)));
    case v1::DocumentReceived::kGap:
      return Widen<Document>(GapFrom(received.gap(), *std::move(origin)));
    case v1::DocumentReceived::DOCUMENT_NOT_SET:
      break;
  }
  return Invalid("a document of an unknown kind", "document");
}

}  // namespace relance::ledger
