#include "tools/relance/nouns/words.h"

#include "libs/base/instant.h"
#include "libs/money/amount.h"

namespace relance::cli {
namespace {

using common::v1::Channel;

constexpr std::pair<Channel, std::string_view> kChannels[] = {
    {Channel::CHANNEL_EMAIL, "email"},
    {Channel::CHANNEL_SMS, "sms"},
    {Channel::CHANNEL_LETTER, "letter"},
    {Channel::CHANNEL_REGISTERED, "registered"},
    {Channel::CHANNEL_EREGISTERED, "eregistered"},
};

common::v1::Date ToMessage(Date date) {
  const std::chrono::year_month_day day(date);
  common::v1::Date message;
  message.set_year(static_cast<int>(day.year()));
  message.set_month(static_cast<int>(static_cast<unsigned>(day.month())));
  message.set_day(static_cast<int>(static_cast<unsigned>(day.day())));
  return message;
}

}  // namespace

Result<common::v1::Account> AccountIn(const Session& session, const std::string& parameter) {
  const auto id = ParseAccountId(session.arguments.Text(parameter));
  if (!id) return Invalid(id.error().message + "; write ENTITY/NUMBER", parameter);
  common::v1::Account account;
  account.set_legal_entity(id->entity);
  account.set_number(id->account);
  return account;
}

Result<common::v1::Date> DateIn(const Session& session, const std::string& parameter) {
  const auto date = ParseDate(session.arguments.Text(parameter));
  if (!date) return Invalid(date.error().message, parameter);
  return ToMessage(*date);
}

Result<common::v1::Money> MoneyFrom(const std::string& text, const std::string& parameter) {
  const size_t gap = text.find_first_of(" :");
  if (gap == text.npos) return Invalid("is an amount and a currency: 1200.00:EUR", parameter);
  const auto currency = ParseCurrency(text.substr(gap + 1));
  if (!currency) return Invalid(currency.error().message, parameter);
  const auto amount = ParseAmountLenient(text.substr(0, gap), *currency);
  if (!amount) return Invalid(amount.error().message, parameter);
  common::v1::Money money;
  money.set_currency(currency->code());
  money.set_minor_units(amount->minor);
  return money;
}

Result<std::pair<common::v1::Money, common::v1::Date>> MoneyOnFrom(const std::string& text,
                                                                   const std::string& parameter) {
  const size_t at = text.find('@');
  if (at == text.npos) return Invalid("is an amount and a day: 400.00:EUR@2026-11-15", parameter);
  auto money = MoneyFrom(text.substr(0, at), parameter);
  if (!money) return Failure(money.error());
  const auto day = ParseDate(text.substr(at + 1));
  if (!day) return Invalid(day.error().message, parameter);
  return std::pair{*std::move(money), ToMessage(*day)};
}

Result<Channel> ChannelNamed(const std::string& text, const std::string& parameter) {
  for (const auto& [channel, word] : kChannels) {
    if (text == word) return channel;
  }
  return Invalid("'" + text + "' is none of email, sms, letter, registered, eregistered",
                 parameter);
}

std::string InWords(const common::v1::Account& account) {
  return account.legal_entity() + "/" + account.number();
}

std::string InWords(const common::v1::Money& money) {
  if (money.currency().empty()) return "-";
  const auto currency = ParseCurrency(money.currency());
  if (!currency) return std::to_string(money.minor_units()) + " " + money.currency();
  return ToString(Money{*currency, money.minor_units()});
}

std::string InWords(const common::v1::Date& date) {
  if (date.year() == 0) return "-";
  const std::chrono::year_month_day day(std::chrono::year(date.year()),
                                        std::chrono::month(static_cast<unsigned>(date.month())),
                                        std::chrono::day(static_cast<unsigned>(date.day())));
  return day.ok() ? FormatDate(std::chrono::sys_days(day)) : "-";
}

std::string InWords(Channel channel) {
  for (const auto& [known, word] : kChannels) {
    if (known == channel) return std::string(word);
  }
  return "-";
}

std::string MomentInWords(int64_t ms) {
  return ms == 0 ? "-" : FormatInstant(FromMillis(ms));
}

}  // namespace relance::cli
