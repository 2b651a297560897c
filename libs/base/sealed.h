#pragma once

#include <string>

namespace relance {

/// Personal data as it travels and rests: AES-256-GCM under the key of one debtor. Only rendering
/// and pages open it. The associated data is the key id, so bytes cannot move between debtors.
struct Sealed {
  std::string key_id;  ///< Names the debtor's data key, not the person.
  std::string nonce;   ///< 12 bytes.
  std::string bytes;   ///< Cipher text and tag.

  auto operator<=>(const Sealed&) const = default;
};

template <class Archive>
void Describe(Archive& archive, Sealed& v) {
  archive(v.key_id, v.nonce, v.bytes);
}

}  // namespace relance
