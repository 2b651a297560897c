#include "services/scenario/domain/evolve_people.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/evolve.h"

namespace relance::scenario {
namespace {

using ::testing::IsEmpty;

TEST(EvolvePeopleTest, FactsAboutWhatTheCaseDoesNotKnowChangeNothing) {
  Case c;
  c.id = {"FR01", "D42"};
  const Case before = c;
  for (const CaseFact& fact : CaseFacts{StepForced{"F-9", {"level2", "anna", "bruno", ""}},
                                        ForceEnded{"FO-9", ForceEnd::kRefused, "anna", ""}}) {
    Apply(c, fact);
    EXPECT_EQ(c, before) << fact.index();
  }
}

TEST(EvolvePeopleTest, AClosedCaseKeepsNoRequest) {
  Case c;
  ForceRequest request;
  request.id = "FO-1";
  request.items = {"F-1"};
  Apply(c, CaseFact(ForceAsked{request}));
  ASSERT_EQ(c.force_requests.size(), 1U);
  Apply(c, CaseFact(CaseClosed{Closing::kPaid}));
  EXPECT_THAT(c.force_requests, IsEmpty());
}

}  // namespace
}  // namespace relance::scenario
