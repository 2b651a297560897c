#include "services/ledger/wiring.h"

#include <atomic>
#include <thread>

#include "libs/host/service_host.h"
#include "libs/law_files/law_files.h"
#include "libs/seal/key_folder.h"
#include "services/ledger/adapters/intake_worker.h"
#include "services/ledger/adapters/keys.h"
#include "services/ledger/adapters/keys_topic.h"
#include "services/ledger/adapters/ledger_grpc.h"
#include "services/ledger/adapters/ledger_journal.h"

namespace relance::ledger {
namespace {

constexpr Millis kTimeout{8'000};
// Each command waits on one of them until its batch is accepted: 500 a second at 100 ms take 50.
constexpr int kPoolThreads = 128;
constexpr size_t kPoolQueue = 4'000;
constexpr Millis kKeysTimeout{60'000};
constexpr Millis kQuietPatience{1'000};

struct LedgerSettings {
  std::string keys_folder;
  std::string law_rates;
  std::vector<std::string> fonts;
  Millis report_interval{};
};

LedgerSettings ReadLedgerSettings(Settings& s) {
  return {.keys_folder = s.Path("keys.folder", "keys", "one file of a key for each legal entity"),
          .law_rates = s.Path("law.rates", "deploy/rates",
                              "the folder with law profiles and published rates"),
          .fonts = s.List("paper.fonts", paper::kDebianFonts,
                          "the folders with the fonts that PDFs are set in, and no others"),
          .report_interval = s.Duration("intake.report_interval", Millis{30'000},
                                        "between reports about feeds that are not idle")};
}

kafka::IntakeOptions OptionsOf(const host::HostSettings& settings) {
  kafka::IntakeOptions options;
  options.group = "relance.ledger.intake." + settings.installation;
  options.session_timeout = settings.session_timeout;
  options.fetch_wait = settings.fetch_wait;
  return options;
}

/// Without them the ledger serves all but PDFs.
Result<paper::Fonts> FontsOf(const LedgerSettings& settings, const Logger& log) {
  auto fonts = paper::Fonts::Load(settings.fonts);
  if (!fonts) log.Warn("PDFs cannot be printed", {{"error", fonts.error().message}});
  return fonts;
}

/// Who may call what where certificates are used, unless the settings say otherwise.
const std::vector<CallRule> kCallers = {
    {"/relance.ledger.v1.LedgerService/*", {"operator", "portal"}},
    {"/relance.ledger.v1.LedgerService/RecordDocuments", {"operator", "erp"}},
    {"/relance.ledger.v1.LedgerService/RequestFence", {"scenario"}},
    {"/relance.ledger.v1.LedgerService/AllocateReceipt", {"operator"}},
    {"/relance.ledger.v1.LedgerService/ListParked", {"operator"}},
    {"/relance.ledger.v1.LedgerService/GetParked", {"operator"}},
    {"/relance.ledger.v1.LedgerService/ReplayParked", {"operator"}},
    {"/relance.ledger.v1.LedgerService/ComputeClaim", {"operator", "portal", "scenario"}},
    {"/relance.ledger.v1.LedgerService/PrintClaim", {"operator", "portal"}},
    {"/relance.ledger.v1.LedgerService/ListClaims", {"operator"}},
    {"/relance.ledger.v1.LedgerService/BillClaim", {"operator"}},
    {"/relance.ledger.v1.LedgerService/WaiveClaim", {"operator"}},
};

/// In order of dependence.
struct Service {
  Service(host::ServiceHost& host, seal::KeyFolder& folder, const seal::Key& parked_key,
          interest::LawBook law, const LedgerSettings& settings)
      : book(std::move(law)),
        ring([&folder](const std::string& entity) { return folder.OfEntity(entity); }),
        keys(host.settings.kafka, kKeysTopic, host.log,
             [this](const std::string& value) { return TakeKeyRecord(value, ring); }),
        sealer(ring, PublishKeysTo(*host.producer)),
        translator(host.configurations, sealer),
        parked_events(*host.producer, host.settings.partitions, parked_key),
        archive(*host.reader, host.settings.partitions, parked_key),
        pool(kPoolThreads, kPoolQueue),
        queries(*host.views, host.configurations, ring, kTimeout),
        parked_desk(queries, parked_events, archive, translator, host.configurations, *host.front,
                    [&host](const std::string& topic, int partition, int64_t offset) {
                      return host.reader->ReadAt(topic, partition, offset);
                    }),
        allocations(host.configurations, *host.front, kTimeout),
        claims(*host.views, host.configurations, book, *host.front, kTimeout),
        press(claims, queries, host.configurations, FontsOf(settings, host.log)),
        rpc(queries, allocations, parked_desk, claims, press,
            RecordingPorts{host.configurations, translator, *host.front, parked_events, pool},
            kTimeout),
        intake(
            IntakePorts{OpenKafkaTopics(host.settings.kafka, OptionsOf(host.settings)),
                        host.configurations, translator, *host.front, parked_events, host.metrics},
            IntakeSettings{.report_interval = settings.report_interval}, host.log) {}

  const interest::LawBook book;
  seal::KeyRing ring;
  host::TopicFollower keys;
  DebtorSealer sealer;
  Translator translator;
  KafkaParkedEvents parked_events;
  KafkaParkedArchive archive;
  WorkerPool pool;
  LedgerQueries queries;
  ParkedDesk parked_desk;
  AllocationDesk allocations;
  ClaimDesk claims;
  ClaimPress press;
  LedgerGrpc rpc;
  IntakeWorker intake;
};

Result<void> Run(host::ServiceHost& host, Service& service) {
  if (auto read = service.keys.AwaitCaughtUp(kKeysTimeout); !read) return read;
  host.Own({.service = "ledger",
            .layout = kViewLayout,
            .has_bulk = true,
            .follows = {},
            .domain = [](int) { return std::make_unique<LedgerJournal>(); }});
  std::atomic<bool> stop{false};
  std::thread intake;
  const auto quiet = [&] { return service.intake.QuietSinceNow(kQuietPatience); };
  const auto start = [&] { intake = std::thread([&] { service.intake.Run(stop); }); };
  const auto end = [&] {
    stop = true;
    if (intake.joinable()) intake.join();
  };
  auto ran = host.Run({&service.rpc}, kCallers,
                      {.quiet = quiet, .next_moment = {}, .started = start, .stopping = end});
  end();
  return ran;
}

Result<void> Serve(const host::HostSettings& host_settings, const LedgerSettings& own) {
  seal::KeyFolder folder(own.keys_folder, host_settings.production ? seal::IfMissing::kRefuse
                                                                   : seal::IfMissing::kCreate);
  const auto parked_key = folder.Installation("parked");
  if (!parked_key) return Failure(parked_key.error());
  auto law = interest::LoadLawBook(own.law_rates);
  if (!law) return Invalid(law.error().message, "law.rates");
  auto host = host::ServiceHost::Create("ledger", host_settings, kViewLayout);
  if (!host) return Failure(host.error());
  Service service(**host, folder, *parked_key, *std::move(law), own);
  return Run(**host, service);
}

}  // namespace

Program Prepare(Settings& settings) {
  const host::HostSettings host_settings = host::ReadHostSettings(settings);
  const LedgerSettings own = ReadLedgerSettings(settings);
  return [=] { return Serve(host_settings, own); };
}

}  // namespace relance::ledger
