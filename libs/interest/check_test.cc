#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/interest/law_book.h"
#include "libs/interest/testing_book.h"

namespace relance::interest {
namespace {

using testing::Book;
using testing::D;
using ::testing::ElementsAre;
using testing::H;
using ::testing::IsEmpty;
using testing::M;
using testing::R;

std::vector<std::string> FieldsOf(const LawBook& book) {
  std::vector<std::string> fields;
  for (const Error& error : CheckLawBook(book)) fields.push_back(error.field);
  return fields;
}

/// The book after `change`, judged.
template <class Change>
std::vector<std::string> After(Change change) {
  LawBook book = Book();
  change(book);
  return FieldsOf(book);
}

TEST(CheckLawBookTest, TheBookOfTheTestsIsInOrder) {
  EXPECT_THAT(FieldsOf(Book()), IsEmpty());
}

TEST(CheckLawBookTest, ASeriesHasNoGapAndEveryValueASource) {
  EXPECT_THAT(After([](LawBook& b) { b.series.at("ECB").values.erase(H("2016-2")); }),
              ElementsAre("series.ECB.values"));
  EXPECT_THAT(After([](LawBook& b) { b.series.at("ECB").values.clear(); }),
              ElementsAre("series.ECB.values"));
  EXPECT_THAT(After([](LawBook& b) { b.series.at("ECB").values.at(H("2016-2")).source = ""; }),
              ElementsAre("series.ECB.values"));
  EXPECT_THAT(After([](LawBook& b) {
                b.series.at("FR-LEGAL").values.at(H("2016-2")).rate = R("600") + R("600");
              }),
              ElementsAre("series.FR-LEGAL.values"));
}

TEST(CheckLawBookTest, AProfileNamesSeriesThatExist) {
  EXPECT_THAT(After([](LawBook& b) { b.profiles.at("it").series = "EURIBOR"; }),
              ElementsAre("profiles.it.series"));
  EXPECT_THAT(After([](LawBook& b) {
                b.profiles.at("it").floor = {"X", 3};
              }),
              ElementsAre("profiles.it.floor"));
  EXPECT_THAT(After([](LawBook& b) {
                b.profiles.at("it").floor = {"FR-LEGAL", 0};
              }),
              ElementsAre("profiles.it.floor"));
  EXPECT_THAT(After([](LawBook& b) {
                b.rules = {{{"IT"}, {}, {}, "it"}, {{"AT"}, {}, {}, "at"}};
              }),
              ElementsAre("rules[1].profile"));
}

TEST(CheckLawBookTest, MarginsStandInOrderAndNeverMakeARateNegative) {
  EXPECT_THAT(After([](LawBook& b) { b.profiles.at("it").margins = {}; }),
              ElementsAre("profiles.it.margins"));
  EXPECT_THAT(After([](LawBook& b) { b.profiles.at("it").margins[0].from = D("2013-01-01"); }),
              ElementsAre("profiles.it.margins"));
  EXPECT_THAT(After([](LawBook& b) {
                auto& margins = b.profiles.at("it").margins;
                margins = {margins[0], {D("2013-01-01"), R("8")}, {D("2013-01-01"), R("9")}};
              }),
              ElementsAre("profiles.it.margins"));
  const auto negative =
      After([](LawBook& b) { b.profiles.at("de-b2b").margins = {{.percent = R("0.85")}}; });
  EXPECT_EQ(negative.size(), 13U) << "-0.88 from 2016-2 to 2022-2";
  EXPECT_EQ(negative.front(), "profiles.de-b2b.margins");
}

TEST(CheckLawBookTest, AnIndemnityIsAScaleInOneCurrencyWithItsBasis) {
  EXPECT_THAT(After([](LawBook& b) { b.profiles.at("uk").indemnity[1].amount = M("70.00 EUR"); }),
              ElementsAre("profiles.uk.indemnity"));
  EXPECT_THAT(After([](LawBook& b) { b.profiles.at("uk").indemnity[1].amount = M("0.00 GBP"); }),
              ElementsAre("profiles.uk.indemnity"));
  EXPECT_THAT(After([](LawBook& b) { b.profiles.at("it").indemnity_basis = ""; }),
              ElementsAre("profiles.it.indemnity_basis"));
}

TEST(CheckLawBookTest, StepYearsAndCapitalisationAreWithinWhatIsDefined) {
  EXPECT_THAT(After([](LawBook& b) { b.profiles.at("be").rounding_up_step = R("0"); }),
              ElementsAre("profiles.be.rounding_up_step"));
  EXPECT_THAT(After([](LawBook& b) { b.profiles.at("be").limitation->years = 0; }),
              ElementsAre("profiles.be.limitation"));
  EXPECT_THAT(After([](LawBook& b) { b.profiles.at("be").capitalise = Capitalise::kYearly; }),
              ElementsAre("profiles.be.capitalise"));
}

}  // namespace
}  // namespace relance::interest
