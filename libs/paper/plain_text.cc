#include "libs/paper/plain_text.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "libs/base/overloaded.h"
#include "libs/paper/columns.h"
#include "libs/text/text.h"

namespace relance::paper {
namespace {

using Lines = std::vector<std::string>;

constexpr size_t kGap = 2;  // between columns
constexpr size_t kWidestName = 36;

int WidthOf(UChar32 c) {
  const auto type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) return 0;
  const int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

/// The first part that fits `width` columns, at least one character, and the rest.
std::pair<std::string, std::string> Cut(const std::string& word, size_t width) {
  const auto text = icu::UnicodeString::fromUTF8(word);
  size_t used = 0;
  int32_t end = 0;
  while (end < text.length()) {
    const auto next = static_cast<size_t>(WidthOf(text.char32At(end)));
    if (used + next > width && end > 0) break;
    used += next;
    end = text.moveIndex32(end, 1);
  }
  std::pair<std::string, std::string> parts;
  text.tempSubString(0, end).toUTF8String(parts.first);
  text.tempSubString(end).toUTF8String(parts.second);
  return parts;
}

std::string Padded(const std::string& text, size_t width, Align align) {
  const size_t shown = DisplayWidth(text);
  const std::string blanks(shown < width ? width - shown : 0, ' ');
  return align == Align::kStart ? text + blanks : blanks + text;
}

std::string Trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string TextOf(const Cell& cell) {
  if (cell.text.empty() || cell.note.empty()) return cell.text + cell.note;
  return cell.text + " (" + cell.note + ")";
}

class Page {
 public:
  void Add(const std::string& line) { text_ += Trimmed(line) + "\n"; }
  void AddWrapped(const std::string& text, const std::string& indent = {}) {
    for (const auto& line : Wrapped(text, kTextColumns - indent.size())) Add(indent + line);
  }
  /// One blank line, never two.
  void Gap() {
    if (!text_.empty() && !text_.ends_with("\n\n")) text_ += "\n";
  }
  std::string Finish() { return std::move(text_); }

  void Put(const Heading& heading) {
    Gap();
    const Lines lines = Wrapped(heading.text, kTextColumns);
    size_t width = 0;
    for (const auto& line : lines) {
      Add(line);
      width = std::max(width, DisplayWidth(line));
    }
    Add(std::string(width, heading.level == 1 ? '=' : '-'));
  }
  void Put(const Paragraph& paragraph) {
    Gap();
    const bool notice = paragraph.tone == Tone::kNotice;
    AddWrapped(notice ? "! " + paragraph.text : paragraph.text);
  }
  void Put(const Panels& panels);
  void Put(const Facts& facts);
  void Put(const Table& table);
  void Put(const Footnote& footnote) {
    Gap();
    AddWrapped(footnote.mark.empty() ? footnote.text : footnote.mark + " " + footnote.text);
  }

 private:
  /// One row of cells that may each have several lines.
  void PutCells(const Lines& cells, const std::vector<int>& widths,
                const std::vector<Align>& aligns, const std::string& indent = {});

  std::string text_;
};

void Page::PutCells(const Lines& cells, const std::vector<int>& widths,
                    const std::vector<Align>& aligns, const std::string& indent) {
  std::vector<Lines> wrapped;
  size_t height = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    wrapped.push_back(Wrapped(cells[i], static_cast<size_t>(widths[i])));
    height = std::max(height, wrapped.back().size());
  }
  for (size_t n = 0; n < height; ++n) {
    std::string line = indent;
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line.append(kGap, ' ');
      const std::string part = n < wrapped[i].size() ? wrapped[i][n] : "";
      line += Padded(part, static_cast<size_t>(widths[i]), aligns[i]);
    }
    Add(line);
  }
}

void Page::Put(const Panels& panels) {
  if (panels.panels.empty()) return;
  Gap();
  const size_t count = panels.panels.size();
  const int width = static_cast<int>((kTextColumns - (count - 1) * kGap) / count);
  const std::vector<int> widths(count, width);
  const std::vector<Align> aligns(count, Align::kStart);
  size_t height = 0;
  Lines titles;
  for (const Panel& panel : panels.panels) {
    titles.push_back(panel.title.empty() ? "" : panel.title + ":");
    height = std::max(height, panel.lines.size());
  }
  PutCells(titles, widths, aligns);
  for (size_t n = 0; n < height; ++n) {
    Lines cells;
    for (const Panel& panel : panels.panels) {
      cells.push_back(n < panel.lines.size() ? panel.lines[n] : "");
    }
    PutCells(cells, widths, aligns);
  }
}

void Page::Put(const Facts& facts) {
  Gap();
  size_t name = 0;
  for (const Fact& fact : facts.facts) name = std::max(name, DisplayWidth(fact.name));
  name = std::min(name, kWidestName);
  const std::vector<int> widths = {static_cast<int>(name),
                                   static_cast<int>(kTextColumns - name - kGap)};
  for (const Fact& fact : facts.facts) {
    PutCells({fact.name, fact.value}, widths, {Align::kStart, Align::kStart});
  }
}

void Page::Put(const Table& table) {
  Gap();
  std::vector<ColumnNeed> needs;
  std::vector<Align> aligns;
  Lines titles;
  bool titled = false;
  for (const Column& column : table.columns) {
    needs.push_back({static_cast<int>(DisplayWidth(column.title)), column.align == Align::kStart});
    aligns.push_back(column.align);
    titles.push_back(column.title);
    titled = titled || !column.title.empty();
  }
  const auto need = [&](const std::vector<Row>& rows) {
    for (const Row& row : rows) {
      for (size_t i = 0; i < row.size() && i < needs.size(); ++i) {
        if (RoomAfter(row, i) > 0 && aligns[i] == Align::kStart) continue;
        const auto width = static_cast<int>(DisplayWidth(TextOf(row[i])));
        needs[i].natural = std::max(needs[i].natural, width);
      }
    }
  };
  need(table.rows);
  need(table.totals);
  if (needs.empty()) return;
  const int gaps = static_cast<int>((needs.size() - 1) * kGap);
  const auto widths = FitColumns(needs, static_cast<int>(kTextColumns) - gaps);
  int whole = gaps;
  for (const int width : widths) whole += width;
  const std::string rule(static_cast<size_t>(whole), '-');
  const auto put = [&](const std::vector<Row>& rows) {
    for (const Row& row : rows) {
      Lines cells;
      std::vector<int> cell_widths;
      std::vector<Align> cell_aligns;
      for (size_t i = 0; i < row.size() && i < widths.size(); ++i) {
        cells.push_back(TextOf(row[i]));
        cell_aligns.push_back(aligns[i]);
        cell_widths.push_back(widths[i]);
        const size_t room = aligns[i] == Align::kStart ? RoomAfter(row, i) : 0;
        for (size_t n = 0; n < room && i + 1 < widths.size(); ++n) {
          cell_widths.back() += static_cast<int>(kGap) + widths[++i];
        }
      }
      PutCells(cells, cell_widths, cell_aligns);
    }
  };
  if (titled) {
    PutCells(titles, widths, aligns);
    Add(rule);
  }
  put(table.rows);
  if (!table.totals.empty() && !table.rows.empty()) Add(rule);
  put(table.totals);
}

}  // namespace

size_t DisplayWidth(std::string_view text) {
  const auto from = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  int width = 0;
  for (int32_t i = 0; i < from.length(); i = from.moveIndex32(i, 1)) {
    width += WidthOf(from.char32At(i));
  }
  return static_cast<size_t>(width);
}

std::vector<std::string> Wrapped(std::string_view text, size_t width) {
  Lines lines;
  std::string line;
  const auto flush = [&] { lines.push_back(std::exchange(line, {})); };
  while (!text.empty()) {
    const size_t blank = text.find(' ');
    std::string word(text.substr(0, blank));
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
    if (word.empty()) continue;
    if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) > width) flush();
    while (DisplayWidth(word) > width) {
      auto [first, rest] = Cut(word, width);
      line = std::move(first);
      word = std::move(rest);
      if (word.empty()) break;
      flush();
    }
    if (!line.empty() && !word.empty()) line += ' ';
    line += word;
  }
  if (!line.empty() || lines.empty()) flush();
  return lines;
}

std::string ToText(const Document& document) {
  const Document clean = Cleaned(document);
  Page page;
  if (!clean.head.empty()) page.AddWrapped(clean.head);
  for (const Section& section : clean.sections) {
    for (const Block& block : section.blocks) {
      std::visit([&](const auto& of) { page.Put(of); }, block);
    }
  }
  if (!clean.foot.empty()) {
    page.Gap();
    page.AddWrapped(clean.foot);
  }
  return text::WithPlainBlanks(page.Finish());
}

}  // namespace relance::paper
