#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "libs/base/account_id.h"
#include "libs/base/result.h"
#include "libs/configuration/store.h"
#include "relance/ledger/v1/inputs.pb.h"
#include "relance/ledger/v1/ledger.pb.h"
#include "services/ledger/adapters/personal_sealer.h"

namespace relance::ledger {

/// A document ready for the ledger's topics.
struct ReadDocument {
  AccountId account;
  int partition = 0;
  bool bulk = false;  ///< Invoices and master data; all else goes to the commands topic.
  v1::LedgerInput input;
};

/// A source says that everything up to a moment has been sent.
struct Heartbeat {
  std::string source;
  std::string entity;
  int64_t up_to_ms = 0;
};

using Read = std::variant<ReadDocument, Heartbeat>;

/// Legal entity and account as the event names them, unchecked: for the list of what was parked.
std::pair<std::string, std::string> AccountNamedIn(const v1::RecordDocumentsRequest& event);

/// From what an ERP says to what the ledger decides: every field checked, numbers normalised,
/// personal data sealed, the content's digest taken before sealing so that a repeat has the same.
class Translator {
 public:
  Translator(const ConfigurationStore& configuration, PersonalSealer& sealer)
      : configuration_(configuration), sealer_(sealer) {}

  /// `entities` are those the sender may speak for ("*": all). kInvalid names field and reason;
  /// kUnavailable: try the same again later.
  Result<Read> Translate(const v1::RecordDocumentsRequest& event,
                         const std::vector<std::string>& entities) const;

 private:
  Result<Read> Finish(const v1::RecordDocumentsRequest& event, v1::LedgerInput input,
                      const AccountId& account, bool bulk) const;
  Result<v1::LedgerInput> Debtor(const feed::v1::DebtorChanged& debtor,
                                 const AccountId& account) const;

  const ConfigurationStore& configuration_;
  PersonalSealer& sealer_;
};

}  // namespace relance::ledger
