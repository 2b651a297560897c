#include "libs/log/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace relance {
namespace {

using namespace std::string_literals;

std::string Json(std::string_view text) {
  std::string out;
  AppendJsonText(out, text);
  return out;
}

TEST(JsonTextTest, QuotesAndBackslashesAreEscaped) {
  EXPECT_EQ(Json(R"(a "b" \ c)"), R"("a \"b\" \\ c")");
}

TEST(JsonTextTest, ControlCharactersNeverEndTheLine) {
  EXPECT_EQ(Json("a\nb\r\tc\x01\x7f"), R"("a\nb\r\tc\u0001\u007f")");
  EXPECT_EQ(Json("a\0b"s), R"("a\u0000b")");
}

TEST(JsonTextTest, WellFormedTextOfEveryLengthPassesUnchanged) {
  const std::string text = "Société 1\u202F240,50 \u20AC \U0001F4B6";
  EXPECT_EQ(Json(text), "\"" + text + "\"");
}

TEST(JsonTextTest, LineSeparatorsOfJavaScriptAreEscaped) {
  EXPECT_EQ(Json("a\u2028b\u2029"), R"("a\u2028b\u2029")");
}

TEST(JsonTextTest, EachByteThatIsNoUtf8BecomesTheReplacementCharacter) {
  const std::string r = "\uFFFD";
  EXPECT_EQ(Json("Soci\xE9t\xE9"), "\"Soci" + r + "t" + r + "\"");
  EXPECT_EQ(Json("\xC0\xAF"), "\"" + r + r + "\"") << "overlong";
  EXPECT_EQ(Json("\xED\xA0\x80"), "\"" + r + r + r + "\"") << "surrogate";
  EXPECT_EQ(Json("\xF4\x90\x80\x80"), "\"" + r + r + r + r + "\"") << "above U+10FFFF";
  EXPECT_EQ(Json("\xE2\x82"), "\"" + r + r + "\"") << "cut at the end";
}

/// An independent parser accepts whatever comes out, and it is one line.
TEST(JsonTextTest, AnyBytesMakeOneLineOfValidJson) {
  const auto seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 5000; ++round) {
    std::string bytes(random() % 40, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    const std::string line = Json(bytes);
    EXPECT_TRUE(nlohmann::json::accept(line)) << "seed " << seed << ": " << line;
    EXPECT_EQ(line.find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace relance
