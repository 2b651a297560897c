#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <vector>

#include "libs/log/logger.h"
#include "relance/ledger/v1/ledger.grpc.pb.h"
#include "relance/scenario/v1/notices.pb.h"
#include "relance/scenario/v1/scenario.pb.h"
#include "services/scenario/adapters/case_queries.h"

namespace relance::scenario {

/// What late payment costs on the items of a notice: the ledger computes it when the clearance is
/// asked for, so that what the notice says is in the journal before the notice is cleared.
class ChargeDesk {
 public:
  ChargeDesk(CaseQueries& cases, std::shared_ptr<grpc::Channel> ledger, const Logger& log)
      : cases_(cases), ledger_(ledger::v1::LedgerService::NewStub(std::move(ledger))), log_(log) {}

  /// Of those notices whose step shows charges. kUnavailable when the ledger does not answer: the
  /// ask has to be repeated, as without a fence. What the ledger refuses is the reason why they are
  /// left out.
  Result<std::vector<v1::NoticeCharges>> For(const v1::ClearNoticesRequest& request);

 private:
  Result<v1::NoticeCharges> Compute(const common::v1::Account& account,
                                    const CaseQueries::Charged& charged);

  CaseQueries& cases_;
  const std::unique_ptr<ledger::v1::LedgerService::Stub> ledger_;
  const Logger& log_;
};

}  // namespace relance::scenario
