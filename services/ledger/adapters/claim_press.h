#pragma once

#include <string>

#include "libs/base/result.h"
#include "libs/configuration/store.h"
#include "libs/paper/fonts.h"
#include "relance/ledger/v1/ledger.pb.h"
#include "services/ledger/adapters/claim_desk.h"
#include "services/ledger/adapters/ledger_queries.h"

namespace relance::ledger {

/// Statements of account as documents to send. Blocks as ClaimDesk and LedgerQueries do; scope is
/// the caller's to check.
class ClaimPress {
 public:
  /// `fonts` may have failed: text is printed all the same.
  ClaimPress(const ClaimDesk& desk, const LedgerQueries& queries,
             const ConfigurationStore& configuration, Result<paper::Fonts> fonts)
      : desk_(desk), queries_(queries), configuration_(configuration), fonts_(std::move(fonts)) {}

  /// As ClaimDesk::Compute; kInvalid names `language` or `format`, or `documents` when the document
  /// would not fit an answer; kUnavailable without fonts.
  Result<v1::PrintClaimResponse> Print(const v1::PrintClaimRequest& request) const;

 private:
  const ClaimDesk& desk_;
  const LedgerQueries& queries_;
  const ConfigurationStore& configuration_;
  const Result<paper::Fonts> fonts_;
};

}  // namespace relance::ledger
