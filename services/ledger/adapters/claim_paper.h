#pragma once

#include <string>
#include <vector>

#include "libs/base/personal.h"
#include "libs/base/result.h"
#include "libs/paper/document.h"
#include "relance/ledger/v1/ledger.pb.h"
#include "services/ledger/adapters/claim_words.h"

namespace relance::ledger {

/// Who claims from whom, as far as a statement does not say it.
struct ClaimParties {
  std::string creditor{};
  std::vector<std::string> creditor_lines{};  ///< Address, registration.
  Personal<std::string> debtor{};             ///< Empty when the ledger has no name.
};

/// A computed claim as a document to send: a page for each item, before them a summary when there
/// are several. Every figure is the statement's, put into words and nothing else; the digest at the
/// foot is `claim`'s. kCorrupt for a statement with a date, currency or rate that is none.
Result<paper::Document> PaperOf(const v1::ComputeClaimResponse& claim, const ClaimParties& parties,
                                const ClaimWords& words);

}  // namespace relance::ledger
