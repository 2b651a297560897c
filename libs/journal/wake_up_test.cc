#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "libs/journal/domain.h"

namespace relance::journal {
namespace {

TEST(WakeUpTest, AMemberSaysWhoWhenAndByWhichStamp) {
  const Instant at = *ParseInstant("2026-10-02T06:30:00.123Z");
  const auto wake_up = ParseWakeUpMember(WakeUpMember("case/FR01/D42", at, 17));
  ASSERT_TRUE(wake_up);
  EXPECT_EQ(wake_up->key, "case/FR01/D42");
  EXPECT_EQ(wake_up->at, at);
  EXPECT_EQ(wake_up->stamp, 17U);
}

TEST(WakeUpTest, MembersSortByTime) {
  std::mt19937_64 random(20261002);
  std::vector<int64_t> times{0, 1, 9, 10, 999'999'999'999'999};
  for (int i = 0; i < 500; ++i) times.push_back(static_cast<int64_t>(random() >> (15 + i % 45)));
  std::vector<std::string> members;
  for (const int64_t ms : times) {
    if (ms > 999'999'999'999'999) continue;
    members.push_back(WakeUpMember("k" + std::to_string(random() % 9), FromMillis(ms), random()));
  }
  std::sort(members.begin(), members.end());
  for (size_t i = 1; i < members.size(); ++i) {
    EXPECT_LE(ParseWakeUpMember(members[i - 1])->at, ParseWakeUpMember(members[i])->at);
  }
}

TEST(WakeUpTest, OtherMembersAreNotWakeUps) {
  const std::string member = WakeUpMember("case/1", FromMillis(5), 2);
  for (size_t size = 0; size < member.find("case"); ++size) {
    EXPECT_FALSE(ParseWakeUpMember(member.substr(0, size))) << size;
  }
  EXPECT_FALSE(ParseWakeUpMember("due/" + member));
  EXPECT_FALSE(ParseWakeUpMember("wake/00000000000000x/2/case"));
  EXPECT_FALSE(ParseWakeUpMember("wake/000000000000005/x/case"));
}

}  // namespace
}  // namespace relance::journal
