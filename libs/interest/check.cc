#include <fmt/format.h>

#include <algorithm>

#include "libs/interest/law_book.h"
#include "libs/money/amount.h"

namespace relance::interest {
namespace {

class BookCheck {
 public:
  explicit BookCheck(const LawBook& book) : book_(book) {}

  std::vector<Error> Run() {
    for (const auto& [id, series] : book_.series) CheckSeries(series);
    for (const auto& [id, profile] : book_.profiles) CheckProfile(profile);
    for (size_t i = 0; i < book_.rules.size(); ++i) {
      if (!book_.profiles.contains(book_.rules[i].profile)) {
        Say(fmt::format("rules[{}].profile", i),
            "no law profile is called '" + book_.rules[i].profile + "'");
      }
    }
    return std::move(errors_);
  }

 private:
  void Say(std::string field, std::string why) {
    errors_.push_back({ErrorCode::kInvalid, std::move(why), std::move(field)});
  }

  void CheckSeries(const RateSeries& series) {
    const std::string field = "series." + series.id + ".values";
    if (series.values.empty()) return Say(field, "holds no rate");
    HalfYear expected = series.values.begin()->first;
    for (const auto& [half_year, value] : series.values) {
      if (half_year != expected) {
        Say(field, fmt::format("{} is missing before {}", FormatHalfYear(expected),
                               FormatHalfYear(half_year)));
      }
      expected = half_year.Next();
      if (!IsInRange(value.rate)) Say(field, FormatHalfYear(half_year) + " is out of range");
      if (value.source.empty()) Say(field, FormatHalfYear(half_year) + " names no source");
    }
  }

  void CheckProfile(const LawProfile& profile) {
    const std::string field = "profiles." + profile.id;
    if (!book_.series.contains(profile.series)) {
      Say(field + ".series", "no rate series is called '" + profile.series + "'");
    }
    CheckMargins(profile, field + ".margins");
    CheckIndemnity(profile, field + ".indemnity");
    if (profile.floor) {
      if (!book_.series.contains(profile.floor->series)) {
        Say(field + ".floor", "no rate series is called '" + profile.floor->series + "'");
      }
      if (profile.floor->times < 1 || profile.floor->times > kMostTimes) {
        Say(field + ".floor", fmt::format("times is 1 to {}", kMostTimes));
      }
    }
    if (profile.rounding_up_step &&
        (!profile.rounding_up_step->IsPositive() || !IsInRange(*profile.rounding_up_step))) {
      Say(field + ".rounding_up_step", "is more than 0 and at most 1000");
    }
    const auto& limitation = profile.limitation;
    if (limitation && (limitation->years < 1 || limitation->years > kMostYears)) {
      Say(field + ".limitation", fmt::format("years is 1 to {}", kMostYears));
    }
    if (profile.capitalise != Capitalise::kNone) {
      Say(field + ".capitalise",
          "interest on interest is not computed: the law says neither from which day nor on what "
          "demand; write NONE");
    }
  }

  void CheckMargins(const LawProfile& profile, const std::string& field) {
    const auto& margins = profile.margins;
    if (margins.empty()) return Say(field, "holds no margin");
    for (size_t i = 0; i < margins.size(); ++i) {
      const bool in_order =
          i == 0 ? !margins[0].from
                 : margins[i].from && (i == 1 || *margins[i - 1].from < *margins[i].from);
      if (!in_order) Say(field, "stand in order of `from`, the first one without");
      if (!IsInRange(margins[i].percent)) Say(field, "a margin is at most 1000");
    }
    const auto series = book_.series.find(profile.series);
    if (series == book_.series.end()) return;
    for (const auto& [half_year, value] : series->second.values) {
      for (const Margin& margin : margins) {
        if (!(value.rate + margin.percent).IsNegative()) continue;
        Say(field, fmt::format("{} + {} is less than zero in {}", FormatRate(value.rate),
                               FormatRate(margin.percent), FormatHalfYear(half_year)));
      }
    }
  }

  void CheckIndemnity(const LawProfile& profile, const std::string& field) {
    for (const IndemnityStep& step : profile.indemnity) {
      if (step.amount.currency != profile.indemnity.front().amount.currency ||
          step.from_amount.currency != step.amount.currency) {
        Say(field, "is a scale in one currency");
      }
      if (step.from_amount.IsNegative() || !step.amount.IsPositive()) {
        Say(field, ToString(step.amount) + " from " + ToString(step.from_amount) +
                       ": amounts are positive");
      }
    }
    if (!profile.indemnity.empty() && profile.indemnity_basis.empty()) {
      Say("profiles." + profile.id + ".indemnity_basis", "is missing");
    }
  }

  static constexpr int64_t kMostTimes = 100;
  static constexpr int kMostYears = 100;

  const LawBook& book_;
  std::vector<Error> errors_;
};

}  // namespace

std::vector<Error> CheckLawBook(const LawBook& book) {
  return BookCheck(book).Run();
}

}  // namespace relance::interest
