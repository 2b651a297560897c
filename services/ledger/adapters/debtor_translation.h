#pragma once

#include <string>
#include <vector>

#include "libs/base/account_id.h"
#include "libs/base/result.h"
#include "relance/feed/v1/feed.pb.h"
#include "relance/ledger/v1/facts.pb.h"
#include "services/ledger/adapters/personal_sealer.h"

namespace relance::ledger {

inline constexpr int kMostContacts = 100;

struct PlainContact {
  std::string id;
  common::v1::Channel channel = common::v1::CHANNEL_UNSPECIFIED;
  std::string role;
  std::string language;
  std::string name;
  std::string address;
};

/// A debtor's master data, checked and normalised, not yet sealed.
struct PlainDebtor {
  std::string name;
  std::string kind;
  std::string language;
  std::string country;
  std::string zone;
  std::string calendar;
  std::string payment_method;
  std::string group;
  std::vector<PlainContact> contacts;
};

/// kInvalid for a word that is no channel.
Result<common::v1::Channel> ChannelOf(const std::string& field, std::string_view word);
/// kInvalid names the field, such as "contacts[0].address"; it never repeats its content.
Result<PlainDebtor> ReadDebtor(const feed::v1::DebtorChanged& debtor);
/// One text for one content: what the content's fingerprint is taken of.
std::string CanonicalText(const PlainDebtor& debtor);
/// Names and addresses sealed under the debtor's key.
Result<v1::MasterDataRecorded> SealDebtor(const PlainDebtor& debtor, const AccountId& account,
                                          PersonalSealer& sealer);

}  // namespace relance::ledger
