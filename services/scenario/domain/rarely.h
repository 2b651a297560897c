#pragma once

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "libs/base/archive.h"

namespace relance::scenario {

/// What most items never have: eight bytes while it is as it was made. A value like any other:
/// copies are equal and apart.
template <class T>
class Rarely {
 public:
  Rarely() = default;
  Rarely(T value)  // NOLINT: a value where one is meant.
      : value_(value == Untouched() ? nullptr : std::make_unique<T>(std::move(value))) {}
  Rarely(const Rarely& other) { *this = other; }
  Rarely(Rarely&&) noexcept = default;
  Rarely& operator=(const Rarely& other) {
    if (this != &other) value_ = other.value_ ? std::make_unique<T>(*other.value_) : nullptr;
    return *this;
  }
  Rarely& operator=(Rarely&&) noexcept = default;
  ~Rarely() = default;

  const T& Get() const { return value_ ? *value_ : Untouched(); }
  const T* operator->() const { return &Get(); }
  operator const T&() const { return Get(); }  // NOLINT

  // Of a list.
  auto begin() const { return Get().begin(); }
  auto end() const { return Get().end(); }
  bool empty() const { return Get().empty(); }
  const auto& front() const { return Get().front(); }

  /// To be changed. Whoever changes it back gives the room back with Tidy.
  T& Edit() {
    if (!value_) value_ = std::make_unique<T>();
    return *value_;
  }
  void Tidy() {
    if (value_ && *value_ == Untouched()) value_.reset();
  }
  void reset() { value_.reset(); }

  bool operator==(const Rarely& other) const { return Get() == other.Get(); }

 private:
  static const T& Untouched() {
    static const T untouched{};
    return untouched;
  }

  std::unique_ptr<T> value_;
};

/// A std::optional of eight bytes.
template <class T>
class Boxed {
 public:
  Boxed() = default;
  Boxed(T value) : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT
  Boxed(const std::optional<T>& value)                               // NOLINT
      : value_(value ? std::make_unique<T>(*value) : nullptr) {}
  Boxed(const Boxed& other) : Boxed(std::optional<T>(other)) {}
  Boxed(Boxed&&) noexcept = default;
  Boxed& operator=(Boxed other) noexcept {
    value_.swap(other.value_);
    return *this;
  }
  ~Boxed() = default;

  explicit operator bool() const { return value_ != nullptr; }
  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }
  operator std::optional<T>() const {  // NOLINT
    return value_ ? std::optional<T>(*value_) : std::nullopt;
  }
  void reset() { value_.reset(); }

  bool operator==(const Boxed& other) const {
    return value_ && other.value_ ? *value_ == *other.value_ : value_ == other.value_;
  }

 private:
  std::unique_ptr<T> value_;
};

/// The bytes of the value.
template <class Archive, class T>
void Describe(Archive& archive, Rarely<T>& v) {
  if constexpr (std::is_same_v<Archive, Reader>) {
    archive(v.Edit());
    v.Tidy();
  } else {
    archive(v.Get());
  }
}
template <class Archive, class T>
void Describe(Archive& archive, Boxed<T>& v) {
  std::optional<T> value = v;
  archive(value);
  if constexpr (std::is_same_v<Archive, Reader>) v = value;
}

}  // namespace relance::scenario
