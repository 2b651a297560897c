#include "services/notifier/domain/address.h"

#include <gtest/gtest.h>

namespace relance::notifier {
namespace {

TEST(AddressTest, AnAddressThatDoesNotExistTakesNothing) {
  EXPECT_TRUE(RefusesAddress("550 5.1.1 <address>: user unknown"));
  EXPECT_TRUE(RefusesAddress("550 5.1.2 no such domain"));
  EXPECT_TRUE(RefusesAddress("553 5.1.3 bad syntax"));
  EXPECT_TRUE(RefusesAddress("551 5.1.6 moved away"));
  EXPECT_TRUE(RefusesAddress("556 5.1.10"));
}

TEST(AddressTest, ARefusalOfTheMessageOrItsSenderSaysNothingOfTheAddress) {
  EXPECT_FALSE(RefusesAddress("550 5.7.1 looks like spam"));
  EXPECT_FALSE(RefusesAddress("552 5.2.2 mailbox full"));
  EXPECT_FALSE(RefusesAddress("550 5.1.8 bad sender"));
  EXPECT_FALSE(RefusesAddress("550 no such user here"));
  EXPECT_FALSE(RefusesAddress("550 5.1.11 of a later standard"));
}

TEST(AddressTest, OnlyAPermanentRefusalCounts) {
  EXPECT_FALSE(RefusesAddress("450 5.1.1 try later"));
  EXPECT_FALSE(RefusesAddress("250 2.1.5 ok"));
  EXPECT_FALSE(RefusesAddress("5"));
  EXPECT_FALSE(RefusesAddress(""));
}

}  // namespace
}  // namespace relance::notifier
