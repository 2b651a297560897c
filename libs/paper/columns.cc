#include "libs/paper/columns.h"

#include <algorithm>
#include <cstdint>

namespace relance::paper {
namespace {

/// The largest width that, given to all of `needs` that want more, makes them fit `room`.
int Cap(std::vector<int> needs, int64_t room) {
  std::ranges::sort(needs);
  auto left = static_cast<int64_t>(needs.size());
  for (const int need : needs) {
    if (need * left > room) return static_cast<int>(std::max<int64_t>(room / left, 1));
    room -= need;
    --left;
  }
  return needs.empty() ? 1 : needs.back();
}

}  // namespace

std::vector<int> FitColumns(const std::vector<ColumnNeed>& needs, int width) {
  int64_t fixed = 0;
  for (const ColumnNeed& need : needs) fixed += need.wraps ? 0 : need.natural;
  const bool all_wrap = fixed * 4 > int64_t{width} * 3;
  std::vector<int> wrapping;
  for (const ColumnNeed& need : needs) {
    if (need.wraps || all_wrap) wrapping.push_back(need.natural);
  }
  const int cap = Cap(wrapping, all_wrap ? width : width - fixed);
  std::vector<int> widths;
  for (const ColumnNeed& need : needs) {
    const int most = need.wraps || all_wrap ? std::min(need.natural, cap) : need.natural;
    widths.push_back(std::max(most, 1));
  }
  return widths;
}

}  // namespace relance::paper
