#pragma once

#include <istream>
#include <ostream>
#include <string_view>

#include "libs/base/account_id.h"
#include "libs/base/result.h"

namespace relance::cli {

struct Dossier {
  uint64_t records = 0;  ///< Headers kept.
  uint64_t entries = 0;  ///< Of the account.
};

/// Cuts one account's dossier out of an export: all headers of its partition, its own entries, and
/// nothing of anybody else's. It verifies like the export. `in` is read twice. kNotFound when no
/// entry is the account's.
Result<Dossier> CutDossier(std::istream& in, const AccountId& account, std::ostream& out);

/// Whether a journal entry's key is of an account: "account/FR01/D42", "notice/FR01/D42/7". A
/// number's '/' and '%' may be written %2F and %25.
bool IsKeyOf(std::string_view key, const AccountId& account);

}  // namespace relance::cli
