#include "libs/digest/digest.h"

#include <openssl/evp.h>
#include <xxhash.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "libs/base/encoding.h"

namespace relance {

Digest Sha256(std::string_view bytes) {
  // Finding the algorithm and making a context cost more than the digest of a small entry.
  static const EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  Digest digest;
  const bool done = EVP_DigestInit_ex2(context.get(), kAlgorithm, nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
                    EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
  if (!done) std::abort();  // no memory, or a libcrypto without SHA-256
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
