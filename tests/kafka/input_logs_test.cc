#include "libs/kafka/input_logs.h"

#include <gmock/gmock.h>

#include <atomic>

#include "libs/kafka/command_writer.h"
#include "tests/kafka/clients.h"

namespace relance::kafka::testing {
namespace {

constexpr size_t kCommands = 0;
constexpr size_t kBulk = 1;

class InputLogsContract : public ::testing::Test {
 protected:
  void WriteMany(const std::string& topic, int count, const std::string& word) {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(Eventually([&] {
        return writer_.Write(topic, 0, word + std::to_string(i), [](const Delivery&) {})
            .has_value();
      }));
    }
    ASSERT_TRUE(producer_->Flush(kSoon));
  }

  std::string commands_ = NewTopic("commands");
  std::string bulk_ = NewTopic("bulk");
  std::unique_ptr<Producer> producer_ = NewProducer({});
  CommandWriter writer_{*producer_};
  std::unique_ptr<Reader> reader_ = NewReader();
  std::unique_ptr<InputReader> input_reader_ = NewInputReader();
  KafkaInputLogs inputs_{*input_reader_, *reader_, {commands_, bulk_}, 0};
};

TEST_F(InputLogsContract, InputsArriveInOrderFromWhereTheOwnerAsks) {
  WriteMany(commands_, 300, "c");
  ASSERT_TRUE(inputs_.Seek(kCommands, 100));
  const auto all = TakeInputs(inputs_, kCommands, 200);
  ASSERT_EQ(all.size(), 200u);
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].offset, static_cast<int64_t>(100 + i));
    EXPECT_EQ(all[i].bytes, "c" + std::to_string(100 + i));
  }
}

TEST_F(InputLogsContract, TheEndIsKnownFromWhatWasFetched) {
  EXPECT_EQ(inputs_.KnownEnd(kCommands), std::nullopt);
  WriteMany(commands_, 30, "c");
  ASSERT_TRUE(inputs_.Seek(kCommands, 0));
  EXPECT_EQ(TakeInputs(inputs_, kCommands, 30).size(), 30u);
  EXPECT_TRUE(Eventually([&] { return inputs_.KnownEnd(kCommands) == 30; }));
  WriteMany(commands_, 5, "d");
  EXPECT_TRUE(Eventually([&] { return inputs_.KnownEnd(kCommands) == 35; }));
}

TEST_F(InputLogsContract, SeekingBackReadsTheSameAgain) {
  WriteMany(commands_, 50, "c");
  ASSERT_TRUE(inputs_.Seek(kCommands, 0));
  EXPECT_EQ(TakeInputs(inputs_, kCommands, 50).size(), 50u);
  for (int round = 0; round < 5; ++round) {
    ASSERT_TRUE(inputs_.Seek(kCommands, 10 * round));
    const auto again = TakeInputs(inputs_, kCommands, static_cast<size_t>(50 - 10 * round));
    ASSERT_FALSE(again.empty());
    EXPECT_EQ(again.front().offset, 10 * round);
    EXPECT_EQ(again.back().offset, 49);
  }
}

TEST_F(InputLogsContract, ABacklogOfBulkDoesNotHoldUpACommand) {
  WriteMany(bulk_, 20'000, "invoice ");
  ASSERT_TRUE(inputs_.Seek(kBulk, 0));
  ASSERT_TRUE(inputs_.Seek(kCommands, 0));
  ASSERT_TRUE(writer_.Write(commands_, 0, "stop"));
  const auto command = TakeInputs(inputs_, kCommands, 1);
  ASSERT_EQ(command.size(), 1u);
  EXPECT_EQ(command[0].bytes, "stop");
  EXPECT_EQ(TakeInputs(inputs_, kBulk, 20'000).size(), 20'000u);
}

TEST_F(InputLogsContract, PollingAnIdleInputReturnsAtOnceWithNothing) {
  ASSERT_TRUE(inputs_.Seek(kCommands, 0));
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(Value(inputs_.Poll(kCommands, 10)).empty());
  EXPECT_LT(std::chrono::steady_clock::now() - start, Millis{1000});
}

TEST_F(InputLogsContract, WaitingEndsWhenACommandArrives) {
  ASSERT_TRUE(inputs_.Seek(kCommands, 0));
  std::thread front([&] { EXPECT_TRUE(writer_.Write(commands_, 0, "pay")); });
  const auto start = std::chrono::steady_clock::now();
  std::vector<journal::LogRecord> got;
  while (got.empty() && std::chrono::steady_clock::now() - start < kSoon) {
    inputs_.Wait(kSoon);
    got = Value(inputs_.Poll(kCommands, 10));
  }
  front.join();
  ASSERT_EQ(got.size(), 1u);
  EXPECT_LT(std::chrono::steady_clock::now() - start, kSoon / 2);
}

TEST_F(InputLogsContract, ANudgeEndsAWaitAlsoWhenItCameFirst) {
  ASSERT_TRUE(inputs_.Seek(kCommands, 0));
  const auto start = std::chrono::steady_clock::now();
  inputs_.Nudge();
  inputs_.Wait(kSoon);
  std::thread other([&] { inputs_.Nudge(); });
  inputs_.Wait(kSoon);
  other.join();
  EXPECT_LT(std::chrono::steady_clock::now() - start, kSoon);
}

TEST_F(InputLogsContract, AnOffsetBeyondTheEndIsReportedAndNeverReset) {
  WriteMany(commands_, 5, "c");
  ASSERT_TRUE(inputs_.Seek(kCommands, 50));
  std::optional<Error> error;
  ASSERT_TRUE(Eventually([&] {
    inputs_.Wait(Millis{100});
    auto polled = inputs_.Poll(kCommands, 10);
    if (!polled) error = polled.error();
    return error.has_value();
  }));
  EXPECT_EQ(error->code, ErrorCode::kCorrupt);
  EXPECT_THAT(error->message, ::testing::HasSubstr("50"));
  EXPECT_FALSE(inputs_.Poll(kCommands, 10)) << "it is told again until the owner seeks";
  ASSERT_TRUE(inputs_.Seek(kCommands, 0));
  EXPECT_EQ(TakeInputs(inputs_, kCommands, 5).size(), 5u);
}

TEST_F(InputLogsContract, OneInputCanBeReadAgainWithoutDisturbingTheOthers) {
  WriteMany(commands_, 20, "c");
  ASSERT_TRUE(inputs_.Seek(kCommands, 0));
  EXPECT_EQ(TakeInputs(inputs_, kCommands, 10).size(), 10u);
  EXPECT_EQ(Value(inputs_.ReadAt(kCommands, 3)).bytes, "c3");
  EXPECT_EQ(inputs_.ReadAt(kCommands, 20).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(Value(inputs_.Bounds(kCommands)).end, 20);
  const auto rest = TakeInputs(inputs_, kCommands, 10);
  ASSERT_EQ(rest.size(), 10u);
  EXPECT_EQ(rest.front().offset, 10);
}

TEST_F(InputLogsContract, ANewOwnerReadsOnTheSameHandleAfterTheOldOneIsGone) {
  WriteMany(commands_, 10, "c");
  for (int round = 0; round < 10; ++round) {
    KafkaInputLogs owner(*input_reader_, *reader_, {commands_, bulk_}, 0);
    ASSERT_TRUE(owner.Seek(kCommands, round));
    ASSERT_TRUE(owner.Seek(kBulk, 0));
    EXPECT_EQ(TakeInputs(owner, kCommands, 1).front().offset, round);
  }
}

using EmbeddedInputLogs = InputLogsContract;

TEST_F(EmbeddedInputLogs, ABrokerThatIsAwayIsSilenceAndReadingGoesOnWhenItIsBack) {
  WriteMany(commands_, 5, "c");
  ASSERT_TRUE(inputs_.Seek(kCommands, 0));
  EXPECT_EQ(TakeInputs(inputs_, kCommands, 5).size(), 5u);
  TheCluster().embedded()->Down();
  for (int i = 0; i < 20; ++i) {
    inputs_.Wait(Millis{20});
    const auto polled = inputs_.Poll(kCommands, 10);
    ASSERT_TRUE(polled) << polled.error().message;
    EXPECT_TRUE(polled->empty());
  }
  TheCluster().embedded()->Up();
  ASSERT_TRUE(Eventually([&] { return writer_.Write(commands_, 0, "back").has_value(); }));
  const auto more = TakeInputs(inputs_, kCommands, 1);
  ASSERT_EQ(more.size(), 1u);
  EXPECT_EQ(more[0].offset, 5);
}

using RealKafkaInputLogs = InputLogsContract;

TEST_F(RealKafkaInputLogs, ABrokerThatWasKilledIsSilenceAndReadingGoesOnWhenItIsBack) {
  WriteMany(commands_, 500, "c");
  ASSERT_TRUE(inputs_.Seek(kCommands, 0));
  ASSERT_TRUE(inputs_.Seek(kBulk, 0));
  EXPECT_EQ(TakeInputs(inputs_, kCommands, 500).size(), 500u);
  TheCluster().Kill9();
  for (int i = 0; i < 20; ++i) {
    inputs_.Wait(Millis{20});
    const auto polled = inputs_.Poll(kCommands, 10);
    ASSERT_TRUE(polled) << polled.error().message;
    EXPECT_TRUE(polled->empty());
  }
  TheCluster().Restart();
  ASSERT_TRUE(Eventually([&] { return writer_.Write(commands_, 0, "back").has_value(); }));
  const auto more = TakeInputs(inputs_, kCommands, 1);
  ASSERT_EQ(more.size(), 1u);
  EXPECT_EQ(more[0].offset, 500);
  EXPECT_EQ(more[0].bytes, "back");
}

}  // namespace
}  // namespace relance::kafka::testing
