#include "services/ledger/domain/item_id.h"

#include <gmock/gmock.h>

namespace relance::ledger {
namespace {

using testing::ElementsAre;

TEST(ItemIdTest, OneMaturityBearsTheNumberOfItsDocumentSeveralAreCounted) {
  EXPECT_THAT(ItemIds("F-1", 1), ElementsAre("F-1"));
  EXPECT_THAT(ItemIds("F-1", 3), ElementsAre("F-1/1", "F-1/2", "F-1/3"));
}

TEST(ItemIdTest, WhatIsNamedMeansAnItemAnyOfThemOrTheOnlyOne) {
  EXPECT_TRUE(Means("F-1/2", "F-1/2"));
  EXPECT_FALSE(Means("F-1/2", "F-1/1"));
  EXPECT_TRUE(Means("", "F-1/2"));
  EXPECT_TRUE(Means("F-1/1", "F-1")) << "the first of one";
  EXPECT_FALSE(Means("F-1/2", "F-1"));
  EXPECT_FALSE(Means("F-1", "F-1/1"));
}

TEST(ItemIdTest, AnItemWithASlashMayBelongToTwoDocuments) {
  EXPECT_THAT(DocumentsOfItem("F-1"), ElementsAre("F-1"));
  EXPECT_THAT(DocumentsOfItem("F/2"), ElementsAre("F/2", "F"));
  EXPECT_THAT(DocumentsOfItem("FA/2026/12"), ElementsAre("FA/2026/12", "FA/2026"));
}

TEST(ItemIdTest, ATailThatNoMaturityBearsIsPartOfTheNumber) {
  EXPECT_THAT(DocumentsOfItem("FA/2026/012"), ElementsAre("FA/2026/012"));
  EXPECT_THAT(DocumentsOfItem("FA/x"), ElementsAre("FA/x"));
  EXPECT_THAT(DocumentsOfItem("FA/"), ElementsAre("FA/"));
  EXPECT_THAT(DocumentsOfItem("/1"), ElementsAre("/1"));
}

TEST(ItemIdTest, BlanksAroundANumberAreDroppedCaseAndInnerBlanksAreKept) {
  EXPECT_EQ(NormaliseNumber("  F-1\t"), "F-1");
  EXPECT_EQ(NormaliseNumber("\xC2\xA0"
                            "F-1 \xC2\xA0\r\n"),
            "F-1");
  EXPECT_EQ(NormaliseNumber("\xE2\x80\xAF"
                            "F-1"),
            "F-1");
  EXPECT_EQ(NormaliseNumber("f-1"), "f-1");
  EXPECT_EQ(NormaliseNumber("F 1"), "F 1");
  EXPECT_EQ(NormaliseNumber(" \t "), "");
}

}  // namespace
}  // namespace relance::ledger
