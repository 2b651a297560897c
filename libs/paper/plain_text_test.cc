#include "libs/paper/plain_text.h"

#include <gmock/gmock.h>

#include <sstream>

#include "libs/paper/testing/payloads.h"

namespace relance::paper {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Document Of(std::vector<Block> blocks) {
  return {.title = "Title", .sections = {{std::move(blocks)}}};
}

TEST(PlainTextTest, AmountsStandBelowEachOtherAndTotalsBelowARule) {
  const Table table{{{"Facture"}, {"Montant", Align::kEnd}},
                    {{{"F-1"}, {"1 240,50 €"}}, {{"Éléonore"}, {"40,00 €", "à confirmer"}}},
                    {{{"Total"}, {"1 280,50 €"}}}};
  EXPECT_THAT(LinesOf(ToText(Of({table}))),
              ElementsAre("Facture                 Montant",  //
                          "-------------------------------",  //
                          "F-1                  1 240,50 €",  //
                          "Éléonore  40,00 € (à confirmer)",  //
                          "-------------------------------",  //
                          "Total                1 280,50 €"));
}

TEST(PlainTextTest, TheNameOfATotalRunsOnOverEmptyColumnsAndWidensNone) {
  const Table table{
      {{"A"}, {"B"}, {"C", Align::kEnd}}, {{{"a"}, {"b"}, {"1"}}}, {{{"Total"}, {}, {"1"}}}};
  EXPECT_THAT(LinesOf(ToText(Of({table}))),
              ElementsAre("A  B  C", "-------", "a  b  1", "-------", "Tota  1", "l"))
      << "and is wrapped like any other";
}

TEST(PlainTextTest, ColumnsAreAlignedByWhatATerminalShows) {
  EXPECT_EQ(DisplayWidth("株式"), 4U);
  EXPECT_EQ(DisplayWidth("e\xcc\x81"), 1U);
  const Table table{{{"A"}, {"B"}}, {{{"株式"}, {"x"}}, {{"abcd"}, {"y"}}}, {}};
  EXPECT_THAT(LinesOf(ToText(Of({table}))),
              ElementsAre("A     B", "-------", "株式  x", "abcd  y"));
}

TEST(PlainTextTest, LongTextIsWrappedAtBlanksAndLongWordsAnywhere) {
  EXPECT_THAT(Wrapped("one two  three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(Wrapped("abcdefghij kl", 4), ElementsAre("abcd", "efgh", "ij", "kl"));
  EXPECT_THAT(Wrapped("x abcdefgh", 4), ElementsAre("x", "abcd", "efgh"));
  EXPECT_THAT(Wrapped("", 4), ElementsAre(""));
}

TEST(PlainTextTest, HeadingsAreUnderlinedAndBlocksStandApart) {
  EXPECT_THAT(
      LinesOf(ToText(Of({Heading{"Décompte", 1}, Heading{"Intérêts"},
                         Facts{{{"Échéance", "1er mai"}, {"Loi", "L441-10"}}},
                         Paragraph{"À confirmer", Tone::kNotice}, Footnote{"*", "Note"}}))),
      ElementsAre("Décompte", "========", "", "Intérêts", "--------", "", "Échéance  1er mai",
                  "Loi       L441-10", "", "! À confirmer", "", "* Note"));
}

TEST(PlainTextTest, PartiesStandSideBySide) {
  EXPECT_THAT(LinesOf(ToText(
                  Of({Panels{{{"Créancier", {"Nord SA", "Lille"}}, {"Débiteur", {"Lefort"}}}}}))),
              ElementsAre("Créancier:                                         Débiteur:",
                          "Nord SA                                            Lefort", "Lille"));
}

TEST(PlainTextTest, NoPayloadMakesALineTooLongOrLosesTheNextColumn) {
  for (const std::string& payload : testing::Payloads()) {
    Document document =
        Of({Heading{payload, 1}, Paragraph{payload}, Facts{{{payload, payload}}},
            Panels{{{payload, {payload}}, {"P", {"panel"}}}}, Footnote{"*", payload},
            Table{{{"Name"}, {"Amount", Align::kEnd}},
                  {{{payload, payload}, {"1,234.56"}}},
                  {{{"Total"}, {"1,234.56"}}}}});
    document.head = document.foot = payload;
    const std::string text = ToText(document);
    for (const std::string& line : LinesOf(text)) {
      EXPECT_LE(DisplayWidth(line), kTextColumns) << line;
      EXPECT_EQ(line.find_first_of("\r\t\v\f\x1b"), std::string::npos) << line;
      EXPECT_EQ(line.find("\xe2\x80\xae"), std::string::npos) << line;
      EXPECT_EQ(line.find('\0'), std::string::npos);
    }
    EXPECT_THAT(text, HasSubstr(" 1,234.56\n"));
    EXPECT_THAT(text, HasSubstr("panel"));
  }
}

}  // namespace
}  // namespace relance::paper
