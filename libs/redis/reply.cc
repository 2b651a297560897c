#include "libs/redis/reply.h"

#include <algorithm>
#include <array>
#include <utility>

namespace relance::redis {
namespace {

/// What passes by itself: loading, busy, failing over, moving a slot, out of memory or disk, too
/// few replicas.
constexpr std::array<std::string_view, 11> kPassing = {
    "ASK",   "BUSY",       "CLUSTERDOWN", "LOADING",  "MASTERDOWN", "MISCONF",
    "MOVED", "NOREPLICAS", "OOM",         "READONLY", "TRYAGAIN"};

}  // namespace

Error ErrorOf(const Reply& reply) {
  const std::string message = "Redis: " + reply.text;
  const bool passing = std::any_of(kPassing.begin(), kPassing.end(),
                                   [&](std::string_view word) { return reply.IsError(word); });
  if (passing) return {ErrorCode::kUnavailable, message, {}};
  if (reply.IsError("WRONGTYPE")) return {ErrorCode::kCorrupt, message, {}};
  return {ErrorCode::kInvalid, message, {}};
}

Result<Reply> Checked(Reply reply) {
  if (reply.IsError()) return Failure(ErrorOf(reply));
  return reply;
}

}  // namespace relance::redis
