#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.h"

namespace relance::redis {

/// One command and its arguments, binary-safe: {"HSET", key, field, value}.
using Command = std::vector<std::string>;

/// What Redis answered. An error reply is an answer too: the connection stays good.
struct Reply {
  enum class Kind { kNil, kText, kInteger, kArray, kError };

  Kind kind = Kind::kNil;
  std::string text;     ///< Of kText (statuses included) and kError.
  int64_t integer = 0;  ///< Of kInteger.
  std::vector<Reply> elements;

  bool IsNil() const { return kind == Kind::kNil; }
  bool IsError() const { return kind == Kind::kError; }
  /// An error reply that begins with `word`, "MOVED" or "NOSCRIPT".
  bool IsError(std::string_view word) const {
    return IsError() && text.starts_with(word) &&
           (text.size() == word.size() || text[word.size()] == ' ');
  }

  bool operator==(const Reply&) const = default;
};

/// The failure an error reply stands for: kUnavailable while Redis loads, is full, fails over or
/// moves a slot; kCorrupt when a key holds another type than ours; kInvalid otherwise.
Error ErrorOf(const Reply& reply);

/// The reply, or its failure when it is an error.
Result<Reply> Checked(Reply reply);

}  // namespace relance::redis
