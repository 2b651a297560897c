#include "libs/metrics/probe_server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <string>

#include "libs/metrics/metrics.h"

namespace relance {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// The whole answer to one request, as an orchestrator would get it.
std::string Ask(int port, const std::string& request_line) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{.tv_sec = 10, .tv_usec = 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    const std::string request = request_line + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    if (send(fd, request.data(), request.size(), MSG_NOSIGNAL) > 0) {
      char buffer[4096];
      for (ssize_t n = 0; (n = recv(fd, buffer, sizeof buffer, 0)) > 0;) {
        answer.append(buffer, static_cast<size_t>(n));
      }
    }
  }
  close(fd);
  return answer;
}

class ProbeServerTest : public testing::Test {
 protected:
  void SetUp() override {
    auto server = ProbeServer::Start("127.0.0.1:0", metrics_, [this] {
      return std::vector<ReadinessCheck>{{"kafka", true, ""},
                                         {"redis", redis_up_, redis_up_ ? "" : "refused"}};
    });
    ASSERT_TRUE(server) << server.error().message;
    server_ = std::move(*server);
  }

  std::string Get(const std::string& path) const { return Ask(server_->port(), "GET " + path); }

  Metrics metrics_;
  std::atomic<bool> redis_up_ = true;
  std::unique_ptr<ProbeServer> server_;
};

TEST_F(ProbeServerTest, AScrapeGetsTheMetricsOfTheProcess) {
  metrics_.Counters("relance_parked_total", "Parked").With().Add();
  const std::string answer = Get("/metrics");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Type: text/plain; version=0.0.4"));
  EXPECT_THAT(answer, HasSubstr("\nrelance_parked_total 1\n"));
  EXPECT_THAT(answer, HasSubstr("\nprocess_resident_memory_bytes "));
}

TEST_F(ProbeServerTest, AProcessThatIsNotReadyIsStillAlive) {
  EXPECT_THAT(Get("/readyz"), StartsWith("HTTP/1.1 200"));
  redis_up_ = false;
  EXPECT_THAT(Get("/livez"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Get("/readyz"), StartsWith("HTTP/1.1 503"));
}

TEST_F(ProbeServerTest, VerboseReadinessSaysWhichCheckFailsAndWhy) {
  redis_up_ = false;
  EXPECT_THAT(Get("/readyz?verbose"),
              EndsWith("\r\n\r\n[+]kafka ok\n[-]redis failed: refused\nnot ready\n"));
  EXPECT_THAT(Get("/readyz"), EndsWith("\r\n\r\nnot ready\n"));
}

TEST_F(ProbeServerTest, HeadHasNoBody) {
  EXPECT_THAT(Ask(server_->port(), "HEAD /livez"), EndsWith("\r\n\r\n"));
}

TEST_F(ProbeServerTest, NothingElseIsServed) {
  EXPECT_THAT(Get("/"), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(Get("/metrics/../etc/passwd"), Not(HasSubstr("root:")));
  EXPECT_THAT(Ask(server_->port(), "POST /metrics"), StartsWith("HTTP/1.1 405"));
}

TEST_F(ProbeServerTest, APortThatIsTakenIsUnavailable) {
  const auto second = ProbeServer::Start("127.0.0.1:" + std::to_string(server_->port()), metrics_,
                                         [] { return std::vector<ReadinessCheck>{}; });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kUnavailable);
}

TEST_F(ProbeServerTest, AnAddressWithoutAHostOrPortIsRefused) {
  for (const char* listen : {"9464", ":9464", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:99999",
                             "127.0.0.1:1,0.0.0.0:2", "127.0.0.1:9464s"}) {
    const auto server = ProbeServer::Start(listen, metrics_, {});
    ASSERT_FALSE(server) << listen;
    EXPECT_EQ(server.error().field, "probe.listen");
  }
}

}  // namespace
}  // namespace relance
