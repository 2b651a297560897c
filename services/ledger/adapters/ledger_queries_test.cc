#include "services/ledger/adapters/ledger_queries.h"

#include <gmock/gmock.h>

#include "services/ledger/adapters/translation_fixture.h"
#include "services/ledger/adapters/view_fake.h"

namespace relance::ledger {
namespace {

class LedgerQueriesTest : public testing::Test, public TranslationFixture {
 protected:
  void Document(const v1::RecordDocumentsRequest& event) {
    const auto read = translator.Translate(event, {"FR01"});
    ASSERT_TRUE(read.has_value()) << read.error().field;
    const auto& document = std::get<ReadDocument>(*read);
    views_.partitions[document.partition].Document(document.input);
  }
  void Heartbeat(int partition, const std::string& source, int64_t up_to, int64_t behind) {
    v1::LedgerInput input;
    auto& seen = *input.mutable_feed_seen();
    seen.set_source(source);
    seen.set_legal_entity("FR01");
    seen.set_up_to_ms(up_to);
    seen.set_behind(behind);
    views_.partitions[partition].Document(input);
  }
  v1::GetAccountRequest Request() const {
    v1::GetAccountRequest request;
    request.mutable_account()->set_legal_entity("FR01");
    request.mutable_account()->set_number("D42");
    return request;
  }

  FakeViews views_;
  LedgerQueries queries_{views_, store, ring, Millis{100}};
  const int partition_ = *store.PartitionOf({"FR01", "D42"});
};

TEST_F(LedgerQueriesTest, AnAccountShowsNamesSumsAndUnallocatedReceipts) {
  Document(DebtorEvent());
  Document(InvoiceEvent("F-1"));
  Document(InvoiceEvent("F-2"));
  auto payment = PaymentEvent();
  payment.mutable_payment()->set_amount("600");
  Document(payment);
  Heartbeat(partition_, "/erp/sap/FR01", 5000, 0);
  Heartbeat(partition_, "/bank/FR01", 4000, 3);
  const auto account = queries_.GetAccount(Request());
  ASSERT_TRUE(account.has_value()) << account.error().message;
  EXPECT_EQ(account->name(), "Boulangerie Canari");
  EXPECT_EQ(account->contacts(0).address(), "jeanne@canari.fr");
  ASSERT_EQ(account->balances_size(), 1);
  EXPECT_EQ(account->balances(0).open(), 2'400'000 - 50'050);
  EXPECT_EQ(account->balances(0).open_items(), 2);
  ASSERT_EQ(account->unallocated_size(), 1);
  EXPECT_EQ(account->unallocated(0).rest().minor_units(), 60'000 - 50'050);
  EXPECT_EQ(account->received_up_to_ms(), 4000) << "the earliest source";
  EXPECT_EQ(account->token().sequence(), 9U);
  EXPECT_EQ(account->token().partition(), partition_);
}

TEST_F(LedgerQueriesTest, AnErasedPersonHasNoNameAndTheAccountStays) {
  Document(DebtorEvent());
  Document(InvoiceEvent());
  ring.Erase("FR01/D42#1");
  const auto account = queries_.GetAccount(Request());
  ASSERT_TRUE(account.has_value());
  EXPECT_EQ(account->name(), "");
  EXPECT_EQ(account->balances(0).open(), 1'200'000);
}

TEST_F(LedgerQueriesTest, TokensAreHonouredAndForeignOnesRefused) {
  Document(InvoiceEvent());
  auto request = Request();
  auto& token = *request.mutable_at_least();
  token.set_service("ledger");
  token.set_partition(partition_);
  token.set_sequence(10);
  EXPECT_EQ(queries_.GetAccount(request).error().code, ErrorCode::kUnavailable);
  token.set_sequence(9);
  EXPECT_TRUE(queries_.GetAccount(request).has_value());
  token.set_service("scenario");
  EXPECT_EQ(queries_.GetAccount(request).error().field, "at_least");
  token.set_service("ledger");
  token.set_partition(partition_ + 1);
  EXPECT_EQ(queries_.GetAccount(request).error().field, "at_least");
}

TEST_F(LedgerQueriesTest, UnknownAccountsAndEntitiesAreNotFound) {
  EXPECT_EQ(queries_.GetAccount(Request()).error().code, ErrorCode::kNotFound);
  auto request = Request();
  request.mutable_account()->set_legal_entity("XX99");
  EXPECT_EQ(queries_.GetAccount(request).error().code, ErrorCode::kNotFound);
}

TEST_F(LedgerQueriesTest, OpenItemsComeInPagesByDueDateThenId) {
  for (int day = 9; day >= 1; --day) {
    auto event = InvoiceEvent("F/" + std::to_string(day));
    Set(*event.mutable_invoice()->mutable_due_date(), 2026, 10, 1 + day / 2);
    Document(event);
  }
  v1::ListOpenItemsRequest request;
  *request.mutable_account() = Request().account();
  request.set_page_size(4);
  std::vector<std::string> ids;
  int pages = 0;
  do {
    const auto page = queries_.ListOpenItems(request);
    ASSERT_TRUE(page.has_value()) << page.error().message;
    for (const auto& item : page->items()) {
      ids.push_back(item.id());
      EXPECT_EQ(item.document(), item.id());
      EXPECT_EQ(item.open().minor_units(), 1'200'000);
    }
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(ids,
              testing::ElementsAre("F/1", "F/2", "F/3", "F/4", "F/5", "F/6", "F/7", "F/8", "F/9"));
}

TEST_F(LedgerQueriesTest, APageTokenOfAnotherListIsRefused) {
  v1::ListOpenItemsRequest request;
  *request.mutable_account() = Request().account();
  for (const std::string& token :
       {std::string("x"), PageToken("open/FR01/D43/", "open/FR01/D43/2026-10-01/F-1"),
        ToString(AccountId{"FR01", "D42"})}) {
    request.set_page_token(token);
    EXPECT_EQ(queries_.ListOpenItems(request).error().field, "page_token") << token;
  }
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_EQ(queries_.ListOpenItems(request).error().field, "page_size");
  EXPECT_EQ(*PageSize(100'000), 500U);
}

TEST_F(LedgerQueriesTest, AFeedIsAsFarAsItsLastPartition) {
  for (int partition = 0; partition < 4; ++partition) {
    Heartbeat(partition, "/erp/sap/FR01", 5000 + partition, partition);
  }
  v1::ListFeedsRequest request;
  request.set_legal_entity("FR01");
  const auto feeds = queries_.ListFeeds(request);
  ASSERT_EQ(feeds->feeds_size(), 1);
  EXPECT_EQ(feeds->feeds(0).up_to_ms(), 5000);
  EXPECT_EQ(feeds->feeds(0).behind(), 3);
  request.set_legal_entity("XX99");
  EXPECT_EQ(queries_.ListFeeds(request).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace relance::ledger
