#pragma once

#include <atomic>
#include <compare>
#include <concepts>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "libs/base/archive.h"

namespace relance::scenario {

class Text;

/// What reads as text: a string, a literal, a Text.
template <class T>
concept TextLike = std::convertible_to<const T&, std::string_view>;

/// A short text that many things say: the number of an invoice, a step, a notice. Eight bytes;
/// copies share the letters, which never change, so that an account of 100,000 items holds each of
/// them once. Reads and compares as a string. Any thread may hold a copy.
class Text {
 public:
  Text() = default;
  Text(std::string_view text) : letters_(Make(text)) {}  // NOLINT: a string where one is meant.
  Text(const std::string& text) : Text(std::string_view(text)) {}  // NOLINT
  Text(const char* text) : Text(std::string_view(text)) {}         // NOLINT
  Text(const Text& other) : letters_(other.letters_) {
    if (letters_ != nullptr) letters_->copies.fetch_add(1, std::memory_order_relaxed);
  }
  Text(Text&& other) noexcept : letters_(std::exchange(other.letters_, nullptr)) {}
  Text& operator=(Text other) noexcept {
    std::swap(letters_, other.letters_);
    return *this;
  }
  ~Text() {
    if (letters_ == nullptr) return;
    if (letters_->copies.fetch_sub(1, std::memory_order_acq_rel) == 1) Free(letters_);
  }

  operator std::string_view() const {  // NOLINT
    if (letters_ == nullptr) return {};
    return {reinterpret_cast<const char*>(letters_ + 1), letters_->size};
  }
  operator std::string() const { return std::string(std::string_view(*this)); }  // NOLINT

  bool empty() const { return letters_ == nullptr; }
  void clear() { *this = Text(); }
  template <TextLike T>
  friend bool operator==(const Text& a, const T& b) {
    return std::string_view(a) == std::string_view(b);
  }
  template <TextLike T>
  friend std::strong_ordering operator<=>(const Text& a, const T& b) {
    return std::string_view(a) <=> std::string_view(b);
  }
  friend std::string operator+(std::string a, const Text& b) {
    return std::move(a.append(std::string_view(b)));
  }
  friend std::string operator+(const Text& a, std::string_view b) {
    return std::string(a).append(b);
  }

  bool SharesLettersWith(const Text& other) const { return letters_ == other.letters_; }

 private:
  /// Followed by the letters themselves.
  struct Letters {
    explicit Letters(uint32_t length) : size(length) {}
    std::atomic<uint32_t> copies = 1;
    uint32_t size;
  };

  static Letters* Make(std::string_view text);
  static void Free(Letters* letters);

  Letters* letters_ = nullptr;
};

/// The bytes of a string.
template <class Archive>
void Describe(Archive& archive, Text& v) {
  std::string text(v);
  archive(text);
  if constexpr (std::is_same_v<Archive, Reader>) v = Text(text);
}

}  // namespace relance::scenario

/// By its letters, whatever holds them: a map by Text finds a string without making a Text of it.
template <>
struct std::less<relance::scenario::Text> {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const { return a < b; }
};

namespace relance::scenario {

/// One Text of each, for what is said many times over.
class TextPool {
 public:
  const Text& Of(std::string_view text) {
    const auto known = known_.find(text);
    return known != known_.end() ? *known : *known_.insert(Text(text)).first;
  }
  void Share(Text& text) {
    if (!text.empty()) text = *known_.insert(text).first;
  }

 private:
  std::set<Text> known_;
};

}  // namespace relance::scenario
