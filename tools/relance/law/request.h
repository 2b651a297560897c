#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.h"
#include "libs/interest/claim.h"
#include "libs/interest/limitation.h"

namespace relance::cli {

/// A claim as somebody typed it. An empty text was not given.
struct ClaimTexts {
  std::string document{};  ///< Its number, for statements.
  std::string profile{};
  std::string amount{};
  std::string currency{};
  std::string due{};
  std::string as_of{};
  std::vector<std::string> payments{};  ///< "5000.00:2026-10-15"
  std::vector<std::string> credits{};
  std::string rate{};
  std::string day_count{};
  std::string allocation{};
  bool insolvency = false;
};

/// kInvalid names what is wrong by the word of its option: `document`, `due`, `payment`.
Result<interest::ClaimInput> ReadClaim(const ClaimTexts& texts);

/// The same from a line of JSON:
///
///     {"profile": "fr-private", "amount": "10000.00", "currency": "EUR", "due": "2026-05-01",
///      "as_of": "2026-09-01", "payments": ["5000.00:2026-06-15"], "credits": [], "rate": "12.15",
///      "day_count": "ACT_ACT", "allocation": "INTEREST_FIRST", "insolvency": false}
Result<ClaimTexts> ReadClaimLine(std::string_view line);

/// A date under the name of its option.
Result<Date> ReadDate(const std::string& text, const std::string& field);

/// "payment:2026-10-15", the words of interest::Name(LimitationEventKind). kInvalid, field `event`.
Result<interest::LimitationEvent> ReadLimitationEvent(const std::string& text);

}  // namespace relance::cli
