#pragma once

#include <cstdint>

namespace relance::bench {

/// Counts, while it lives, the bytes that the program takes from its allocator and gives back, in
/// the sizes that the allocator really hands out. One at a time, of one thread.
class HeldBytes {
 public:
  HeldBytes();
  ~HeldBytes();
  HeldBytes(const HeldBytes&) = delete;
  HeldBytes& operator=(const HeldBytes&) = delete;

  /// Taken since the beginning and not given back.
  int64_t Now() const;
};

}  // namespace relance::bench
