#include "services/portal/adapters/speaker.h"

#include <set>

#include "libs/calendar/zone.h"
#include "libs/text/text.h"

namespace relance::portal {
namespace {

bool HasSeveralCurrencies(const Account& account) {
  std::set<Currency> currencies;
  for (const Line& line : account.lines) currencies.insert(line.open.currency);
  for (const Credit& credit : account.credits) currencies.insert(credit.rest.currency);
  return currencies.size() > 1;
}

struct Look {
  const char* key;
  const char* style;
  const char* mark;
};

Look LookOf(LineWord word) {
  switch (word) {
    case LineWord::kNotYetDue:
      return {"status_not_yet_due", "open", "○"};
    case LineWord::kDueOn:
      return {"status_due_on", "open", "●"};
    case LineWord::kOverdue:
      return {"status_overdue", "overdue", "!"};
    case LineWord::kPaymentAnnounced:
      return {"status_announced", "announced", "✓"};
    case LineWord::kPartlyPaid:
      return {"status_partly_paid", "open", "◐"};
    case LineWord::kBeingChecked:
      return {"status_checking", "checking", "?"};
    case LineWord::kBeingMatched:
      return {"status_matching", "matching", "…"};
    case LineWord::kPaid:
      return {"status_paid", "paid", "✓"};
    case LineWord::kCreditNote:
      return {"status_credit", "credit", "+"};
  }
  return {"", "", ""};
}

}  // namespace

Speaker::Speaker(const Words& words, const Account& account)
    : words_(words), today_(account.today), several_(HasSeveralCurrencies(account)) {}

std::string Speaker::Amount(Currency currency, int64_t minor) const {
  std::string amount = text::FormatMoney(currency, minor, words_.language());
  if (several_ && amount.find(currency.code()) == std::string::npos) {
    amount += "\xc2\xa0" + currency.code();
  }
  return amount;
}

std::string Speaker::Amount(const Money& money) const {
  return Amount(money.currency, money.minor);
}

std::string Speaker::Day(Date date) const {
  return text::FormatDate(date, words_.language());
}
std::string Speaker::ShortDay(Date date) const {
  return text::FormatShortDate(date, words_.language());
}

std::string Speaker::Status(const Line& line) const {
  const LineStatus status = StatusOf(line.Facts(), today_);
  std::string key = LookOf(status.word).key;
  if (status.word == LineWord::kPaid && !status.date) key = "status_paid_unknown";
  return words_.Count(
      key, status.days_late,
      {{"date", status.date ? ShortDay(*status.date) : ""}, {"amount", Amount(line.open)}});
}

std::string Speaker::StatusClass(const Line& line) const {
  return LookOf(StatusOf(line.Facts(), today_).word).style;
}

std::string Speaker::StatusMark(const Line& line) const {
  return LookOf(StatusOf(line.Facts(), today_).word).mark;
}

std::string Moment(const Speaker& speaker, const LegalEntity& entity, Instant at) {
  const Zone zone = Zone::Find(entity.zone).value_or(Zone());
  return speaker.words().Say(
      "moment", {{"date", speaker.Day(zone.DateOf(at))},
                 {"time", text::FormatTime(zone.TimeOfDay(at), speaker.words().language())}});
}

std::string AsOf(const Speaker& speaker, const AccountPage& page) {
  const Zone zone = Zone::Find(page.entity.zone).value_or(Zone());
  const std::string& language = speaker.words().language();
  Words::Arguments arguments = {{"date", speaker.Day(zone.DateOf(page.now))},
                                {"time", text::FormatTime(zone.TimeOfDay(page.now), language)},
                                {"zone", page.entity.zone}};
  if (!page.account.received_up_to) return speaker.words().Say("as_of", arguments);
  arguments.emplace_back("received", Moment(speaker, page.entity, *page.account.received_up_to));
  return speaker.words().Say("as_of_received", arguments);
}

}  // namespace relance::portal
