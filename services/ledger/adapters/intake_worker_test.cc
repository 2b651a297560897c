#include "services/ledger/adapters/intake_worker.h"

#include <gmock/gmock.h>

#include <sstream>

#include "relance/ledger/v1/inputs.pb.h"
#include "services/ledger/adapters/fakes.h"
#include "services/ledger/adapters/translation_fixture.h"

namespace relance::ledger {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// An ERP's topic of two partitions, in memory.
class TopicsInMemory : public FeedTopics {
 public:
  struct Kept {
    std::vector<kafka::FeedRecord> records;
    size_t next = 0;
    std::map<int, int64_t> acknowledged;
    std::map<int, int64_t> committed;
  };
  explicit TopicsInMemory(Kept& kept) : kept_(kept) {}

  Result<std::optional<kafka::FeedRecord>> Poll(Millis) override {
    if (kept_.next == kept_.records.size()) return std::optional<kafka::FeedRecord>();
    return std::optional(kept_.records[kept_.next++]);
  }
  void Acknowledge(const std::string&, int partition, int64_t offset) override {
    kept_.acknowledged[partition] = offset;
  }
  Result<void> Commit() override {
    kept_.committed = kept_.acknowledged;
    return {};
  }
  Result<std::vector<kafka::FeedLag>> Lag(Millis) override {
    std::map<int, kafka::FeedLag> lags;
    for (const auto& record : kept_.records) {
      auto& lag = lags[record.partition];
      lag = {record.topic, record.partition, 0, record.offset + 1};
      const auto known = kept_.acknowledged.find(record.partition);
      if (known != kept_.acknowledged.end()) lag.handled = known->second + 1;
    }
    std::vector<kafka::FeedLag> all;
    for (const auto& [partition, lag] : lags) all.push_back(lag);
    return all;
  }

 private:
  Kept& kept_;
};

class IntakeWorkerTest : public testing::Test, public TranslationFixture {
 protected:
  static IntakeSettings Quick() {
    IntakeSettings settings;
    settings.retry = Millis{0};
    settings.poll = Millis{0};
    return settings;
  }

  void Arrives(const v1::RecordDocumentsRequest& event, int partition = 0) {
    static const std::pair<v1::RecordDocumentsRequest::DocumentCase, const char*> kTypes[] = {
        {v1::RecordDocumentsRequest::kInvoice, "relance.invoice.issued.v1"},
        {v1::RecordDocumentsRequest::kPayment, "relance.payment.received.v1"},
        {v1::RecordDocumentsRequest::kDebtor, "relance.debtor.changed.v1"},
        {v1::RecordDocumentsRequest::kHeartbeat, "relance.heartbeat.v1"}};
    std::string type;
    for (const auto& [kind, name] : kTypes) type = kind == event.document_case() ? name : type;
    const auto* field = event.GetReflection()->GetOneofFieldDescriptor(
        event, event.GetDescriptor()->FindOneofByName("document"));
    const std::string value = event.GetReflection()->GetMessage(event, field).SerializeAsString();
    ArrivesRaw(type, value, partition);
  }
  void ArrivesRaw(const std::string& type, const std::string& value, int partition = 0) {
    kafka::FeedRecord record;
    record.topic = "erp.sap";
    record.partition = partition;
    record.offset = ends_[partition]++;
    record.value = value;
    record.headers = {{"ce_type", type}, {"content-type", "application/protobuf"}};
    kept_.records.push_back(record);
  }
  void Turns(int n) {
    for (int i = 0; i < n; ++i) worker_.Step();
  }
  std::vector<v1::FeedSeen> Reports() {
    std::vector<v1::FeedSeen> reports;
    for (const auto& written : front_.written) {
      v1::LedgerInput input;
      input.ParseFromString(written.content);
      if (input.has_feed_seen() && written.partition == 0) reports.push_back(input.feed_seen());
    }
    return reports;
  }

  std::map<int, int64_t> ends_;
  TopicsInMemory::Kept kept_;
  FakeFront front_;
  FakeParkedEvents parked_;
  std::ostringstream lines_;
  Logger log_{"ledger", LogLevel::kInfo, lines_};
  OpenTopics open_ = [this](const std::vector<std::string>&) {
    return Result<std::unique_ptr<FeedTopics>>(std::make_unique<TopicsInMemory>(kept_));
  };
  Metrics metrics_;
  IntakeWorker worker_{{open_, store, translator, front_, parked_, metrics_}, Quick(), log_};
};

TEST_F(IntakeWorkerTest, DocumentsGoToTheirTopicAndAreAcknowledgedOnceTheBrokerHasThem) {
  front_.hold = true;
  Arrives(InvoiceEvent());
  Arrives(PaymentEvent());
  Turns(3);
  ASSERT_EQ(front_.written.size(), 2U);
  EXPECT_TRUE(front_.written[0].bulk);
  EXPECT_FALSE(front_.written[1].bulk);
  EXPECT_EQ(front_.written[0].partition, *store.PartitionOf({"FR01", "D42"}));
  EXPECT_THAT(kept_.acknowledged, IsEmpty());
  front_.Finish(1, {});
  Turns(1);
  EXPECT_THAT(kept_.acknowledged, IsEmpty()) << "the invoice before it is not there";
  front_.Finish(0, {});
  Turns(1);
  EXPECT_EQ(kept_.acknowledged[0], 1);
}

TEST_F(IntakeWorkerTest, AWriteThatFailsIsRepeatedUntilItSucceeds) {
  front_.failures = 2;
  Arrives(InvoiceEvent());
  Turns(5);
  ASSERT_EQ(front_.written.size(), 3U);
  EXPECT_EQ(front_.written[0].content, front_.written[2].content);
  EXPECT_EQ(kept_.acknowledged[0], 0);
}

TEST_F(IntakeWorkerTest, WhatCannotBeReadIsParkedAndTheRestGoesOn) {
  ArrivesRaw("relance.invoice.issued.v1", "garbage\xff");
  auto wrong = InvoiceEvent();
  wrong.mutable_invoice()->set_amount("1.234,56");
  Arrives(wrong);
  Arrives(PaymentEvent());
  Turns(5);
  ASSERT_EQ(parked_.events.size(), 2U);
  EXPECT_EQ(parked_.events[0].field, "value");
  EXPECT_EQ(IdOf(parked_.events[0]), "erp.sap/0/0");
  EXPECT_EQ(parked_.events[1].field, "amount");
  EXPECT_EQ(parked_.events[1].entity, "FR01");
  EXPECT_EQ(parked_.events[1].account, "D42");
  EXPECT_EQ(front_.written.size(), 1U);
  EXPECT_EQ(kept_.acknowledged[0], 2);
  EXPECT_EQ(worker_.Counts().parked, 2);
  EXPECT_EQ(worker_.Counts().documents, 1);
}

TEST_F(IntakeWorkerTest, NothingIsAcknowledgedBeforeItIsParked) {
  parked_.failures = 3;
  ArrivesRaw("relance.invoice.issued.v1", "garbage\xff");
  Turns(3);
  EXPECT_THAT(kept_.acknowledged, IsEmpty());
  Turns(3);
  EXPECT_EQ(parked_.events.size(), 1U);
  EXPECT_EQ(kept_.acknowledged[0], 0);
}

TEST_F(IntakeWorkerTest, ANewDebtorWaitsForHisKey) {
  keys_topic_is_up = false;
  Arrives(DebtorEvent());
  Turns(3);
  EXPECT_THAT(front_.written, IsEmpty());
  EXPECT_THAT(parked_.events, IsEmpty());
  keys_topic_is_up = true;
  Turns(3);
  EXPECT_EQ(front_.written.size(), 1U);
}

TEST_F(IntakeWorkerTest, AHeartbeatReachesEveryPartitionAfterTheDocumentsBeforeIt) {
  front_.hold = true;
  Arrives(InvoiceEvent(), 1);
  Arrives(HeartbeatEvent(1'790'000'000'000), 0);
  Turns(4);
  EXPECT_THAT(Reports(), IsEmpty());
  front_.hold = false;
  front_.Finish(0, {});
  Turns(4);
  ASSERT_EQ(Reports().size(), 1U);
  EXPECT_EQ(Reports()[0].up_to_ms(), 1'790'000'000'000);
  EXPECT_EQ(Reports()[0].source(), "/erp/sap/FR01");
  EXPECT_EQ(Reports()[0].behind(), 0);
  EXPECT_THAT(metrics_.Render(), HasSubstr("relance_ledger_last_event_timestamp_seconds{legal_"
                                           "entity=\"FR01\",source=\"/erp/sap/FR01\"} 1790000000"));
  EXPECT_EQ(front_.written.size(), 1U + 4U) << "one for each of four partitions";
  EXPECT_TRUE(front_.written.back().bulk);
  EXPECT_TRUE(worker_.Quiet());
}

TEST_F(IntakeWorkerTest, NoMoreIsReadThanMayBeUnderWay) {
  IntakeSettings settings = Quick();
  settings.most_in_flight = 3;
  IntakeWorker worker({open_, store, translator, front_, parked_, metrics_}, settings, log_);
  front_.hold = true;
  for (int i = 0; i < 10; ++i) Arrives(InvoiceEvent("F-" + std::to_string(i)));
  for (int i = 0; i < 8; ++i) worker.Step();
  EXPECT_EQ(front_.written.size(), 3U);
  EXPECT_FALSE(worker.Quiet());
}

TEST_F(IntakeWorkerTest, NothingPersonalIsLogged) {
  auto wrong = DebtorEvent();
  wrong.mutable_debtor()->mutable_contacts(0)->set_address("jeanne canari.fr");
  Arrives(wrong);
  Turns(3);
  ASSERT_EQ(parked_.events.size(), 1U);
  EXPECT_NE(lines_.str().find("contacts[0].address"), std::string::npos);
  EXPECT_EQ(lines_.str().find("canari"), std::string::npos) << lines_.str();
}

TEST_F(IntakeWorkerTest, StoppingCommitsWhatIsAcknowledged) {
  Arrives(InvoiceEvent());
  Turns(3);
  std::atomic<bool> stop = true;
  worker_.Run(stop);
  EXPECT_EQ(kept_.committed[0], 0);
}

}  // namespace
}  // namespace relance::ledger
