#include "tests/sim/suite/suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "relance/journal/v1/record.pb.h"
#include "services/ledger/adapters/ledger_journal.h"
#include "services/notifier/adapters/notifier_journal.h"
#include "services/scenario/adapters/scenario_journal.h"
#include "tests/sim/suite/host.h"
#include "tests/sim/suite/process.h"
#include "tests/sim/suite/proof.h"
#include "tests/sim/suite/words.h"

namespace relance::sim {
namespace {

constexpr const char* kNames[] = {"ledger", "scenario", "notifier"};
constexpr int kMostSteps = 5'000;
constexpr int kMostRounds = 400;
constexpr int kPatientRounds = 20;
constexpr int kTicks = 2;  // after which a view that was rolled back has been noticed
constexpr Millis kRound{1'100};
constexpr Millis kLongRound{15'000};
constexpr Millis kClearanceTime{60'000};
constexpr std::chrono::days kRemembered{30};  // for how long an answer is the same

}  // namespace

Suite::Suite(uint64_t seed, Instant start, const std::string& scenario_yaml)
    : Suite(seed, start, ConfigurationWith("email-fr", scenario_yaml)) {}

Suite::Suite(uint64_t seed, Instant start, const config::v1::Configuration& configuration)
    : random_(seed), system_(start) {
  if (const auto put = configurations_.Put(configuration); !put) Fail(put.error().message);
  for (const Service service : kServices) {
    views_.push_back(std::make_unique<MemoryView>([this] { return system_; }));
    hosts_.push_back(std::make_unique<Host>(*this, service, *views_.back()));
  }
  StartProcess();
  Command(Activate(configuration));
}

Suite::~Suite() = default;

std::string Suite::JournalOf(Service service) {
  return fmt::format("relance.{}.journal.v1", kNames[service]);
}

std::string Suite::CommandsOf(Service service) {
  return fmt::format("relance.{}.commands.v1", kNames[service]);
}

std::unique_ptr<journal::Domain> Suite::NewDomain(Service service) {
  if (service == kLedger) return std::make_unique<ledger::LedgerJournal>();
  if (service == kNotifier) return std::make_unique<notifier::NotifierJournal>();
  return std::make_unique<scenario::ScenarioJournal>(rulebook_, 0);
}

void Suite::Feed(const std::string& document) {
  journal::v1::Input input;
  input.set_content(document);
  topic("relance.ledger.bulk.v1").push_back(input.SerializeAsString());
}

CommandId Suite::NewId() {
  std::array<uint8_t, 10> noise{};
  for (auto& b : noise) b = static_cast<uint8_t>(random_());
  return MakeCommandId(now(), noise);
}

std::string Suite::Bytes(size_t count) {
  std::string bytes;
  for (size_t i = 0; i < count; ++i) bytes += static_cast<char>(random_());
  return bytes;
}

CommandId Suite::Command(Service service, const std::string& content) {
  const CommandId id = NewId();
  Command(service, id, content);
  return id;
}

CommandId Suite::Command(const scenario::v1::ScenarioInput& content) {
  return Command(kScenario, content.SerializeAsString());
}

void Suite::Command(Service service, const CommandId& id, const std::string& content,
                    const std::string& by) {
  journal::v1::Input input;
  input.mutable_command()->set_id(ToBytes(id));
  input.mutable_command()->mutable_by()->set_actor(by);
  input.mutable_command()->mutable_by()->set_role("lead");
  input.mutable_command()->mutable_by()->add_entities("*");
  input.set_content(content);
  topic(CommandsOf(service)).push_back(input.SerializeAsString());
}

journal::Owner::Turn Suite::Step(Service service) {
  if (IsDown(service)) return journal::Owner::Turn::kIdle;
  return host(service).Step();
}

void Suite::StepToEnd(Service service) {
  using Turn = journal::Owner::Turn;
  for (int i = 0; i < kMostSteps && !host(service).stepping(); ++i) {
    const Turn turn = Step(service);
    if (turn == Turn::kIdle || turn == Turn::kStopped) return;
    if (turn == Turn::kWaiting) Advance(kRound);
  }
  if (!host(service).stepping()) Fail(fmt::format("the {} never came to rest", kNames[service]));
}

void Suite::RequestFence(uint64_t sequence) {
  Pass("fence wanted");
  wanted_fence_ = std::max(wanted_fence_.value_or(0), sequence);
}

void Suite::SendFence() {
  if (!wanted_fence_) return;
  const std::string id = scenario::FenceId(0, *wanted_fence_, std::to_string(random_()));
  wanted_fence_.reset();
  Pass("fence");
  if (Chance(faults.fence_lost)) return;
  Command(kLedger, FenceOf(id).SerializeAsString());
  Pass("fence sent");
}

size_t Suite::StartProcess() {
  processes_.push_back(std::make_unique<Process>(*this, static_cast<int>(processes_.size()) + 1));
  return processes_.size() - 1;
}

void Suite::EndProcess(size_t process) {
  if (processes_[process] && !processes_[process]->busy()) processes_[process].reset();
}

bool Suite::IsBusy(size_t process) const {
  return processes_[process] && processes_[process]->busy();
}

bool Suite::RunProcess(size_t process) {
  if (!processes_[process]) return false;
  try {
    return processes_[process]->Run();
  } catch (const Died&) {
    processes_[process].reset();
    return false;
  }
}

void Suite::Kill(Service service) {
  host(service).Kill();
}

void Suite::SetDown(Service service, bool down) {
  if (!down) return static_cast<void>(down_.erase(service));
  down_.insert(service);
  host(service).Kill();
}

void Suite::LandLater(const std::string& journal, std::string bytes) {
  in_flight_.emplace_back(journal, std::move(bytes));
}

void Suite::LandLate() {
  for (auto& [journal, bytes] : in_flight_) topic(journal).push_back(std::move(bytes));
  in_flight_.clear();
}

void Suite::Advance(Millis time) {
  system_ += time;
  monotonic_ += time;
}

void Suite::Pass(const std::string& label) {
  if (between && between(label)) throw Died{};
}

void Suite::NoteAnswer(const CommandId& id, const journal::Outcome& outcome) {
  const auto [at, first] = answers_.emplace(id, outcome);
  if (first) return;
  if (!outcome.accepted && now() - IssuedAt(id) > kRemembered) return;  // expired, as it must
  if (at->second.accepted != outcome.accepted || at->second.reply != outcome.reply) {
    Fail("a repeated command got another answer");
  }
}

const journal::Outcome* Suite::AnswerTo(const CommandId& id) const {
  const auto at = answers_.find(id);
  return at == answers_.end() ? nullptr : &at->second;
}

/// What can only be seen at the moment of the hand-over.
void Suite::NoteMail(const Mail& mail) {
  if (!WasStarted(ChainOf(*this, kNotifier), mail)) {
    Fail(fmt::format("I5: attempt {} left without its AttemptStarted", mail.attempt));
  }
  const auto asked = asked_at_.find(mail.ask_id);
  if (asked == asked_at_.end() || mail.at >= asked->second + kClearanceTime) {
    Fail(fmt::format("I6: attempt {} left more than 60 s after its ask", mail.attempt));
  }
  mails_.push_back(mail);
}

std::optional<Instant> Suite::NextMoment() {
  std::optional<Instant> next;
  const auto sooner = [&](std::optional<Instant> at) {
    if (at && (!next || *at < *next)) next = at;
  };
  if (auto* owner = host(kScenario).owner()) sooner(owner->NextWakeUp());
  for (const auto& process : processes_) {
    if (!process || IsDown(kNotifier)) continue;
    if (const auto moment = process->NextMoment()) sooner(*moment);
    break;
  }
  return next;
}

/// One round of everybody; true when nothing was left to be done.
bool Suite::WorkOnce() {
  for (const Service service : kServices) StepToEnd(service);
  SendFence();
  bool worked = false;
  bool alive = IsDown(kNotifier);
  for (size_t p = 0; p < processes_.size() && !IsDown(kNotifier); ++p) {
    worked |= RunProcess(p);
    alive |= processes_[p] != nullptr;
  }
  if (!alive) StartProcess();
  if (worked || !alive || wanted_fence_) return false;
  for (const Service service : kServices) {
    if (!IsDown(service) && !host(service).Quiet()) return false;
  }
  return std::ranges::all_of(processes_, [this](const auto& process) {
    return !process || IsDown(kNotifier) || process->IsQuiet().value_or(false);
  });
}

std::string Suite::Settle() {
  LandLate();
  int restful = 0;
  for (int round = 0; round < kMostRounds; ++round) {
    restful = WorkOnce() ? restful + 1 : 0;
    if (restful > kTicks) return {};
    Advance(round < kPatientRounds ? kRound : kLongRound);
  }
  std::string who;
  for (const Service service : kServices) {
    if (!host(service).Quiet()) who += fmt::format(" {}", kNames[service]);
  }
  return "it never came to rest:" + (who.empty() ? " the notifier's work" : who);
}

}  // namespace relance::sim
