#include "services/scenario/adapters/documents.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libs/digest/digest.h"

namespace relance::scenario {
namespace {

constexpr std::string_view kCasePrefix = "case/";
constexpr std::string_view kWorkPrefix = "work/";

std::optional<AccountId> AccountAfter(std::string_view prefix, std::string_view key) {
  if (!key.starts_with(prefix)) return std::nullopt;
  const auto account = ParseAccountId(key.substr(prefix.size()));
  return account ? std::optional(*account) : std::nullopt;
}

}  // namespace

std::string CaseKey(const AccountId& account) {
  return std::string(kCasePrefix) + ToString(account);
}
std::string DebtorKey(const AccountId& account) {
  return "debtor/" + ToString(account);
}
std::string WorkKey(const AccountId& account) {
  return std::string(kWorkPrefix) + ToString(account);
}
std::string ReplanKey(const std::string& entity) {
  return "replan/" + entity;
}
std::string DebtorCasesKey(const std::string& numbering, const std::string& number) {
  return "debtor_cases/" + numbering + "/" + number;
}
std::string OpenKey(const std::string& entity, int bucket) {
  return fmt::format("open/{}/{:02}", entity, bucket);
}
int BucketOf(const std::string& account) {
  return static_cast<int>(Xxh64(account) % kBuckets);
}

std::optional<AccountId> AccountOfCaseKey(const std::string& key) {
  return AccountAfter(kCasePrefix, key);
}

std::optional<AccountId> AccountOfWorkKey(const std::string& key) {
  return AccountAfter(kWorkPrefix, key);
}

bool IsSameAddress(const DebtorContact& one, const DebtorContact& other) {
  if (one.id != other.id || one.channel != other.channel) return false;
  const bool tagged = !one.address_tag.empty() && !other.address_tag.empty();
  return tagged ? one.address_tag == other.address_tag : one.address == other.address;
}

void KeepBounces(const DebtorDocument& before, DebtorDocument& now) {
  for (DebtorContact& contact : now.contacts) {
    contact.bounced = std::ranges::any_of(before.contacts, [&](const DebtorContact& old) {
      return old.bounced && IsSameAddress(old, contact);
    });
  }
}

bool MarkBounced(DebtorDocument& debtor, const std::string& id, Channel channel) {
  for (DebtorContact& contact : debtor.contacts) {
    if (contact.id != id || contact.channel != static_cast<int>(channel) + 1) continue;
    return !std::exchange(contact.bounced, true);
  }
  return false;
}

std::string FeedName(const std::string& entity, const std::string& source) {
  return entity + " " + source;
}

std::string StopName(const std::string& entity, std::optional<Channel> channel) {
  return channel ? entity + ":" + std::string(Word(*channel)) : entity;
}

}  // namespace relance::scenario
