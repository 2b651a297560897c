#pragma once

#include <string>
#include <variant>
#include <vector>

#include "libs/base/instant.h"

/// A document as a list of blocks, without fonts, columns of characters or pages: ToPdf and ToText
/// make those. All text is plain: nothing in it is markup, and what could turn or break a line is
/// taken out before it is set.
namespace relance::paper {

enum class Align { kStart, kEnd };

/// Level 1 is the title of a section, in the outline of the PDF; 2 stands within it.
struct Heading {
  std::string text{};
  int level = 2;
};

enum class Tone {
  kPlain,
  kQuiet,   ///< Small and grey: what explains.
  kNotice,  ///< Set apart: what a reader must not miss.
};
struct Paragraph {
  std::string text{};
  Tone tone = Tone::kPlain;
};

/// Addresses and the like, side by side. The first line of each is strong.
struct Panel {
  std::string title{};
  std::vector<std::string> lines{};
};
struct Panels {
  std::vector<Panel> panels{};
};

struct Fact {
  std::string name{};
  std::string value{};
};
struct Facts {
  std::vector<Fact> facts{};
};

struct Column {
  std::string title{};
  Align align = Align::kStart;
};
struct Cell {
  std::string text{};
  std::string note{};  ///< Below it, not to be missed: "to be confirmed".
  int link = -1;       ///< To the section with this index.
};
/// A cell runs on over the empty ones after it.
using Row = std::vector<Cell>;

/// The row of titles is repeated on every page, and left out when all are empty.
struct Table {
  std::vector<Column> columns{};
  std::vector<Row> rows{};
  std::vector<Row> totals{};  ///< Strong, at the end.
  bool dense = false;         ///< In small letters: what is looked up, not read.
  bool narrow = false;        ///< On the right half, on one page: sums.
};

/// Small, at the end of what it explains.
struct Footnote {
  std::string mark{};
  std::string text{};
};

using Block = std::variant<Heading, Paragraph, Panels, Facts, Table, Footnote>;

/// Begins on a page of its own.
struct Section {
  std::vector<Block> blocks{};
};

struct Document {
  std::string title{};
  std::string author{};
  std::string subject{};
  std::string language{};    ///< BCP 47: "fr".
  Date date{};               ///< Of the content: the creation date of the PDF.
  std::string head{};        ///< On top of every page, left of the title.
  std::string foot{};        ///< At the bottom of every page.
  std::string page_words{};  ///< "page %page% of %pages%".
  std::vector<Section> sections{};
};

/// How many empty cells follow the one at `at`, before another begins.
size_t RoomAfter(const Row& row, size_t at);

/// The same with every text on one line, without control characters, direction overrides, zero
/// width characters and towers of combining marks.
Document Cleaned(Document document);

}  // namespace relance::paper
