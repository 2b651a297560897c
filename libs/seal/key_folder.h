#pragma once

#include <map>
#include <mutex>
#include <string>

#include "libs/seal/key.h"

namespace relance::seal {

/// The keys that an installation is given as files: <entity>.key for every legal entity, and
/// installation.key for what belongs to none. Thread-safe; each file is read once.
class KeyFolder {
 public:
  KeyFolder(std::string folder, IfMissing if_missing)
      : folder_(std::move(folder)), if_missing_(if_missing) {}

  /// As ReadKeyFile. kInvalid for what cannot be a file name.
  Result<Key> OfEntity(const std::string& entity);
  /// Derived from installation.key, one for each purpose ("blobs", "parked").
  Result<Key> Installation(const std::string& purpose);

 private:
  Result<Key> Read(const std::string& name);

  const std::string folder_;
  const IfMissing if_missing_;
  std::mutex mutex_;
  std::map<std::string, Key> keys_;
};

}  // namespace relance::seal
