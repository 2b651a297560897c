#include "libs/money/quoted.h"

namespace relance {
namespace {

constexpr size_t kLongest = 40;

}  // namespace

std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text.substr(0, kLongest)) quoted += c >= 0x20 && c < 0x7f ? c : '?';
  quoted += text.size() > kLongest ? "...'" : "'";
  return quoted;
}

}  // namespace relance
