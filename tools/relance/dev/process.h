#pragma once

#include <sys/types.h>
#include <map>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"

namespace relance::cli {

/// A process that outlives the command which started it, known by its pid and the moment it began:
/// a pid given to somebody else since is not it.
struct Child {
  std::string name;
  pid_t pid = 0;
  std::string began;  ///< Start time in clock ticks since boot.
  std::string log;
};

struct Launch {
  std::string name;
  std::vector<std::string> command;
  std::map<std::string, std::string> environment{};  ///< Added to our own.
  std::string log;                                   ///< Output and errors are appended.
};

/// In a session of its own, without input. kNotFound when the program cannot be run.
Result<Child> Start(const Launch& launch);
/// The same for a process somebody else started.
Result<Child> Adopt(const std::string& name, pid_t pid, const std::string& log);

bool IsRunning(const Child& child);
/// SIGTERM, and SIGKILL after `patience`. Whether it went by itself. Does nothing to strangers.
bool Stop(const Child& child, Millis patience);

/// The last lines of a file, for people.
std::string Tail(const std::string& path, size_t lines);

}  // namespace relance::cli
