#include "services/ledger/domain/late_claim.h"

#include <gmock/gmock.h>

#include "libs/interest/testing_book.h"
#include "services/ledger/domain/testing_books.h"

namespace relance::ledger {
namespace {

using interest::testing::D;
using interest::testing::Lines;
using testing::ElementsAre;

class LateClaimTest : public testing::Test {
 protected:
  void Invoice(const std::string& document, std::vector<std::pair<int64_t, std::string>> maturities,
               Currency currency = kEur) {
    std::vector<int64_t> amounts;
    for (const auto& maturity : maturities) amounts.push_back(maturity.first);
    InvoiceRecorded invoice = AnInvoice(document, amounts, 1, currency);
    for (size_t i = 0; i < maturities.size(); ++i) invoice.items[i].due = D(maturities[i].second);
    ASSERT_TRUE(Take(books_, invoice).has_value());
  }
  void Receipt(ReceiptRecorded receipt, const std::string& value_date) {
    receipt.value_date = D(value_date);
    ASSERT_TRUE(Take(books_, receipt).has_value());
  }
  LateClaim Compute(const std::string& as_of, ClaimScope scope = ClaimScope::kLate) {
    std::vector<ClaimedDocument> documents;
    for (const auto& [document, invoice] : books_.invoices) {
      documents.push_back({document, invoice});
    }
    auto claim = ComputeLateClaim(book_, terms_, documents, D(as_of), scope);
    EXPECT_TRUE(claim.has_value()) << claim.error().message;
    return claim.value_or(LateClaim{});
  }

  BooksInMemory books_;
  interest::LawBook book_ = interest::testing::Book();
  ClaimTerms terms_{.profile = "fr-private", .contractual_rate = std::nullopt};
};

TEST_F(LateClaimTest, InterestFollowsWhatTheLedgerAllocatedByValueDate) {
  Invoice("F-1", {{1'200'000, "2026-10-01"}});
  Receipt(APayment("P-1", 500'000, {{"F-1", 0}}), "2026-10-15");
  const LateClaim claim = Compute("2026-11-04");
  ASSERT_EQ(claim.items.size(), 1U);
  EXPECT_THAT(Lines(claim.items[0].cost),
              ElementsAre("2026-10-02 2026-10-15 14 d 12000.00 at 12.40 % = 57.07",
                          "2026-10-16 2026-11-04 20 d 7000.00 at 12.40 % = 47.56"));
  ASSERT_EQ(claim.totals.size(), 1U);
  EXPECT_EQ(claim.totals[0].interest.minor, 10'463);
  EXPECT_EQ(claim.totals[0].indemnity.minor, 4'000);
  EXPECT_EQ(claim.totals[0].principal.minor, 700'000);
  EXPECT_EQ(claim.totals[0].total.minor, 714'463);
  EXPECT_EQ(claim.law_book, "1-test");
}

TEST_F(LateClaimTest, ADocumentPaidLateKeepsItsCostAndOnePaidInTimeHasNone) {
  Invoice("F-1", {{1'000'000, "2026-05-01"}});
  Receipt(APayment("P-1", 1'000'000, {{"F-1", 0}}), "2026-09-01");
  Invoice("F-2", {{1'000'000, "2026-05-01"}});
  Receipt(APayment("P-2", 1'000'000, {{"F-2", 0}}), "2026-05-01");
  const LateClaim claim = Compute("2026-11-04");
  ASSERT_EQ(claim.items.size(), 1U);
  EXPECT_EQ(claim.items[0].document, "F-1");
  EXPECT_EQ(claim.items[0].cost.interest.minor, 41'376);
  EXPECT_EQ(claim.items[0].cost.principal.minor, 0);
  EXPECT_EQ(Compute("2026-11-04", ClaimScope::kAll).items.size(), 2U);
}

TEST_F(LateClaimTest, ACreditNoteReducesPrincipalOnlyAlsoWhereInterestComesFirst) {
  Invoice("F-1", {{1'000'000, "2026-05-01"}});
  Receipt(ACreditNote("A-1", 1'000'000, {{"F-1", 0}}), "2026-06-30");
  terms_.allocation = interest::Allocation::kInterestFirst;
  const LateClaim claim = Compute("2026-09-01");
  EXPECT_EQ(claim.items[0].cost.interest.minor, 19'973);
  EXPECT_EQ(claim.items[0].cost.principal.minor, 0);
}

TEST_F(LateClaimTest, ADocumentOfSeveralMaturitiesHasOneIndemnityOnItsFirstThatWasLate) {
  Invoice("F-1", {{60'000, "2026-07-01"}, {60'000, "2026-06-01"}, {60'000, "2026-12-01"}},
          Currency::Of("GBP"));
  terms_.profile = "uk";
  const LateClaim claim = Compute("2026-09-01");
  ASSERT_EQ(claim.items.size(), 2U) << "the third is not late";
  EXPECT_EQ(claim.items[0].cost.document, "F-1/2");
  EXPECT_EQ(claim.items[0].cost.indemnity.minor, 7'000) << "1,200.00 were late";
  EXPECT_EQ(claim.items[1].cost.indemnity.minor, 0);
  for (const ItemCost& item : claim.items) {
    EXPECT_EQ(item.cost.total.minor,
              item.cost.principal.minor + item.cost.interest.minor + item.cost.indemnity.minor);
  }
  EXPECT_EQ(claim.totals[0].indemnity.minor, 7'000);
}

TEST_F(LateClaimTest, TwoDocumentsLateHaveTwoIndemnitiesAndCurrenciesNeverMix) {
  Invoice("F-1", {{10'000, "2026-06-01"}});
  Invoice("F-2", {{10'000, "2026-06-02"}});
  Invoice("F-3", {{10'000, "2026-06-03"}, {10'000, "2026-06-04"}}, kUsd);
  const LateClaim claim = Compute("2026-09-01");
  ASSERT_EQ(claim.totals.size(), 2U);
  EXPECT_EQ(claim.totals[0].indemnity, (Money{kEur, 8'000}));
  EXPECT_EQ(claim.totals[1].indemnity, (Money{kUsd, 0})) << "a sum in EUR is not converted";
  size_t warnings = 0;
  for (const ItemCost& item : claim.items) warnings += item.cost.warnings.size();
  EXPECT_EQ(warnings, 1U) << "said once a document";
}

TEST_F(LateClaimTest, AgainstADebtorInInsolvencyThereIsNoIndemnity) {
  Invoice("F-1", {{10'000, "2026-06-01"}});
  terms_.in_insolvency = true;
  EXPECT_EQ(Compute("2026-09-01").totals[0].indemnity.minor, 0);
}

TEST_F(LateClaimTest, AMissingRateIsAnErrorThatNamesItemSeriesAndHalfYear) {
  Invoice("F-1", {{10'000, "2026-10-01"}});
  const std::vector<ClaimedDocument> documents{{"F-1", books_.invoices["F-1"]}};
  const auto claim = ComputeLateClaim(book_, terms_, documents, D("2027-01-15"), ClaimScope::kLate);
  ASSERT_FALSE(claim.has_value());
  EXPECT_THAT(claim.error().message,
              testing::AllOf(testing::HasSubstr("F-1"), testing::HasSubstr("ECB"),
                             testing::HasSubstr("2027-1")));
  terms_.profile = "xx";
  EXPECT_EQ(
      ComputeLateClaim(book_, terms_, documents, D("2026-11-01"), ClaimScope::kLate).error().field,
      "profile");
}

}  // namespace
}  // namespace relance::ledger
