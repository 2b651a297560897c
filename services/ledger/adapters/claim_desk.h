#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "relance/ledger/v1/inputs.pb.h"
#include "relance/ledger/v1/ledger.pb.h"
#include "services/ledger/domain/late_claim.h"

namespace relance::ledger {

/// Late interest and indemnity: computed out of the views, billed and waived through the journal.
/// Blocks, at most the timeout a port call. Scope and role are the caller's to check; they are
/// checked again when the command is decided.
class ClaimDesk {
 public:
  ClaimDesk(journal::ViewReader& views, const ConfigurationStore& configuration,
            const interest::LawBook& book, journal::CommandFront& front, Millis timeout)
      : views_(views),
        configuration_(configuration),
        book_(book),
        front_(front),
        timeout_(timeout) {}

  /// kNotFound for a document that the account does not have; kInvalid names a profile that is
  /// unknown, a rate that is missing, or says that there are too many documents for one statement.
  Result<v1::ComputeClaimResponse> Compute(const v1::ComputeClaimRequest& request) const;
  Result<v1::ListClaimsResponse> List(const v1::ListClaimsRequest& request) const;
  /// kConflict: the books changed meanwhile; ask again, with another id.
  Result<v1::BillClaimResponse> Bill(const v1::BillClaimRequest& request,
                                     const journal::Identity& by) const;
  Result<v1::WaiveClaimResponse> Waive(const v1::WaiveClaimRequest& request,
                                       const journal::Identity& by) const;

 private:
  /// What the view holds of an account and of some of its documents, in one atomic read.
  struct Pages {
    std::optional<Account> account;
    std::vector<ClaimedDocument> documents;
    std::vector<std::optional<Claim>> claims;  ///< As `documents`.
    uint64_t sequence = 0;
  };
  struct Computed {
    Pages pages;
    v1::ClaimStatement statement;
    int partition = 0;
  };
  struct Act {
    v1::ClaimAct act;
    journal::Token token;
  };

  Result<Date> AsOf(const config::v1::LegalEntity& entity, const common::v1::Date* given) const;
  Result<std::set<std::string>> LateDocuments(const AccountId& account,
                                              const journal::Token& at_least, Date as_of) const;
  Result<Pages> Load(const AccountId& account, const journal::Token& at_least,
                     const std::set<std::string>& documents) const;
  Result<Computed> StatementOf(const v1::ComputeClaimRequest& request) const;
  Result<Act> Submit(v1::ActOnClaim command, const v1::ComputeClaimRequest& wanted,
                     const std::string& command_id, const journal::Identity& by) const;

  journal::ViewReader& views_;
  const ConfigurationStore& configuration_;
  const interest::LawBook& book_;
  journal::CommandFront& front_;
  const Millis timeout_;
};

}  // namespace relance::ledger
