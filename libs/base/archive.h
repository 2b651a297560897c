#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "libs/base/result.h"

/// Bytes of a service's own state, as kept in its view. One function per struct serves both ways:
///
///     template <class Archive>
///     void Describe(Archive& archive, Item& item) {
///       archive(item.id, item.open, item.due);
///     }
///
/// Not a contract: a change of any Describe raises the layout version of the view: it is rebuilt.
namespace relance {

class Writer {
 public:
  Writer() { out_.reserve(kUsualBytes); }

  template <class... Ts>
  void operator()(const Ts&... values) {
    (Put(values), ...);
  }
  std::string Take() { return std::move(out_); }

 private:
  static constexpr size_t kUsualBytes = 192;  ///< Of a document: what is longer grows.

  void Varint(uint64_t v) {
    std::array<char, 10> bytes;
    size_t n = 0;
    for (; v >= 0x80; v >>= 7) bytes[n++] = static_cast<char>(v | 0x80);
    bytes[n++] = static_cast<char>(v);
    out_.append(bytes.data(), n);
  }
  void Put(const std::string& s) {
    Varint(s.size());
    out_ += s;
  }
  /// As a string of N bytes.
  template <size_t N>
  void Put(const std::array<uint8_t, N>& bytes) {
    Varint(N);
    out_.append(bytes.begin(), bytes.end());
  }
  template <class T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>) void Put(const T& value) {
    const auto v = static_cast<int64_t>(value);
    Varint(static_cast<uint64_t>(v) << 1 ^ static_cast<uint64_t>(v >> 63));
  }
  template <class C, class D>
  void Put(const std::chrono::time_point<C, D>& t) {
    Put(static_cast<int64_t>(t.time_since_epoch().count()));
  }
  template <class T>
  void Put(const std::optional<T>& v) {
    Put(v.has_value());
    if (v) Put(*v);
  }
  template <class T>
  void Put(const std::vector<T>& list) {
    Varint(list.size());
    for (const T& v : list) Put(v);
  }
  template <class K, class V>
  void Put(const std::map<K, V>& map) {
    Varint(map.size());
    for (const auto& [k, v] : map) (*this)(k, v);
  }
  template <class A, class B>
  void Put(const std::pair<A, B>& p) {
    (*this)(p.first, p.second);
  }
  template <class... Ts>
  void Put(const std::variant<Ts...>& v) {
    Varint(v.index());
    std::visit([this](const auto& held) { Put(held); }, v);
  }
  template <class T>
  requires std::is_class_v<T>
  void Put(const T& value) {
    Describe(*this, const_cast<T&>(value));  // Describe only reads through a Writer.
  }

  std::string out_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <class... Ts>
  void operator()(Ts&... values) {
    (Get(values), ...);
  }
  /// All bytes were there, and none are left.
  bool Complete() const { return ok_ && rest_.empty(); }

 private:
  uint64_t Varint() {
    uint64_t v = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const auto b = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      v |= static_cast<uint64_t>(b & 0x7f) << shift;
      if (b < 0x80) return v;
    }
    ok_ = false;
    return 0;
  }
  /// A count that the remaining bytes can hold, so that garbage cannot ask for memory.
  size_t Count() {
    const uint64_t n = Varint();
    if (n > rest_.size()) {
      ok_ = false;
      return 0;
    }
    return static_cast<size_t>(n);
  }
  void Get(std::string& s) {
    const size_t n = Count();
    s.assign(rest_.substr(0, n));
    rest_.remove_prefix(n);
  }
  template <size_t N>
  void Get(std::array<uint8_t, N>& bytes) {
    ok_ = Count() == N && ok_;
    if (!ok_) return;
    std::copy_n(rest_.begin(), N, bytes.begin());
    rest_.remove_prefix(N);
  }
  template <class T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>) void Get(T& value) {
    const uint64_t v = Varint();
    value = static_cast<T>(static_cast<int64_t>(v >> 1 ^ (~(v & 1) + 1)));
  }
  template <class C, class D>
  void Get(std::chrono::time_point<C, D>& t) {
    int64_t count = 0;
    Get(count);
    t = std::chrono::time_point<C, D>{D{static_cast<typename D::rep>(count)}};
  }
  template <class T>
  void Get(std::optional<T>& v) {
    bool has = false;
    Get(has);
    v.reset();
    if (has && ok_) Get(v.emplace());
  }
  template <class T>
  void Get(std::vector<T>& list) {
    list.clear();
    for (size_t n = Count(); n > 0 && ok_; --n) Get(list.emplace_back());
  }
  template <class K, class V>
  void Get(std::map<K, V>& map) {
    map.clear();
    for (size_t n = Count(); n > 0 && ok_; --n) {
      K key{};
      Get(key);
      Get(map[std::move(key)]);
    }
  }
  template <class A, class B>
  void Get(std::pair<A, B>& p) {
    (*this)(p.first, p.second);
  }
  template <class... Ts>
  void Get(std::variant<Ts...>& v) {
    const uint64_t index = Varint();
    uint64_t i = 0;
    const bool known = ((i++ == index ? (Get(v.template emplace<Ts>()), true) : false) || ...);
    ok_ = ok_ && known;
  }
  template <class T>
  requires std::is_class_v<T>
  void Get(T& value) { Describe(*this, value); }

  std::string_view rest_;
  bool ok_ = true;
};

template <class T>
std::string Encode(const T& value) {
  Writer writer;
  writer(value);
  return writer.Take();
}

/// kCorrupt when bytes are missing or left over.
template <class T>
Result<T> Decode(std::string_view bytes) {
  Reader reader(bytes);
  T value{};
  reader(value);
  if (!reader.Complete()) return Corrupt("stored state is cut or has bytes left over");
  return value;
}

}  // namespace relance
