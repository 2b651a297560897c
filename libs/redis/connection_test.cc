#include "libs/redis/connection.h"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "libs/redis/connection_pool.h"
#include "libs/redis/testing/throwaway_redis.h"

namespace relance::redis {
namespace {

using std::chrono::steady_clock;
using testing::ElementsAre;

/// Runs until it succeeds, at most 10 s.
Result<Reply> Eventually(Connection& connection, const Command& command) {
  const auto deadline = steady_clock::now() + std::chrono::seconds(10);
  for (;;) {
    auto reply = connection.Run(command);
    if (reply || steady_clock::now() > deadline) return reply;
    std::this_thread::yield();
  }
}

TEST(ConnectionTest, ABatchIsAnsweredInOrderAndAnErrorInItHurtsNoOther) {
  ThrowawayRedis redis;
  Connection connection(redis.ConnectionOptions());
  const std::string odd("a\0\r\n$", 5);
  const auto replies = connection.RunAll({{"SET", "k", odd},
                                          {"INCR", "k"},
                                          {"GET", "k"},
                                          {"GET", "none"},
                                          {"RPUSH", "l", "1", "2"},
                                          {"LRANGE", "l", "0", "-1"}});
  ASSERT_TRUE(replies);
  ASSERT_EQ(replies->size(), 6u);
  EXPECT_EQ((*replies)[0].text, "OK");
  EXPECT_TRUE((*replies)[1].IsError("ERR"));
  EXPECT_EQ((*replies)[2].text, odd);
  EXPECT_TRUE((*replies)[3].IsNil());
  EXPECT_EQ((*replies)[4].integer, 2);
  EXPECT_EQ((*replies)[5].elements.at(1).text, "2");
  EXPECT_TRUE(connection.IsOpen());
}

TEST(ConnectionTest, ALargeBatchOfWritesFitsOneExchange) {
  ThrowawayRedis redis;
  Connection connection(redis.ConnectionOptions());
  std::vector<Command> writes;
  for (int i = 0; i < 20'000; ++i) {
    writes.push_back({"SET", "k" + std::to_string(i), std::string(1000, 'x')});
  }
  const auto replies = connection.RunAll(writes);
  ASSERT_TRUE(replies) << replies.error().message;
  EXPECT_EQ(replies->size(), writes.size());
  EXPECT_EQ(connection.Run({"DBSIZE"})->integer, 20'000);
}

TEST(ConnectionTest, AValueOfManyMegabytesComesBackWhole) {
  ThrowawayRedis redis;
  Connection connection(redis.ConnectionOptions());
  const std::string value(20'000'000, 'v');
  ASSERT_TRUE(connection.Run({"SET", "k", value}));
  EXPECT_TRUE(connection.Run({"GET", "k"})->text == value);
}

TEST(ConnectionTest, AHungRedisIsUnavailableWithinTheTimeoutAndTheLateAnswerIsNeverRead) {
  ThrowawayRedis redis;
  Options options = redis.ConnectionOptions();
  options.timeout = Millis{1000};
  Connection connection(options);
  ASSERT_TRUE(connection.Run({"SET", "k", "late"}));
  redis.Freeze();
  const auto start = steady_clock::now();
  const auto reply = connection.Run({"GET", "k"});
  const auto took = steady_clock::now() - start;
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::kUnavailable);
  EXPECT_GE(took, Millis{1000});
  EXPECT_LT(took, Millis{10'000});
  EXPECT_FALSE(connection.IsOpen());
  redis.Resume();
  EXPECT_EQ(Eventually(connection, {"ECHO", "mine"})->text, "mine");
}

TEST(ConnectionTest, ARedisThatDiesIsUnavailableAndFoundAgainWhenItRestarts) {
  ThrowawayRedis redis;
  Options options = redis.ConnectionOptions();
  options.longest_backoff = Millis{40};
  Connection connection(options);
  ASSERT_TRUE(connection.Run({"PING"}));
  redis.Kill();
  for (int i = 0; i < 3; ++i) {
    const auto reply = connection.Run({"PING"});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::kUnavailable);
  }
  redis.Start();
  const auto start = steady_clock::now();
  EXPECT_EQ(Eventually(connection, {"PING"})->text, "PONG");
  EXPECT_LT(steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(ConnectionTest, ARedisThatRestartedWhileNobodyAskedIsReachedAtOnce) {
  ThrowawayRedis redis;
  Connection connection(redis.ConnectionOptions());
  ASSERT_TRUE(connection.Run({"PING"}));
  redis.Stop();
  redis.Start();
  const auto reply = connection.Run({"PING"});
  ASSERT_TRUE(reply) << reply.error().message;
}

TEST(ConnectionTest, WithinItsBackoffItAnswersAtOnceWithoutTrying) {
  Options options;
  options.address.path = "/nonexistent/redis.sock";
  options.longest_backoff = Millis{60'000};
  Connection connection(options);
  std::string message;
  // 10 ms, 20 ms, 40 ms ...: after enough failures the pause is longer than this loop.
  const auto deadline = steady_clock::now() + std::chrono::seconds(10);
  while (message.find("a moment ago") == std::string::npos && steady_clock::now() < deadline) {
    message = connection.Run({"PING"}).error().message;
  }
  EXPECT_THAT(message, testing::HasSubstr("a moment ago"));
}

TEST(ConnectionTest, APasswordIsGivenAndAWrongOneIsInvalid) {
  ThrowawayRedis redis({.extra = {"--user", "app", "on", ">secret", "~*", "+@all"}});
  Options options = redis.ConnectionOptions();
  options.user = "app";
  options.password = "secret";
  EXPECT_EQ(Connection(options).Run({"ACL", "WHOAMI"})->text, "app");
  options.password = "guess";
  const auto refused = Connection(options).Run({"PING"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(refused.error().message, testing::Not(testing::HasSubstr("guess")));
}

TEST(ConnectionPoolTest, ThreadsShareAsManyConnectionsAsTheLimitAllows) {
  ThrowawayRedis redis;
  ConnectionPool pool(redis.ConnectionOptions(), 3);
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        auto connection = pool.Borrow();
        if (connection && (*connection)->Run({"INCR", "n"})) ++good;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 1600);
  auto connection = pool.Borrow();
  EXPECT_EQ((*connection)->Run({"GET", "n"})->text, "1600");
  const std::string clients = (*connection)->Run({"INFO", "clients"})->text;
  EXPECT_THAT(clients, testing::HasSubstr("connected_clients:"));
  const size_t at = clients.find("connected_clients:") + 18;
  EXPECT_LE(std::stoi(clients.substr(at)), 3);
}

TEST(ConnectionPoolTest, WhenAllAreLentTheNextCallerWaitsOnlyAsLongAsACommandMayTake) {
  ThrowawayRedis redis;
  Options options = redis.ConnectionOptions();
  options.timeout = Millis{500};
  ConnectionPool pool(options, 1);
  {
    const auto first = pool.Borrow();
    ASSERT_TRUE(first);
    const auto second = pool.Borrow();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kUnavailable);
  }
  EXPECT_TRUE(pool.Borrow());
}

}  // namespace
}  // namespace relance::redis
