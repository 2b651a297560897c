#include "services/ledger/adapters/claim_terms.h"

#include <gmock/gmock.h>

#include "libs/interest/testing_book.h"

namespace relance::ledger {
namespace {

class ClaimTermsTest : public testing::Test {
 protected:
  ClaimTermsTest() {
    book_.rules = {{{"FR"}, {"FR"}, {interest::DebtorKind::kPublic}, "fr-public"},
                   {{"FR"}, {}, {interest::DebtorKind::kPrivate}, "fr-private"},
                   {{"GB"}, {}, {interest::DebtorKind::kPrivate}, "uk"}};
    entity_.set_calendar("FR");
  }
  std::string Profile(const std::string& kind, const std::string& country = "FR") {
    MasterData debtor;
    debtor.debtor_kind = kind;
    debtor.country = country;
    const auto terms = TermsOf(book_, entity_, debtor, false);
    return terms ? terms->profile : terms.error().field + ": " + terms.error().message;
  }
  std::string Field() {
    const auto terms = TermsOf(book_, entity_, std::nullopt, false);
    return terms ? "none" : terms.error().field;
  }

  interest::LawBook book_ = interest::testing::Book();
  config::v1::LegalEntity entity_;
};

TEST_F(ClaimTermsTest, TheLawIsThatOfTheEntityAndOfTheKindOfDebtor) {
  EXPECT_EQ(Profile("company"), "fr-private");
  EXPECT_EQ(Profile("public"), "fr-public");
  EXPECT_EQ(Profile("company", "DE"), "fr-private");
  entity_.set_calendar("GB-ENG");
  EXPECT_EQ(Profile("company"), "uk") << "the country of a regional calendar";
  entity_.set_country("FR");
  EXPECT_EQ(Profile("company"), "fr-private") << "its own country counts before";
  entity_.set_law_profile("eu-default");
  EXPECT_EQ(Profile("public"), "eu-default") << "its own choice counts before all";
}

TEST_F(ClaimTermsTest, WhatNoRuleFitsIsAnErrorThatNamesIt) {
  EXPECT_THAT(Profile("consumer"), testing::HasSubstr("consumer"));
  EXPECT_THAT(Profile("consumer"), testing::StartsWith("profile: "));
  entity_.set_calendar("none");
  EXPECT_EQ(Field(), "profile");
  entity_.set_law_profile("xx");
  EXPECT_THAT(Profile("company"), testing::HasSubstr("xx"));
}

TEST_F(ClaimTermsTest, ContractAndPolicyComeFromTheEntity) {
  entity_.set_late_interest_rate("9.5");
  entity_.set_interest_allocation("INTEREST_FIRST");
  const auto terms = TermsOf(book_, entity_, std::nullopt, true);
  ASSERT_TRUE(terms.has_value());
  EXPECT_EQ(interest::FormatRate(*terms->contractual_rate), "9.50");
  EXPECT_EQ(terms->allocation, interest::Allocation::kInterestFirst);
  EXPECT_TRUE(terms->in_insolvency);
  entity_.set_late_interest_rate("9,5");
  EXPECT_EQ(Field(), "late_interest_rate");
  entity_.clear_late_interest_rate();
  entity_.set_interest_allocation("FIRST");
  EXPECT_EQ(Field(), "interest_allocation");
}

}  // namespace
}  // namespace relance::ledger
