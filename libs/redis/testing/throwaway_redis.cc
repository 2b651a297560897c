#include "libs/redis/testing/throwaway_redis.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace relance::redis {
namespace {

constexpr std::chrono::seconds kStartLimit{10};
constexpr Millis kPatience{30'000};
constexpr int kStartAttempts = 5;

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "throw-away Redis: %s\n", what.c_str());
  std::abort();
}

std::string MakeFolder() {
  std::string folder = (std::filesystem::temp_directory_path() / "relance-redis-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) Die("no temporary folder");
  return folder;
}

pid_t Spawn(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid < 0) Die("fork failed");
  if (pid > 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // Not left behind by a test that aborts.
  const int null = open("/dev/null", O_RDWR);
  dup2(null, STDIN_FILENO);
  dup2(null, STDOUT_FILENO);
  execvp(argv[0], argv.data());
  _exit(127);
}

}  // namespace

ThrowawayRedis::ThrowawayRedis(ThrowawayOptions options)
    : options_(std::move(options)), folder_(MakeFolder()) {
  const bool tcp = options_.tcp || options_.cluster;
  if (!tcp) address_.path = folder_ + "/redis.sock";
  for (int attempt = 1; attempt <= kStartAttempts; ++attempt) {
    if (tcp) ClaimPorts();
    if (TryStart()) return;
  }
  Die("redis-server does not start; is it installed?");
}

ThrowawayRedis::~ThrowawayRedis() {
  Kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void ThrowawayRedis::ClaimPorts() {
  auto ports = ClaimedPorts::Take(2);
  if (!ports) Die(ports.error().message);
  ports_ = std::move(*ports);
  address_.port = (*ports_)[0];
}

void ThrowawayRedis::Start() {
  if (!TryStart()) Die("redis-server does not start again");
}

bool ThrowawayRedis::TryStart() {
  pid_ = Spawn(Arguments());
  Options options = ConnectionOptions();
  options.timeout = kStartLimit;
  options.longest_backoff = Millis{10};
  Connection connection(options);
  const auto deadline = std::chrono::steady_clock::now() + kStartLimit;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto answer = connection.Run({"PING"});
    if (answer && !answer->IsError("LOADING")) return true;
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = 0;
      return false;
    }
    poll(nullptr, 0, 2);
  }
  Kill();
  return false;
}

std::vector<std::string> ThrowawayRedis::Arguments() const {
  std::vector<std::string> all{"redis-server", "--dir",          folder_,  "--save",   "",
                               "--logfile",    folder_ + "/log", "--bind", "127.0.0.1"};
  const auto add = [&](const std::vector<std::string>& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  if (address_.path.empty()) {
    add({"--port", std::to_string(address_.port)});
  } else {
    add({"--port", "0", "--unixsocket", address_.path});
  }
  if (options_.append_only) add({"--appendonly", "yes", "--appendfsync", "always"});
  if (options_.cluster) {
    add({"--cluster-enabled", "yes", "--cluster-port", std::to_string((*ports_)[1])});
  }
  add(options_.extra);
  return all;
}

void ThrowawayRedis::Stop() {
  Signal(SIGTERM);
  Reap();
}

void ThrowawayRedis::Kill() {
  Signal(SIGKILL);
  Reap();
}

void ThrowawayRedis::Freeze() {
  Signal(SIGSTOP);
}
void ThrowawayRedis::Resume() {
  Signal(SIGCONT);
}

void ThrowawayRedis::Signal(int signal) {
  if (pid_ > 0) kill(pid_, signal);
}

void ThrowawayRedis::Reap() {
  if (pid_ > 0) waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

Options ThrowawayRedis::ConnectionOptions() const {
  Options options;
  options.address = address_;
  options.timeout = kPatience;
  return options;
}

ClusterOptions ThrowawayRedis::SingleNode() const {
  return {{address_}, ConnectionOptions()};
}

}  // namespace relance::redis
