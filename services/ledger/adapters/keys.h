#pragma once

#include <string>
#include <string_view>

#include "libs/base/account_id.h"
#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "services/ledger/domain/books.h"

/// Names in the ledger's view. Account and document numbers may hold anything, so '/' and '%' in
/// them are written %2F and %25, except at the end of an index member, where pages need byte order.
namespace relance::ledger {

/// Raised with every change of a Describe, key or member: the view is then built anew.
inline constexpr int kViewLayout = 6;

std::string Escaped(std::string_view part);
/// kCorrupt when `part` is not the work of Escaped.
Result<std::string> Unescaped(std::string_view part);

/// The part of a key that names the account, such as "FR01/D42": made once for many keys.
struct AccountPath {
  AccountPath(const AccountId& account);  // NOLINT: an account is good enough to make a key.
  /// Of AccountKey; kCorrupt for another key.
  static Result<AccountPath> OfKey(std::string_view key);

  std::string text;

 private:
  AccountPath() = default;
};

std::string AccountKey(const AccountPath& account);
/// The account of AccountKey; kCorrupt for another key.
Result<AccountId> AccountOfKey(std::string_view key);
std::string InvoiceKey(const AccountPath& account, std::string_view document);
std::string ReceiptKey(const AccountPath& account, std::string_view document);
std::string RemarkKey(const AccountPath& account, RemarkKind kind, std::string_view document);
std::string ClaimKey(const AccountPath& account, std::string_view document);
std::string FeedKey(std::string_view entity, std::string_view source);
inline constexpr std::string_view kFencesKey = "partition/fences";
inline constexpr std::string_view kParkedAggregate = "partition/parked";
/// "topic/partition/offset" of an input, as parked records are named.
std::string InputId(std::string_view topic, int partition, int64_t offset);
std::string ParkedKey(std::string_view input_id);

/// Index: "open/FR01/D42/2026-10-01/F-1", by due date, then id.
std::string OpenItemsPrefix(const AccountPath& account);
std::string OpenItemMember(const AccountPath& account, Date due, std::string_view item);
/// The item's id of a member under `prefix`.
std::string ItemOfMember(std::string_view member, std::string_view prefix);
std::string UnallocatedPrefix(const AccountPath& account);
/// Index: "late/FR01/D42/" and the document: paid late, its claim waits for an act.
std::string PaidLatePrefix(const AccountPath& account);
/// Index: "claims/FR01/D42/" and the document: something of its claim was billed or waived.
std::string ClaimsPrefix(const AccountPath& account);
/// Index: "feed/FR01/" and the source; the member is the document's key.
std::string FeedsPrefix(std::string_view entity);
/// Index: "parked/FR01/" and the input's id; without an entity "parked//".
std::string ParkedMember(std::string_view entity, std::string_view input_id);
inline constexpr std::string_view kParkedPrefix = "parked/";

}  // namespace relance::ledger
