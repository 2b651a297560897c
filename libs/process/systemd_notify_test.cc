#include "libs/process/systemd_notify.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <string>

namespace relance {
namespace {

/// What systemd is to a service: a datagram socket, here of an abstract name.
class Listener {
 public:
  Listener() : name_("@relance-notify-" + std::to_string(getpid())) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, name_.data() + 1, name_.size() - 1);
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
    bound_ = bind(fd_, reinterpret_cast<const sockaddr*>(&address), length) == 0;
  }
  ~Listener() { close(fd_); }

  const std::string& name() const { return name_; }
  bool bound() const { return bound_; }
  std::string Receive() const {
    char buffer[256];
    const auto n = recv(fd_, buffer, sizeof buffer, MSG_DONTWAIT);
    return n < 0 ? "" : std::string(buffer, static_cast<size_t>(n));
  }

 private:
  int fd_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  std::string name_;
  bool bound_ = false;
};

TEST(SystemdNotifyTest, SystemdLearnsThatTheServiceIsReadyAndLaterThatItStops) {
  const Listener systemd;
  ASSERT_TRUE(systemd.bound());
  const SystemdNotify notify(systemd.name(), "");
  ASSERT_TRUE(notify.Ready());
  EXPECT_EQ(systemd.Receive(), "READY=1");
  ASSERT_TRUE(notify.Status("61 of 64 partitions"));
  EXPECT_EQ(systemd.Receive(), "STATUS=61 of 64 partitions");
  ASSERT_TRUE(notify.Stopping());
  EXPECT_EQ(systemd.Receive(), "STOPPING=1");
}

TEST(SystemdNotifyTest, OutsideSystemdNothingIsSaid) {
  EXPECT_TRUE(SystemdNotify("", "").Ready());
}

TEST(SystemdNotifyTest, ASocketThatIsGoneIsAFailure) {
  EXPECT_EQ(SystemdNotify("/nonexistent/notify", "").Ready().error().code, ErrorCode::kUnavailable);
}

TEST(SystemdNotifyTest, AliveIsDueInHalfTheTimeThatSystemdAllows) {
  EXPECT_EQ(SystemdNotify("", "30000000").AliveEvery(), Millis(15'000));
  EXPECT_EQ(SystemdNotify("", "").AliveEvery(), std::nullopt);
  EXPECT_EQ(SystemdNotify("", "soon").AliveEvery(), std::nullopt);
}

}  // namespace
}  // namespace relance
