#include "services/scenario/adapters/charge_desk.h"

#include <algorithm>
#include <set>
#include <string>

#include "libs/digest/digest.h"
#include "libs/grpc/rpc_channel.h"
#include "libs/grpc/status.h"
#include "services/scenario/adapters/codec.h"

namespace relance::scenario {
namespace {

constexpr Millis kCallTimeout{5'000};

/// Documents whose charges were billed, and are asked for by an invoice of their own, or given up.
std::set<std::string> Settled(const ledger::v1::ComputeClaimResponse& response) {
  std::set<std::string> out;
  for (const auto& claim : response.claims()) {
    if (claim.billed() != 0 || claim.waived() != 0) out.insert(claim.document());
  }
  return out;
}

v1::NoticeCharges ChargesOf(const ledger::v1::ComputeClaimResponse& response) {
  const auto& statement = response.statement();
  const auto settled = Settled(response);
  v1::NoticeCharges out;
  out.mutable_basis()->set_law_book(statement.law_book());
  const Digest digest = Sha256(statement.SerializeAsString());
  out.mutable_basis()->set_statement_digest(std::string(digest.begin(), digest.end()));
  for (const auto& item : statement.items()) {
    if (settled.contains(item.document())) continue;
    auto* charge = out.add_items();
    charge->set_item(item.item());
    charge->set_currency(item.currency());
    charge->set_principal(item.principal());
    charge->set_interest(item.interest());
    charge->set_indemnity(item.indemnity());
  }
  return out;
}

}  // namespace

Result<std::vector<v1::NoticeCharges>> ChargeDesk::For(const v1::ClearNoticesRequest& request) {
  std::vector<v1::NoticeCharges> out;
  for (int i = 0; i < std::min(request.notice_ids_size(), request.accounts_size()); ++i) {
    const auto& account = request.accounts(i);
    const auto charged = cases_.ChargedBy(account, request.notice_ids(i));
    if (!charged) return Failure(charged.error());
    if (!*charged) continue;
    auto charges = Compute(account, **charged);
    if (!charges) return Failure(charges.error());
    charges->set_notice_id(request.notice_ids(i));
    *charges->mutable_basis()->mutable_as_of() = ToProto((*charged)->as_of);
    out.push_back(std::move(*charges));
  }
  return out;
}

Result<v1::NoticeCharges> ChargeDesk::Compute(const common::v1::Account& account,
                                              const CaseQueries::Charged& charged) {
  ledger::v1::ComputeClaimRequest request;
  *request.mutable_account() = account;
  for (const auto& document : charged.documents) request.add_documents(document);
  *request.mutable_as_of() = ToProto(charged.as_of);
  grpc::ClientContext context;
  Prepare(context, {.timeout = kCallTimeout,
                    .identity = {"scenario", "service", {account.legal_entity()}},
                    .traceparent = {}});
  ledger::v1::ComputeClaimResponse response;
  const auto answered = FromStatus(ledger_->ComputeClaim(&context, request, &response));
  if (answered) return ChargesOf(response);
  if (answered.error().code == ErrorCode::kUnavailable) return Failure(answered.error());
  log_.Warn("a notice leaves without its charges", {{"legal_entity", account.legal_entity()},
                                                    {"account", account.number()},
                                                    {"error", answered.error().message}});
  v1::NoticeCharges refused;
  refused.mutable_basis()->set_left_out(answered.error().message);
  return refused;
}

}  // namespace relance::scenario
