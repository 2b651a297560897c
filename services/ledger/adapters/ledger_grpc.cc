#include "services/ledger/adapters/ledger_grpc.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "libs/digest/digest.h"
#include "libs/grpc/identity.h"
#include "libs/grpc/status.h"
#include "services/ledger/domain/allocation.h"
#include "services/ledger/domain/claim_acts.h"

namespace relance::ledger {
namespace {

constexpr size_t kLongestFenceId = 128;

grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext* context, const grpc::Status& status) {
  auto* reactor = context->DefaultReactor();
  reactor->Finish(status);
  return reactor;
}

/// Somebody acts, and for the entity when one is named.
grpc::Status CheckCaller(const journal::Identity& by, const std::string& entity) {
  if (!entity.empty()) return CheckScope(by, entity);
  if (by.actor.empty()) return {grpc::StatusCode::UNAUTHENTICATED, "nobody acts"};
  return grpc::Status::OK;
}

/// In scope, and of a role that may bill or waive.
grpc::Status CheckActor(const journal::Identity& by, const std::string& entity, ClaimActKind kind) {
  if (const auto scope = CheckScope(by, entity); !scope.ok()) return scope;
  if (MayAct(kind, by.role)) return grpc::Status::OK;
  return {grpc::StatusCode::PERMISSION_DENIED,
          kind == ClaimActKind::kWaive ? "to waive a claim is for leads, legal and admins"
                                       : "to bill a claim is for collectors, leads, legal, admins"};
}

}  // namespace

CommandId FenceCommandId(const std::string& fence_id, int partition, Instant now) {
  const auto own = ParseCommandId(fence_id);
  const Instant issued = own ? IssuedAt(*own) : std::chrono::floor<std::chrono::days>(now);
  const Digest digest = Sha256("ledger fence 1/" + std::to_string(partition) + "/" + fence_id);
  std::array<uint8_t, 10> random{};
  std::copy_n(digest.begin(), random.size(), random.begin());
  return MakeCommandId(issued, random);
}

template <class Response>
grpc::ServerUnaryReactor* LedgerGrpc::Answer(grpc::CallbackServerContext* context,
                                             Response* response,
                                             std::function<Result<Response>()> answer) {
  auto* reactor = context->DefaultReactor();
  const bool taken = recording_.pool.Run([reactor, response, answer = std::move(answer)] {
    auto result = answer();
    if (result) *response = *std::move(result);
    reactor->Finish(result ? grpc::Status::OK : ToStatus(result.error()));
  });
  if (!taken) reactor->Finish({grpc::StatusCode::UNAVAILABLE, "too much is queued"});
  return reactor;
}

grpc::ServerReadReactor<v1::RecordDocumentsRequest>* LedgerGrpc::RecordDocuments(
    grpc::CallbackServerContext* context, v1::RecordDocumentsResponse* response) {
  journal::Identity by = IdentityOf(*context);
  if (by.actor.empty()) by.entities.clear();
  return RecordStream(recording_, std::move(by), response);
}

grpc::ServerUnaryReactor* LedgerGrpc::GetAccount(grpc::CallbackServerContext* context,
                                                 const v1::GetAccountRequest* request,
                                                 v1::GetAccountResponse* response) {
  const auto scope = CheckScope(IdentityOf(*context), request->account().legal_entity());
  if (!scope.ok()) return Refuse(context, scope);
  return Answer<v1::GetAccountResponse>(context, response,
                                        [=, this] { return queries_.GetAccount(*request); });
}

grpc::ServerUnaryReactor* LedgerGrpc::ListOpenItems(grpc::CallbackServerContext* context,
                                                    const v1::ListOpenItemsRequest* request,
                                                    v1::ListOpenItemsResponse* response) {
  const auto scope = CheckScope(IdentityOf(*context), request->account().legal_entity());
  if (!scope.ok()) return Refuse(context, scope);
  return Answer<v1::ListOpenItemsResponse>(context, response,
                                           [=, this] { return queries_.ListOpenItems(*request); });
}

grpc::ServerUnaryReactor* LedgerGrpc::AllocateReceipt(grpc::CallbackServerContext* context,
                                                      const v1::AllocateReceiptRequest* request,
                                                      v1::AllocateReceiptResponse* response) {
  const journal::Identity by = IdentityOf(*context);
  const auto scope = CheckScope(by, request->account().legal_entity());
  if (!scope.ok()) return Refuse(context, scope);
  if (!MayAllocate(by.role)) {
    return Refuse(context, {grpc::StatusCode::PERMISSION_DENIED,
                            "to allocate is for collectors, leads, legal, admins"});
  }
  return Answer<v1::AllocateReceiptResponse>(
      context, response, [=, this] { return allocations_.Allocate(*request, by); });
}

grpc::ServerUnaryReactor* LedgerGrpc::ListParked(grpc::CallbackServerContext* context,
                                                 const v1::ListParkedRequest* request,
                                                 v1::ListParkedResponse* response) {
  const journal::Identity by = IdentityOf(*context);
  const auto scope = CheckCaller(by, request->legal_entity());
  if (!scope.ok()) return Refuse(context, scope);
  return Answer<v1::ListParkedResponse>(context, response,
                                        [=, this] { return parked_.List(*request, by); });
}

grpc::ServerUnaryReactor* LedgerGrpc::GetParked(grpc::CallbackServerContext* context,
                                                const v1::GetParkedRequest* request,
                                                v1::GetParkedResponse* response) {
  const journal::Identity by = IdentityOf(*context);
  const auto scope = CheckCaller(by, "");
  if (!scope.ok()) return Refuse(context, scope);
  return Answer<v1::GetParkedResponse>(context, response,
                                       [=, this] { return parked_.Get(*request, by); });
}

grpc::ServerUnaryReactor* LedgerGrpc::ReplayParked(grpc::CallbackServerContext* context,
                                                   const v1::ReplayParkedRequest* request,
                                                   v1::ReplayParkedResponse* response) {
  const journal::Identity by = IdentityOf(*context);
  const auto scope = CheckCaller(by, "");
  if (!scope.ok()) return Refuse(context, scope);
  if (!MayAllocate(by.role)) {  // Who may book money may put a document through again.
    return Refuse(context, {grpc::StatusCode::PERMISSION_DENIED,
                            "to replay is for collectors, leads, legal, admins"});
  }
  return Answer<v1::ReplayParkedResponse>(context, response,
                                          [=, this] { return parked_.Replay(*request, by); });
}

grpc::ServerUnaryReactor* LedgerGrpc::ListFeeds(grpc::CallbackServerContext* context,
                                                const v1::ListFeedsRequest* request,
                                                v1::ListFeedsResponse* response) {
  const auto scope = CheckScope(IdentityOf(*context), request->legal_entity());
  if (!scope.ok()) return Refuse(context, scope);
  return Answer<v1::ListFeedsResponse>(context, response,
                                       [=, this] { return queries_.ListFeeds(*request); });
}

grpc::ServerUnaryReactor* LedgerGrpc::RequestFence(grpc::CallbackServerContext* context,
                                                   const v1::RequestFenceRequest* request,
                                                   v1::RequestFenceResponse* response) {
  const journal::Identity by = IdentityOf(*context);
  const auto scope = CheckCaller(by, "");
  if (!scope.ok()) return Refuse(context, scope);
  const int partition = request->partition();
  if (partition < 0 || partition >= recording_.configuration.Partitions()) {
    return Refuse(context, ToStatus(Error{ErrorCode::kInvalid, "no such partition", "partition"}));
  }
  const std::string& fence_id = request->fence_id();
  if (fence_id.empty() || fence_id.size() > kLongestFenceId) {
    return Refuse(context, ToStatus(Error{ErrorCode::kInvalid, "has 1 to 128 bytes", "fence_id"}));
  }
  v1::LedgerInput input;
  input.mutable_fence()->set_fence_id(fence_id);
  auto* reactor = context->DefaultReactor();
  const Instant now = IssuedAt(recording_.front.NewId());
  recording_.front.Submit(
      partition, FenceCommandId(fence_id, partition, now), by, input.SerializeAsString(), timeout_,
      [reactor, response](Result<journal::Outcome> outcome) {
        if (!outcome) return reactor->Finish(ToStatus(outcome.error()));
        if (!outcome->accepted) {
          return reactor->Finish(
              ToStatus(Error{ErrorCode::kInvalid, "the fence was refused", "fence_id"}));
        }
        response->set_sequence(outcome->token.sequence);
        reactor->Finish(grpc::Status::OK);
      });
  return reactor;
}

grpc::ServerUnaryReactor* LedgerGrpc::ComputeClaim(grpc::CallbackServerContext* context,
                                                   const v1::ComputeClaimRequest* request,
                                                   v1::ComputeClaimResponse* response) {
  const auto scope = CheckScope(IdentityOf(*context), request->account().legal_entity());
  if (!scope.ok()) return Refuse(context, scope);
  return Answer<v1::ComputeClaimResponse>(context, response,
                                          [=, this] { return claims_.Compute(*request); });
}

grpc::ServerUnaryReactor* LedgerGrpc::PrintClaim(grpc::CallbackServerContext* context,
                                                 const v1::PrintClaimRequest* request,
                                                 v1::PrintClaimResponse* response) {
  const auto scope = CheckScope(IdentityOf(*context), request->account().legal_entity());
  if (!scope.ok()) return Refuse(context, scope);
  return Answer<v1::PrintClaimResponse>(context, response,
                                        [=, this] { return press_.Print(*request); });
}

grpc::ServerUnaryReactor* LedgerGrpc::ListClaims(grpc::CallbackServerContext* context,
                                                 const v1::ListClaimsRequest* request,
                                                 v1::ListClaimsResponse* response) {
  const auto scope = CheckScope(IdentityOf(*context), request->account().legal_entity());
  if (!scope.ok()) return Refuse(context, scope);
  return Answer<v1::ListClaimsResponse>(context, response,
                                        [=, this] { return claims_.List(*request); });
}

grpc::ServerUnaryReactor* LedgerGrpc::BillClaim(grpc::CallbackServerContext* context,
                                                const v1::BillClaimRequest* request,
                                                v1::BillClaimResponse* response) {
  const journal::Identity by = IdentityOf(*context);
  const auto may = CheckActor(by, request->account().legal_entity(), ClaimActKind::kBill);
  if (!may.ok()) return Refuse(context, may);
  return Answer<v1::BillClaimResponse>(context, response,
                                       [=, this] { return claims_.Bill(*request, by); });
}

grpc::ServerUnaryReactor* LedgerGrpc::WaiveClaim(grpc::CallbackServerContext* context,
                                                 const v1::WaiveClaimRequest* request,
                                                 v1::WaiveClaimResponse* response) {
  const journal::Identity by = IdentityOf(*context);
  const auto may = CheckActor(by, request->account().legal_entity(), ClaimActKind::kWaive);
  if (!may.ok()) return Refuse(context, may);
  return Answer<v1::WaiveClaimResponse>(context, response,
                                        [=, this] { return claims_.Waive(*request, by); });
}

}  // namespace relance::ledger
