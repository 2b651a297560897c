#pragma once

#include <vector>

namespace relance::paper {

/// What a column would like to have, and whether its text may be wrapped instead.
struct ColumnNeed {
  int natural = 0;
  bool wraps = true;
};

/// Widths of columns that fit `width` together, in the unit of their needs. Columns that do not
/// wrap keep their needs as long as they leave a quarter of the width; the widest of the others
/// give way first. No column is below 1.
std::vector<int> FitColumns(const std::vector<ColumnNeed>& needs, int width);

}  // namespace relance::paper
