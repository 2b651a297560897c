#include "libs/redis/slot_map.h"

#include <gmock/gmock.h>

#include <string>

namespace relance::redis {
namespace {

const Address kAsked{"10.0.0.1", 7000, {}};

Reply Text(std::string text) {
  return {Reply::Kind::kText, std::move(text), 0, {}};
}
Reply Number(int64_t n) {
  return {Reply::Kind::kInteger, {}, n, {}};
}
Reply List(std::vector<Reply> elements) {
  return {Reply::Kind::kArray, {}, 0, std::move(elements)};
}
Reply Refusal(std::string text) {
  return {Reply::Kind::kError, std::move(text), 0, {}};
}

Reply Range(int first, int last, const std::string& host, int port) {
  const Reply replica = List({Text("10.9.9.9"), Number(1), Text("id")});
  return List({Number(first), Number(last), List({Text(host), Number(port), Text("id")}), replica});
}

TEST(SlotTest, TheChecksumIsTheOneRedisClusterPublishes) {
  EXPECT_EQ(Crc16("123456789"), 0x31c3);
}

TEST(SlotTest, KeysWithoutATagAreHashedWhole) {
  EXPECT_EQ(SlotOf("foo"), 12182);
  EXPECT_EQ(SlotOf("bar"), 5061);
  EXPECT_EQ(SlotOf(""), 0);
}

TEST(SlotTest, OnlyTheFirstTagCountsAndAnEmptyOneIsNone) {
  EXPECT_EQ(SlotOf("{ledger:17}v1:position"), SlotOf("ledger:17"));
  EXPECT_EQ(SlotOf("{user1000}.following"), SlotOf("{user1000}.followers"));
  EXPECT_EQ(SlotOf("foo{bar}{zap}"), SlotOf("bar"));
  EXPECT_EQ(SlotOf("foo{{bar}}zap"), SlotOf("{bar"));
  EXPECT_EQ(SlotOf("foo{}{bar}"), Crc16("foo{}{bar}") % kSlots);
  EXPECT_EQ(SlotOf("foo{bar"), Crc16("foo{bar") % kSlots);
}

TEST(SlotMapTest, AMapKnowsTheMasterOfEverySlotItWasToldOf) {
  SlotMap map;
  EXPECT_EQ(map.NodeOf(5), std::nullopt);
  ASSERT_TRUE(map.Learn(List({Range(0, 99, "10.0.0.1", 7000), Range(100, 16383, "10.0.0.2", 7001)}),
                        kAsked));
  EXPECT_EQ(map.NodeOf(0)->host, "10.0.0.1");
  EXPECT_EQ(map.NodeOf(99)->port, 7000);
  EXPECT_EQ(map.NodeOf(100)->host, "10.0.0.2");
  EXPECT_EQ(map.NodeOf(16383)->port, 7001);
  EXPECT_EQ(map.Nodes().size(), 2u);
}

TEST(SlotMapTest, ANewMapReplacesTheOldOne) {
  SlotMap map;
  ASSERT_TRUE(map.Learn(List({Range(0, 16383, "10.0.0.1", 7000)}), kAsked));
  ASSERT_TRUE(map.Learn(List({Range(0, 10, "10.0.0.3", 7003)}), kAsked));
  EXPECT_EQ(map.NodeOf(11), std::nullopt);
  EXPECT_EQ(map.Nodes().size(), 1u);
}

TEST(SlotMapTest, ANodeThatDoesNotKnowItsHostIsTheOneThatWasAsked) {
  SlotMap map;
  ASSERT_TRUE(map.Learn(List({Range(0, 16383, "", 7000)}), kAsked));
  EXPECT_EQ(map.NodeOf(1)->host, "10.0.0.1");
}

TEST(SlotMapTest, AnAnswerThatIsNoMapChangesNothing) {
  SlotMap map;
  map.Assign(3, kAsked);
  EXPECT_FALSE(map.Learn(Refusal("ERR This instance has cluster support disabled"), kAsked));
  EXPECT_FALSE(map.Learn(List({Range(5, 4, "h", 1)}), kAsked));
  EXPECT_FALSE(map.Learn(List({Range(0, 16384, "h", 1)}), kAsked));
  EXPECT_FALSE(map.Learn(List({Range(-1, 4, "h", 1)}), kAsked));
  EXPECT_FALSE(map.Learn(List({List({Number(1)})}), kAsked));
  EXPECT_EQ(map.NodeOf(3), kAsked);
}

TEST(MovedTest, ARedirectionNamesSlotAndNode) {
  const auto moved = ParseMoved(Refusal("MOVED 3999 127.0.0.1:6381"), kAsked);
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->slot, 3999);
  EXPECT_EQ(moved->address, (Address{"127.0.0.1", 6381, {}}));
  EXPECT_EQ(ParseMoved(Refusal("MOVED 1 ::1:6381"), kAsked)->address.host, "::1");
  EXPECT_EQ(ParseMoved(Refusal("MOVED 1 :6381"), kAsked)->address.host, "10.0.0.1");
}

TEST(MovedTest, OtherAnswersAreNoRedirection) {
  for (const char* text : {"MOVED", "MOVED ", "MOVED 1", "MOVED x h:1", "MOVED 16384 h:1",
                           "MOVED 1 h:", "MOVED 1 h:x", "ASK 1 h:1", "MOVEDX 1 h:1"}) {
    EXPECT_FALSE(ParseMoved(Refusal(text), kAsked)) << text;
  }
  EXPECT_FALSE(ParseMoved(Text("MOVED 1 h:1"), kAsked));
}

TEST(ReplyTest, WhatPassesByItselfIsUnavailableAndAForeignTypeIsCorrupt) {
  EXPECT_EQ(ErrorOf(Refusal("LOADING Redis is loading")).code, ErrorCode::kUnavailable);
  EXPECT_EQ(ErrorOf(Refusal("OOM command not allowed")).code, ErrorCode::kUnavailable);
  EXPECT_EQ(ErrorOf(Refusal("TRYAGAIN Multiple keys")).code, ErrorCode::kUnavailable);
  EXPECT_EQ(ErrorOf(Refusal("ASK 1 h:1")).code, ErrorCode::kUnavailable);
  EXPECT_EQ(ErrorOf(Refusal("WRONGTYPE Operation")).code, ErrorCode::kCorrupt);
  EXPECT_EQ(ErrorOf(Refusal("NOAUTH Authentication required.")).code, ErrorCode::kInvalid);
  EXPECT_EQ(ErrorOf(Refusal("OOMPH")).code, ErrorCode::kInvalid);
}

TEST(AddressTest, AnAddressIsAHostAndPortOrAUnixSocket) {
  EXPECT_EQ(*ParseAddress("redis:6379"), (Address{"redis", 6379, {}}));
  EXPECT_EQ(*ParseAddress("[::1]:1"), (Address{"::1", 1, {}}));
  EXPECT_EQ(ParseAddress("unix:/run/r.sock")->path, "/run/r.sock");
  for (const char* text :
       {"", "redis", ":6379", "[]:6379", "redis:", "redis:0", "redis:65536", "redis:1x", "unix:"}) {
    EXPECT_FALSE(ParseAddress(text)) << text;
  }
  for (const char* text : {"redis:6379", "[::1]:1", "unix:/run/r.sock"}) {
    EXPECT_EQ(Format(*ParseAddress(text)), text);
  }
}

}  // namespace
}  // namespace relance::redis
