#include <gmock/gmock.h>

#include "services/scenario/adapters/testing/documents_in_memory.h"
#include "services/scenario/adapters/testing/turn_bench.h"

namespace relance::scenario {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr const char* kLedgerTopic = "relance.ledger.journal.v1";
constexpr const char* kParts = "case.part/FR01/D42/";
constexpr int kItems = 1'000;
const AccountId kD42{"FR01", "D42"};

/// D42 owes 1,000 invoices of 100.00 EUR, none of them due for a year: sixteen pages of items.
class LargeCaseTest : public TurnBench {
 protected:
  LargeCaseTest() {
    CaseDocument document;
    document.c.id = kD42;
    const auto context =
        rulebook_.ContextOf(kD42, document.c, partition_, nullptr, At("2026-10-01"));
    for (int i = 0; i < kItems; ++i) {
      RecordInvoice invoice;
      invoice.document = Number(i);
      invoice.currency = Currency::Of("EUR");
      invoice.items = {{Number(i), 100'00, 100'00, *ParseDate("2027-10-01")}};
      EXPECT_TRUE(DecideInPlace(document.c, invoice, context, At("2026-10-01")));
    }
    documents_.Install(CaseKey(kD42), std::nullopt);
    documents_.Edit<CaseDocument>(CaseKey(kD42)) = std::move(document);
    Project();
  }

  static std::string Number(int i) { return "F-" + std::to_string(10'000 + i); }

  /// Into the view; the keys that were written.
  std::vector<std::string> Project() {
    std::vector<std::string> keys;
    for (auto& [key, bytes] : documents_.Take().documents) {
      keys.push_back(key);
      if (bytes) {
        view_.documents[key] = std::move(*bytes);
      } else {
        view_.documents.erase(key);
      }
    }
    return keys;
  }

  std::vector<std::string> PartsInTheView() const {
    std::vector<std::string> parts;
    for (const auto& [key, bytes] : view_.documents) {
      if (key.starts_with(kParts)) parts.push_back(key.substr(std::string(kParts).size()));
    }
    return parts;
  }

  /// Nothing is in memory any more.
  void Restart() { documents_.Clear(); }
  void LoadAll() {
    for (const auto& [key, bytes] : view_.documents) documents_.Install(key, bytes);
  }

  void Pay(int i) {
    now_ = At("2026-10-02");
    const std::string payment = "P-" + std::to_string(i);
    ledger::v1::LedgerFact came;
    auto& receipt = *came.mutable_receipt_recorded();
    *receipt.mutable_account() = ToProto(kD42);
    receipt.set_document(payment);
    receipt.set_receipt_kind(ledger::v1::RECEIPT_KIND_PAYMENT);
    receipt.set_currency("EUR");
    receipt.set_amount(100'00);
    *receipt.mutable_value_date() = ToProto(*ParseDate("2026-10-02"));
    ledger::v1::LedgerFact used;
    auto& allocated = *used.mutable_allocated();
    *allocated.mutable_account() = ToProto(kD42);
    allocated.set_receipt(payment);
    allocated.set_item(Number(i));
    allocated.set_amount(100'00);
    Follow(kLedgerTopic, "account/FR01/D42", {came.SerializeAsString(), used.SerializeAsString()});
  }

  DocumentsInMemory view_;
};

TEST_F(LargeCaseTest, ItsPagesAreDocumentsOfTheirOwn) {
  EXPECT_THAT(PartsInTheView(), AllOf(SizeIs(16), Each(StartsWith("items."))));
  EXPECT_LT(view_.documents.at(CaseKey(kD42)).size(), 200u);
}

TEST_F(LargeCaseTest, APaymentWritesTheCaseAndThePageOfItsItem) {
  Pay(100);  // from now on the case is listed as open
  Project();
  Pay(500);
  EXPECT_THAT(Project(), ElementsAre(CaseKey(kD42), std::string(kParts) + "items.7"));
  EXPECT_EQ(CaseIn("FR01").items.size(), kItems - 2u);
  EXPECT_TRUE(CaseIn("FR01").closed.contains(Number(500)));
}

TEST_F(LargeCaseTest, WhatIsReadBackIsTheCaseAndGoesOnAsIt) {
  for (int i = 0; i < 300; ++i) Pay(i);
  Project();
  EXPECT_THAT(PartsInTheView(), Contains("closed.4"));
  EXPECT_THAT(PartsInTheView(), Not(Contains("items.0"))) << "all of it is paid";
  const Case before = CaseIn("FR01");
  Restart();
  LoadAll();
  EXPECT_EQ(CaseIn("FR01"), before);
  EXPECT_THAT(Project(), IsEmpty());
  Pay(300);
  EXPECT_THAT(Project(), ElementsAre(CaseKey(kD42), std::string(kParts) + "items.4",
                                     std::string(kParts) + "closed.4"));
}

TEST_F(LargeCaseTest, WhatFitsOnOnePageIsOneDocumentAgain) {
  for (int i = 0; i < kItems - 20; ++i) Pay(i);
  Project();
  EXPECT_THAT(PartsInTheView(), Each(StartsWith("closed.")));
  Restart();
  LoadAll();
  EXPECT_EQ(CaseIn("FR01").items.size(), 20u);
}

TEST_F(LargeCaseTest, BeforeAFactIsAppliedItsPartsAreAskedFor) {
  Restart();
  const auto needs = [&] { return journal_.NeedsToEvolve(CaseKey(kD42), {}, documents_); };
  EXPECT_THAT(needs(), Contains(CaseKey(kD42)));
  documents_.Install(CaseKey(kD42), view_.documents.at(CaseKey(kD42)));
  EXPECT_THAT(needs(), Contains(std::string(kParts) + "items.15"));
  LoadAll();
  EXPECT_THAT(needs(), Not(Contains(StartsWith("case"))));
}

TEST_F(LargeCaseTest, AQueryReadsItWhole) {
  const auto read = ReadCases(view_, {0, 0}, {{"FR01", "D41"}, kD42}, {kPartitionKey}, Millis{1});
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_FALSE(read->cases[0]);
  EXPECT_FALSE(read->beside[0]);
  EXPECT_EQ(read->cases[1]->c, CaseIn("FR01"));
}

TEST_F(LargeCaseTest, AQueryOfACaseWithoutOneOfItsPartsSaysSo) {
  view_.documents.erase(std::string(kParts) + "items.4");
  const auto read = ReadCases(view_, {0, 0}, {kD42}, {}, Millis{1});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace relance::scenario
