#include "services/ledger/adapters/parked_desk.h"

#include <gmock/gmock.h>

#include "relance/journal/v1/record.pb.h"
#include "services/ledger/adapters/fakes.h"
#include "services/ledger/adapters/translation_fixture.h"
#include "services/ledger/adapters/view_fake.h"

namespace relance::ledger {
namespace {

using testing::ElementsAre;

const journal::Identity kAll{"anna", "admin", {"*"}};
const journal::Identity kFrench{"jean", "admin", {"FR01"}};
const journal::Identity kGerman{"uwe", "admin", {"DE01"}};

class ParkedDeskTest : public testing::Test, public TranslationFixture {
 protected:
  ParkedEvent FromTopic(int64_t offset, const std::string& value, const std::string& entity) {
    return {"erp.sap",
            0,
            offset,
            {{"ce_type", "relance.invoice.issued.v1"}, {"content-type", "application/protobuf"}},
            value,
            "",
            "",
            entity,
            "D42",
            {}};
  }
  std::vector<std::string> Ids(const std::string& entity, const journal::Identity& by,
                               int page_size = 2) {
    v1::ListParkedRequest request;
    request.set_legal_entity(entity);
    request.set_page_size(page_size);
    std::vector<std::string> ids;
    do {
      const auto page = desk_.List(request, by);
      EXPECT_TRUE(page.has_value()) << page.error().message;
      if (!page) return ids;
      for (const auto& record : page->records()) ids.push_back(record.id());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }
  v1::ReplayParkedResponse Replay(const std::string& id, const journal::Identity& by) {
    v1::ReplayParkedRequest request;
    request.set_id(id);
    const auto response = desk_.Replay(request, by);
    if (!response) return {};
    return *response;
  }

  Result<v1::ParkedRecord> Show(const std::string& id, const journal::Identity& by) {
    v1::GetParkedRequest request;
    request.set_id(id);
    const auto response = desk_.Get(request, by);
    if (!response) return Failure(response.error());
    return response->record();
  }

  FakeViews views_;
  FakeFront front_;
  FakeParkedEvents parked_;
  FakeParkedArchive archive_{parked_};
  std::map<std::string, std::string> records_;
  LedgerQueries queries_{views_, store, ring, Millis{100}};
  ParkedDesk desk_{queries_,
                   parked_,
                   archive_,
                   translator,
                   store,
                   front_,
                   [this](const std::string& topic, int partition, int64_t offset) {
                     const auto found = records_.find(InputId(topic, partition, offset));
                     if (found == records_.end()) {
                       return Result<journal::LogRecord>(NotFound("gone"));
                     }
                     return Result<journal::LogRecord>(journal::LogRecord{offset, found->second});
                   }};
};

TEST_F(ParkedDeskTest, WhatIntakeAndOwnersParkedIsListedInPagesWithinScope) {
  for (int64_t offset : {1, 2, 3}) archive_.Add(FromTopic(offset, "x", "FR01"));
  archive_.Add(FromTopic(4, "x", "DE01"));
  archive_.Add(FromTopic(5, "x", ""));
  const v1::LedgerInput bad = InvoiceInput("F-1", {1});
  views_.partitions[3].Park(
      {"relance.ledger.bulk.v1", 7, journal::DocumentInput{bad.SerializeAsString()}}, {"no", ""});
  const std::string owned = "relance.ledger.bulk.v1/3/7";
  EXPECT_THAT(Ids("", kAll), ElementsAre("erp.sap/0/1", "erp.sap/0/2", "erp.sap/0/3", "erp.sap/0/4",
                                         "erp.sap/0/5", owned));
  EXPECT_THAT(Ids("FR01", kAll), ElementsAre("erp.sap/0/1", "erp.sap/0/2", "erp.sap/0/3", owned));
  EXPECT_THAT(Ids("", kFrench), ElementsAre("erp.sap/0/1", "erp.sap/0/2", "erp.sap/0/3", owned));
  EXPECT_THAT(Ids("", kGerman), ElementsAre("erp.sap/0/4"));
  EXPECT_EQ(Ids("", kAll, 500).size(), 6U);
}

TEST_F(ParkedDeskTest, ARecordIsShownWithWhatItsSenderWrote) {
  const std::string content = InvoiceEvent().invoice().SerializeAsString();
  archive_.Add(FromTopic(1, content, "FR01"));
  const auto shown = Show("erp.sap/0/1", kFrench);
  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_EQ(shown->account(), "D42");
  EXPECT_EQ(shown->content(), content);
  EXPECT_EQ(shown->headers(0).name(), "ce_type");
  EXPECT_EQ(shown->headers(0).value(), "relance.invoice.issued.v1");
  EXPECT_THAT(shown->json(), testing::HasSubstr("\"currency\": \"EUR\""));
  EXPECT_EQ(Show("erp.sap/0/1", kGerman).error().code, ErrorCode::kNotFound);
}

TEST_F(ParkedDeskTest, WhatCannotBeReadIsShownAsItIs) {
  ParkedEvent garbage = FromTopic(1, "\xff\xfe no invoice", "FR01");
  garbage.headers.emplace_back("ce_source", "a\x1b[2Jb\xff");
  archive_.Add(garbage);
  const auto shown = Show("erp.sap/0/1", kFrench);
  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_EQ(shown->content(), "\xff\xfe no invoice");
  EXPECT_EQ(shown->headers(2).value(), "a[2Jb\xEF\xBF\xBD");
  EXPECT_EQ(shown->json(), "");
  archive_.Add(FromTopic(2, std::string(1024 * 1024, 'x'), "FR01"));
  EXPECT_EQ(Show("erp.sap/0/2", kFrench)->content().size(), 256 * 1024U);
}

TEST_F(ParkedDeskTest, WhatAnOwnerParkedIsShownAsLongAsItsTopicKeepsIt) {
  const v1::LedgerInput input = InvoiceInput("F-1", {1});
  views_.partitions[3].Park(
      {"relance.ledger.bulk.v1", 7, journal::DocumentInput{input.SerializeAsString()}},
      {"content_conflict", "version"});
  const auto gone = Show("relance.ledger.bulk.v1/3/7", kFrench);
  ASSERT_TRUE(gone) << gone.error().message;
  EXPECT_EQ(gone->reason(), "content_conflict");
  EXPECT_EQ(gone->content(), "");
  journal::v1::Input record;
  record.set_content(input.SerializeAsString());
  records_["relance.ledger.bulk.v1/3/7"] = record.SerializeAsString();
  const auto kept = Show("relance.ledger.bulk.v1/3/7", kFrench);
  EXPECT_EQ(kept->content(), input.SerializeAsString());
  EXPECT_THAT(kept->json(), testing::HasSubstr("F-1"));
}

TEST_F(ParkedDeskTest, AReplayGoesThroughTodaysRulesAndSaysWhyNot) {
  archive_.Add(FromTopic(1, InvoiceEvent().invoice().SerializeAsString(), "FR01"));
  auto wrong = InvoiceEvent();
  wrong.mutable_invoice()->set_currency("ABC");
  archive_.Add(FromTopic(2, wrong.invoice().SerializeAsString(), "FR01"));
  EXPECT_TRUE(Replay("erp.sap/0/1", kFrench).accepted());
  EXPECT_TRUE(front_.written.at(0).bulk);
  const auto refused = Replay("erp.sap/0/2", kFrench);
  EXPECT_FALSE(refused.accepted());
  EXPECT_THAT(refused.reason(), testing::StartsWith("currency: "));
}

TEST_F(ParkedDeskTest, WhatWasReplayedLeavesTheListAndIsStillFound) {
  archive_.Add(FromTopic(1, InvoiceEvent().invoice().SerializeAsString(), "FR01"));
  archive_.Add(FromTopic(2, "garbage", "FR01"));
  const std::string owned = "relance.ledger.bulk.v1/3/7";
  const v1::LedgerInput input = InvoiceInput("F-1", {1});
  views_.partitions[3].Park(
      {"relance.ledger.bulk.v1", 7, journal::DocumentInput{input.SerializeAsString()}}, {"no", ""});
  journal::v1::Input record;
  record.set_content(input.SerializeAsString());
  records_[owned] = record.SerializeAsString();
  EXPECT_EQ(Show("erp.sap/0/1", kFrench)->replayed_at_ms(), 0);
  EXPECT_TRUE(Replay("erp.sap/0/1", kFrench).accepted());
  EXPECT_FALSE(Replay("erp.sap/0/2", kFrench).accepted());
  EXPECT_THAT(Ids("", kFrench), ElementsAre("erp.sap/0/2", owned));
  EXPECT_TRUE(Replay(owned, kFrench).accepted());
  EXPECT_THAT(Ids("", kFrench), ElementsAre("erp.sap/0/2"));
  EXPECT_GT(Show("erp.sap/0/1", kFrench)->replayed_at_ms(), 0);
  EXPECT_GT(Show(owned, kFrench)->replayed_at_ms(), 0);
  EXPECT_TRUE(Replay("erp.sap/0/1", kFrench).accepted()) << "a repeat, and harmless";
}

TEST_F(ParkedDeskTest, NobodyReplaysForAnotherEntity) {
  archive_.Add(FromTopic(1, InvoiceEvent().invoice().SerializeAsString(), "FR01"));
  archive_.Add(FromTopic(2, InvoiceEvent().invoice().SerializeAsString(), ""));
  v1::ReplayParkedRequest request;
  for (const char* id : {"erp.sap/0/1", "erp.sap/0/2"}) {
    request.set_id(id);
    EXPECT_EQ(desk_.Replay(request, kGerman).error().code, ErrorCode::kNotFound);
  }
  EXPECT_TRUE(front_.written.empty());
}

TEST_F(ParkedDeskTest, WhatAnOwnerParkedIsTakenFromItsTopicAgain) {
  const v1::LedgerInput input = InvoiceInput("F-1", {1});
  views_.partitions[3].Park(
      {"relance.ledger.bulk.v1", 7, journal::DocumentInput{input.SerializeAsString()}},
      {"content_conflict", "version"});
  journal::v1::Input record;
  record.set_content(input.SerializeAsString());
  records_["relance.ledger.bulk.v1/3/7"] = record.SerializeAsString();
  EXPECT_TRUE(Replay("relance.ledger.bulk.v1/3/7", kFrench).accepted());
  EXPECT_EQ(front_.written.at(0).partition, 3);
  EXPECT_EQ(front_.written.at(0).content, input.SerializeAsString());
}

TEST_F(ParkedDeskTest, AnIdThatNamesNothingParkedIsNotFound) {
  v1::ReplayParkedRequest request;
  for (const char* id : {"relance.ledger.bulk.v1/3/8", "relance.ledger.bulk.v1/9/8",
                         "relance.ledger.journal.v1/0/1"}) {
    request.set_id(id);
    EXPECT_EQ(desk_.Replay(request, kAll).error().code, ErrorCode::kNotFound) << id;
  }
  for (const char* id : {"", "x", "a/b/c", "a/-1/1", "a/1/1x"}) {
    request.set_id(id);
    EXPECT_EQ(desk_.Replay(request, kAll).error().field, "id") << id;
  }
}

}  // namespace
}  // namespace relance::ledger
