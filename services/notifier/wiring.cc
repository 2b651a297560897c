#include "services/notifier/wiring.h"

#include "libs/host/service_host.h"
#include "libs/seal/key_folder.h"
#include "libs/seal/key_record.h"
#include "services/notifier/adapters/composer.h"
#include "services/notifier/adapters/journal_commands.h"
#include "services/notifier/adapters/notifier_grpc.h"
#include "services/notifier/adapters/notifier_journal.h"
#include "services/notifier/adapters/notifier_settings.h"
#include "services/notifier/adapters/platform_ports.h"
#include "services/notifier/adapters/scenario_clearances.h"
#include "services/notifier/adapters/view_board.h"

namespace relance::notifier {
namespace {

constexpr Millis kKeysTimeout{60'000};
constexpr int kCommandTries = 3;

struct Places {
  std::string keys_folder;
  std::string blobs_folder;
  std::string scenario;
};

/// Who may call what where certificates are used, unless the settings say otherwise.
const std::vector<CallRule> kCallers = {
    {"/relance.notifier.v1.NotifierService/*", {"operator", "portal"}},
};

/// In order of dependence.
struct Service {
  Service(host::ServiceHost& host, seal::KeyFolder& folder, const seal::Key& blob_key,
          const Places& places, std::shared_ptr<grpc::Channel> scenario,
          const NotifierSettings& settings)
      : ring([&folder](const std::string& entity) { return folder.OfEntity(entity); }),
        keys(host.settings.kafka, "relance.keys.v1", host.log,
             [this](const std::string& value) { return seal::TakeKeyRecord(value, ring); }),
        blobs(places.blobs_folder, blob_key),
        clocks([&host] { return host.clock.Now(); }),
        messages(blobs),
        witness(host.metrics, host.log),
        board(*host.views, settings.view_timeout),
        clearances(
            std::move(scenario), [&host] { return host.front->NewId(); }, settings.ask_timeout),
        journal(*host.front, settings.command_timeout, kCommandTries),
        composer(host.configurations, ring, {settings.formal_delay_days}),
        smtp(settings.smtp),
        asking(clocks, board, clearances, tokens, witness),
        hand_over(clocks, composer, messages, journal, smtp, tokens, settings.hand_over),
        work(clocks, board, asking, hand_over, journal, witness),
        worker(
            work, [&host] { return OwnedBy(host); }, settings.worker, host.log),
        rpc(MakeNotifierGrpc(*host.front, *host.views, host.configurations, blobs, tokens,
                             [&host] { return host.clock.Now(); },
                             {settings.hand_over.portal_url, settings.hand_over.link_life,
                              settings.command_timeout})) {}

  static std::vector<int> OwnedBy(host::ServiceHost& host) {
    std::vector<int> owned;
    for (int p = 0; p < host.settings.partitions; ++p) {
      if (host.journal->Owns(p)) owned.push_back(p);
    }
    return owned;
  }

  seal::KeyRing ring;
  host::TopicFollower keys;
  seal::BlobStore blobs;
  ProcessClocks clocks;
  BlobMessages messages;
  RandomTokens tokens;
  MeteredWitness witness;
  ViewBoard board;
  ScenarioClearances clearances;
  JournalCommands journal;
  MessageComposer composer;
  SmtpSender smtp;
  Asking asking;
  HandOver hand_over;
  Work work;
  Worker worker;
  std::unique_ptr<grpc::Service> rpc;
};

Result<void> Run(host::ServiceHost& host, Service& service) {
  if (auto read = service.keys.AwaitCaughtUp(kKeysTimeout); !read) return read;
  host.Own({.service = "notifier",
            .layout = kLayout,
            .has_bulk = false,
            .follows = {"scenario"},
            .domain = [](int) { return std::make_unique<NotifierJournal>(); }});
  return host.Run({service.rpc.get()}, kCallers,
                  {.quiet = [&] { return service.worker.IsQuiet(); },
                   .next_moment = [&] { return service.worker.NextMoment(); },
                   .started = [&] { service.worker.Start(); },
                   .stopping = [&] { service.worker.Stop(); }});
}

Result<void> Serve(const host::HostSettings& host_settings, const NotifierSettings& own,
                   const Places& places) {
  seal::KeyFolder folder(places.keys_folder, host_settings.production ? seal::IfMissing::kRefuse
                                                                      : seal::IfMissing::kCreate);
  const auto blob_key = folder.Installation("blobs");
  if (!blob_key) return Failure(blob_key.error());
  auto host = host::ServiceHost::Create("notifier", host_settings, kLayout);
  if (!host) return Failure(host.error());
  auto scenario = (*host)->Channel(places.scenario);
  if (!scenario) return Failure(scenario.error());
  Service service(**host, folder, *blob_key, places, *scenario, own);
  return Run(**host, service);
}

}  // namespace

Program Prepare(Settings& settings) {
  const host::HostSettings host_settings = host::ReadHostSettings(settings);
  const NotifierSettings own = ReadNotifierSettings(settings);
  const Places places{
      settings.Path("keys.folder", "keys", "one file of a key for each legal entity"),
      settings.Path("blobs.folder", "blobs", "where what was sent is kept, sealed"),
      settings.Text("peers.scenario", "127.0.0.1:9102", "where the scenario's gRPC listens")};
  return [=] { return Serve(host_settings, own, places); };
}

}  // namespace relance::notifier
