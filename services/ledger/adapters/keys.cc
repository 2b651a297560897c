#include "services/ledger/adapters/keys.h"

#include <initializer_list>

namespace relance::ledger {
namespace {

std::string Joined(std::initializer_list<std::string_view> parts) {
  size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  std::string out;
  out.reserve(size);
  for (const std::string_view part : parts) out += part;
  return out;
}

/// Not find_first_of, which looks at each character in a call of its own.
bool IsPlain(std::string_view part) {
  return part.find('/') == part.npos && part.find('%') == part.npos;
}

/// A document's key: most numbers need no escaping.
std::string In(std::string_view family, const AccountPath& account, std::string_view document) {
  if (IsPlain(document)) {
    return Joined({family, account.text, "/", document});
  }
  return Joined({family, account.text, "/", Escaped(document)});
}

constexpr std::string_view kAccountPrefix = "account/";

}  // namespace

std::string Escaped(std::string_view part) {
  if (IsPlain(part)) return std::string(part);
  std::string out;
  for (const char c : part) {
    if (c == '/') {
      out += "%2F";
    } else if (c == '%') {
      out += "%25";
    } else {
      out += c;
    }
  }
  return out;
}

Result<std::string> Unescaped(std::string_view part) {
  if (IsPlain(part)) return std::string(part);
  std::string out;
  while (!part.empty()) {
    if (part.starts_with("%2F") || part.starts_with("%25")) {
      out += part[2] == 'F' ? '/' : '%';
      part.remove_prefix(3);
    } else if (part.front() == '%' || part.front() == '/') {
      return Corrupt("a key's part is not escaped");
    } else {
      out += part.front();
      part.remove_prefix(1);
    }
  }
  return out;
}

AccountPath::AccountPath(const AccountId& account)
    : text(Joined({account.entity, "/", Escaped(account.account)})) {}

Result<AccountPath> AccountPath::OfKey(std::string_view key) {
  if (!key.starts_with(kAccountPrefix)) return Corrupt("not the key of an account");
  AccountPath path;
  path.text = key.substr(kAccountPrefix.size());
  const size_t slash = path.text.find('/');
  if (slash == path.text.npos) return Corrupt("not the key of an account");
  const std::string_view number = std::string_view(path.text).substr(slash + 1);
  if (IsPlain(number)) return path;
  if (auto read = Unescaped(number); !read) return Failure(read.error());
  return path;
}

std::string AccountKey(const AccountPath& account) {
  return Joined({kAccountPrefix, account.text});
}

Result<AccountId> AccountOfKey(std::string_view key) {
  if (!key.starts_with(kAccountPrefix)) return Corrupt("not the key of an account");
  key.remove_prefix(kAccountPrefix.size());
  const size_t slash = key.find('/');
  if (slash == key.npos) return Corrupt("not the key of an account");
  auto number = Unescaped(key.substr(slash + 1));
  if (!number) return Failure(number.error());
  return AccountId{std::string(key.substr(0, slash)), *std::move(number)};
}

std::string InvoiceKey(const AccountPath& account, std::string_view document) {
  return In("invoice/", account, document);
}

std::string ReceiptKey(const AccountPath& account, std::string_view document) {
  return In("receipt/", account, document);
}

std::string RemarkKey(const AccountPath& account, RemarkKind kind, std::string_view document) {
  switch (kind) {
    case RemarkKind::kReversal:
      return In("reversal/", account, document);
    case RemarkKind::kStatus:
      return In("status/", account, document);
    case RemarkKind::kHistory:
      return In("history/", account, document);
    case RemarkKind::kWriteOff:
      return In("writeoff/", account, document);
    case RemarkKind::kGap:
      return In("gap/", account, document);
  }
  return {};
}

std::string ClaimKey(const AccountPath& account, std::string_view document) {
  return In("claim/", account, document);
}

std::string FeedsPrefix(std::string_view entity) {
  return "feed/" + std::string(entity) + "/";
}

std::string FeedKey(std::string_view entity, std::string_view source) {
  return FeedsPrefix(entity) + std::string(source);
}

std::string InputId(std::string_view topic, int partition, int64_t offset) {
  return std::string(topic) + "/" + std::to_string(partition) + "/" + std::to_string(offset);
}

std::string ParkedKey(std::string_view input_id) {
  return "parked/" + std::string(input_id);
}

std::string OpenItemsPrefix(const AccountPath& account) {
  return Joined({"open/", account.text, "/"});
}

std::string OpenItemMember(const AccountPath& account, Date due, std::string_view item) {
  return Joined({"open/", account.text, "/", FormatDate(due), "/", item});
}

std::string ItemOfMember(std::string_view member, std::string_view prefix) {
  constexpr size_t kDate = 11;  // "2026-10-01/"
  if (member.size() < prefix.size() + kDate) return {};
  return std::string(member.substr(prefix.size() + kDate));
}

std::string UnallocatedPrefix(const AccountPath& account) {
  return Joined({"rest/", account.text, "/"});
}

std::string PaidLatePrefix(const AccountPath& account) {
  return Joined({"late/", account.text, "/"});
}

std::string ClaimsPrefix(const AccountPath& account) {
  return Joined({"claims/", account.text, "/"});
}

std::string ParkedMember(std::string_view entity, std::string_view input_id) {
  return std::string(kParkedPrefix) + std::string(entity) + "/" + std::string(input_id);
}

}  // namespace relance::ledger
