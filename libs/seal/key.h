#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "libs/base/result.h"

namespace relance::seal {

/// An AES-256 key. Wiped from memory when destroyed; it has no stream operator and no formatter.
class Key {
 public:
  static constexpr size_t kSize = 32;

  static Key Random();
  /// kInvalid unless there are 32 bytes.
  static Result<Key> FromBytes(std::string_view bytes);

  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  ~Key();

  /// In constant time.
  bool operator==(const Key& other) const;

  /// A key of its own for one purpose, HMAC-SHA256 under this one.
  Key Derive(std::string_view purpose) const;
  const uint8_t* data() const { return bytes_.data(); }

 private:
  Key() = default;

  std::array<uint8_t, kSize> bytes_{};
};

/// What ReadKeyFile does when there is no file yet.
enum class IfMissing {
  kRefuse,  ///< Production: a key is given, never invented.
  kCreate,  ///< Development: a random key, kept in a new file that only its owner may read.
};

/// A file of 64 hexadecimal digits and an optional line end. kNotFound when it is missing; kInvalid
/// when it is malformed or when others than its owner may read it (group read is allowed, as for
/// mounted secrets); kUnavailable when it cannot be read or written.
Result<Key> ReadKeyFile(const std::string& path, IfMissing if_missing);

}  // namespace relance::seal
