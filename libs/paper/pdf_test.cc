#include "libs/paper/pdf.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "libs/paper/testing/payloads.h"
#include "libs/paper/testing/read_back.h"

namespace relance::paper {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::PagesOf;
using testing::ReadBack;
using testing::TextOf;

Document Sample(int rows = 3) {
  Document document{.title = "Décompte de pénalités",
                    .author = "Aciers du Nord",
                    .subject = "D42",
                    .language = "fr",
                    .date = Date{year{2026} / month{9} / day{1}},
                    .head = "Aciers du Nord",
                    .foot = "empreinte 0123",
                    .page_words = "page %page% sur %pages%"};
  Table table{{{"Facture"}, {"Montant", Align::kEnd}}, {}, {{{"Total"}, {"1 240,50 €"}}}};
  for (int i = 0; i < rows; ++i) {
    table.rows.push_back({{"F-" + std::to_string(i), i == 0 ? "à confirmer" : "", 1}, {"£40.00"}});
  }
  document.sections = {
      {{Heading{"Synthèse", 1}, Panels{{{"Créancier", {"Aciers", "Lille"}}, {"Débiteur", {"X"}}}},
        Facts{{{"Échéance", "1er mai 2026"}, {"Base", "C. com. L441-10"}}}, table,
        Footnote{"*", "Œuvre, çà et là : naïveté"}}},
      {{Heading{"Facture F-0", 1}, Paragraph{"Taux à confirmer", Tone::kNotice},
        Paragraph{"Calcul exact", Tone::kQuiet}}}};
  return document;
}

class PdfTest : public ::testing::Test {
 protected:
  std::string Print(const Document& document) {
    auto pdf = ToPdf(document, fonts_);
    EXPECT_TRUE(pdf.has_value()) << pdf.error().message;
    return pdf.value_or("");
  }

  const Fonts fonts_ = *Fonts::Load(kDebianFonts);
};

TEST_F(PdfTest, WhatIsWrittenCanBeReadBackWithAccentsAndCurrencies) {
  const std::string text = TextOf(Print(Sample()));
  for (const char* words :
       {"Synthèse", "Créancier", "Débiteur", "Échéance", "1er mai 2026", "C. com. L441-10", "F-2",
        "à confirmer", "£40.00", "1 240,50 €", "Œuvre, çà et là : naïveté", "Calcul exact",
        "page 1 sur 2", "page 2 sur 2", "empreinte 0123"}) {
    EXPECT_THAT(text, HasSubstr(words));
  }
}

TEST_F(PdfTest, ReadersAreToldTitleLanguageDateAndStructure) {
  const std::string pdf = Print(Sample());
  const std::string info = *ReadBack(pdf, "pdfinfo", "-isodates");
  EXPECT_THAT(info, HasSubstr("Title:           Décompte de pénalités"));
  EXPECT_THAT(info, HasSubstr("Author:          Aciers du Nord"));
  EXPECT_THAT(info, HasSubstr("CreationDate:    2026-09-01T00:00:00Z"));
  EXPECT_THAT(info, HasSubstr("Tagged:          yes"));
  EXPECT_THAT(info, HasSubstr("A4"));
  EXPECT_THAT(info, Not(HasSubstr("rror")));
  EXPECT_THAT(pdf, HasSubstr("/Lang (fr)"));
  const std::string structure = *ReadBack(pdf, "pdfinfo", "-struct-text");
  for (const char* element :
       {"H1 (block)", "L (block)", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Note"}) {
    EXPECT_THAT(structure, HasSubstr(element));
  }
  EXPECT_THAT(structure, HasSubstr("\"Synthèse\""));
  EXPECT_THAT(structure, Not(HasSubstr("Warning"))) << "of a reader about the structure";
  EXPECT_THAT(*ReadBack(pdf, "pdfinfo", "-dests"), HasSubstr("section1"));
}

TEST_F(PdfTest, EveryFontIsEmbeddedAndOfTheFoldersGiven) {
  const std::string fonts = *ReadBack(Print(Sample()), "pdffonts");
  EXPECT_THAT(fonts, HasSubstr("+LiberationSans "));
  EXPECT_THAT(fonts, HasSubstr("+LiberationSans-Bold "));
  EXPECT_THAT(fonts, Not(HasSubstr(" no  no ")));
}

TEST_F(PdfTest, ALongTableGoesOnWithItsTitlesOnTheNextPage) {
  const std::string pdf = Print(Sample(150));
  const std::string text = TextOf(pdf);
  const int pages = PagesOf(pdf);
  EXPECT_GE(pages, 4);
  size_t titles = 0;
  for (size_t at = 0; (at = text.find("Facture   ", at)) != std::string::npos; ++at) ++titles;
  EXPECT_EQ(titles, static_cast<size_t>(pages) - 1) << "on each page of the table";
  EXPECT_THAT(text, HasSubstr("F-149 "));
  EXPECT_THAT(text, HasSubstr("page 1 sur " + std::to_string(pages)));
}

TEST_F(PdfTest, FactsGoOnOverPagesWithALongOneOnALineOfItsOwn) {
  Document document = Sample();
  Facts facts;
  for (int i = 0; i < 150; ++i) {
    const std::string number = std::to_string(i);
    facts.facts.push_back({"Name " + number, i % 7 == 0 ? std::string(60, 'V') + number : number});
  }
  document.sections = {{{facts}}};
  const std::string pdf = Print(document);
  EXPECT_EQ(PagesOf(pdf), 2);
  EXPECT_THAT(TextOf(pdf), HasSubstr("Name 149"));
  EXPECT_THAT(TextOf(pdf), HasSubstr(std::string(60, 'V') + "147"));
}

TEST_F(PdfTest, AVeryLongDocumentIsSmallAndReadableWithoutItsStructure) {
  const std::string pdf = Print(Sample(3'000));
  EXPECT_LT(pdf.size(), 1'000'000U);
  EXPECT_THAT(*ReadBack(pdf, "pdfinfo"), HasSubstr("Tagged:          no"));
  EXPECT_THAT(TextOf(pdf), HasSubstr("F-2999 "));
}

TEST_F(PdfTest, EverySectionBeginsOnAPageOfItsOwn) {
  Document document = Sample();
  document.sections.insert(document.sections.end(), 5, document.sections.back());
  EXPECT_EQ(PagesOf(Print(document)), 7);
  document.sections.clear();
  EXPECT_EQ(PagesOf(Print(document)), 1);
}

TEST_F(PdfTest, NoPayloadFillsPagesOrHidesWhatStandsBesideIt) {
  for (const std::string& payload : testing::Payloads()) {
    Document document = Sample();
    document.title = document.author = document.subject = document.head = document.foot = payload;
    document.page_words = payload;
    document.sections = {{{Heading{payload, 1}, Paragraph{payload}, Facts{{{payload, payload}}},
                           Panels{{{payload, {payload}}, {"P", {"panel"}}}},
                           Table{{{"Name"}, {"Amount", Align::kEnd}},
                                 {{{payload, payload}, {"1,234.56"}}},
                                 {{{"Total"}, {"9,999.99"}}}},
                           Footnote{"*", payload}}}};
    const std::string pdf = Print(document);
    EXPECT_LE(PagesOf(pdf), 2) << payload;
    const std::string text = TextOf(pdf);
    for (const char* words : {"panel", "Amount", "1,234.56", "9,999.99"}) {
      EXPECT_THAT(text, HasSubstr(words)) << payload;
    }
    EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos) << payload;
    EXPECT_THAT(text, Not(HasSubstr("Syntax"))) << "of the PDF: " << payload;
  }
}

std::string Slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Part of the test below, which runs it in another process.
TEST_F(PdfTest, IsPrintedByAnotherProcess) {
  const char* path = std::getenv("RELANCE_PAPER_COPY");
  if (path == nullptr) return;
  std::ofstream(path, std::ios::binary) << Print(Sample(150));
}

TEST_F(PdfTest, TheSameDocumentGivesTheSameBytesInAnyProcessZoneAndLocale) {
  const std::string first = Print(Sample(150));
  Print(Sample(7));
  EXPECT_EQ(Print(Sample(150)), first) << "whatever was printed between";
  std::string path = "/tmp/relance_paper_XXXXXX";
  const int file = mkstemp(path.data());
  ASSERT_GE(file, 0);
  close(file);
  char self[4096] = {};
  ASSERT_GT(readlink("/proc/self/exe", self, sizeof self - 1), 0);
  const std::string command =
      "TZ=Pacific/Auckland LC_ALL=C HOME=/nowhere RELANCE_PAPER_COPY=" + path + " " + self +
      " --gtest_filter=PdfTest.IsPrintedByAnotherProcess > /dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(Slurp(path), first);
  unlink(path.c_str());
  Document later = Sample(150);
  later.date += std::chrono::days{1};
  EXPECT_NE(Print(later), first) << "the day is that of the document";
}

TEST_F(PdfTest, DocumentsArePrintedAtOnceByManyThreads) {
  const std::string first = Print(Sample(40));
  std::atomic<int> same = 0;
  std::vector<std::thread> printers;
  for (int i = 0; i < 8; ++i) {
    printers.emplace_back([&] {
      for (int n = 0; n < 10; ++n) same += ToPdf(Sample(40), fonts_).value_or("") == first ? 1 : 0;
    });
  }
  for (std::thread& printer : printers) printer.join();
  EXPECT_EQ(same, 80);
}

TEST(FontsTest, FoldersWithoutTheFontsAreNamed) {
  const auto fonts = Fonts::Load({"/nowhere/fonts"});
  ASSERT_FALSE(fonts.has_value());
  EXPECT_EQ(fonts.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(fonts.error().message, HasSubstr("/nowhere/fonts"));
}

}  // namespace
}  // namespace relance::paper
