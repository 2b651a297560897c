#include "libs/http/server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

namespace relance::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// A browser that may send anything.
class Wire {
 public:
  explicit Wire(int port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* raw = reinterpret_cast<const sockaddr*>(&address);
    EXPECT_EQ(connect(fd_, raw, sizeof address), 0);
  }
  ~Wire() { close(fd_); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  Wire& Send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t n = send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
      if (n <= 0) break;
      text.remove_prefix(static_cast<size_t>(n));
    }
    return *this;
  }

  /// What has come once `enough` says so, the server closed, or 5 s have passed.
  std::string ReadUntil(const std::function<bool(const std::string&)>& enough) {
    std::string got;
    while (!enough(got)) {
      pollfd ready{.fd = fd_, .events = POLLIN, .revents = 0};
      if (poll(&ready, 1, 5'000) <= 0) return got + "[timeout]";
      char bytes[4096];
      const ssize_t n = recv(fd_, bytes, sizeof bytes, 0);
      if (n <= 0) return got + "[closed]";
      got.append(bytes, static_cast<size_t>(n));
    }
    return got;
  }
  std::string ReadAll() {
    return ReadUntil([](const std::string&) { return false; });
  }
  std::string ReadPast(const std::string& end) {
    return ReadUntil([&](const std::string& got) { return got.find(end) != std::string::npos; });
  }

 private:
  int fd_;
};

Response Echo(const Request& request) {
  if (request.path == "/throw") throw std::runtime_error("broken page");
  Response response;
  response.Set("Content-Type", "text/plain");
  if (request.path == "/split") response.Set("X-Name", "a\r\nSet-Cookie: stolen=1");
  response.body = request.method + " " + request.path;
  for (const auto& [name, value] : request.query) response.body += " ?" + name + "=" + value;
  for (const auto& [name, value] : request.form) response.body += " " + name + "=" + value;
  for (const auto& [name, value] : request.cookies) response.body += " c:" + name + "=" + value;
  response.body += ".";
  return response;
}

Response Refusal(const Request&, int status) {
  return {.status = status, .headers = {}, .body = "refused " + std::to_string(status)};
}

std::unique_ptr<Server> StartEcho(ServerOptions options = {}, Handler handler = Echo) {
  auto server = Server::Start(options, std::move(handler), Refusal);
  EXPECT_TRUE(server) << server.error().message;
  return std::move(*server);
}

std::string Exchange(const Server& server, std::string_view text) {
  return Wire(server.port()).Send(text).ReadAll();
}

constexpr std::string_view kClose = "Host: x\r\nConnection: close\r\n";

TEST(HttpServerTest, ARequestReachesItsHandlerDecoded) {
  const auto server = StartEcho();
  const std::string answer =
      Exchange(*server,
               "POST /a%20b?q=%C3%A9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
               "Cookie: s=1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
               "Content-Length: 7\r\n\r\nday=2+1");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\n\r\nPOST /a b ?q=\xc3\xa9 day=2 1 c:s=1."));
  EXPECT_THAT(answer, HasSubstr("Date: "));
}

TEST(HttpServerTest, AConnectionServesManyRequests) {
  const auto server = StartEcho();
  Wire wire(server->port());
  for (int i = 0; i < 3; ++i) {
    wire.Send("GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(wire.ReadPast("."), HasSubstr("GET /" + std::to_string(i)));
  }
  wire.Send("GET /p1 HTTP/1.1\r\nHost: x\r\n\r\nGET /p2 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(wire.ReadPast("/p2."), HasSubstr("GET /p1."));
}

TEST(HttpServerTest, HeadHasTheHeadersOfGetAndNoBody) {
  const auto server = StartEcho();
  const std::string answer =
      Exchange(*server, "HEAD /abc HTTP/1.1\r\n" + std::string(kClose) + "\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_THAT(answer, Not(HasSubstr("HEAD /abc.")));
}

TEST(HttpServerTest, WhatTwoParsersCouldReadInTwoWaysIsRefused) {
  const auto server = StartEcho();
  const std::string post = "POST / HTTP/1.1\r\nConnection: close\r\n";
  for (const std::string& request :
       {post + "Host: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        post + "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        post + "Host: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        post + "Host: x\r\nContent-Length: 4, 4\r\n\r\nabcd",
        post + "Host: x\r\nContent-Length: -1\r\n\r\n",
        post + "Host: x\r\nTransfer-Encoding: gzip\r\n\r\nabc",
        post + "Host: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        post + "Host: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        post + "Host: x\r\nHost: y\r\n\r\n", post + "\r\n",
        std::string("GET http://other/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        std::string("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"),
        std::string("GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n"),
        std::string("GARBAGE\r\n\r\n")}) {
    const std::string answer = Exchange(*server, request);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 ")) << request;
    EXPECT_THAT(answer, HasSubstr("[closed]")) << request;
  }
}

TEST(HttpServerTest, ARefusedRequestNeverSmugglesTheNext) {
  std::atomic<int> served = 0;
  const auto server = StartEcho({}, [&](const Request& request) {
    ++served;
    return Echo(request);
  });
  Exchange(*server,
           "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
           "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(served, 0);
}

TEST(HttpServerTest, LimitsAreAnsweredWithTheirStatus) {
  const auto server = StartEcho();
  EXPECT_THAT(
      Exchange(*server, "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(9'000, 'a') + "\r\n\r\n"),
      StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(Exchange(*server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n" +
                                    std::string(1'048'577, 'a')),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(Exchange(*server, "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n"),
              StartsWith("HTTP/1.1 501 "));
  EXPECT_THAT(Exchange(*server,
                       "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                       "Content-Length: 2\r\n\r\n{}"),
              StartsWith("HTTP/1.1 400 "));
}

TEST(HttpServerTest, AChunkedFormAndAnExpectedContinueAreServed) {
  const auto server = StartEcho();
  EXPECT_THAT(Exchange(*server, "POST / HTTP/1.1\r\n" + std::string(kClose) +
                                    "Content-Type: application/x-www-form-urlencoded\r\n"
                                    "Transfer-Encoding: chunked\r\n\r\n5\r\nday=1\r\n0\r\n\r\n"),
              HasSubstr("day=1."));
  Wire wire(server->port());
  wire.Send(
      "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\n\r\n");
  EXPECT_THAT(wire.ReadPast("\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue"));
  wire.Send("day=1");
  EXPECT_THAT(wire.ReadPast("."), HasSubstr("day=1"));
}

TEST(HttpServerTest, AClientThatTricklesItsHeadersIsCutOff) {
  const auto server = StartEcho({.header_timeout = Millis(200)});
  Wire wire(server->port());
  wire.Send("GET / HTTP/1.1\r\nHo");
  EXPECT_THAT(wire.ReadAll(), HasSubstr("[closed]"));
}

TEST(HttpServerTest, AClientThatNeverSendsItsBodyIsCutOff) {
  const auto server = StartEcho({.body_timeout = Millis(200)});
  Wire wire(server->port());
  wire.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
  EXPECT_THAT(wire.ReadAll(), HasSubstr("[closed]"));
}

TEST(HttpServerTest, AHandlerThatThrowsOrSplitsItsHeadersIsA500) {
  const auto server = StartEcho();
  const std::string rest = " HTTP/1.1\r\n" + std::string(kClose) + "\r\n";
  EXPECT_THAT(Exchange(*server, "GET /throw" + rest), HasSubstr("refused 500"));
  const std::string split = Exchange(*server, "GET /split" + rest);
  EXPECT_THAT(split, StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(split, Not(HasSubstr("stolen")));
}

TEST(HttpServerTest, WhenAllWorkersAreBusyAndTheQueueIsFullTheAnswerIs503) {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  std::atomic<int> entered = 0;
  const auto server = StartEcho({.workers = 1, .longest_queue = 0}, [&](const Request& request) {
    ++entered;
    released.wait();
    return Echo(request);
  });
  Wire first(server->port());
  first.Send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  while (entered == 0) std::this_thread::yield();
  EXPECT_THAT(Exchange(*server, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 503 "));
  release.set_value();
  EXPECT_THAT(first.ReadPast("."), HasSubstr("GET /slow"));
}

TEST(HttpServerTest, StoppingLetsTheRequestBeingServedFinishAndEndsIdleConnections) {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  std::atomic<int> entered = 0;
  const auto server = StartEcho({}, [&](const Request& request) {
    ++entered;
    released.wait();
    return Echo(request);
  });
  Wire idle(server->port());
  Wire busy(server->port());
  busy.Send("GET /last HTTP/1.1\r\nHost: x\r\n\r\n");
  while (entered == 0) std::this_thread::yield();
  std::thread stopper([&] { server->Stop(); });
  EXPECT_THAT(idle.ReadAll(), HasSubstr("[closed]"));
  release.set_value();
  const std::string answer = busy.ReadAll();
  EXPECT_THAT(answer, HasSubstr("GET /last."));
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
  stopper.join();
}

TEST(HttpServerTest, TooManyConnectionsAreClosedAtOnce) {
  const auto server = StartEcho({.most_connections = 1});
  Wire first(server->port());
  first.Send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
  first.ReadPast(".");
  EXPECT_THAT(Exchange(*server, "GET /2 HTTP/1.1\r\nHost: x\r\n\r\n"), HasSubstr("[closed]"));
  first.Send("GET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(first.ReadPast("."), HasSubstr("GET /3"));
}

TEST(HttpServerTest, ABadAddressAndATakenPortAreToldApart) {
  EXPECT_EQ(Server::Start({.listen = "nowhere"}, Echo, Refusal).error().field, "http.listen");
  EXPECT_EQ(Server::Start({.listen = "127.0.0.1:x"}, Echo, Refusal).error().code,
            ErrorCode::kInvalid);
  const auto server = StartEcho();
  const auto second =
      Server::Start({.listen = "127.0.0.1:" + std::to_string(server->port())}, Echo, Refusal);
  EXPECT_EQ(second.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace relance::http
