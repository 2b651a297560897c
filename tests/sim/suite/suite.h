#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "libs/journal/owner.h"
#include "relance/ledger/v1/inputs.pb.h"
#include "relance/scenario/v1/inputs.pb.h"
#include "services/notifier/domain/cleared.h"
#include "services/scenario/adapters/rulebook.h"
#include "tests/sim/memory_view.h"

/// One partition of the whole suite in memory: three journals with their real owners and domains,
/// real notifier processes, one clock. Every port call passes through Suite::Pass, where a script
/// or a seed may let anything else happen, or end the process that calls.
namespace relance::sim {

class Host;
class Process;

enum Service { kLedger, kScenario, kNotifier };
inline constexpr Service kServices[] = {kLedger, kScenario, kNotifier};

/// Thrown at a port call of a process that ends there.
struct Died {};

/// One hand-over, as the outside world saw it.
struct Mail {
  std::string notice;
  std::string contact;
  std::string attempt;
  std::string message_id;
  std::string bytes;
  std::string ask_id;
  uint64_t fence = 0;
  uint64_t clearance = 0;
  std::vector<notifier::Claim> claims;
  std::optional<notifier::Thanks> thanks;  ///< Of a thank-you, which has no claims.
  Millis at{};                             ///< Monotonic.
};

/// Percentages.
struct Faults {
  int append_lost = 0;
  int append_late = 0;  ///< Lands some time after its report was given up.
  int append_unreported = 0;
  int append_twice = 0;
  int refused = 0;      ///< Of hand-overs, for now.
  int answer_lost = 0;  ///< Of hand-overs.
  int fence_lost = 0;
};

class Suite {
 public:
  Suite(uint64_t seed, Instant start, const std::string& scenario_yaml);
  Suite(uint64_t seed, Instant start, const config::v1::Configuration& configuration);
  ~Suite();

  // What arrives.
  void Feed(const ledger::v1::LedgerInput& document) { Feed(document.SerializeAsString()); }
  void Feed(const std::string& document);
  CommandId Command(Service service, const std::string& content);
  CommandId Command(const scenario::v1::ScenarioInput& content);
  void Command(Service service, const CommandId& id, const std::string& content,
               const std::string& by = "anna");

  // What moves.
  journal::Owner::Turn Step(Service service);
  /// Until it has nothing to do; at once when it is on the stack.
  void StepToEnd(Service service);
  /// The ledger is asked for the fence that asks wait for.
  void SendFence();
  void RequestFence(uint64_t sequence);
  /// Looks for work and does it all; false when the process died over it.
  bool RunProcess(size_t process);
  size_t StartProcess();
  void EndProcess(size_t process);
  size_t processes() const { return processes_.size(); }
  bool IsBusy(size_t process) const;
  void Kill(Service service);
  /// While it is down it does nothing; what arrives for it waits.
  void SetDown(Service service, bool down);
  bool IsDown(Service service) const { return down_.contains(service); }
  void LandLate();
  void Advance(Millis time);
  /// Development clock: business time is this and stands still, whatever is waited for.
  void SetClock(Instant now) { clock_ = now; }
  bool HasClock() const { return clock_.has_value(); }
  /// Everything works until nothing is left to be done at this moment; "" or what never rested.
  std::string Settle();
  /// To the next wake-up of the scenario, or moment of the notifier's queue.
  std::optional<Instant> NextMoment();

  // What may happen at a port call: true ends the caller.
  std::function<bool(const std::string& label)> between;
  void Pass(const std::string& label);
  Faults faults;
  size_t batch_inputs = 1000;

  Instant now() const { return clock_.value_or(system_); }
  Instant system() const { return system_; }
  Millis monotonic() const { return monotonic_; }
  std::mt19937_64& random() { return random_; }
  bool Chance(int percent) {
    return percent > 0 && random_() % 100 < static_cast<uint64_t>(percent);
  }
  size_t Pick(size_t n) { return static_cast<size_t>(random_() % n); }
  CommandId NewId();
  std::string Bytes(size_t count);

  std::vector<std::string>& topic(const std::string& name) { return topics_[name]; }
  static std::string JournalOf(Service service);
  static std::string CommandsOf(Service service);
  Host& host(Service service) { return *hosts_[static_cast<size_t>(service)]; }
  MemoryView& view(Service service) { return *views_[static_cast<size_t>(service)]; }
  std::unique_ptr<journal::Domain> NewDomain(Service service);
  scenario::Rulebook& rulebook() { return rulebook_; }

  void LandLater(const std::string& journal, std::string bytes);
  void NoteAnswer(const CommandId& id, const journal::Outcome& outcome);
  const journal::Outcome* AnswerTo(const CommandId& id) const;
  void NoteMail(const Mail& mail);
  void NoteAsk(const std::string& ask_id) { asked_at_.emplace(ask_id, monotonic_); }
  void Fail(const std::string& why) { failures_.push_back(why); }

  const std::vector<Mail>& mails() const { return mails_; }
  const std::vector<std::string>& failures() const { return failures_; }
  const std::vector<std::string>& alarms() const { return alarms_; }
  void NoteAlarm(const std::string& what) { alarms_.push_back(what); }
  bool HasFenceToSend() const { return wanted_fence_.has_value(); }

 private:
  bool WorkOnce();

  std::mt19937_64 random_;
  Instant system_;
  std::optional<Instant> clock_;
  std::set<Service> down_;
  Millis monotonic_{1'000'000'000};
  ConfigurationStore configurations_{1};
  scenario::Rulebook rulebook_{configurations_};
  std::map<std::string, std::vector<std::string>> topics_;
  std::vector<std::unique_ptr<MemoryView>> views_;
  std::vector<std::unique_ptr<Host>> hosts_;
  std::vector<std::unique_ptr<Process>> processes_;
  std::vector<std::pair<std::string, std::string>> in_flight_;
  std::optional<uint64_t> wanted_fence_;
  std::map<CommandId, journal::Outcome> answers_;
  std::map<std::string, Millis> asked_at_;
  std::vector<Mail> mails_;
  std::vector<std::string> failures_;
  std::vector<std::string> alarms_;
};

}  // namespace relance::sim
