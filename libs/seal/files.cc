#include "libs/seal/files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "libs/base/encoding.h"
#include "libs/seal/random.h"

namespace relance::seal {
namespace {

Failure Refused(const std::string& act, const std::filesystem::path& path, int error) {
  return Unavailable(act + " " + path.string() + ": " + strerror(error));
}

Result<void> WriteAndSync(const std::filesystem::path& path, std::string_view content,
                          mode_t mode) {
  FileDescriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (file.get() < 0) return Refused("create", path, errno);
  while (!content.empty()) {
    const ssize_t n = write(file.get(), content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return Refused("write", path, n == 0 ? ENOSPC : errno);
    content.remove_prefix(static_cast<size_t>(n));
  }
  if (fsync(file.get()) != 0) return Refused("sync", path, errno);
  if (!file.Close()) return Refused("close", path, errno);
  return {};
}

Result<void> GiveName(const std::filesystem::path& from, const std::filesystem::path& to,
                      Overwrite overwrite) {
  if (overwrite == Overwrite::kAllowed) {
    if (rename(from.c_str(), to.c_str()) != 0) return Refused("rename to", to, errno);
    return {};
  }
  if (link(from.c_str(), to.c_str()) != 0) {
    if (errno == EEXIST) return Conflict(to.string() + " exists");
    return Refused("link", to, errno);
  }
  unlink(from.c_str());
  return {};
}

std::filesystem::path FolderOf(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace

Result<std::string> ReadAll(int fd, size_t limit) {
  std::string content;
  char buffer[65536];
  for (;;) {
    const ssize_t n = read(fd, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Unavailable(std::string("read: ") + strerror(errno));
    if (n == 0) return content;
    content.append(buffer, static_cast<size_t>(n));
    if (content.size() > limit) return Corrupt("the file is larger than any we write");
  }
}

Result<void> SyncFolder(const std::filesystem::path& folder) {
  const FileDescriptor file(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.get() < 0) return Refused("open", folder, errno);
  if (fsync(file.get()) != 0) return Refused("sync", folder, errno);
  return {};
}

Result<void> WriteDurably(const std::filesystem::path& path, std::string_view content,
                          Overwrite overwrite, mode_t mode) {
  // A name of its own for every writer; a leftover of a crash disturbs nobody.
  const std::filesystem::path part = path.string() + "." + ToHex(RandomBytes(8)) + ".part";
  auto done = WriteAndSync(part, content, mode);
  if (done) done = GiveName(part, path, overwrite);
  if (done) return SyncFolder(FolderOf(path));
  unlink(part.c_str());
  return done;
}

Result<void> MakeFolders(const std::filesystem::path& folder) {
  std::error_code ignored;
  if (folder.empty() || std::filesystem::is_directory(folder, ignored)) return {};
  if (auto above = MakeFolders(folder.parent_path()); !above) return above;
  if (mkdir(folder.c_str(), 0750) != 0 && errno != EEXIST) return Refused("create", folder, errno);
  return SyncFolder(FolderOf(folder));
}

}  // namespace relance::seal
