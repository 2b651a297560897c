#include "libs/digest/digest.h"

#include <openssl/sha.h>
#include <xxhash.h>

#include <algorithm>

#include "libs/base/encoding.h"

namespace relance {

Digest Sha256(std::string_view bytes) {
  Digest digest;
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return digest;
}

std::string ToBytes(const Digest& digest) {
  return {digest.begin(), digest.end()};
}

std::string ToHex(const Digest& digest) {
  return ToHex(std::string_view(ToBytes(digest)));
}

Digest DigestFromBytes(std::string_view bytes) {
  Digest digest{};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

uint64_t Xxh64(std::string_view bytes) {
  return XXH64(bytes.data(), bytes.size(), 0);
}

int PartitionOf(std::string_view numbering_register, std::string_view account, int partitions) {
  const std::string key = std::string(numbering_register) + "/" + std::string(account);
  return static_cast<int>(Xxh64(key) % static_cast<uint64_t>(partitions));
}

}  // namespace relance
