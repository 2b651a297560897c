#pragma once

#include <string>
#include <vector>

#include "libs/paper/sheet.h"

namespace relance::paper {

/// Puts the blocks of a cleaned document on pages, then draws these: how many there are stands on
/// each of them.
class Typesetter {
 public:
  Typesetter(Sheet& sheet, const Document& document);

  void Print();

 private:
  /// One thing to draw, or the rim of an element of the structure.
  struct Piece {
    enum class Kind { kText, kFill, kOpen, kClose, kMark };
    Kind kind = Kind::kText;
    ShapedText text{};
    Length x = 0;
    Length y = 0;
    Length width = 0;
    Length height = 0;
    Ink ink = Ink::kBlack;
    std::string name{};   ///< Of the element or of the destination.
    std::string title{};  ///< Of a destination in the outline.
    int link = -1;        ///< To a section.
  };
  /// One cell, and where its text begins.
  struct SetCell {
    ShapedText text{};
    ShapedText note{};
    Length x = 0;
    Align align = Align::kStart;
    Length width = 0;
    int link = -1;
  };
  struct SetRow {
    std::vector<SetCell> cells{};
    Length height = 0;
    Ink ink = Ink::kBlack;
  };
  /// A table whose columns have their widths.
  struct Grid {
    Length x = 0;
    Length width = 0;
    std::vector<Length> columns{};
    std::vector<Align> aligns{};
    SetRow titles{};  ///< Without cells when there are none.
  };

  void Put(const Heading& heading);
  void Put(const Paragraph& paragraph);
  void Put(const Panels& panels);
  void Put(const Facts& facts);
  void Put(const Table& table);
  void Put(const Footnote& footnote);

  Grid GridOf(const Table& table) const;
  SetRow Set(const Grid& grid, const Row& row, Face face, Ink ink) const;
  void PutTitles(const Grid& grid);
  void PutRow(const SetRow& row, const char* element);

  void NewPage();
  /// At least so much is left of the page, or a new one has begun.
  void NeedRoom(Length height);
  void Down(Length height) { y_ += height; }
  void Text(ShapedText text, Length x, Length y, Ink ink, int link = -1);
  void Fill(Length x, Length y, Length width, Length height, Ink ink);
  void Open(const char* element);
  void Close(const char* element);

  void DrawPage(size_t number);
  void DrawFrame(size_t number);

  Sheet& sheet_;
  const Document& document_;
  std::vector<std::vector<Piece>> pages_{};
  size_t elements_ = 0;
  Length y_ = 0;
};

}  // namespace relance::paper
