// Ids, moments and encodings as people and clients type them.
#include "libs/base/account_id.h"
#include "libs/base/command_id.h"
#include "libs/base/encoding.h"
#include "libs/base/instant.h"
#include "libs/calendar/window.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

void Run(std::string_view text) {
  if (const auto id = ParseAccountId(text)) {
    Expect(ToString(*id) == text, "an account id is written as it was read");
  }
  if (const auto id = ParseCommandId(text)) {
    Expect(ToString(*id) == text, "a command id is written as it was read");
    Expect(CommandIdFromBytes(ToBytes(*id)) == *id, "its bytes say the same");
  }
  if (const auto date = ParseDate(text)) {
    Expect(FormatDate(*date) == text, "a date is written as it was read");
  }
  if (const auto at = ParseInstant(text)) {
    Expect(ParseInstant(FormatInstant(*at)) == *at, "a moment that is written is read back");
  }
  if (const auto bytes = FromHex(text)) Expect(ToHex(*bytes) == text, "one text for one value");
  if (const auto bytes = FromBase64Url(text)) {
    Expect(ToBase64Url(*bytes) == text, "one text for one value");
  }
  Expect(FromHex(ToHex(text)) == text, "hexadecimal holds any bytes");
  Expect(FromBase64Url(ToBase64Url(text)) == text, "base64url holds any bytes");
  if (const auto time = ParseTimeOfDay(text)) {
    Expect(*time >= std::chrono::minutes{0} && *time <= std::chrono::hours{24}, "within a day");
  }
  (void)ParseWeekday(text);
}

const bool kDeclared = Declare({"ids", Run});

}  // namespace
}  // namespace relance::fuzz
