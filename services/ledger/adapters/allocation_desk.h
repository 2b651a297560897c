#pragma once

#include "libs/base/result.h"
#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "relance/ledger/v1/inputs.pb.h"
#include "relance/ledger/v1/ledger.pb.h"

namespace relance::ledger {

/// People say what money is for that no feed allocated. Blocks, at most the timeout. Scope is the
/// caller's to check; it and the role are checked again when the command is decided.
class AllocationDesk {
 public:
  AllocationDesk(const ConfigurationStore& configuration, journal::CommandFront& front,
                 Millis timeout)
      : configuration_(configuration), front_(front), timeout_(timeout) {}

  /// All that is named is allocated, or nothing: kInvalid and kNotFound say what stands against it.
  Result<v1::AllocateReceiptResponse> Allocate(const v1::AllocateReceiptRequest& request,
                                               const journal::Identity& by) const;

 private:
  const ConfigurationStore& configuration_;
  journal::CommandFront& front_;
  const Millis timeout_;
};

}  // namespace relance::ledger
