#include "libs/base/archive.h"

#include <gtest/gtest.h>

#include "libs/base/instant.h"

namespace relance {
namespace {

enum class Colour { kRed, kBlue };

struct Inner {
  std::string name;
  Colour colour = Colour::kRed;
  bool operator==(const Inner&) const = default;
};
template <class Archive>
void Describe(Archive& archive, Inner& v) {
  archive(v.name, v.colour);
}

struct Outer {
  int64_t amount = 0;
  Date due{};
  std::optional<Instant> at;
  std::vector<Inner> list;
  std::map<std::string, int> counts;
  std::variant<std::string, Inner> either;
  bool flag = false;
  bool operator==(const Outer&) const = default;
};
template <class Archive>
void Describe(Archive& archive, Outer& v) {
  archive(v.amount, v.due, v.at, v.list, v.counts, v.either, v.flag);
}

Outer Sample() {
  Outer v;
  v.amount = INT64_MIN;
  v.due = *ParseDate("1969-12-31");
  v.at = FromMillis(12345);
  v.list = {{"a", Colour::kBlue}, {std::string("\0b", 2), Colour::kRed}};
  v.counts = {{"x", -1}, {"y", 1}};
  v.either = Inner{"z", Colour::kBlue};
  v.flag = true;
  return v;
}

TEST(ArchiveTest, BytesOfAFixedNumberAreStoredAsAStringIs) {
  const std::array<uint8_t, 4> bytes{0, 0xff, 'x', 7};
  const std::string text("\0\xffx\7", 4);
  EXPECT_EQ(Encode(bytes), Encode(text));
  EXPECT_EQ((*Decode<std::array<uint8_t, 4>>(Encode(text))), bytes);
  EXPECT_FALSE((Decode<std::array<uint8_t, 3>>(Encode(text))));
  EXPECT_FALSE((Decode<std::array<uint8_t, 5>>(Encode(text))));
}

TEST(ArchiveTest, AValueComesBackAsItWas) {
  EXPECT_EQ(*Decode<Outer>(Encode(Sample())), Sample());
}

TEST(ArchiveTest, EveryCutIsNoticed) {
  const std::string bytes = Encode(Sample());
  for (size_t n = 0; n < bytes.size(); ++n) {
    EXPECT_FALSE(Decode<Outer>(std::string_view(bytes).substr(0, n))) << n;
  }
  EXPECT_FALSE(Decode<Outer>(bytes + "x"));
}

TEST(ArchiveTest, GarbageNeitherCrashesNorAsksForMemory) {
  const std::string huge = "\xff\xff\xff\xff\xff\xff\xff\xff\x01";
  EXPECT_FALSE(Decode<std::vector<std::string>>(huge));
  EXPECT_FALSE(Decode<std::string>(huge));
  EXPECT_FALSE((Decode<std::variant<int, bool>>("\x07")));
}

}  // namespace
}  // namespace relance
