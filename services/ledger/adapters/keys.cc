#include "services/ledger/adapters/keys.h"

namespace relance::ledger {
namespace {

std::string In(std::string_view family, const AccountId& account) {
  return std::string(family) + "/" + account.entity + "/" + Escaped(account.account);
}

constexpr std::string_view kAccountPrefix = "account/";

}  // namespace

std::string Escaped(std::string_view part) {
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

std::string AccountKey(const AccountId& account) {
  return In("account", account);
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

std::string InvoiceKey(const AccountId& account, std::string_view document) {
  return In("invoice", account) + "/" + Escaped(document);
}

std::string ReceiptKey(const AccountId& account, std::string_view document) {
  return In("receipt", account) + "/" + Escaped(document);
}

std::string RemarkKey(const AccountId& account, RemarkKind kind, std::string_view document) {
  return In(kind == RemarkKind::kReversal ? "reversal" : "status", account) + "/" +
         Escaped(document);
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

std::string OpenItemsPrefix(const AccountId& account) {
  return In("open", account) + "/";
}

std::string OpenItemMember(const AccountId& account, Date due, std::string_view item) {
  return OpenItemsPrefix(account) + FormatDate(due) + "/" + std::string(item);
}

std::string ItemOfMember(std::string_view member, std::string_view prefix) {
  constexpr size_t kDate = 11;  // "2026-10-01/"
  if (member.size() < prefix.size() + kDate) return {};
  return std::string(member.substr(prefix.size() + kDate));
}

std::string UnallocatedPrefix(const AccountId& account) {
  return In("rest", account) + "/";
}

std::string ParkedMember(std::string_view entity, std::string_view input_id) {
  return std::string(kParkedPrefix) + std::string(entity) + "/" + std::string(input_id);
}

}  // namespace relance::ledger
