#include "libs/process/systemd_notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace relance {
namespace {

std::string FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

SystemdNotify::SystemdNotify()
    : SystemdNotify(FromEnvironment("NOTIFY_SOCKET"), FromEnvironment("WATCHDOG_USEC")) {}

SystemdNotify::SystemdNotify(std::string socket, std::string watchdog_usec)
    : socket_(std::move(socket)), watchdog_usec_(std::move(watchdog_usec)) {}

std::optional<Millis> SystemdNotify::AliveEvery() const {
  int64_t usec = 0;
  const char* end = watchdog_usec_.data() + watchdog_usec_.size();
  const auto parsed = std::from_chars(watchdog_usec_.data(), end, usec);
  if (parsed.ec != std::errc() || parsed.ptr != end || usec < 2000) return std::nullopt;
  return Millis(usec / 2000);
}

Result<void> SystemdNotify::Send(const std::string& state) const {
  if (socket_.empty()) return {};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_.size() >= sizeof address.sun_path) {
    return Invalid("the notify socket's path is too long", "NOTIFY_SOCKET");
  }
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (socket_.front() == '@') address.sun_path[0] = '\0';  // Linux's abstract name space.
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return Unavailable(std::string("socket: ") + std::strerror(errno));
  const auto sent = sendto(fd, state.data(), state.size(), MSG_NOSIGNAL,
                           reinterpret_cast<const sockaddr*>(&address), length);
  const int error = errno;
  close(fd);
  if (sent != static_cast<ssize_t>(state.size())) {
    return Unavailable("cannot notify systemd: " + std::string(std::strerror(error)));
  }
  return {};
}

}  // namespace relance
