#include "libs/configuration/store.h"

#include <gtest/gtest.h>

namespace relance {
namespace {

config::v1::Configuration Version(uint32_t version, const std::string& entity) {
  config::v1::Configuration c;
  c.set_version(version);
  auto* e = c.add_legal_entities();
  e->set_code(entity);
  e->set_register_("SHARED");
  c.set_digest(ContentDigest(c));
  return c;
}

TEST(ConfigurationStoreTest, TheNewestVersionDecidesAndOldOnesStay) {
  ConfigurationStore store(4);
  EXPECT_EQ(store.Newest()->version(), 0u);
  ASSERT_TRUE(store.Put(Version(2, "FR02")));
  ASSERT_TRUE(store.Put(Version(1, "FR01")));
  EXPECT_EQ(store.Newest()->version(), 2u);
  EXPECT_EQ(store.Version(1)->legal_entities(0).code(), "FR01");
  EXPECT_EQ(store.Version(3), nullptr);
}

TEST(ConfigurationStoreTest, AVersionIsImmutable) {
  ConfigurationStore store(4);
  ASSERT_TRUE(store.Put(Version(1, "FR01")));
  ASSERT_TRUE(store.Put(Version(1, "FR01")));
  EXPECT_EQ(store.Put(Version(1, "FR02")).error().code, ErrorCode::kCorrupt);
  auto tampered = Version(2, "FR02");
  tampered.mutable_legal_entities(0)->set_name("x");
  EXPECT_EQ(store.Put(tampered).error().code, ErrorCode::kCorrupt);
}

TEST(ConfigurationStoreTest, EntitiesOfOneRegisterShareTheirDebtorsPartition) {
  ConfigurationStore store(64);
  auto c = Version(1, "FR01");
  auto* other = c.add_legal_entities();
  other->set_code("FR02");
  other->set_register_("SHARED");
  c.set_digest(ContentDigest(c));
  ASSERT_TRUE(store.Put(c));
  EXPECT_EQ(*store.PartitionOf({"FR01", "D42"}), *store.PartitionOf({"FR02", "D42"}));
  EXPECT_EQ(store.PartitionOf({"XX", "D42"}).error().field, "legal_entity");
}

}  // namespace
}  // namespace relance
