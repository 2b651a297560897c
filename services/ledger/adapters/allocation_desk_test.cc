#include "services/ledger/adapters/allocation_desk.h"

#include <gmock/gmock.h>

#include "services/ledger/adapters/journal_front.h"

namespace relance::ledger {
namespace {

/// FR01/D42 owes F-1 in two maturities of 5,000 and 2,500 cents and has paid 6,000 without a word.
class AllocationDeskTest : public testing::Test {
 protected:
  AllocationDeskTest() {
    config::v1::Configuration configuration;
    configuration.set_version(1);
    configuration.add_legal_entities()->set_code("FR01");
    configuration.set_digest(ContentDigest(configuration));
    EXPECT_TRUE(store_.Put(configuration).has_value());
    auto& ledger = views_.partitions[*store_.PartitionOf({"FR01", "D42"})];
    ledger.Document(InvoiceInput("F-1", {5'000, 2'500}));
    ledger.Document(PaymentInput("P-1", 6'000));
  }

  static v1::AllocateReceiptRequest To(const std::string& item, int64_t amount = 0,
                                       const std::string& currency = "EUR") {
    v1::AllocateReceiptRequest request;
    Fill(*request.mutable_account(), AccountId{"FR01", "D42"});
    request.set_receipt(" P-1");
    auto& target = *request.add_targets();
    target.set_item(item);
    if (amount == 0) return request;
    target.mutable_amount()->set_minor_units(amount);
    target.mutable_amount()->set_currency(currency);
    return request;
  }
  /// The field and the reason, or "allocated".
  std::string Told(const v1::AllocateReceiptRequest& request) {
    const auto response = desk_.Allocate(request, anna_);
    return response ? "allocated" : response.error().field + ": " + response.error().message;
  }

  FakeViews views_;
  JournalFront front_{views_};
  ConfigurationStore store_{4};
  AllocationDesk desk_{store_, front_, Millis{100}};
  const journal::Identity anna_{"anna", "collector", {"FR01"}};
};

TEST_F(AllocationDeskTest, WhatWentWhereIsToldWithWhatIsLeft) {
  const auto response = desk_.Allocate(To("F-1/2"), anna_);
  ASSERT_TRUE(response.has_value()) << response.error().message;
  ASSERT_EQ(response->parts_size(), 1);
  EXPECT_EQ(response->parts(0).item(), "F-1/2");
  EXPECT_EQ(response->parts(0).amount().minor_units(), 2'500);
  EXPECT_EQ(response->parts(0).open().minor_units(), 0);
  EXPECT_EQ(response->rest().minor_units(), 3'500);
  EXPECT_EQ(response->rest().currency(), "EUR");
  EXPECT_GT(response->token().sequence(), 9U);
}

TEST_F(AllocationDeskTest, AnInvoiceIsPaidByDueDate) {
  const auto response = desk_.Allocate(To("F-1", 5'500), anna_);
  ASSERT_TRUE(response.has_value()) << response.error().message;
  ASSERT_EQ(response->parts_size(), 2);
  EXPECT_EQ(response->parts(0).item(), "F-1/1");
  EXPECT_EQ(response->parts(1).open().minor_units(), 2'000);
  EXPECT_EQ(response->rest().minor_units(), 500);
}

TEST_F(AllocationDeskTest, WhatStandsAgainstItIsSaidInPlainWords) {
  EXPECT_EQ(Told(To("F-9")), "targets: no such invoice");
  EXPECT_EQ(Told(To("F-1/3")), "targets: no such invoice");
  EXPECT_EQ(Told(To("F-1", 6'001)), "targets: is more than what is left to allocate");
  EXPECT_EQ(Told(To("F-1/2", 2'501)), "targets: is more than what is open of it");
  EXPECT_EQ(Told(To("F-1", 100, "USD")), "targets: is of another currency");
  EXPECT_EQ(Told(To("F-1", 100, "XYZW")).substr(0, 10), "targets: m");
  EXPECT_EQ(Told(To("F-1", -1)), "targets[0].amount: is not positive");
  EXPECT_EQ(Told(To("")), "targets[0].item: is missing");
  auto request = To("F-1", 1);
  *request.add_targets() = To("F-1/2", 1, "USD").targets(0);
  EXPECT_EQ(Told(request), "targets[1].amount: has another currency than the one before it");
  request = To("F-1");
  request.clear_targets();
  EXPECT_EQ(Told(request), "targets: say what it is for");
  request = To("F-1");
  request.set_receipt("P-9");
  EXPECT_EQ(Told(request), "receipt: no such payment or credit note");
  request.set_command_id("x");
  EXPECT_NE(Told(request), "allocated");
}

TEST_F(AllocationDeskTest, NothingIsAllocatedTwice) {
  EXPECT_EQ(Told(To("F-1", 6'000)), "allocated");
  EXPECT_EQ(Told(To("F-1")), "receipt: is allocated in full");
}

}  // namespace
}  // namespace relance::ledger
