#include <gmock/gmock.h>

#include "services/scenario/domain/story/story_event.h"
#include "services/scenario/domain/testing/event_error.h"

namespace relance::scenario {
namespace {

using testing::EventError;

TEST(PlatformEventsOfStories, CanBeRead) {
  for (const char* event : {
           "status F-1 refused DI-1",
           "status F-1 suspended",
           "insolvency published 2026-09-30",
           "insolvency",
           "contact add email anna role approver",
           "contact drop email anna",
           "bounce email",
           "failure sms paul",
           "presented registered on 2026-09-30",
           "refused registered",
           "unclaimed registered",
           "document F-1 missing",
           "document F-1 available",
           "stop entity",
           "start email",
           "feed stale",
           "feed fresh",
           "feed gap",
           "feed repaired",
           "notifier down",
           "notifier up",
           "tick",
       }) {
    EXPECT_EQ(EventError(event), "") << event;
  }
}

TEST(PlatformEventsOfStories, SayWhatTheyExpected) {
  for (const auto& [event, message] : std::vector<std::pair<std::string, std::string>>{
           {"status F-1 lost", "no such status"},
           {"status F-1 refused", "expected a dispute"},
           {"contact rename email anna", "expected add or drop"},
           {"stop fax", "no such channel"},
           {"document F-1 gone", "expected 'available'"},
           {"feed slow", "unknown state"},
           {"notifier out", "expected 'up'"},
           {"tick tock", "cannot read"},
       }) {
    EXPECT_THAT(EventError(event), ::testing::HasSubstr(message)) << event;
  }
}

}  // namespace
}  // namespace relance::scenario
