#include "services/scenario/domain/plans.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using testing::Told;

TEST(PlansTest, AnInstalmentThatIsNearRemindsOfWhatIsMissingWithTheOverdueOfOthers) {
  EXPECT_THAT(
      Told(R"(show plan send
2026-10-02 07:00 invoice F-1 9000.00 EUR due 2026-10-01
2026-10-05 10:00 plan PL-1 EUR for F-1 down 3000.00 by 2026-10-07 then 6000.00 on 2026-10-26
2026-10-07 10:00 payment P-1 3000.00 EUR for F-1
2026-10-22 07:00 invoice F-2 700.00 EUR due 2026-10-22
until 2026-10-23)"),
      ElementsAre("2026-10-02 08:30:00 send level1 email items F-1:9000.00@1 "
                  "net 9000.00 EUR",
                  "2026-10-05 10:00:00 plan PL-1 proposed", "2026-10-07 10:00:00 plan PL-1 active",
                  "2026-10-23 08:30:00 send level1 email items F-2:700.00@1 "
                  "soon PL-1/1:6000.00 net 700.00 EUR"));
}

TEST(PlansTest, ADownPaymentWithALateValueDateDoesNotActivateThem) {
  EXPECT_THAT(Told(R"(show plan
2026-10-02 07:00 invoice F-1 9000.00 EUR due 2026-10-01
2026-10-05 10:00 plan PL-1 EUR for F-1 down 3000.00 by 2026-10-07 then 6000.00 on 2026-10-26
2026-10-07 10:00 payment P-1 3000.00 EUR for F-1 value 2026-10-08
until 2026-10-09)"),
              ElementsAre("2026-10-05 10:00:00 plan PL-1 proposed",
                          "2026-10-08 00:00:00 plan PL-1 lapsed"));
}

TEST(PlansTest, ForUnknownItemsOrPastDatesOrItemsOfAnotherPlanAreRefused) {
  EXPECT_THAT(Told(R"(show plan refuse
2026-10-02 07:00 invoice F-1 9000.00 EUR due 2026-10-01
2026-10-05 10:00 plan PL-1 EUR for F-9 down 3000.00 by 2026-10-07 then 6000.00 on 2026-10-26
2026-10-05 10:01 plan PL-2 EUR for F-1 down 3000.00 by 2026-10-04 then 6000.00 on 2026-10-26
2026-10-05 10:02 plan PL-3 EUR for F-1 down 3000.00 by 2026-10-07 then 6000.00 on 2026-10-26
2026-10-05 10:03 plan PL-4 EUR for F-1 down 3000.00 by 2026-10-07 then 6000.00 on 2026-10-26)"),
              ElementsAre("2026-10-05 10:00:00 refuse plan PL-1 item",
                          "2026-10-05 10:01:00 refuse plan PL-2 past",
                          "2026-10-05 10:02:00 plan PL-3 proposed",
                          "2026-10-05 10:03:00 refuse plan PL-4 item"));
}

TEST(PlansTest, PaidInFullWithAnItemLeftOpenTheHoldEnds) {
  EXPECT_THAT(Told(R"(show plan release
2026-10-02 07:00 invoice F-1 9000.00 EUR due 2026-10-01
2026-10-05 10:00 plan PL-1 EUR for F-1 down 3000.00 by 2026-10-07 then 3000.00 on 2026-10-26
2026-10-07 10:00 payment P-1 6000.00 EUR for F-1
until 2026-10-08)"),
              ElementsAre("2026-10-05 10:00:00 plan PL-1 proposed",
                          "2026-10-07 10:00:00 plan PL-1 completed",
                          "2026-10-07 10:00:00 release F-1 plan"));
}

}  // namespace
}  // namespace relance::scenario
