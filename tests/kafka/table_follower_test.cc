#include "libs/kafka/table_follower.h"

#include <gmock/gmock.h>

#include <map>

#include "tests/kafka/clients.h"

namespace relance::kafka::testing {
namespace {

using Table = std::map<std::string, std::string>;

class TableFollowerContract : public ::testing::Test {
 protected:
  void Write(const std::string& topic, const std::string& key, std::optional<std::string> value) {
    ASSERT_TRUE(producer_->SendAndWait({topic, 0, key, std::move(value), {}}));
  }
  std::unique_ptr<TableFollower> Follow(const std::string& topic) {
    return Value(TableFollower::Create(TheCluster().Client(), topic, Millis{FetchWaitMs()}));
  }
  /// Applies what comes until `done` holds.
  bool Read(TableFollower& follower, Table& table, const std::function<bool()>& done) {
    return Eventually([&] {
      for (auto& entry : Value(follower.Poll(Millis{100}))) {
        offsets_.push_back(entry.offset);
        if (entry.value) {
          table[entry.key] = *entry.value;
        } else {
          table.erase(entry.key);
        }
      }
      return done();
    });
  }

  std::unique_ptr<Producer> producer_ = NewProducer({});
  std::vector<int64_t> offsets_;
};

TEST_F(TableFollowerContract, ATableIsCompleteWhenItsEndWasReachedAndGoesOn) {
  const auto topic = NewTopic("table", 1, {{"cleanup.policy", "compact"}});
  Write(topic, "a", "1");
  Write(topic, "b", "1");
  Write(topic, "a", "2");
  Write(topic, "b", std::nullopt);
  auto follower = Follow(topic);
  Table table;
  EXPECT_FALSE(follower->CaughtUp());
  ASSERT_TRUE(Read(*follower, table, [&] { return follower->CaughtUp(); }));
  EXPECT_EQ(table, (Table{{"a", "2"}}));
  Write(topic, "c", "");
  EXPECT_TRUE(Read(*follower, table, [&] { return table.contains("c"); }));
}

TEST_F(TableFollowerContract, AnEmptyTableIsCompleteToo) {
  auto follower = Follow(NewTopic("table"));
  Table table;
  EXPECT_TRUE(Read(*follower, table, [&] { return follower->CaughtUp(); }));
  EXPECT_TRUE(table.empty());
}

using RealKafkaTableFollower = TableFollowerContract;

TEST_F(RealKafkaTableFollower, ATableIsReadThroughTheGapsThatCompactionLeaves) {
  const auto topic = NewTopic("compacted", 1,
                              {{"cleanup.policy", "compact"},
                               {"segment.ms", "100"},
                               {"min.cleanable.dirty.ratio", "0.01"},
                               {"max.compaction.lag.ms", "100"}});
  int written = 0;
  Table table;
  ASSERT_TRUE(Eventually(
      [&] {
        Write(topic, "a", std::to_string(++written));
        auto follower = Follow(topic);
        table.clear();
        offsets_.clear();
        if (!Read(*follower, table, [&] { return follower->CaughtUp(); })) return false;
        return offsets_.size() < static_cast<size_t>(written);
      },
      Millis{60'000}))
      << "the broker never compacted";
  EXPECT_EQ(table, (Table{{"a", std::to_string(written)}}));
}

}  // namespace
}  // namespace relance::kafka::testing
