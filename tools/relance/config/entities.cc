#include "tools/relance/config/entities.h"

#include <algorithm>

#include "libs/base/account_id.h"
#include "libs/base/instant.h"
#include "libs/calendar/calendar.h"
#include "libs/calendar/zone.h"
#include "libs/interest/claim.h"
#include "libs/money/amount.h"
#include "libs/settings/layers.h"
#include "services/scenario/domain/words.h"
#include "tools/relance/config/checks.h"

namespace relance::cli {
namespace {

constexpr int kMostMinutes = 525'600;
constexpr int kMostDays = 365;
constexpr int kMostMessages = 100;

std::string Meant(const std::string& word, const std::vector<std::string>& known) {
  const std::string nearest = Nearest(word, known);
  return nearest.empty() ? "" : "; did you mean '" + nearest + "'?";
}

void ReadBankAccount(YamlFile& file, const YAML::Node& node, const std::string& path,
                     config::v1::BankAccount& account) {
  YamlFields fields(file, node, path);
  account.set_holder(fields.Required("holder"));
  account.set_iban(fields.Text("iban"));
  account.set_bic(fields.Text("bic"));
  account.set_bank(fields.Text("bank"));
  account.set_domestic(fields.Text("domestic"));
  const std::string since = fields.Text("unchanged_since");
  if (!account.iban().empty() && !IsIban(account.iban())) {
    fields.Say("iban", "the check digits are wrong, or it is no IBAN");
  }
  if (!account.bic().empty() && !IsBic(account.bic())) {
    fields.Say("bic", "'" + account.bic() + "' is not a BIC of 8 or 11 characters");
  }
  if (fields.IsMap() && account.iban().empty() && account.domestic().empty()) {
    fields.Say("iban", "is missing; without an IBAN give `domestic`");
  }
  if (!since.empty()) {
    const auto date = ParseDate(since);
    if (!date) {
      fields.Say("unchanged_since", date.error().message);
    } else {
      const std::chrono::year_month_day day(*date);
      account.mutable_unchanged_since()->set_year(static_cast<int>(day.year()));
      account.mutable_unchanged_since()->set_month(
          static_cast<int>(static_cast<unsigned>(day.month())));
      account.mutable_unchanged_since()->set_day(
          static_cast<int>(static_cast<unsigned>(day.day())));
    }
  }
  fields.Finish();
}

void ReadSender(YamlFile& file, const YAML::Node& node, const std::string& path,
                config::v1::Sender& sender) {
  YamlFields fields(file, node, path);
  sender.set_collector(fields.Required("collector"));
  sender.set_email(fields.Required("email"));
  sender.set_phone(fields.Text("phone"));
  sender.set_hours(fields.Text("hours"));
  if (!sender.email().empty() && !IsEmail(sender.email())) {
    fields.Say("email", "'" + sender.email() + "' is not one plain e-mail address");
  }
  fields.Finish();
}

/// Which scenario a debtor of each profile follows; the others follow that of the legal entity.
void ReadProfiles(YamlFile& file, const YAML::Node& node, const std::string& path,
                  const std::vector<std::string>& scenarios, config::v1::LegalEntity& entity) {
  YamlFields fields(file, node, path);
  for (const auto profile : scenario::kPayerProfiles) {
    const std::string word(Word(profile));
    const std::string name = fields.Text(word);
    if (name.empty()) continue;
    if (std::ranges::find(scenarios, name) == scenarios.end()) {
      fields.Say(word,
                 "no file under scenarios/ has the name '" + name + "'" + Meant(name, scenarios));
    }
    auto* own = entity.add_profiles();
    own->set_profile(word);
    own->set_scenario(name);
  }
  fields.Finish();
}

/// `message_costs: {currency: EUR, registered: "6.20", limit: "15.00"}`
void ReadMessageCosts(YamlFile& file, const YAML::Node& node, const std::string& path,
                      config::v1::MessageCosts& costs) {
  YamlFields fields(file, node, path);
  costs.set_currency(fields.Required("currency"));
  const auto currency = ParseCurrency(costs.currency());
  if (!currency && !costs.currency().empty()) fields.Say("currency", currency.error().message);
  const auto read = [&](const std::string& key) -> std::optional<int64_t> {
    const std::string text = fields.Text(key);
    if (text.empty() || !currency) return std::nullopt;
    const auto amount = ParseAmountLenient(text, *currency);
    if (amount) return amount->minor;
    fields.Say(key, amount.error().message);
    return std::nullopt;
  };
  for (const auto channel : scenario::kChannels) {
    const auto cost = read(std::string(Word(channel)));
    if (!cost) continue;
    auto* added = costs.add_channels();
    added->set_channel(std::string(Word(channel)));
    added->set_minor_units(*cost);
  }
  if (const auto limit = read("limit")) {
    costs.mutable_limit()->set_currency(costs.currency());
    costs.mutable_limit()->set_minor_units(*limit);
  }
  fields.Finish();
}

void CheckEntity(YamlFields& fields, const config::v1::LegalEntity& entity,
                 const std::vector<std::string>& scenarios) {
  if (!entity.code().empty() && !MakeAccountId(entity.code(), "1")) {
    fields.Say("code",
               "'" + entity.code() + "' is not a code of A-Z, 0-9, '-' and '_', at most 16");
  }
  if (!entity.zone().empty() && !Zone::Find(entity.zone())) {
    fields.Say("zone", "no time zone is called '" + entity.zone() + "'");
  }
  if (!entity.calendar().empty() && !CalendarByName(entity.calendar())) {
    fields.Say("calendar", "no calendar is called '" + entity.calendar() + "'" +
                               Meant(entity.calendar(), CalendarNames()));
  }
  if (!entity.language().empty() && !IsLanguage(entity.language())) {
    fields.Say("language", "'" + entity.language() + "' is not a language such as fr or en-GB");
  }
  if (!entity.scenario().empty() &&
      std::ranges::find(scenarios, entity.scenario()) == scenarios.end()) {
    fields.Say("scenario", "no file under scenarios/ has the name '" + entity.scenario() + "'" +
                               Meant(entity.scenario(), scenarios));
  }
}

/// What late payment costs. The law profile is looked up by the ledger, which holds the law book.
void CheckLatePayment(YamlFields& fields, const config::v1::LegalEntity& entity) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  const std::string& country = entity.country();
  if (!country.empty() && (country.size() != 2 || !std::ranges::all_of(country, is_capital))) {
    fields.Say("country", "'" + country + "' is not a country of two letters such as FR");
  }
  if (!entity.late_interest_rate().empty()) {
    const auto rate = interest::ParseRate(entity.late_interest_rate());
    if (!rate) fields.Say("late_interest_rate", rate.error().message);
    if (rate && rate->IsNegative()) fields.Say("late_interest_rate", "is negative");
  }
  const std::vector<std::string> allocations = {
      std::string(Name(interest::Allocation::kPrincipalFirst)),
      std::string(Name(interest::Allocation::kInterestFirst))};
  const std::string& allocation = entity.interest_allocation();
  if (!allocation.empty() && std::ranges::find(allocations, allocation) == allocations.end()) {
    fields.Say("interest_allocation",
               "'" + allocation + "' is neither " + allocations[0] + " nor " + allocations[1]);
  }
}

}  // namespace

config::v1::LegalEntity ReadEntity(YamlFile& file, const YAML::Node& node, const std::string& path,
                                   const std::vector<std::string>& scenarios) {
  config::v1::LegalEntity entity;
  YamlFields fields(file, node, path);
  entity.set_code(fields.Required("code"));
  entity.set_name(fields.Required("name"));
  for (auto& line : fields.Texts("address")) entity.add_address(std::move(line));
  entity.set_register_(fields.Text("register"));
  entity.set_zone(fields.Required("zone"));
  entity.set_calendar(fields.Required("calendar"));
  entity.set_language(fields.Required("language"));
  entity.set_scenario(fields.Required("scenario"));
  entity.set_law_text_fr(fields.Text("law_text_fr"));
  entity.set_law_text_en(fields.Text("law_text_en"));
  entity.set_legal_notice(fields.Text("legal_notice"));
  entity.set_feed_max_silence_minutes(fields.Int("feed_max_silence_minutes", 0, kMostMinutes));
  entity.set_debtor_messages_per_day(fields.Int("debtor_messages_per_day", 0, kMostMessages));
  entity.set_min_gap_days(fields.Int("min_gap_days", 0, kMostDays));
  entity.set_promise_max_days(fields.Int("promise_max_days", 0, kMostDays));
  entity.set_country(fields.Text("country"));
  entity.set_law_profile(fields.Text("law_profile"));
  entity.set_late_interest_rate(fields.Text("late_interest_rate"));
  entity.set_interest_allocation(fields.Text("interest_allocation"));
  const std::string shown = fields.Text("show_late_payment_cost");
  entity.set_show_late_payment_cost(shown == "true");
  if (!shown.empty() && shown != "true" && shown != "false") {
    fields.Say("show_late_payment_cost", "is true or false");
  }
  if (const auto bank = fields.Child("bank_account"); bank.IsDefined()) {
    ReadBankAccount(file, bank, fields.PathOf("bank_account"), *entity.mutable_bank_account());
  }
  if (const auto sender = fields.Child("sender"); sender.IsDefined()) {
    ReadSender(file, sender, fields.PathOf("sender"), *entity.mutable_sender());
  } else if (fields.IsMap()) {
    fields.Say("sender", "is missing: debtors must know whom to answer");
  }
  if (const auto profiles = fields.Child("profiles"); profiles.IsDefined()) {
    ReadProfiles(file, profiles, fields.PathOf("profiles"), scenarios, entity);
  }
  if (const auto costs = fields.Child("message_costs"); costs.IsDefined()) {
    ReadMessageCosts(file, costs, fields.PathOf("message_costs"), *entity.mutable_message_costs());
  }
  if (entity.register_().empty()) entity.set_register_(entity.code());
  CheckEntity(fields, entity, scenarios);
  CheckLatePayment(fields, entity);
  fields.Finish();
  return entity;
}

}  // namespace relance::cli
