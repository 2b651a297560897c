#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "libs/base/result.h"

namespace relance {

/// One debtor's account with one legal entity.
struct AccountId {
  std::string entity;   ///< Code of the legal entity: A-Z, 0-9, '-' and '_', at most 16.
  std::string account;  ///< Debtor account number as the ERP writes it: printable, up to 64 bytes.

  auto operator<=>(const AccountId&) const = default;
};

/// "FR01/D42"; the inverse of ParseAccountId.
std::string ToString(const AccountId& id);
/// Checks both parts; kInvalid names the field `legal_entity` or `account`.
Result<AccountId> MakeAccountId(std::string_view entity, std::string_view account);
Result<AccountId> ParseAccountId(std::string_view text);

}  // namespace relance
