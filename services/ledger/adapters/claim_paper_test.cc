#include "services/ledger/adapters/claim_paper.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "libs/digest/digest.h"
#include "libs/interest/testing_book.h"
#include "libs/paper/pdf.h"
#include "libs/paper/plain_text.h"
#include "libs/paper/testing/payloads.h"
#include "libs/paper/testing/read_back.h"
#include "libs/text/text.h"
#include "services/ledger/adapters/claim_statement.h"
#include "services/ledger/domain/testing_books.h"

namespace relance::ledger {

bool update_golden = false;
bool look = false;

namespace {

using interest::testing::D;
using paper::testing::PagesOf;
using paper::testing::TextOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ClaimPaperTest : public ::testing::Test {
 protected:
  void Invoice(const std::string& document, std::vector<std::pair<int64_t, std::string>> maturities,
               Currency currency = kEur) {
    std::vector<int64_t> amounts;
    for (const auto& maturity : maturities) amounts.push_back(maturity.first);
    InvoiceRecorded invoice = AnInvoice(document, amounts, 1, currency);
    for (size_t i = 0; i < maturities.size(); ++i) invoice.items[i].due = D(maturities[i].second);
    ASSERT_TRUE(Take(books_, invoice).has_value());
  }
  void Receipt(ReceiptRecorded receipt, const std::string& value_date) {
    receipt.value_date = D(value_date);
    ASSERT_TRUE(Take(books_, receipt).has_value());
  }
  v1::ComputeClaimResponse Claim(const std::string& as_of) {
    std::vector<ClaimedDocument> documents;
    for (const auto& [document, invoice] : books_.invoices) {
      documents.push_back({document, invoice});
    }
    const auto late = ComputeLateClaim(book_, terms_, documents, D(as_of), ClaimScope::kAll);
    EXPECT_TRUE(late.has_value()) << late.error().message;
    v1::ComputeClaimResponse claim;
    if (late) *claim.mutable_statement() = ToMessage({"FR01", "D42"}, *late);
    claim.set_digest(ToHex(Sha256(claim.statement().SerializeAsString())));
    return claim;
  }
  /// Rates that change, part payments, a credit note, a name that does not end.
  v1::ComputeClaimResponse Entangled(int payments) {
    Invoice("F-2021-000042/A", {{25'000'000, "2022-06-30"}});
    Receipt(ACreditNote("AV-7", 120'050, {{"F-2021-000042/A", 0}}), "2022-08-01");
    for (int i = 0; i < payments; ++i) {
      Receipt(APayment("VIR-" + std::to_string(1000 + i), 33'333, {{"F-2021-000042/A", 0}}),
              FormatDate(D("2022-09-01") + std::chrono::days(24 * i)));
    }
    parties_.debtor = Personal<std::string>(
        "Société nouvelle des établissements Lefèvre-Müller & Fils, charpentes, menuiseries et "
        "agencements d’Île-de-France");
    for (auto& [half, value] : book_.series.at("ECB").values) {
      value.confirmed = half < interest::testing::H("2026-1");
      value.published = D("2021-12-16");
      value.source = "Governing Council decision of 16 December 2021, in force from 22 December";
    }
    return Claim("2026-09-01");
  }
  paper::Document Paper(const v1::ComputeClaimResponse& claim, const ClaimWords& words) {
    auto document = PaperOf(claim, parties_, words);
    EXPECT_TRUE(document.has_value()) << document.error().message;
    return document.value_or(paper::Document{});
  }
  /// With --look a copy is left in build/looked-at, to be looked at.
  std::string Pdf(const v1::ComputeClaimResponse& claim, const ClaimWords& words,
                  const std::string& name = {}) {
    const auto pdf = paper::ToPdf(Paper(claim, words), fonts_);
    EXPECT_TRUE(pdf.has_value()) << pdf.error().message;
    if (look && !name.empty()) {
      std::filesystem::create_directories("build/looked-at");
      std::ofstream("build/looked-at/" + name + "." + std::string(words.language) + ".pdf",
                    std::ios::binary)
          << pdf.value_or("");
    }
    return pdf.value_or("");
  }

  BooksInMemory books_;
  interest::LawBook book_ = interest::testing::Book();
  ClaimTerms terms_{.profile = "fr-private", .contractual_rate = std::nullopt};
  ClaimParties parties_{.creditor = "Ateliers du Ponant SAS",
                        .creditor_lines = {"12 quai des Chartrons", "33000 Bordeaux, France",
                                           "SAS au capital de 250 000 EUR, RCS Bordeaux"},
                        .debtor = Personal<std::string>("Menuiserie Lefort")};
  const paper::Fonts fonts_ = *paper::Fonts::Load(paper::kDebianFonts);
};

std::string Slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Every amount, rate and name that an item holds, as the language writes it.
std::set<std::string> FiguresOf(const v1::ClaimStatement& statement, const std::string& language) {
  std::set<std::string> figures;
  for (const auto& item : statement.items()) {
    const Currency currency = *ParseCurrency(item.currency());
    const auto add = [&](int64_t minor) {
      figures.insert(text::WithPlainBlanks(text::FormatMoney(currency, minor, language)));
    };
    for (const int64_t minor : {item.amount(), item.accrued(), item.interest(), item.indemnity(),
                                item.principal(), item.total()}) {
      add(minor);
    }
    for (const auto& segment : item.segments()) {
      add(segment.amount());
      add(segment.interest());
      figures.insert(text::WithPlainBlanks(*text::FormatPercent(segment.rate(), language)));
      figures.insert(segment.rate_id());
    }
    for (const auto& receipt : item.receipts()) {
      add(receipt.amount());
      add(receipt.to_interest());
      add(receipt.to_principal());
      add(receipt.surplus());
      figures.insert(receipt.receipt());
    }
    figures.insert(item.document());
    figures.insert(item.basis());
  }
  return figures;
}

class ClaimPaperLanguageTest : public ClaimPaperTest,
                               public ::testing::WithParamInterface<const ClaimWords*> {
 protected:
  const ClaimWords& words_ = *GetParam();
  const std::string language_ = std::string(words_.language);
};

INSTANTIATE_TEST_SUITE_P(Languages, ClaimPaperLanguageTest,
                         ::testing::Values(&kEnglishClaimWords, &kFrenchClaimWords),
                         [](const auto& of) { return std::string(of.param->language); });

TEST_P(ClaimPaperLanguageTest, TheTextOfASimpleClaimIsTheApprovedOne) {
  Invoice("F-1", {{1'000'000, "2026-05-01"}});
  const std::string text = paper::ToText(Paper(Claim("2026-09-01"), words_));
  const std::string path = "services/ledger/golden/claim." + language_ + ".txt";
  if (update_golden) {
    std::ofstream(path, std::ios::binary) << text;
  }
  EXPECT_EQ(text, Slurp(path)) << path;
}

TEST_P(ClaimPaperLanguageTest, AClaimOfOneDocumentIsOnePageWithEveryFigure) {
  Invoice("F-1", {{1'000'000, "2026-05-01"}});
  Receipt(APayment("P-1", 250'000, {{"F-1", 0}}), "2026-06-15");
  const auto claim = Claim("2026-09-01");
  const std::string pdf = Pdf(claim, words_, "claim");
  EXPECT_EQ(PagesOf(pdf), 1);
  const std::string text = TextOf(pdf);
  for (const std::string& figure : FiguresOf(claim.statement(), language_)) {
    EXPECT_THAT(text, HasSubstr(figure));
  }
  EXPECT_THAT(text, HasSubstr(claim.digest()));
  EXPECT_THAT(text, HasSubstr("1-test")) << "the law book";
  EXPECT_THAT(text, Not(HasSubstr(std::string(words_.to_be_confirmed))));
}

TEST_P(ClaimPaperLanguageTest, FiveYearsOfDelayWithPaymentsAreStillOnePage) {
  Invoice("F-1", {{1'000'000, "2021-09-30"}});
  Receipt(APayment("P-1", 250'000, {{"F-1", 0}}), "2023-02-15");
  Receipt(ACreditNote("A-1", 10'000, {{"F-1", 0}}), "2024-04-15");
  const auto claim = Claim("2026-09-30");
  EXPECT_EQ(claim.statement().items(0).segments_size(), 13);
  EXPECT_EQ(PagesOf(Pdf(claim, words_, "claim-5-years")), 1);
}

TEST_P(ClaimPaperLanguageTest, ALongClaimGoesOnOverPagesAndLosesNothing) {
  const auto claim = Entangled(50);
  EXPECT_GE(claim.statement().items(0).segments_size(), 59);
  const std::string pdf = Pdf(claim, words_, "claim-entangled");
  EXPECT_GE(PagesOf(pdf), 2);
  EXPECT_LE(PagesOf(pdf), 5);
  const std::string text = TextOf(pdf);
  const std::string plain = paper::ToText(Paper(claim, words_));
  for (const std::string& figure : FiguresOf(claim.statement(), language_)) {
    EXPECT_THAT(text, HasSubstr(figure));
    EXPECT_THAT(plain, HasSubstr(figure));
  }
}

TEST_P(ClaimPaperLanguageTest, ARateToBeConfirmedIsShownWhereverItIsUsed) {
  Invoice("F-1", {{1'000'000, "2026-05-01"}});
  Invoice("F-2", {{1'000'000, "2026-08-01"}});
  for (auto& [half, value] : book_.series.at("ECB").values) {
    value.confirmed = half < interest::testing::H("2026-2");
  }
  const std::string text = paper::ToText(Paper(Claim("2026-09-01"), words_));
  const std::string words(words_.to_be_confirmed);
  const auto count = [&](const std::string& shown) {
    size_t times = 0;
    for (size_t at = 0; (at = text.find(shown, at)) != std::string::npos; ++at) ++times;
    return times;
  };
  EXPECT_EQ(count("(" + words + ")"), 4U) << "twice in the summary, in two segments";
  EXPECT_EQ(count(words), 8U) << "beside two rates, and in two remarks";
  EXPECT_THAT(text, HasSubstr("! " + std::string(words_.unconfirmed_notice.substr(0, 10))));
  EXPECT_THAT(text, HasSubstr("(ECB 2026-2)"));
}

TEST_P(ClaimPaperLanguageTest, AnAccountsClaimBeginsWithASummaryAndGivesEachItemAPage) {
  Invoice("F-1", {{1'000'000, "2026-05-01"}, {500'000, "2026-06-01"}});
  Invoice("F-2", {{99'999, "2026-05-01"}}, Currency::Of("GBP"));
  const auto claim = Claim("2026-09-01");
  ASSERT_EQ(claim.statement().items_size(), 3);
  const std::string pdf = Pdf(claim, words_, "claim-of-account");
  EXPECT_EQ(PagesOf(pdf), 4);
  const std::string text = TextOf(pdf);
  const std::string summary = text.substr(0, text.find('\f'));
  for (const auto& total : claim.statement().totals()) {
    const std::string amount =
        text::FormatMoney(*ParseCurrency(total.currency()), total.total(), words_.language);
    EXPECT_THAT(summary, HasSubstr(text::WithPlainBlanks(amount)));
  }
  EXPECT_THAT(summary, HasSubstr("F-1/2"));
  EXPECT_THAT(*paper::testing::ReadBack(pdf, "pdfinfo", "-dests"), HasSubstr("section3"));
}

TEST_P(ClaimPaperLanguageTest, NoNameOrNumberOfAStrangerBreaksThePaper) {
  Invoice("F-1", {{1'000'000, "2026-05-01"}});
  Receipt(APayment("P-1", 250'000, {{"F-1", 0}}), "2026-06-15");
  const auto clean = Claim("2026-09-01");
  const auto figures = FiguresOf(clean.statement(), language_);
  for (const std::string& payload : paper::testing::Payloads()) {
    auto claim = clean;
    auto& statement = *claim.mutable_statement();
    const std::string valid = text::OneLine(payload);
    statement.mutable_account()->set_number(valid.substr(0, 60));
    statement.mutable_items(0)->mutable_receipts(0)->set_receipt(valid);
    statement.mutable_rates(0)->set_source(valid);
    parties_.debtor = Personal<std::string>(payload);
    parties_.creditor_lines = {payload, payload};
    const std::string text = TextOf(Pdf(claim, words_));
    const std::string plain = paper::ToText(Paper(claim, words_));
    for (const auto& item : statement.items()) {
      for (const int64_t minor : {item.principal(), item.interest(), item.total()}) {
        const std::string amount =
            text::WithPlainBlanks(text::FormatMoney(kEur, minor, words_.language));
        EXPECT_THAT(text, HasSubstr(amount)) << payload;
        EXPECT_THAT(plain, HasSubstr(amount)) << payload;
      }
    }
    EXPECT_EQ(plain.find("\xe2\x80\xae"), std::string::npos);
    for (size_t at = 0; at < plain.size();) {
      const size_t end = plain.find('\n', at);
      EXPECT_LE(paper::DisplayWidth(plain.substr(at, end - at)), paper::kTextColumns);
      at = end + 1;
    }
  }
}

TEST_F(ClaimPaperTest, TheSameStatementGivesTheSameBytes) {
  const auto claim = Entangled(50);
  const std::string first = Pdf(claim, kFrenchClaimWords);
  EXPECT_EQ(Pdf(claim, kFrenchClaimWords), first);
  EXPECT_NE(Pdf(claim, kEnglishClaimWords), first);
}

TEST_F(ClaimPaperTest, NoFigureIsComputedAgain) {
  Invoice("F-1", {{1'000'000, "2026-05-01"}});
  Receipt(APayment("P-1", 250'000, {{"F-1", 0}}), "2026-06-15");
  auto claim = Claim("2026-09-01");
  auto& item = *claim.mutable_statement()->mutable_items(0);
  item.set_accrued(11'111);
  item.set_interest_settled(22'222);
  item.set_interest(33'333);
  item.set_indemnity(44'444);
  item.set_principal(55'555);
  item.set_total(66'666);
  item.mutable_segments(0)->set_days(7'777);
  item.mutable_segments(0)->set_interest(88'888);
  item.mutable_receipts(0)->set_surplus(99'999);
  const std::string text = paper::ToText(Paper(claim, kEnglishClaimWords));
  for (const char* figure : {"€111.11", "€222.22", "€333.33", "€444.44", "€555.55", "€666.66",
                             "7,777 / 365", "€888.88", "€999.99"}) {
    EXPECT_THAT(text, HasSubstr(figure));
  }
}

TEST_F(ClaimPaperTest, TheLargestAmountsFitALine) {
  Invoice("F-1", {{int64_t{1} << 50, "2026-05-01"}});
  Receipt(APayment("P-1", int64_t{1} << 49, {{"F-1", 0}}), "2026-06-15");
  const auto claim = Claim("2026-09-01");
  const std::string text = TextOf(Pdf(claim, kFrenchClaimWords, "claim-of-trillions"));
  for (const std::string& figure : FiguresOf(claim.statement(), "fr")) {
    EXPECT_THAT(text, HasSubstr(figure));
  }
}

TEST_F(ClaimPaperTest, PoliciesAndRemarksAreSaidInWords) {
  Invoice("F-1", {{1'000'000, "2026-05-01"}});
  Receipt(APayment("P-1", 1'100'000, {{"F-1", 1'000'000}}), "2026-09-01");
  terms_.contractual_rate = interest::testing::R("5");
  terms_.allocation = interest::Allocation::kInterestFirst;
  terms_.in_insolvency = true;
  auto claim = Claim("2026-09-01");
  const std::string french = paper::ToText(Paper(claim, kFrenchClaimWords));
  for (const char* words :
       {"contractuel : 5,00 %", "sur les intérêts échus d’abord", "procédure collective en cours",
        "contrat", "est inférieur au taux plancher légal", "FR-LEGAL, de janvier",
        "Ce plancher est à confirmer."}) {
    EXPECT_THAT(french, HasSubstr(words));
  }
  EXPECT_THAT(paper::ToText(Paper(claim, kEnglishClaimWords)),
              HasSubstr("accrued interest first, then principal"));
  auto& warning = *claim.mutable_statement()->mutable_items(0)->add_warnings();
  warning.set_kind("of a later version");
  warning.set_words("said by the ledger");
  EXPECT_THAT(paper::ToText(Paper(claim, kFrenchClaimWords)), HasSubstr("said by the ledger"));
}

TEST_F(ClaimPaperTest, WhatWasBilledOrWaivedStandsBesideTheDocument) {
  Invoice("F-1", {{1'000'000, "2026-05-01"}});
  auto claim = Claim("2026-09-01");
  EXPECT_THAT(paper::ToText(Paper(claim, kEnglishClaimWords)), Not(HasSubstr("Waived")));
  auto& state = *claim.add_claims();
  state.set_document("F-1");
  state.set_currency("EUR");
  state.set_left(35'376);
  auto& act = *state.add_acts();
  act.set_kind(v1::CLAIM_ACT_KIND_WAIVE);
  act.mutable_amount()->set_currency("EUR");
  act.mutable_amount()->set_minor_units(10'000);
  act.set_reason("internal reason");
  act.set_by("bert");
  *act.mutable_statement()->mutable_as_of() = claim.statement().as_of();
  const std::string text = paper::ToText(Paper(claim, kEnglishClaimWords));
  EXPECT_THAT(text, HasSubstr("Waived"));
  EXPECT_THAT(text, HasSubstr("€100.00"));
  EXPECT_THAT(text, HasSubstr("€353.76"));
  EXPECT_THAT(text, Not(HasSubstr("internal reason")));
  EXPECT_THAT(text, Not(HasSubstr("bert")));
}

TEST_F(ClaimPaperTest, AnAccountThatOwesNothingLateGetsAPageThatSaysSo) {
  const auto claim = Claim("2026-09-01");
  EXPECT_EQ(PagesOf(Pdf(claim, kFrenchClaimWords)), 1);
  EXPECT_THAT(paper::ToText(Paper(claim, kFrenchClaimWords)), HasSubstr("rien sur ce compte"));
}

TEST_F(ClaimPaperTest, AStatementThatIsNoneIsNotPrinted) {
  Invoice("F-1", {{1'000'000, "2026-05-01"}});
  const auto claim = Claim("2026-09-01");
  auto dateless = claim;
  dateless.mutable_statement()->clear_as_of();
  EXPECT_EQ(PaperOf(dateless, parties_, kEnglishClaimWords).error().code, ErrorCode::kCorrupt);
  auto foreign = claim;
  foreign.mutable_statement()->mutable_items(0)->set_currency("ZZZ");
  EXPECT_EQ(PaperOf(foreign, parties_, kEnglishClaimWords).error().code, ErrorCode::kCorrupt);
  auto rateless = claim;
  rateless.mutable_statement()->mutable_items(0)->mutable_segments(0)->set_rate("12,15");
  EXPECT_EQ(PaperOf(rateless, parties_, kEnglishClaimWords).error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace relance::ledger

/// --update-golden writes the approved texts anew; --look leaves PDFs in build/looked-at.
int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    relance::ledger::update_golden |= std::string_view(argv[i]) == "--update-golden";
    relance::ledger::look |= std::string_view(argv[i]) == "--look";
  }
  return RUN_ALL_TESTS();
}
