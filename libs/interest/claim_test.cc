#include "libs/interest/claim.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "libs/interest/testing_book.h"

namespace relance::interest {
namespace {

using testing::Book;
using testing::Claim;
using testing::CreditNote;
using testing::D;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Lines;
using testing::M;
using testing::Payment;
using testing::R;

DocumentClaim Computed(const ClaimInput& input) {
  auto claim = Compute(Book(), input);
  EXPECT_TRUE(claim) << claim.error().message;
  return claim.value_or(DocumentClaim());
}

/// "principal 7000.00, interest 104.63, indemnity 40.00, total 7144.63"
std::string Sums(const DocumentClaim& claim) {
  return "principal " + FormatAmount(claim.principal) + ", interest " +
         FormatAmount(claim.interest) + ", indemnity " + FormatAmount(claim.indemnity) +
         ", total " + FormatAmount(claim.total);
}

TEST(ClaimTest, TwoHalfYearsOfDelayAreTwoSegmentsThatAddUp) {
  const auto claim = Computed(Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-09-01"));
  EXPECT_THAT(Lines(claim), ElementsAre("2026-05-02 2026-06-30 60 d 10000.00 at 12.15 % = 199.73",
                                        "2026-07-01 2026-09-01 63 d 10000.00 at 12.40 % = 214.03"));
  EXPECT_EQ(Sums(claim), "principal 10000.00, interest 413.76, indemnity 40.00, total 10453.76");
  EXPECT_THAT(claim.warnings, IsEmpty());
  EXPECT_EQ(claim.basis, "basis of fr-private");
  EXPECT_EQ(claim.indemnity_basis, "indemnity of fr-private");
}

TEST(ClaimTest, APaymentReducesTheAmountFromTheNextDayOn) {
  auto input = Claim("fr-private", "12000.00 EUR", "2026-10-01", "2026-11-04");
  input.receipts = {Payment("5000.00 EUR", "2026-10-15")};
  const auto claim = Computed(input);
  EXPECT_THAT(Lines(claim), ElementsAre("2026-10-02 2026-10-15 14 d 12000.00 at 12.40 % = 57.07",
                                        "2026-10-16 2026-11-04 20 d 7000.00 at 12.40 % = 47.56"));
  EXPECT_EQ(Sums(claim), "principal 7000.00, interest 104.63, indemnity 40.00, total 7144.63");
}

TEST(ClaimTest, PaidOnTheDueDateCostsNothing) {
  auto input = Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-09-01");
  for (const char* day : {"2026-04-01", "2026-05-01"}) {
    input.receipts = {Payment("10000.00 EUR", day)};
    const auto claim = Computed(input);
    EXPECT_EQ(Sums(claim), "principal 0.00, interest 0.00, indemnity 0.00, total 0.00") << day;
    EXPECT_FALSE(claim.was_late);
    EXPECT_THAT(claim.indemnity_basis, IsEmpty());
  }
}

TEST(ClaimTest, PaidOneDayLateCostsOneDayAndTheIndemnity) {
  auto input = Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-09-01");
  input.receipts = {Payment("10000.00 EUR", "2026-05-02")};
  const auto claim = Computed(input);
  EXPECT_THAT(Lines(claim), ElementsAre("2026-05-02 2026-05-02 1 d 10000.00 at 12.15 % = 3.33"));
  EXPECT_EQ(Sums(claim), "principal 0.00, interest 3.33, indemnity 40.00, total 43.33");
}

TEST(ClaimTest, BeforeTheDelayNothingIsOwedButThePrincipal) {
  for (const char* as_of : {"2026-01-01", "2026-05-01"}) {
    const auto claim = Computed(Claim("uk", "500.00 GBP", "2026-05-01", as_of));
    EXPECT_EQ(Sums(claim), "principal 500.00, interest 0.00, indemnity 0.00, total 500.00");
  }
}

TEST(ClaimTest, APaymentBeforeTheDueDateReducesTheBase) {
  auto input = Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-06-30");
  input.receipts = {Payment("4000.00 EUR", "2026-03-15")};
  EXPECT_THAT(Lines(Computed(input)),
              ElementsAre("2026-05-02 2026-06-30 60 d 6000.00 at 12.15 % = 119.84"));
}

TEST(ClaimTest, WhatHappensAfterTheDayAskedForIsLeftAside) {
  auto input = Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-06-30");
  input.receipts = {Payment("10000.00 EUR", "2026-07-01"), CreditNote("10.00 EUR", "2030-01-01")};
  const auto claim = Computed(input);
  EXPECT_EQ(Sums(claim), "principal 10000.00, interest 199.73, indemnity 40.00, total 10239.73");
  EXPECT_THAT(claim.receipts, IsEmpty());
}

TEST(ClaimTest, InterestFirstSettlesWhatHasAccruedUpToTheValueDate) {
  auto input = Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-09-01");
  input.receipts = {Payment("5000.00 EUR", "2026-06-30")};
  input.allocation = Allocation::kInterestFirst;
  const auto claim = Computed(input);
  EXPECT_THAT(Lines(claim), ElementsAre("2026-05-02 2026-06-30 60 d 10000.00 at 12.15 % = 199.73",
                                        "2026-07-01 2026-09-01 63 d 5199.73 at 12.40 % = 111.29"));
  EXPECT_EQ(Sums(claim), "principal 5199.73, interest 111.29, indemnity 40.00, total 5351.02");
  EXPECT_EQ(claim.accrued, M("311.02 EUR"));
  EXPECT_EQ(claim.interest_settled, M("199.73 EUR"));
  ASSERT_EQ(claim.receipts.size(), 1U);
  EXPECT_EQ(claim.receipts[0].to_interest, M("199.73 EUR"));
  EXPECT_EQ(claim.receipts[0].to_principal, M("4800.27 EUR"));
}

TEST(ClaimTest, SettledInterestBearsNoneAndASmallPaymentLeavesThePrincipal) {
  auto input = Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-06-30");
  input.receipts = {Payment("50.00 EUR", "2026-05-31"), Payment("60.00 EUR", "2026-06-15")};
  input.allocation = Allocation::kInterestFirst;
  const auto claim = Computed(input);
  // 99.86 until 31 May, 49.93 and 49.93 after it.
  EXPECT_THAT(Lines(claim), ElementsAre("2026-05-02 2026-05-31 30 d 10000.00 at 12.15 % = 99.86",
                                        "2026-06-01 2026-06-15 15 d 10000.00 at 12.15 % = 49.93",
                                        "2026-06-16 2026-06-30 15 d 10000.00 at 12.15 % = 49.93"));
  EXPECT_EQ(Sums(claim), "principal 10000.00, interest 89.72, indemnity 40.00, total 10129.72");
}

TEST(ClaimTest, ACreditNoteReducesThePrincipalOnlyWhateverThePolicy) {
  auto input = Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-06-30");
  input.allocation = Allocation::kInterestFirst;
  input.receipts = {CreditNote("10000.00 EUR", "2026-05-31")};
  const auto claim = Computed(input);
  EXPECT_EQ(Sums(claim), "principal 0.00, interest 99.86, indemnity 40.00, total 139.86");
}

TEST(ClaimTest, OnOneDayCreditNotesComeBeforePayments) {
  auto input = Claim("fr-private", "1000.00 EUR", "2026-05-01", "2026-06-30");
  input.receipts = {Payment("900.00 EUR", "2026-05-31"), CreditNote("200.00 EUR", "2026-05-31")};
  const auto claim = Computed(input);
  ASSERT_EQ(claim.receipts.size(), 2U);
  EXPECT_EQ(claim.receipts[0].receipt.kind, ReceiptKind::kCreditNote);
  EXPECT_EQ(claim.receipts[0].to_principal, M("200.00 EUR"));
  EXPECT_EQ(claim.receipts[1].to_principal, M("800.00 EUR"));
  EXPECT_EQ(claim.receipts[1].surplus, M("100.00 EUR"));
  EXPECT_EQ(Sums(claim), "principal 0.00, interest 9.99, indemnity 40.00, total 49.99");
}

TEST(ClaimTest, WhatExceedsTheDebtIsReportedAndNeverNegative) {
  auto input = Claim("fr-private", "1000.00 EUR", "2026-05-01", "2026-06-30");
  input.receipts = {CreditNote("1200.00 EUR", "2026-04-01"), Payment("50.00 EUR", "2026-06-01")};
  const auto claim = Computed(input);
  EXPECT_EQ(Sums(claim), "principal 0.00, interest 0.00, indemnity 0.00, total 0.00");
  ASSERT_EQ(claim.warnings.size(), 1U);
  EXPECT_EQ(claim.warnings[0].kind, WarningKind::kSurplus);
  EXPECT_EQ(claim.warnings[0].amount, M("250.00 EUR"));
  EXPECT_EQ(claim.warnings[0].document, "F-1");
}

TEST(ClaimTest, APaymentOfMoreThanThePrincipalSettlesInterestByPolicyOnly) {
  auto input = Claim("fr-private", "1000.00 EUR", "2026-05-01", "2026-06-30");
  input.receipts = {Payment("1009.00 EUR", "2026-05-31")};
  const auto kept = Computed(input);
  EXPECT_EQ(Sums(kept), "principal 0.00, interest 9.99, indemnity 40.00, total 49.99");
  EXPECT_EQ(kept.warnings.at(0).amount, M("9.00 EUR"));
  input.allocation = Allocation::kInterestFirst;
  const auto settled = Computed(input);
  EXPECT_EQ(settled.principal, M("0.99 EUR"));
  EXPECT_EQ(settled.interest, M("0.01 EUR")) << "30 days of 0.99";
  EXPECT_TRUE(settled.warnings.empty());
}

TEST(ClaimTest, AnAmountOfNothingChangesNothing) {
  auto input = Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-06-30");
  input.receipts = {Payment("0.00 EUR", "2026-05-31")};
  EXPECT_EQ(Computed(input).segments.size(), 1U);
  const auto nothing = Computed(Claim("uk", "0.00 GBP", "2026-05-01", "2026-06-30"));
  EXPECT_EQ(Sums(nothing), "principal 0.00, interest 0.00, indemnity 0.00, total 0.00");
}

TEST(ClaimTest, InInsolvencyThereIsNoIndemnity) {
  auto input = Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-06-30");
  input.in_insolvency = true;
  EXPECT_EQ(Sums(Computed(input)),
            "principal 10000.00, interest 199.73, indemnity 0.00, total 10199.73");
}

TEST(ClaimTest, AContractualRateReplacesTheLawAndIsNotSplitAtHalfYears) {
  auto input = Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-09-01");
  input.contractual_rate = R("15");
  const auto claim = Computed(input);
  EXPECT_THAT(Lines(claim),
              ElementsAre("2026-05-02 2026-09-01 123 d 10000.00 at 15.00 % = 505.48"));
  EXPECT_FALSE(claim.segments[0].statutory);
}

TEST(ClaimTest, BadInputIsRefusedByTheFieldAtFault) {
  const auto refused = [](auto change) {
    auto input = Claim("fr-private", "10000.00 EUR", "2026-05-01", "2026-09-01");
    input.receipts = {Payment("1.00 EUR", "2026-05-03"), CreditNote("2.00 EUR", "2026-05-03")};
    change(input);
    const auto claim = Compute(Book(), input);
    return claim ? "accepted" : claim.error().field;
  };
  EXPECT_EQ(refused([](ClaimInput& c) { c.profile = "fr"; }), "profile");
  EXPECT_EQ(refused([](ClaimInput& c) { c.amount.minor = -1; }), "amount");
  EXPECT_EQ(refused([](ClaimInput& c) { c.amount.currency = Currency(); }), "amount");
  EXPECT_EQ(refused([](ClaimInput& c) { c.receipts[1].amount.minor = -1; }), "receipts[1].amount");
  EXPECT_EQ(refused([](ClaimInput& c) { c.receipts[0].amount = M("1.00 USD"); }),
            "receipts[0].amount");
  EXPECT_EQ(refused([](ClaimInput& c) { c.contractual_rate = R("-0.01"); }), "contractual_rate");
  EXPECT_EQ(refused([](ClaimInput& c) { c.contractual_rate = R("1000") + R("1"); }),
            "contractual_rate");
  EXPECT_EQ(refused([](ClaimInput& c) { c.as_of = D("2027-01-15"); }), "rates");
  EXPECT_EQ(refused([](ClaimInput& c) {
              c.contractual_rate = R("1000");
              c.amount.minor = std::numeric_limits<int64_t>::max();
              c.as_of = D("2046-09-01");
            }),
            "amount");
}

TEST(StatementTest, EveryLateDocumentHasItsIndemnityAndSumsGoByCurrency) {
  std::vector<ClaimInput> documents = {
      Claim("fr-private", "1000.00 EUR", "2026-05-01", "2026-01-01"),
      Claim("uk", "1000.00 GBP", "2026-05-01", "2026-01-01"),
      Claim("fr-private", "2000.00 EUR", "2026-05-31", "2026-01-01"),
      Claim("fr-private", "500.00 EUR", "2026-12-31", "2026-01-01")};
  const auto statement = ComputeStatement(Book(), documents, D("2026-06-30"));
  ASSERT_TRUE(statement);
  EXPECT_EQ(statement->law_book, "1-test");
  EXPECT_EQ(statement->as_of, D("2026-06-30"));
  ASSERT_EQ(statement->documents.size(), 4U);
  ASSERT_EQ(statement->totals.size(), 2U);
  const ClaimTotals& euros = statement->totals[0];
  EXPECT_EQ(euros.principal, M("3500.00 EUR"));
  EXPECT_EQ(euros.interest, M("39.94 EUR")) << "19.97 and 19.97";
  EXPECT_EQ(euros.indemnity, M("80.00 EUR")) << "two documents are late";
  EXPECT_EQ(euros.total, M("3619.94 EUR"));
  EXPECT_EQ(statement->totals[1].indemnity, M("70.00 GBP"));
}

TEST(StatementTest, AnErrorNamesTheDocument) {
  std::vector<ClaimInput> documents = {
      Claim("fr-private", "1000.00 EUR", "2026-05-01", "2026-01-01"),
      Claim("fr-private", "1000.00 EUR", "2026-05-01", "2026-01-01")};
  documents[1].document = "F-2026-7";
  documents[1].profile = "fr";
  const auto statement = ComputeStatement(Book(), documents, D("2026-06-30"));
  ASSERT_FALSE(statement);
  EXPECT_EQ(statement.error().field, "documents[1].profile");
  EXPECT_THAT(statement.error().message, HasSubstr("F-2026-7"));
}

TEST(StatementTest, ASumThatDoesNotFitIsAnError) {
  const std::vector<ClaimInput> documents(
      3, Claim("fr-private", "50000000000000000.00 EUR", "2026-05-01", "2026-01-01"));
  const auto statement = ComputeStatement(Book(), documents, D("2026-04-30"));
  ASSERT_FALSE(statement);
  EXPECT_EQ(statement.error().field, "documents[1].amount");
}

TEST(ClaimTest, EveryPolicyHasAName) {
  EXPECT_EQ(Name(Allocation::kPrincipalFirst), "PRINCIPAL_FIRST");
  EXPECT_EQ(Name(Allocation::kInterestFirst), "INTEREST_FIRST");
}

}  // namespace
}  // namespace relance::interest
