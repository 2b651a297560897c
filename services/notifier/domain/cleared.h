#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/account_id.h"
#include "libs/base/instant.h"
#include "libs/base/sealed.h"
#include "services/notifier/domain/notice.h"

/// What a clearance says may be claimed, of whom, in which words: everything that rendering needs.
namespace relance::notifier {

struct Recipient {
  std::string id;
  Channel channel = Channel::kUnspecified;
  std::string role;
  std::string language;  ///< BCP 47; empty: the entity's.
  Sealed name;
  Sealed address;
};

struct Line {
  std::string item;
  std::string reference;  ///< The debtor's own, such as an order number.
  int64_t amount = 0;     ///< Claimable now, minor units.
  int level = 0;
  Date due{};
  Date issued{};
};

/// One currency: never added to another.
struct Claim {
  std::string currency;
  std::vector<Line> items;  ///< Take this step.
  std::vector<Line> also;   ///< Overdue too.
  std::vector<Line> soon;   ///< Not due yet, announced.
  int64_t credits = 0;      ///< Unallocated, subtracted.
  int64_t net = 0;
  int64_t interest = 0;   ///< For late payment of the lines; not in the net.
  int64_t indemnity = 0;  ///< Fixed sums for recovery, likewise.
};

/// How a step speaks of what late payment costs.
enum class Charges {
  kNone,
  kShow,   ///< Told, and not asked for.
  kClaim,  ///< Asked for beside the invoices.
};

struct Earlier {
  std::string step;
  Date on{};
};

/// For the payment that closed the case: nothing is claimed.
struct Thanks {
  std::string currency;
  int64_t amount = 0;
  Date received_on{};
};

struct Cleared {
  std::string notice;
  AccountId account;
  std::string step;
  int level = 0;
  bool formal = false;
  std::string text;  ///< Name of the template.
  std::vector<Recipient> recipients;
  std::vector<Claim> claims;  ///< By currency code.
  uint32_t configuration_version = 0;
  std::string scenario;
  uint32_t scenario_version = 0;
  Instant cleared_at{};
  Date local_date{};  ///< Of the debtor.
  std::vector<Earlier> earlier;
  Sealed debtor_name;
  std::vector<std::string> broken_promises;
  std::vector<std::string> approved_by;
  Charges charges = Charges::kNone;  ///< kNone also when none could be computed.
  Date charges_as_of{};              ///< The last day counted.
  std::optional<Thanks> thanks;      ///< Instead of claims.
};

template <class Archive>
void Describe(Archive& archive, Recipient& v) {
  archive(v.id, v.channel, v.role, v.language, v.name, v.address);
}
template <class Archive>
void Describe(Archive& archive, Line& v) {
  archive(v.item, v.reference, v.amount, v.level, v.due, v.issued);
}
template <class Archive>
void Describe(Archive& archive, Claim& v) {
  archive(v.currency, v.items, v.also, v.soon, v.credits, v.net, v.interest, v.indemnity);
}
template <class Archive>
void Describe(Archive& archive, Earlier& v) {
  archive(v.step, v.on);
}
template <class Archive>
void Describe(Archive& archive, Thanks& v) {
  archive(v.currency, v.amount, v.received_on);
}
template <class Archive>
void Describe(Archive& archive, Cleared& v) {
  archive(v.notice, v.account.entity, v.account.account, v.step, v.level, v.formal, v.text,
          v.recipients, v.claims, v.configuration_version, v.scenario, v.scenario_version,
          v.cleared_at, v.local_date, v.earlier, v.debtor_name, v.broken_promises, v.approved_by,
          v.charges, v.charges_as_of, v.thanks);
}

}  // namespace relance::notifier
