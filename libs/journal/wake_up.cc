#include <fmt/format.h>

#include <charconv>

#include "libs/journal/domain.h"

namespace relance::journal {
namespace {

constexpr size_t kTimeDigits = 15;  // milliseconds until the year 33658

template <class T>
bool ReadNumber(std::string_view text, T& value) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc{} && result.ptr == text.data() + text.size();
}

}  // namespace

std::string WakeUpMember(const std::string& key, Instant at, uint64_t stamp) {
  return fmt::format("{}{:0{}}/{}/{}", kWakeUpPrefix, ToMillis(at), kTimeDigits, stamp, key);
}

std::optional<WakeUp> ParseWakeUpMember(std::string_view member) {
  if (!member.starts_with(kWakeUpPrefix)) return std::nullopt;
  member.remove_prefix(kWakeUpPrefix.size());
  if (member.size() < kTimeDigits + 1 || member[kTimeDigits] != '/') return std::nullopt;
  int64_t ms = 0;
  if (!ReadNumber(member.substr(0, kTimeDigits), ms)) return std::nullopt;
  member.remove_prefix(kTimeDigits + 1);
  const size_t slash = member.find('/');
  WakeUp wake_up;
  if (slash == member.npos || !ReadNumber(member.substr(0, slash), wake_up.stamp)) {
    return std::nullopt;
  }
  wake_up.at = FromMillis(ms);
  wake_up.key = member.substr(slash + 1);
  return wake_up;
}

}  // namespace relance::journal
