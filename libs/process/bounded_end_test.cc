#include "libs/process/bounded_end.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "libs/process/exit_code.h"

namespace relance {
namespace {

/// A stop that waits for an answer that never comes.
void WaitForNobody() {
  EndWithin(Millis{50}, [] { std::fputs("waited long enough\n", stderr); });
  pause();
}

TEST(BoundedEndTest, AProcessThatDoesNotEndIsEndedAfterItsLastWords) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(WaitForNobody(), testing::ExitedWithCode(static_cast<int>(ExitCode::kUnavailable)),
              "waited long enough");
}

TEST(BoundedEndTest, AProcessThatEndsByItselfKeepsItsCode) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        EndWithin(Millis{60'000}, [] {});
        std::exit(3);
      },
      testing::ExitedWithCode(3), "");
}

}  // namespace
}  // namespace relance
