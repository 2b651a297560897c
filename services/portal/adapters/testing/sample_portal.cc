#include "services/portal/adapters/testing/sample_portal.h"

#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "libs/grpc/rpc_channel.h"
#include "libs/http/server.h"
#include "services/portal/adapters/clocks.h"
#include "services/portal/adapters/ledger_client.h"
#include "services/portal/adapters/memory_store.h"
#include "services/portal/adapters/notifier_client.h"
#include "services/portal/adapters/scenario_client.h"
#include "services/portal/adapters/site.h"

namespace relance::portal {
namespace {

constexpr Millis kTimeout{5'000};

class FixedClock : public Clock {
 public:
  explicit FixedClock(Instant now) : now_(now) {}
  Instant Now() override { return now_; }

 private:
  const Instant now_;
};

template <class T>
T OrAbort(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().message.c_str());
    std::abort();
  }
  return std::move(*result);
}

std::shared_ptr<grpc::Channel> Channel(const std::string& address) {
  return OrAbort(RpcChannel({.target = address}));
}

}  // namespace

struct SamplePortal::State {
  explicit State(const Options& options)
      : clock(options.now),
        services(options.services),
        ledger(Channel(services.address()), kTimeout),
        scenario(Channel(services.address()), kTimeout),
        notifier(Channel(services.address()), kTimeout) {}

  /// The public address is known once the server listens: what needs it is made then.
  void Open(const std::string& url) {
    gate = std::make_unique<Gate>(store, GateOptions{.public_url = url});
    site = std::make_unique<Site>(
        SiteParts{links, accounts, announce, scenario, *gate, clock, randomness}, metrics, log);
  }

  FixedClock clock;
  SystemRandomness randomness;
  SampleServices services;
  LedgerClient ledger;
  ScenarioClient scenario;
  NotifierClient notifier;
  MemoryStore store;
  OpenLink links{notifier, store, store, randomness};
  ReadAccount accounts{ledger, scenario, clock};
  AnnouncePayment announce{accounts, scenario, store};
  Metrics metrics;
  std::ostringstream lines;
  Logger log{"portal", LogLevel::kInfo, lines};
  std::unique_ptr<Gate> gate;
  std::unique_ptr<Site> site;
  std::unique_ptr<http::Server> server;
};

SamplePortal::SamplePortal(const Options& options) : state_(std::make_unique<State>(options)) {
  State& state = *state_;
  http::ServerOptions http;
  http.listen = options.listen;
  state.server = OrAbort(http::Server::Start(
      http, [&](const http::Request& r) { return state.site->Serve(r); },
      [&](const http::Request& r, int status) { return state.site->Refuse(r, status); }));
  url_ = "http://127.0.0.1:" + std::to_string(state.server->port());
  state.Open(url_);
}

SamplePortal::~SamplePortal() = default;

SampleServices& SamplePortal::services() {
  return state_->services;
}
std::string SamplePortal::Scrape() const {
  return state_->metrics.Render();
}

}  // namespace relance::portal
