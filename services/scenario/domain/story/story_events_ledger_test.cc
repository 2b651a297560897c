#include <gmock/gmock.h>

#include "services/scenario/domain/story/story_event.h"
#include "services/scenario/domain/testing/event_error.h"

namespace relance::scenario {
namespace {

using testing::EventError;

TEST(LedgerEventsOfStories, CanBeRead) {
  for (const char* event : {
           "invoice F-2 version 2 900.00 EUR in 400.00 due 2026-10-30, 500.00 due 2026-11-30",
           "invoice F-2 900.00 EUR due 2026-10-30 delivered 2026-10-05",
           "payment P-1 800.00 EUR for F-1 300.00, F-9 value 2026-09-30",
           "payment P-1 800.00 EUR",
           "credit CN-1 10.00 EUR for F-1",
           "reverse P-9",
           "writeoff F-1",
           "history F-1 level 2 notice 2026-09-30",
       }) {
    EXPECT_EQ(EventError(event), "") << event;
  }
}

TEST(LedgerEventsOfStories, SayWhatTheyExpected) {
  for (const auto& [event, message] : std::vector<std::pair<std::string, std::string>>{
           {"invoice F-2 9.00 EUR in 4.00 due 2026-10-30, 4.00 due 2026-11-30", "do not add up"},
           {"invoice F-2 9.00 EUR", "expected 'due'"},
           {"invoice F-2 version two 9.00 EUR due 2026-10-30", "expected a version"},
           {"payment P-1 800 EUR", "3:"},
           {"payment P-1 800.00 EUR to F-1", "cannot read"},
           {"allocate P-9 to F-1", "no payment or credit note"},
           {"history F-1 level two notice 2026-09-30", "expected a level"},
       }) {
    EXPECT_THAT(EventError(event), ::testing::HasSubstr(message)) << event;
  }
}

}  // namespace
}  // namespace relance::scenario
