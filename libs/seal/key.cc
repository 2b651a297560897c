#include "libs/seal/key.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "libs/base/encoding.h"
#include "libs/seal/files.h"
#include "libs/seal/random.h"

namespace relance::seal {
namespace {

constexpr size_t kLongestKeyFile = 4096;

Result<Key> ParseKey(std::string text, const std::string& path) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  Result<std::string> bytes = FromHex(text);
  OPENSSL_cleanse(text.data(), text.size());
  if (!bytes || bytes->size() != Key::kSize) {
    return Invalid("key file " + path + " does not hold 64 hexadecimal digits");
  }
  Result<Key> key = Key::FromBytes(*bytes);
  OPENSSL_cleanse(bytes->data(), bytes->size());
  return key;
}

/// The mode of the opened file, not of the path, so that nobody can swap it in between.
Result<void> CheckMode(int fd, const std::string& path) {
  struct stat status {};
  if (fstat(fd, &status) != 0) return Unavailable("key file " + path + ": " + strerror(errno));
  if (!S_ISREG(status.st_mode)) return Invalid("key file " + path + " is no regular file");
  if ((status.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
    return Invalid("key file " + path + " is open to others: chmod 600");
  }
  return {};
}

Result<Key> ReadExisting(const std::string& path) {
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    const std::string what = "key file " + path + ": " + strerror(errno);
    return errno == ENOENT ? NotFound(what) : Unavailable(what);
  }
  if (auto mode = CheckMode(file.get(), path); !mode) return Failure(mode.error());
  auto text = ReadAll(file.get(), kLongestKeyFile);
  if (!text) return Failure(text.error());
  return ParseKey(*std::move(text), path);
}

}  // namespace

Key Key::Random() {
  std::string bytes = RandomBytes(kSize);
  Key key = *FromBytes(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return key;
}

Result<Key> Key::FromBytes(std::string_view bytes) {
  if (bytes.size() != kSize) return Invalid("a key has 32 bytes");
  Key key;
  std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
  return key;
}

Key::~Key() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

bool Key::operator==(const Key& other) const {
  return CRYPTO_memcmp(bytes_.data(), other.bytes_.data(), kSize) == 0;
}

Key Key::Derive(std::string_view purpose) const {
  Key derived;
  unsigned int size = kSize;
  HMAC(EVP_sha256(), bytes_.data(), static_cast<int>(kSize),
       reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
       derived.bytes_.data(), &size);
  return derived;
}

Result<Key> ReadKeyFile(const std::string& path, IfMissing if_missing) {
  Result<Key> existing = ReadExisting(path);
  const bool missing = !existing && existing.error().code == ErrorCode::kNotFound;
  if (!missing || if_missing == IfMissing::kRefuse) return existing;

  std::string bytes = RandomBytes(Key::kSize);
  const auto written = WriteDurably(path, ToHex(bytes) + "\n", Overwrite::kNever, 0600);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  // Two services started at once: whoever came first has made the key of both.
  if (!written && written.error().code != ErrorCode::kConflict) return Failure(written.error());
  return ReadExisting(path);
}

}  // namespace relance::seal
