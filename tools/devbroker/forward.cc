#include "tools/devbroker/forward.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <list>
#include <thread>
#include <utility>
#include <vector>

namespace relance::devbroker {
namespace {

class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket() {
    if (fd_ >= 0) close(fd_);
  }
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&&) = delete;

  int fd() const { return fd_; }

 private:
  int fd_;
};

sockaddr_in Loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

/// Moves what has arrived; false when the connection is over. The other side is on loopback and
/// reads at once, so a blocking write is short.
bool Move(int from, int to) {
  std::array<char, 65536> bytes;
  const ssize_t got = recv(from, bytes.data(), bytes.size(), 0);
  if (got <= 0) return false;
  for (ssize_t sent = 0; sent < got;) {
    const ssize_t now =
        send(to, bytes.data() + sent, static_cast<size_t>(got - sent), MSG_NOSIGNAL);
    if (now <= 0) return false;
    sent += now;
  }
  return true;
}

struct Pair {
  Socket client;
  Socket broker;
};

}  // namespace

struct Forward::State {
  State(Socket listener, Socket end, uint16_t to)
      : listening(std::move(listener)), stop(std::move(end)), target(to) {}

  Socket listening;
  Socket stop;
  uint16_t target;
  std::list<Pair> pairs;
  std::thread thread;

  void Accept() {
    Socket client(accept(listening.fd(), nullptr, nullptr));
    Socket broker(socket(AF_INET, SOCK_STREAM, 0));
    const auto address = Loopback(target);
    if (client.fd() < 0 ||
        connect(broker.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      return;
    }
    pairs.push_back({std::move(client), std::move(broker)});
  }

  void Serve() {
    while (true) {
      std::vector<pollfd> waits = {{stop.fd(), POLLIN, 0}, {listening.fd(), POLLIN, 0}};
      for (const auto& pair : pairs) {
        waits.push_back({pair.client.fd(), POLLIN, 0});
        waits.push_back({pair.broker.fd(), POLLIN, 0});
      }
      if (poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return;
      if (waits[0].revents != 0) return;
      size_t at = 2;
      for (auto pair = pairs.begin(); pair != pairs.end(); at += 2) {
        bool open = true;
        if (waits[at].revents != 0) open = Move(pair->client.fd(), pair->broker.fd());
        if (open && waits[at + 1].revents != 0) open = Move(pair->broker.fd(), pair->client.fd());
        pair = open ? std::next(pair) : pairs.erase(pair);
      }
      if (waits[1].revents != 0) Accept();
    }
  }
};

Forward::Forward(std::unique_ptr<State> state) : state_(std::move(state)) {}

Forward::~Forward() {
  const uint64_t one = 1;
  if (write(state_->stop.fd(), &one, sizeof one) == sizeof one) state_->thread.join();
}

Result<std::unique_ptr<Forward>> Forward::Start(uint16_t port, uint16_t target) {
  Socket listening(socket(AF_INET, SOCK_STREAM, 0));
  const int on = 1;
  setsockopt(listening.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const auto address = Loopback(port);
  if (bind(listening.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(listening.fd(), 64) != 0) {
    return Unavailable("port " + std::to_string(port) + ": " + std::strerror(errno));
  }
  auto state = std::make_unique<State>(std::move(listening), Socket(eventfd(0, 0)), target);
  state->thread = std::thread([raw = state.get()] { raw->Serve(); });
  return std::unique_ptr<Forward>(new Forward(std::move(state)));
}

}  // namespace relance::devbroker
