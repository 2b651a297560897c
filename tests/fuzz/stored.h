#pragma once

#include <string>
#include <string_view>

#include "libs/base/archive.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {

/// Reads bytes of a view as a T. What can be read is written and read again as the same.
template <class T>
void ReadStored(std::string_view bytes) {
  const auto value = Decode<T>(bytes);
  if (!value) return;
  const std::string written = Encode(*value);
  const auto again = Decode<T>(written);
  Expect(again.has_value(), "what was read can be written and read again");
  Expect(Encode(*again) == written, "as the same bytes");
}

}  // namespace relance::fuzz
