#include "services/portal/adapters/testing/sample_services.h"

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <grpcpp/server_context.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>

#include "libs/base/command_id.h"
#include "libs/digest/digest.h"
#include "libs/grpc/identity.h"
#include "relance/ledger/v1/ledger.grpc.pb.h"
#include "relance/notifier/v1/notifier.grpc.pb.h"
#include "relance/scenario/v1/scenario.grpc.pb.h"
#include "services/portal/adapters/wire.h"

namespace relance::portal {
namespace {

constexpr int kHoldAfterPromiseDays = 2;

common::v1::Date WireDate(Date date) {
  return WriteDate(date);
}

ledger::v1::OpenItem Item(const std::string& id, int64_t minor, int64_t open, Date due) {
  ledger::v1::OpenItem item;
  item.set_id(id);
  item.set_document(id);
  item.set_reference("PO-" + id.substr(id.size() - 3));
  *item.mutable_amount() = WriteMoney({Currency::Of("EUR"), minor});
  *item.mutable_open() = WriteMoney({Currency::Of("EUR"), open});
  *item.mutable_issue_date() = WireDate(due - std::chrono::days(45));
  *item.mutable_due_date() = WireDate(due);
  return item;
}

config::v1::LegalEntity Entity() {
  config::v1::LegalEntity entity;
  entity.set_code("FR01");
  entity.set_name("Aciers du Nord SAS");
  entity.add_address("12 quai des Forges");
  entity.add_address("59140 Dunkerque, France");
  entity.set_zone("Europe/Paris");
  entity.set_language("fr");
  entity.mutable_bank_account()->set_holder("Aciers du Nord SAS");
  entity.mutable_bank_account()->set_iban("FR7630006000011234567890189");
  entity.mutable_bank_account()->set_bic("AGRIFRPP");
  entity.mutable_bank_account()->set_bank("Banque des Deux Ports");
  *entity.mutable_bank_account()->mutable_unchanged_since() = WireDate(*ParseDate("2019-03-01"));
  entity.mutable_sender()->set_collector("Claire Martin");
  entity.mutable_sender()->set_email("comptes@aciers-du-nord.example");
  entity.mutable_sender()->set_phone("+33 3 28 00 00 00");
  entity.mutable_sender()->set_hours("9:00-17:00");
  entity.set_legal_notice("Aciers du Nord SAS, capital 1 000 000 EUR, RCS Dunkerque 000 000 000");
  entity.set_promise_max_days(30);
  return entity;
}

struct Recorded {
  scenario::v1::RecordPromiseRequest request;
  scenario::v1::RecordPromiseResponse response;
};

/// Shared by the three services, under one lock.
struct World {
  mutable std::mutex mutex;
  SampleServices::Options options;
  std::vector<ledger::v1::OpenItem> items;
  std::vector<Recorded> promises;
  std::vector<std::string> actors;

  void Hear(const grpc::ServerContextBase& context) { actors.push_back(IdentityOf(context).actor); }
};

class Ledger : public ledger::v1::LedgerService::Service {
 public:
  explicit Ledger(World& world) : world_(world) {}

  grpc::Status GetAccount(grpc::ServerContext* context,
                          const ledger::v1::GetAccountRequest* request,
                          ledger::v1::GetAccountResponse* response) override {
    const std::lock_guard lock(world_.mutex);
    world_.Hear(*context);
    if (request->account().number() != "D42") return {grpc::StatusCode::NOT_FOUND, "no account"};
    *response->mutable_account() = request->account();
    response->set_name("Menuiserie Lefèvre & Fils");
    auto* contact = response->add_contacts();
    contact->set_id("c1");
    contact->set_language(world_.options.language);
    auto* credit = response->add_unallocated();
    credit->set_document("AV-2026-031");
    credit->set_credit_note(true);
    *credit->mutable_rest() = WriteMoney({Currency::Of("EUR"), 31'000});
    *credit->mutable_value_date() = WireDate(world_.options.today - std::chrono::days(9));
    const Instant booked = world_.options.today - std::chrono::hours(7);
    response->set_received_up_to_ms(ToMillis(booked));
    return grpc::Status::OK;
  }

  grpc::Status ListOpenItems(grpc::ServerContext* context,
                             const ledger::v1::ListOpenItemsRequest* request,
                             ledger::v1::ListOpenItemsResponse* response) override {
    const std::lock_guard lock(world_.mutex);
    world_.Hear(*context);
    size_t from = 0;
    if (!request->page_token().empty()) from = std::stoul(request->page_token());
    const auto size = static_cast<size_t>(request->page_size());
    const size_t to = std::min(world_.items.size(), from + size);
    for (size_t i = from; i < to; ++i) *response->add_items() = world_.items[i];
    if (to < world_.items.size()) response->set_next_page_token(std::to_string(to));
    return grpc::Status::OK;
  }

 private:
  World& world_;
};

class Scenario : public scenario::v1::ScenarioService::Service {
 public:
  explicit Scenario(World& world) : world_(world) {}

  grpc::Status RecordPromise(grpc::ServerContext* context,
                             const scenario::v1::RecordPromiseRequest* request,
                             scenario::v1::RecordPromiseResponse* response) override {
    const std::lock_guard lock(world_.mutex);
    world_.Hear(*context);
    for (const Recorded& earlier : world_.promises) {
      if (earlier.request.command_id() != request->command_id()) continue;
      *response = earlier.response;
      return grpc::Status::OK;
    }
    response->set_promise_id(DerivedId("promise", request->command_id()).substr(0, 12));
    response->set_state("open");
    const auto by = ReadDate(request->by());
    *response->mutable_held_until() = WireDate(*by + std::chrono::days(kHoldAfterPromiseDays));
    response->mutable_token()->set_service("scenario");
    response->mutable_token()->set_sequence(world_.promises.size() + 1);
    world_.promises.push_back({*request, *response});
    return grpc::Status::OK;
  }

  grpc::Status GetCase(grpc::ServerContext* context, const scenario::v1::GetCaseRequest* request,
                       scenario::v1::GetCaseResponse* response) override {
    const std::lock_guard lock(world_.mutex);
    world_.Hear(*context);
    const size_t late = world_.options.late_views && !world_.promises.empty() ? 1 : 0;
    size_t seen = world_.promises.size() - late;
    seen = std::max<size_t>(seen, request->at_least().sequence());
    for (const auto& item : world_.items) *CaseItem(*response, item.id()) = Disputed(item);
    for (size_t i = 0; i < std::min(seen, world_.promises.size()); ++i) {
      AddPromise(*response, world_.promises[i]);
    }
    return grpc::Status::OK;
  }

  grpc::Status GetConfiguration(grpc::ServerContext*, const scenario::v1::GetConfigurationRequest*,
                                scenario::v1::GetConfigurationResponse* response) override {
    *response->mutable_configuration()->add_legal_entities() = Entity();
    return grpc::Status::OK;
  }

 private:
  static scenario::v1::CaseItem* CaseItem(scenario::v1::GetCaseResponse& response,
                                          const std::string& id) {
    for (auto& item : *response.mutable_items()) {
      if (item.id() == id) return &item;
    }
    return response.add_items();
  }

  static scenario::v1::CaseItem Disputed(const ledger::v1::OpenItem& item) {
    scenario::v1::CaseItem out;
    out.set_id(item.id());
    if (item.id() == "F-2026-0988") *out.mutable_disputed() = item.open();
    return out;
  }

  static void AddPromise(scenario::v1::GetCaseResponse& response, const Recorded& recorded) {
    auto* promise = response.add_promises();
    promise->set_id(recorded.response.promise_id());
    promise->set_state("open");
    *promise->mutable_amount() = recorded.request.amount();
    *promise->mutable_by() = recorded.request.by();
    *promise->mutable_items() = recorded.request.items();
    for (const auto& id : recorded.request.items()) {
      auto* item = CaseItem(response, id);
      item->set_id(id);
      *item->mutable_promised_for() = recorded.request.by();
      *item->mutable_held_until() = recorded.response.held_until();
    }
  }

  World& world_;
};

class Notifier : public notifier::v1::NotifierService::Service {
 public:
  grpc::Status ResolveLink(grpc::ServerContext*, const notifier::v1::ResolveLinkRequest* request,
                           notifier::v1::ResolveLinkResponse* response) override {
    if (request->token() != SampleServices::kToken) {
      return {grpc::StatusCode::NOT_FOUND, "no such link"};
    }
    response->mutable_account()->set_legal_entity("FR01");
    response->mutable_account()->set_number("D42");
    response->set_contact_id("c1");
    return grpc::Status::OK;
  }
};

}  // namespace

struct SampleServices::State {
  World world;
  Ledger ledger{world};
  Scenario scenario{world};
  Notifier notifier;
  std::unique_ptr<grpc::Server> server;
};

SampleServices::SampleServices(const Options& options) : state_(std::make_unique<State>()) {
  World& world = state_->world;
  world.options = options;
  const auto day = [&](int days) { return options.today + std::chrono::days(days); };
  world.items = {Item("F-2026-0871", 784'000, 784'000, day(-33)),
                 Item("F-2026-0902", 345'050, 145'050, day(-12)),
                 Item("F-2026-0988", 59'990, 59'990, day(-4)),
                 Item("F-2026-1042", 421'200, 421'200, day(6)),
                 Item("F-2026-1107", 120'000, 120'000, day(27))};
  for (int i = 0; i < options.extra_lines; ++i) {
    world.items.push_back(Item("F-2026-" + std::to_string(2'000 + i), 10'000, 10'000, day(30 + i)));
  }
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&state_->ledger);
  builder.RegisterService(&state_->scenario);
  builder.RegisterService(&state_->notifier);
  state_->server = builder.BuildAndStart();
  if (state_->server == nullptr || port == 0) {
    std::fputs("the sample services cannot listen on loopback\n", stderr);
    std::abort();
  }
  address_ = "127.0.0.1:" + std::to_string(port);
}

SampleServices::~SampleServices() {
  Stop();
}

void SampleServices::Stop() {
  state_->server->Shutdown(std::chrono::system_clock::now());
  state_->server->Wait();
}

std::vector<std::string> SampleServices::actors() const {
  const std::lock_guard lock(state_->world.mutex);
  return state_->world.actors;
}

size_t SampleServices::promises() const {
  const std::lock_guard lock(state_->world.mutex);
  return state_->world.promises.size();
}

std::string SampleServices::StateHash() const {
  const std::lock_guard lock(state_->world.mutex);
  std::string all;
  for (const auto& item : state_->world.items) all += item.SerializeAsString();
  for (const auto& promise : state_->world.promises) {
    all += promise.request.SerializeAsString() + promise.response.SerializeAsString();
  }
  return ToHex(Sha256(all));
}

void SampleServices::PayFirstLine() {
  const std::lock_guard lock(state_->world.mutex);
  state_->world.items.erase(state_->world.items.begin());
}

}  // namespace relance::portal
