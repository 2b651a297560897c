#include "libs/host/view_readers.h"

#include <chrono>
#include <thread>

namespace relance::host {
namespace {

using Monotonic = std::chrono::steady_clock;

constexpr Millis kFirstWait{2};
constexpr Millis kLongestWait{20};

/// Repeats `read` until what it returns stands at the sequence, or the deadline has passed.
template <class Read>
auto Await(uint64_t sequence, Millis timeout, Read read) -> decltype(read()) {
  const auto deadline = Monotonic::now() + timeout;
  for (Millis wait = kFirstWait;; wait = std::min(wait * 2, kLongestWait)) {
    auto result = read();
    if (!result) return result;
    if (sequence == 0 || (result->position && result->position->sequence >= sequence)) {
      return result;
    }
    if (Monotonic::now() + wait > deadline) {
      return Unavailable("the view has not reached sequence " + std::to_string(sequence));
    }
    std::this_thread::sleep_for(wait);
  }
}

}  // namespace

ViewReaders::ViewReaders(redis::Cluster& cluster, const std::string& service, int layout,
                         int partitions) {
  for (int p = 0; p < partitions; ++p) {
    views_.push_back(
        std::make_unique<redis::RedisViewStore>(cluster, redis::ViewName{service, p, layout}));
  }
}

Result<journal::Loaded> ViewReaders::Load(const journal::Token& at_least,
                                          const std::vector<std::string>& keys, Millis timeout) {
  if (at_least.partition < 0 || at_least.partition >= Partitions()) {
    return Invalid("there is no such partition", "at_least.partition");
  }
  return Await(at_least.sequence, timeout, [&] { return View(at_least.partition).Load(keys); });
}

Result<journal::Listed> ViewReaders::List(const journal::Token& at_least, const std::string& prefix,
                                          const std::string& after, size_t limit, Millis timeout) {
  if (at_least.partition < 0 || at_least.partition >= Partitions()) {
    return Invalid("there is no such partition", "at_least.partition");
  }
  return Await(at_least.sequence, timeout,
               [&] { return View(at_least.partition).List(prefix, after, limit); });
}

}  // namespace relance::host
