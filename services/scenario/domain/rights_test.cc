#include "services/scenario/domain/rights.h"

#include <gtest/gtest.h>

namespace relance::scenario {
namespace {

constexpr Right kAll[] = {Right::kSay, Right::kWork, Right::kDecide, Right::kForce};

TEST(RightsTest, ViewersAndStrangersOnlyLook) {
  for (const Right right : kAll) {
    for (const char* role : {"", "viewer", "auditor", "system", "Lead", "leads"}) {
      EXPECT_FALSE(MayAct(right, role)) << role;
    }
    for (const char* role : {"lead", "legal", "admin", "operator"}) {
      EXPECT_TRUE(MayAct(right, role)) << role;
    }
    EXPECT_NE(WhoMay(right), "");
  }
}

TEST(RightsTest, CollectorsWorkAndDebtorsSpeakForThemselves) {
  EXPECT_TRUE(MayAct(Right::kSay, "collector"));
  EXPECT_TRUE(MayAct(Right::kWork, "collector"));
  EXPECT_FALSE(MayAct(Right::kDecide, "collector"));
  EXPECT_FALSE(MayAct(Right::kForce, "collector"));
  EXPECT_TRUE(MayAct(Right::kSay, "debtor"));
  EXPECT_FALSE(MayAct(Right::kWork, "debtor"));
}

}  // namespace
}  // namespace relance::scenario
