#include "services/scenario/domain/instalment.h"

#include <gtest/gtest.h>

namespace relance::scenario {
namespace {

Plan ThreeParts() {
  Plan plan;
  plan.id = "PL-1";
  plan.down = DownPayment{300, {}};
  plan.instalments.resize(2);
  plan.instalments[0].amount = 200;
  plan.instalments[1].amount = 100;
  return plan;
}

TEST(InstalmentTest, IsNamedByItsPlanAndItsNumber) {
  Case c;
  c.plans["PL-1"] = ThreeParts();
  EXPECT_EQ(InstalmentId("PL-1", 2), "PL-1/2");
  const auto second = ParseInstalmentId(c, "PL-1/2");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->plan, "PL-1");
  EXPECT_EQ(second->index, 1U);
  for (const char* wrong : {"PL-1", "PL-1/0", "PL-1/3", "PL-1/x", "PL-1/1x", "PL-2/1", "PL-1/"}) {
    EXPECT_FALSE(ParseInstalmentId(c, wrong)) << wrong;
  }
}

TEST(InstalmentTest, AnItemOfTheSameNameIsNotAnInstalment) {
  Case c;
  c.plans["PL-1"] = ThreeParts();
  EXPECT_EQ(FindInstalment(c, "PL-1/1"), &c.plans.at("PL-1").instalments[0]);
  c.items.Make("PL-1/1");
  EXPECT_EQ(FindInstalment(c, "PL-1/1"), nullptr);
}

TEST(InstalmentTest, WhatWasPaidInAdvanceIsNotMissing) {
  Plan plan = ThreeParts();
  EXPECT_EQ(MissingFor(plan, 0), 500);
  plan.received["P-1"] = Received{450, {}};
  EXPECT_EQ(MissingFor(plan, 0), 50);
  EXPECT_EQ(MissingFor(plan, 1), 150);
  plan.received["P-2"] = Received{500, {}};
  EXPECT_EQ(MissingFor(plan, 1), 0);
}

}  // namespace
}  // namespace relance::scenario
