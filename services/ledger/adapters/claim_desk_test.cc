#include "services/ledger/adapters/claim_desk.h"

#include <gmock/gmock.h>

#include "libs/interest/testing_book.h"
#include "services/ledger/adapters/journal_front.h"

namespace relance::ledger {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Business time is 22 September 2026; FR01/D42 is a company in France.
class ClaimDeskTest : public testing::Test {
 protected:
  ClaimDeskTest() {
    config::v1::Configuration configuration;
    configuration.set_version(1);
    auto& entity = *configuration.add_legal_entities();
    entity.set_code("FR01");
    entity.set_calendar("FR");
    entity.set_zone("Europe/Paris");
    configuration.add_legal_entities()->set_code("DE01");
    configuration.set_digest(ContentDigest(configuration));
    EXPECT_TRUE(store_.Put(configuration).has_value());
    book_.rules = {{{"FR"}, {}, {}, "fr-private"}};
  }

  static AccountId Account() { return {"FR01", "D42"}; }
  JournalHarness& Ledger() { return views_.partitions[*store_.PartitionOf(Account())]; }
  void Invoice(const std::string& document, int64_t amount, Date due, int64_t version = 1) {
    v1::LedgerInput input = InvoiceInput(document, {amount}, version);
    Fill(*input.mutable_document()->mutable_invoice()->mutable_items(0)->mutable_due_date(), due);
    Ledger().Document(input);
  }
  void Payment(const std::string& receipt, int64_t amount, const std::string& document, Date on) {
    v1::LedgerInput input = PaymentInput(receipt, amount, {{document, 0}});
    Fill(*input.mutable_document()->mutable_receipt()->mutable_value_date(), on);
    Ledger().Document(input);
  }
  v1::ComputeClaimRequest Ask(Date as_of, const std::vector<std::string>& documents = {}) {
    v1::ComputeClaimRequest request;
    Fill(*request.mutable_account(), Account());
    Fill(*request.mutable_as_of(), as_of);
    for (const auto& document : documents) request.add_documents(document);
    return request;
  }
  v1::ComputeClaimResponse Compute(const v1::ComputeClaimRequest& request) {
    auto response = desk_.Compute(request);
    EXPECT_TRUE(response.has_value()) << response.error().message;
    return response.value_or(v1::ComputeClaimResponse());
  }
  v1::BillClaimRequest BillOf(const std::string& document, Date as_of) {
    v1::BillClaimRequest request;
    Fill(*request.mutable_account(), Account());
    request.set_document(document);
    Fill(*request.mutable_as_of(), as_of);
    return request;
  }
  static std::vector<std::string> Items(const v1::ClaimStatement& statement) {
    std::vector<std::string> items;
    for (const auto& item : statement.items()) items.push_back(item.item());
    return items;
  }

  FakeViews views_;
  JournalFront front_{views_};
  ConfigurationStore store_{4};
  interest::LawBook book_ = interest::testing::Book();
  ClaimDesk desk_{views_, store_, book_, front_, Millis{100}};
  const journal::Identity anna_{"anna", "lead", {"FR01"}};
};

TEST_F(ClaimDeskTest, TheClaimOfAnAccountIsWhatIsOverdueAndWhatWasPaidLate) {
  Invoice("F-1", 1'000'000, Day(2026, 5, 1));
  Invoice("F-2", 500'000, Day(2026, 6, 1));
  Payment("P-2", 500'000, "F-2", Day(2026, 7, 15));
  Invoice("F-3", 100'000, Day(2026, 9, 1));
  Invoice("F-4", 100'000, Day(2026, 6, 1));
  Payment("P-4", 100'000, "F-4", Day(2026, 6, 1));
  const auto response = Compute(Ask(Day(2026, 9, 1)));
  const auto& statement = response.statement();
  EXPECT_THAT(Items(statement), ElementsAre("F-1", "F-2")) << "F-3 is due that day";
  EXPECT_EQ(statement.law_book(), "1-test");
  const auto& first = statement.items(0);
  EXPECT_EQ(first.profile(), "fr-private");
  EXPECT_EQ(first.interest(), 41'376);
  EXPECT_EQ(first.indemnity(), 4'000);
  EXPECT_EQ(first.total(), 1'045'376);
  ASSERT_EQ(first.segments_size(), 2);
  EXPECT_EQ(first.segments(1).rate(), "12.40");
  EXPECT_EQ(first.segments(1).days(), 63);
  EXPECT_EQ(first.segments(1).interest(), 21'403);
  EXPECT_EQ(first.segments(1).rate_id(), "ECB 2026-2");
  EXPECT_TRUE(first.segments(1).confirmed());
  ASSERT_EQ(statement.rates_size(), 2);
  EXPECT_EQ(statement.rates(1).base(), "2.40");
  EXPECT_EQ(statement.items(1).principal(), 0);
  EXPECT_EQ(statement.items(1).receipts(0).receipt(), "P-2");
  ASSERT_EQ(statement.totals_size(), 1);
  EXPECT_EQ(statement.totals(0).principal(), 1'000'000);
  EXPECT_EQ(statement.totals(0).interest(), first.interest() + statement.items(1).interest());
  ASSERT_EQ(response.claims_size(), 2);
  EXPECT_EQ(response.claims(0).left(), 45'376);
  EXPECT_EQ(response.token().sequence(), 9U);
}

TEST_F(ClaimDeskTest, DocumentsThatAreNamedAreClaimedAndUnknownOnesNamed) {
  Invoice("F-1", 1'000'000, Day(2026, 5, 1));
  Invoice("F-2", 500'000, Day(2026, 6, 1));
  EXPECT_THAT(Items(Compute(Ask(Day(2026, 9, 1), {" F-2 ", "F-2"})).statement()),
              ElementsAre("F-2"));
  const auto unknown = desk_.Compute(Ask(Day(2026, 9, 1), {"F-2", "F-9"}));
  EXPECT_EQ(unknown.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(unknown.error().message, HasSubstr("F-9"));
  EXPECT_EQ(desk_.Compute(Ask(Day(2026, 9, 1), {" "})).error().field, "documents");
}

TEST_F(ClaimDeskTest, MissingRatesAndProfilesAreErrorsThatNameThem) {
  Invoice("F-1", 1'000'000, Day(2026, 5, 1));
  const auto late = desk_.Compute(Ask(Day(2027, 1, 15)));
  EXPECT_THAT(late.error().message, HasSubstr("ECB"));
  EXPECT_THAT(late.error().message, HasSubstr("2027-1"));
  book_.rules.clear();
  const auto lawless = desk_.Compute(Ask(Day(2026, 9, 1)));
  EXPECT_EQ(lawless.error().field, "profile");
  auto impossible = Ask(Day(2026, 9, 1));
  impossible.mutable_as_of()->set_month(2);
  impossible.mutable_as_of()->set_day(30);
  EXPECT_EQ(desk_.Compute(impossible).error().field, "as_of");
}

TEST_F(ClaimDeskTest, AnAccountThatOwesNothingLateHasAnEmptyStatementAsOfToday) {
  auto request = Ask(Day(2026, 9, 1));
  request.clear_as_of();
  const auto response = Compute(request);
  EXPECT_EQ(response.statement().items_size(), 0);
  EXPECT_EQ(response.statement().as_of().month(), 9);
  EXPECT_EQ(response.statement().as_of().day(), 21) << "by the business clock, in Paris";
}

TEST_F(ClaimDeskTest, MoreDocumentsThanAStatementHoldsAreRefusedNotCut) {
  for (int i = 0; i < 1'001; ++i) Invoice("F-" + std::to_string(i), 100, Day(2026, 5, 1));
  const auto all = desk_.Compute(Ask(Day(2026, 9, 1)));
  ASSERT_FALSE(all.has_value());
  EXPECT_EQ(all.error().field, "documents");
  EXPECT_EQ(Compute(Ask(Day(2026, 5, 1))).statement().items_size(), 0) << "none is late yet";
}

TEST_F(ClaimDeskTest, ABilledClaimLeavesTheAccountsClaimAndStaysListedWithItsStatement) {
  Invoice("F-1", 1'000'000, Day(2026, 5, 1));
  Payment("P-1", 1'000'000, "F-1", Day(2026, 9, 1));
  const auto billed = desk_.Bill(BillOf("F-1", Day(2026, 9, 10)), anna_);
  ASSERT_TRUE(billed.has_value()) << billed.error().message;
  EXPECT_EQ(billed->act().amount().minor_units(), 45'376);
  EXPECT_EQ(billed->act().by(), "anna");
  EXPECT_EQ(billed->act().statement().items(0).interest(), 41'376);
  EXPECT_EQ(billed->token().sequence(), views_.sequence);
  EXPECT_EQ(Compute(Ask(Day(2026, 9, 20))).statement().items_size(), 0);
  const auto named = Compute(Ask(Day(2026, 9, 20), {"F-1"}));
  EXPECT_EQ(named.claims(0).billed(), 45'376);
  EXPECT_EQ(named.claims(0).left(), 0);
  EXPECT_EQ(named.claims(0).acts(0).statement().items_size(), 0);
  v1::ListClaimsRequest request;
  Fill(*request.mutable_account(), Account());
  const auto listed = desk_.List(request);
  ASSERT_TRUE(listed.has_value());
  ASSERT_EQ(listed->claims_size(), 1);
  EXPECT_EQ(listed->claims(0).acts(0).statement().SerializeAsString(),
            billed->act().statement().SerializeAsString())
      << "as it was computed";
  const auto again = desk_.Bill(BillOf("F-1", Day(2026, 9, 20)), anna_);
  EXPECT_EQ(again.error().field, "document");
  EXPECT_EQ(again.error().code, ErrorCode::kInvalid);
}

TEST_F(ClaimDeskTest, DocumentsPaidLateAreListedInPagesUntilTheirClaimsAreActedOn) {
  for (const char* document : {"F-1", "F-2", "F-3"}) {
    Invoice(document, 1'000'000, Day(2026, 5, 1));
    Payment(std::string("P-") + document, 1'000'000, document, Day(2026, 9, 1));
  }
  ASSERT_TRUE(desk_.Bill(BillOf("F-2", Day(2026, 9, 10)), anna_).has_value());
  v1::ListClaimsRequest request;
  Fill(*request.mutable_account(), Account());
  request.set_waiting(true);
  request.set_page_size(1);
  std::vector<std::string> waiting;
  do {
    const auto page = desk_.List(request);
    ASSERT_TRUE(page.has_value()) << page.error().message;
    for (const auto& claim : page->claims()) waiting.push_back(claim.document());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(waiting, ElementsAre("F-1", "F-3"));
  request.set_page_token("x");
  EXPECT_EQ(desk_.List(request).error().field, "page_token");
}

TEST_F(ClaimDeskTest, TheSameCommandAnswersTheSameAlsoAfterTheBooksHaveChanged) {
  Invoice("F-1", 1'000'000, Day(2026, 5, 1));
  auto request = BillOf("F-1", Day(2026, 9, 1));
  request.set_command_id(ToString(front_.NewId()));
  const auto first = desk_.Bill(request, anna_);
  ASSERT_TRUE(first.has_value()) << first.error().message;
  Payment("P-1", 1'000'000, "F-1", Day(2026, 8, 1));
  const auto second = desk_.Bill(request, anna_);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->act().SerializeAsString(), first->act().SerializeAsString());
  EXPECT_EQ(front_.submitted.size(), 1U);
  v1::WaiveClaimRequest waive;
  Fill(*waive.mutable_account(), Account());
  waive.set_document("F-1");
  waive.set_command_id(request.command_id());
  EXPECT_EQ(desk_.Waive(waive, anna_).error().code, ErrorCode::kConflict);
  request.set_command_id("1");
  EXPECT_FALSE(desk_.Bill(request, anna_).has_value());
}

TEST_F(ClaimDeskTest, APaymentBetweenComputingAndDecidingMakesTheActStale) {
  Invoice("F-1", 1'000'000, Day(2026, 5, 1));
  front_.before_decision = [this] { Payment("P-1", 400'000, "F-1", Day(2026, 6, 1)); };
  const auto stale = desk_.Bill(BillOf("F-1", Day(2026, 9, 1)), anna_);
  EXPECT_EQ(stale.error().code, ErrorCode::kConflict);
  EXPECT_TRUE(desk_.Bill(BillOf("F-1", Day(2026, 9, 1)), anna_).has_value());
}

TEST_F(ClaimDeskTest, WaivingTakesAReasonAndIsRecordedWithIt) {
  Invoice("F-1", 1'000'000, Day(2026, 5, 1));
  v1::WaiveClaimRequest request;
  Fill(*request.mutable_account(), Account());
  request.set_document("F-1");
  Fill(*request.mutable_as_of(), Day(2026, 9, 1));
  EXPECT_EQ(desk_.Waive(request, anna_).error().field, "reason");
  request.set_reason(std::string(501, 'x'));
  EXPECT_EQ(desk_.Waive(request, anna_).error().field, "reason");
  request.set_reason("goodwill");
  const auto waived = desk_.Waive(request, anna_);
  ASSERT_TRUE(waived.has_value()) << waived.error().message;
  EXPECT_EQ(waived->act().reason(), "goodwill");
  const auto later = Compute(Ask(Day(2026, 9, 20)));
  EXPECT_EQ(later.claims(0).waived(), 45'376);
  EXPECT_EQ(later.claims(0).left(), later.claims(0).claimed() - 45'376)
      << "what accrues afterwards is not waived";
  request.set_document("F-9");
  EXPECT_EQ(desk_.Waive(request, anna_).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace relance::ledger
