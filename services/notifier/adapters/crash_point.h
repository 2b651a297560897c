#pragma once

/// CRASH_AT=name:n kills this process the n-th time it comes by the point `name`, in builds with
/// RELANCE_CRASH_POINTS alone: fault tests prove with it what a crash between two steps leaves.
#ifdef RELANCE_CRASH_POINTS

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>
#include <string_view>

namespace relance::notifier {

inline void CrashPoint(std::string_view name) {
  static const char* const wanted = std::getenv("CRASH_AT");
  static std::atomic<int> passed = 0;
  if (wanted == nullptr) return;
  const std::string_view text(wanted);
  const size_t colon = text.find(':');
  if (text.substr(0, colon) != name) return;
  const int n = colon == std::string_view::npos ? 1 : std::atoi(wanted + colon + 1);
  if (++passed == n) kill(getpid(), SIGKILL);
}

}  // namespace relance::notifier

#else

#include <string_view>

namespace relance::notifier {

constexpr void CrashPoint(std::string_view) {}

}  // namespace relance::notifier

#endif
