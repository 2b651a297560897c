#pragma once

#include <string>
#include <string_view>

#include "libs/base/result.h"
#include "libs/money/money.h"
#include "services/portal/domain/account.h"

namespace relance::portal {

/// ISO 13616: two letters, two check digits, up to 30 letters and digits, modulo 97 equal to 1.
/// Blanks do not matter.
bool IsIban(std::string_view text);
/// "FR76 3000 6000 0112 3456 7890 189", as people compare it.
std::string GroupedIban(std::string_view iban);

/// ISO 11649, "RF18 5390 0754 7034".
bool IsCreditorReference(std::string_view text);

/// What a banking app reads from a QR code: EPC069-12, version 002, UTF-8, at most 331 bytes. Only
/// SEPA credit transfers in EUR have one. `reference` is the text the creditor matches by; long
/// names and references are cut at a character. kInvalid names the field that does not fit: `iban`,
/// `amount` (0.01 to 999,999,999.99 EUR), `holder`.
Result<std::string> PaymentCode(const BankAccount& to, const Money& amount,
                                std::string_view reference);

}  // namespace relance::portal
