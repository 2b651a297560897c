#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/interest/half_year.h"
#include "libs/interest/rate.h"
#include "libs/money/money.h"

/// The law of late payment as values: rates that were published, and what each law makes of them.
/// It comes from files (libs/law_files) and is never changed once read.
namespace relance::interest {

/// A rate as it was published for one half-year.
struct PublishedRate {
  Rate rate;
  std::string source;             ///< The publication: decision, decree, announcement.
  std::optional<Date> published;  ///< Its date; nullopt where it is not established.
  bool confirmed = true;          ///< false: still to be compared with the publication.
};

struct RateSeries {
  std::string id;     ///< "ECB"
  std::string title;  ///< "ECB main refinancing rate"
  std::string publisher;
  std::map<HalfYear, PublishedRate> values;  ///< Half-years without a gap.
};

enum class MarginBy {
  kDay,    ///< Holds for days from `from` on, whenever the claim was due: splits the segment.
  kClaim,  ///< Holds for all days of claims that were due on `from` or later.
};

struct Margin {
  std::optional<Date> from{};  ///< nullopt: since ever.
  Rate percent;
  MarginBy by = MarginBy::kDay;
};

enum class RateMode {
  kFloating,       ///< Each half-year of the delay at its own rate.
  kFrozenAtStart,  ///< All days at the rate of the half-year in which interest began.
};

enum class DayCount {
  kAct365,  ///< Days / 365.
  kActAct,  ///< Days / 365 or 366, split at year ends.
};

enum class Capitalise { kNone, kYearly };

/// A fixed sum for recovery costs: `amount` for debts of at least `from_amount`, due on `from_date`
/// or later.
struct IndemnityStep {
  std::optional<Date> from_date;
  Money from_amount;
  Money amount;
};

/// What a contractual rate may not be below: `times` the rate of a series, half-year by half-year.
struct RateFloor {
  std::string series;
  int64_t times = 0;
};

/// What can begin the time of limitation anew.
enum class LimitationEventKind { kPayment, kAcknowledgement, kCourtFiling, kFormalNotice };

struct LimitationRule {
  int years = 0;
  bool to_year_end = false;                       ///< Counted from the end of the due date's year.
  std::vector<LimitationEventKind> restarted_by;  ///< The others change nothing.
};

struct LawProfile {
  std::string id;  ///< "fr-private"
  std::string title;
  std::string basis;  ///< The provisions on interest: "C. com. L441-10, D441-5".
  std::string series;
  std::vector<Margin> margins;  ///< By `from`, the first without one; the last that holds counts.
  RateMode mode = RateMode::kFloating;
  std::optional<Rate> rounding_up_step;
  DayCount day_count = DayCount::kAct365;
  std::vector<IndemnityStep> indemnity;  ///< Empty: none.
  std::string indemnity_basis;
  std::optional<RateFloor> floor;
  std::optional<LimitationRule> limitation;  ///< nullopt: left to the national law.
  Capitalise capitalise = Capitalise::kNone;
};

enum class DebtorKind { kPrivate, kPublic, kConsumer };

/// One line of the rule that finds the profile of a debtor. An empty list means any.
struct ProfileRule {
  std::vector<std::string> entity_countries;  ///< ISO 3166-1 alpha-2.
  std::vector<std::string> debtor_countries;
  std::vector<DebtorKind> kinds;
  std::string profile;
};

struct LawBook {
  std::string version;  ///< "3-9f86d081884c": the number given to the files, and their digest.
  std::map<std::string, RateSeries, std::less<>> series;
  std::map<std::string, LawProfile, std::less<>> profiles;
  std::vector<ProfileRule> rules;  ///< The first that fits counts.
};

/// The rate of one day under a profile, and where it comes from.
struct AppliedRate {
  Rate rate;  ///< base + margin, rounded up where the law says so.
  Rate base;  ///< As published.
  Rate margin;
  std::string series;
  HalfYear half_year;
  std::string source;
  std::optional<Date> published;
  bool confirmed = true;
};

/// kInvalid (field `profile`) naming the known ones.
Result<const LawProfile*> FindProfile(const LawBook& book, std::string_view id);

/// The rate published for a half-year. kInvalid names the series and the half-year it lacks.
Result<const PublishedRate*> FindRate(const LawBook& book, std::string_view series,
                                      const HalfYear& half_year);

/// The statutory rate on `day` of a claim that was due on `due`. The mode of the profile is not
/// looked at: for kFrozenAtStart ask for the first day of the delay. Errors of FindRate.
Result<AppliedRate> RateOn(const LawBook& book, const LawProfile& profile, Date day, Date due);

/// The floor of a contractual rate in a half-year; nullopt when the law knows none. Errors of
/// FindRate.
Result<std::optional<Rate>> FloorOn(const LawBook& book, const LawProfile& profile,
                                    const HalfYear& half_year);

/// Who sells, and to whom.
struct Parties {
  std::string entity_country;
  std::string entity_profile;  ///< Set by the legal entity for all its claims; empty: the rules.
  std::string debtor_country;  ///< Empty: that of the entity.
  DebtorKind kind = DebtorKind::kPrivate;
};

/// The profile of a claim. kInvalid (field `profile`) when no rule fits, or the entity names one
/// that is unknown.
Result<std::string> ProfileOf(const LawBook& book, const Parties& parties);

/// What makes a book unusable, each with the field at fault: unknown series, half-years missing in
/// between, margins out of order, a rate below zero, capitalisation (its terms are not defined).
std::vector<Error> CheckLawBook(const LawBook& book);

/// "private", "public", "consumer"
std::string_view Name(DebtorKind kind);
/// "FLOATING", "FROZEN_AT_START"
std::string_view Name(RateMode mode);
/// "ACT_365", "ACT_ACT"
std::string_view Name(DayCount day_count);
/// "payment", "acknowledgement", "court-filing", "formal-notice"
std::string_view Name(LimitationEventKind kind);

}  // namespace relance::interest
