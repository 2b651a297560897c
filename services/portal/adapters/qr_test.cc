#include "services/portal/adapters/qr.h"

#include <gmock/gmock.h>

namespace relance::portal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(QrTest, TheCodeIsAnImageWithATextAlternative) {
  const auto svg = QrSvg("BCD\n002", "To pay \"12\" <EUR> & more");
  ASSERT_TRUE(svg);
  EXPECT_THAT(*svg, HasSubstr("role=\"img\""));
  EXPECT_THAT(*svg, HasSubstr("aria-label=\"To pay &quot;12&quot; &lt;EUR&gt; &amp; more\""));
  EXPECT_THAT(*svg, Not(HasSubstr("style=")));
  EXPECT_THAT(*svg, HasSubstr("viewBox=\"0 0 29 29\""));  // version 1 and its quiet zone
}

TEST(QrTest, ALongPaymentCodeStaysLight) {
  EXPECT_LT(QrSvg(std::string(331, 'x'), "a")->size(), 25'000U);
}

TEST(QrTest, WhatNoCodeHoldsIsRefused) {
  EXPECT_FALSE(QrSvg(std::string(4'000, 'x'), "a"));
}

}  // namespace
}  // namespace relance::portal
