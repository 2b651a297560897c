#include "libs/redis/view_store.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <random>
#include <thread>

#include "libs/redis/dump.h"
#include "libs/redis/production.h"
#include "libs/redis/testing/throwaway_redis.h"
#include "libs/redis/testing/view_store_contract.h"

namespace relance::redis {
namespace {

using journal::Changes;
using journal::Position;
using testing::ElementsAre;
using testing::HasSubstr;

const ViewName kName{"ledger", 17, 1};

Position At(uint64_t sequence, const std::string& branch = "a") {
  return {sequence, Sha256(branch + std::to_string(sequence)), static_cast<int64_t>(sequence)};
}

Changes Set(const std::string& document, const std::string& value) {
  Changes changes;
  changes.documents.emplace_back(document, value);
  return changes;
}

/// Two families of 100 documents, all holding `n`, and one index member that moves.
Changes Numbered(int n) {
  Changes changes;
  for (int i = 0; i < 100; ++i) {
    changes.documents.emplace_back("a/" + std::to_string(i), std::to_string(n));
    changes.documents.emplace_back("b/" + std::to_string(i), std::to_string(n));
  }
  changes.index = {{"due/" + std::to_string(n), true}, {"due/" + std::to_string(n - 1), false}};
  return changes;
}

std::filesystem::path IncrementalLog(const ThrowawayRedis& redis) {
  for (const auto& file : std::filesystem::directory_iterator(redis.folder() + "/appendonlydir")) {
    if (file.path().string().ends_with(".incr.aof")) return file.path();
  }
  ADD_FAILURE() << "Redis keeps no log";
  return {};
}

/// One Redis for a whole contract run; each store starts empty.
class OwnView : public RedisViewStore {
 public:
  OwnView() : RedisViewStore(SharedCluster(), kName) { SharedCluster().Run("x", {"FLUSHALL"}); }

 private:
  static Cluster& SharedCluster() {
    static ThrowawayRedis redis;
    static Cluster cluster(redis.SingleNode());
    return cluster;
  }
};

}  // namespace
}  // namespace relance::redis

namespace relance::journal {

INSTANTIATE_TEST_SUITE_P(Redis, ViewStoreContract,
                         testing::Values(ViewStoreMaker{
                             "Redis", [] { return std::make_unique<redis::OwnView>(); }}));

}  // namespace relance::journal

namespace relance::redis {
namespace {

class ViewStoreTest : public testing::Test {
 protected:
  Reply Raw(const Command& command) {
    auto reply = cluster_.Run(view_.keys().tag, command);
    EXPECT_TRUE(reply) << reply.error().message;
    return reply.value_or(Reply{});
  }
  void Project(RedisViewStore& view, std::optional<Position> from, const Position& to,
               const Changes& changes) {
    const auto projected = view.Project(from, to, changes);
    ASSERT_TRUE(projected) << projected.error().message;
    ASSERT_TRUE(projected->done);
  }

  ThrowawayRedis redis_;
  Cluster cluster_{redis_.SingleNode()};
  RedisViewStore view_{cluster_, kName};
};

TEST_F(ViewStoreTest, EveryKeyCarriesTheTagOfItsServiceAndPartition) {
  Changes changes = Set("account/D42", "x");
  changes.index.emplace_back("due", true);
  Project(view_, std::nullopt, At(1), changes);
  ASSERT_TRUE(view_.CountAttempt("commands/5"));
  std::vector<std::string> keys;
  for (const Reply& key : Raw({"KEYS", "*"}).elements) keys.push_back(key.text);
  EXPECT_THAT(keys, testing::UnorderedElementsAre(
                        "{ledger:17}v1:position", "{ledger:17}v1:index", "{ledger:17}v1:families",
                        "{ledger:17}v1:d:account", "{ledger:17}attempts:commands/5"));
  EXPECT_EQ(Raw({"GET", view_.keys().position}).text, Format(At(1)));
}

TEST_F(ViewStoreTest, LayoutsAndPartitionsLiveBesideEachOther) {
  RedisViewStore next_layout(cluster_, {"ledger", 17, 2});
  RedisViewStore other(cluster_, {"ledger", 18, 1});
  Project(view_, std::nullopt, At(1), Set("account/D42", "one"));
  Project(next_layout, std::nullopt, At(2), Set("account/D42", "two"));
  Project(other, std::nullopt, At(3), Set("account/D42", "three"));
  ASSERT_TRUE(view_.Wipe());
  EXPECT_EQ(view_.Load({})->position, std::nullopt);
  EXPECT_EQ(next_layout.Load({"account/D42"})->values[0], "two");
  EXPECT_EQ(other.Load({})->position, At(3));
}

TEST_F(ViewStoreTest, AfterFlushAllTheViewStandsNowhereAndARebuildStartsFromNothing) {
  Project(view_, std::nullopt, At(4), Set("account/D42", "x"));
  Raw({"FLUSHALL"});
  EXPECT_EQ(view_.Load({"account/D42"})->position, std::nullopt);
  const auto refused = view_.Project(At(4), At(5), Set("account/D42", "y"));
  ASSERT_TRUE(refused);
  EXPECT_FALSE(refused->done);
  EXPECT_EQ(refused->actual, std::nullopt);
  Project(view_, std::nullopt, At(1), Set("account/D42", "z"));
}

TEST_F(ViewStoreTest, ARedisThatForgotTheScriptsGetsThemAgain) {
  Changes changes;
  changes.index.emplace_back("due", true);
  Project(view_, std::nullopt, At(1), changes);
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(view_.List("", "", 9)->members, ElementsAre("due"));
    Raw({"SCRIPT", "FLUSH"});
  }
}

TEST_F(ViewStoreTest, WhatRemainsWithoutAPositionIsSweptBeforeTheFirstProjection) {
  Changes old = Set("case/C1", "old");
  old.index.emplace_back("old", true);
  Project(view_, std::nullopt, At(9), old);
  Raw({"DEL", view_.keys().position});
  Project(view_, std::nullopt, At(1), Set("account/D42", "new"));
  EXPECT_THAT(view_.Load({"case/C1", "account/D42"})->values, ElementsAre(std::nullopt, "new"));
  EXPECT_THAT(view_.List("", "", 9)->members, ElementsAre());
}

TEST_F(ViewStoreTest, AProjectionThatBreaksOffHalfWayLeavesNoPosition) {
  Project(view_, std::nullopt, At(1), Set("account/D42", "one"));
  Raw({"SET", view_.keys().Family("zzz"), "a foreign string"});
  Changes changes = Set("account/D42", "two");
  changes.documents.emplace_back("zzz/1", "two");
  const auto broken = view_.Project(At(1), At(2), changes);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(view_.Load({})->position, std::nullopt);
}

TEST_F(ViewStoreTest, APositionThatNoViewWritesIsCorrupt) {
  for (const char* text : {"x", "1 2 3", "-1", ""}) {
    Raw({"SET", view_.keys().position, text});
    const auto loaded = view_.Load({});
    ASSERT_FALSE(loaded) << text;
    EXPECT_EQ(loaded.error().code, ErrorCode::kCorrupt);
  }
  EXPECT_EQ(*ParsePosition(Format(At(12))), At(12));
}

TEST_F(ViewStoreTest, TenThousandFamiliesAreWipedAtOnce) {
  Changes changes;
  for (int i = 0; i < 10'000; ++i)
    changes.documents.emplace_back("items:" + std::to_string(i) + "/1", "x");
  Project(view_, std::nullopt, At(1), changes);
  EXPECT_EQ(Raw({"DBSIZE"}).integer, 10'002);
  ASSERT_TRUE(view_.Wipe());
  EXPECT_EQ(Raw({"DBSIZE"}).integer, 0);
}

TEST_F(ViewStoreTest, MoreChangesThanOneCommandCarriesAreWrittenAtOnce) {
  Changes changes;
  for (int i = 0; i < 600'000; ++i) changes.index.emplace_back(std::to_string(i), true);
  Project(view_, std::nullopt, At(1), changes);
  EXPECT_EQ(Raw({"ZCARD", view_.keys().index}).integer, 600'000);
}

TEST_F(ViewStoreTest, ReadersNeverSeeDocumentsOfOnePositionWithAnother) {
  std::atomic<bool> stop = false;
  std::atomic<int> seen = 0;
  std::atomic<int> torn = 0;
  std::thread reader([&] {
    RedisViewStore view(cluster_, kName);
    while (!stop) {
      const auto loaded = view.Load({"a/1", "b/1"});
      if (!loaded || !loaded->position) continue;
      const std::string wanted = std::to_string(loaded->position->sequence);
      torn += loaded->values[0] != wanted || loaded->values[1] != wanted;
      ++seen;
    }
  });
  std::optional<Position> from;
  for (uint64_t n = 1; n <= 300 || seen < 50; ++n) {
    Changes changes = Set("a/1", std::to_string(n));
    changes.documents.emplace_back("b/1", std::to_string(n));
    Project(view_, from, At(n), changes);
    if (HasFatalFailure()) break;
    from = At(n);
  }
  stop = true;
  reader.join();
  EXPECT_EQ(torn, 0);
}

TEST_F(ViewStoreTest, AReadOfThousandsBetweenWhichOthersWriteShowsOnePosition) {
  std::vector<std::string> keys;
  for (int i = 0; i < 4'000; ++i) {
    keys.push_back("family" + std::to_string(i % 4) + "/a document with a long name " +
                   std::to_string(i));
  }
  std::atomic<bool> stop = false;
  std::atomic<int> seen = 0;
  std::atomic<int> torn = 0;
  std::thread reader([&] {
    RedisViewStore view(cluster_, kName);
    while (!stop) {
      const auto loaded = view.Load(keys);
      if (!loaded || !loaded->position) continue;
      const std::string wanted = std::to_string(loaded->position->sequence);
      for (const auto& value : loaded->values) torn += value != wanted;
      ++seen;
    }
  });
  std::optional<Position> from;
  for (uint64_t n = 1; n <= 50 || seen < 20; ++n) {
    Changes changes;
    for (const auto& key : keys) changes.documents.emplace_back(key, std::to_string(n));
    Project(view_, from, At(n), changes);
    if (HasFatalFailure()) break;
    from = At(n);
  }
  stop = true;
  reader.join();
  EXPECT_EQ(torn, 0);
}

TEST_F(ViewStoreTest, OfTwoOwnersOnTwoBranchesOnlyOneMovesTheView) {
  std::atomic<int> wins = 0;
  const auto own = [&](const std::string& branch) {
    RedisViewStore view(cluster_, kName);
    const auto projected = view.Project(std::nullopt, At(1, branch), Set("a/1", branch));
    wins += projected && projected->done;
  };
  std::thread p([&] { own("p"); });
  std::thread q([&] { own("q"); });
  p.join();
  q.join();
  EXPECT_EQ(wins, 1);
  const auto loaded = view_.Load({"a/1"});
  EXPECT_EQ(loaded->position, At(1, *loaded->values[0]));
}

TEST_F(ViewStoreTest, AttemptsExpireAfterADay) {
  ASSERT_TRUE(view_.CountAttempt("commands/1"));
  const int64_t seconds = Raw({"TTL", view_.keys().Attempts("commands/1")}).integer;
  EXPECT_GT(seconds, 86'000);
  EXPECT_LE(seconds, 86'400);
}

TEST_F(ViewStoreTest, ADumpHoldsDocumentsIndexAndPositionInOrderAndEqualsThatOfARebuiltView) {
  Changes changes = Set("case/C\n1", "\x01");
  changes.documents.emplace_back("account/D42", "x");
  changes.index = {{"due/2", true}, {"due/1", true}};
  Project(view_, std::nullopt, At(3), changes);
  const std::string dump = *DumpView(cluster_, kName);
  EXPECT_EQ(dump, "position " + Format(At(3)) +
                      "\ndocument account/D42 78\ndocument case/C\\x0a1 01\n"
                      "index due/1\nindex due/2\n");
  ASSERT_TRUE(view_.Wipe());
  EXPECT_EQ(*DumpView(cluster_, kName), "position none\n");
  Project(view_, std::nullopt, At(2), Set("case/C\n1", "early"));
  Project(view_, At(2), At(3), changes);
  EXPECT_EQ(*DumpView(cluster_, kName), dump);
}

TEST_F(ViewStoreTest, ADumpOfThousandsOfDocumentsHoldsEachOnce) {
  Changes changes;
  for (int i = 0; i < 5'000; ++i) {
    changes.documents.emplace_back("a/" + std::to_string(i), "x");
    changes.index.emplace_back(std::to_string(i), true);
  }
  Project(view_, std::nullopt, At(1), changes);
  const std::string dump = *DumpView(cluster_, kName);
  EXPECT_EQ(std::count(dump.begin(), dump.end(), '\n'), 10'001);
}

TEST(ViewStoreFaultTest, AHungRedisIsUnavailableWithinTheTimeout) {
  ThrowawayRedis redis;
  ClusterOptions options = redis.SingleNode();
  options.connection.timeout = Millis{1000};
  Cluster cluster(options);
  RedisViewStore view(cluster, kName);
  ASSERT_TRUE(view.Project(std::nullopt, At(1), {}));
  redis.Freeze();
  const auto start = std::chrono::steady_clock::now();
  const auto projected = view.Project(At(1), At(2), {});
  ASSERT_FALSE(projected);
  EXPECT_EQ(projected.error().code, ErrorCode::kUnavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(ViewStoreFaultTest, AKilledRedisComesBackFromItsLogWithWholeProjections) {
  ThrowawayRedis redis({.append_only = true});
  ClusterOptions options = redis.SingleNode();
  options.connection.longest_backoff = Millis{20};
  Cluster cluster(options);
  RedisViewStore view(cluster, kName);
  Changes changes;
  for (int i = 0; i < 3'000; ++i) changes.documents.emplace_back("a/" + std::to_string(i), "1");
  ASSERT_TRUE(view.Project(std::nullopt, At(1), changes)->done);
  redis.Kill();
  EXPECT_EQ(view.Load({}).error().code, ErrorCode::kUnavailable);
  redis.Start();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  auto loaded = view.Load({"a/2999"});
  while (!loaded && std::chrono::steady_clock::now() < deadline) loaded = view.Load({"a/2999"});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->position, At(1));
  EXPECT_EQ(loaded->values[0], "1");
  EXPECT_TRUE(view.Project(At(1), At(2), {})->done);
}

/// Cuts the log anywhere within the last projection, as a power cut does.
TEST(ViewStoreFaultTest, OfALogCutAtAnyByteTheLastProjectionIsKeptWholeOrLostWhole) {
  const unsigned seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 8; ++round) {
    ThrowawayRedis redis({.append_only = true});
    Cluster cluster(redis.SingleNode());
    RedisViewStore view(cluster, kName);
    ASSERT_TRUE(view.Project(std::nullopt, At(1), Numbered(1))->done);
    const std::filesystem::path log = IncrementalLog(redis);
    const auto before = std::filesystem::file_size(log);
    ASSERT_TRUE(view.Project(At(1), At(2), Numbered(2))->done);
    const auto after = std::filesystem::file_size(log);
    ASSERT_GT(after, before + 100);
    redis.Kill();
    const bool whole = round == 0;
    const auto cut = whole ? after : before + random() % (after - before);
    std::filesystem::resize_file(log, cut);
    redis.Start();

    const uint64_t expected = whole ? 2 : 1;
    const auto loaded = view.Load({"a/0", "b/99"});
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(loaded->position, At(expected)) << "cut at " << cut - before;
    EXPECT_THAT(loaded->values, ElementsAre(std::to_string(expected), std::to_string(expected)));
    EXPECT_EQ(view.List("", "", 9)->members,
              std::vector<std::string>{"due/" + std::to_string(expected)});
  }
}

TEST(ViewStoreFaultTest, AProjectionIntoAFullRedisIsUnavailableAndWritesNothing) {
  ThrowawayRedis redis({.extra = {"--maxmemory-policy", "noeviction"}});
  Cluster cluster(redis.SingleNode());
  RedisViewStore view(cluster, kName);
  ASSERT_TRUE(view.Project(std::nullopt, At(1), Set("a/1", "one"))->done);
  ASSERT_TRUE(cluster.Run("x", {"CONFIG", "SET", "maxmemory", "1"}));
  const auto full = view.Project(At(1), At(2), Set("a/1", "two"));
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ErrorCode::kUnavailable);
  const auto loaded = view.Load({"a/1"});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->position, At(1));
  EXPECT_EQ(loaded->values[0], "one");
  ASSERT_TRUE(cluster.Run("x", {"CONFIG", "SET", "maxmemory", "0"}));
  EXPECT_TRUE(view.Project(At(1), At(2), Set("a/1", "two"))->done);
}

TEST(ProductionTest, ProductionRefusesARedisThatForgetsOrEvicts) {
  ThrowawayRedis redis;
  Cluster cluster(redis.SingleNode());
  EXPECT_TRUE(CheckProduction(cluster, Mode::kDevelopment));
  const auto forgetful = CheckProduction(cluster, Mode::kProduction);
  ASSERT_FALSE(forgetful);
  EXPECT_EQ(forgetful.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(forgetful.error().message, HasSubstr("appendonly yes"));

  ThrowawayRedis durable({.append_only = true});
  Cluster good(durable.SingleNode());
  EXPECT_TRUE(CheckProduction(good, Mode::kProduction));
  ASSERT_TRUE(good.Run("x", {"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"}));
  const auto evicting = CheckProduction(good, Mode::kProduction);
  ASSERT_FALSE(evicting);
  EXPECT_THAT(evicting.error().message, HasSubstr("noeviction"));
}

TEST(ProductionTest, ProductionDoesNotTakeAnUnreachableRedisForAGoodOne) {
  ThrowawayRedis redis;
  Cluster cluster(redis.SingleNode());
  redis.Stop();
  const auto checked = CheckProduction(cluster, Mode::kProduction);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace relance::redis
