#include "services/scenario/domain/story/story_event.h"

#include <utility>

#include "libs/money/quoted.h"

namespace relance::scenario {
namespace {

Result<std::vector<Purpose>> Purposes(Event& event, Currency currency) {
  std::vector<Purpose> purposes;
  do {
    RELANCE_TAKE(reference, event.words.Word("an item or a document"));
    Purpose purpose{reference, std::nullopt};
    const std::string next = event.words.Peek();
    if (!next.empty() && next != "," && next != "value") {
      RELANCE_TAKE(amount, event.words.Amount(currency));
      purpose.amount = amount;
    }
    purposes.push_back(std::move(purpose));
  } while (event.words.Skip(","));
  return purposes;
}

Result<Date> Due(Event& event) {
  const auto due = event.words.Expect("due");
  if (!due) return tl::unexpected(due.error());
  return event.words.TakeDate();
}

Result<std::vector<StoryLedger::Line>> InvoiceLines(Event& event, const std::string& id,
                                                    Money total) {
  std::vector<StoryLedger::Line> lines;
  if (!event.words.Skip("in")) {
    RELANCE_TAKE(due, Due(event));
    lines.push_back({id, total.minor, due});
    return lines;
  }
  int64_t sum = 0;
  do {
    RELANCE_TAKE(amount, event.words.Amount(total.currency));
    RELANCE_TAKE(due, Due(event));
    lines.push_back({id + "/" + std::to_string(lines.size() + 1), amount, due});
    sum += amount;
  } while (event.words.Skip(","));
  if (sum != total.minor) return Invalid("the instalments do not add up to the invoice");
  return lines;
}

Result<void> Invoice(Event& event) {
  RELANCE_TAKE(id, event.words.Word("a document"));
  int64_t version = 1;
  if (event.words.Skip("version")) {
    RELANCE_TAKE(number, event.words.Number("a version"));
    version = number;
  }
  RELANCE_TAKE(total, event.words.TakeMoney());
  RELANCE_TAKE(lines, InvoiceLines(event, id, total));
  std::optional<Date> delivered_on;
  if (event.words.Skip("delivered")) {
    RELANCE_TAKE(date, event.words.TakeDate());
    delivered_on = date;
  }
  return event.TellAll(
      event.account.ledger.Invoice(id, version, total.currency, lines, delivered_on), id);
}

Result<void> Book(Event& event, MoneyKind kind) {
  RELANCE_TAKE(id, event.words.Word("a payment"));
  RELANCE_TAKE(amount, event.words.TakeMoney());
  std::vector<Purpose> purposes;
  if (event.words.Skip("for")) {
    RELANCE_TAKE(named, Purposes(event, amount.currency));
    purposes = named;
  }
  Date value_on = event.Today();
  if (event.words.Skip("value")) {
    RELANCE_TAKE(date, event.words.TakeDate());
    value_on = date;
  }
  return event.TellAll(
      event.account.ledger.Book(kind, id, amount, purposes, event.Today(), value_on), id);
}

Result<void> Payment(Event& event) {
  return Book(event, MoneyKind::kPayment);
}
Result<void> Credit(Event& event) {
  return Book(event, MoneyKind::kCredit);
}

Result<void> AllocateRest(Event& event) {
  RELANCE_TAKE(id, event.words.Word("a payment"));
  if (auto to = event.words.Expect("to"); !to) return to;
  const Currency* currency = event.account.ledger.CurrencyOf(id);
  if (currency == nullptr) return Invalid("no payment or credit note " + Quoted(id));
  RELANCE_TAKE(purposes, Purposes(event, *currency));
  return event.TellAll(event.account.ledger.AllocateRest(id, purposes), id);
}

Result<void> Reverse(Event& event) {
  RELANCE_TAKE(id, event.words.Word("a payment"));
  return event.TellAll(event.account.ledger.Reverse(id), id);
}

Result<void> WriteOffItems(Event& event) {
  RELANCE_TAKE(reference, event.words.Word("an item or a document"));
  for (const std::string& item : OpenItemsOf(event.account.c, reference)) {
    event.account.ledger.WriteOffItem(item);
  }
  return event.Tell(WriteOff{{reference}}, reference);
}

Result<void> History(Event& event) {
  RELANCE_TAKE(reference, event.words.Word("an item or a document"));
  if (auto level = event.words.Expect("level"); !level) return level;
  RELANCE_TAKE(level, event.words.Number("a level"));
  if (auto notice = event.words.Expect("notice"); !notice) return notice;
  RELANCE_TAKE(date, event.words.TakeDate());
  return event.Tell(ImportHistory{reference, static_cast<int>(level), date}, reference);
}

}  // namespace

std::map<std::string, EventHandler> LedgerVerbs() {
  return {
      {"invoice", Invoice},       {"payment", Payment}, {"credit", Credit},
      {"allocate", AllocateRest}, {"reverse", Reverse}, {"writeoff", WriteOffItems},
      {"history", History},
  };
}

}  // namespace relance::scenario
