// The law book that the suite ships, deploy/rates, against the tables written down for tests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/interest/testing_book.h"
#include "libs/law_files/law_files.h"

namespace relance::interest {
namespace {

using testing::H;

LawFiles Shipped() {
  return ReadLawFiles("deploy/rates");
}

TEST(RatesTest, TheShippedLawBookHasNoProblem) {
  for (const auto& problem : Shipped().problems) ADD_FAILURE() << ToString(problem);
}

TEST(RatesTest, EveryRateIsThatOfTheTableAndTheHalfYearsHaveNoGap) {
  const LawBook shipped = Shipped().book;
  const LawBook expected = testing::Book();
  ASSERT_EQ(shipped.series.size(), 4U);
  for (const auto& [id, series] : expected.series) {
    ASSERT_TRUE(shipped.series.contains(id)) << id;
    const RateSeries& found = shipped.series.at(id);
    EXPECT_EQ(found.title, series.title);
    ASSERT_EQ(found.values.size(), series.values.size()) << id;
    for (const auto& [half_year, value] : series.values) {
      const std::string place = id + " " + FormatHalfYear(half_year);
      ASSERT_TRUE(found.values.contains(half_year)) << place;
      EXPECT_EQ(FormatRate(found.values.at(half_year).rate), FormatRate(value.rate)) << place;
      EXPECT_EQ(found.values.at(half_year).confirmed, value.confirmed) << place;
    }
  }
}

TEST(RatesTest, TheSeriesCoverWhatIsPublishedUntilNow) {
  const LawBook book = Shipped().book;
  const std::pair<const char*, const char*> first[] = {
      {"ECB", "2009-1"}, {"DE", "2009-1"}, {"BOE", "2009-2"}, {"FR-LEGAL", "2015-1"}};
  for (const auto& [id, half_year] : first) {
    EXPECT_EQ(book.series.at(id).values.begin()->first, H(half_year)) << id;
    EXPECT_EQ(book.series.at(id).values.rbegin()->first, H("2026-2")) << id;
  }
}

TEST(RatesTest, EveryRateNamesItsPublicationWhichIsNotLaterThanItsHalfYear) {
  const LawBook book = Shipped().book;
  for (const auto& [id, series] : book.series) {
    EXPECT_FALSE(series.publisher.empty()) << id;
    for (const auto& [half_year, value] : series.values) {
      const std::string place = id + " " + FormatHalfYear(half_year);
      EXPECT_FALSE(value.source.empty()) << place;
      // The Bundesanzeiger may announce a rate some days after it came into force.
      if (!value.published) continue;
      EXPECT_LT(*value.published, half_year.last_day()) << place;
    }
  }
}

/// The Basiszinssatz follows the ECB's rate: since 2009 it is 0.88 below it.
TEST(RatesTest, TheGermanBaseRateLies88BelowThatOfTheEcb) {
  const LawBook book = Shipped().book;
  for (const auto& [half_year, value] : book.series.at("ECB").values) {
    EXPECT_EQ(FormatRate(book.series.at("DE").values.at(half_year).rate + testing::R("0.88")),
              FormatRate(value.rate))
        << FormatHalfYear(half_year);
  }
}

/// Everything of a profile that a computation looks at, in one text.
std::string InWords(const LawProfile& profile) {
  std::string words = profile.series + " " + std::string(Name(profile.mode)) + " " +
                      std::string(Name(profile.day_count));
  for (const Margin& margin : profile.margins) {
    words += " +" + FormatRate(margin.percent) +
             (margin.by == MarginBy::kClaim ? " claim" : " day") +
             (margin.from ? " from " + FormatDate(*margin.from) : "");
  }
  if (profile.rounding_up_step) words += " up to " + FormatRate(*profile.rounding_up_step);
  for (const IndemnityStep& step : profile.indemnity) {
    words += " " + ToString(step.amount) + " from " + ToString(step.from_amount) +
             (step.from_date ? " since " + FormatDate(*step.from_date) : "");
  }
  if (profile.floor)
    words += " floor " + profile.floor->series + std::to_string(profile.floor->times);
  if (!profile.limitation) return words + " without limitation";
  words += " years " + std::to_string(profile.limitation->years);
  words += profile.limitation->to_year_end ? " to year end" : "";
  for (const auto kind : profile.limitation->restarted_by) words += " " + std::string(Name(kind));
  return words;
}

TEST(RatesTest, TheNineProfilesAreThoseOfTheTable) {
  const LawBook shipped = Shipped().book;
  const LawBook expected = testing::Book();
  EXPECT_EQ(shipped.profiles.size(), 9U);
  for (const auto& [id, profile] : expected.profiles) {
    ASSERT_TRUE(shipped.profiles.contains(id)) << id;
    EXPECT_EQ(InWords(shipped.profiles.at(id)), InWords(profile)) << id;
    EXPECT_FALSE(shipped.profiles.at(id).basis.empty()) << id;
  }
}

TEST(RatesTest, EachPairOfPartiesHasTheProfileOfItsLaw) {
  const LawBook book = Shipped().book;
  using enum DebtorKind;
  const auto of = [&](const char* entity, const char* debtor, DebtorKind kind) {
    const auto profile = ProfileOf(book, {entity, "", debtor, kind});
    return profile ? *profile : std::string("none");
  };
  EXPECT_EQ(of("FR", "FR", kPrivate), "fr-private");
  EXPECT_EQ(of("FR", "FR", kPublic), "fr-public");
  EXPECT_EQ(of("FR", "GB", kPublic), "fr-private");
  EXPECT_EQ(of("DE", "FR", kPrivate), "de-b2b");
  EXPECT_EQ(of("DE", "DE", kConsumer), "de-consumer");
  EXPECT_EQ(of("GB", "US", kPrivate), "uk");
  EXPECT_EQ(of("BE", "BE", kPublic), "be");
  EXPECT_EQ(of("ES", "PT", kPrivate), "es");
  EXPECT_EQ(of("IT", "IT", kPrivate), "it");
  EXPECT_EQ(of("NL", "FR", kPrivate), "eu-default");
  EXPECT_EQ(of("FR", "FR", kConsumer), "none");
  EXPECT_EQ(of("US", "US", kPrivate), "none");
}

}  // namespace
}  // namespace relance::interest
