#include "libs/base/account_id.h"

#include <fmt/format.h>

#include <algorithm>

namespace relance {
namespace {

constexpr size_t kLongestEntity = 16;
constexpr size_t kLongestAccount = 64;

bool IsEntityCharacter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/// Graphic ASCII and UTF-8 bytes; no blanks, no controls: account numbers reach keys and headers.
bool IsAccountCharacter(char c) {
  const auto b = static_cast<unsigned char>(c);
  return b > 0x20 && b != 0x7f;
}

}  // namespace

std::string ToString(const AccountId& id) {
  return id.entity + "/" + id.account;
}

Result<AccountId> MakeAccountId(std::string_view entity, std::string_view account) {
  if (entity.empty() || entity.size() > kLongestEntity ||
      !std::all_of(entity.begin(), entity.end(), IsEntityCharacter)) {
    return Invalid(fmt::format("'{}' is not a legal entity code (A-Z, 0-9, - and _, at most {})",
                               entity, kLongestEntity),
                   "legal_entity");
  }
  if (account.empty() || account.size() > kLongestAccount ||
      !std::all_of(account.begin(), account.end(), IsAccountCharacter)) {
    return Invalid(
        fmt::format("an account number has 1 to {} printable bytes and no blank", kLongestAccount),
        "account");
  }
  return AccountId{std::string(entity), std::string(account)};
}

Result<AccountId> ParseAccountId(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == text.npos) {
    return Invalid(fmt::format("'{}' is not ENTITY/ACCOUNT, like FR01/D42", text), "account");
  }
  return MakeAccountId(text.substr(0, slash), text.substr(slash + 1));
}

}  // namespace relance
