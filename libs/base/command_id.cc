#include "libs/base/command_id.h"

#include <algorithm>

#include "libs/base/encoding.h"

namespace relance {
namespace {

constexpr std::array<size_t, 4> kDashes = {8, 13, 18, 23};

bool IsVersion7(const CommandId& id) {
  return (id.bytes[6] >> 4) == 7 && (id.bytes[8] >> 6) == 2;
}

}  // namespace

CommandId MakeCommandId(Instant issued_at, const std::array<uint8_t, 10>& random) {
  CommandId id;
  const auto ms = static_cast<uint64_t>(ToMillis(issued_at));
  for (size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<uint8_t>(ms >> (40 - 8 * i));
  std::copy(random.begin(), random.end(), id.bytes.begin() + 6);
  id.bytes[6] = static_cast<uint8_t>(0x70 | (id.bytes[6] & 0x0f));
  id.bytes[8] = static_cast<uint8_t>(0x80 | (id.bytes[8] & 0x3f));
  return id;
}

Instant IssuedAt(const CommandId& id) {
  int64_t ms = 0;
  for (size_t i = 0; i < 6; ++i) ms = ms << 8 | id.bytes[i];
  return FromMillis(ms);
}

std::string ToBytes(const CommandId& id) {
  return {id.bytes.begin(), id.bytes.end()};
}

Result<CommandId> CommandIdFromBytes(std::string_view bytes) {
  CommandId id;
  if (bytes.size() != id.bytes.size()) return Invalid("a command id has 16 bytes", "command_id");
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  if (!IsVersion7(id)) return Invalid("a command id is a UUID of version 7", "command_id");
  return id;
}

std::string ToString(const CommandId& id) {
  std::string text = ToHex(ToBytes(id));
  for (const size_t at : kDashes) text.insert(at, 1, '-');
  return text;
}

Result<CommandId> ParseCommandId(std::string_view text) {
  std::string hex(text);
  for (auto at = kDashes.rbegin(); at != kDashes.rend(); ++at) {
    if (text.size() != 36 || text[*at] != '-') return Invalid("not a UUID", "command_id");
    hex.erase(*at, 1);
  }
  const auto bytes = FromHex(hex);
  if (!bytes) return Invalid("not a UUID in lower case", "command_id");
  return CommandIdFromBytes(*bytes);
}

}  // namespace relance
