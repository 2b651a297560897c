#include "services/notifier/adapters/scenario_clearances.h"

#include <grpcpp/grpcpp.h>

#include <utility>

#include "libs/grpc/rpc_channel.h"
#include "libs/grpc/status.h"
#include "relance/scenario/v1/scenario.grpc.pb.h"
#include "services/notifier/adapters/codec.h"
#include "services/notifier/adapters/journal_commands.h"

namespace relance::notifier {

struct ScenarioClearances::Stub {
  std::unique_ptr<scenario::v1::ScenarioService::Stub> service;
};

ScenarioClearances::ScenarioClearances(std::shared_ptr<grpc::Channel> channel,
                                       std::function<CommandId()> new_id, Millis timeout)
    : stub_(std::make_unique<Stub>()), new_id_(std::move(new_id)), timeout_(timeout) {
  stub_->service = scenario::v1::ScenarioService::NewStub(channel);
}
ScenarioClearances::~ScenarioClearances() = default;

Result<void> ScenarioClearances::Ask(int partition, const std::string& ask_id,
                                     const std::vector<NoticeRef>& notices) {
  scenario::v1::ClearNoticesRequest request;
  request.set_command_id(ToString(new_id_()));
  request.set_partition(partition);
  request.set_ask_id(ask_id);
  for (const NoticeRef& ref : notices) {
    request.add_notice_ids(ref.notice);
    Put(ref.account, request.add_accounts());
  }
  grpc::ClientContext context;
  Prepare(context, CallOptions{timeout_, OwnIdentity(), {}});
  scenario::v1::ClearNoticesResponse response;
  return FromStatus(stub_->service->ClearNotices(&context, request, &response));
}

}  // namespace relance::notifier
