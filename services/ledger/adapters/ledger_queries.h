#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "libs/seal/key_ring.h"
#include "relance/ledger/v1/ledger.pb.h"
#include "services/ledger/adapters/ledger_journal.h"
#include "services/ledger/domain/books.h"

namespace relance::ledger {

/// What the ledger answers out of its views. Blocks, at most `timeout` a call. Scope is the
/// caller's to check.
class LedgerQueries {
 public:
  LedgerQueries(journal::ViewReader& views, const ConfigurationStore& configuration,
                const seal::KeyRing& keys, Millis timeout)
      : views_(views), configuration_(configuration), keys_(keys), timeout_(timeout) {}

  /// kNotFound when nothing was ever recorded for the account.
  Result<v1::GetAccountResponse> GetAccount(const v1::GetAccountRequest& request) const;
  Result<v1::ListOpenItemsResponse> ListOpenItems(const v1::ListOpenItemsRequest& request) const;
  /// Over all partitions: the earliest moment, the largest backlog.
  Result<v1::ListFeedsResponse> ListFeeds(const v1::ListFeedsRequest& request) const;
  /// What the owner of `partition` parked, in byte order of the index member.
  struct ParkedPage {
    std::vector<std::pair<std::string, ParkedInput>> inputs;  ///< With their members.
  };
  Result<ParkedPage> ListParked(int partition, const std::string& entity, const std::string& after,
                                size_t limit) const;
  /// nullopt when the owner of `partition` did not park it.
  Result<std::optional<ParkedInput>> FindParked(int partition, const std::string& input_id) const;

 private:
  Result<void> FillReceipts(const AccountId& account, const journal::Token& at_least,
                            v1::GetAccountResponse& response) const;
  Result<std::vector<std::pair<std::string, FeedState>>> FeedsOf(const journal::Token& at_least,
                                                                 const std::string& entity) const;
  Result<v1::GetAccountResponse> Opened(const AccountId& id, const Account& account) const;

  journal::ViewReader& views_;
  const ConfigurationStore& configuration_;
  const seal::KeyRing& keys_;
  const Millis timeout_;
};

/// Opaque to callers, bound to what it pages through: kInvalid (field `page_token`) elsewhere.
std::string PageToken(const std::string& list, const std::string& after);
Result<std::string> AfterOf(const std::string& list, const std::string& page_token);
/// The size asked for within its bounds; kInvalid (field `page_size`) below 0.
Result<size_t> PageSize(int asked);

}  // namespace relance::ledger
