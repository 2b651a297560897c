#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <string>

#include "relance/ledger/v1/ledger.grpc.pb.h"
#include "services/ledger/adapters/allocation_desk.h"
#include "services/ledger/adapters/claim_desk.h"
#include "services/ledger/adapters/claim_press.h"
#include "services/ledger/adapters/ledger_queries.h"
#include "services/ledger/adapters/parked_desk.h"
#include "services/ledger/adapters/record_documents.h"

namespace relance::ledger {

/// relance.ledger.v1.LedgerService. What waits runs on `recording.pool`; the entity of every
/// request must be in the scope of the caller's identity.
class LedgerGrpc : public v1::LedgerService::CallbackService {
 public:
  LedgerGrpc(const LedgerQueries& queries, const AllocationDesk& allocations,
             const ParkedDesk& parked, const ClaimDesk& claims, const ClaimPress& press,
             RecordingPorts recording, Millis timeout)
      : queries_(queries),
        allocations_(allocations),
        parked_(parked),
        claims_(claims),
        press_(press),
        recording_(recording),
        timeout_(timeout) {}

  grpc::ServerReadReactor<v1::RecordDocumentsRequest>* RecordDocuments(
      grpc::CallbackServerContext* context, v1::RecordDocumentsResponse* response) override;
  grpc::ServerUnaryReactor* GetAccount(grpc::CallbackServerContext* context,
                                       const v1::GetAccountRequest* request,
                                       v1::GetAccountResponse* response) override;
  grpc::ServerUnaryReactor* ListOpenItems(grpc::CallbackServerContext* context,
                                          const v1::ListOpenItemsRequest* request,
                                          v1::ListOpenItemsResponse* response) override;
  grpc::ServerUnaryReactor* AllocateReceipt(grpc::CallbackServerContext* context,
                                            const v1::AllocateReceiptRequest* request,
                                            v1::AllocateReceiptResponse* response) override;
  grpc::ServerUnaryReactor* ListParked(grpc::CallbackServerContext* context,
                                       const v1::ListParkedRequest* request,
                                       v1::ListParkedResponse* response) override;
  grpc::ServerUnaryReactor* GetParked(grpc::CallbackServerContext* context,
                                      const v1::GetParkedRequest* request,
                                      v1::GetParkedResponse* response) override;
  grpc::ServerUnaryReactor* ReplayParked(grpc::CallbackServerContext* context,
                                         const v1::ReplayParkedRequest* request,
                                         v1::ReplayParkedResponse* response) override;
  grpc::ServerUnaryReactor* ListFeeds(grpc::CallbackServerContext* context,
                                      const v1::ListFeedsRequest* request,
                                      v1::ListFeedsResponse* response) override;
  grpc::ServerUnaryReactor* RequestFence(grpc::CallbackServerContext* context,
                                         const v1::RequestFenceRequest* request,
                                         v1::RequestFenceResponse* response) override;
  grpc::ServerUnaryReactor* ComputeClaim(grpc::CallbackServerContext* context,
                                         const v1::ComputeClaimRequest* request,
                                         v1::ComputeClaimResponse* response) override;
  grpc::ServerUnaryReactor* PrintClaim(grpc::CallbackServerContext* context,
                                       const v1::PrintClaimRequest* request,
                                       v1::PrintClaimResponse* response) override;
  grpc::ServerUnaryReactor* ListClaims(grpc::CallbackServerContext* context,
                                       const v1::ListClaimsRequest* request,
                                       v1::ListClaimsResponse* response) override;
  grpc::ServerUnaryReactor* BillClaim(grpc::CallbackServerContext* context,
                                      const v1::BillClaimRequest* request,
                                      v1::BillClaimResponse* response) override;
  grpc::ServerUnaryReactor* WaiveClaim(grpc::CallbackServerContext* context,
                                       const v1::WaiveClaimRequest* request,
                                       v1::WaiveClaimResponse* response) override;

 private:
  /// Runs `answer` on the pool and finishes the call with it.
  template <class Response>
  grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context, Response* response,
                                   std::function<Result<Response>()> answer);

  const LedgerQueries& queries_;
  const AllocationDesk& allocations_;
  const ParkedDesk& parked_;
  const ClaimDesk& claims_;
  const ClaimPress& press_;
  const RecordingPorts recording_;
  const Millis timeout_;
};

/// The command id of a fence on one partition, so that a repeat finds the first. It was issued when
/// `fence_id`, a UUID of version 7, was; else at the start of the day: across midnight a repeat may
/// place a second fence, which is as good.
CommandId FenceCommandId(const std::string& fence_id, int partition, Instant now);

}  // namespace relance::ledger
