#include "services/scenario/adapters/scenario_grpc.h"

#include "libs/grpc/identity.h"
#include "libs/grpc/status.h"
#include "libs/host/submit.h"
#include "services/scenario/adapters/turn.h"

namespace relance::scenario {
namespace {

template <class Response>
Result<Response> WithToken(const Result<journal::Outcome>& outcome) {
  if (!outcome) return Failure(outcome.error());
  Response response;
  SetToken(outcome->token, *response.mutable_token());
  return response;
}

/// Who asks for all legal entities sees those that he acts for.
void KeepInScope(const journal::Identity& by,
                 google::protobuf::RepeatedPtrField<v1::Approval>& approvals) {
  const auto beyond = [&by](const v1::Approval& a) {
    return !InScope(by, a.account().legal_entity());
  };
  approvals.erase(std::remove_if(approvals.begin(), approvals.end(), beyond), approvals.end());
}

/// One partition's answer to a stop switch.
void Count(const journal::Outcome& outcome, v1::SetStopSwitchResponse& out) {
  v1::SetStopSwitchReply reply;
  (void)reply.ParseFromString(outcome.reply);
  if (reply.waits()) {
    out.set_waiting(out.waiting() + 1);
  } else {
    out.set_accepted(out.accepted() + 1);
  }
}

}  // namespace

grpc::ServerUnaryReactor* ScenarioGrpc::Run(
    Context* context, const std::string& entity,
    std::function<grpc::Status(const journal::Identity&)> answer, std::optional<Right> right) {
  auto* reactor = context->DefaultReactor();
  const Identity identity = IdentityOf(*context);
  if (!entity.empty()) {
    if (const auto status = CheckScope(identity, entity); !status.ok()) {
      reactor->Finish(status);
      return reactor;
    }
  } else if (identity.actor.empty()) {
    reactor->Finish({grpc::StatusCode::UNAUTHENTICATED, "nobody acts: relance-actor is missing"});
    return reactor;
  }
  if (right && !MayAct(*right, identity.role)) {
    reactor->Finish({grpc::StatusCode::PERMISSION_DENIED, std::string(WhoMay(*right))});
    return reactor;
  }
  const bool taken = parts_.pool.Run(
      [reactor, identity, answer = std::move(answer)] { reactor->Finish(answer(identity)); });
  if (!taken) reactor->Finish({grpc::StatusCode::UNAVAILABLE, "too much is queued"});
  return reactor;
}

Result<CommandId> ScenarioGrpc::IdOf(const std::string& text) {
  if (text.empty()) return parts_.front.NewId();
  return ParseCommandId(text);
}

Result<journal::Outcome> ScenarioGrpc::Submit(const common::v1::Account& account,
                                              const std::string& id, const journal::Identity& by,
                                              const v1::ScenarioInput& input) {
  const auto known = MakeAccountId(account.legal_entity(), account.number());
  if (!known) return Failure(known.error());
  const auto partition = parts_.configurations.PartitionOf(*known);
  if (!partition) return Failure(partition.error());
  const auto command = IdOf(id);
  if (!command) return Failure(command.error());
  return host::SubmitAndWait(parts_.front, *partition, *command, by, input.SerializeAsString(),
                             parts_.timeout);
}

grpc::ServerUnaryReactor* ScenarioGrpc::RecordPromise(Context* context,
                                                      const v1::RecordPromiseRequest* request,
                                                      v1::RecordPromiseResponse* response) {
  return Answer<v1::RecordPromiseResponse>(
      context, request->account().legal_entity(), response,
      [this, request](const journal::Identity& by) -> Result<v1::RecordPromiseResponse> {
        const auto id = IdOf(request->command_id());
        if (!id) return Failure(id.error());
        v1::ScenarioInput input;
        auto* promise = input.mutable_record_promise();
        *promise->mutable_account() = request->account();
        promise->set_promise_id("PR-" + ToString(*id).substr(24));
        *promise->mutable_amount() = request->amount();
        *promise->mutable_by() = request->by();
        *promise->mutable_items() = request->items();
        const auto outcome = Submit(request->account(), ToString(*id), by, input);
        if (!outcome) return Failure(outcome.error());
        v1::RecordPromiseReply reply;
        (void)reply.ParseFromString(outcome->reply);
        v1::RecordPromiseResponse out;
        out.set_promise_id(promise->promise_id());
        out.set_state(reply.state());
        if (reply.has_held_until()) *out.mutable_held_until() = reply.held_until();
        SetToken(outcome->token, *out.mutable_token());
        return out;
      },
      Right::kSay);
}

grpc::ServerUnaryReactor* ScenarioGrpc::ClearNotices(Context* context,
                                                     const v1::ClearNoticesRequest* request,
                                                     v1::ClearNoticesResponse* response) {
  return Answer<v1::ClearNoticesResponse>(
      context, "", response,
      [this, request](const journal::Identity& by) -> Result<v1::ClearNoticesResponse> {
        const auto id = IdOf(request->command_id());
        if (!id) return Failure(id.error());
        if (request->partition() < 0 ||
            request->partition() >= parts_.configurations.Partitions()) {
          return Invalid("there is no such partition", "partition");
        }
        const auto charges = parts_.charges.For(*request);
        if (!charges) return Failure(charges.error());
        v1::ScenarioInput input;
        for (const auto& one : *charges) *input.mutable_ask_clearance()->add_charges() = one;
        *input.mutable_ask_clearance()->mutable_notice_ids() = request->notice_ids();
        *input.mutable_ask_clearance()->mutable_accounts() = request->accounts();
        input.mutable_ask_clearance()->set_ask_id(request->ask_id());
        const auto outcome = host::SubmitAndWait(parts_.front, request->partition(), *id, by,
                                                 input.SerializeAsString(), parts_.timeout);
        if (outcome) parts_.fences.Request(outcome->token.partition, outcome->token.sequence);
        return WithToken<v1::ClearNoticesResponse>(outcome);
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::ApproveNotice(Context* context,
                                                      const v1::ApproveNoticeRequest* request,
                                                      v1::ApproveNoticeResponse* response) {
  return Answer<v1::ApproveNoticeResponse>(
      context, request->account().legal_entity(), response,
      [this, request](const journal::Identity& by) {
        v1::ScenarioInput input;
        *input.mutable_approve_notice()->mutable_account() = request->account();
        input.mutable_approve_notice()->set_subject(request->subject());
        return WithToken<v1::ApproveNoticeResponse>(
            Submit(request->account(), request->command_id(), by, input));
      },
      Right::kDecide);
}

grpc::ServerUnaryReactor* ScenarioGrpc::SetStopSwitch(Context* context,
                                                      const v1::SetStopSwitchRequest* request,
                                                      v1::SetStopSwitchResponse* response) {
  return Answer<v1::SetStopSwitchResponse>(
      context, request->legal_entity(), response,
      [this, request](const journal::Identity& by) -> Result<v1::SetStopSwitchResponse> {
        const auto id = IdOf(request->command_id());
        if (!id) return Failure(id.error());
        v1::ScenarioInput input;
        auto* command = input.mutable_set_stop_switch();
        command->set_legal_entity(request->legal_entity());
        command->set_channel(request->channel());
        command->set_stopped(request->stopped());
        command->set_reason(request->reason());
        v1::SetStopSwitchResponse out;
        out.set_partitions(parts_.configurations.Partitions());
        for (int p = 0; p < out.partitions(); ++p) {
          const auto outcome = host::SubmitAndWait(parts_.front, p, *id, by,
                                                   input.SerializeAsString(), parts_.timeout);
          if (!outcome && outcome.error().code != ErrorCode::kUnavailable) {
            return Failure(outcome.error());
          }
          if (outcome) Count(*outcome, out);
        }
        return out;
      },
      request->stopped() ? Right::kWork : Right::kDecide);
}

grpc::ServerUnaryReactor* ScenarioGrpc::PlaceHold(Context* context,
                                                  const v1::PlaceHoldRequest* request,
                                                  v1::PlaceHoldResponse* response) {
  return Answer<v1::PlaceHoldResponse>(
      context, request->account().legal_entity(), response,
      [this, request](const journal::Identity& by) {
        v1::ScenarioInput input;
        auto* hold = input.mutable_place_hold();
        *hold->mutable_account() = request->account();
        hold->set_scope(request->scope());
        if (request->has_until()) *hold->mutable_until() = request->until();
        hold->set_reason(request->reason());
        return WithToken<v1::PlaceHoldResponse>(
            Submit(request->account(), request->command_id(), by, input));
      },
      Right::kWork);
}

grpc::ServerUnaryReactor* ScenarioGrpc::ReleaseHold(Context* context,
                                                    const v1::ReleaseHoldRequest* request,
                                                    v1::ReleaseHoldResponse* response) {
  return Answer<v1::ReleaseHoldResponse>(
      context, request->account().legal_entity(), response,
      [this, request](const journal::Identity& by) {
        v1::ScenarioInput input;
        auto* hold = input.mutable_release_hold();
        *hold->mutable_account() = request->account();
        hold->set_scope(request->scope());
        hold->set_reason(request->reason());
        return WithToken<v1::ReleaseHoldResponse>(
            Submit(request->account(), request->command_id(), by, input));
      },
      Right::kWork);
}

grpc::ServerUnaryReactor* ScenarioGrpc::PlanConfiguration(
    Context* context, const v1::PlanConfigurationRequest* request,
    v1::PlanConfigurationResponse* response) {
  return Answer<v1::PlanConfigurationResponse>(
      context, "", response,
      [this, request](const journal::Identity&) -> Result<v1::PlanConfigurationResponse> {
        const auto newest = parts_.configurations.Newest();
        v1::PlanConfigurationResponse out;
        out.set_current_version(newest->version());
        for (auto& problem : parts_.desk.Check(request->configuration())) {
          *out.add_problems() = std::move(problem);
        }
        for (auto& change : Differences(*newest, request->configuration())) {
          *out.add_changes() = std::move(change);
        }
        return out;
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::ApplyConfiguration(
    Context* context, const v1::ApplyConfigurationRequest* request,
    v1::ApplyConfigurationResponse* response) {
  return Answer<v1::ApplyConfigurationResponse>(
      context, "", response,
      [this, request](const journal::Identity& by) -> Result<v1::ApplyConfigurationResponse> {
        const auto id = IdOf(request->command_id());
        if (!id) return Failure(id.error());
        return parts_.desk.Apply(*request, *id, by);
      },
      Right::kDecide);
}

grpc::ServerUnaryReactor* ScenarioGrpc::ForecastConfiguration(
    Context* context, const v1::ForecastConfigurationRequest* request,
    v1::ForecastConfigurationResponse* response) {
  return Answer<v1::ForecastConfigurationResponse>(
      context, "", response, [this, request](const journal::Identity& by) {
        return parts_.forecasts.Forecast(
            *request, [&by](const std::string& entity) { return InScope(by, entity); });
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::MoveCases(Context* context,
                                                  const v1::MoveCasesRequest* request,
                                                  v1::MoveCasesResponse* response) {
  return Answer<v1::MoveCasesResponse>(
      context, "", response,
      [this, request](const journal::Identity& by) -> Result<v1::MoveCasesResponse> {
        const auto id = IdOf(request->command_id());
        if (!id) return Failure(id.error());
        return parts_.desk.Move(*request, *id, by);
      },
      Right::kDecide);
}

grpc::ServerUnaryReactor* ScenarioGrpc::GetConfiguration(Context* context,
                                                         const v1::GetConfigurationRequest* request,
                                                         v1::GetConfigurationResponse* response) {
  return Answer<v1::GetConfigurationResponse>(
      context, "", response,
      [this, request](const journal::Identity&) -> Result<v1::GetConfigurationResponse> {
        const auto found = request->version() == 0
                               ? parts_.configurations.Newest()
                               : parts_.configurations.Version(request->version());
        if (!found) return NotFound("no such configuration version");
        v1::GetConfigurationResponse out;
        *out.mutable_configuration() = *found;
        return out;
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::GetCase(Context* context, const v1::GetCaseRequest* request,
                                                v1::GetCaseResponse* response) {
  return Answer<v1::GetCaseResponse>(
      context, request->account().legal_entity(), response,
      [this, request](const journal::Identity&) { return parts_.queries.GetCase(*request); });
}

grpc::ServerUnaryReactor* ScenarioGrpc::ExplainCase(Context* context,
                                                    const v1::ExplainCaseRequest* request,
                                                    v1::ExplainCaseResponse* response) {
  return Answer<v1::ExplainCaseResponse>(
      context, request->account().legal_entity(), response,
      [this, request](const journal::Identity&) { return parts_.queries.Explain(*request); });
}

grpc::ServerUnaryReactor* ScenarioGrpc::ListApprovals(Context* context,
                                                      const v1::ListApprovalsRequest* request,
                                                      v1::ListApprovalsResponse* response) {
  return Answer<v1::ListApprovalsResponse>(
      context, request->legal_entity(), response, [this, request](const journal::Identity& by) {
        auto listed = parts_.queries.ListApprovals(request->legal_entity());
        if (listed) KeepInScope(by, *listed->mutable_approvals());
        return listed;
      });
}

grpc::ServerUnaryReactor* ScenarioGrpc::ListStops(Context* context,
                                                  const v1::ListStopsRequest* request,
                                                  v1::ListStopsResponse* response) {
  return Answer<v1::ListStopsResponse>(context, request->legal_entity(), response,
                                       [this, request](const journal::Identity&) {
                                         return parts_.queries.ListStops(request->legal_entity());
                                       });
}

grpc::ServerUnaryReactor* ScenarioGrpc::GetProfile(Context* context,
                                                   const v1::GetProfileRequest* request,
                                                   v1::GetProfileResponse* response) {
  return Answer<v1::GetProfileResponse>(
      context, request->account().legal_entity(), response,
      [this, request](const journal::Identity&) { return parts_.queries.GetProfile(*request); });
}

grpc::ServerUnaryReactor* ScenarioGrpc::ListTasks(Context* context,
                                                  const v1::ListTasksRequest* request,
                                                  v1::ListTasksResponse* response) {
  return Answer<v1::ListTasksResponse>(
      context, request->legal_entity(), response,
      [this, request](const journal::Identity&) { return parts_.worklist.ListTasks(*request); });
}

}  // namespace relance::scenario
