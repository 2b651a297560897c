#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"

namespace relance::cli {

/// One service whose business time can be moved.
class MovableClock {
 public:
  struct Status {
    std::optional<Instant> next_moment;
    bool quiet = false;
    uint64_t activity = 0;
  };

  virtual ~MovableClock() = default;
  virtual const std::string& Name() const = 0;
  virtual Result<Instant> Now() = 0;
  virtual Result<void> Set(Instant at) = 0;
  virtual Result<Status> GetStatus() = 0;
};

/// A moment at which the clocks stood, and how many records each service accepted there.
struct Moment {
  Instant at{};
  std::map<std::string, uint64_t> records;
};

struct AdvanceOptions {
  Millis patience{120'000};  ///< For the services to come to rest at one moment.
  std::function<void(const std::string&)> tell = [](const std::string&) {};
  /// Between two questions; tests need none.
  std::function<void()> pause = [] {};
};

/// Lets business time pass as it would have: from one service's next moment to the next, each only
/// once all services are at rest, until `target`. kInvalid when the target lies in the past,
/// kUnavailable when the services do not come to rest.
Result<std::vector<Moment>> Advance(const std::vector<std::unique_ptr<MovableClock>>& clocks,
                                    Instant target, const AdvanceOptions& options);

/// Waits until all services are at rest: quiet, and no record accepted between two questions to all
/// of them.
Result<void> AwaitRest(const std::vector<std::unique_ptr<MovableClock>>& clocks,
                       const AdvanceOptions& options);

/// The latest of their clocks.
Result<Instant> NowOf(const std::vector<std::unique_ptr<MovableClock>>& clocks);

/// "90m", "1d", "36h", "2w". kInvalid, field "--by".
Result<Millis> ParseSpan(const std::string& text);

}  // namespace relance::cli
