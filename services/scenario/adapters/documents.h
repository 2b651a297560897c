#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libs/base/account_id.h"
#include "libs/base/archive.h"
#include "libs/base/sealed.h"
#include "services/scenario/adapters/case_document.h"
#include "services/scenario/domain/feed.h"
#include "services/scenario/domain/stop_switch.h"
#include "services/scenario/domain/worklist.h"

/// What the scenario's view holds, besides outcomes. A change of any Describe raises kLayout.
namespace relance::scenario {

inline constexpr int kLayout = 9;
inline constexpr int kBuckets = 16;  ///< Of the open cases of an entity in one partition.

struct DebtorContact {
  std::string id;
  int channel = 0;  ///< relance.common.v1.Channel.
  std::string role;
  std::string language;
  Sealed name;
  Sealed address;
  std::string address_tag;  ///< Equal for equal addresses; may be empty in old facts.
  bool bounced = false;     ///< Takes nothing: not used until it is given anew.
};
template <class Archive>
void Describe(Archive& archive, DebtorContact& v) {
  archive(v.id, v.channel, v.role, v.language, v.name, v.address, v.address_tag, v.bounced);
}

/// "debtor/FR01/D42": master data as the ledger's journal tells it.
struct DebtorDocument {
  Sealed name;
  std::string language;
  std::string zone;
  std::string calendar;
  std::string payment_method;
  std::vector<DebtorContact> contacts;
};
template <class Archive>
void Describe(Archive& archive, DebtorDocument& v) {
  archive(v.name, v.language, v.zone, v.calendar, v.payment_method, v.contacts);
}

/// The same contact with the same address: sealing alone makes equal addresses look different.
bool IsSameAddress(const DebtorContact& one, const DebtorContact& other);
/// Addresses that bounced and are still there are no better for a new version of the master data.
void KeepBounces(const DebtorDocument& before, DebtorDocument& now);
/// false: no such contact, or known to bounce.
bool MarkBounced(DebtorDocument& debtor, const std::string& contact, Channel channel);

/// A notice that waits for a fence.
struct Ask {
  std::string ask_id;
  std::string notice_id;
  std::string entity;
  std::string account;
  uint64_t sequence = 0;  ///< At which it was recorded.
  std::string charges;    ///< v1.NoticeCharges; empty: its step shows none.
};
template <class Archive>
void Describe(Archive& archive, Ask& v) {
  archive(v.ask_id, v.notice_id, v.entity, v.account, v.sequence, v.charges);
}

/// "partition/state": what every case of the partition obeys.
struct PartitionDocument {
  uint32_t configuration = 0;
  Stops stops;
  std::map<std::string, Feed> feeds;  ///< By "FR01 /erp/sap".
  std::vector<Ask> asks;
};
template <class Archive>
void Describe(Archive& archive, PartitionDocument& v) {
  archive(v.configuration, v.stops, v.feeds, v.asks);
}

/// "open/FR01/07": accounts of one bucket with a running case.
struct OpenCases {
  std::vector<std::string> accounts;  ///< In byte order.
};
template <class Archive>
void Describe(Archive& archive, OpenCases& v) {
  archive(v.accounts);
}

/// "replan/FR01": where planning all cases of an entity anew stands.
struct ReplanDocument {
  int next_bucket = kBuckets;
  uint64_t stamp = 0;
  int64_t at_ms = 0;
};
template <class Archive>
void Describe(Archive& archive, ReplanDocument& v) {
  archive(v.next_bucket, v.stamp, v.at_ms);
}

/// "work/FR01/D42": what people arranged about the tasks of a case.
struct WorkDocument {
  Arrangements arrangements;
};
template <class Archive>
void Describe(Archive& archive, WorkDocument& v) {
  archive(v.arrangements);
}

/// "debtor_cases/ERP1/D42": the cases of one debtor in the legal entities that share a register,
/// and what holds in all of them.
struct DebtorCases {
  std::vector<std::string> entities;  ///< In byte order.
  std::optional<Date> insolvent_on;   ///< When it was published.
};
template <class Archive>
void Describe(Archive& archive, DebtorCases& v) {
  archive(v.entities, v.insolvent_on);
}

inline constexpr const char* kPartitionKey = "partition/state";
std::string DebtorKey(const AccountId& account);
std::string WorkKey(const AccountId& account);
/// The account of a key "work/FR01/D42"; nullopt for any other key.
std::optional<AccountId> AccountOfWorkKey(const std::string& key);
/// Index: accounts with open tasks, "task/FR01/D42".
inline constexpr const char* kTaskPrefix = "task/";
std::string ReplanKey(const std::string& entity);
/// `number`: of the account, the same in every legal entity of the register.
std::string DebtorCasesKey(const std::string& numbering, const std::string& number);
std::string OpenKey(const std::string& entity, int bucket);
int BucketOf(const std::string& account);
/// The account of a key "case/FR01/D42"; nullopt for any other key.
std::optional<AccountId> AccountOfCaseKey(const std::string& key);
/// A document as a view returned it, or `fallback` when there is none; kCorrupt for other bytes.
template <class T>
Result<T> DocumentOr(const std::optional<std::string>& bytes, T fallback) {
  if (!bytes) return fallback;
  return Decode<T>(*bytes);
}
std::string FeedName(const std::string& entity, const std::string& source);
std::string StopName(const std::string& entity, std::optional<Channel> channel);

}  // namespace relance::scenario
