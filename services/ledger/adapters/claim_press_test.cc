#include "services/ledger/adapters/claim_press.h"

#include <gmock/gmock.h>

#include "libs/digest/digest.h"
#include "libs/interest/testing_book.h"
#include "libs/paper/testing/read_back.h"
#include "services/ledger/adapters/fakes.h"
#include "services/ledger/adapters/translation_fixture.h"
#include "services/ledger/adapters/view_fake.h"

namespace relance::ledger {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ClaimPressTest : public ::testing::Test, public TranslationFixture {
 protected:
  ClaimPressTest() { book_.rules = {{{}, {}, {}, "fr-private"}}; }

  void Invoice(const std::string& document, int64_t amount, Date due) {
    v1::LedgerInput input = InvoiceInput(document, {amount});
    Fill(*input.mutable_document()->mutable_invoice()->mutable_items(0)->mutable_due_date(), due);
    views_.partitions[*store.PartitionOf({"FR01", "D42"})].Document(input);
  }
  static v1::PrintClaimRequest Ask(v1::ClaimFormat format, const std::string& language = "fr") {
    v1::PrintClaimRequest request;
    Fill(*request.mutable_account(), AccountId{"FR01", "D42"});
    Fill(*request.mutable_as_of(), Day(2026, 9, 1));
    request.set_format(format);
    request.set_language(language);
    return request;
  }
  v1::PrintClaimResponse Print(const v1::PrintClaimRequest& request) {
    auto printed = press_.Print(request);
    EXPECT_TRUE(printed.has_value()) << printed.error().message;
    return printed.value_or(v1::PrintClaimResponse());
  }

  FakeViews views_;
  FakeFront front_;
  LedgerQueries queries_{views_, store, ring, Millis{100}};
  interest::LawBook book_ = interest::testing::Book();
  ClaimDesk desk_{views_, store, book_, front_, Millis{100}};
  ClaimPress press_{desk_, queries_, store, paper::Fonts::Load(paper::kDebianFonts)};
};

TEST_F(ClaimPressTest, ThePaperCarriesTheDigestOfTheStatementAsComputed) {
  Invoice("F-1", 1'000'000, Day(2026, 5, 1));
  v1::ComputeClaimRequest wanted;
  *wanted.mutable_account() = Ask(v1::CLAIM_FORMAT_PDF).account();
  *wanted.mutable_as_of() = Ask(v1::CLAIM_FORMAT_PDF).as_of();
  const auto computed = desk_.Compute(wanted);
  ASSERT_TRUE(computed.has_value());
  const std::string digest = ToHex(Sha256(computed->statement().SerializeAsString()));
  EXPECT_EQ(computed->digest(), digest);
  const auto pdf = Print(Ask(v1::CLAIM_FORMAT_PDF));
  EXPECT_EQ(pdf.digest(), digest);
  EXPECT_EQ(pdf.media_type(), "application/pdf");
  EXPECT_EQ(pdf.file_name(), "decompte-D42-F-1-2026-09-01.pdf");
  EXPECT_THAT(pdf.content(), StartsWith("%PDF-"));
  EXPECT_THAT(paper::testing::TextOf(pdf.content()), HasSubstr(digest));
  EXPECT_THAT(paper::testing::TextOf(pdf.content()), HasSubstr("10 453,76 €"));
  EXPECT_EQ(Print(Ask(v1::CLAIM_FORMAT_PDF)).content(), pdf.content());
  const auto text = Print(Ask(v1::CLAIM_FORMAT_TEXT, "en"));
  EXPECT_EQ(text.media_type(), "text/plain; charset=utf-8");
  EXPECT_EQ(text.file_name(), "statement-D42-F-1-2026-09-01.txt");
  EXPECT_THAT(text.content(), HasSubstr("€10,453.76"));
  EXPECT_THAT(text.content(), HasSubstr(digest));
}

TEST_F(ClaimPressTest, WithoutALanguageItIsTheEntitysOrEnglish) {
  Invoice("F-1", 1'000'000, Day(2026, 5, 1));
  const auto printed = Print(Ask(v1::CLAIM_FORMAT_TEXT, ""));
  const auto* entity = FindEntity(*store.Newest(), "FR01");
  EXPECT_EQ(printed.language(), entity->language().starts_with("fr") ? "fr" : "en");
}

TEST_F(ClaimPressTest, WhatCannotBePrintedIsRefusedByName) {
  Invoice("F-1", 1'000'000, Day(2026, 5, 1));
  EXPECT_EQ(press_.Print(Ask(v1::CLAIM_FORMAT_UNSPECIFIED)).error().field, "format");
  EXPECT_EQ(press_.Print(Ask(v1::CLAIM_FORMAT_PDF, "de")).error().field, "language");
  auto unknown = Ask(v1::CLAIM_FORMAT_TEXT);
  unknown.add_documents("F-9");
  EXPECT_EQ(press_.Print(unknown).error().code, ErrorCode::kNotFound);
}

TEST_F(ClaimPressTest, WithoutFontsTextIsPrintedAndAPdfIsUnavailable) {
  Invoice("F-1", 1'000'000, Day(2026, 5, 1));
  const ClaimPress bare(desk_, queries_, store, paper::Fonts::Load({"/nowhere"}));
  EXPECT_TRUE(bare.Print(Ask(v1::CLAIM_FORMAT_TEXT)).has_value());
  EXPECT_EQ(bare.Print(Ask(v1::CLAIM_FORMAT_PDF)).error().code, ErrorCode::kUnavailable);
}

TEST_F(ClaimPressTest, ANumberOfADocumentCannotLeaveTheFileName) {
  Invoice("F/../1\"; x=\"é", 1'000'000, Day(2026, 5, 1));
  EXPECT_EQ(Print(Ask(v1::CLAIM_FORMAT_TEXT)).file_name(),
            "decompte-D42-F_.._1___x____-2026-09-01.txt");
}

TEST_F(ClaimPressTest, ADocumentTooLargeForAnAnswerIsRefusedNotCut) {
  for (int i = 0; i < 300; ++i) Invoice("F-" + std::to_string(i), 1'000'000, Day(2026, 5, 1));
  const auto most = Print(Ask(v1::CLAIM_FORMAT_PDF));
  EXPECT_EQ(paper::testing::PagesOf(most.content()), 300 + 6) << "a summary and a page for each";
  Invoice("F-300", 1'000'000, Day(2026, 5, 1));
  const auto printed = press_.Print(Ask(v1::CLAIM_FORMAT_PDF));
  ASSERT_FALSE(printed.has_value());
  EXPECT_EQ(printed.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(printed.error().field, "documents");
  EXPECT_EQ(Print(Ask(v1::CLAIM_FORMAT_TEXT)).file_name(), "decompte-D42-2026-09-01.txt");
}

}  // namespace
}  // namespace relance::ledger
