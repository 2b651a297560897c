#include "services/portal/adapters/wire.h"

namespace relance::portal {

Result<Date> ReadDate(const common::v1::Date& date) {
  const std::chrono::year_month_day day{std::chrono::year(date.year()),
                                        std::chrono::month(static_cast<unsigned>(date.month())),
                                        std::chrono::day(static_cast<unsigned>(date.day()))};
  if (!day.ok()) return Corrupt("a date that does not exist");
  return Date{day};
}

Result<std::optional<Date>> ReadOptionalDate(bool present, const common::v1::Date& date) {
  if (!present || date.year() == 0) return std::optional<Date>();
  const auto day = ReadDate(date);
  if (!day) return Failure(day.error());
  return std::optional<Date>(*day);
}

common::v1::Date WriteDate(Date date) {
  const std::chrono::year_month_day day{date};
  common::v1::Date out;
  out.set_year(static_cast<int>(day.year()));
  out.set_month(static_cast<int>(static_cast<unsigned>(day.month())));
  out.set_day(static_cast<int>(static_cast<unsigned>(day.day())));
  return out;
}

Result<Money> ReadMoney(const common::v1::Money& money) {
  const auto currency = ParseCurrency(money.currency());
  if (!currency) return Corrupt(currency.error().message);
  return Money{*currency, money.minor_units()};
}

common::v1::Money WriteMoney(const Money& money) {
  common::v1::Money out;
  out.set_currency(money.currency.code());
  out.set_minor_units(money.minor);
  return out;
}

common::v1::Account WriteAccount(const AccountId& account) {
  common::v1::Account out;
  out.set_legal_entity(account.entity);
  out.set_number(account.account);
  return out;
}

common::v1::Token WriteToken(const ReadToken& token) {
  common::v1::Token out;
  out.set_service(token.service);
  out.set_partition(token.partition);
  out.set_sequence(token.sequence);
  return out;
}

ReadToken ReadTokenOf(const common::v1::Token& token) {
  return {token.service(), token.partition(), token.sequence()};
}

CallOptions AsContact(const Viewer& viewer, Millis timeout) {
  return {.timeout = timeout,
          .identity = {.actor = "portal:" + viewer.contact,
                       .role = "debtor",
                       .entities = {viewer.account.entity}},
          .traceparent = {}};
}

CallOptions AsPortal(Millis timeout) {
  return {.timeout = timeout,
          .identity = {.actor = "portal", .role = "portal", .entities = {"*"}},
          .traceparent = {}};
}

}  // namespace relance::portal
