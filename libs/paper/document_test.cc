#include "libs/paper/document.h"

#include <gmock/gmock.h>

#include "libs/paper/testing/payloads.h"
#include "libs/text/text.h"

namespace relance::paper {
namespace {

TEST(DocumentTest, NothingThatTurnsOrBreaksALineIsLeftAnywhere) {
  const std::string bad = "a\xe2\x80\xae\r\n\x01z";
  Document document{.title = bad, .author = bad, .subject = bad, .language = "fr", .head = bad};
  document.foot = bad;
  document.page_words = bad;
  document.sections = {{{Heading{bad}, Paragraph{bad}, Panels{{{bad, {bad}}}}, Facts{{{bad, bad}}},
                         Table{{{bad}}, {{{bad, bad}}}, {{{bad, bad}}}}, Footnote{bad, bad}}}};
  const Document clean = Cleaned(document);
  const auto& blocks = clean.sections[0].blocks;
  const auto& table = std::get<Table>(blocks[4]);
  for (const std::string& text :
       {clean.title, clean.author, clean.subject, clean.head, clean.foot, clean.page_words,
        std::get<Heading>(blocks[0]).text, std::get<Paragraph>(blocks[1]).text,
        std::get<Panels>(blocks[2]).panels[0].title, std::get<Panels>(blocks[2]).panels[0].lines[0],
        std::get<Facts>(blocks[3]).facts[0].name, std::get<Facts>(blocks[3]).facts[0].value,
        table.columns[0].title, table.rows[0][0].text, table.rows[0][0].note,
        table.totals[0][0].text, table.totals[0][0].note, std::get<Footnote>(blocks[5]).mark,
        std::get<Footnote>(blocks[5]).text}) {
    EXPECT_EQ(text, "a z");
  }
}

TEST(DocumentTest, ACellRunsOnOverEmptyOnesUpToTheNext) {
  const Row row = {{"Total"}, {}, {}, {"5"}, {}, {"6"}, {}};
  EXPECT_EQ(RoomAfter(row, 0), 2U);
  EXPECT_EQ(RoomAfter(row, 1), 0U);
  EXPECT_EQ(RoomAfter(row, 3), 1U);
  EXPECT_EQ(RoomAfter(row, 5), 0U);
  EXPECT_EQ(RoomAfter(row, 6), 0U);
}

TEST(DocumentTest, MarksDoNotPileUpIntoOtherLines) {
  std::string tower = "e";
  for (int i = 0; i < 50; ++i) tower += "\xcc\x81";
  EXPECT_EQ(text::CountCharacters(Cleaned({.title = tower + "x"}).title), 5U);
  EXPECT_EQ(Cleaned({.title = "e\xcc\x81t\xc3\xa9"}).title, "e\xcc\x81t\xc3\xa9");
}

}  // namespace
}  // namespace relance::paper
