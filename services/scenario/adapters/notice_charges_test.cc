#include <gtest/gtest.h>

#include "services/scenario/adapters/codec.h"

namespace relance::scenario {
namespace {

v1::NoticeCleared ANotice(const std::string& charges) {
  v1::NoticeCleared notice;
  notice.set_charges(charges);
  auto* content = notice.add_contents();
  content->set_currency("EUR");
  for (const char* item : {"F-1", "F-2"}) {
    auto* line = content->add_items();
    line->set_item(item);
    line->set_amount(100'000);
  }
  auto* also = content->add_also();
  also->set_item("F-3");
  also->set_amount(50'000);
  auto* soon = content->add_soon();
  soon->set_item("F-4");
  soon->set_amount(70'000);
  content->set_net(250'000);
  return notice;
}

v1::NoticeCharges Computed() {
  v1::NoticeCharges charges;
  charges.mutable_basis()->set_law_book("7");
  const auto add = [&](const std::string& item, int64_t principal) {
    auto* charge = charges.add_items();
    charge->set_item(item);
    charge->set_currency("EUR");
    charge->set_principal(principal);
    charge->set_interest(333);
    charge->set_indemnity(4'000);
  };
  add("F-1", 100'000);
  add("F-2", 100'000);
  add("F-3", 50'000);
  add("F-4", 70'000);
  return charges;
}

v1::NoticeCleared With(const v1::NoticeCharges& charges, v1::NoticeCleared notice) {
  PutCharges(charges.SerializeAsString(), notice);
  return notice;
}

TEST(NoticeChargesTest, EveryOverdueLineBearsItsOwnAndTheirSumsStandBesideTheNet) {
  const auto notice = With(Computed(), ANotice("claim"));
  const auto& content = notice.contents(0);
  EXPECT_EQ(content.items(0).interest(), 333);
  EXPECT_EQ(content.also(0).indemnity(), 4'000);
  EXPECT_EQ(content.soon(0).interest(), 0) << "announced, not late";
  EXPECT_EQ(content.interest(), 3 * 333);
  EXPECT_EQ(content.indemnity(), 3 * 4'000);
  EXPECT_EQ(content.net(), 250'000);
  EXPECT_EQ(notice.charges_basis().law_book(), "7");
  EXPECT_EQ(notice.charges_basis().left_out(), "");
}

TEST(NoticeChargesTest, ALineThatWasPartlyPaidOrDisputedMeanwhileBearsNone) {
  auto notice = ANotice("show");
  notice.mutable_contents(0)->mutable_items(1)->set_amount(60'000);
  notice = With(Computed(), notice);
  EXPECT_EQ(notice.contents(0).items(1).interest(), 0);
  EXPECT_EQ(notice.contents(0).interest(), 2 * 333);
}

TEST(NoticeChargesTest, MoneyThatIsNotYetAllocatedLeavesItsCurrencyWithoutCharges) {
  auto notice = ANotice("claim");
  notice.mutable_contents(0)->set_credits(1);
  notice = With(Computed(), notice);
  EXPECT_EQ(notice.contents(0).interest(), 0);
  EXPECT_NE(notice.charges_basis().left_out(), "");
}

TEST(NoticeChargesTest, ChargesOfAnotherCurrencyAreNotOfThisLine) {
  auto notice = ANotice("claim");
  notice.mutable_contents(0)->set_currency("GBP");
  EXPECT_EQ(With(Computed(), notice).contents(0).interest(), 0);
}

TEST(NoticeChargesTest, AStepWithoutChargesHasNoBasis) {
  const auto notice = With(Computed(), ANotice("none"));
  EXPECT_FALSE(notice.has_charges_basis());
  EXPECT_EQ(notice.contents(0).interest(), 0);
}

TEST(NoticeChargesTest, WhyThereAreNoneIsSaid) {
  auto notice = ANotice("claim");
  PutCharges("", notice);
  EXPECT_EQ(notice.charges_basis().left_out(),
            "they were not computed when the clearance was asked for");
  v1::NoticeCharges refused;
  refused.mutable_basis()->set_left_out("no rate is known for ECB 2031-1");
  EXPECT_EQ(With(refused, ANotice("claim")).charges_basis().left_out(),
            "no rate is known for ECB 2031-1");
}

}  // namespace
}  // namespace relance::scenario
