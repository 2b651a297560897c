#include "services/portal/adapters/notifier_client.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "libs/grpc/status.h"
#include "relance/notifier/v1/notifier.grpc.pb.h"
#include "services/portal/adapters/wire.h"

namespace relance::portal {
namespace {

namespace v1 = notifier::v1;

}  // namespace

struct NotifierClient::Stub {
  explicit Stub(const std::shared_ptr<grpc::Channel>& channel)
      : rpc(v1::NotifierService::NewStub(channel)) {}
  std::unique_ptr<v1::NotifierService::Stub> rpc;
};

NotifierClient::NotifierClient(std::shared_ptr<grpc::Channel> channel, Millis timeout)
    : stub_(std::make_unique<Stub>(channel)), timeout_(timeout) {}
NotifierClient::~NotifierClient() = default;

Result<Viewer> NotifierClient::ResolveLink(const std::string& token) {
  v1::ResolveLinkRequest request;
  request.set_token(token);
  v1::ResolveLinkResponse response;
  grpc::ClientContext context;
  Prepare(context, AsPortal(timeout_));
  const auto done = FromStatus(stub_->rpc->ResolveLink(&context, request, &response));
  if (!done) return Failure(done.error());
  auto account = MakeAccountId(response.account().legal_entity(), response.account().number());
  if (!account) return Failure(account.error());
  return Viewer{std::move(*account), response.contact_id()};
}

}  // namespace relance::portal
