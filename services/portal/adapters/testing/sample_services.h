#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/base/instant.h"

namespace relance::portal {

/// A ledger, a scenario service and a notifier with one account, in memory, on loopback gRPC: for
/// tests of the portal and for looking at its pages without the rest of the suite.
class SampleServices {
 public:
  struct Options {
    Date today{};
    int extra_lines = 0;  ///< Lines not yet due, to fill pages.
    /// A case is read one act late unless the reader brings the token of that act, as a view that
    /// has not caught up would answer.
    bool late_views = false;
    std::string language = "en";
  };

  explicit SampleServices(const Options& options);
  ~SampleServices();

  /// "127.0.0.1:port"; the three share one server.
  const std::string& address() const { return address_; }
  /// The token of a link that resolves.
  static constexpr const char* kToken = "sample-link";

  /// The actor of every call so far, "portal:c1".
  std::vector<std::string> actors() const;
  /// Promises recorded, each command once.
  size_t promises() const;
  /// Everything that a debtor's act can change, to compare.
  std::string StateHash() const;
  /// The first line is paid.
  void PayFirstLine();
  /// No call is answered any more.
  void Stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::string address_;
};

}  // namespace relance::portal
