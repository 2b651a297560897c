#pragma once

#include <string>
#include <vector>

#include "libs/interest/claim.h"
#include "libs/interest/law_book.h"
#include "libs/money/amount.h"

/// The rates of 2009 to 2026 and the nine profiles, written down a second time for tests: those of
/// the pure layer read no file, and the files are compared with this.
namespace relance::interest::testing {

struct Span {
  std::string_view first;
  std::string_view last;
  std::string_view rate;
};

inline const std::vector<Span> kEcb = {
    {"2009-1", "2009-1", "2.50"}, {"2009-2", "2011-1", "1.00"}, {"2011-2", "2011-2", "1.25"},
    {"2012-1", "2012-2", "1.00"}, {"2013-1", "2013-1", "0.75"}, {"2013-2", "2013-2", "0.50"},
    {"2014-1", "2014-1", "0.25"}, {"2014-2", "2014-2", "0.15"}, {"2015-1", "2016-1", "0.05"},
    {"2016-2", "2022-2", "0.00"}, {"2023-1", "2023-1", "2.50"}, {"2023-2", "2023-2", "4.00"},
    {"2024-1", "2024-1", "4.50"}, {"2024-2", "2024-2", "4.25"}, {"2025-1", "2025-1", "3.15"},
    {"2025-2", "2025-2", "2.15"}, {"2026-1", "2026-1", "2.15"}, {"2026-2", "2026-2", "2.40"}};

inline const std::vector<Span> kDe = {
    {"2009-1", "2009-1", "1.62"},  {"2009-2", "2011-1", "0.12"},  {"2011-2", "2011-2", "0.37"},
    {"2012-1", "2012-2", "0.12"},  {"2013-1", "2013-1", "-0.13"}, {"2013-2", "2013-2", "-0.38"},
    {"2014-1", "2014-1", "-0.63"}, {"2014-2", "2014-2", "-0.73"}, {"2015-1", "2016-1", "-0.83"},
    {"2016-2", "2022-2", "-0.88"}, {"2023-1", "2023-1", "1.62"},  {"2023-2", "2023-2", "3.12"},
    {"2024-1", "2024-1", "3.62"},  {"2024-2", "2024-2", "3.37"},  {"2025-1", "2025-1", "2.27"},
    {"2025-2", "2025-2", "1.27"},  {"2026-1", "2026-1", "1.27"},  {"2026-2", "2026-2", "1.52"}};

inline const std::vector<Span> kBoe = {
    {"2009-2", "2016-2", "0.50"}, {"2017-1", "2017-2", "0.25"}, {"2018-1", "2018-2", "0.50"},
    {"2019-1", "2020-1", "0.75"}, {"2020-2", "2021-2", "0.10"}, {"2022-1", "2022-1", "0.25"},
    {"2022-2", "2022-2", "1.25"}, {"2023-1", "2023-1", "3.50"}, {"2023-2", "2023-2", "5.00"},
    {"2024-1", "2024-2", "5.25"}, {"2025-1", "2025-1", "4.75"}, {"2025-2", "2025-2", "4.25"},
    {"2026-1", "2026-2", "3.75"}};

inline const std::vector<Span> kFrLegal = {
    {"2015-1", "2015-1", "0.93"}, {"2015-2", "2015-2", "0.99"}, {"2016-1", "2016-1", "1.01"},
    {"2016-2", "2016-2", "0.93"}, {"2017-1", "2017-1", "0.90"}, {"2017-2", "2017-2", "0.90"},
    {"2018-1", "2018-1", "0.89"}, {"2018-2", "2018-2", "0.88"}, {"2019-1", "2019-1", "0.86"},
    {"2019-2", "2019-2", "0.87"}, {"2020-1", "2020-1", "0.87"}, {"2020-2", "2020-2", "0.84"},
    {"2021-1", "2021-1", "0.79"}, {"2021-2", "2021-2", "0.76"}, {"2022-1", "2022-1", "0.76"},
    {"2022-2", "2022-2", "0.77"}, {"2023-1", "2023-1", "2.06"}, {"2023-2", "2023-2", "4.22"},
    {"2024-1", "2024-1", "5.07"}, {"2024-2", "2024-2", "4.92"}, {"2025-1", "2025-1", "3.71"},
    {"2025-2", "2025-2", "2.76"}, {"2026-1", "2026-1", "2.62"}, {"2026-2", "2026-2", "2.75"}};

inline Rate R(std::string_view text) {
  return ParseRate(text).value();
}
inline Date D(std::string_view text) {
  return ParseDate(text).value();
}
inline HalfYear H(std::string_view text) {
  return ParseHalfYear(text).value();
}
/// "10000.00 EUR"
inline Money M(std::string_view text) {
  const size_t blank = text.find(' ');
  return ParseAmount(text.substr(0, blank), ParseCurrency(text.substr(blank + 1)).value()).value();
}

/// Values from `unconfirmed_from` on are to be confirmed.
inline RateSeries SeriesOf(const std::string& id, const std::string& title,
                           const std::vector<Span>& spans, std::string_view unconfirmed_from) {
  RateSeries series{.id = id, .title = title, .publisher = "publisher of " + id, .values = {}};
  for (const Span& span : spans) {
    for (HalfYear half = H(span.first); half <= H(span.last); half = half.Next()) {
      series.values[half] = {.rate = R(span.rate),
                             .source = id + " " + FormatHalfYear(half),
                             .published = std::nullopt,
                             .confirmed = half < H(unconfirmed_from)};
    }
  }
  return series;
}

inline LawProfile ProfileOf(const std::string& id, const std::string& series,
                            std::vector<Margin> margins, std::optional<LimitationRule> limitation) {
  LawProfile profile;
  profile.id = id;
  profile.title = "title of " + id;
  profile.basis = "basis of " + id;
  profile.series = series;
  profile.margins = std::move(margins);
  profile.indemnity = {{std::nullopt, M("0.00 EUR"), M("40.00 EUR")}};
  profile.indemnity_basis = "indemnity of " + id;
  profile.limitation = std::move(limitation);
  return profile;
}

inline LimitationRule Years(int years, bool to_year_end = false) {
  using enum LimitationEventKind;
  return {years, to_year_end, {kPayment, kAcknowledgement, kCourtFiling}};
}

inline LawBook Book() {
  LawBook book;
  book.version = "1-test";
  for (RateSeries series :
       {SeriesOf("ECB", "ECB main refinancing rate", kEcb, "9999-2"),
        SeriesOf("DE", "Basiszinssatz", kDe, "9999-2"),
        SeriesOf("BOE", "Bank of England Bank Rate", kBoe, "2024-2"),
        SeriesOf("FR-LEGAL", "French legal interest rate, professionals", kFrLegal, "2026-2")}) {
    const std::string id = series.id;
    book.series.emplace(id, std::move(series));
  }
  const auto add = [&book](LawProfile profile) -> LawProfile& {
    const std::string id = profile.id;
    return book.profiles.emplace(id, std::move(profile)).first->second;
  };
  const auto eight = std::vector<Margin>{{.percent = R("8")}};
  add(ProfileOf("fr-private", "ECB", {{.percent = R("10")}}, Years(5))).floor = {"FR-LEGAL", 3};
  LawProfile& fr_public = add(ProfileOf("fr-public", "ECB", eight, Years(4)));
  fr_public.mode = RateMode::kFrozenAtStart;
  fr_public.floor = {"FR-LEGAL", 3};
  add(ProfileOf("eu-default", "ECB", eight, std::nullopt));
  add(ProfileOf("es", "ECB", {{.percent = R("7")}, {D("2013-02-24"), R("8"), MarginBy::kDay}},
                Years(5)));
  add(ProfileOf("it", "ECB", eight, Years(10)));
  add(ProfileOf(
      "de-b2b", "DE",
      {{.percent = R("8"), .by = MarginBy::kClaim}, {D("2014-07-29"), R("9"), MarginBy::kClaim}},
      Years(3, true)));
  add(ProfileOf("de-consumer", "DE", {{.percent = R("5")}}, Years(3, true))).indemnity = {};
  LawProfile& uk = add(ProfileOf("uk", "BOE", eight, Years(6)));
  uk.mode = RateMode::kFrozenAtStart;
  uk.indemnity = {{std::nullopt, M("0.00 GBP"), M("40.00 GBP")},
                  {std::nullopt, M("1000.00 GBP"), M("70.00 GBP")},
                  {std::nullopt, M("10000.00 GBP"), M("100.00 GBP")}};
  add(ProfileOf("be", "ECB", eight, Years(10))).rounding_up_step = R("0.5");
  return book;
}

/// A claim without events.
inline ClaimInput Claim(const std::string& profile, std::string_view amount, std::string_view due,
                        std::string_view as_of) {
  return {
      .document = "F-1", .profile = profile, .amount = M(amount), .due = D(due), .as_of = D(as_of)};
}

inline Receipt Payment(std::string_view amount, std::string_view day) {
  return {ReceiptKind::kPayment, M(amount), D(day)};
}
inline Receipt CreditNote(std::string_view amount, std::string_view day) {
  return {ReceiptKind::kCreditNote, M(amount), D(day)};
}

/// "2026-05-02 2026-06-30 60 d 10000.00 at 12.15 % = 199.73", a line a segment.
inline std::vector<std::string> Lines(const DocumentClaim& claim) {
  std::vector<std::string> lines;
  for (const Segment& segment : claim.segments) {
    lines.push_back(FormatDate(segment.from) + " " + FormatDate(segment.to) + " " +
                    std::to_string(segment.days) + " d " + FormatAmount(segment.amount) + " at " +
                    FormatRate(segment.rate) + " % = " + FormatAmount(segment.interest));
  }
  return lines;
}

}  // namespace relance::interest::testing
