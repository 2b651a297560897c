#include "services/ledger/adapters/document_translation.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "libs/money/money.h"
#include "services/ledger/adapters/codec.h"
#include "services/ledger/adapters/debtor_translation.h"
#include "services/ledger/app/feed_rules.h"
#include "services/ledger/domain/item_id.h"

namespace relance::ledger {
namespace {

std::string At(const char* list, int index, const char* field) {
  return std::string(list) + "[" + std::to_string(index) + "]." + field;
}

/// Checks the date and writes it where it goes.
Result<Date> TakeDate(std::string_view field, bool given, const common::v1::Date& from,
                      common::v1::Date* to) {
  if (!given) return Invalid("is missing", std::string(field));
  const auto date = CivilDate(field, from.year(), from.month(), from.day());
  if (date) Fill(*to, *date);
  return date;
}

struct Due {
  int64_t amount = 0;
  Date date{};
};

Result<std::vector<Due>> MaturitiesOf(const feed::v1::InvoiceIssued& invoice, Currency currency,
                                      int64_t total) {
  if (invoice.maturities().empty()) {
    common::v1::Date unused;
    const auto date = TakeDate("due_date", invoice.has_due_date(), invoice.due_date(), &unused);
    if (!date) return Failure(date.error());
    return std::vector<Due>{{total, *date}};
  }
  if (invoice.has_due_date()) return Invalid("stands beside maturities", "due_date");
  if (invoice.maturities_size() > kMostMaturities) return Invalid("are too many", "maturities");
  std::vector<Due> dues;
  std::vector<int64_t> amounts;
  for (int i = 0; i < invoice.maturities_size(); ++i) {
    const auto& maturity = invoice.maturities(i);
    const auto amount = PositiveAmount(At("maturities", i, "amount"), maturity.amount(), currency);
    if (!amount) return Failure(amount.error());
    common::v1::Date unused;
    const auto date = TakeDate(At("maturities", i, "due_date"), maturity.has_due_date(),
                               maturity.due_date(), &unused);
    if (!date) return Failure(date.error());
    dues.push_back({*amount, *date});
    amounts.push_back(*amount);
  }
  const auto sum = CheckedSum(amounts);
  if (!sum || *sum != total) return Invalid("do not add up to the amount", "maturities");
  return dues;
}

Result<void> TakeDates(const feed::v1::InvoiceIssued& invoice, const std::vector<Due>& dues,
                       v1::InvoiceRecorded& to) {
  const auto issued = TakeDate("issue_date", invoice.has_issue_date(), invoice.issue_date(),
                               to.mutable_issue_date());
  if (!issued) return Failure(issued.error());
  for (const Due& due : dues) {
    if (due.date < *issued) return Invalid("is before the issue date", "due_date");
  }
  if (invoice.has_delivered_on()) {
    const auto delivered =
        TakeDate("delivered_on", true, invoice.delivered_on(), to.mutable_delivered_on());
    if (!delivered) return Failure(delivered.error());
  }
  return {};
}

/// The id of one of several maturities; empty: all of them.
Result<std::string> ItemOf(std::string field, const std::string& invoice, int maturity) {
  if (maturity < 0 || maturity > kMostMaturities) {
    return Invalid("is not between 1 and " + std::to_string(kMostMaturities), std::move(field));
  }
  return maturity == 0 ? std::string() : invoice + "/" + std::to_string(maturity);
}

template <class FeedMessage>
Result<void> TakeIntents(const FeedMessage& from, Currency currency, v1::ReceiptRecorded& to) {
  if (from.allocations_size() > kMostIntents) return Invalid("are too many", "allocations");
  for (int i = 0; i < from.allocations_size(); ++i) {
    const auto& allocation = from.allocations(i);
    const auto document = Number(At("allocations", i, "document"), allocation.document());
    if (!document) return Failure(document.error());
    auto& intent = *to.add_intents();
    intent.set_document(*document);
    const auto item = ItemOf(At("allocations", i, "maturity"), *document, allocation.maturity());
    if (!item) return Failure(item.error());
    intent.set_item(*item);
    if (allocation.amount().empty()) continue;
    const auto amount =
        PositiveAmount(At("allocations", i, "amount"), allocation.amount(), currency);
    if (!amount) return Failure(amount.error());
    intent.set_amount(*amount);
  }
  return {};
}

/// `date` is the value date of a payment, the issue date of a credit note.
template <class FeedMessage>
Result<v1::LedgerInput> ReadReceipt(const FeedMessage& from, v1::ReceiptKind kind,
                                    const char* field, bool given, const common::v1::Date& date) {
  v1::LedgerInput input;
  auto& receipt = *input.mutable_document()->mutable_receipt();
  const auto document = Number("document", from.document());
  if (!document) return Failure(document.error());
  const auto currency = CurrencyOf("currency", from.currency());
  if (!currency) return Failure(currency.error());
  const auto amount = PositiveAmount("amount", from.amount(), *currency);
  if (!amount) return Failure(amount.error());
  const auto taken = TakeDate(field, given, date, receipt.mutable_value_date());
  if (!taken) return Failure(taken.error());
  if (auto t = TakeIntents(from, *currency, receipt); !t) return Failure(t.error());
  receipt.set_document(*document);
  receipt.set_receipt_kind(kind);
  receipt.set_currency(from.currency());
  receipt.set_amount(*amount);
  input.mutable_document()->mutable_origin()->set_document(*document);
  return input;
}

Result<void> TakePastNotice(const feed::v1::HistoryImported& from, int index, v1::PastNotice& to) {
  const auto& notice = from.notices(index);
  if (notice.level() < 0 || notice.level() > kHighestLevel) {
    return Invalid("is not between 0 and " + std::to_string(kHighestLevel),
                   At("notices", index, "level"));
  }
  to.set_level(notice.level());
  const auto on =
      TakeDate(At("notices", index, "on"), notice.has_on(), notice.on(), to.mutable_on());
  if (!on) return Failure(on.error());
  if (!notice.channel().empty()) {
    const auto channel = ChannelOf(At("notices", index, "channel"), notice.channel());
    if (!channel) return Failure(channel.error());
    to.set_channel(*channel);
  }
  const auto reference = Word(At("notices", index, "reference"), notice.reference());
  if (!reference) return Failure(reference.error());
  to.set_reference(*reference);
  return {};
}

/// What a remark about an invoice, or one of its items, has in common.
template <class FeedMessage, class Message>
Result<void> TakePlace(const FeedMessage& from, v1::LedgerInput& input, Message& to) {
  const auto document = Number("document", from.document());
  if (!document) return Failure(document.error());
  const auto invoice = Number("invoice", from.invoice());
  if (!invoice) return Failure(invoice.error());
  const auto item = ItemOf("maturity", *invoice, from.maturity());
  if (!item) return Failure(item.error());
  to.set_invoice(*invoice);
  to.set_item(*item);
  input.mutable_document()->mutable_origin()->set_document(*document);
  return {};
}

}  // namespace

Result<v1::LedgerInput> ReadInvoice(const feed::v1::InvoiceIssued& invoice) {
  v1::LedgerInput input;
  auto& to = *input.mutable_document()->mutable_invoice();
  const auto document = Number("document", invoice.document());
  if (!document) return Failure(document.error());
  const auto currency = CurrencyOf("currency", invoice.currency());
  if (!currency) return Failure(currency.error());
  const auto amount = PositiveAmount("amount", invoice.amount(), *currency);
  if (!amount) return Failure(amount.error());
  const auto dues = MaturitiesOf(invoice, *currency, *amount);
  if (!dues) return Failure(dues.error());
  if (auto dates = TakeDates(invoice, *dues, to); !dates) return Failure(dates.error());
  if (auto text = CheckText("reference", invoice.reference()); !text) {
    return Failure(text.error());
  }
  to.set_document(*document);
  to.set_currency(invoice.currency());
  to.set_reference(invoice.reference());
  const auto ids = ItemIds(*document, dues->size());
  for (size_t i = 0; i < dues->size(); ++i) {
    auto& item = *to.add_items();
    item.set_id(ids[i]);
    item.set_amount((*dues)[i].amount);
    Fill(*item.mutable_due_date(), (*dues)[i].date);
  }
  input.mutable_document()->mutable_origin()->set_document(*document);
  return input;
}

Result<v1::LedgerInput> ReadCreditNote(const feed::v1::CreditNoteIssued& note) {
  return ReadReceipt(note, v1::RECEIPT_KIND_CREDIT_NOTE, "issue_date", note.has_issue_date(),
                     note.issue_date());
}

Result<v1::LedgerInput> ReadPayment(const feed::v1::PaymentReceived& payment) {
  return ReadReceipt(payment, v1::RECEIPT_KIND_PAYMENT, "value_date", payment.has_value_date(),
                     payment.value_date());
}

Result<v1::LedgerInput> ReadReversal(const feed::v1::DocumentReversed& reversal) {
  const auto document = Number("document", reversal.document());
  if (!document) return Failure(document.error());
  const auto receipt = Number("reversed_document", reversal.reversed_document());
  if (!receipt) return Failure(receipt.error());
  v1::LedgerInput input;
  input.mutable_document()->mutable_reversal()->set_receipt(*receipt);
  input.mutable_document()->mutable_origin()->set_document(*document);
  return input;
}

Result<v1::LedgerInput> ReadStatus(const feed::v1::StatusChanged& status) {
  constexpr std::array<std::string_view, 7> kWords = {
      "refused",     "disputed",         "suspended",         "completed",
      "transmitted", "document_missing", "document_available"};
  const auto document = Number("document", status.document());
  if (!document) return Failure(document.error());
  const auto invoice = Number("invoice", status.invoice());
  if (!invoice) return Failure(invoice.error());
  if (std::find(kWords.begin(), kWords.end(), status.status()) == kWords.end()) {
    return Invalid(
        "is none of refused, disputed, suspended, completed, transmitted, document_missing, "
        "document_available",
        "status");
  }
  v1::LedgerInput input;
  auto& to = *input.mutable_document()->mutable_status();
  to.set_invoice(*invoice);
  to.set_status(status.status());
  input.mutable_document()->mutable_origin()->set_document(*document);
  return input;
}

Result<v1::LedgerInput> ReadHistory(const feed::v1::HistoryImported& history) {
  v1::LedgerInput input;
  auto& to = *input.mutable_document()->mutable_history();
  if (auto place = TakePlace(history, input, to); !place) return Failure(place.error());
  if (history.notices().empty()) return Invalid("are missing", "notices");
  if (history.notices_size() > kMostPastNotices) return Invalid("are too many", "notices");
  for (int i = 0; i < history.notices_size(); ++i) {
    auto notice = TakePastNotice(history, i, *to.add_notices());
    if (!notice) return Failure(notice.error());
  }
  return input;
}

Result<v1::LedgerInput> ReadWriteOff(const feed::v1::ItemWrittenOff& write_off) {
  v1::LedgerInput input;
  auto& to = *input.mutable_document()->mutable_write_off();
  if (auto place = TakePlace(write_off, input, to); !place) return Failure(place.error());
  if (auto text = CheckText("reason", write_off.reason()); !text) return Failure(text.error());
  to.set_reason(write_off.reason());
  return input;
}

Result<v1::LedgerInput> ReadGap(const feed::v1::AccountGap& gap) {
  const auto document = Number("document", gap.document());
  if (!document) return Failure(document.error());
  if (gap.state() != "open" && gap.state() != "repaired") {
    return Invalid("is neither open nor repaired", "state");
  }
  v1::LedgerInput input;
  input.mutable_document()->mutable_gap()->set_open(gap.state() == "open");
  input.mutable_document()->mutable_origin()->set_document(*document);
  return input;
}

}  // namespace relance::ledger
