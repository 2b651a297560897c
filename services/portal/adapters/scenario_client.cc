#include "services/portal/adapters/scenario_client.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <algorithm>

#include "libs/grpc/status.h"
#include "relance/scenario/v1/scenario.grpc.pb.h"
#include "services/portal/adapters/wire.h"

namespace relance::portal {
namespace {

namespace v1 = scenario::v1;

constexpr Millis kAskedAgain{1'000};

/// A state this portal does not know yet is over for it: it never claims that reminders wait.
PromiseState ReadState(const std::string& state) {
  if (state == "open") return PromiseState::kOpen;
  if (state == "far") return PromiseState::kFar;
  if (state == "comment") return PromiseState::kComment;
  return PromiseState::kOver;
}

Result<Promise> ReadPromise(const v1::CasePromise& message) {
  const auto amount = ReadMoney(message.amount());
  const auto by = ReadDate(message.by());
  if (!amount || !by) return Corrupt("promise " + message.id());
  return Promise{.id = message.id(),
                 .state = ReadState(message.state()),
                 .amount = *amount,
                 .by = *by,
                 .items = {message.items().begin(), message.items().end()}};
}

Result<CaseView> ReadCase(const v1::GetCaseResponse& response) {
  CaseView view;
  for (const auto& item : response.items()) {
    const auto promised = ReadOptionalDate(item.has_promised_for(), item.promised_for());
    const auto held = ReadOptionalDate(item.has_held_until(), item.held_until());
    if (!promised || !held) return Corrupt("case item " + item.id());
    view.lines[item.id()] = {
        .promised_for = *promised, .disputed = item.disputed().minor_units(), .held_until = *held};
  }
  for (const auto& message : response.promises()) {
    auto promise = ReadPromise(message);
    if (!promise) return Failure(promise.error());
    view.promises.push_back(std::move(*promise));
  }
  return view;
}

BankAccount ReadBank(const config::v1::BankAccount& bank) {
  const auto since = ReadOptionalDate(bank.has_unchanged_since(), bank.unchanged_since());
  return {.holder = bank.holder(),
          .iban = bank.iban(),
          .bic = bank.bic(),
          .bank = bank.bank(),
          .domestic = bank.domestic(),
          .unchanged_since = since.value_or(std::nullopt)};
}

LegalEntity ReadEntity(const config::v1::LegalEntity& entity) {
  return {.code = entity.code(),
          .name = entity.name(),
          .address = {entity.address().begin(), entity.address().end()},
          .zone = entity.zone(),
          .language = entity.language(),
          .bank = ReadBank(entity.bank_account()),
          .collector = entity.sender().collector(),
          .email = entity.sender().email(),
          .phone = entity.sender().phone(),
          .hours = entity.sender().hours(),
          .legal_notice = entity.legal_notice(),
          .feed_max_silence = std::chrono::minutes(entity.feed_max_silence_minutes()),
          .promise_max_days = entity.promise_max_days(),
          .show_late_payment_cost = entity.show_late_payment_cost()};
}

}  // namespace

struct ScenarioClient::Stub {
  explicit Stub(const std::shared_ptr<grpc::Channel>& channel)
      : rpc(v1::ScenarioService::NewStub(channel)) {}
  std::unique_ptr<v1::ScenarioService::Stub> rpc;
};

ScenarioClient::ScenarioClient(std::shared_ptr<grpc::Channel> channel, Millis timeout, Millis fresh)
    : stub_(std::make_unique<Stub>(channel)), timeout_(timeout), fresh_(fresh) {}
ScenarioClient::~ScenarioClient() = default;

Result<CaseView> ScenarioClient::Case(const Viewer& viewer,
                                      const std::optional<ReadToken>& at_least) {
  v1::GetCaseRequest request;
  *request.mutable_account() = WriteAccount(viewer.account);
  if (at_least) *request.mutable_at_least() = WriteToken(*at_least);
  v1::GetCaseResponse response;
  grpc::ClientContext context;
  Prepare(context, AsContact(viewer, timeout_));
  const auto done = FromStatus(stub_->rpc->GetCase(&context, request, &response));
  if (!done && done.error().code == ErrorCode::kNotFound) return CaseView{};
  if (!done) return Failure(done.error());
  return ReadCase(response);
}

Result<RecordedPromise> ScenarioClient::RecordPromise(const Viewer& viewer, const CommandId& id,
                                                      const CheckedPromise& promise) {
  v1::RecordPromiseRequest request;
  request.set_command_id(ToString(id));
  *request.mutable_account() = WriteAccount(viewer.account);
  *request.mutable_amount() = WriteMoney(promise.amount);
  *request.mutable_by() = WriteDate(promise.by);
  request.mutable_items()->Assign(promise.items.begin(), promise.items.end());
  v1::RecordPromiseResponse response;
  grpc::ClientContext context;
  Prepare(context, AsContact(viewer, timeout_));
  const auto done = FromStatus(stub_->rpc->RecordPromise(&context, request, &response));
  if (!done) return Failure(done.error());
  return RecordedPromise{response.promise_id(), ReadTokenOf(response.token())};
}

Result<std::shared_ptr<const ScenarioClient::EntityMap>> ScenarioClient::Configuration(
    Millis fresh) {
  {
    const std::lock_guard lock(mutex_);
    if (entities_ && std::chrono::steady_clock::now() - read_at_ < fresh) return entities_;
  }
  v1::GetConfigurationResponse response;
  grpc::ClientContext context;
  Prepare(context, AsPortal(timeout_));
  const auto done =
      FromStatus(stub_->rpc->GetConfiguration(&context, v1::GetConfigurationRequest(), &response));
  const std::lock_guard lock(mutex_);
  if (!done && entities_) return entities_;
  if (!done) return Failure(done.error());
  auto entities = std::make_shared<EntityMap>();
  for (const auto& entity : response.configuration().legal_entities()) {
    entities->emplace(entity.code(), ReadEntity(entity));
  }
  entities_ = std::move(entities);
  read_at_ = std::chrono::steady_clock::now();
  return entities_;
}

/// An entity that is not known may have been configured a moment ago.
Result<LegalEntity> ScenarioClient::Entity(const std::string& code) {
  for (const auto fresh : {fresh_, std::min(fresh_, kAskedAgain)}) {
    const auto entities = Configuration(fresh);
    if (!entities) return Failure(entities.error());
    const auto found = (*entities)->find(code);
    if (found != (*entities)->end()) return found->second;
  }
  return NotFound("no such legal entity");
}

Result<std::vector<std::string>> ScenarioClient::Entities() {
  const auto entities = Configuration(fresh_);
  if (!entities) return Failure(entities.error());
  std::vector<std::string> codes;
  for (const auto& [code, entity] : **entities) codes.push_back(code);
  return codes;
}

}  // namespace relance::portal
