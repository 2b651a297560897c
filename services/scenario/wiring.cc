#include "services/scenario/wiring.h"

#include <fmt/format.h>

#include <cstdio>

#include "libs/host/service_host.h"
#include "libs/process/exit_code.h"
#include "services/scenario/adapters/scenario_grpc.h"
#include "services/scenario/adapters/scenario_journal.h"

namespace relance::scenario {
namespace {

constexpr Millis kCommandTimeout{8'000};
constexpr size_t kPoolThreads = 16;

/// In order of dependence.
struct Service {
  Service(host::ServiceHost& host, std::shared_ptr<grpc::Channel> ledger)
      : rulebook(host.configurations),
        pool(kPoolThreads),
        fences(std::move(ledger), host.entropy, host.log),
        queries(host.configurations, rulebook, *host.views, host.clock, kCommandTimeout),
        desk(host.configurations, *host.producer, *host.front, host.clock, kCommandTimeout),
        rpc({host.configurations, *host.front, queries, desk, fences, pool, kCommandTimeout}) {}

  Rulebook rulebook;
  host::WorkPool pool;
  FenceRequester fences;
  CaseQueries queries;
  ConfigurationDesk desk;
  ScenarioGrpc rpc;
};

int Fail(const Error& error) {
  fmt::print(stderr, "relance-scenario: {}{}{}\n", error.field, error.field.empty() ? "" : ": ",
             error.message);
  return static_cast<int>(ExitCodeOf(error.code));
}

}  // namespace

int Serve(Settings settings) {
  host::HostSettings host_settings = host::ReadHostSettings(settings);
  const std::string ledger =
      settings.Text("peers.ledger", "127.0.0.1:9101", "where the ledger's gRPC listens");
  if (const auto done = host::PrintInstead(settings)) return *done;
  if (const auto finished = settings.Finish(); !finished) return Fail(finished.error());
  auto host = host::ServiceHost::Create("scenario", std::move(host_settings), kLayout);
  if (!host) return Fail(host.error());
  auto channel = (*host)->Channel(ledger);
  if (!channel) return Fail(channel.error());
  Service service(**host, *channel);
  (*host)->Own({.service = "scenario",
                .layout = kLayout,
                .has_bulk = false,
                .follows = {"ledger", "notifier"},
                .domain = [&](int partition) {
                  return std::make_unique<ScenarioJournal>(service.rulebook, partition);
                }});
  const auto ran = (*host)->Run({&service.rpc}, {.quiet = [&] { return service.fences.Quiet(); },
                                                 .next_moment = {},
                                                 .started = {},
                                                 .stopping = {}});
  return ran ? 0 : Fail(ran.error());
}

}  // namespace relance::scenario
