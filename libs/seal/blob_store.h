#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "libs/base/result.h"
#include "libs/digest/digest.h"
#include "libs/seal/key.h"

namespace relance::seal {

/// Sent messages, attachments, statements and long lists as files. Each is named by the SHA-256 of
/// the plain bytes, which the record names as what was sent; its content is sealed under the
/// installation's blob key. Never changed, never renamed. Any number of processes may share the
/// folder.
class BlobStore {
 public:
  /// The folder is created when it is missing.
  BlobStore(std::filesystem::path folder, const Key& key);

  /// Returns once bytes and name are on the disk; repeats and races of equal bytes are harmless.
  /// kUnavailable when they could not be written (disk full, folder read-only).
  Result<Digest> Put(std::string_view bytes);
  /// Verified against the digest. kNotFound; kCorrupt when the file was altered or sealed under
  /// another key; kUnavailable when it cannot be read.
  Result<std::string> Get(const Digest& digest) const;
  bool Has(const Digest& digest) const;

  /// <folder>/ab/cd/abcd...
  std::filesystem::path PathOf(const Digest& digest) const;

 private:
  Key KeyOf(const Digest& digest) const;
  Result<void> Write(const Digest& digest, std::string_view bytes) const;

  const std::filesystem::path folder_;
  const Key key_;
};

}  // namespace relance::seal
