#include "services/scenario/adapters/documents.h"

#include <gmock/gmock.h>

namespace relance::scenario {
namespace {

DebtorContact AContact(const std::string& id, const std::string& tag,
                       Channel channel = Channel::kEmail) {
  DebtorContact contact;
  contact.id = id;
  contact.channel = static_cast<int>(channel) + 1;
  contact.address_tag = tag;
  return contact;
}

DebtorDocument With(std::vector<DebtorContact> contacts) {
  DebtorDocument debtor;
  debtor.contacts = std::move(contacts);
  return debtor;
}

TEST(DebtorDocumentTest, AnAddressThatBouncedIsMarkedOnceOnItsChannel) {
  auto debtor = With({AContact("c1", "a"), AContact("c1", "b", Channel::kSms)});
  EXPECT_TRUE(MarkBounced(debtor, "c1", Channel::kSms));
  EXPECT_FALSE(MarkBounced(debtor, "c1", Channel::kSms));
  EXPECT_FALSE(MarkBounced(debtor, "c2", Channel::kEmail));
  EXPECT_FALSE(debtor.contacts[0].bounced);
  EXPECT_TRUE(debtor.contacts[1].bounced);
}

TEST(DebtorDocumentTest, ANewVersionWithTheSameAddressDoesNotMakeItBetter) {
  auto before = With({AContact("c1", "a")});
  MarkBounced(before, "c1", Channel::kEmail);
  auto same = With({AContact("c1", "a"), AContact("c2", "a")});
  same.contacts[0].address.bytes = "sealed anew";
  KeepBounces(before, same);
  EXPECT_TRUE(same.contacts[0].bounced);
  EXPECT_FALSE(same.contacts[1].bounced) << "another contact";
  auto other = With({AContact("c1", "b")});
  KeepBounces(before, other);
  EXPECT_FALSE(other.contacts[0].bounced) << "another address";
}

TEST(DebtorDocumentTest, WithoutTagsTheSealedBytesHaveToBeEqual) {
  auto one = AContact("c1", "");
  auto other = one;
  EXPECT_TRUE(IsSameAddress(one, other));
  other.address.bytes = "sealed anew";
  EXPECT_FALSE(IsSameAddress(one, other));
  EXPECT_FALSE(IsSameAddress(AContact("c1", "a"), AContact("c1", "a", Channel::kSms)));
}

}  // namespace
}  // namespace relance::scenario
