#include "libs/base/encoding.h"

#include <gtest/gtest.h>

namespace relance {
namespace {

TEST(EncodingTest, EveryByteComesBack) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    EXPECT_EQ(*FromHex(ToHex(bytes)), bytes);
    EXPECT_EQ(*FromBase64Url(ToBase64Url(bytes)), bytes);
  }
}

TEST(EncodingTest, KnownValues) {
  EXPECT_EQ(ToHex("\x01\xab"), "01ab");
  EXPECT_EQ(ToBase64Url("foob"), "Zm9vYg");
}

TEST(EncodingTest, OneTextStandsForOneValue) {
  EXPECT_FALSE(FromHex("AB"));
  EXPECT_FALSE(FromHex("abc"));
  EXPECT_FALSE(FromBase64Url("Zm9vYh"));  // unused bits set
  EXPECT_FALSE(FromBase64Url("Zm9vYg=="));
  EXPECT_FALSE(FromBase64Url("Z"));
}

}  // namespace
}  // namespace relance
