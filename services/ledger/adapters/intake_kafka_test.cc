#include <gmock/gmock.h>

#include <sstream>
#include <thread>

#include "libs/kafka/testing/embedded_broker.h"
#include "services/ledger/adapters/fakes.h"
#include "services/ledger/adapters/intake_worker.h"
#include "services/ledger/adapters/keys_topic.h"
#include "services/ledger/adapters/translation_fixture.h"

namespace relance::ledger {
namespace {

/// The intake against librdkafka's own broker.
class IntakeOnKafkaTest : public testing::Test, public TranslationFixture {
 protected:
  void SetUp() override {
    broker_ = *kafka::EmbeddedBroker::Start();
    for (const auto& [topic, partitions] :
         {std::pair("erp.sap", 2), std::pair("relance.ledger.parked.v1", 4),
          std::pair(kKeysTopic, 1)}) {
      ASSERT_TRUE(broker_->CreateTopic(topic, partitions).has_value());
    }
    producer_ = *kafka::Producer::Create(broker_->Client());
    reader_ = *kafka::Reader::Create(broker_->Client());
  }
  void Send(const std::string& type, const std::string& value, int partition) {
    kafka::OutgoingRecord record{"erp.sap",
                                 partition,
                                 "FR01|D42",
                                 value,
                                 {{"ce_type", type}, {"content-type", "application/protobuf"}}};
    ASSERT_TRUE(producer_->SendAndWait(record).has_value());
  }
  std::unique_ptr<IntakeWorker> Worker(ParkedEvents& parked) {
    kafka::IntakeOptions options;
    options.group = "relance.ledger.intake.test";
    options.session_timeout = Millis{6000};
    options.fetch_wait = Millis{5};
    return std::make_unique<IntakeWorker>(IntakePorts{OpenKafkaTopics(broker_->Client(), options),
                                                      store, translator, front_, parked, metrics_},
                                          IntakeSettings{}, log_);
  }
  bool StepUntil(IntakeWorker& worker, const std::function<bool()>& reached) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!reached() && std::chrono::steady_clock::now() < deadline) worker.Step();
    return reached();
  }

  std::unique_ptr<kafka::EmbeddedBroker> broker_;
  std::unique_ptr<kafka::Producer> producer_;
  std::unique_ptr<kafka::Reader> reader_;
  FakeFront front_;
  std::ostringstream lines_;
  Logger log_{"ledger", LogLevel::kInfo, lines_};
  Metrics metrics_;
};

TEST_F(IntakeOnKafkaTest, DocumentsAreCarriedOnceAndWhatIsRefusedIsFoundAgain) {
  const seal::Key key = seal::Key::Random();
  KafkaParkedEvents parked(*producer_, 4, key);
  Send("relance.invoice.issued.v1", InvoiceEvent().invoice().SerializeAsString(), 0);
  Send("relance.invoice.issued.v1", "garbage\xff", 1);
  Send("relance.heartbeat.v1", HeartbeatEvent().heartbeat().SerializeAsString(), 1);
  {
    auto worker = Worker(parked);
    EXPECT_TRUE(StepUntil(*worker, [&] { return front_.written.size() == 5; }))
        << "an invoice, and the heartbeat on four partitions: " << front_.written.size();
    EXPECT_TRUE(StepUntil(*worker, [&] { return worker->Quiet(); }));
    EXPECT_EQ(worker->Counts().parked, 1);
    EXPECT_EQ(worker->Counts().behind, 0);
    const std::atomic<bool> stop = true;
    worker->Run(stop);
  }
  KafkaParkedArchive archive(*reader_, 4, key);
  const auto listed = archive.List("", "", 10);
  ASSERT_TRUE(listed.has_value()) << listed.error().message;
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->at(0).field, "value");
  EXPECT_FALSE(listed->at(0).value.has_value()) << "not in a list";
  EXPECT_EQ(archive.Find("erp.sap/1/0")->value, "garbage\xff");
  EXPECT_EQ(archive.Find("erp.sap/1/9").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(archive.ReplayedAt({"erp.sap/1/0"}).value().at(0), std::nullopt);
  ASSERT_TRUE(parked.Replayed({"erp.sap/1/0", FromMillis(7)}));
  EXPECT_EQ(archive.ReplayedAt({"erp.sap/1/0"}).value().at(0), FromMillis(7));
  EXPECT_TRUE(archive.List("", "", 10).value().empty());
  EXPECT_EQ(archive.Find("erp.sap/1/0")->value, "garbage\xff");

  Send("relance.payment.received.v1", PaymentEvent().payment().SerializeAsString(), 0);
  auto again = Worker(parked);
  EXPECT_TRUE(StepUntil(*again, [&] { return front_.written.size() == 6; }));
  EXPECT_TRUE(StepUntil(*again, [&] { return again->Quiet(); }));
  EXPECT_EQ(front_.written.size(), 6U) << "what was committed does not come again";
}

TEST_F(IntakeOnKafkaTest, ADebtorsKeyIsOnItsTopic) {
  const KeyPublisher publish = PublishKeysTo(*producer_);
  const std::string wrapped = *ring.Create("FR01/D42#1");
  ASSERT_TRUE(publish("FR01/D42#1", wrapped).has_value());
  const auto records = reader_->Read(kKeysTopic, 0, 0);
  ASSERT_EQ(records->size(), 1U);
  EXPECT_EQ(records->at(0).bytes, KeyRecord("FR01/D42#1", wrapped));
}

}  // namespace
}  // namespace relance::ledger
