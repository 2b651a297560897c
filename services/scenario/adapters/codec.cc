#include "services/scenario/adapters/codec.h"

#include "libs/base/archive.h"
#include "services/scenario/domain/facts_archive.h"

namespace relance::scenario {
namespace {

using std::chrono::year_month_day;

}  // namespace

common::v1::Date ToProto(Date date) {
  const year_month_day ymd{date};
  common::v1::Date out;
  out.set_year(int(ymd.year()));
  out.set_month(static_cast<int>(unsigned(ymd.month())));
  out.set_day(static_cast<int>(unsigned(ymd.day())));
  return out;
}

std::optional<Date> FromProto(const common::v1::Date& date) {
  if (date.year() == 0 && date.month() == 0) return std::nullopt;
  const year_month_day ymd{std::chrono::year{date.year()},
                           std::chrono::month{static_cast<unsigned>(date.month())},
                           std::chrono::day{static_cast<unsigned>(date.day())}};
  if (!ymd.ok()) return std::nullopt;
  return Date{ymd};
}

common::v1::Account ToProto(const AccountId& account) {
  common::v1::Account out;
  out.set_legal_entity(account.entity);
  out.set_number(account.account);
  return out;
}

AccountId FromProto(const common::v1::Account& account) {
  return {account.legal_entity(), account.number()};
}

v1::ScenarioVersion ToProto(const ScenarioRef& scenario) {
  v1::ScenarioVersion out;
  out.set_name(scenario.name);
  out.set_version(scenario.version);
  return out;
}
ScenarioRef FromProto(const v1::ScenarioVersion& scenario) {
  return {scenario.name(), scenario.version()};
}

common::v1::Sealed ToProto(const Sealed& sealed) {
  common::v1::Sealed out;
  out.set_key_id(sealed.key_id);
  out.set_nonce(sealed.nonce);
  out.set_bytes(sealed.bytes);
  return out;
}

Sealed FromProto(const common::v1::Sealed& sealed) {
  return {sealed.key_id(), sealed.nonce(), sealed.bytes()};
}

common::v1::Channel ToProto(Channel channel) {
  return static_cast<common::v1::Channel>(static_cast<int>(channel) + 1);
}

std::optional<Channel> FromProto(common::v1::Channel channel) {
  if (channel < common::v1::CHANNEL_EMAIL || channel > common::v1::CHANNEL_EREGISTERED) {
    return std::nullopt;
  }
  return static_cast<Channel>(static_cast<int>(channel) - 1);
}

common::v1::Money ToProto(const Money& money) {
  common::v1::Money out;
  out.set_currency(std::string(money.currency.code()));
  out.set_minor_units(money.minor);
  return out;
}

std::string EncodeCaseFact(const CaseFact& fact) {
  v1::ScenarioFact out;
  out.mutable_case_fact()->set_archive(Encode(fact));
  return out.SerializeAsString();
}

Result<CaseFact> DecodeCaseFact(const v1::CaseFactRecorded& recorded) {
  return Decode<CaseFact>(recorded.archive());
}

DebtorDocument FromProto(const ledger::v1::MasterDataRecorded& data) {
  DebtorDocument out;
  out.name = FromProto(data.name());
  out.language = data.language();
  out.zone = data.zone();
  out.calendar = data.calendar();
  out.payment_method = data.payment_method();
  for (const auto& contact : data.contacts()) {
    if (!FromProto(contact.channel())) continue;
    out.contacts.push_back({contact.id(), static_cast<int>(contact.channel()), contact.role(),
                            contact.language(), FromProto(contact.name()),
                            FromProto(contact.address()), contact.address_tag(), false});
  }
  return out;
}

}  // namespace relance::scenario
