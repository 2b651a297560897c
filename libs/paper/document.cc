#include "libs/paper/document.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "libs/base/overloaded.h"
#include "libs/text/text.h"

namespace relance::paper {
namespace {

/// More marks on one letter than any language writes would reach into other lines.
constexpr int kMostMarks = 3;

std::string WithoutTowers(const std::string& text) {
  const auto from = icu::UnicodeString::fromUTF8(text);
  icu::UnicodeString to;
  int marks = 0;
  for (int32_t i = 0; i < from.length(); i = from.moveIndex32(i, 1)) {
    const UChar32 c = from.char32At(i);
    const auto type = u_charType(c);
    const bool is_mark = type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
    marks = is_mark ? marks + 1 : 0;
    if (marks <= kMostMarks) to.append(c);
  }
  std::string out;
  to.toUTF8String(out);
  return out;
}

void Clean(std::string& text) {
  text = WithoutTowers(text::OneLine(text));
}

void Clean(std::vector<Row>& rows) {
  for (Row& row : rows) {
    for (Cell& cell : row) {
      Clean(cell.text);
      Clean(cell.note);
    }
  }
}

void Clean(Block& block) {
  std::visit(Overloaded{
                 [](Heading& heading) { Clean(heading.text); },
                 [](Paragraph& paragraph) { Clean(paragraph.text); },
                 [](Panels& panels) {
                   for (Panel& panel : panels.panels) {
                     Clean(panel.title);
                     for (std::string& line : panel.lines) Clean(line);
                   }
                 },
                 [](Facts& facts) {
                   for (Fact& fact : facts.facts) {
                     Clean(fact.name);
                     Clean(fact.value);
                   }
                 },
                 [](Table& table) {
                   for (Column& column : table.columns) Clean(column.title);
                   Clean(table.rows);
                   Clean(table.totals);
                 },
                 [](Footnote& footnote) {
                   Clean(footnote.mark);
                   Clean(footnote.text);
                 },
             },
             block);
}

}  // namespace

size_t RoomAfter(const Row& row, size_t at) {
  size_t room = 0;
  if (row[at].text.empty() && row[at].note.empty()) return room;
  while (at + room + 1 < row.size()) {
    const Cell& next = row[at + room + 1];
    if (!next.text.empty() || !next.note.empty()) break;
    ++room;
  }
  // What ends a row has nothing to make room for.
  return at + room + 1 < row.size() ? room : 0;
}

Document Cleaned(Document document) {
  for (std::string* text : {&document.title, &document.author, &document.subject, &document.head,
                            &document.foot, &document.page_words}) {
    Clean(*text);
  }
  for (Section& section : document.sections) {
    for (Block& block : section.blocks) Clean(block);
  }
  return document;
}

}  // namespace relance::paper
