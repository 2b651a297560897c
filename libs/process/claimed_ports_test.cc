#include "libs/process/claimed_ports.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <set>

namespace relance {
namespace {

bool Listens(int fd, int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  return bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
         listen(fd, 1) == 0;
}

TEST(ClaimedPortsTest, AProgramMayListenOnEveryOneOfThem) {
  const auto ports = ClaimedPorts::Take(3);
  ASSERT_TRUE(ports);
  for (int i = 0; i < 3; ++i) {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    EXPECT_TRUE(Listens(fd, (*ports)[i]));
    close(fd);
  }
}

TEST(ClaimedPortsTest, NoConnectionIsGivenOneOfThem) {
  const auto ports = ClaimedPorts::Take(3);
  ASSERT_TRUE(ports);
  std::ifstream range("/proc/sys/net/ipv4/ip_local_port_range");
  int lowest = 0;
  ASSERT_TRUE(range >> lowest);
  EXPECT_LT((*ports)[2], lowest);
}

TEST(ClaimedPortsTest, TwoThatStartTogetherNeverGetTheSameOne) {
  constexpr int kClaims = 500;  // Nine ports each out of 17,000: chance alone would not do it.
  std::vector<ClaimedPorts> claims;
  std::set<int> seen;
  for (int i = 0; i < kClaims; ++i) {
    auto ports = ClaimedPorts::Take(9);
    ASSERT_TRUE(ports);
    for (int at = 0; at < 9; ++at) EXPECT_TRUE(seen.insert((*ports)[at]).second) << (*ports)[at];
    claims.push_back(std::move(*ports));
  }
}

}  // namespace
}  // namespace relance
