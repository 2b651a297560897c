#include "tools/relance/plan/forecast.h"

#include <gmock/gmock.h>

#include <map>
#include <mutex>

namespace relance::cli {
namespace {

using scenario::v1::CaseForecast;
using scenario::v1::ForecastConfigurationResponse;

CaseForecast CaseOf(const std::string& number, const std::string& effect, int before_day,
                    int after_day) {
  CaseForecast out;
  out.mutable_account()->set_legal_entity("FR01");
  out.mutable_account()->set_number(number);
  auto& step = *out.add_steps();
  step.set_effect(effect);
  step.set_step("level2");
  step.set_level(2);
  step.set_item("F-" + number);
  step.mutable_amount()->set_currency("EUR");
  step.mutable_amount()->set_minor_units(100'00);
  const auto put = [](int day, common::v1::Date& date) {
    date.set_year(2026);
    date.set_month(10);
    date.set_day(day);
  };
  if (before_day != 0) {
    step.set_before_ms(before_day);
    put(before_day, *step.mutable_before_on());
  }
  if (after_day != 0) {
    step.set_after_ms(after_day);
    put(after_day, *step.mutable_after_on());
  }
  return out;
}

TEST(AskAllTest, EverySliceIsAskedToItsEndOnceAndTheProgressReachesAll) {
  std::mutex mutex;
  std::map<std::string, int> asked;
  const AskSlice ask = [&](int slice, const std::string& after) {
    const std::lock_guard lock(mutex);
    ++asked[std::to_string(slice) + "/" + after];
    ForecastConfigurationResponse answer;
    answer.set_slices(5);
    answer.set_cases(1);
    if (slice == 3 && after.empty()) answer.set_next("D2");
    *answer.add_forecasts() = CaseOf("D" + std::to_string(9 - slice) + after, "new", 0, 2);
    return Result<ForecastConfigurationResponse>(answer);
  };
  int last = 0;
  const auto found = AskAll(ask, [&](int done, int of) {
    EXPECT_EQ(of, 5);
    last = std::max(last, done);
  });
  ASSERT_TRUE(found);
  EXPECT_EQ(last, 5);
  EXPECT_EQ(found->looked_at, 6);
  EXPECT_EQ(asked.size(), 6U);
  for (const auto& [what, times] : asked) EXPECT_EQ(times, 1) << what;
  EXPECT_EQ(found->cases.front().account().number(), "D5");
}

TEST(AskAllTest, AnErrorOfASliceIsTheErrorOfAll) {
  const AskSlice ask = [](int slice, const std::string&) -> Result<ForecastConfigurationResponse> {
    if (slice == 2) return Unavailable("the view does not answer");
    ForecastConfigurationResponse answer;
    answer.set_slices(4);
    return answer;
  };
  const auto found = AskAll(ask, [](int, int) {});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message, "the view does not answer");
}

TEST(SumUpTest, CasesItemsAmountsAndDaysOfAnEffectAreOneRow) {
  Forecasts forecasts;
  forecasts.cases = {CaseOf("D1", "earlier", 12, 9), CaseOf("D2", "earlier", 12, 11),
                     CaseOf("D3", "no_more", 12, 0)};
  const auto rows = SumUp(forecasts);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].cases, 2);
  EXPECT_EQ(rows[0].items, 2);
  EXPECT_EQ(rows[0].amount, 200'00);
  EXPECT_EQ(ShiftInWords(rows[0]), "1 to 3 days");
  EXPECT_EQ(rows[1].effect, "no_more");
  EXPECT_EQ(ShiftInWords(rows[1]), "");
}

TEST(SumUpTest, WhatHappensOnlyIfMovedIsARowOfItsOwn) {
  Forecasts forecasts;
  forecasts.cases = {CaseOf("D1", "earlier", 12, 9), CaseOf("D2", "earlier", 12, 9)};
  forecasts.cases[1].set_if_moved(true);
  EXPECT_EQ(SumUp(forecasts).size(), 2U);
}

TEST(ProgressBarTest, ItIsFullWhenAllIsDone) {
  EXPECT_EQ(ProgressBar(0, 4), "[........................................]  0 %");
  EXPECT_EQ(ProgressBar(4, 4), "[########################################] 100 %");
}

}  // namespace
}  // namespace relance::cli
