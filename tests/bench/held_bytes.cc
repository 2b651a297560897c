#include "tests/bench/held_bytes.h"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace relance::bench {
namespace {

bool counting = false;
int64_t held = 0;

void* Take(size_t size) {
  void* memory = std::malloc(size);
  if (memory == nullptr) std::abort();
  if (counting) held += static_cast<int64_t>(malloc_usable_size(memory));
  return memory;
}

void GiveBack(void* memory) {
  if (counting) held -= static_cast<int64_t>(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace

HeldBytes::HeldBytes() {
  held = 0;
  counting = true;
}

HeldBytes::~HeldBytes() {
  counting = false;
}

int64_t HeldBytes::Now() const {
  return held;
}

}  // namespace relance::bench

void* operator new(size_t size) {
  return relance::bench::Take(size);
}
void operator delete(void* memory) noexcept {
  relance::bench::GiveBack(memory);
}
void operator delete(void* memory, size_t) noexcept {
  relance::bench::GiveBack(memory);
}
