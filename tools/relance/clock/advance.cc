#include "tools/relance/clock/advance.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <future>

namespace relance::cli {
namespace {

using Clocks = std::vector<std::unique_ptr<MovableClock>>;
using Steady = std::chrono::steady_clock;

/// How often in a row all services must look the same before they count as being at rest.
constexpr int kSameAnswers = 2;

struct Answers {
  bool quiet = true;
  std::string restless;
  std::optional<Instant> next;
  std::map<std::string, uint64_t> activity;
};

Result<Answers> AskAll(const Clocks& clocks) {
  std::vector<std::future<Result<MovableClock::Status>>> asked;
  for (const auto& clock : clocks) {
    asked.push_back(std::async(std::launch::async, [&clock] { return clock->GetStatus(); }));
  }
  Answers all;
  for (size_t i = 0; i < clocks.size(); ++i) {
    const auto status = asked[i].get();
    if (!status) return Failure(status.error());
    if (!status->quiet) {
      all.quiet = false;
      all.restless = clocks[i]->Name();
    }
    all.activity[clocks[i]->Name()] = status->activity;
    if (status->next_moment && (!all.next || *status->next_moment < *all.next)) {
      all.next = status->next_moment;
    }
  }
  return all;
}

/// The answers once all are at rest. A moment that is due and not acted upon is no rest either.
Result<Answers> Rest(const Clocks& clocks, std::optional<Instant> now,
                     const AdvanceOptions& options) {
  const auto begin = Steady::now();
  std::optional<Answers> last;
  int same = 0;
  while (true) {
    auto answers = AskAll(clocks);
    if (!answers) return answers;
    const bool due = now && answers->next && *answers->next <= *now;
    const bool still =
        answers->quiet && !due && last && last->quiet && last->activity == answers->activity;
    same = still ? same + 1 : 0;
    if (same >= kSameAnswers) return answers;
    if (Steady::now() - begin > options.patience) {
      return Unavailable("the services do not come to rest" +
                         (answers->restless.empty() ? "" : ": " + answers->restless + " is busy"));
    }
    last = std::move(*answers);
    options.pause();
  }
}

Moment MomentOf(Instant at, const Answers& before, const Answers& after) {
  Moment moment{at, {}};
  for (const auto& [name, activity] : after.activity) {
    const auto known = before.activity.find(name);
    const uint64_t earlier = known == before.activity.end() ? 0 : known->second;
    if (activity > earlier) moment.records[name] = activity - earlier;
  }
  return moment;
}

std::string InWords(const Moment& moment) {
  std::string words = FormatInstant(moment.at);
  for (const auto& [name, records] : moment.records) {
    words += "  " + name + " +" + std::to_string(records);
  }
  return words;
}

}  // namespace

Result<Instant> NowOf(const Clocks& clocks) {
  Instant latest{};
  for (const auto& clock : clocks) {
    const auto now = clock->Now();
    if (!now) return now;
    latest = std::max(latest, *now);
  }
  return latest;
}

Result<void> AwaitRest(const Clocks& clocks, const AdvanceOptions& options) {
  const auto rest = Rest(clocks, std::nullopt, options);
  if (!rest) return Failure(rest.error());
  return {};
}

Result<std::vector<Moment>> Advance(const Clocks& clocks, Instant target,
                                    const AdvanceOptions& options) {
  const auto started = NowOf(clocks);
  if (!started) return Failure(started.error());
  Instant now = *started;
  if (target < now) {
    return Invalid("time never goes back: it is " + FormatInstant(now) + " already", "--to");
  }
  auto rest = Rest(clocks, now, options);
  if (!rest) return Failure(rest.error());
  std::vector<Moment> moments;
  while (now < target) {
    now = rest->next ? std::min(*rest->next, target) : target;
    for (const auto& clock : clocks) {
      if (auto set = clock->Set(now); !set) return Failure(set.error());
    }
    auto after = Rest(clocks, now, options);
    if (!after) return Failure(after.error());
    moments.push_back(MomentOf(now, *rest, *after));
    options.tell(InWords(moments.back()));
    rest = std::move(after);
  }
  return moments;
}

Result<Millis> ParseSpan(const std::string& text) {
  static const std::map<std::string, int64_t> units = {
      {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}, {"w", 604'800'000}};
  constexpr int64_t kMost = 36'500;
  int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const auto unit = units.find(std::string(end, text.data() + text.size()));
  if (error != std::errc() || unit == units.end() || count < 0 || count > kMost) {
    return Invalid("'" + text + "' is not a span such as 90m, 36h, 1d or 2w", "--by");
  }
  return Millis{count * unit->second};
}

}  // namespace relance::cli
