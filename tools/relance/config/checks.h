#pragma once

#include <string_view>

namespace relance::cli {

/// The check digits of an IBAN, blanks ignored: ISO 13616, remainder 1 modulo 97.
bool IsIban(std::string_view text);
/// 8 or 11 characters of ISO 9362.
bool IsBic(std::string_view text);
/// One mailbox, without a display name: local@host.domain, printable ASCII before the at.
bool IsEmail(std::string_view text);
/// "fr", "en-GB"
bool IsLanguage(std::string_view text);

}  // namespace relance::cli
