#pragma once

#include <utility>

namespace relance {

/// An opened piece of personal data. It has no stream operator and no formatter: a phone number in
/// a log does not compile. `Reveal` is the one way out, for rendering.
template <class T>
class Personal {
 public:
  Personal() = default;
  explicit Personal(T value) : value_(std::move(value)) {}
  const T& Reveal() const { return value_; }
  bool operator==(const Personal&) const = default;

 private:
  T value_{};
};

}  // namespace relance
