#pragma once

#include "libs/base/instant.h"

namespace relance {

/// SIGTERM and SIGINT as something to wait for. Construct it first in main, before any thread
/// starts: threads inherit the blocked signals. SIGPIPE is ignored from then on. Once a wait has
/// returned true the signals act as usual again, so that a second Ctrl-C ends a stuck shutdown.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  /// Blocks until a signal or Request; returns the signal's number, 0 for Request. Later waits
  /// return at once.
  int Wait();
  /// The same for at most `timeout`; whether stopping was asked for.
  bool WaitFor(Millis timeout);
  /// Asks to stop from inside, from any thread.
  void Request();

 private:
  bool Poll(int timeout_ms);

  int signal_fd_ = -1;
  int request_fd_ = -1;
  int stopped_by_ = -1;
};

}  // namespace relance
