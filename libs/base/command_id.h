#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "libs/base/instant.h"
#include "libs/base/result.h"

namespace relance {

/// A UUIDv7 (RFC 9562): its first 48 bits are the issue time in milliseconds.
struct CommandId {
  std::array<uint8_t, 16> bytes{};

  auto operator<=>(const CommandId&) const = default;
};

/// `random` supplies the 74 free bits (10 bytes, the rest is masked).
CommandId MakeCommandId(Instant issued_at, const std::array<uint8_t, 10>& random);
Instant IssuedAt(const CommandId& id);

/// "0199f1d0-0000-7abc-8def-0123456789ab"
std::string ToString(const CommandId& id);
/// kInvalid unless it is a UUID of version 7.
Result<CommandId> ParseCommandId(std::string_view text);

/// The 16 raw bytes as stored in messages; kInvalid unless 16 bytes of version 7.
std::string ToBytes(const CommandId& id);
Result<CommandId> CommandIdFromBytes(std::string_view bytes);

}  // namespace relance
