#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"

namespace relance::notifier {

/// Everything that reaches a mail's headers and body, typed. Nothing else can.
struct Mail {
  std::string from_name;
  std::string from;
  std::string to_name;
  std::string to;
  std::string subject;
  std::string text;
  std::string html;
  std::string language;                 ///< Content-Language
  std::string message_id;               ///< With its angle brackets.
  std::vector<std::string> references;  ///< Likewise.
  std::string trace;                    ///< X-Relance-Trace
  std::string boundary;
  Instant date{};
};

/// The bytes to hand over, with CRLF line ends: the same for the same mail. kInvalid (field: the
/// one at fault) when a header would hold a line end or another control character.
Result<std::string> WriteMail(const Mail& mail);

/// An address for the envelope: one '@', no blanks or control characters, an international domain
/// in its ASCII form. kInvalid, field `contact`.
Result<std::string> CheckedAddress(std::string_view address);

/// The part after the '@'.
std::string DomainOf(std::string_view address);

}  // namespace relance::notifier
