#include "libs/law_files/fields.h"
#include "libs/money/amount.h"
#include "libs/money/quoted.h"

namespace relance::interest {
namespace {

constexpr int kMostYears = 100;
constexpr int kMostTimes = 100;
constexpr int kMostVersions = 1'000'000;

template <class T>
using Words = std::vector<std::pair<std::string, T>>;

/// The words by which the values call themselves.
template <class T>
Words<T> NamesOf(const std::vector<T>& values) {
  Words<T> words;
  for (const T value : values) words.emplace_back(Name(value), value);
  return words;
}

const Words<MarginBy> kMarginBy = {{"DAY", MarginBy::kDay}, {"CLAIM", MarginBy::kClaim}};
const auto kModes = NamesOf<RateMode>({RateMode::kFloating, RateMode::kFrozenAtStart});
const auto kDayCounts = NamesOf<DayCount>({DayCount::kAct365, DayCount::kActAct});
const Words<Capitalise> kCapitalise = {{"NONE", Capitalise::kNone},
                                       {"YEARLY", Capitalise::kYearly}};
const Words<bool> kCountedFrom = {{"DUE_DATE", false}, {"YEAR_END", true}};
const auto kEvents = NamesOf<LimitationEventKind>(
    {LimitationEventKind::kPayment, LimitationEventKind::kAcknowledgement,
     LimitationEventKind::kCourtFiling, LimitationEventKind::kFormalNotice});
const auto kKinds =
    NamesOf<DebtorKind>({DebtorKind::kPrivate, DebtorKind::kPublic, DebtorKind::kConsumer});

/// "40.00 EUR"
Result<Money> ParseMoney(std::string_view text) {
  const size_t blank = text.find(' ');
  if (blank == std::string_view::npos) {
    return Invalid(Quoted(text) + " is not an amount like 40.00 EUR");
  }
  const auto currency = ParseCurrency(text.substr(blank + 1));
  if (!currency) return Failure(currency.error());
  return ParseAmount(text.substr(0, blank), *currency);
}

std::optional<Date> ReadFrom(Fields& fields, const std::string& key) {
  if (!fields.Has(key)) return std::nullopt;
  return fields.Parsed(key, ParseDate);
}

std::string Item(const std::string& path, size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

void ReadMargins(LawFile& file, Fields& fields, LawProfile& profile) {
  for (const YAML::Node& node : fields.List("margins")) {
    Fields item(file, node, Item(fields.PathOf("margins"), profile.margins.size()));
    Margin margin;
    margin.from = ReadFrom(item, "from");
    item.Optional("from");
    margin.percent = item.Parsed("percent", ParseRate);
    margin.by = item.OneOf("by", kMarginBy);
    item.Finish();
    profile.margins.push_back(margin);
  }
}

void ReadIndemnity(LawFile& file, Fields& fields, LawProfile& profile) {
  for (const YAML::Node& node : fields.List("indemnity")) {
    Fields item(file, node, Item(fields.PathOf("indemnity"), profile.indemnity.size()));
    IndemnityStep step;
    step.from_date = ReadFrom(item, "from_date");
    item.Optional("from_date");
    step.from_amount = item.Parsed("from_amount", ParseMoney);
    step.amount = item.Parsed("amount", ParseMoney);
    item.Finish();
    profile.indemnity.push_back(step);
  }
  profile.indemnity_basis = fields.OptionalText("indemnity_basis");
}

void ReadFloor(LawFile& file, Fields& fields, LawProfile& profile) {
  const YAML::Node node = fields.Optional("floor");
  if (!node.IsDefined()) return;
  Fields floor(file, node, fields.PathOf("floor"));
  profile.floor = RateFloor{floor.Text("series"), floor.Int("times", 1, kMostTimes)};
  floor.Finish();
}

void ReadLimitation(LawFile& file, Fields& fields, LawProfile& profile) {
  const YAML::Node node = fields.Optional("limitation");
  if (!node.IsDefined()) return;
  Fields limitation(file, node, fields.PathOf("limitation"));
  LimitationRule& rule = profile.limitation.emplace();
  rule.years = limitation.Int("years", 1, kMostYears);
  rule.to_year_end = limitation.OneOf("counted_from", kCountedFrom);
  rule.restarted_by = limitation.ManyOf("restarted_by", kEvents);
  limitation.Finish();
}

LawProfile ReadProfile(LawFile& file, const YAML::Node& node, const std::string& path) {
  Fields fields(file, node, path);
  LawProfile profile;
  profile.id = fields.Text("id");
  profile.title = fields.Text("title");
  profile.basis = fields.Text("basis");
  profile.series = fields.Text("series");
  ReadMargins(file, fields, profile);
  profile.mode = fields.OneOf("rate_mode", kModes);
  if (fields.Has("rounding_up_step")) {
    profile.rounding_up_step = fields.Parsed("rounding_up_step", ParseRate);
  }
  fields.Optional("rounding_up_step");
  profile.day_count = fields.OneOf("day_count", kDayCounts);
  ReadIndemnity(file, fields, profile);
  ReadFloor(file, fields, profile);
  ReadLimitation(file, fields, profile);
  profile.capitalise = fields.OneOf("capitalise", kCapitalise);
  fields.Finish();
  return profile;
}

ProfileRule ReadRule(LawFile& file, const YAML::Node& node, const std::string& path) {
  Fields fields(file, node, path);
  ProfileRule rule;
  if (fields.Has("entity")) rule.entity_countries = fields.Texts("entity");
  if (fields.Has("debtor")) rule.debtor_countries = fields.Texts("debtor");
  if (fields.Has("kind")) rule.kinds = fields.ManyOf("kind", kKinds);
  rule.profile = fields.Text("profile");
  for (const char* key : {"entity", "debtor", "kind"}) fields.Optional(key);
  fields.Finish();
  return rule;
}

}  // namespace

void ReadProfiles(LawFile& file, const YAML::Node& root, LawBook& book) {
  Fields fields(file, root, "");
  book.version = std::to_string(fields.Int("version", 1, kMostVersions));
  size_t index = 0;
  for (const YAML::Node& node : fields.List("profiles")) {
    const std::string path = Item("profiles", index++);
    LawProfile profile = ReadProfile(file, node, path);
    const std::string id = profile.id;
    if (!book.profiles.emplace(id, std::move(profile)).second) {
      file.Say(node, path + ".id", Quoted(id) + " is the id of another profile too");
    }
  }
  for (const YAML::Node& node : fields.List("rules")) {
    book.rules.push_back(ReadRule(file, node, Item("rules", book.rules.size())));
  }
  fields.Finish();
}

}  // namespace relance::interest
