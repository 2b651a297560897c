#include "libs/paper/catalogue.h"

#include <gmock/gmock.h>

namespace relance::paper {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kPdf =
    "%PDF-1.5\n7 0 obj\n<< /Type /Catalog\n   /Pages 1 0 R\n>>\nendobj\nxref\n0 8\n"
    "trailer\n<< /Size 8\n   /Root 7 0 R\n   /Info 6 0 R\n>>\nstartxref\n61\n%%EOF\n";

TEST(CatalogueTest, AnUpdateAddsTheLanguageAndKeepsTheRest) {
  const auto pdf = WithLanguage(kPdf, "fr");
  ASSERT_TRUE(pdf.has_value()) << pdf.error().message;
  EXPECT_THAT(*pdf, StartsWith(kPdf));
  const std::string update = pdf->substr(kPdf.size());
  EXPECT_THAT(update, StartsWith("7 0 obj\n<< /Lang (fr) /ViewerPreferences"));
  EXPECT_THAT(update, HasSubstr("/Pages 1 0 R"));
  EXPECT_THAT(update, HasSubstr("xref\n7 1\n0000000" + std::to_string(kPdf.size())));
  EXPECT_THAT(update, HasSubstr("/Prev 61"));
}

TEST(CatalogueTest, WhatHasAStructureIsMarkedAsTagged) {
  std::string tagged = kPdf;
  tagged.replace(tagged.find("/Pages"), 0, "/StructTreeRoot 3 0 R ");
  EXPECT_THAT(*WithLanguage(tagged, "fr"), HasSubstr("/MarkInfo << /Marked true >>"));
  EXPECT_THAT(*WithLanguage(kPdf, "fr"), Not(HasSubstr("/MarkInfo")));
}

TEST(CatalogueTest, WhatIsNoLanguageTagIsNotWritten) {
  EXPECT_THAT(*WithLanguage(kPdf, "fr) /X (y"), Not(HasSubstr("/Lang")));
  EXPECT_THAT(*WithLanguage(kPdf, ""), Not(HasSubstr("/Lang")));
}

TEST(CatalogueTest, BytesWithoutACatalogueAreCorrupt) {
  EXPECT_EQ(WithLanguage("", "fr").error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(WithLanguage("trailer << /Root 7 0 R >>", "fr").error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(WithLanguage(kPdf.substr(30), "fr").error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace relance::paper
