#include "services/scenario/domain/log.h"

#include <gtest/gtest.h>

namespace relance::scenario {
namespace {

CurrencyContent Euros() {
  CurrencyContent euros;
  euros.currency = Currency::Of("EUR");
  euros.items = {{"F-1", 1200'00, 2, "level2"}};
  euros.also = {{"F-2", 300'00, 1, ""}};
  euros.soon = {{"F-3", 50'00, 0, "preventive"}};
  euros.credits = 100'00;
  euros.net = 1400'00;
  return euros;
}

TEST(LogTest, ContentIsPrintedCurrencyByCurrency) {
  CurrencyContent yen;
  yen.currency = Currency::Of("JPY");
  yen.items = {{"F-9", 5000, 1, "level1"}};
  yen.net = 5000;
  EXPECT_EQ(ContentWords({Euros(), yen}),
            "items F-1:1200.00@2 also F-2:300.00@1 soon F-3:50.00 credits 100.00 net 1400.00 EUR "
            "items F-9:5000@1 net 5000 JPY");
}

TEST(LogTest, ASentNoticeNamesItsContactsItsBrokenPromisesAndItsAttempt) {
  Case c;
  Notice& notice = c.notices["N-1"];
  notice.step = "level2";
  notice.contacts = {{Channel::kEmail, "anna", "", "", false}, {Channel::kSms, "", "", "", false}};
  notice.content = {Euros()};
  notice.broken = {"PR-1", "PR-2"};
  notice.forced = Forced{};
  notice.attempt = 2;
  EXPECT_EQ(LogLine(c, NoticeCounted{"N-1", {}}),
            "send level2 email:anna+sms items F-1:1200.00@2 also F-2:300.00@1 soon F-3:50.00 "
            "credits 100.00 net 1400.00 EUR broken PR-1 PR-2 forced attempt 2");
}

TEST(LogTest, ABlockNamesItsCurrencyAndItsItem) {
  StepBlocked blocked;
  blocked.step = "level1";
  blocked.reason = Obstacle::kMinimum;
  blocked.currency = "EUR";
  blocked.item = "F-1";
  EXPECT_EQ(LogLine(Case{}, blocked), "block level1 minimum EUR F-1");
}

TEST(LogTest, FactsOfBookkeepingHaveNoLine) {
  EXPECT_EQ(LogLine(Case{}, CycleOpened{}), "");
  EXPECT_EQ(LogLine(Case{}, ItemOpenChanged{}), "");
  EXPECT_EQ(LogLine(Case{}, NoticePlanned{}), "");
  EXPECT_EQ(LogLine(Case{}, DisputeMoved{"DI-1", DisputeState::kCredited, 0}), "");
}

TEST(LogTest, TheKindIsTheFirstWord) {
  EXPECT_EQ(KindOf("task call F-1"), "task");
  EXPECT_EQ(KindOf("insolvent"), "insolvent");
}

}  // namespace
}  // namespace relance::scenario
