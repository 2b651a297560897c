#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "libs/base/result.h"

namespace relance::seal {

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() { Close(); }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  int get() const { return fd_; }
  /// False when the system reports a write that failed late.
  bool Close() {
    const int fd = fd_;
    fd_ = -1;
    return fd < 0 || close(fd) == 0;
  }

 private:
  int fd_;
};

/// The whole file; kCorrupt beyond `limit` bytes, kUnavailable when reading fails.
Result<std::string> ReadAll(int fd, size_t limit);

enum class Overwrite { kAllowed, kNever };

/// Writes a file with `mode` less the umask, all of it or nothing: a temporary file beside it,
/// fsync, rename (or link), fsync of the folder. kConflict when it exists and may not be
/// overwritten; kUnavailable when the disk is full or refuses.
Result<void> WriteDurably(const std::filesystem::path& path, std::string_view content,
                          Overwrite overwrite, mode_t mode);

/// Makes the names in a folder survive a power cut. kUnavailable when refused.
Result<void> SyncFolder(const std::filesystem::path& folder);

/// Makes a folder and the missing ones above it, each name synced. kUnavailable when refused.
Result<void> MakeFolders(const std::filesystem::path& folder);

}  // namespace relance::seal
