#include "libs/seal/key_record.h"

#include <utility>

#include "libs/base/archive.h"

namespace relance::seal {

std::string KeyRecord(const std::string& key_id, const std::string& wrapped) {
  return Encode(std::pair(key_id, wrapped));
}

Result<void> TakeKeyRecord(const std::string& record, KeyRing& ring) {
  const auto read = Decode<std::pair<std::string, std::string>>(record);
  if (!read) return Failure(read.error());
  const auto& [key_id, wrapped] = *read;
  if (!wrapped.empty()) return ring.Put(key_id, wrapped);
  ring.Erase(key_id);
  return {};
}

}  // namespace relance::seal
