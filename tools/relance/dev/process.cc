#include "tools/relance/dev/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <deque>
#include <fstream>
#include <sstream>

namespace relance::cli {
namespace {

using Steady = std::chrono::steady_clock;

/// Fields of /proc/PID/stat after the name in parentheses; empty when there is no such process.
std::vector<std::string> StatOf(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!std::getline(file, line)) return {};
  std::istringstream rest(line.substr(line.rfind(')') + 1));
  std::vector<std::string> fields;
  for (std::string field; rest >> field;) fields.push_back(field);
  return fields;
}

constexpr size_t kState = 0;
constexpr size_t kStartTime = 19;

std::string BeganAt(pid_t pid) {
  const auto fields = StatOf(pid);
  if (fields.size() <= kStartTime || fields[kState] == "Z") return "";
  return fields[kStartTime];
}

bool AwaitEnd(const Child& child, Millis patience) {
  const auto deadline = Steady::now() + patience;
  while (IsRunning(child)) {
    if (Steady::now() >= deadline) return false;
    poll(nullptr, 0, 20);
  }
  return true;
}

struct FileActions {
  posix_spawn_file_actions_t actions;
  FileActions() { posix_spawn_file_actions_init(&actions); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions); }
};

struct Attributes {
  posix_spawnattr_t attributes;
  Attributes() { posix_spawnattr_init(&attributes); }
  ~Attributes() { posix_spawnattr_destroy(&attributes); }
};

std::vector<char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (const auto& text : texts) out.push_back(const_cast<char*>(text.c_str()));
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> EnvironmentWith(const std::map<std::string, std::string>& added) {
  std::vector<std::string> out;
  for (char** line = environ; *line != nullptr; ++line) {
    const std::string text = *line;
    if (!added.contains(text.substr(0, text.find('=')))) out.push_back(text);
  }
  for (const auto& [name, value] : added) out.push_back(name + "=" + value);
  return out;
}

}  // namespace

Result<Child> Adopt(const std::string& name, pid_t pid, const std::string& log) {
  Child child{name, pid, BeganAt(pid), log};
  if (child.began.empty()) return Unavailable(name + " ended as soon as it began");
  return child;
}

Result<Child> Start(const Launch& launch) {
  FileActions files;
  posix_spawn_file_actions_addopen(&files.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files.actions, STDOUT_FILENO, launch.log.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0644);
  posix_spawn_file_actions_adddup2(&files.actions, STDOUT_FILENO, STDERR_FILENO);
  // What stays running must not hold open what our caller waits on.
  posix_spawn_file_actions_addclosefrom_np(&files.actions, STDERR_FILENO + 1);
  Attributes attributes;
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes.attributes, &none);
  posix_spawnattr_setflags(&attributes.attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
  const auto environment = EnvironmentWith(launch.environment);
  const auto arguments = Pointers(launch.command);
  pid_t pid = 0;
  const int error = posix_spawnp(&pid, arguments[0], &files.actions, &attributes.attributes,
                                 arguments.data(), Pointers(environment).data());
  if (error != 0) {
    return NotFound("cannot run " + launch.command.front() + ": " + std::strerror(error));
  }
  return Adopt(launch.name, pid, launch.log);
}

bool IsRunning(const Child& child) {
  return !child.began.empty() && BeganAt(child.pid) == child.began;
}

bool Stop(const Child& child, Millis patience) {
  if (!IsRunning(child)) return true;
  kill(child.pid, SIGTERM);
  bool by_itself = AwaitEnd(child, patience);
  if (!by_itself) {
    kill(child.pid, SIGKILL);
    AwaitEnd(child, Millis{5'000});
  }
  waitpid(child.pid, nullptr, WNOHANG);  // Only if it is our own child.
  return by_itself;
}

std::string Tail(const std::string& path, size_t lines) {
  std::ifstream file(path);
  std::deque<std::string> last;
  for (std::string line; std::getline(file, line);) {
    last.push_back(line);
    if (last.size() > lines) last.pop_front();
  }
  std::string text;
  for (const auto& line : last) text += "  " + line + "\n";
  return text;
}

}  // namespace relance::cli
