#include "libs/digest/digest.h"

#include <gtest/gtest.h>

namespace relance {
namespace {

TEST(DigestTest, KnownValues) {
  EXPECT_EQ(ToHex(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Xxh64(""), 0xef46db3751d8e999ULL);
  EXPECT_EQ(Xxh64("abc"), 0x44bc2cf5ad770999ULL);
}

TEST(DigestTest, PartsOfADerivedIdCannotRunIntoEachOther) {
  EXPECT_NE(DerivedId("ab", "c"), DerivedId("a", "bc"));
  EXPECT_EQ(DerivedId("ab", "c"), DerivedId("ab", "c"));
  EXPECT_EQ(DerivedId("ab", "c").size(), 32u);
}

TEST(DigestTest, AnAccountKeepsItsPartition) {
  EXPECT_EQ(PartitionOf("FR", "D42", 4), static_cast<int>(Xxh64("FR/D42") % 4));
}

}  // namespace
}  // namespace relance
