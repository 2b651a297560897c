#include "tools/relance/dev/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <charconv>

namespace relance::cli {
namespace {

class Socket {
 public:
  Socket() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~Socket() {
    if (fd_ >= 0) close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int fd() const { return fd_; }

 private:
  const int fd_;
};

sockaddr_in Loopback(int port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  at.sin_port = htons(static_cast<uint16_t>(port));
  return at;
}

bool Connect(const Socket& socket, int port) {
  const auto at = Loopback(port);
  return connect(socket.fd(), reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
}

}  // namespace

bool Listens(int port) {
  const Socket socket;
  return Connect(socket, port);
}

Result<HttpAnswer> HttpGet(int port, const std::string& path, Millis timeout) {
  const Socket socket;
  const timeval limit{timeout.count() / 1000, (timeout.count() % 1000) * 1000};
  setsockopt(socket.fd(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(socket.fd(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  const std::string request =
      "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  if (!Connect(socket, port) || send(socket.fd(), request.data(), request.size(), MSG_NOSIGNAL) !=
                                    static_cast<ssize_t>(request.size())) {
    return Unavailable("nobody answers on port " + std::to_string(port));
  }
  std::string answer;
  std::array<char, 8192> bytes;
  for (ssize_t got = 1; got > 0;) {
    got = recv(socket.fd(), bytes.data(), bytes.size(), 0);
    if (got > 0) answer.append(bytes.data(), static_cast<size_t>(got));
  }
  constexpr size_t kStatusAt = 9;
  HttpAnswer out;
  if (answer.size() < kStatusAt + 3 || !answer.starts_with("HTTP/1.")) {
    return Unavailable("no answer from port " + std::to_string(port) + path);
  }
  std::from_chars(answer.data() + kStatusAt, answer.data() + kStatusAt + 3, out.status);
  const auto end = answer.find("\r\n\r\n");
  if (end != std::string::npos) out.body = answer.substr(end + 4);
  return out;
}

}  // namespace relance::cli
