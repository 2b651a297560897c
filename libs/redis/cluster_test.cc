#include "libs/redis/cluster.h"

#include <gmock/gmock.h>
#include <poll.h>

#include <chrono>

#include "libs/redis/testing/throwaway_redis.h"
#include "libs/redis/view_store.h"

namespace relance::redis {
namespace {

using journal::Changes;
using journal::Position;

const ViewName kName{"ledger", 17, 1};

Position At(uint64_t sequence) {
  return {sequence, Sha256(std::to_string(sequence)), 0};
}

Changes Set(const std::string& document, const std::string& value) {
  Changes changes;
  changes.documents.emplace_back(document, value);
  return changes;
}

/// Two masters, the first with the lower half of the slots.
class TwoMasters : public testing::Test {
 protected:
  void SetUp() override {
    Must(low_, {"CLUSTER", "ADDSLOTSRANGE", "0", "8191"});
    Must(high_, {"CLUSTER", "ADDSLOTSRANGE", "8192", "16383"});
    const std::string bus = Must(high_, {"CONFIG", "GET", "cluster-port"}).elements.at(1).text;
    const std::string port = std::to_string(high_redis_.address().port);
    Must(low_, {"CLUSTER", "MEET", "127.0.0.1", port, bus});
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!IsWhole(low_) || !IsWhole(high_)) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "the cluster does not form";
      poll(nullptr, 0, 10);
    }
  }

  static Reply Must(Connection& node, const Command& command) {
    auto reply = node.Run(command);
    if (!reply) {
      ADD_FAILURE() << command[0] << ": " << reply.error().message;
      return {};
    }
    EXPECT_FALSE(reply->IsError()) << command[0] << ": " << reply->text;
    return *reply;
  }
  static bool IsWhole(Connection& node) {
    return Must(node, {"CLUSTER", "INFO"}).text.find("cluster_state:ok") != std::string::npos &&
           Must(node, {"CLUSTER", "SLOTS"}).elements.size() == 2;
  }
  /// Declares the migration of a slot from the low to the high master; keys are moved by Migrate.
  void BeginMigration(int slot) {
    const std::string n = std::to_string(slot);
    Must(high_, {"CLUSTER", "SETSLOT", n, "IMPORTING", Must(low_, {"CLUSTER", "MYID"}).text});
    Must(low_, {"CLUSTER", "SETSLOT", n, "MIGRATING", Must(high_, {"CLUSTER", "MYID"}).text});
  }
  void Migrate(const std::string& key) {
    Must(low_, {"MIGRATE", "127.0.0.1", std::to_string(high_redis_.address().port), "", "0", "5000",
                "KEYS", key});
  }
  void EndMigration(int slot) {
    const std::string id = Must(high_, {"CLUSTER", "MYID"}).text;
    for (Connection* node : {&high_, &low_}) {
      Must(*node, {"CLUSTER", "SETSLOT", std::to_string(slot), "NODE", id});
    }
  }

  ThrowawayRedis low_redis_{{.cluster = true}};
  ThrowawayRedis high_redis_{{.cluster = true}};
  Connection low_{low_redis_.ConnectionOptions()};
  Connection high_{high_redis_.ConnectionOptions()};
};

TEST_F(TwoMasters, EveryPartitionIsFoundFromEitherSeed) {
  for (const ThrowawayRedis* seed : {&low_redis_, &high_redis_}) {
    Cluster cluster(seed->SingleNode());
    for (int partition = 0; partition < 32; ++partition) {
      RedisViewStore view(cluster, {"scenario", partition, 1});
      ASSERT_TRUE(view.Wipe());
      const auto projected = view.Project(std::nullopt, At(1), Set("case/C1", "x"));
      ASSERT_TRUE(projected) << projected.error().message;
      EXPECT_TRUE(projected->done);
      EXPECT_EQ(view.Load({"case/C1"})->values[0], "x");
    }
    const auto ids = cluster.RunEverywhere({"CLUSTER", "MYID"});
    ASSERT_TRUE(ids);
    EXPECT_EQ(ids->size(), 2u);
  }
  EXPECT_GT(Must(low_, {"DBSIZE"}).integer, 0);
  EXPECT_GT(Must(high_, {"DBSIZE"}).integer, 0);
}

TEST_F(TwoMasters, OfABatchOnlyTheCommandsThatMovedAreSentAgain) {
  // A key of the other master: all its commands move, each takes effect once.
  const std::string key = SlotOf("a") >= 8192 ? "a" : "b";
  ASSERT_GE(SlotOf(key), 8192);
  Cluster cluster(low_redis_.SingleNode());
  const auto replies = cluster.RunAll(key, {{"INCR", key}, {"INCR", key}, {"PING"}, {"INCR", key}});
  ASSERT_TRUE(replies) << replies.error().message;
  EXPECT_EQ((*replies)[0].integer, 1);
  EXPECT_EQ((*replies)[1].integer, 2);
  EXPECT_EQ((*replies)[2].text, "PONG");
  EXPECT_EQ((*replies)[3].integer, 3);
}

TEST_F(TwoMasters, APartitionThatMigratesIsUnavailableAndThenFollowedToItsNewMaster) {
  ViewName name = kName;
  while (SlotOf(ViewKeys(name).tag) >= 8192) ++name.partition;
  const int slot = SlotOf(ViewKeys(name).tag);
  Cluster cluster(low_redis_.SingleNode());
  RedisViewStore view(cluster, name);
  ASSERT_TRUE(view.Project(std::nullopt, At(1), Set("account/D42", "one"))->done);

  BeginMigration(slot);
  Migrate(view.keys().position);
  const auto half_moved = view.Project(At(1), At(2), Set("account/D42", "two"));
  ASSERT_FALSE(half_moved);
  EXPECT_EQ(half_moved.error().code, ErrorCode::kUnavailable) << half_moved.error().message;
  const auto half_read = view.Load({"account/D42"});
  ASSERT_FALSE(half_read);
  EXPECT_EQ(half_read.error().code, ErrorCode::kUnavailable) << half_read.error().message;

  Migrate(view.keys().families);
  Migrate(view.keys().Family("account"));
  EndMigration(slot);
  const auto loaded = view.Load({"account/D42"});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->position, At(1));
  EXPECT_EQ(loaded->values[0], "one");
  EXPECT_TRUE(view.Project(At(1), At(2), Set("account/D42", "two"))->done);
  EXPECT_EQ(Must(high_, {"EXISTS", view.keys().position}).integer, 1);
}

TEST_F(TwoMasters, ATransactionWhoseSlotMovesUnderItIsBegunAgainWhereItWent) {
  const std::string key = SlotOf("a") < 8192 ? "a" : "b";
  ASSERT_LT(SlotOf(key), 8192);
  Must(low_, {"SET", key, "1"});
  Cluster cluster(low_redis_.SingleNode());
  int looked = 0;
  const auto move = [&](const std::vector<Reply>&) {
    if (looked++ > 0) return true;
    BeginMigration(SlotOf(key));
    Migrate(key);
    EndMigration(SlotOf(key));
    return true;
  };
  const auto written = cluster.RunTransaction({key, {{"GET", key}}, move, {{"INCR", key}}});
  ASSERT_TRUE(written) << written.error().message;
  ASSERT_TRUE(*written);
  EXPECT_EQ(written->value().at(0).integer, 2);
  EXPECT_EQ(looked, 2);
  EXPECT_EQ(Must(high_, {"GET", key}).text, "2");
}

TEST_F(TwoMasters, APartitionWhoseMasterDiedIsFoundAtTheOneThatTookItsSlots) {
  ViewName name = kName;
  while (SlotOf(ViewKeys(name).tag) >= 8192) ++name.partition;
  ClusterOptions options = low_redis_.SingleNode();
  options.seeds.push_back(high_redis_.address());
  Cluster cluster(options);
  RedisViewStore view(cluster, name);
  ASSERT_TRUE(view.Project(std::nullopt, At(1), Set("account/D42", "one"))->done);

  low_redis_.Kill();
  EXPECT_EQ(view.Load({}).error().code, ErrorCode::kUnavailable);
  Must(high_, {"CLUSTER", "DELSLOTSRANGE", "0", "8191"});
  Must(high_, {"CLUSTER", "ADDSLOTSRANGE", "0", "8191"});
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  auto loaded = view.Load({"account/D42"});
  while (!loaded && std::chrono::steady_clock::now() < deadline) {
    EXPECT_EQ(loaded.error().code, ErrorCode::kUnavailable) << loaded.error().message;
    poll(nullptr, 0, 20);
    loaded = view.Load({"account/D42"});
  }
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->position, std::nullopt);  // Its tail is lost: the owner rebuilds.
  EXPECT_TRUE(view.Project(std::nullopt, At(1), Set("account/D42", "one"))->done);
}

TEST(SingleRedisTest, AnErrorReplyOfOneCommandIsAFailure) {
  ThrowawayRedis redis;
  Cluster cluster(redis.SingleNode());
  ASSERT_TRUE(cluster.Run("k", {"SET", "k", "text"}));
  EXPECT_EQ(cluster.Run("k", {"LPUSH", "k", "x"}).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(cluster.Run("k", {"NOSUCHCOMMAND"}).error().code, ErrorCode::kInvalid);
}

/// Sets `key` from another connection while it is watched.
class TransactionTest : public testing::Test {
 protected:
  void SetElsewhere(const std::string& value) { ASSERT_TRUE(other_.Run({"SET", "key", value})); }
  Result<std::optional<std::vector<Reply>>> Append(
      const std::function<bool(const std::vector<Reply>&)>& agrees) {
    return cluster_.RunTransaction(
        {"key", {{"GET", "key"}}, agrees, {{"APPEND", "key", "!"}, {"STRLEN", "key"}}});
  }
  std::string Value() { return other_.Run({"GET", "key"})->text; }

  ThrowawayRedis redis_;
  Cluster cluster_{redis_.SingleNode()};
  Connection other_{redis_.ConnectionOptions()};
};

TEST_F(TransactionTest, WritesWhenWhatItSeesIsAsItShouldBe) {
  SetElsewhere("seen");
  const auto written =
      Append([](const std::vector<Reply>& seen) { return seen.at(0).text == "seen"; });
  ASSERT_TRUE(written) << written.error().message;
  ASSERT_TRUE(*written);
  EXPECT_EQ(written->value().at(1).integer, 5);
  const auto disagreed = Append([](const std::vector<Reply>&) { return false; });
  ASSERT_TRUE(disagreed);
  EXPECT_FALSE(*disagreed);
  EXPECT_EQ(Value(), "seen!");
}

TEST_F(TransactionTest, WhatChangesAfterALookIsLookedAtAgain) {
  std::vector<std::string> seen;
  const auto written = Append([&](const std::vector<Reply>& replies) {
    seen.push_back(replies.at(0).text);
    if (seen.size() == 1) SetElsewhere("theirs");
    return true;
  });
  ASSERT_TRUE(written && *written);
  EXPECT_THAT(seen, testing::ElementsAre("", "theirs"));
  EXPECT_EQ(Value(), "theirs!");
}

TEST_F(TransactionTest, WhatChangesUnderEveryAttemptIsUnavailable) {
  int looked = 0;
  const auto written = Append([&](const std::vector<Reply>&) {
    SetElsewhere(std::to_string(++looked));
    return true;
  });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(Value(), std::to_string(looked));
}

TEST_F(TransactionTest, AConnectionThatIsLostAfterTheLookWritesNothing) {
  SetElsewhere("seen");
  const auto written = Append([&](const std::vector<Reply>&) {
    EXPECT_TRUE(other_.Run({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}));
    return true;
  });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(Value(), "seen");
}

TEST_F(TransactionTest, ACommandThatRedisDoesNotTakeKeepsTheOthersFromBeingDone) {
  const auto yes = [](const std::vector<Reply>&) { return true; };
  const auto written =
      cluster_.RunTransaction({"key", {}, yes, {{"SET", "key", "x"}, {"NOSUCHCOMMAND"}}});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(Value(), "");
}

TEST(SingleRedisTest, WhenTheFirstSeedIsDeadTheNextOneAnswers) {
  ThrowawayRedis dead;
  ThrowawayRedis alive;
  dead.Kill();
  ClusterOptions options = alive.SingleNode();
  options.seeds = {dead.address(), alive.address()};
  Cluster cluster(options);
  EXPECT_EQ(cluster.Run("k", {"PING"}).error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(cluster.Run("k", {"PING"}));
}

}  // namespace
}  // namespace relance::redis
