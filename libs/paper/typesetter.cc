#include "libs/paper/typesetter.h"

#include <algorithm>
#include <utility>

#include "libs/paper/columns.h"

namespace relance::paper {
namespace {

constexpr Length kMargin = 51 * kPoint;  // 18 mm
constexpr Length kWidth = kPageWidth - 2 * kMargin;
constexpr Length kRight = kMargin + kWidth;
constexpr Length kHead = 34 * kPoint;
constexpr Length kTop = 60 * kPoint;
constexpr Length kFoot = kPageHeight - 42 * kPoint;
constexpr Length kBottom = kFoot - 10 * kPoint;
constexpr Length kHair = kPoint / 2;
constexpr Length kPad = 5 * kPoint;         // left and right of a cell
constexpr Length kRowPad = kPoint * 3 / 2;  // above and below its text
constexpr Length kPanelGap = 18 * kPoint;
constexpr Length kFactGap = 14 * kPoint;
constexpr Length kNoticePad = 6 * kPoint;
/// Of foreign text: a name of ten thousand letters must not fill pages.
constexpr int kMostCellLines = 6;
constexpr int kMostParagraphLines = 30;
/// An element of the structure takes 170 bytes that cairo does not compress: a document with more
/// of them has none, and its pages are a tenth as large.
constexpr size_t kMostElements = 4'000;

Length Sum(const std::vector<Length>& lengths) {
  Length sum = 0;
  for (const Length length : lengths) sum += length;
  return sum;
}

std::string DestinationOf(int section) {
  return "section" + std::to_string(section);
}

std::string Filled(std::string words, const std::string& mark, size_t number) {
  const size_t at = words.find(mark);
  return at == std::string::npos ? words : words.replace(at, mark.size(), std::to_string(number));
}

}  // namespace

Typesetter::Typesetter(Sheet& sheet, const Document& document)
    : sheet_(sheet), document_(document) {
  for (size_t i = 0; i < document_.sections.size(); ++i) {
    NewPage();
    Piece mark{.kind = Piece::Kind::kMark};
    mark.name = DestinationOf(static_cast<int>(i));
    for (const Block& block : document_.sections[i].blocks) {
      const auto* heading = std::get_if<Heading>(&block);
      if (heading == nullptr || heading->level != 1) continue;
      mark.title = heading->text;
      break;
    }
    pages_.back().push_back(std::move(mark));
    for (const Block& block : document_.sections[i].blocks) {
      std::visit([this](const auto& of) { Put(of); }, block);
    }
  }
  if (pages_.empty()) NewPage();
}

void Typesetter::NewPage() {
  pages_.emplace_back();
  y_ = kTop;
}

void Typesetter::NeedRoom(Length height) {
  if (y_ + height > kBottom && y_ > kTop) NewPage();
}

void Typesetter::Text(ShapedText text, Length x, Length y, Ink ink, int link) {
  Piece piece{.kind = Piece::Kind::kText, .text = std::move(text), .x = x, .y = y};
  piece.ink = ink;
  piece.link = link;
  pages_.back().push_back(std::move(piece));
}

void Typesetter::Fill(Length x, Length y, Length width, Length height, Ink ink) {
  Piece piece{.kind = Piece::Kind::kFill, .text = {}, .x = x, .y = y};
  piece.width = width;
  piece.height = height;
  piece.ink = ink;
  pages_.back().push_back(std::move(piece));
}

void Typesetter::Open(const char* element) {
  Piece piece{.kind = Piece::Kind::kOpen};
  piece.name = element;
  pages_.back().push_back(std::move(piece));
  ++elements_;
}

void Typesetter::Close(const char* element) {
  Piece piece{.kind = Piece::Kind::kClose};
  piece.name = element;
  pages_.back().push_back(std::move(piece));
}

void Typesetter::Put(const Heading& heading) {
  const bool title = heading.level == 1;
  const auto text = sheet_.Shape(heading.text, {.face = title ? Face::kTitle : Face::kSection,
                                                .width = kWidth,
                                                .most_lines = kMostCellLines});
  const Length before = title || y_ == kTop ? 0 : 9 * kPoint;
  // Not alone at the end of a page: two rows stand below it.
  NeedRoom(before + text.height() + 36 * kPoint);
  if (y_ > kTop) Down(before);
  Open(title ? "H1" : "H2");
  Text(text, kMargin, y_, Ink::kAccent);
  Close(title ? "H1" : "H2");
  Down(text.height() + (title ? 6 : 3) * kPoint);
}

void Typesetter::Put(const Paragraph& paragraph) {
  const bool notice = paragraph.tone == Tone::kNotice;
  const bool quiet = paragraph.tone == Tone::kQuiet;
  const Length pad = notice ? kNoticePad : 0;
  const auto text = sheet_.Shape(paragraph.text, {.face = quiet ? Face::kSmall : Face::kBody,
                                                  .width = kWidth - 2 * pad,
                                                  .most_lines = kMostParagraphLines});
  const Length height = text.height() + 2 * pad * 2 / 3;
  NeedRoom(height + 3 * kPoint);
  if (notice) {
    Fill(kMargin, y_, kWidth, height, Ink::kNoticeShade);
    Fill(kMargin, y_, 2 * kPoint, height, Ink::kNotice);
  }
  Open("P");
  Text(text, kMargin + pad, y_ + pad * 2 / 3,
       notice  ? Ink::kNotice
       : quiet ? Ink::kQuiet
               : Ink::kBlack);
  Close("P");
  Down(height + 4 * kPoint);
}

void Typesetter::Put(const Panels& panels) {
  const auto count = static_cast<Length>(panels.panels.size());
  if (count == 0) return;
  const Length width = (kWidth - (count - 1) * kPanelGap) / count;
  struct SetLine {
    ShapedText text;
    Length x;
    Length y;
    Ink ink;
  };
  std::vector<SetLine> lines;
  Length height = 0;
  for (Length i = 0; i < count; ++i) {
    const Panel& panel = panels.panels[static_cast<size_t>(i)];
    const Length x = kMargin + i * (width + kPanelGap);
    Length y = 5 * kPoint;
    const auto add = [&](const std::string& words, Face face, Ink ink) {
      auto text = sheet_.Shape(words, {.face = face, .width = width, .most_lines = kMostCellLines});
      const Length down = text.height() + kPoint;
      lines.push_back({std::move(text), x, y, ink});
      y += down;
    };
    add(panel.title, Face::kSmallStrong, Ink::kQuiet);
    for (size_t n = 0; n < panel.lines.size(); ++n) {
      add(panel.lines[n], n == 0 ? Face::kStrong : Face::kBody, Ink::kBlack);
    }
    height = std::max(height, y);
  }
  NeedRoom(height);
  for (Length i = 0; i < count; ++i) {
    Fill(kMargin + i * (width + kPanelGap), y_, width, kPoint, Ink::kAccent);
  }
  for (SetLine& line : lines) {
    Open("P");
    Text(std::move(line.text), line.x, y_ + line.y, line.ink);
    Close("P");
  }
  Down(height + 8 * kPoint);
}

/// Two to a line; what is long has a line of its own.
void Typesetter::Put(const Facts& facts) {
  const Length half = (kWidth - kFactGap) / 2;
  Length name_width = 0;
  for (const Fact& fact : facts.facts) {
    name_width = std::max(name_width, sheet_.Shape(fact.name, {}).width());
  }
  name_width = std::min(name_width + 8 * kPoint, half / 2);
  size_t column = 0;
  Length line_height = 0;
  Open("L");
  for (const Fact& fact : facts.facts) {
    const bool whole = sheet_.Shape(fact.value, {}).width() > half - name_width;
    if (whole && column == 1) {
      Down(line_height);
      line_height = 0;
      column = 0;
    }
    const Length room = (whole ? kWidth : half) - name_width;
    const auto name =
        sheet_.Shape(fact.name, {.width = name_width - 4 * kPoint, .most_lines = kMostCellLines});
    const auto value = sheet_.Shape(fact.value, {.width = room, .most_lines = kMostCellLines});
    const Length height = std::max(name.height(), value.height()) + 2 * kPoint;
    if (column == 0 && y_ + height > kBottom && y_ > kTop) {
      Close("L");
      NewPage();
      Open("L");
    }
    const Length x = kMargin + (column == 1 ? half + kFactGap : 0);
    Open("LI");
    Open("Lbl");
    Text(name, x, y_, Ink::kQuiet);
    Close("Lbl");
    Open("LBody");
    Text(value, x + name_width, y_, Ink::kBlack);
    Close("LBody");
    Close("LI");
    line_height = std::max(line_height, height);
    if (!whole && column == 0) {
      column = 1;
      continue;
    }
    Down(line_height);
    line_height = 0;
    column = 0;
  }
  Close("L");
  Down(line_height + 3 * kPoint);
}

Typesetter::Grid Typesetter::GridOf(const Table& table) const {
  Grid grid;
  grid.width = table.narrow ? kWidth * 2 / 3 : kWidth;
  grid.x = kRight - grid.width;
  std::vector<ColumnNeed> needs;
  bool titled = false;
  const auto need = [&](size_t i, const std::string& text, Face face) {
    const Length natural = sheet_.Shape(text, {.face = face}).width() + 2 * kPad + kPoint;
    needs[i].natural = std::max(needs[i].natural, natural);
  };
  for (const Column& column : table.columns) {
    needs.push_back({0, column.align == Align::kStart});
    need(needs.size() - 1, column.title, Face::kSmallStrong);
    grid.aligns.push_back(column.align);
    titled = titled || !column.title.empty();
  }
  const auto need_rows = [&](const std::vector<Row>& rows, Face face) {
    for (const Row& row : rows) {
      for (size_t i = 0; i < row.size() && i < needs.size(); ++i) {
        if (RoomAfter(row, i) > 0 && grid.aligns[i] == Align::kStart) continue;
        need(i, row[i].text, face);
        if (!row[i].note.empty()) need(i, row[i].note, Face::kSmallStrong);
      }
    }
  };
  need_rows(table.rows, table.dense ? Face::kSmall : Face::kBody);
  need_rows(table.totals, table.dense ? Face::kSmallStrong : Face::kStrong);
  grid.columns = FitColumns(needs, grid.width);
  const Length left = grid.width - Sum(grid.columns);
  const auto count = static_cast<Length>(grid.columns.size());
  for (Length& column : grid.columns) column += left / count;
  if (!titled) return grid;
  Row titles;
  for (const Column& column : table.columns) titles.push_back({column.title, {}, -1});
  grid.titles = Set(grid, titles, Face::kSmallStrong, Ink::kAccent);
  return grid;
}

Typesetter::SetRow Typesetter::Set(const Grid& grid, const Row& row, Face face, Ink ink) const {
  SetRow set{.cells = {}, .height = 0, .ink = ink};
  Length x = grid.x;
  for (size_t i = 0; i < row.size() && i < grid.columns.size(); ++i) {
    Length width = grid.columns[i] - 2 * kPad;
    const size_t room = grid.aligns[i] == Align::kStart ? RoomAfter(row, i) : 0;
    for (size_t n = 1; n <= room && i + n < grid.columns.size(); ++n) width += grid.columns[i + n];
    SetCell cell{.text = {}, .note = {}, .x = x + kPad, .align = grid.aligns[i], .width = width};
    cell.link = row[i].link;
    Setting setting{.face = face, .width = width, .align = grid.aligns[i]};
    setting.most_lines = kMostCellLines;
    const bool only_note = row[i].text.empty() && !row[i].note.empty();
    if (!only_note) cell.text = sheet_.Shape(row[i].text, setting);
    Length height = cell.text.height();
    if (!row[i].note.empty()) {
      setting.face = Face::kSmallStrong;
      cell.note = sheet_.Shape(row[i].note, setting);
      height += cell.note.height();
    }
    set.height = std::max(set.height, height + 2 * kRowPad);
    x += grid.columns[i];
    set.cells.push_back(std::move(cell));
  }
  return set;
}

void Typesetter::PutRow(const SetRow& row, const char* element) {
  Open("TR");
  for (const SetCell& cell : row.cells) {
    Open(element);
    if (cell.text.layout() != nullptr) {
      Text(cell.text, cell.x, y_ + kRowPad, row.ink, cell.link);
    }
    if (cell.note.layout() != nullptr) {
      Text(cell.note, cell.x, y_ + kRowPad + cell.text.height(), Ink::kNotice);
    }
    Close(element);
  }
  Close("TR");
  Down(row.height);
}

void Typesetter::PutTitles(const Grid& grid) {
  Open("Table");
  if (grid.titles.cells.empty()) return;
  Fill(grid.x, y_, grid.width, grid.titles.height, Ink::kShade);
  PutRow(grid.titles, "TH");
  Fill(grid.x, y_ - kHair, grid.width, kHair, Ink::kAccent);
}

void Typesetter::Put(const Table& table) {
  if (table.columns.empty()) return;
  const Grid grid = GridOf(table);
  std::vector<SetRow> rows;
  Length whole = grid.titles.height;
  for (const Row& row : table.rows) {
    rows.push_back(Set(grid, row, table.dense ? Face::kSmall : Face::kBody, Ink::kBlack));
    whole += rows.back().height;
  }
  const size_t plain = rows.size();
  for (const Row& row : table.totals) {
    rows.push_back(Set(grid, row, table.dense ? Face::kSmallStrong : Face::kStrong, Ink::kBlack));
    whole += rows.back().height;
  }
  if (table.narrow) NeedRoom(whole + kPoint);
  NeedRoom(grid.titles.height + (rows.empty() ? 0 : rows.front().height));
  PutTitles(grid);
  for (size_t i = 0; i < rows.size(); ++i) {
    // A total does not stand on a page without a row that it adds up.
    const bool last_plain = i + 1 == plain && plain < rows.size();
    const Length after = last_plain ? rows[i + 1].height + kPoint : 0;
    if (y_ + rows[i].height + after > kBottom && y_ > kTop) {
      Close("Table");
      NewPage();
      PutTitles(grid);
    }
    if (i == plain) {
      Fill(grid.x, y_, grid.width, kPoint, Ink::kAccent);
      Down(kPoint);
    }
    PutRow(rows[i], "TD");
    if (i + 1 < rows.size()) Fill(grid.x, y_ - kHair / 2, grid.width, kHair / 2, Ink::kRule);
  }
  Close("Table");
  Fill(grid.x, y_, grid.width, kHair, Ink::kAccent);
  Down(6 * kPoint);
}

void Typesetter::Put(const Footnote& footnote) {
  const Length indent = footnote.mark.empty() ? 0 : 10 * kPoint;
  const auto text = sheet_.Shape(
      footnote.text,
      {.face = Face::kSmall, .width = kWidth - indent, .most_lines = kMostParagraphLines});
  NeedRoom(text.height() + 3 * kPoint);
  Down(3 * kPoint);
  Open("Note");
  if (indent > 0) {
    Text(sheet_.Shape(footnote.mark, {.face = Face::kSmallStrong}), kMargin, y_, Ink::kQuiet);
  }
  Text(text, kMargin + indent, y_, Ink::kQuiet);
  Close("Note");
  Down(text.height() + 2 * kPoint);
}

void Typesetter::DrawFrame(size_t number) {
  const auto left = sheet_.Shape(
      document_.head, {.face = Face::kSmallStrong, .width = kWidth / 2, .most_lines = 1});
  const auto right = sheet_.Shape(
      document_.title,
      {.face = Face::kSmall, .width = kWidth / 2, .align = Align::kEnd, .most_lines = 1});
  sheet_.Draw(left, kMargin, kHead, Ink::kQuiet);
  sheet_.Draw(right, kMargin + kWidth / 2, kHead, Ink::kQuiet);
  sheet_.Fill(kMargin, kHead + 12 * kPoint, kWidth, kHair, Ink::kRule);
  std::string words = Filled(document_.page_words, "%page%", number);
  words = Filled(std::move(words), "%pages%", pages_.size());
  const auto page = sheet_.Shape(words, {.face = Face::kSmall});
  const auto foot = sheet_.Shape(
      document_.foot,
      {.face = Face::kSmall, .width = kWidth - page.width() - kFactGap, .most_lines = 2});
  sheet_.Fill(kMargin, kFoot - 4 * kPoint, kWidth, kHair, Ink::kRule);
  sheet_.Draw(foot, kMargin, kFoot, Ink::kQuiet);
  sheet_.Draw(page, kRight - page.width(), kFoot, Ink::kQuiet);
}

void Typesetter::DrawPage(size_t number) {
  const bool tagged = elements_ <= kMostElements;
  if (tagged && number == 1) sheet_.Open("Document");
  // Said aloud once; cairo 1.16 has no artifacts.
  const char* frame = number == 1 ? "P" : "Private";
  if (tagged) sheet_.Open(frame);
  DrawFrame(number);
  if (tagged) sheet_.Close(frame);
  for (const Piece& piece : pages_[number - 1]) {
    switch (piece.kind) {
      case Piece::Kind::kText:
        if (piece.link >= 0) sheet_.OpenLink(DestinationOf(piece.link));
        sheet_.Draw(piece.text, piece.x, piece.y, piece.ink);
        if (piece.link >= 0) sheet_.CloseLink();
        break;
      case Piece::Kind::kFill:
        sheet_.Fill(piece.x, piece.y, piece.width, piece.height, piece.ink);
        break;
      case Piece::Kind::kOpen:
        if (tagged) sheet_.Open(piece.name.c_str());
        break;
      case Piece::Kind::kClose:
        if (tagged) sheet_.Close(piece.name.c_str());
        break;
      case Piece::Kind::kMark:
        sheet_.Mark(piece.name, piece.title);
        break;
    }
  }
  if (tagged && number == pages_.size()) sheet_.Close("Document");
  sheet_.EndPage();
}

void Typesetter::Print() {
  for (size_t number = 1; number <= pages_.size(); ++number) DrawPage(number);
}

}  // namespace relance::paper
