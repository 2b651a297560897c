#include "libs/calendar/holidays.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>

namespace relance {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::last;
using std::chrono::month;
using std::chrono::weekday;
using std::chrono::year;

enum class Kind : uint8_t {
  kFixed,                    ///< month, number: day of the month.
  kEaster,                   ///< number: days after Easter Sunday.
  kNth,                      ///< month, on, number: 1 = the first such weekday.
  kLast,                     ///< month, on.
  kBefore,                   ///< month, on, number: the last such weekday before that day.
  kOrNextMonday,             ///< As kFixed; on a weekend the following Monday is closed too.
  kOrTwoDaysLater,           ///< As kFixed; on a weekend the day two days later is closed too.
  kSaturdayInsteadOfSunday,  ///< As kFixed, one day earlier when that is a Sunday.
};

constexpr int kNeverEnds = std::numeric_limits<int16_t>::max();

/// One holiday, in the years from `from` up to and including `until`.
struct Rule {
  Kind kind;
  unsigned month;
  int number;
  weekday on;
  int from;
  int until;
};

constexpr Rule Fixed(unsigned m, int d, int from = 0, int until = kNeverEnds) {
  return {Kind::kFixed, m, d, {}, from, until};
}
constexpr Rule Once(int y, unsigned m, int d) {
  return Fixed(m, d, y, y);
}
constexpr Rule Easter(int after) {
  return {Kind::kEaster, 0, after, {}, 0, kNeverEnds};
}
constexpr Rule Nth(int n, weekday on, unsigned m, int from = 0, int until = kNeverEnds) {
  return {Kind::kNth, m, n, on, from, until};
}
constexpr Rule Last(weekday on, unsigned m, int from = 0, int until = kNeverEnds) {
  return {Kind::kLast, m, 0, on, from, until};
}
constexpr Rule Before(weekday on, unsigned m, int d) {
  return {Kind::kBefore, m, d, on, 0, kNeverEnds};
}
constexpr Rule Observed(Kind kind, unsigned m, int d, int from = 0) {
  return {kind, m, d, {}, from, kNeverEnds};
}

constexpr int kGoodFriday = -2;
constexpr int kEasterMonday = 1;
constexpr int kAscension = 39;
constexpr int kWhitMonday = 50;
constexpr int kCorpusChristi = 60;

using std::chrono::Monday;
using std::chrono::Wednesday;

// Code du travail, L3133-1.
constexpr std::array kFrance{Fixed(1, 1),       Easter(kEasterMonday), Fixed(5, 1),
                             Fixed(5, 8, 1982), Easter(kAscension),    Easter(kWhitMonday),
                             Fixed(7, 14),      Fixed(8, 15),          Fixed(11, 1),
                             Fixed(11, 11),     Fixed(12, 25)};
// Code du travail, L3134-13, taken for the whole of the three departements.
constexpr std::array kAlsaceMoselle{Easter(kGoodFriday), Fixed(12, 26)};

// Holidays of all Laender; 2017: 500 years of the Reformation.
constexpr std::array kGermany{Fixed(1, 1),        Easter(kGoodFriday), Easter(kEasterMonday),
                              Fixed(5, 1),        Easter(kAscension),  Easter(kWhitMonday),
                              Fixed(10, 3, 1990), Once(2017, 10, 31),  Fixed(12, 25),
                              Fixed(12, 26)};
constexpr std::array kBadenWuerttemberg{Fixed(1, 6), Easter(kCorpusChristi), Fixed(11, 1)};
// 15 August depends on the municipality: a legal entity adds it where it applies.
constexpr std::array kBayern{Fixed(1, 6), Easter(kCorpusChristi), Fixed(11, 1)};
constexpr std::array kBerlin{Fixed(3, 8, 2019), Once(2020, 5, 8), Once(2025, 5, 8),
                             Once(2028, 6, 17)};
constexpr std::array kBrandenburg{Easter(0), Easter(49), Fixed(10, 31, 1991)};
constexpr std::array kNorthern{Fixed(10, 31, 2018)};  // Bremen, Hamburg, Niedersachsen, SH.
constexpr std::array kHessen{Easter(kCorpusChristi)};
constexpr std::array kMecklenburgVorpommern{Fixed(3, 8, 2023), Fixed(10, 31, 1991)};
constexpr std::array kRhineland{Easter(kCorpusChristi), Fixed(11, 1)};  // NRW and RLP.
constexpr std::array kSaarland{Easter(kCorpusChristi), Fixed(8, 15), Fixed(11, 1)};
constexpr std::array kSachsen{Fixed(10, 31, 1991), Before(Wednesday, 11, 23)};
constexpr std::array kSachsenAnhalt{Fixed(1, 6), Fixed(10, 31, 1991)};
constexpr std::array kThueringen{Fixed(9, 20, 2019), Fixed(10, 31, 1991)};

// Banking and Financial Dealings Act 1971 and the proclamations under it.
constexpr std::array kEnglandAndWales{Observed(Kind::kOrNextMonday, 1, 1, 1974),
                                      Easter(kGoodFriday),
                                      Easter(kEasterMonday),
                                      Nth(1, Monday, 5, 1978, 1994),
                                      Once(1995, 5, 8),
                                      Nth(1, Monday, 5, 1996, 2019),
                                      Once(2020, 5, 8),
                                      Nth(1, Monday, 5, 2021),
                                      Last(Monday, 5, 1971, 2001),
                                      Once(2002, 6, 4),
                                      Last(Monday, 5, 2003, 2011),
                                      Once(2012, 6, 4),
                                      Last(Monday, 5, 2013, 2021),
                                      Once(2022, 6, 2),
                                      Last(Monday, 5, 2023),
                                      Last(Monday, 8, 1971),
                                      Observed(Kind::kOrTwoDaysLater, 12, 25),
                                      Observed(Kind::kOrTwoDaysLater, 12, 26),
                                      Once(1999, 12, 31),
                                      Once(2002, 6, 3),
                                      Once(2011, 4, 29),
                                      Once(2012, 6, 5),
                                      Once(2022, 6, 3),
                                      Once(2022, 9, 19),
                                      Once(2023, 5, 8)};

// The ECB's long-term calendar, in force since 2002.
constexpr std::array kTarget{Fixed(1, 1), Easter(kGoodFriday), Easter(kEasterMonday),
                             Fixed(5, 1), Fixed(12, 25),       Fixed(12, 26)};

// Law of 4 January 1974.
constexpr std::array kBelgium{
    Fixed(1, 1),  Easter(kEasterMonday), Fixed(5, 1),  Easter(kAscension), Easter(kWhitMonday),
    Fixed(7, 21), Fixed(8, 15),          Fixed(11, 1), Fixed(11, 11),      Fixed(12, 25)};
// Code du travail, L.232-2; Europe Day since 2019.
constexpr std::array kLuxembourg{Fixed(1, 1),       Easter(kEasterMonday), Fixed(5, 1),
                                 Fixed(5, 9, 2019), Easter(kAscension),    Easter(kWhitMonday),
                                 Fixed(6, 23),      Fixed(8, 15),          Fixed(11, 1),
                                 Fixed(12, 25),     Fixed(12, 26)};
// Algemene termijnenwet, article 3(1).
constexpr std::array kNetherlands{
    Fixed(1, 1),   Easter(kEasterMonday), Observed(Kind::kSaturdayInsteadOfSunday, 4, 27, 2014),
    Fixed(5, 5),   Easter(kAscension),    Easter(kWhitMonday),
    Fixed(12, 25), Fixed(12, 26)};
// Law 260 of 1949; St Francis since 2026 (law 151 of 2025).
constexpr std::array kItaly{Fixed(1, 1),  Fixed(1, 6),        Easter(kEasterMonday),
                            Fixed(4, 25), Fixed(5, 1),        Fixed(6, 2, 2001),
                            Fixed(8, 15), Fixed(10, 4, 2026), Fixed(11, 1),
                            Fixed(12, 8), Fixed(12, 25),      Fixed(12, 26)};
// Days common to all communities (Real Decreto 2001/1983, article 45).
constexpr std::array kSpain{Fixed(1, 1),  Fixed(1, 6),   Easter(kGoodFriday), Fixed(5, 1),
                            Fixed(8, 15), Fixed(10, 12), Fixed(11, 1),        Fixed(12, 6),
                            Fixed(12, 8), Fixed(12, 25)};

struct Table {
  std::string_view name;
  std::span<const Rule> rules;
  std::span<const Rule> country = {};  ///< Also closed: what the region inherits.
};

constexpr std::array kTables{Table{"BE", kBelgium},
                             Table{"DE", kGermany},
                             Table{"DE-BB", kBrandenburg, kGermany},
                             Table{"DE-BE", kBerlin, kGermany},
                             Table{"DE-BW", kBadenWuerttemberg, kGermany},
                             Table{"DE-BY", kBayern, kGermany},
                             Table{"DE-HB", kNorthern, kGermany},
                             Table{"DE-HE", kHessen, kGermany},
                             Table{"DE-HH", kNorthern, kGermany},
                             Table{"DE-MV", kMecklenburgVorpommern, kGermany},
                             Table{"DE-NI", kNorthern, kGermany},
                             Table{"DE-NW", kRhineland, kGermany},
                             Table{"DE-RP", kRhineland, kGermany},
                             Table{"DE-SH", kNorthern, kGermany},
                             Table{"DE-SL", kSaarland, kGermany},
                             Table{"DE-SN", kSachsen, kGermany},
                             Table{"DE-ST", kSachsenAnhalt, kGermany},
                             Table{"DE-TH", kThueringen, kGermany},
                             Table{"ES", kSpain},
                             Table{"FR", kFrance},
                             Table{"FR-ALSACE-MOSELLE", kAlsaceMoselle, kFrance},
                             Table{"GB-ENG", kEnglandAndWales},
                             Table{"IT", kItaly},
                             Table{"LU", kLuxembourg},
                             Table{"NL", kNetherlands},
                             Table{"TARGET", kTarget},
                             Table{"none", {}}};

bool IsWeekend(Date date) {
  return weekday(date).iso_encoding() >= 6;
}

void Apply(const Rule& rule, int y, Date easter, std::vector<Date>& out) {
  const month m{rule.month};
  const auto fixed = [&] { return Date{year{y} / m / day{static_cast<unsigned>(rule.number)}}; };
  switch (rule.kind) {
    case Kind::kFixed:
      out.push_back(fixed());
      return;
    case Kind::kEaster:
      out.push_back(easter + days{rule.number});
      return;
    case Kind::kNth:
      out.push_back(Date{year{y} / m / rule.on[static_cast<unsigned>(rule.number)]});
      return;
    case Kind::kLast:
      out.push_back(Date{year{y} / m / rule.on[last]});
      return;
    case Kind::kBefore: {
      const Date eve = fixed() - days{1};
      out.push_back(eve - (weekday(eve) - rule.on));
      return;
    }
    case Kind::kOrNextMonday:
      out.push_back(fixed());
      if (IsWeekend(fixed())) out.push_back(fixed() + (Monday - weekday(fixed())));
      return;
    case Kind::kOrTwoDaysLater:
      out.push_back(fixed());
      if (IsWeekend(fixed())) out.push_back(fixed() + days{2});
      return;
    case Kind::kSaturdayInsteadOfSunday:
      out.push_back(weekday(fixed()) == std::chrono::Sunday ? fixed() - days{1} : fixed());
      return;
  }
}

}  // namespace

Date EasterSunday(int y) {
  // The Gregorian computus: golden number, century corrections, epact, then the Sunday after.
  const int golden = y % 19;
  const int century = y / 100;
  const int leap_drift = century - century / 4;
  const int moon_drift = (8 * century + 13) / 25;
  const int epact = (19 * golden + leap_drift - moon_drift + 15) % 30;
  // The full moon never falls on 19 April, nor on 18 April late in the lunar cycle.
  const int moon = epact - (epact == 29 || (epact == 28 && golden > 10) ? 1 : 0);
  const Date full_moon = Date{year{y} / 3 / 21} + days{moon};
  const days to_sunday = std::chrono::Sunday - weekday(full_moon);
  return full_moon + (to_sunday == days{0} ? days{7} : to_sunday);
}

const std::vector<std::string_view>& HolidayTableNames() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const Table& table : kTables) all.push_back(table.name);
    return all;
  }();
  return names;
}

std::vector<Date> HolidaysOf(std::string_view name, int y) {
  std::vector<Date> out;
  const auto table = std::ranges::find(kTables, name, &Table::name);
  if (table == kTables.end()) return out;
  const Date easter = EasterSunday(y);
  for (const auto rules : {table->country, table->rules}) {
    for (const Rule& rule : rules) {
      if (rule.from <= y && y <= rule.until) Apply(rule, y, easter, out);
    }
  }
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace relance
