#include "services/scenario/wiring.h"

#include "libs/host/service_host.h"
#include "services/scenario/adapters/scenario_grpc.h"
#include "services/scenario/adapters/scenario_journal.h"

namespace relance::scenario {
namespace {

constexpr Millis kCommandTimeout{8'000};
// Each command waits on one of them until its batch is accepted: 500 a second at 100 ms take 50.
constexpr int kPoolThreads = 128;
constexpr size_t kPoolQueue = 4'000;

/// Who may call what where certificates are used, unless the settings say otherwise.
const std::vector<CallRule> kCallers = {
    {"/relance.scenario.v1.ScenarioService/*", {"operator", "portal"}},
    {"/relance.scenario.v1.ScenarioService/ClearNotices", {"notifier"}},
    {"/relance.scenario.v1.ScenarioService/ForceStep", {"operator"}},
    {"/relance.scenario.v1.ScenarioService/ConfirmForce", {"operator"}},
    {"/relance.scenario.v1.ScenarioService/RefuseForce", {"operator"}},
    {"/relance.scenario.v1.ScenarioService/RecordCall", {"operator"}},
    {"/relance.scenario.v1.ScenarioService/SetProfile", {"operator"}},
    {"/relance.scenario.v1.ScenarioService/OpenInsolvency", {"operator"}},
    {"/relance.scenario.v1.ScenarioService/PlanConfiguration", {"operator"}},
    {"/relance.scenario.v1.ScenarioService/ApplyConfiguration", {"operator"}},
    {"/relance.scenario.v1.ScenarioService/ForecastConfiguration", {"operator"}},
    {"/relance.scenario.v1.ScenarioService/MoveCases", {"operator"}},
};

/// In order of dependence.
struct Service {
  Service(host::ServiceHost& host, std::shared_ptr<grpc::Channel> ledger)
      : rulebook(host.configurations),
        pool(kPoolThreads, kPoolQueue),
        fences(ledger, host.entropy, host.log),
        queries(host.configurations, rulebook, *host.views, host.clock, kCommandTimeout),
        charges(queries, std::move(ledger), host.log),
        worklist(host.configurations, rulebook, *host.views, host.clock, kCommandTimeout),
        desk(host.configurations, *host.producer, *host.front, host.clock, kCommandTimeout),
        forecasts(host.configurations, rulebook, *host.views, host.clock, kCommandTimeout),
        rpc({host.configurations, *host.front, queries, worklist, desk, forecasts, fences, charges,
             pool, kCommandTimeout}) {}

  Rulebook rulebook;
  WorkerPool pool;
  FenceRequester fences;
  CaseQueries queries;
  ChargeDesk charges;
  WorklistQueries worklist;
  ConfigurationDesk desk;
  ForecastDesk forecasts;
  ScenarioGrpc rpc;
};

Result<void> Serve(const host::HostSettings& host_settings, const std::string& ledger) {
  auto host = host::ServiceHost::Create("scenario", host_settings, kLayout);
  if (!host) return Failure(host.error());
  auto channel = (*host)->Channel(ledger);
  if (!channel) return Failure(channel.error());
  Service service(**host, *channel);
  (*host)->Own({.service = "scenario",
                .layout = kLayout,
                .has_bulk = false,
                .follows = {"ledger", "notifier"},
                .domain = [&](int partition) {
                  return std::make_unique<ScenarioJournal>(service.rulebook, partition);
                }});
  return (*host)->Run({&service.rpc}, kCallers,
                      {.quiet = [&] { return service.fences.Quiet(); },
                       .next_moment = {},
                       .started = {},
                       .stopping = {}});
}

}  // namespace

Program Prepare(Settings& settings) {
  const host::HostSettings host_settings = host::ReadHostSettings(settings);
  const std::string ledger =
      settings.Text("peers.ledger", "127.0.0.1:9101", "where the ledger's gRPC listens");
  return [=] { return Serve(host_settings, ledger); };
}

}  // namespace relance::scenario
