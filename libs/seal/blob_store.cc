#include "libs/seal/blob_store.h"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "libs/seal/files.h"
#include "libs/seal/sealer.h"

namespace relance::seal {
namespace {

/// A message with its attachments stays far below; more is no file of ours.
constexpr size_t kLargestBlob = size_t{256} << 20;
constexpr std::string_view kPurpose = "relance blob 1/";

}  // namespace

BlobStore::BlobStore(std::filesystem::path folder, const Key& key)
    : folder_(std::move(folder)), key_(key) {}

std::filesystem::path BlobStore::PathOf(const Digest& digest) const {
  const std::string name = ToHex(digest);
  return folder_ / name.substr(0, 2) / name.substr(2, 2) / name;
}

/// A key per content, so that the number of blobs is not bounded by random nonces under one key.
Key BlobStore::KeyOf(const Digest& digest) const {
  return key_.Derive(std::string(kPurpose) + ToHex(digest));
}

Result<Digest> BlobStore::Put(std::string_view bytes) {
  if (bytes.size() > kLargestBlob) return Invalid("a blob has at most 256 MiB");
  const Digest digest = Sha256(bytes);
  // The same terms go with a million letters: what is there and whole is not written again.
  if (!Get(digest)) {
    if (auto written = Write(digest, bytes); !written) return Failure(written.error());
  }
  // All three names, also when another writer made them: he may not have synced them yet.
  std::filesystem::path folder = PathOf(digest).parent_path();
  for (int level = 0; level < 3; ++level, folder = folder.parent_path()) {
    if (auto synced = SyncFolder(folder); !synced) return Failure(synced.error());
  }
  return digest;
}

Result<void> BlobStore::Write(const Digest& digest, std::string_view bytes) const {
  const std::filesystem::path path = PathOf(digest);
  if (auto made = MakeFolders(path.parent_path()); !made) return made;
  const std::string sealed = SealBytes(bytes, ToHex(digest), KeyOf(digest));
  return WriteDurably(path, sealed, Overwrite::kAllowed, 0640);
}

Result<std::string> BlobStore::Get(const Digest& digest) const {
  const std::filesystem::path path = PathOf(digest);
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    const std::string what = "blob " + ToHex(digest) + ": " + strerror(errno);
    return errno == ENOENT ? NotFound(what) : Unavailable(what);
  }
  auto sealed = ReadAll(file.get(), kLargestBlob + 64);
  if (!sealed) return Failure(sealed.error());
  auto plain = OpenBytes(*sealed, ToHex(digest), KeyOf(digest));
  if (!plain) return Failure(plain.error());
  if (Sha256(*plain) != digest) return Corrupt("blob " + ToHex(digest) + " holds other bytes");
  return plain;
}

bool BlobStore::Has(const Digest& digest) const {
  std::error_code ignored;
  return std::filesystem::is_regular_file(PathOf(digest), ignored);
}

}  // namespace relance::seal
