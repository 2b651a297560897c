#include <gmock/gmock.h>

#include <chrono>

#include "libs/redis/testing/throwaway_redis.h"
#include "services/portal/adapters/memory_store.h"
#include "services/portal/adapters/redis_store.h"

namespace relance::portal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Session Sample() {
  return {.viewer = {{"FR01", "D42/\xc3\xa9"}, "c1"},
          .csrf = "csrf-secret",
          .scenario = ReadToken{"scenario", 3, 18'000'000'000'000'000'001ULL},
          .acted = true};
}

TEST(MemoryStoreTest, ASessionEndsThirtyMinutesAfterItsLastUseAndTwelveHoursAfterItBegan) {
  MemoryStore::Time now{};
  MemoryStore store([&] { return now; });
  ASSERT_TRUE(store.Put("id", Sample()));
  for (int i = 0; i < 24; ++i) {
    now += std::chrono::minutes(29);
    EXPECT_EQ(store.Find("id").value_or(Session{}), Sample());
  }
  now += std::chrono::minutes(25);  // 12 h 1 min after it began
  EXPECT_EQ(store.Find("id").error().code, ErrorCode::kNotFound);

  ASSERT_TRUE(store.Put("other", Sample()));
  now += std::chrono::minutes(30);
  EXPECT_EQ(store.Find("other").error().code, ErrorCode::kNotFound);
}

TEST(MemoryStoreTest, FailedAttemptsAreForgottenAfterTheirWindow) {
  MemoryStore::Time now{};
  MemoryStore store([&] { return now; });
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(store.CountFailure("192.0.2.1"));
  EXPECT_EQ(store.Failures("192.0.2.1").value_or(-1), 3);
  EXPECT_EQ(store.Failures("192.0.2.2").value_or(-1), 0);
  now += kAttemptWindow;
  EXPECT_EQ(store.Failures("192.0.2.1").value_or(-1), 0);
  ASSERT_TRUE(store.CountFailure("192.0.2.1"));
  EXPECT_EQ(store.Failures("192.0.2.1").value_or(-1), 1);
}

class RedisStoreTest : public ::testing::Test {
 protected:
  redis::ThrowawayRedis redis_;
  redis::Cluster cluster_{redis_.SingleNode()};
};

TEST_F(RedisStoreTest, ASessionComesBackAsItWasPut) {
  RedisStore store(cluster_);
  ASSERT_TRUE(store.Put("id", Sample()));
  EXPECT_EQ(store.Find("id").value_or(Session{}), Sample());
  Session changed = Sample();
  changed.scenario.reset();
  changed.acted = false;
  ASSERT_TRUE(store.Put("id", changed));
  EXPECT_EQ(store.Find("id").value_or(Session{}), changed);
  EXPECT_EQ(store.Find("other").error().code, ErrorCode::kNotFound);
}

TEST_F(RedisStoreTest, UseMovesTheIdleEndButNeverTheEndOfLife) {
  using SteadyClock = std::chrono::steady_clock;
  RedisStore store(cluster_, {.idle = Millis(400), .life = Millis(1'200)});
  const auto began = SteadyClock::now();
  ASSERT_TRUE(store.Put("id", Sample()));
  while (store.Find("id")) {  // Used all the time: only its life ends it.
    ASSERT_LT(SteadyClock::now() - began, std::chrono::seconds(10));
  }
  EXPECT_GE(SteadyClock::now() - began, std::chrono::milliseconds(1'150));
}

TEST_F(RedisStoreTest, AttemptsAreCountedByOrigin) {
  RedisStore store(cluster_);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(store.CountFailure("192.0.2.1"));
  EXPECT_EQ(store.Failures("192.0.2.1").value_or(-1), 3);
  EXPECT_EQ(store.Failures("192.0.2.2").value_or(-1), 0);
}

TEST_F(RedisStoreTest, ACopyOfTheStoreOpensNoSessionAndNamesNoAddress) {
  RedisStore store(cluster_);
  ASSERT_TRUE(store.Put("the-cookie", Sample()));
  ASSERT_TRUE(store.CountFailure("192.0.2.1"));
  const auto keys = cluster_.Run("{portal:00}", {"KEYS", "*"});
  ASSERT_TRUE(keys);
  ASSERT_EQ(keys->elements.size(), 2U);
  for (const auto& key : keys->elements) {
    EXPECT_THAT(key.text, HasSubstr("{portal:"));
    EXPECT_THAT(key.text, Not(HasSubstr("the-cookie")));
    EXPECT_THAT(key.text, Not(HasSubstr("192.0.2.1")));
  }
}

TEST_F(RedisStoreTest, AStoreThatIsAwayIsUnavailable) {
  RedisStore store(cluster_);
  redis_.Kill();
  EXPECT_EQ(store.Find("id").error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(store.Put("id", Sample()).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace relance::portal
