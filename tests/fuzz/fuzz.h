#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

/// What a fuzzer is written with. A fuzzer is one function of bytes that nobody chose; it aborts
/// when a parser breaks its promise. The same function runs under libFuzzer (tests/run --fuzz) and
/// over the kept inputs in every build (corpus_replay).
namespace relance::fuzz {

struct Fuzzer {
  std::string_view name;
  void (*run)(std::string_view input) = nullptr;
};

/// Every fuzzer that is linked into this program.
std::vector<Fuzzer>& All();

/// For a constant beside the function: const bool kDeclared = Declare({"ids", Run});
bool Declare(Fuzzer fuzzer);

/// Prints the promise and aborts unless it holds.
void Expect(bool holds, std::string_view promise);

/// The first byte; 0 at the end.
uint8_t TakeByte(std::string_view& input);

/// Up to the first `end`, which is taken too; all that is left when there is none.
std::string_view TakeUpTo(std::string_view& input, char end);

}  // namespace relance::fuzz
