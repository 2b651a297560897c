#include "services/scenario/domain/story/story_events.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/event_error.h"
#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using testing::EventError;
using ::testing::HasSubstr;
using testing::Told;

TEST(StoryEventsTest, WhatIsNoEventOrNoCaseSaysItsLine) {
  EXPECT_THAT(EventError("dance"), HasSubstr("3:18: unknown event"));
  EXPECT_THAT(EventError("@FR09 tick"), HasSubstr("3:24: no such case"));
  EXPECT_EQ(EventError("down"), "");
  EXPECT_EQ(EventError("up"), "");
}

TEST(StoryEventsTest, ARefusalNamesItsVerbItsSubjectAndItsReason) {
  EXPECT_THAT(Told("show refuse\n2026-10-01 08:00 dispute DI-1 F-9 price\n"),
              ElementsAre("2026-10-01 08:00:00 refuse dispute DI-1 item"));
}

}  // namespace
}  // namespace relance::scenario
