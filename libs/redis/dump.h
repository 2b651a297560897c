#pragma once

#include <string>

#include "libs/base/result.h"
#include "libs/redis/view_store.h"

namespace relance::redis {

/// Everything a view holds as sorted lines, so that diff compares a live view with one rebuilt from
/// the journal:
///
///     position 17 <hash> 8123
///     document account/D42 <hexadecimal>
///     index due/2026-10-02/D42
///
/// Bytes outside printable ASCII in names are written \xhh. Read in pages, so the view must stand
/// still: kConflict when its position moved meanwhile.
Result<std::string> DumpView(Cluster& cluster, const ViewName& name);

}  // namespace relance::redis
