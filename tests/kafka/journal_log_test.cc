#include "libs/kafka/journal_log.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <random>
#include <set>

#include "tests/kafka/clients.h"

namespace relance::kafka::testing {
namespace {

class JournalLogContract : public ::testing::Test {
 protected:
  std::string topic_ = NewTopic("journal");
  std::unique_ptr<Producer> producer_ = NewProducer(JournalProducerOptions());
  std::unique_ptr<Reader> reader_ = NewReader();
  KafkaJournalLog log_{*reader_, *producer_, topic_, 0};
};

std::string RecordNumber(int i) {
  return "record " + std::to_string(i);
}

/// Bytes that lz4 cannot shorten.
std::string Noise(size_t size) {
  std::mt19937_64 random(7);
  std::string bytes(size, '\0');
  for (auto& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

TEST_F(JournalLogContract, AnEmptyJournalHasNothingToRead) {
  const auto extent = Value(log_.Bounds());
  EXPECT_EQ(extent.begin, 0);
  EXPECT_EQ(extent.end, 0);
  EXPECT_TRUE(Value(log_.Read(0)).empty());
}

TEST_F(JournalLogContract, EveryAppendLiesWhereTheEndWas) {
  for (int i = 0; i < 20; ++i) {
    const auto end = Value(log_.Bounds()).end;
    const auto report = AppendAndAwait(log_, 100 + static_cast<uint64_t>(i), RecordNumber(i));
    EXPECT_EQ(report.offset, end);
    EXPECT_FALSE(report.undeliverable);
  }
  EXPECT_EQ(Value(log_.Bounds()).end, 20);
}

TEST_F(JournalLogContract, WhatWasAppendedIsReadBackInOrderWithoutAGap) {
  constexpr int kRecords = 3000;  // More than one read delivers.
  for (int i = 0; i < kRecords; ++i) log_.Append(static_cast<uint64_t>(i), RecordNumber(i));
  for (int i = 0; i < kRecords; ++i) ASSERT_TRUE(log_.AwaitReport(kSoon));
  const auto all = ReadAll(log_);
  ASSERT_EQ(all.size(), static_cast<size_t>(kRecords));
  for (int i = 0; i < kRecords; ++i) {
    EXPECT_EQ(all[static_cast<size_t>(i)].offset, i);
    EXPECT_EQ(all[static_cast<size_t>(i)].bytes, RecordNumber(i));
  }
}

TEST_F(JournalLogContract, AnyRecordCanBeReadAgainWhileReadingGoesOn) {
  constexpr int kRecords = 200;
  for (int i = 0; i < kRecords; ++i) log_.Append(static_cast<uint64_t>(i), RecordNumber(i));
  for (int i = 0; i < kRecords; ++i) ASSERT_TRUE(log_.AwaitReport(kSoon));
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 20; ++i) {
    const int at = static_cast<int>(random() % kRecords);
    EXPECT_EQ(Value(reader_->ReadAt(topic_, 0, at)).bytes, RecordNumber(at));
    EXPECT_EQ(Value(log_.Read(at)).front().bytes, RecordNumber(at));
  }
  EXPECT_EQ(reader_->ReadAt(topic_, 0, kRecords).error().code, ErrorCode::kNotFound);
}

TEST_F(JournalLogContract, AReaderAtTheEndSeesWhatIsAppendedLater) {
  EXPECT_EQ(AppendAndAwait(log_, 1, "first").offset, 0);
  EXPECT_EQ(Value(log_.Read(0)).size(), 1u);
  EXPECT_TRUE(Value(log_.Read(1)).empty());
  EXPECT_EQ(AppendAndAwait(log_, 2, "second").offset, 1);
  const auto read = Value(log_.Read(1));
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].bytes, "second");
}

TEST_F(JournalLogContract, TwoOwnersThatAppendAtOnceGetOffsetsOfTheirOwn) {
  auto other_producer = NewProducer(JournalProducerOptions());
  KafkaJournalLog other(*reader_, *other_producer, topic_, 0);
  constexpr int kEach = 100;
  for (int i = 0; i < kEach; ++i) {
    log_.Append(static_cast<uint64_t>(i), "a" + std::to_string(i));
    other.Append(static_cast<uint64_t>(i), "b" + std::to_string(i));
  }
  std::map<int64_t, std::string> reported;
  for (int i = 0; i < kEach; ++i) {
    const auto a = log_.AwaitReport(kSoon);
    const auto b = other.AwaitReport(kSoon);
    ASSERT_TRUE(a && a->offset && b && b->offset);
    reported[*a->offset] = "a" + std::to_string(a->tag);
    reported[*b->offset] = "b" + std::to_string(b->tag);
  }
  EXPECT_EQ(reported.size(), 2u * kEach);
  for (const auto& record : ReadAll(log_)) EXPECT_EQ(reported[record.offset], record.bytes);
}

TEST_F(JournalLogContract, TheReportOfAnAbandonedLogReachesNobody) {
  auto abandoned = std::make_unique<KafkaJournalLog>(*reader_, *producer_, topic_, 0);
  if (auto* broker = TheCluster().embedded()) broker->AnswerAppendsLate(1, Millis{300});
  abandoned->Append(1, "of the old owner");
  abandoned.reset();
  log_.Append(2, "of the new owner");
  const auto report = log_.AwaitReport(kSoon);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->tag, 2u);
  EXPECT_EQ(report->offset, 1);
  EXPECT_FALSE(log_.AwaitReport(Millis{50}));
  EXPECT_EQ(ReadAll(log_).size(), 2u);
}

TEST_F(JournalLogContract, ARecordThatIsTooLargeIsUndeliverableAndTheNextOneIsNot) {
  const auto report = AppendAndAwait(log_, 1, Noise(5 * 1024 * 1024));
  EXPECT_TRUE(report.undeliverable);
  EXPECT_FALSE(report.offset);
  EXPECT_EQ(AppendAndAwait(log_, 2, "small").offset, 0);
}

TEST_F(JournalLogContract, ARecordOfThreeMegabytesIsReadBackWhole) {
  const auto topic = NewTopic("large", 1, {{"max.message.bytes", "4194304"}});
  KafkaJournalLog log(*reader_, *producer_, topic, 0);
  const auto bytes = Noise(3 * 1024 * 1024);
  EXPECT_EQ(AppendAndAwait(log, 1, bytes).offset, 0);
  const auto read = ReadAll(log);
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].bytes, bytes);
}

TEST_F(JournalLogContract, AwaitingWithoutAnAppendEndsWithItsTimeout) {
  EXPECT_FALSE(log_.AwaitReport(Millis{20}));
}

using EmbeddedJournalLog = JournalLogContract;

TEST_F(EmbeddedJournalLog, AnAnswerThatComesTooLateLeavesTheFateOfTheRecordOpen) {
  auto options = JournalProducerOptions();
  options.timeout = Millis{1500};
  auto producer = NewProducer(options);
  KafkaJournalLog log(*reader_, *producer, topic_, 0);
  EXPECT_EQ(AppendAndAwait(log, 1, "in time").offset, 0);
  TheCluster().embedded()->AnswerAppendsLate(1, Millis{4000});
  const auto report = AppendAndAwait(log, 2, "stored all the same");
  EXPECT_FALSE(report.offset);
  EXPECT_FALSE(report.undeliverable);
  const auto all = ReadAll(log);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].bytes, "stored all the same");
}

TEST_F(EmbeddedJournalLog, ARefusedAppendIsReportedAndNeverRepeatedBehindTheOwnersBack) {
  EXPECT_EQ(AppendAndAwait(log_, 1, "taken").offset, 0);
  TheCluster().embedded()->RefuseAppends(1);
  const auto refused = AppendAndAwait(log_, 2, "refused");
  EXPECT_FALSE(refused.offset);
  EXPECT_FALSE(refused.undeliverable);
  EXPECT_EQ(AppendAndAwait(log_, 3, "taken again").offset, 1);
  EXPECT_EQ(ReadAll(log_).size(), 2u);
}

TEST_F(EmbeddedJournalLog, APartitionWithoutALeaderTakesNothingUntilItHasOneAgain) {
  auto options = JournalProducerOptions();
  options.timeout = Millis{1500};
  auto producer = NewProducer(options);
  KafkaJournalLog log(*reader_, *producer, topic_, 0);
  EXPECT_EQ(AppendAndAwait(log, 1, "led").offset, 0);
  TheCluster().embedded()->TakeLeader(topic_, 0);
  EXPECT_FALSE(AppendAndAwait(log, 2, "leaderless").offset);
  TheCluster().embedded()->GiveLeader(topic_, 0);
  uint64_t tag = 2;
  EXPECT_TRUE(
      Eventually([&] { return AppendAndAwait(log, ++tag, "led again").offset.has_value(); }));
}

TEST_F(EmbeddedJournalLog, WhatTheBrokerDroppedIsMissedAndNotSkipped) {
  const auto bytes = Noise(700 * 1024);
  for (uint64_t i = 0; i < 10; ++i) EXPECT_TRUE(AppendAndAwait(log_, i, bytes).offset);
  ASSERT_GT(Value(log_.Bounds()).begin, 0);
  const auto read = log_.Read(0);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(TheCluster().embedded()->FullestPercent(), 100);
}

using RealKafkaJournalLog = JournalLogContract;

TEST_F(RealKafkaJournalLog, ATopicThatDoesNotExistIsNotAnEmptyJournal) {
  ReaderOptions options;
  options.timeout = Millis{1000};
  auto reader = NewReader(options);
  EXPECT_FALSE(reader->Bounds("relance.nowhere.journal.v1", 0));
}

TEST_F(RealKafkaJournalLog, ARecordLargerThanItsTopicTakesIsUndeliverable) {
  const auto topic = NewTopic("tight", 1, {{"max.message.bytes", "10000"}});
  KafkaJournalLog log(*reader_, *producer_, topic, 0);
  const auto report = AppendAndAwait(log, 1, Noise(20'000));
  EXPECT_TRUE(report.undeliverable);
  EXPECT_FALSE(report.offset);
  EXPECT_EQ(AppendAndAwait(log, 2, Noise(5'000)).offset, 0);
}

/// What was reported with an offset lies there; what was not may lie anywhere, but only once.
TEST_F(RealKafkaJournalLog, AKilledBrokerLosesNothingThatItReported) {
  auto options = JournalProducerOptions();
  options.timeout = Millis{3000};
  auto producer = NewProducer(options);
  KafkaJournalLog log(*reader_, *producer, topic_, 0);
  std::map<int64_t, std::string> reported;
  int unknown = 0;
  const auto append = [&](int i) {
    const auto report = AppendAndAwait(log, static_cast<uint64_t>(i), RecordNumber(i));
    if (report.offset) reported[*report.offset] = RecordNumber(i);
    unknown += report.offset ? 0 : 1;
    return report.offset.has_value();
  };
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(append(i));
  std::thread killer([] {
    TheCluster().Kill9();
    TheCluster().Restart();
  });
  int i = 200;
  while (unknown == 0 && i < 1'000'000) append(i++);
  killer.join();
  EXPECT_GT(unknown, 0);
  EXPECT_TRUE(Eventually([&] { return append(i++); }));
  for (const int last = i + 100; i < last; ++i) EXPECT_TRUE(append(i));
  std::multiset<std::string> stored;
  std::map<int64_t, std::string> at;
  ASSERT_TRUE(Eventually([&] { return log.Bounds().has_value(); }));
  for (const auto& record : ReadAll(log)) {
    EXPECT_EQ(stored.count(record.bytes), 0u) << record.bytes << " is stored twice";
    stored.insert(record.bytes);
    at[record.offset] = record.bytes;
  }
  for (const auto& [offset, bytes] : reported) EXPECT_EQ(at[offset], bytes);
}

}  // namespace
}  // namespace relance::kafka::testing
