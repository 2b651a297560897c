#pragma once

#include <string>
#include <vector>

namespace relance::bench {

/// `count` invoices and, one in three, payments of them for accounts of `partition`, as the intake
/// writes them to the bulk topic.
std::vector<std::string> MakeInputs(size_t count, int partition);

}  // namespace relance::bench
