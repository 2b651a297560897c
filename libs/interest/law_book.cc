#include "libs/interest/law_book.h"

#include <fmt/format.h>

#include <algorithm>

#include "libs/money/quoted.h"

namespace relance::interest {
namespace {

template <class Map>
std::string KeysOf(const Map& map) {
  std::string keys;
  for (const auto& [key, value] : map) keys += (keys.empty() ? "" : ", ") + key;
  return keys;
}

Rate MarginOn(const LawProfile& profile, Date day, Date due) {
  Rate margin;
  for (const Margin& one : profile.margins) {
    if (!one.from || *one.from <= (one.by == MarginBy::kClaim ? due : day)) margin = one.percent;
  }
  return margin;
}

template <class T>
bool Allows(const std::vector<T>& list, const T& one) {
  return list.empty() || std::ranges::find(list, one) != list.end();
}

}  // namespace

Result<const LawProfile*> FindProfile(const LawBook& book, std::string_view id) {
  const auto found = book.profiles.find(id);
  if (found != book.profiles.end()) return &found->second;
  return Invalid(
      fmt::format("no law profile is called {}; known: {}", Quoted(id), KeysOf(book.profiles)),
      "profile");
}

Result<const PublishedRate*> FindRate(const LawBook& book, std::string_view series,
                                      const HalfYear& half_year) {
  const auto found = book.series.find(series);
  if (found == book.series.end()) {
    return Invalid(
        fmt::format("no rate series is called {}; known: {}", Quoted(series), KeysOf(book.series)),
        "series");
  }
  const auto value = found->second.values.find(half_year);
  if (value == found->second.values.end()) {
    return Invalid(fmt::format("series {} ({}) has no published rate for the half-year {}",
                               found->second.id, found->second.title, FormatHalfYear(half_year)),
                   "rates");
  }
  return &value->second;
}

Result<AppliedRate> RateOn(const LawBook& book, const LawProfile& profile, Date day, Date due) {
  AppliedRate applied;
  applied.half_year = HalfYearOf(day);
  const auto found = FindRate(book, profile.series, applied.half_year);
  if (!found) return Failure(found.error());
  const PublishedRate& published = **found;
  applied.base = published.rate;
  applied.margin = MarginOn(profile, day, due);
  applied.rate = applied.base + applied.margin;
  if (profile.rounding_up_step) applied.rate = applied.rate.RoundedUpTo(*profile.rounding_up_step);
  applied.series = profile.series;
  applied.source = published.source;
  applied.published = published.published;
  applied.confirmed = published.confirmed;
  return applied;
}

Result<std::optional<Rate>> FloorOn(const LawBook& book, const LawProfile& profile,
                                    const HalfYear& half_year) {
  if (!profile.floor) return std::optional<Rate>();
  const auto legal = FindRate(book, profile.floor->series, half_year);
  if (!legal) return Failure(legal.error());
  return std::optional<Rate>((*legal)->rate * profile.floor->times);
}

Result<std::string> ProfileOf(const LawBook& book, const Parties& parties) {
  if (!parties.entity_profile.empty()) {
    const auto profile = FindProfile(book, parties.entity_profile);
    if (!profile) return Failure(profile.error());
    return (*profile)->id;
  }
  const std::string& debtor_country =
      parties.debtor_country.empty() ? parties.entity_country : parties.debtor_country;
  for (const ProfileRule& rule : book.rules) {
    if (Allows(rule.entity_countries, parties.entity_country) &&
        Allows(rule.debtor_countries, debtor_country) && Allows(rule.kinds, parties.kind)) {
      return rule.profile;
    }
  }
  return Invalid(
      fmt::format("no law profile is known for a {} debtor in {} of a legal entity in {}",
                  Name(parties.kind), Quoted(debtor_country), Quoted(parties.entity_country)),
      "profile");
}

std::string_view Name(DebtorKind kind) {
  switch (kind) {
    case DebtorKind::kPrivate:
      return "private";
    case DebtorKind::kPublic:
      return "public";
    case DebtorKind::kConsumer:
      return "consumer";
  }
  return "";
}

std::string_view Name(RateMode mode) {
  switch (mode) {
    case RateMode::kFloating:
      return "FLOATING";
    case RateMode::kFrozenAtStart:
      return "FROZEN_AT_START";
  }
  return "";
}

std::string_view Name(DayCount day_count) {
  switch (day_count) {
    case DayCount::kAct365:
      return "ACT_365";
    case DayCount::kActAct:
      return "ACT_ACT";
  }
  return "";
}

std::string_view Name(LimitationEventKind kind) {
  switch (kind) {
    case LimitationEventKind::kPayment:
      return "payment";
    case LimitationEventKind::kAcknowledgement:
      return "acknowledgement";
    case LimitationEventKind::kCourtFiling:
      return "court-filing";
    case LimitationEventKind::kFormalNotice:
      return "formal-notice";
  }
  return "";
}

}  // namespace relance::interest
