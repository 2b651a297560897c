// Feeds every kept input to its fuzzer: corpus_replay FOLDER... where FOLDER/NAME/* are inputs of
// the fuzzer NAME. Says what it feeds before it does, so that a crash names its input. Exit code 1
// when a fuzzer has no input at all, or a folder no fuzzer.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

namespace fs = std::filesystem;

std::string Bytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

int Replay(const Fuzzer& fuzzer, const fs::path& folder) {
  std::set<fs::path> files;
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator(folder / fuzzer.name, absent)) {
    files.insert(entry.path());
  }
  for (const auto& file : files) {
    std::printf("%s\n", file.c_str());
    std::fflush(stdout);
    fuzzer.run(Bytes(file));
  }
  return static_cast<int>(files.size());
}

/// Whether some fuzzer reads every folder of `folder`.
bool IsRead(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (std::ranges::find(All(), name, &Fuzzer::name) != All().end()) continue;
    std::printf("no fuzzer reads %s\n", entry.path().c_str());
    return false;
  }
  return true;
}

int Main(int argc, char** argv) {
  bool whole = argc > 1 && !All().empty();
  for (int i = 1; i < argc; ++i) whole = IsRead(argv[i]) && whole;
  int inputs = 0;
  for (const Fuzzer& fuzzer : All()) {
    int own = 0;
    for (int i = 1; i < argc; ++i) own += Replay(fuzzer, argv[i]);
    if (own == 0) std::printf("no input for %s\n", std::string(fuzzer.name).c_str());
    whole = whole && own > 0;
    inputs += own;
  }
  std::printf("%zu fuzzers, %d inputs\n", All().size(), inputs);
  return whole ? 0 : 1;
}

}  // namespace
}  // namespace relance::fuzz

int main(int argc, char** argv) {
  return relance::fuzz::Main(argc, argv);
}
