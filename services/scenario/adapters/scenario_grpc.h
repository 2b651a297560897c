#pragma once

#include <functional>
#include <optional>

#include "libs/configuration/store.h"
#include "libs/grpc/status.h"
#include "libs/journal/front.h"
#include "libs/process/worker_pool.h"
#include "relance/scenario/v1/inputs.pb.h"
#include "relance/scenario/v1/scenario.grpc.pb.h"
#include "services/scenario/adapters/case_queries.h"
#include "services/scenario/adapters/charge_desk.h"
#include "services/scenario/adapters/configuration_desk.h"
#include "services/scenario/adapters/fence_requester.h"
#include "services/scenario/adapters/forecast_desk.h"
#include "services/scenario/adapters/worklist_queries.h"
#include "services/scenario/domain/rights.h"

namespace relance::scenario {

/// relance.scenario.v1.ScenarioService. Whatever waits runs on the pool; the legal entity of every
/// request must be in the caller's scope.
class ScenarioGrpc : public v1::ScenarioService::CallbackService {
 public:
  struct Parts {
    ConfigurationStore& configurations;
    journal::CommandFront& front;
    CaseQueries& queries;
    WorklistQueries& worklist;
    ConfigurationDesk& desk;
    ForecastDesk& forecasts;
    FenceRequester& fences;
    ChargeDesk& charges;
    WorkerPool& pool;
    Millis timeout;
  };
  explicit ScenarioGrpc(Parts parts) : parts_(parts) {}

  using Context = grpc::CallbackServerContext;

  grpc::ServerUnaryReactor* RecordPromise(Context*, const v1::RecordPromiseRequest*,
                                          v1::RecordPromiseResponse*) override;
  grpc::ServerUnaryReactor* ClearNotices(Context*, const v1::ClearNoticesRequest*,
                                         v1::ClearNoticesResponse*) override;
  grpc::ServerUnaryReactor* ApproveNotice(Context*, const v1::ApproveNoticeRequest*,
                                          v1::ApproveNoticeResponse*) override;
  grpc::ServerUnaryReactor* SetStopSwitch(Context*, const v1::SetStopSwitchRequest*,
                                          v1::SetStopSwitchResponse*) override;
  grpc::ServerUnaryReactor* PlaceHold(Context*, const v1::PlaceHoldRequest*,
                                      v1::PlaceHoldResponse*) override;
  grpc::ServerUnaryReactor* ReleaseHold(Context*, const v1::ReleaseHoldRequest*,
                                        v1::ReleaseHoldResponse*) override;
  grpc::ServerUnaryReactor* PlanConfiguration(Context*, const v1::PlanConfigurationRequest*,
                                              v1::PlanConfigurationResponse*) override;
  grpc::ServerUnaryReactor* ApplyConfiguration(Context*, const v1::ApplyConfigurationRequest*,
                                               v1::ApplyConfigurationResponse*) override;
  grpc::ServerUnaryReactor* ForecastConfiguration(Context*, const v1::ForecastConfigurationRequest*,
                                                  v1::ForecastConfigurationResponse*) override;
  grpc::ServerUnaryReactor* MoveCases(Context*, const v1::MoveCasesRequest*,
                                      v1::MoveCasesResponse*) override;
  grpc::ServerUnaryReactor* GetConfiguration(Context*, const v1::GetConfigurationRequest*,
                                             v1::GetConfigurationResponse*) override;
  grpc::ServerUnaryReactor* GetCase(Context*, const v1::GetCaseRequest*,
                                    v1::GetCaseResponse*) override;
  grpc::ServerUnaryReactor* ExplainCase(Context*, const v1::ExplainCaseRequest*,
                                        v1::ExplainCaseResponse*) override;
  grpc::ServerUnaryReactor* ListStops(Context*, const v1::ListStopsRequest*,
                                      v1::ListStopsResponse*) override;
  grpc::ServerUnaryReactor* ListApprovals(Context*, const v1::ListApprovalsRequest*,
                                          v1::ListApprovalsResponse*) override;
  grpc::ServerUnaryReactor* GetProfile(Context*, const v1::GetProfileRequest*,
                                       v1::GetProfileResponse*) override;
  grpc::ServerUnaryReactor* ListTasks(Context*, const v1::ListTasksRequest*,
                                      v1::ListTasksResponse*) override;

  // scenario_acts.cc
  grpc::ServerUnaryReactor* AnnouncePayment(Context*, const v1::AnnouncePaymentRequest*,
                                            v1::AnnouncePaymentResponse*) override;
  grpc::ServerUnaryReactor* OpenDispute(Context*, const v1::OpenDisputeRequest*,
                                        v1::OpenDisputeResponse*) override;
  grpc::ServerUnaryReactor* DecideDispute(Context*, const v1::DecideDisputeRequest*,
                                          v1::DecideDisputeResponse*) override;
  grpc::ServerUnaryReactor* ProposePlan(Context*, const v1::ProposePlanRequest*,
                                        v1::ProposePlanResponse*) override;
  grpc::ServerUnaryReactor* AssignScenario(Context*, const v1::AssignScenarioRequest*,
                                           v1::AssignScenarioResponse*) override;
  grpc::ServerUnaryReactor* BookCallback(Context*, const v1::BookCallbackRequest*,
                                         v1::BookCallbackResponse*) override;
  grpc::ServerUnaryReactor* CompleteTask(Context*, const v1::CompleteTaskRequest*,
                                         v1::CompleteTaskResponse*) override;
  grpc::ServerUnaryReactor* AssignTask(Context*, const v1::AssignTaskRequest*,
                                       v1::AssignTaskResponse*) override;
  grpc::ServerUnaryReactor* PostponeTask(Context*, const v1::PostponeTaskRequest*,
                                         v1::PostponeTaskResponse*) override;
  grpc::ServerUnaryReactor* ForceStep(Context*, const v1::ForceStepRequest*,
                                      v1::ForceStepResponse*) override;
  grpc::ServerUnaryReactor* ConfirmForce(Context*, const v1::ConfirmForceRequest*,
                                         v1::ConfirmForceResponse*) override;
  grpc::ServerUnaryReactor* RefuseForce(Context*, const v1::RefuseForceRequest*,
                                        v1::RefuseForceResponse*) override;
  grpc::ServerUnaryReactor* RecordCall(Context*, const v1::RecordCallRequest*,
                                       v1::RecordCallResponse*) override;
  grpc::ServerUnaryReactor* SetProfile(Context*, const v1::SetProfileRequest*,
                                       v1::SetProfileResponse*) override;
  grpc::ServerUnaryReactor* OpenInsolvency(Context*, const v1::OpenInsolvencyRequest*,
                                           v1::OpenInsolvencyResponse*) override;

 private:
  /// One command about the account of `request`, by somebody who has the right: `fill` makes it,
  /// given the derived id of what it makes (the same for a repeat of the command); `answer` adds to
  /// the response what it says.
  template <class Response, class Request>
  grpc::ServerUnaryReactor* Act(
      Context* context, Right right, const Request* request, Response* response,
      std::function<void(const std::string& derived, v1::ScenarioInput&)> fill,
      std::function<void(const std::string& derived, const journal::Outcome&, Response&)> answer =
          {});
  /// Checks the scope and the right, runs `answer` on the pool and finishes the call with it.
  template <class Response>
  grpc::ServerUnaryReactor* Answer(Context* context, const std::string& entity, Response* response,
                                   std::function<Result<Response>(const journal::Identity&)> answer,
                                   std::optional<Right> right = {}) {
    const auto run = [response, answer = std::move(answer)](const auto& by) {
      auto result = answer(by);
      if (!result) return ToStatus(result.error());
      *response = std::move(*result);
      return grpc::Status::OK;
    };
    return Run(context, entity, run, right);
  }
  grpc::ServerUnaryReactor* Run(Context* context, const std::string& entity,
                                std::function<grpc::Status(const journal::Identity&)> answer,
                                std::optional<Right> right);
  /// A command about one account.
  Result<journal::Outcome> Submit(const common::v1::Account& account, const std::string& id,
                                  const journal::Identity& by, const v1::ScenarioInput& input);
  Result<CommandId> IdOf(const std::string& text);

  const Parts parts_;
};

inline void SetToken(const journal::Token& from, common::v1::Token& to) {
  to.set_service("scenario");
  to.set_partition(from.partition);
  to.set_sequence(from.sequence);
}

}  // namespace relance::scenario
