#include "services/ledger/adapters/keys.h"

#include <gtest/gtest.h>

namespace relance::ledger {
namespace {

TEST(KeysTest, NumbersWithSlashesAndPercentsDoNotRunTogether) {
  const AccountId odd{"FR01", "D/4%2"};
  EXPECT_EQ(AccountKey(odd), "account/FR01/D%2F4%252");
  EXPECT_EQ(*AccountOfKey(AccountKey(odd)), odd);
  EXPECT_NE(InvoiceKey(AccountId{"FR01", "D"}, "4/F"), InvoiceKey(AccountId{"FR01", "D/4"}, "F"));
  EXPECT_EQ(InvoiceKey(AccountId{"FR01", "D42"}, "FA/2026/1"), "invoice/FR01/D42/FA%2F2026%2F1");
  EXPECT_NE(RemarkKey(odd, RemarkKind::kReversal, "1"), RemarkKey(odd, RemarkKind::kStatus, "1"));
}

TEST(KeysTest, AKeyThatIsNoAccountsIsRefused) {
  EXPECT_FALSE(AccountOfKey("partition/fences").has_value());
  EXPECT_FALSE(AccountOfKey("account/FR01").has_value());
  EXPECT_FALSE(AccountOfKey("account/FR01/a/b").has_value());
  EXPECT_FALSE(AccountOfKey("account/FR01/a%2").has_value());
}

TEST(KeysTest, AnItemsIdIsReadBackFromItsPlaceInTheList) {
  const AccountId account{"FR01", "D/42"};
  const Date due = std::chrono::sys_days{std::chrono::year{2026} / 10 / 1};
  const std::string member = OpenItemMember(account, due, "FA/1/2");
  EXPECT_EQ(member, "open/FR01/D%2F42/2026-10-01/FA/1/2");
  EXPECT_EQ(ItemOfMember(member, OpenItemsPrefix(account)), "FA/1/2");
  EXPECT_EQ(ItemOfMember("open/FR01/D%2F42/", OpenItemsPrefix(account)), "");
}

}  // namespace
}  // namespace relance::ledger
