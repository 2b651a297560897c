#include <algorithm>
#include <string_view>
#include <utility>

#include "services/scenario/adapters/codec.h"
#include "services/scenario/domain/ledger_events.h"

// What the ledger's journal means for a case.

namespace relance::scenario {
namespace {

using ledger::v1::LedgerFact;

constexpr std::string_view kNewVersion = "new_version";
constexpr std::string_view kDocumentMissing = "document_missing";
constexpr std::string_view kDocumentAvailable = "document_available";

Currency CurrencyOf(const std::string& code) {
  return ParseCurrency(code).value_or(Currency::Of("EUR"));
}

MoneyKind KindOf(ledger::v1::ReceiptKind kind) {
  return kind == ledger::v1::RECEIPT_KIND_CREDIT_NOTE ? MoneyKind::kCredit : MoneyKind::kPayment;
}

RecordInvoice InvoiceInput(const ledger::v1::InvoiceRecorded& fact) {
  RecordInvoice in;
  in.document = fact.document();
  in.version = fact.origin().version();
  in.currency = CurrencyOf(fact.currency());
  for (const auto& item : fact.items()) {
    in.items.push_back(
        {item.id(), item.amount(), item.open(), FromProto(item.due_date()).value_or(Date{})});
  }
  in.delivered_on = FromProto(fact.delivered_on());
  in.issued_on = FromProto(fact.issue_date());
  in.reference = fact.reference();
  return in;
}

/// Collects facts into inputs: a receipt and what it pays are one booking.
class Collector {
 public:
  Collector(const Case& c, Date today) : case_(c), today_(today) {}

  void Take(const LedgerFact& fact) {
    switch (fact.kind_case()) {
      case LedgerFact::kInvoiceRecorded:
        inputs_.push_back(InvoiceInput(fact.invoice_recorded()));
        TakeWhatIsFree();
        break;
      case LedgerFact::kReceiptRecorded:
        TakeReceipt(fact.receipt_recorded());
        break;
      case LedgerFact::kAllocated:
        TakeAllocation(fact.allocated());
        break;
      case LedgerFact::kAllocationUndone:
        TakeUndone(fact.allocation_undone());
        break;
      case LedgerFact::kReceiptReversed:
        TakeReversed(fact.receipt_reversed());
        break;
      case LedgerFact::kStatusRecorded:
        TakeStatus(fact.status_recorded());
        break;
      case LedgerFact::kHistoryRecorded:
        TakeHistory(fact.history_recorded());
        break;
      case LedgerFact::kWriteOffRecorded:
        TakeWriteOff(fact.write_off_recorded());
        break;
      case LedgerFact::kGapRecorded:
        inputs_.push_back(ChangeFeedGap{fact.gap_recorded().open()});
        break;
      default:
        break;  // not of a case
    }
  }
  std::vector<CaseInput> inputs() && { return std::move(inputs_); }

 private:
  void TakeReceipt(const ledger::v1::ReceiptRecorded& fact) {
    for (const auto& undone : std::exchange(freed_, {})) Reverse(undone).corrected = true;
    RecordMoney in;
    in.receipt = fact.document();
    in.kind = KindOf(fact.receipt_kind());
    in.currency = CurrencyOf(fact.currency());
    in.booked_on = today_;
    in.value_on = FromProto(fact.value_date()).value_or(today_);
    in.rest = fact.amount();
    in.amount = fact.amount();
    inputs_.push_back(std::move(in));
  }

  void TakeAllocation(const ledger::v1::Allocated& fact) {
    RecordMoney& booking =
        Booking(fact.receipt(), KindOf(fact.receipt_kind()), CurrencyOf(fact.currency()));
    booking.value_on = FromProto(fact.value_date()).value_or(today_);
    booking.allocations.push_back({fact.item(), fact.amount(), fact.item_open()});
    booking.rest = fact.receipt_rest();
  }

  /// The booking of a receipt that this entry has begun, or a new one.
  RecordMoney& Booking(const std::string& receipt, MoneyKind kind, Currency currency) {
    for (auto input = inputs_.rbegin(); input != inputs_.rend(); ++input) {
      auto* begun = std::get_if<RecordMoney>(&*input);
      if (begun == nullptr) break;
      if (begun->receipt == receipt) return *begun;
    }
    RecordMoney in;
    in.receipt = receipt;
    in.kind = kind;
    in.currency = currency;
    const auto known = case_.receipts.find(receipt);
    in.booked_on = known == case_.receipts.end() ? today_ : known->second.booked_on;
    in.value_on = today_;
    inputs_.push_back(std::move(in));
    return std::get<RecordMoney>(inputs_.back());
  }

  ReverseMoney& Reversal(const std::string& receipt) {
    auto* reversal = inputs_.empty() ? nullptr : std::get_if<ReverseMoney>(&inputs_.back());
    if (reversal == nullptr || reversal->receipt != receipt) {
      ReverseMoney in;
      in.receipt = receipt;
      inputs_.push_back(std::move(in));
      reversal = std::get_if<ReverseMoney>(&inputs_.back());
      if (const auto known = case_.receipts.find(receipt); known != case_.receipts.end()) {
        reversal->kind = known->second.kind;
        reversal->currency = known->second.currency;
      }
    }
    return *reversal;
  }

  /// Undone for a new version of what follows: an invoice says itself what is open of it, and of
  /// its money only the rest is news; a receipt is booked again.
  void TakeUndone(const ledger::v1::AllocationUndone& fact) {
    if (fact.because() == kNewVersion) {
      freed_.push_back(fact);
    } else {
      Reverse(fact);
    }
  }

  void TakeWhatIsFree() {
    const Currency currency = std::get<RecordInvoice>(inputs_.back()).currency;
    for (const auto& undone : std::exchange(freed_, {})) {
      const Item* item = case_.FindItem(undone.item());
      Booking(undone.receipt(), KindOf(undone.receipt_kind()),
              item != nullptr ? item->currency : currency)
          .rest = undone.receipt_rest();
    }
  }

  ReverseMoney& Reverse(const ledger::v1::AllocationUndone& fact) {
    ReverseMoney& reversal = Reversal(fact.receipt());
    if (fact.receipt_kind() != ledger::v1::RECEIPT_KIND_UNSPECIFIED) {
      reversal.kind = KindOf(fact.receipt_kind());
    }
    reversal.undone.push_back({fact.item(), fact.amount(), fact.item_open()});
    reversal.rest = fact.receipt_rest();
    if (const Item* item = case_.FindItem(fact.item())) reversal.currency = item->currency;
    return reversal;
  }

  /// Without a currency it came before its receipt: the ledger keeps it waiting.
  void TakeReversed(const ledger::v1::ReceiptReversed& fact) {
    if (fact.currency().empty()) return;
    ReverseMoney& reversal = Reversal(fact.receipt());
    reversal.currency = CurrencyOf(fact.currency());
    reversal.rest = 0;
  }

  void TakeStatus(const ledger::v1::StatusRecorded& fact) {
    if (fact.status() == kDocumentMissing || fact.status() == kDocumentAvailable) {
      const bool missing = fact.status() == kDocumentMissing;
      for (const auto& item : ItemsOf(fact.invoice())) {
        inputs_.push_back(ChangeDocument{item, missing});
      }
      return;
    }
    const auto status = InvoiceStatusOf(fact.status());
    if (!status) return;
    for (const auto& item : ItemsOf(fact.invoice())) {
      inputs_.push_back(ChangeStatus{item, *status, fact.origin().document()});
    }
  }

  /// The level reached and the day of the last message count, whatever order they are told in.
  void TakeHistory(const ledger::v1::HistoryRecorded& fact) {
    ImportHistory told;
    for (const auto& notice : fact.notices()) {
      told.level = std::max(told.level, notice.level());
      told.notice_on = std::max(told.notice_on, FromProto(notice.on()).value_or(Date{}));
    }
    if (fact.notices().empty()) return;
    const auto items = fact.item().empty() ? ItemsOf(fact.invoice()) : std::vector{fact.item()};
    for (const auto& item : items) {
      const Item* known = case_.FindOpen(item);
      told.reference = item;
      if (known == nullptr) {
        inputs_.push_back(told);
      } else if (const auto news = NewsOf(*known, told)) {
        inputs_.push_back(*news);
      }
    }
  }

  /// A rest that was closed by tolerance had the write-off as its task: somebody has done it.
  void TakeWriteOff(const ledger::v1::WriteOffRecorded& fact) {
    WriteOff told;
    for (const auto& item : fact.items()) {
      told.references.push_back(item.item());
      Task task;
      task.kind = TaskKind::kWriteOff;
      task.subject = item.item();
      if (case_.tasks.contains(task.Key())) inputs_.push_back(CompleteTask{task.Key()});
    }
    if (!told.references.empty()) inputs_.push_back(std::move(told));
  }

  /// The open items of an invoice; those of the version that came along, if one did.
  std::vector<std::string> ItemsOf(const std::string& invoice) const {
    for (auto input = inputs_.rbegin(); input != inputs_.rend(); ++input) {
      const auto* recorded = std::get_if<RecordInvoice>(&*input);
      if (recorded == nullptr || recorded->document != invoice) continue;
      std::vector<std::string> items;
      for (const InvoiceItem& item : recorded->items) items.push_back(item.id);
      return items;
    }
    return OpenItemsOf(case_, invoice);
  }

  const Case& case_;
  const Date today_;
  std::vector<CaseInput> inputs_;
  std::vector<ledger::v1::AllocationUndone> freed_;  ///< By the new version that comes next.
};

}  // namespace

std::vector<CaseInput> InputsOf(const std::vector<LedgerFact>& facts, const Case& c, Date today) {
  Collector collector(c, today);
  for (const auto& fact : facts) collector.Take(fact);
  return std::move(collector).inputs();
}

}  // namespace relance::scenario
