#pragma once

#include <string>
#include <utility>

namespace relance {

/// A password or key. It has no stream operator, no comparison and no formatter; the bytes are
/// wiped when it goes. `Reveal` is for the library that needs it.
class Secret {
 public:
  explicit Secret(std::string value) : value_(std::move(value)) {}
  ~Secret();
  // No moves: a string that was moved from keeps short values in place, past its end.
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;

  const std::string& Reveal() const { return value_; }

 private:
  std::string value_;
};

}  // namespace relance
