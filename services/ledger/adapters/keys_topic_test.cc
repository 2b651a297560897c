#include "services/ledger/adapters/keys_topic.h"

#include <gtest/gtest.h>

namespace relance::ledger {
namespace {

TEST(KeysTopicTest, AKeyReachesTheRingOfAnotherProcessAndLeavesItWhenErased) {
  const seal::Key entity = seal::Key::Random();
  seal::KeyRing here({{"FR01", entity}}), there({{"FR01", entity}});
  const std::string wrapped = *here.Create("FR01/D42#1");
  const auto sealed = here.Seal("Jeanne", "FR01/D42#1");
  ASSERT_TRUE(TakeKeyRecord(KeyRecord("FR01/D42#1", wrapped), there).has_value());
  EXPECT_EQ(there.Open(*sealed)->Reveal(), "Jeanne");
  ASSERT_TRUE(TakeKeyRecord(KeyRecord("FR01/D42#1", ""), there).has_value());
  EXPECT_TRUE(there.IsErased("FR01/D42#1"));
}

TEST(KeysTopicTest, AnotherKeyUnderAKnownIdAndGarbageAreRefused) {
  const seal::Key entity = seal::Key::Random();
  seal::KeyRing one({{"FR01", entity}}), two({{"FR01", entity}});
  const std::string record = KeyRecord("FR01/D42#1", *one.Create("FR01/D42#1"));
  ASSERT_TRUE(two.Create("FR01/D42#1").has_value());
  EXPECT_EQ(TakeKeyRecord(record, two).error().code, ErrorCode::kConflict);
  EXPECT_EQ(TakeKeyRecord("garbage", two).error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace relance::ledger
