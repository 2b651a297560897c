#include "libs/base/account_id.h"

#include <gtest/gtest.h>

namespace relance {
namespace {

TEST(AccountIdTest, PrintsAndReadsTheSameAccount) {
  const AccountId id = *ParseAccountId("FR01/D42/7");
  EXPECT_EQ(id.entity, "FR01");
  EXPECT_EQ(id.account, "D42/7");
  EXPECT_EQ(ToString(id), "FR01/D42/7");
}

TEST(AccountIdTest, AnErrorNamesItsField) {
  EXPECT_EQ(MakeAccountId("fr01", "D42").error().field, "legal_entity");
  EXPECT_EQ(MakeAccountId("", "D42").error().field, "legal_entity");
  EXPECT_EQ(MakeAccountId("FR01", "").error().field, "account");
  EXPECT_EQ(MakeAccountId("FR01", "D 42").error().field, "account");
  EXPECT_EQ(MakeAccountId("FR01", "D\r\n42").error().field, "account");
  EXPECT_EQ(MakeAccountId("FR01", std::string(65, 'x')).error().field, "account");
  EXPECT_FALSE(ParseAccountId("FR01"));
}

}  // namespace
}  // namespace relance
