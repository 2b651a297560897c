#include <gmock/gmock.h>

#include "services/scenario/domain/story/story_event.h"
#include "services/scenario/domain/testing/event_error.h"

namespace relance::scenario {
namespace {

using testing::EventError;

TEST(PeopleEventsOfStories, CanBeRead) {
  for (const char* event : {
           "announce F-1 card",
           "announce F-1",
           "promise PR-1 800.00 EUR by 2026-10-08 for F-1",
           "dispute DI-1 F-1 price 10.00 EUR",
           "dispute DI-1 F-1 price",
           "reject DI-1",
           "uphold DI-1 10.00 EUR",
           "plan PL-1 EUR for F-1 down 10.00 by 2026-10-08 then 10.00 on 2026-10-09, 10.00 on "
           "2026-10-10",
           "hold F-1 until 2026-10-08 reason audit",
           "release debtor",
           "approve level1 by anna",
           "force level1 F-1 by anna and bruno reason he moves abroad",
           "scenario email-fr next",
           "callback CB-1 at 2026-10-07 15:00",
           "done CB-1",
       }) {
    EXPECT_EQ(EventError(event), "") << event;
  }
}

TEST(PeopleEventsOfStories, SayWhatTheyExpected) {
  for (const auto& [event, message] : std::vector<std::pair<std::string, std::string>>{
           {"promise PR-1 800.00 EUR for F-1", "expected 'by'"},
           {"promise PR-1 800.00 EUR by 2026-10-08 for F-1,", "expected an item"},
           {"announce F-1 cheque", "no such mode"},
           {"dispute DI-1 F-1 price 0.00 EUR", "more than 0"},
           {"plan PL-1 EUR for F-1 down 10.00 by 2026-10-08", "expected 'then'"},
           {"hold F-1 until tomorrow", "3:"},
           {"approve level1 anna", "expected 'by'"},
           {"scenario none", "no scenario"},
           {"callback CB-1 at 2026-10-07", "expected a time"},
       }) {
    EXPECT_THAT(EventError(event), ::testing::HasSubstr(message)) << event;
  }
}

}  // namespace
}  // namespace relance::scenario
