#include "libs/process/claimed_ports.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <random>
#include <string>

namespace relance {
namespace {

constexpr int kLowest = 15'000;
constexpr int kBeyond = 32'000;
constexpr int kTries = 200;

class Socket {
 public:
  explicit Socket(int family) : fd_(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~Socket() {
    if (fd_ >= 0) close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  template <typename Address>
  bool Bind(const Address& address, size_t size) const {
    return bind(fd_, reinterpret_cast<const sockaddr*>(&address), static_cast<socklen_t>(size)) ==
           0;
  }

 private:
  const int fd_;
};

bool IsFree(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  return Socket(AF_INET).Bind(address, sizeof address);
}

}  // namespace

/// A name that the kernel gives to one socket at a time and forgets with its process: abstract, in
/// the same network namespace as the port itself.
class ClaimedPorts::Claim {
 public:
  explicit Claim(int port) : socket_(AF_UNIX) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = "relance-port-" + std::to_string(port);
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    held_ = socket_.Bind(address, offsetof(sockaddr_un, sun_path) + 1 + name.size());
  }
  bool held() const { return held_; }

 private:
  Socket socket_;
  bool held_ = false;
};

ClaimedPorts::ClaimedPorts(int first, std::vector<std::unique_ptr<Claim>> claims)
    : first_(first), claims_(std::move(claims)) {}
ClaimedPorts::ClaimedPorts(ClaimedPorts&&) noexcept = default;
ClaimedPorts& ClaimedPorts::operator=(ClaimedPorts&&) noexcept = default;
ClaimedPorts::~ClaimedPorts() = default;

Result<ClaimedPorts> ClaimedPorts::Take(int count) {
  std::random_device seed;
  std::uniform_int_distribution<int> firsts(kLowest, kBeyond - count);
  for (int i = 0; i < kTries; ++i) {
    const int first = firsts(seed);
    std::vector<std::unique_ptr<Claim>> claims;
    const auto take = [&](int port) {
      claims.push_back(std::make_unique<Claim>(port));
      return claims.back()->held() && IsFree(port);
    };
    int taken = 0;
    while (taken < count && take(first + taken)) ++taken;
    if (taken == count) return ClaimedPorts(first, std::move(claims));
  }
  return Unavailable("no " + std::to_string(count) + " free ports in a row on 127.0.0.1 between " +
                     std::to_string(kLowest) + " and " + std::to_string(kBeyond));
}

}  // namespace relance
