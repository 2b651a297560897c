#include "libs/grpc/call_guard.h"

#include <gtest/gtest.h>

namespace relance {
namespace {

constexpr const char* kAll = "/relance.ledger.v1.LedgerService/*";
constexpr const char* kFence = "/relance.ledger.v1.LedgerService/RequestFence";

TEST(WithDefaultsTest, AConfiguredMethodKeepsItsOwnRuleAndNotTheDefault) {
  const AllowList list(
      WithDefaults({{kFence, {"scenario-2"}}}, {{kAll, {"portal"}}, {kFence, {"scenario"}}}));
  EXPECT_TRUE(list.Allows(kFence, {"scenario-2"}));
  EXPECT_FALSE(list.Allows(kFence, {"scenario"}));
  EXPECT_TRUE(list.Allows("/relance.ledger.v1.LedgerService/GetAccount", {"portal"}));
}

TEST(WithDefaultsTest, TwoDefaultsOfOneMethodBothHold) {
  const AllowList list(WithDefaults({}, {{kAll, {"portal"}}, {kAll, {"operator"}}}));
  EXPECT_TRUE(list.Allows(kFence, {"portal"}));
  EXPECT_TRUE(list.Allows(kFence, {"operator"}));
  EXPECT_FALSE(list.Allows(kFence, {"stranger"}));
}

}  // namespace
}  // namespace relance
