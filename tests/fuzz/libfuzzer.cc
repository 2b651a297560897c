// The entry that libFuzzer calls: a program holds exactly one fuzzer.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  relance::fuzz::All().front().run({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
