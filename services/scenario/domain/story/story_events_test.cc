#include "services/scenario/domain/story/story_events.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/story/story_runner.h"
#include "services/scenario/domain/testing/scenarios.h"

namespace relance::scenario {
namespace {

std::string ErrorOf(const std::string& event) {
  const auto outcome = CheckStory(
      "story T\n2026-10-01 07:00 invoice F-1 800.00 EUR due 2026-10-30\n2026-10-01 08:00 " + event +
          "\n",
      testing::AllScenarios());
  return outcome ? "" : outcome.error().message;
}

TEST(StoryEventsTest, EveryEventOfTheLanguageCanBeRead) {
  for (const char* event : {
           "invoice F-2 version 2 900.00 EUR in 400.00 due 2026-10-30, 500.00 due 2026-11-30 "
           "delivered 2026-10-05",
           "payment P-1 800.00 EUR for F-1 300.00, F-9 value 2026-09-30",
           "credit CN-1 10.00 EUR for F-1", "reverse P-9", "writeoff F-1", "announce F-1 card",
           "announce F-1", "promise PR-1 800.00 EUR by 2026-10-08 for F-1",
           "dispute DI-1 F-1 price 10.00 EUR", "reject DI-1", "uphold DI-1 10.00 EUR",
           "plan PL-1 EUR for F-1 down 10.00 by 2026-10-08 then 10.00 on 2026-10-09, 10.00 on "
           "2026-10-10",
           "hold F-1 until 2026-10-08 reason audit", "release debtor", "status F-1 refused DI-1",
           "status F-1 suspended", "insolvency published 2026-09-30",
           "contact add email anna role approver", "contact drop email anna", "bounce email",
           "failure sms paul", "presented registered on 2026-09-30", "refused registered",
           "unclaimed registered", "document F-1 missing", "document F-1 available",
           "scenario email-fr next", "approve level1 by anna",
           "force level1 F-1 by anna and bruno reason he moves abroad", "stop entity",
           "start email", "feed stale", "feed gap", "notifier down", "notifier up", "down", "up",
           "history F-1 level 2 notice 2026-09-30", "callback CB-1 at 2026-10-07 15:00",
           "done CB-1", "tick"}) {
    EXPECT_EQ(ErrorOf(event), "") << event;
  }
}

TEST(StoryEventsTest, WhatCannotBeReadSaysItsLine) {
  for (const auto& [event, message] : std::vector<std::pair<std::string, std::string>>{
           {"dance", "line 3: unknown event"},
           {"invoice F-2 9.00 EUR in 4.00 due 2026-10-30, 4.00 due 2026-11-30", "do not add up"},
           {"payment P-1 800 EUR", "line 3: "},
           {"promise PR-1 800.00 EUR for F-1", "expected 'by'"},
           {"announce F-1 cheque", "no such mode"},
           {"status F-1 lost", "no such status"},
           {"status F-1 refused", "expected a dispute"},
           {"contact rename email anna", "expected add or drop"},
           {"stop fax", "no such channel"},
           {"scenario none", "no scenario"},
           {"allocate P-9 to F-1", "no payment or credit note"},
           {"feed slow", "unknown state"},
           {"tick tock", "cannot read"},
           {"@FR09 tick", "no such case"},
       }) {
    EXPECT_THAT(ErrorOf(event), ::testing::HasSubstr(message)) << event;
  }
}

}  // namespace
}  // namespace relance::scenario
