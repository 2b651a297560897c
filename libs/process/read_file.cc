#include "libs/process/read_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace relance {

Result<std::string> ReadFile(const std::string& path, const std::string& field) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::string text;
  ssize_t got = fd < 0 ? -1 : 0;
  if (fd >= 0) {
    std::array<char, 16'384> buffer;
    while ((got = read(fd, buffer.data(), buffer.size())) > 0 || (got < 0 && errno == EINTR)) {
      if (got > 0) text.append(buffer.data(), static_cast<size_t>(got));
    }
  }
  const int error = errno;
  if (fd >= 0) close(fd);
  if (got < 0) return Invalid("cannot read '" + path + "': " + std::strerror(error), field);
  return text;
}

}  // namespace relance
