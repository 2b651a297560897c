#include <gmock/gmock.h>

#include <atomic>
#include <cstdint>

#include "libs/kafka/command_writer.h"
#include "libs/kafka/event_producer.h"
#include "libs/kafka/intake_consumer.h"
#include "libs/kafka/parked_log.h"
#include "tests/kafka/clients.h"

namespace relance::kafka::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

IntakeOptions Intake(const std::string& topic, const std::string& group) {
  IntakeOptions options;
  options.group = group;
  options.topics = {topic};
  options.session_timeout = Millis{6000};
  options.fetch_wait = Millis{FetchWaitMs()};
  return options;
}

std::unique_ptr<IntakeConsumer> NewIntake(const std::string& topic, const std::string& group) {
  return Value(IntakeConsumer::Create(TheCluster().Client(), Intake(topic, group)));
}

std::vector<FeedRecord> TakeRecords(IntakeConsumer& intake, size_t count) {
  std::vector<FeedRecord> all;
  Eventually(
      [&] {
        auto record = intake.Poll(Millis{200});
        if (record && *record) all.push_back(std::move(**record));
        return all.size() >= count;
      },
      Millis{30'000});
  return all;
}

TEST(CommandWriterContract, ACommandIsAcknowledgedWithItsOffset) {
  const auto topic = NewTopic("commands", 4);
  auto producer = NewProducer({});
  CommandWriter writer(*producer);
  EXPECT_EQ(Value(writer.Write(topic, 2, "first")), 0);
  EXPECT_EQ(Value(writer.Write(topic, 2, "second")), 1);
  auto reader = NewReader();
  EXPECT_EQ(Value(reader->Bounds(topic, 2)).end, 2);
  EXPECT_EQ(Value(reader->Bounds(topic, 0)).end, 0);
}

TEST(CommandWriterContract, APartitionThatDoesNotExistIsRefused) {
  const auto topic = NewTopic("commands", 2);
  auto producer = NewProducer({});
  CommandWriter writer(*producer);
  ASSERT_TRUE(writer.Write(topic, 0, "known"));
  EXPECT_EQ(writer.Write(topic, 9, "nowhere").error().code, ErrorCode::kNotFound);
}

TEST(ParkedLogContract, AParkedInputSaysWhereItCameFromAndWhy) {
  const auto installation = std::to_string(getpid());
  const std::string service = "t" + installation;
  TheCluster().CreateTopic("relance." + service + ".parked.v1", 4, {});
  auto producer = NewProducer({});
  KafkaParkedLog parked(*producer, service, 3);
  ASSERT_TRUE(parked.Park("relance.ledger.bulk.v1", 77, "sealed", "invalid_utf8", "debtor.name"));
  auto intake = NewIntake("relance." + service + ".parked.v1", "parked");
  const auto records = TakeRecords(*intake, 1);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].partition, 3);
  EXPECT_EQ(records[0].key, "relance.ledger.bulk.v1/3/77");
  EXPECT_EQ(records[0].value, "sealed");
  EXPECT_THAT(
      records[0].headers,
      ElementsAre(Pair("reason", "invalid_utf8"), Pair("topic", "relance.ledger.bulk.v1"),
                  Pair("partition", "3"), Pair("offset", "77"), Pair("field", "debtor.name")));
}

/// The hashes are those that the Java client's own tests state for its murmur2.
TEST(EventProducerContract, AKeyGoesToThePartitionThatJavaClientsWouldTake) {
  constexpr int kPartitions = 4;
  const std::vector<std::pair<std::string, int32_t>> hashes = {
      {"21", -973932308},
      {"foobar", -790332482},
      {"a-little-bit-long-string", -985981536},
      {"a-little-bit-longer-string", -1486304829}};
  const auto topic = NewTopic("erp", kPartitions);
  auto producer = NewProducer({});
  EventProducer events(*producer);
  std::vector<int64_t> expected(kPartitions, 0);
  for (const auto& [key, hash] : hashes) {
    ASSERT_TRUE(events.Send(topic, key, "document", {{"ce_type", "invoice"}}));
    ++expected[static_cast<size_t>((hash & 0x7fffffff) % kPartitions)];
  }
  ASSERT_TRUE(events.Finish(kSoon));
  auto reader = NewReader();
  for (int i = 0; i < kPartitions; ++i) {
    EXPECT_EQ(Value(reader->Bounds(topic, i)).end, expected[static_cast<size_t>(i)]) << i;
  }
}

TEST(IntakeConsumerContract, WhatWasNotAcknowledgedComesAgainAndWhatWasDoesNot) {
  const auto topic = NewTopic("erp");
  auto producer = NewProducer({});
  EventProducer events(*producer);
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(events.Send(topic, "D" + std::to_string(i), std::to_string(i), {{"n", "v"}}));
  }
  ASSERT_TRUE(events.Finish(kSoon));
  {
    auto intake = NewIntake(topic, topic);
    const auto first = TakeRecords(*intake, 10);
    ASSERT_EQ(first.size(), 10u);
    EXPECT_EQ(first[3].key, "D3");
    EXPECT_EQ(first[3].value, "3");
    EXPECT_THAT(first[3].headers, ElementsAre(Pair("n", "v")));
    EXPECT_TRUE(first[3].timestamp);
    intake->Acknowledge(topic, 0, first[5].offset);
    ASSERT_TRUE(intake->Commit());
  }
  auto intake = NewIntake(topic, topic);
  const auto again = TakeRecords(*intake, 4);
  ASSERT_EQ(again.size(), 4u);
  EXPECT_EQ(again[0].value, "6");
  const auto lag = Value(intake->Lag(kSoon));
  ASSERT_EQ(lag.size(), 1u);
  EXPECT_EQ(lag[0].handled, 6);
  EXPECT_EQ(lag[0].end, 10);
  intake->Acknowledge(topic, 0, 9);
  EXPECT_EQ(Value(intake->Lag(kSoon))[0].handled, 10);
}

TEST(IntakeConsumerContract, ATombstoneIsNotAnEmptyDocument) {
  const auto topic = NewTopic("erp");
  auto producer = NewProducer({});
  EventProducer events(*producer);
  ASSERT_TRUE(events.Send(topic, std::nullopt, "", {}));
  ASSERT_TRUE(events.Finish(kSoon));
  auto intake = NewIntake(topic, topic);
  const auto records = TakeRecords(*intake, 1);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].value, "");
  EXPECT_FALSE(records[0].key);
}

TEST(EmbeddedProducer, AFullQueueIsToldAtOnceAndEmptiesWhenTheBrokerIsBack) {
  const auto topic = NewTopic("commands");
  ProducerOptions options;
  options.max_queued_records = 10;
  options.timeout = Millis{20'000};
  auto producer = NewProducer(options);
  CommandWriter writer(*producer);
  ASSERT_TRUE(writer.Write(topic, 0, "before"));
  TheCluster().embedded()->Down();
  std::atomic<int> acknowledged = 0;
  std::optional<Error> full;
  for (int i = 0; i < 20 && !full; ++i) {
    auto sent = writer.Write(topic, 0, "waiting",
                             [&](const Delivery& delivery) { acknowledged += delivery ? 1 : 0; });
    if (!sent) full = sent.error();
  }
  ASSERT_TRUE(full);
  EXPECT_EQ(full->code, ErrorCode::kUnavailable);
  EXPECT_EQ(producer->Queued(), 10u);
  EXPECT_FALSE(producer->Flush(Millis{20}));
  TheCluster().embedded()->Up();
  EXPECT_TRUE(producer->Flush(kSoon));
  EXPECT_EQ(acknowledged, 10);
  auto reader = NewReader();
  EXPECT_EQ(Value(reader->Bounds(topic, 0)).end, 11);
}

TEST(EmbeddedProducer, AProducerWhoseSequenceIsContradictedStartsAnewByItself) {
  const auto topic = NewTopic("commands");
  std::atomic<bool> anew = false;
  auto config = TheCluster().Client();
  config.log = [&](int, std::string_view line) {
    if (line.find("starts anew") != std::string_view::npos) anew = true;
  };
  auto producer = Value(Producer::Create(config));
  CommandWriter writer(*producer);
  ASSERT_TRUE(writer.Write(topic, 0, "before"));
  TheCluster().embedded()->ContradictNextSequence();
  const auto broken = writer.Write(topic, 0, "contradicted");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(Eventually([&] { return writer.Write(topic, 0, "after").has_value(); }));
  EXPECT_TRUE(anew);
  EXPECT_EQ(producer->Queued(), 0u);
}

TEST(EmbeddedProducer, AFailureOfAnEventIsToldByFinish) {
  const auto topic = NewTopic("erp");
  ProducerOptions options;
  options.timeout = Millis{1500};
  auto producer = NewProducer(options);
  EventProducer events(*producer);
  ASSERT_TRUE(events.Send(topic, "D1", "document", {}));
  ASSERT_TRUE(events.Finish(kSoon));
  TheCluster().embedded()->Down();
  ASSERT_TRUE(events.Send(topic, "D1", "document", {}));
  EXPECT_FALSE(events.Finish(kSoon));
  TheCluster().embedded()->Up();
}

}  // namespace
}  // namespace relance::kafka::testing
