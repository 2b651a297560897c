#include "libs/redis/connection.h"

#include <hiredis/hiredis.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

namespace relance::redis {
namespace {

constexpr Millis kFirstBackoff{10};

timeval ToTimeval(Millis ms) {
  return {static_cast<time_t>(ms.count() / 1000),
          static_cast<suseconds_t>(ms.count() % 1000 * 1000)};
}

Reply Convert(const redisReply& from) {
  Reply to;
  switch (from.type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      to.kind = Reply::Kind::kText;
      to.text.assign(from.str, from.len);
      break;
    case REDIS_REPLY_ERROR:
      to.kind = Reply::Kind::kError;
      to.text.assign(from.str, from.len);
      break;
    case REDIS_REPLY_INTEGER:
      to.kind = Reply::Kind::kInteger;
      to.integer = from.integer;
      break;
    case REDIS_REPLY_ARRAY:
      to.kind = Reply::Kind::kArray;
      to.elements.reserve(from.elements);
      for (size_t i = 0; i < from.elements; ++i) to.elements.push_back(Convert(*from.element[i]));
      break;
    default:
      break;  // Nil: RESP2 has no other type.
  }
  return to;
}

struct FreeReply {
  void operator()(void* reply) const { freeReplyObject(reply); }
};

void AppendCount(std::string& out, char kind, size_t count) {
  std::array<char, 24> text{kind};
  char* end = std::to_chars(text.data() + 1, text.data() + text.size() - 2, count).ptr;
  *end++ = '\r';
  *end++ = '\n';
  out.append(text.data(), end);
}

/// RESP: an array of bulk strings.
void AppendTo(std::string& out, const Command& command) {
  AppendCount(out, '*', command.size());
  for (const std::string& word : command) {
    AppendCount(out, '$', word.size());
    out += word;
    out += "\r\n";
  }
}

enum class Readiness { kReady, kLate };

Readiness WaitFor(int fd, short event, std::chrono::steady_clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<Millis>(deadline - std::chrono::steady_clock::now());
    if (left <= Millis{0}) return Readiness::kLate;
    pollfd waiting{fd, event, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready > 0) return Readiness::kReady;
  }
}

Result<int> ParsePort(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || port < 1 || port > 65535) return Invalid("no port: " + std::string(text));
  return port;
}

}  // namespace

Result<Address> ParseAddress(std::string_view text) {
  Address address;
  if (text.starts_with("unix:")) {
    address.path = text.substr(5);
    if (address.path.empty()) return Invalid("a unix address names a socket: unix:/run/redis.sock");
    return address;
  }
  const size_t colon = text.rfind(':');
  std::string_view host = colon == std::string_view::npos ? "" : text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.empty()) {
    return Invalid("a Redis address is host:port or unix:/path, not " + std::string(text));
  }
  const Result<int> port = ParsePort(text.substr(colon + 1));
  if (!port) return Failure(port.error());
  address.host = host;
  address.port = *port;
  return address;
}

std::string Format(const Address& address) {
  if (!address.path.empty()) return "unix:" + address.path;
  const bool v6 = address.host.find(':') != std::string::npos;
  return (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

void Connection::Free::operator()(redisContext* context) const {
  redisFree(context);
}

Connection::Connection(Options options) : options_(std::move(options)) {}
Connection::~Connection() = default;

Result<Reply> Connection::Run(const Command& command) {
  auto replies = RunAll({command});
  if (!replies) return Failure(replies.error());
  return std::move(replies->front());
}

Result<std::vector<Reply>> Connection::RunAll(const std::vector<Command>& commands) {
  if (commands.empty()) return std::vector<Reply>{};
  if (context_ && !IsQuiet()) Drop();
  if (!context_) {
    if (auto opened = Open(); !opened) return Failure(opened.error());
  }
  return Exchange(commands);
}

Result<std::vector<Reply>> Connection::Continue(const std::vector<Command>& commands) {
  if (!context_ || !IsQuiet()) return Lost("the link of a transaction is gone");
  return Exchange(commands);
}

/// Between exchanges nothing may arrive: neither an end (Redis restarted, or closed an idle
/// connection) nor bytes that nobody asked for.
bool Connection::IsQuiet() const {
  char byte = 0;
  const ssize_t n = recv(context_->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

Result<void> Connection::Open() {
  const auto now = Clock::now();
  if (now < not_before_) {
    return Unavailable("Redis at " + Format(options_.address) + " refused a moment ago");
  }
  auto connected = Connect();
  if (connected) {
    backoff_ = Millis{0};
    return {};
  }
  context_.reset();
  backoff_ = std::min(std::max(backoff_ * 2, kFirstBackoff), options_.longest_backoff);
  not_before_ = Clock::now() + backoff_;
  return connected;
}

Result<void> Connection::Connect() {
  const Address& at = options_.address;
  const timeval limit = ToTimeval(options_.connect_timeout);
  context_.reset(at.path.empty() ? redisConnectWithTimeout(at.host.c_str(), at.port, limit)
                                 : redisConnectUnixWithTimeout(at.path.c_str(), limit));
  if (!context_) return Lost("no memory for a connection");
  if (context_->err != 0) return Lost(context_->errstr);
  if (redisSetTimeout(context_.get(), ToTimeval(options_.timeout)) != REDIS_OK) {
    return Lost("the timeout cannot be set");
  }
  if (at.path.empty()) redisEnableKeepAlive(context_.get());
  if (options_.password.empty()) return {};

  Command auth{"AUTH"};
  if (!options_.user.empty()) auth.push_back(options_.user);
  auth.push_back(options_.password);
  auto replies = Exchange({auth});
  if (!replies) return Failure(replies.error());
  if (replies->front().IsError()) return Failure(ErrorOf(replies->front()));
  return {};
}

Result<std::vector<Reply>> Connection::Exchange(const std::vector<Command>& commands) {
  const auto deadline = Clock::now() + options_.timeout;
  std::string bytes;
  for (const Command& command : commands) AppendTo(bytes, command);
  if (auto sent = Send(bytes, deadline); !sent) return Failure(sent.error());
  std::vector<Reply> replies;
  replies.reserve(commands.size());
  while (replies.size() < commands.size()) {
    auto reply = Await(deadline);
    if (!reply) return Failure(reply.error());
    replies.push_back(*std::move(reply));
  }
  return replies;
}

/// Not by hiredis, whose write dies of SIGPIPE on a closed connection and whose timeout begins anew
/// with every byte that a slow server lets through; the same holds for Await.
Result<void> Connection::Send(std::string_view bytes, Clock::time_point deadline) {
  while (!bytes.empty()) {
    const ssize_t n = send(context_->fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0) {
      bytes.remove_prefix(static_cast<size_t>(n));
    } else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      if (WaitFor(context_->fd, POLLOUT, deadline) == Readiness::kLate) {
        return Lost("did not take the command in time");
      }
    } else if (n == 0 || errno != EINTR) {
      return Lost(strerror(errno));
    }
  }
  return {};
}

Result<Reply> Connection::Await(Clock::time_point deadline) {
  for (;;) {
    void* raw = nullptr;
    if (redisGetReplyFromReader(context_.get(), &raw) != REDIS_OK) return Lost(context_->errstr);
    if (raw != nullptr) {
      const std::unique_ptr<void, FreeReply> reply(raw);
      return Convert(*static_cast<redisReply*>(raw));
    }
    if (WaitFor(context_->fd, POLLIN, deadline) == Readiness::kLate) {
      return Lost("no answer in time");
    }
    if (redisBufferRead(context_.get()) != REDIS_OK) return Lost(context_->errstr);
  }
}

Failure Connection::Lost(const std::string& what) {
  Failure failure = Unavailable("Redis at " + Format(options_.address) + ": " + what);
  context_.reset();
  return failure;
}

}  // namespace relance::redis
