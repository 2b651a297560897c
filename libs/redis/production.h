#pragma once

#include "libs/base/result.h"
#include "libs/redis/cluster.h"

namespace relance::redis {

enum class Mode { kDevelopment, kProduction };

/// The start-up check: in production a Redis that does not append to its log, or that may evict
/// keys, is refused (kInvalid, naming the setting). Development takes any.
Result<void> CheckProduction(Cluster& cluster, Mode mode);

}  // namespace relance::redis
