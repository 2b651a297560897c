#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "libs/journal/acceptor.h"
#include "libs/journal/domain.h"
#include "libs/journal/log.h"
#include "libs/journal/ports.h"
#include "libs/journal/record.h"
#include "libs/journal/view.h"

/// The owner of one partition: reads inputs, decides, appends, and only then updates its view and
/// answers. Several owners may believe in themselves at once; the chain lets one of them win.
namespace relance::journal {

enum class InputKind {
  kCommands,  ///< Taken first.
  kBulk,      ///< A tenth of a batch at least.
  kFollowed,  ///< The journal of another service, accepted record by record.
};

struct InputTopic {
  std::string topic;
  InputKind kind = InputKind::kCommands;
};

struct OwnerSettings {
  std::string installation;
  std::string topic;  ///< Of the journal.
  int partition = 0;
  std::vector<InputTopic> inputs;
  uint32_t log_epoch = 1;
  size_t batch_inputs = 1000;
  size_t batch_bytes = 900'000;
  size_t worth_help = 64;  ///< As many entries or inputs are encoded or read by the assistant.
  size_t documents_in_memory = 200'000;
  size_t records_per_projection = 64;  ///< While catching up.
  size_t checkpoint_inputs = 10'000;   ///< Inputs without effect before a checkpoint,
  Millis checkpoint_every{60'000};     ///< or time since the first of them.
  Millis append_timeout{8'000};        ///< After which an append's fate is unknown.
  Millis belief_timeout{30'000};       ///< How long "ends before my position" is doubted.
  Millis tick_every{1'000};
  Millis anchor_every{60'000};
  Millis clock_tolerance{60'000};
  Millis standstill_alarm{60'000};  ///< Records arrive, and the chain does not move.
  int attempts = 3;                 ///< At an input, before it is parked unread.
};

/// The ports of one owner. References outlive it.
struct OwnerPorts {
  JournalLog& log;
  InputLogs& inputs;
  ViewStore& view;
  Projector& projector;  ///< Into `view`.
  Assistant& assistant;
  ParkedLog& parked;
  Clock& clock;
  Entropy& entropy;
  Answers& answers;
  OwnerEvents& events;
};

class Owner {
 public:
  Owner(OwnerSettings settings, OwnerPorts ports, Domain& domain, std::string process_id);

  enum class Turn {
    kWorked,   ///< Call again at once.
    kIdle,     ///< Nothing to do until an input arrives or NextWakeUp.
    kWaiting,  ///< A port is unavailable, or a doubt is being waited out: call again soon.
    kStopped,  ///< For good: stop_reason() says why.
  };
  /// One turn of the loop. Blocks only in ports.
  Turn Step();

  bool owning() const { return state_ == State::kOwning; }
  const std::string& stop_reason() const { return stop_reason_; }
  const Position& head() const { return head_.position; }
  uint64_t generation() const { return generation_; }
  uint64_t ignored_records() const { return ignored_; }
  std::optional<Instant> NextWakeUp() const;
  /// Inputs are read and decided to their ends, everything is projected, no wake-up is due. Asks
  /// the logs; to be called by the thread that steps.
  bool Quiet();

  /// Offset of the next record to be read of each input. To be called by the thread that steps.
  std::vector<int64_t> ReadTo() const;

  /// False: the clock disagrees with the store's or with the journal, and no wake-up is decided.
  bool clock_trusted() const { return clock_trusted_; }
  /// An operator says that the clock is right: wake-ups go on although it disagrees, until it has
  /// agreed again. To be called by the thread that steps.
  void AllowJump();

  // For assertions of the simulation.
  const Position& FollowedTo(size_t input) const { return inputs_[input].acceptor->head(); }
  const std::optional<Position>& projected() const { return projected_; }
  Documents& documents() { return documents_; }
  bool HasUnprojected() const { return pending_ || projecting_; }

 private:
  enum class State { kCatchingUp, kOwning, kStopped };

  /// The last accepted record that this owner knows.
  struct Head {
    Position position;
    Instant recorded_at{};
    std::vector<InputPosition> inputs;
  };

  /// As many batches of each input wait in memory: one is read while the one before it is decided.
  static constexpr size_t kBatchesAhead = 2;

  /// One input with where it came from.
  struct Taken {
    Input input;
    size_t topic = 0;
    std::string bytes;  ///< As consumed, for parking.
    std::optional<ParkReason> unreadable;
    bool prepared = false;  ///< What it needs is in memory, as far as it shows, or in `load`.
    uint64_t load = 0;      ///< Which of the owner's loads brings it. 0: none.
  };

  struct InputState {
    int64_t read_next = 0;             ///< Offset of the next record to poll.
    std::list<Taken> waiting;          ///< Polled, not in a batch yet.
    std::optional<Acceptor> acceptor;  ///< Of a followed journal.
    int64_t ignored = -1;              ///< Last ignored record that was not read again yet.
  };

  /// Whether a chain moves while records arrive at its topic.
  struct Watch {
    int64_t seen = -1;                  ///< Last offset that counted.
    std::optional<Millis> still_since;  ///< When the first record beside the chain arrived.
    bool alarmed = false;
  };

  /// Where step 1 stands in the journal.
  struct Reading {
    Acceptor acceptor;
    bool ignored = false;  ///< Since the last accepted record.
    size_t unprojected = 0;
  };

  struct Batch {
    std::list<Taken> inputs;
    std::vector<InputPosition> positions;
    std::vector<Entry> entries;
    std::vector<std::pair<CommandId, Outcome>> answers;
    std::vector<std::pair<std::string, const Taken*>> touched;  ///< By which of `inputs`.
    Changes changes;                                            ///< Once it is on its way.
    Instant now{};
    size_t bytes = 0;
    size_t handled = 0;  ///< Inputs, including ignored records of followed journals.
    bool has_command = false;
  };

  struct Projection {
    Position to;
    Changes changes;
  };

  // Why a step ended early. Each ends the generation: what was decided and not accepted is void.
  struct StartAgain {
    std::string why;
    bool blame_input = false;  ///< The input of a careful batch is at fault: its attempt counts.
  };
  struct TryLater {
    std::string why;
  };
  struct StopForGood {
    std::string why;
  };
  using Ended = std::optional<std::variant<StartAgain, TryLater, StopForGood>>;

  // owner_assign.cc: step 1.
  Ended Assign();
  Ended FindHead();
  Ended CatchUp();
  Ended TakeRecord(const LogRecord& raw, Reading& reading);
  Ended ProjectCaughtUp(Reading& reading);
  Ended FoldRecord(const Record& record);
  Ended OpenInputs();
  Ended OpenInput(size_t i, InputPosition position, InputState& input);
  Ended OpenFollowed(size_t i, const InputPosition& position, InputState& input);
  Ended LoadWakeUps();

  // owner_anchor.cc: what a reader remembers must still be there.
  Ended CheckAnchors();
  Ended CheckOwnAnchor(const Position& position, std::string* bytes = nullptr);
  Ended CheckFollowedAnchor(size_t i, const Position& position);
  Ended CheckInput(size_t i, const InputPosition& position);
  using ReadFrom = std::function<Result<std::vector<LogRecord>>(int64_t)>;
  Ended ReadIgnoredAgain(const std::string& topic, const Position& anchor, int64_t until,
                         const ReadFrom& read);
  Ended ReadFollowedAgain(size_t i, const Position& anchor);
  void NoteIgnored(size_t chain, int64_t offset);
  void NoteMoved(size_t chain, int64_t offset);
  Ended Doubt(const std::string& what);

  // owner_gather.cc: step 2.
  Ended Gather(Batch& batch);
  Ended PollInputs();
  void Read(size_t topic, LogRecord record, Taken& taken) const;
  Ended TakeKind(InputKind kind, size_t most, Batch& batch);
  Ended TakeOne(size_t topic, Batch& batch);
  Ended TakeFollowed(Taken& taken, Batch& batch, bool& ignored);
  Ended TakeWakeUps(size_t most, Batch& batch);
  Ended RaiseBarrier(Instant now);
  bool InputsReadTo(const std::vector<int64_t>& ends, const Batch& batch) const;

  // owner_batch.cc: steps 3 and 4.
  Ended Load(const std::vector<std::string>& keys);
  Ended LoadWanted();
  /// `decide()` on all the documents that it asks for, in `decided`.
  template <class Decide, class Decided>
  Ended DecideOnKnown(Decide decide, Decided& decided);
  void WantNeeds(Taken& taken);
  Ended Prepare(Batch& batch);
  Ended ReadAhead();
  Ended DecideAndRead(Batch& batch);
  std::vector<const Input*> Behind() const;
  Ended DecideBatch(Batch& batch);
  Ended DecideOne(const Taken& taken, Batch& batch);
  Ended DecideUnread(const Taken& taken, Batch& batch);
  Ended DecideCommand(const Taken& taken, const CommandInput& command, Batch& batch);
  Ended AnswerUndecided(const Taken& taken, const CommandInput& command, Batch& batch,
                        bool& answered);
  Ended DecideOther(const Taken& taken, Batch& batch);
  Ended CountAttempt(const Taken& taken, bool& poison);
  Ended Park(const Taken& taken, const ParkReason& reason, Batch& batch);
  Cause CauseOf(const Taken& taken) const;
  Ended RecordDecision(const Taken& taken, Decision decision,
                       std::optional<RecordedOutcome> outcome, Batch& batch);
  Ended RecordEffects(const Taken& taken, std::vector<Effect> effects,
                      std::optional<RecordedOutcome> outcome, Batch& batch);
  Ended LoadToFold(const Entry& entry);
  Ended RecordEntry(Entry entry, Batch& batch);
  Ended LoadBrokenKeys();
  Ended FindBroken(const std::vector<Effect>& effects, std::string& broken);
  Ended DropBroken(std::vector<Effect>& effects);
  Ended TouchedSince(size_t begin, const Batch& batch, std::vector<std::string>& keys);
  Ended Conclude(Batch& batch);

  // owner.cc: steps 5 to 8.
  Ended TakeTurn(Turn& turn);
  bool MustAppend(const Batch& batch) const;
  Ended Append(Batch& batch);
  Ended AwaitAppend(uint64_t tag, const Header& header, const Digest& hash, Batch& batch);
  void Accept(const Header& header, const Digest& hash, Batch& batch);
  Ended StartProjecting();
  Ended AwaitProjected();
  Ended InstallAsked(Loaded loaded);
  Ended ProjectPending();
  Ended Tick();
  Ended CheckClock();
  void NoteWakeUps(const Batch& batch);
  void ForgetCounted();
  Turn Finish(const Ended& ended);

  const OwnerSettings settings_;
  OwnerPorts ports_;
  Domain& domain_;
  const std::string process_id_;

  State state_ = State::kCatchingUp;
  std::string stop_reason_;
  uint64_t generation_ = 0;
  uint64_t ignored_ = 0;

  Head head_;
  int64_t end_ = 0;                     ///< Offset that the next append must get.
  std::optional<Position> projected_;   ///< Where the view stands, as far as this owner knows.
  std::optional<Position> projecting_;  ///< Where what is under way is to take it.
  std::optional<Projection> pending_;   ///< Accepted, and its projection not started.
  Batch spent_;                         ///< A large one that was accepted: to be destroyed.
  Documents documents_;
  uint64_t loads_ = 0;  ///< That were started, the one behind a projection included.
  std::vector<InputState> inputs_;
  std::vector<InputPosition> positions_;  ///< Including inputs without effect.
  size_t without_effect_ = 0;             ///< Inputs handled since the last record.
  Millis without_effect_since_{};
  bool careful_ = true;        ///< Batches of one until one is accepted.
  std::string counted_input_;  ///< The input whose attempt was counted, if any.
  uint64_t append_number_ = 0;

  std::set<std::string> wake_ups_;  ///< Index members, in order of time.
  Instant barrier_at_{};            ///< Wake-ups until then may be decided once the inputs
  std::vector<int64_t> barrier_;    ///< are read to these ends.

  Millis last_tick_{};
  Millis last_anchor_{};
  std::optional<Millis> doubt_since_;
  bool clock_trusted_ = true;
  bool jump_allowed_ = false;
  Millis head_known_at_{};      ///< Monotonic time of the last accepted record, for the time guard.
  bool head_is_mine_ = false;   ///< It was appended by this generation, at its own time.
  std::vector<Watch> watches_;  ///< Of the journal, then of each input.
};

}  // namespace relance::journal
