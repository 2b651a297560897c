#pragma once

#include <functional>

#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "libs/process/worker_pool.h"
#include "relance/scenario/v1/inputs.pb.h"
#include "relance/scenario/v1/scenario.grpc.pb.h"
#include "services/scenario/adapters/case_queries.h"
#include "services/scenario/adapters/configuration_desk.h"
#include "services/scenario/adapters/fence_requester.h"

namespace relance::scenario {

/// relance.scenario.v1.ScenarioService. Whatever waits runs on the pool; the legal entity of every
/// request must be in the caller's scope.
class ScenarioGrpc : public v1::ScenarioService::CallbackService {
 public:
  struct Parts {
    ConfigurationStore& configurations;
    journal::CommandFront& front;
    CaseQueries& queries;
    ConfigurationDesk& desk;
    FenceRequester& fences;
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
  grpc::ServerUnaryReactor* GetConfiguration(Context*, const v1::GetConfigurationRequest*,
                                             v1::GetConfigurationResponse*) override;
  grpc::ServerUnaryReactor* GetCase(Context*, const v1::GetCaseRequest*,
                                    v1::GetCaseResponse*) override;
  grpc::ServerUnaryReactor* ExplainCase(Context*, const v1::ExplainCaseRequest*,
                                        v1::ExplainCaseResponse*) override;
  grpc::ServerUnaryReactor* ListApprovals(Context*, const v1::ListApprovalsRequest*,
                                          v1::ListApprovalsResponse*) override;

 private:
  /// Checks the scope, runs `answer` on the pool and finishes the call with it.
  template <class Response>
  grpc::ServerUnaryReactor* Answer(
      Context* context, const std::string& entity, Response* response,
      std::function<Result<Response>(const journal::Identity&)> answer);
  /// A command about one account.
  Result<journal::Outcome> Submit(const common::v1::Account& account, const std::string& id,
                                  const journal::Identity& by, const v1::ScenarioInput& input);
  Result<CommandId> IdOf(const std::string& text);

  const Parts parts_;
};

}  // namespace relance::scenario
