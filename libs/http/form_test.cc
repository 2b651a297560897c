#include "libs/http/form.h"

#include <gmock/gmock.h>

#include <random>

namespace relance::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(FormTest, AFormIsItsNamesAndValuesInOrder) {
  const auto form = ParseForm("line=F-1&line=F+2&amount=1%20240%2C50&empty=&bare&&x=a=b");
  ASSERT_TRUE(form);
  EXPECT_THAT(*form,
              ElementsAre(Pair("line", "F-1"), Pair("line", "F 2"), Pair("amount", "1 240,50"),
                          Pair("empty", ""), Pair("bare", ""), Pair("x", "a=b")));
}

TEST(FormTest, AnEmptyBodyIsAnEmptyForm) {
  const auto form = ParseForm("");
  ASSERT_TRUE(form);
  EXPECT_THAT(*form, IsEmpty());
}

TEST(FormTest, BadEscapesAreRefusedWithTheFieldsName) {
  for (const char* text : {"a=%", "a=%4", "a=%zz", "a=%4g"}) {
    const auto form = ParseForm(text);
    ASSERT_FALSE(form) << text;
    EXPECT_EQ(form.error().field, "a") << text;
  }
  EXPECT_FALSE(ParseForm("%=1"));
}

TEST(FormTest, TextThatIsNotUtf8OrHoldsNulIsRefused) {
  EXPECT_FALSE(ParseForm("a=%00"));
  EXPECT_FALSE(ParseForm("a=%FF"));
  EXPECT_FALSE(ParseForm("a=%C3"));
  EXPECT_FALSE(ParseForm("a=%C0%80"));        // overlong NUL
  EXPECT_FALSE(ParseForm("a=%ED%A0%80"));     // a surrogate
  EXPECT_FALSE(ParseForm("a=%F4%90%80%80"));  // above U+10FFFF
  EXPECT_TRUE(ParseForm("a=%E2%80%AE"));      // U+202E is text: pages isolate it
  EXPECT_TRUE(ParseForm("a=%F0%9F%98%80"));
}

TEST(FormTest, AFormWithTooManyFieldsIsRefused) {
  std::string text;
  for (size_t i = 0; i < kMostFields; ++i) text += "a=1&";
  EXPECT_TRUE(ParseForm(text));
  EXPECT_FALSE(ParseForm(text + "a=1"));
}

TEST(FormTest, WhatIsFormattedParsesBackWhateverTheBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 500; ++round) {
    Fields fields;
    for (unsigned i = 0; i < random() % 5; ++i) {
      std::string value;
      for (unsigned j = 0; j < random() % 9; ++j) value += static_cast<char>(1 + random() % 127);
      fields.emplace_back("n" + std::to_string(i), value);
    }
    const auto parsed = ParseForm(FormatForm(fields));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed, fields);
  }
}

TEST(FormTest, RandomBytesNeverBreakTheParser) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (unsigned j = 0; j < random() % 40; ++j) {
      text += random() % 3 == 0 ? "%&=+"[random() % 4] : static_cast<char>(random() % 256);
    }
    const auto parsed = ParseForm(text);
    if (!parsed) continue;
    for (const auto& [name, value] : *parsed) EXPECT_TRUE(IsUtf8(name) && IsUtf8(value));
  }
}

}  // namespace
}  // namespace relance::http
