#include "libs/seal/key_folder.h"

#include <filesystem>

#include "libs/base/account_id.h"
#include "libs/seal/files.h"

namespace relance::seal {

Result<Key> KeyFolder::Read(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto known = keys_.find(name);
  if (known != keys_.end()) return known->second;
  if (if_missing_ == IfMissing::kCreate) {
    if (auto made = MakeFolders(folder_); !made) return Failure(made.error());
  }
  const std::string path = folder_ + "/" + name + ".key";
  auto key = ReadKeyFile(path, if_missing_);
  // Two processes of a development stack may make the same file at once: one of them did.
  if (!key && key.error().code == ErrorCode::kConflict) {
    key = ReadKeyFile(path, IfMissing::kRefuse);
  }
  if (!key) return key;
  keys_.emplace(name, *key);
  return key;
}

Result<Key> KeyFolder::OfEntity(const std::string& entity) {
  if (const auto valid = MakeAccountId(entity, "x"); !valid) return Failure(valid.error());
  return Read(entity);
}

Result<Key> KeyFolder::Installation(const std::string& purpose) {
  auto key = Read("installation");
  if (!key) return key;
  return key->Derive(purpose);
}

}  // namespace relance::seal
