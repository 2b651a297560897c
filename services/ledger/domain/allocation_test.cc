#include "services/ledger/domain/allocation.h"

#include <gmock/gmock.h>

#include "services/ledger/domain/testing_books.h"

namespace relance::ledger {
namespace {

class AllocationTest : public testing::Test {
 protected:
  void Record(const Document& document) { ASSERT_TRUE(Take(books_, document).has_value()); }
  int64_t Open(const std::string& item) {
    const auto place = FindItem(books_, item);
    return place ? books_.invoices[place->document].items[place->index].open : -1;
  }
  int64_t Rest(const std::string& receipt) { return books_.receipts[receipt].rest; }

  BooksInMemory books_;
};

struct Refusal {
  const char* what;
  std::string receipt;
  std::vector<Intent> intents;
  AllocationRefusal refusal;
  std::optional<Currency> currency{};
  std::string role = "collector";
};

TEST_F(AllocationTest, APersonsAllocationIsRefusedWithTheFirstReasonThatHolds) {
  Record(AnInvoice("F-1", {100}));
  Record(AnInvoice("F-2", {100}, 1, kUsd));
  Record(AnInvoice("F-3", {10}));
  Record(AnInvoice("F-4", {15, 25}));
  Record(APayment("P-1", 50));
  Record(APayment("P-2", 10, {{"F-3", 0}}));
  Record(APayment("P-3", 10));
  Record(AReversal("R-1", "P-3"));
  using enum AllocationRefusal;
  const Refusal cases[] = {{"who", "P-9", {}, kRole, {}, "viewer"},
                           {"none named", "P-1", {}, kNothingNamed},
                           {"no receipt", "P-9", {{"F-1", 0}}, kUnknownReceipt},
                           {"reversed", "P-3", {{"F-1", 0}}, kReversed},
                           {"spent", "P-2", {{"F-1", 0}}, kNothingLeft},
                           {"no document", "P-1", {{"F-1", 10}, {"F-9", 0}}, kUnknownDocument},
                           {"currency", "P-1", {{"F-2", 0}}, kOtherCurrency},
                           {"dollars of euros", "P-1", {{"F-1", 200}}, kOtherCurrency, kUsd},
                           {"paid", "P-1", {{"F-3", 0}}, kNothingOpen},
                           {"no item", "P-1", {{"F-1", 1, "F-1/2"}}, kUnknownItem},
                           {"too much", "P-1", {{"F-1", 101}}, kExceedsOpen},
                           {"of an item", "P-1", {{"F-4/2", 26}}, kExceedsOpen},
                           {"together", "P-1", {{"F-4", 20, "F-4/2"}, {"F-4", 21}}, kExceedsOpen},
                           {"more than left", "P-1", {{"F-1", 51}}, kExceedsRest}};
  for (const Refusal& c : cases) {
    const auto facts = DecideAllocation(books_, {c.receipt, c.intents, c.currency}, c.role);
    ASSERT_FALSE(facts.has_value()) << c.what;
    EXPECT_EQ(facts.error(), c.refusal) << c.what << ": " << Word(facts.error());
  }
}

TEST_F(AllocationTest, APersonAllocatesNamedAmountsFirstThenWhatIsLeft) {
  Record(AnInvoice("F-1", {100}));
  Record(AnInvoice("F-2", {100}));
  Record(APayment("P-1", 50));
  const auto facts = DecideAllocation(books_, {"P-1", {{"F-1", 0}, {"F-2", 20}}, {}}, "collector");
  ASSERT_TRUE(facts.has_value());
  for (const AccountFact& fact : *facts) ASSERT_TRUE(Evolve(books_, fact).has_value());
  EXPECT_EQ(Open("F-1"), 70);
  EXPECT_EQ(Open("F-2"), 80);
  EXPECT_EQ(Rest("P-1"), 0);
}

TEST_F(AllocationTest, APersonAllocatesToMaturitiesBeforeTheirInvoice) {
  Record(AnInvoice("F-1", {50, 50}));
  Record(APayment("P-1", 100));
  const auto facts = DecideAllocation(books_, {"P-1", {{"F-1", 60}, {"F-1/1", 40}}, kEur}, "lead");
  ASSERT_TRUE(facts.has_value());
  for (const AccountFact& fact : *facts) ASSERT_TRUE(Evolve(books_, fact).has_value());
  EXPECT_EQ(Open("F-1/1"), 0);
  EXPECT_EQ(Open("F-1/2"), 0);
  EXPECT_EQ(Rest("P-1"), 0);
}

}  // namespace
}  // namespace relance::ledger
