#include "tests/fuzz/fuzz.h"

#include <cstdio>
#include <cstdlib>

namespace relance::fuzz {

std::vector<Fuzzer>& All() {
  static std::vector<Fuzzer> all;
  return all;
}

bool Declare(Fuzzer fuzzer) {
  All().push_back(fuzzer);
  return true;
}

void Expect(bool holds, std::string_view promise) {
  if (holds) return;
  std::fprintf(stderr, "BROKEN PROMISE: %.*s\n", static_cast<int>(promise.size()), promise.data());
  std::abort();
}

uint8_t TakeByte(std::string_view& input) {
  if (input.empty()) return 0;
  const auto byte = static_cast<uint8_t>(input.front());
  input.remove_prefix(1);
  return byte;
}

std::string_view TakeUpTo(std::string_view& input, char end) {
  const size_t at = input.find(end);
  const std::string_view taken = input.substr(0, at);
  input = at == std::string_view::npos ? std::string_view() : input.substr(at + 1);
  return taken;
}

}  // namespace relance::fuzz
