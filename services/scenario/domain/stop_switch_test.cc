#include "services/scenario/domain/stop_switch.h"

#include <gtest/gtest.h>

namespace relance::scenario {
namespace {

TEST(StopSwitchTest, TwoPersonsLetMessagesLeaveAgain) {
  Stop stop{"wrong bank account printed", "carla", {}, ""};
  EXPECT_EQ(ReleaseOf(&stop, "anna"), StopRelease::kAsked);
  stop.release_asked_by = "anna";
  EXPECT_EQ(ReleaseOf(&stop, "bruno"), StopRelease::kReleased);
}

TEST(StopSwitchTest, WhoAsksTwiceIsStillOnePerson) {
  const Stop stop{"wrong bank account printed", "carla", {}, "anna"};
  EXPECT_EQ(ReleaseOf(&stop, "anna"), StopRelease::kWaits);
}

TEST(StopSwitchTest, WhoStoppedMayBeOneOfTheTwo) {
  const Stop stop{"wrong bank account printed", "carla", {}, "anna"};
  EXPECT_EQ(ReleaseOf(&stop, "carla"), StopRelease::kReleased);
}

TEST(StopSwitchTest, WhatIsNotStoppedNeedsNobody) {
  EXPECT_EQ(ReleaseOf(nullptr, "anna"), StopRelease::kNotStopped);
}

}  // namespace
}  // namespace relance::scenario
