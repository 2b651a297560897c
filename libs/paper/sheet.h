#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "libs/base/result.h"
#include "libs/paper/document.h"
#include "libs/paper/fonts.h"

namespace relance::paper {

/// In 1/1024 of a point, of which an inch has 72.
using Length = int;
inline constexpr Length kPoint = 1024;
/// A4.
inline constexpr Length kPageWidth = 609'562;
inline constexpr Length kPageHeight = 862'095;

enum class Face { kBody, kStrong, kSmall, kSmallStrong, kSection, kTitle };
enum class Ink { kBlack, kQuiet, kAccent, kNotice, kRule, kShade, kNoticeShade };

/// Text broken into lines, ready to be drawn.
class ShapedText {
 public:
  ShapedText() = default;
  ShapedText(std::shared_ptr<void> layout, Length width, Length height)
      : layout_(std::move(layout)), width_(width), height_(height) {}

  /// Of what is drawn, not what it was allowed.
  Length width() const { return width_; }
  Length height() const { return height_; }
  void* layout() const { return layout_.get(); }

 private:
  std::shared_ptr<void> layout_{};
  Length width_ = 0;
  Length height_ = 0;
};

struct Setting {
  Face face = Face::kBody;
  Length width = 0;  ///< Where lines are broken; 0: one line.
  Align align = Align::kStart;
  int most_lines = 0;  ///< The rest becomes "…"; 0: no limit.
};

/// The pages of one PDF, drawn one after the other. Used by one thread.
class Sheet {
 public:
  Sheet(const Fonts& fonts, const Document& document);
  ~Sheet();
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;

  ShapedText Shape(std::string_view text, const Setting& setting) const;
  void Draw(const ShapedText& text, Length x, Length y, Ink ink);
  void Fill(Length x, Length y, Length width, Length height, Ink ink);
  /// An element of the structure that readers aloud follow: "H1", "P", "Table", "TR", "TD".
  void Open(const char* element);
  void Close(const char* element);
  /// What is drawn until CloseLink leads to the destination.
  void OpenLink(const std::string& destination);
  void CloseLink();
  /// Names the top of this page; with a title the outline lists it.
  void Mark(const std::string& destination, const std::string& title);
  void EndPage();
  /// The PDF. kUnavailable with cairo's words.
  Result<std::string> Finish();

 private:
  struct Vendor;
  const std::unique_ptr<Vendor> vendor_;
};

}  // namespace relance::paper
