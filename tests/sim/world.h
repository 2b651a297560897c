#pragma once

#include <boost/context/fiber.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libs/journal/owner.h"
#include "tests/sim/memory_view.h"
#include "tests/sim/toy_domain.h"

/// A world of one partition: topics, views, owners that may freeze or die between any two port
/// calls, appends that land late, twice or never. One seeded scheduler, or a script, moves it.
namespace relance::sim {

class Oracle;
class Actor;

/// One topic's partition.
struct Topic {
  std::vector<std::string> records;
};

/// An append on its way to the broker.
struct InFlight {
  int actor = 0;
  uint64_t tag = 0;
  std::string bytes;
  bool landed = false;  ///< A duplicate of it may still be under way.
};

/// What owners started from now on are like.
struct Habits {
  bool random = true;  ///< Settings and sizes of fetches are drawn; else those below, all at once.
  size_t batch_inputs = 1000;
  size_t documents_in_memory = 1000;
};

/// One service of the world: its journal, its view, what it reads.
struct Service {
  std::string name;
  std::string journal_topic;
  std::vector<journal::InputTopic> inputs;
  std::unique_ptr<journal::Domain> domain;
  Topic journal;
  std::vector<InFlight> in_flight;
  std::unique_ptr<MemoryView> view;
  std::vector<journal::Visit> orphans;  ///< Projections whose owner died before the view met them.
  std::vector<std::string> parked;
  std::unique_ptr<Oracle> oracle;
};

struct Answered {
  CommandId id;
  journal::Outcome outcome;
};

class World {
 public:
  explicit World(uint64_t seed);
  ~World();

  // The till's side: what clients do.
  CommandId Command(const std::string& content, std::optional<Instant> issued = std::nullopt);
  void Repeat(const CommandId& id, const std::string& content);
  void Document(const std::string& content);

  // Owners.
  int Start(int service, Millis clock_offset = Millis{0});
  void Crash(int actor);
  /// What its death leaves under way may reach the view later.
  void CrashLeavingItsProjection(int actor);
  Actor& At(int actor) { return *actors_.at(actor); }
  bool Alive(int actor) const { return actors_.contains(actor); }
  std::vector<int> Actors() const;
  /// Runs one actor to its next port call.
  void Resume(int actor);
  /// Runs one actor until it is about to make the port call `label`; false when it died or stopped.
  bool RunTo(int actor, const std::string& label, int most = 10'000);
  /// Runs one actor, landing its appends at once, until it is idle for good.
  void Settle(int actor);

  // The broker.
  void Land(int service, size_t in_flight, bool report);
  void LandAll(int service);
  void Drop(int service, size_t in_flight, bool report);
  /// A record of nobody here: a zombie's, an intruder's.
  void Inject(int service, const std::string& bytes);
  /// Kafka loses what it had acknowledged: the last `count` records; `regrown` come in their place.
  /// From then on the oracle of that journal knows a chain that is no more.
  void Lose(int service, size_t count, const std::vector<std::string>& regrown);

  // Redis.
  void LandOrphan(int service, size_t orphan);
  void RollBack(int service, size_t steps);
  void Flush(int service);

  void Advance(Millis time);
  Instant now() const { return now_; }
  Millis monotonic() const { return monotonic_; }
  Service& service(int i) { return services_[static_cast<size_t>(i)]; }
  Topic& InputTopic(const std::string& name) { return topics_[name]; }
  int services() const { return static_cast<int>(services_.size()); }
  std::mt19937_64& random() { return random_; }
  bool Chance(int percent) { return random_() % 100 < static_cast<uint64_t>(percent); }
  size_t Pick(size_t n) { return static_cast<size_t>(random_() % n); }

  void NoteAnswer(int service, const CommandId& id, const journal::Outcome& outcome);
  void Fail(const std::string& why);
  const std::vector<std::string>& failures() const { return failures_; }
  const std::vector<Answered>& answers() const { return answers_; }
  const std::map<CommandId, std::string>& commands() const { return commands_; }
  /// Every check that can be made at any time.
  void Check();

  Habits habits;
  std::set<std::string> withheld;  ///< Input topics whose records have not arrived yet.
  int lost_reply_percent = 0;      ///< Of view calls whose effect stays.
  bool expect_stop = false;        ///< Losses were injected: owners may stop.
  std::vector<std::string> stops;
  std::vector<std::string> alarms;

 private:
  std::mt19937_64 random_;
  Instant now_;
  Millis monotonic_{1'000'000};
  std::map<std::string, Topic> topics_;
  std::vector<Service> services_;
  std::map<int, std::unique_ptr<Actor>> actors_;
  int next_actor_ = 1;
  std::vector<std::string> failures_;
  std::vector<Answered> answers_;
  std::map<CommandId, std::string> commands_;
};

/// An owner on a fiber of its own: each port call pauses it, so that the world can do anything in
/// between, including killing it.
class Actor : journal::JournalLog,
              journal::InputLogs,
              journal::ViewStore,
              journal::Projector,
              journal::Assistant,
              journal::ParkedLog,
              journal::Clock,
              journal::Entropy,
              journal::Answers,
              journal::OwnerEvents {
 public:
  Actor(World& world, int id, int service, Millis clock_offset);

  void Resume();
  const std::string& paused_at() const { return paused_at_; }
  bool dead() const { return dead_; }
  bool stopped() const { return stopped_; }
  journal::Owner& owner() { return *owner_; }
  int service() const { return service_; }
  void Report(uint64_t tag, std::optional<int64_t> offset, bool undeliverable = false);
  /// Whether something of a visit to the view that was started is still to be done.
  bool is_visiting() const { return visit_ && !(projected_ && loaded_); }
  /// The view meets the projection, or then the load behind it, whether or not this owner is still
  /// there to learn of it.
  void GoOnVisiting();
  /// It was projected, and what is behind that is still to be read.
  bool is_about_to_load() const { return is_visiting() && projected_ && !visit_->keys.empty(); }
  /// The projection that the view has not met yet.
  std::optional<journal::Visit> TakeProjection();
  bool frozen = false;
  bool has_report() const { return !reports_.empty(); }
  bool fibers_idle() const { return paused_at_ == "idle"; }

 private:
  void Pause(const std::string& label);
  void Loop();
  void CheckMemory();
  void CheckDecided();
  Service& Mine() { return world_.service(service_); }
  Topic& TopicOf(size_t input);

  // JournalLog and InputLogs
  Result<journal::Extent> Bounds() override;
  Result<std::vector<journal::LogRecord>> Read(int64_t from) override;
  void Append(uint64_t tag, std::string bytes) override;
  std::optional<journal::AppendReport> AwaitReport(Millis timeout) override;
  Result<journal::Extent> Bounds(size_t input) override;
  Result<journal::LogRecord> ReadAt(size_t input, int64_t offset) override;
  Result<void> Seek(size_t input, int64_t next) override;
  Result<std::vector<journal::LogRecord>> Poll(size_t input, size_t limit) override;
  void Wait(Millis) override {}
  // ViewStore
  Result<journal::Loaded> Load(const std::vector<std::string>& keys) override;
  Result<journal::Listed> List(const std::string& prefix, const std::string& after,
                               size_t limit) override;
  Result<journal::Projected> Project(const std::optional<journal::Position>& from,
                                     const journal::Position& to,
                                     const journal::Changes& changes) override;
  Result<void> Wipe() override { return Mine().view->Wipe(); }
  Result<int> CountAttempt(const std::string& input) override;
  Result<void> ForgetAttempts(const std::string& input) override;
  Result<Instant> Time() override { return Mine().view->Time(); }
  // Projector
  void Start(journal::Visit visit) override;
  Result<journal::Visited> Await() override;
  // Assistant
  void Begin(std::function<void()> work) override;
  void Finish() override;
  // the rest
  Result<void> Park(const std::string& topic, int64_t offset, const std::string& bytes,
                    const std::string& reason, const std::string& field) override;
  Instant Now() override { return world_.now() + clock_offset_; }
  Instant System() override { return world_.now() + clock_offset_; }
  Millis Monotonic() override { return world_.monotonic(); }
  std::string Bytes(size_t count) override;
  void Answer(const CommandId& id, const journal::Outcome& outcome) override;
  void Stopped(int partition, const std::string& why) override;
  void Alarm(int partition, const std::string& what) override;

  World& world_;
  const int id_;
  const int service_;
  const Millis clock_offset_;
  std::vector<int64_t> next_;  ///< Of each input.
  std::deque<journal::AppendReport> reports_;
  std::optional<journal::Visit> visit_;  ///< Until it is awaited, with what became of it:
  std::optional<Result<journal::Projected>> projected_;
  std::optional<Result<journal::Loaded>> loaded_;
  std::function<void()> aside_;  ///< What its assistant has not come to yet.
  bool assisted_ = false;        ///< From Begin to Finish.
  std::string paused_at_ = "start";
  bool dead_ = false;
  bool stopped_ = false;
  std::optional<uint64_t> loaded_beside_;  ///< Generation that was given data of another position.
  std::unique_ptr<journal::Owner> owner_;
  boost::context::fiber outside_;
  boost::context::fiber inside_;  // last: unwound before anything it uses
};

/// Follows one journal from outside and knows what must be true of it.
class Oracle {
 public:
  Oracle(World& world, Service& service);

  /// To be called for every record that reaches the journal topic.
  void Offer(int64_t offset, const std::string& bytes);
  void CheckView();
  void CheckAnswer(const CommandId& id, const journal::Outcome& outcome);
  /// Memory of an owner whose head is `head`, between two turns.
  void CheckMemory(const journal::Position& head,
                   const std::map<std::string, std::optional<std::string>>& contents);

  struct State {
    journal::Position position;
    Instant recorded_at{};
    std::vector<journal::InputPosition> inputs;
    std::map<std::string, std::string> documents;
    std::set<std::string> index;
  };
  const State& newest() const { return states_.back(); }
  const State* Find(const journal::Position& position) const;
  /// The whole journal folded again by a reader that starts from nothing.
  void CheckRebuild();
  /// The first outcome of a command, nullptr when it has none.
  const journal::RecordedOutcome* OutcomeOf(const CommandId& id) const;

 private:
  void CheckDecisions(const journal::Record& record);
  void CheckPositions(const journal::Record& record, const State& before);
  void CheckCauses(const journal::Record& record, const State& before);
  State Fold(const State& before, const journal::Record& record,
             const journal::Position& position) const;
  void CheckOnce(const journal::Record& record);
  std::string InputAt(const std::string& topic, int64_t offset) const;
  void DecideAgain(const journal::Cause& cause, journal::Documents& documents, Instant now,
                   uint64_t sequence, std::vector<journal::Entry>& entries);

  World& world_;
  Service& service_;
  journal::Acceptor acceptor_;
  std::vector<State> states_;
  std::map<CommandId, journal::RecordedOutcome> outcomes_;
  std::set<std::string> added_;
  std::set<std::pair<std::string, uint64_t>> woken_;
};

}  // namespace relance::sim
