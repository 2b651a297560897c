#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "libs/base/account_id.h"

namespace relance {

using Digest = std::array<uint8_t, 32>;

Digest Sha256(std::string_view bytes);

std::string ToHex(const Digest& digest);
std::string ToBytes(const Digest& digest);
/// Zero digest unless `bytes` has 32.
Digest DigestFromBytes(std::string_view bytes);

/// XXH64 with seed 0.
uint64_t Xxh64(std::string_view bytes);

/// The partition that owns an account: xxh64(register + "/" + account) % partitions. The register
/// is the numbering domain of the legal entity, so that all cases of one debtor have one owner.
int PartitionOf(std::string_view numbering_register, std::string_view account, int partitions);

/// Id of a consequence: the first 16 bytes of the SHA-256 of the parts, each after its length,
/// in hexadecimal. Replays give the same id.
template <class... Parts>
std::string DerivedId(const Parts&... parts) {
  std::string text;
  ((text += std::to_string(std::string_view(parts).size()) + ":" + std::string(parts)), ...);
  return ToHex(Sha256(text)).substr(0, 32);
}

}  // namespace relance
