#include "services/ledger/adapters/debtor_translation.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "libs/base/archive.h"
#include "libs/calendar/calendar.h"
#include "libs/calendar/zone.h"
#include "services/ledger/adapters/codec.h"
#include "services/ledger/app/feed_rules.h"

namespace relance::ledger {
namespace {

constexpr std::pair<std::string_view, common::v1::Channel> kChannels[] = {
    {"email", common::v1::CHANNEL_EMAIL},
    {"sms", common::v1::CHANNEL_SMS},
    {"letter", common::v1::CHANNEL_LETTER},
    {"registered", common::v1::CHANNEL_REGISTERED},
    {"eregistered", common::v1::CHANNEL_EREGISTERED}};

/// The address as it will be used: a phone number loses its blanks.
Result<std::string> AddressOf(const std::string& field, common::v1::Channel channel,
                              const std::string& text) {
  switch (channel) {
    case common::v1::CHANNEL_SMS:
      return Phone(field, text);
    case common::v1::CHANNEL_EMAIL:
    case common::v1::CHANNEL_EREGISTERED:
      if (auto email = CheckEmail(field, text); !email) return Failure(email.error());
      return text;
    default:
      if (text.empty()) return Invalid("is missing", field);
      if (auto lines = CheckText(field, text, Lines::kMany); !lines) return Failure(lines.error());
      return text;
  }
}

Result<PlainContact> ReadContact(const std::string& at, const feed::v1::FeedContact& from) {
  PlainContact contact;
  const auto id = Number(at + "id", from.id());
  if (!id) return Failure(id.error());
  contact.id = *id;
  const auto channel = ChannelOf(at + "channel", from.channel());
  if (!channel) return Failure(channel.error());
  contact.channel = *channel;
  auto address = AddressOf(at + "address", *channel, from.address());
  if (!address) return Failure(address.error());
  contact.address = *std::move(address);
  if (auto name = CheckText(at + "name", from.name()); !name) return Failure(name.error());
  contact.name = from.name();
  auto role = Word(at + "role", from.role());
  if (!role) return Failure(role.error());
  contact.role = role->empty() ? "billing" : *std::move(role);
  if (auto language = CheckLanguage(at + "language", from.language()); !language) {
    return Failure(language.error());
  }
  contact.language = from.language();
  return contact;
}

Result<void> CheckPlace(const feed::v1::DebtorChanged& debtor) {
  if (auto language = CheckLanguage("language", debtor.language()); !language) return language;
  if (auto country = CheckCountry("country", debtor.country()); !country) return country;
  if (!debtor.zone().empty()) {
    const auto zone = Zone::Find(debtor.zone());
    if (!zone && zone.error().code == ErrorCode::kInvalid) {
      return Invalid("is not a time zone such as Europe/Paris", "zone");
    }
    if (!zone) return Failure(zone.error());
  }
  if (!debtor.calendar().empty() && !CalendarByName(debtor.calendar())) {
    return Invalid("is not a known calendar", "calendar");
  }
  return {};
}

Result<std::vector<PlainContact>> ReadContacts(const feed::v1::DebtorChanged& debtor) {
  if (debtor.contacts_size() > kMostContacts) return Invalid("are too many", "contacts");
  std::vector<PlainContact> contacts;
  std::set<std::string> ids;
  for (int i = 0; i < debtor.contacts_size(); ++i) {
    const std::string at = "contacts[" + std::to_string(i) + "].";
    auto contact = ReadContact(at, debtor.contacts(i));
    if (!contact) return Failure(contact.error());
    if (!ids.insert(contact->id).second) return Invalid("is used twice", at + "id");
    if (contact->language.empty()) contact->language = debtor.language();
    contacts.push_back(*std::move(contact));
  }
  return contacts;
}

}  // namespace

Result<common::v1::Channel> ChannelOf(const std::string& field, std::string_view word) {
  for (const auto& [name, channel] : kChannels) {
    if (name == word) return channel;
  }
  return Invalid("is none of email, sms, letter, registered, eregistered", field);
}

template <class Archive>
void Describe(Archive& archive, PlainContact& v) {
  archive(v.id, v.channel, v.role, v.language, v.name, v.address);
}
template <class Archive>
void Describe(Archive& archive, PlainDebtor& v) {
  archive(v.name, v.kind, v.language, v.country, v.zone, v.calendar, v.payment_method, v.group,
          v.contacts);
}

Result<PlainDebtor> ReadDebtor(const feed::v1::DebtorChanged& debtor) {
  constexpr std::array<std::string_view, 3> kKinds = {"company", "public", "consumer"};
  PlainDebtor to;
  if (debtor.name().empty()) return Invalid("is missing", "name");
  if (auto name = CheckText("name", debtor.name()); !name) return Failure(name.error());
  to.name = debtor.name();
  to.kind = debtor.kind().empty() ? "company" : debtor.kind();
  if (std::ranges::find(kKinds, to.kind) == kKinds.end()) {
    return Invalid("is none of company, public, consumer", "kind");
  }
  if (auto place = CheckPlace(debtor); !place) return Failure(place.error());
  to.language = debtor.language();
  to.country = debtor.country();
  to.zone = debtor.zone();
  to.calendar = debtor.calendar();
  auto method = Word("payment_method", debtor.payment_method());
  if (!method) return Failure(method.error());
  to.payment_method = *std::move(method);
  auto group = Word("group", debtor.group());
  if (!group) return Failure(group.error());
  to.group = *std::move(group);
  auto contacts = ReadContacts(debtor);
  if (!contacts) return Failure(contacts.error());
  to.contacts = *std::move(contacts);
  return to;
}

std::string CanonicalText(const PlainDebtor& debtor) {
  return Encode(debtor);
}

Result<v1::MasterDataRecorded> SealDebtor(const PlainDebtor& debtor, const AccountId& account,
                                          PersonalSealer& sealer) {
  v1::MasterDataRecorded to;
  const auto seal = [&](const std::string& plain, common::v1::Sealed* sealed) -> Result<void> {
    if (plain.empty()) return {};
    const auto result = sealer.Seal(account, plain);
    if (!result) return Failure(result.error());
    Fill(*sealed, *result);
    return {};
  };
  if (auto s = seal(debtor.name, to.mutable_name()); !s) return Failure(s.error());
  to.set_debtor_kind(debtor.kind);
  to.set_language(debtor.language);
  to.set_country(debtor.country);
  to.set_zone(debtor.zone);
  to.set_calendar(debtor.calendar);
  to.set_payment_method(debtor.payment_method);
  to.set_group(debtor.group);
  for (const PlainContact& from : debtor.contacts) {
    auto& contact = *to.add_contacts();
    contact.set_id(from.id);
    contact.set_channel(from.channel);
    contact.set_role(from.role);
    contact.set_language(from.language);
    if (auto s = seal(from.name, contact.mutable_name()); !s) return Failure(s.error());
    if (auto s = seal(from.address, contact.mutable_address()); !s) return Failure(s.error());
    const auto tag = sealer.Fingerprint(account, "address " + from.address);
    if (!tag) return Failure(tag.error());
    contact.set_address_tag(ToBytes(*tag));
  }
  return to;
}

}  // namespace relance::ledger
