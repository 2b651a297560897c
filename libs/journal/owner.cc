#include "libs/journal/owner.h"

#include <fmt/format.h>

#include "libs/base/overloaded.h"
#include "libs/journal/fold.h"

// Steps 5 to 8: append, project, answer, look after itself.

namespace relance::journal {
Owner::Owner(OwnerSettings settings, OwnerPorts ports, Domain& domain, std::string process_id)
    : settings_(std::move(settings)),
      ports_(ports),
      domain_(domain),
      process_id_(std::move(process_id)),
      watches_(1 + settings_.inputs.size()) {}

Owner::Turn Owner::Step() {
  if (state_ == State::kStopped) return Turn::kStopped;
  Turn turn = Turn::kWorked;
  const Ended ended = state_ == State::kCatchingUp ? Assign() : TakeTurn(turn);
  return ended ? Finish(ended) : turn;
}

Owner::Turn Owner::Finish(const Ended& ended) {
  const auto* again = std::get_if<StartAgain>(&*ended);
  if (again != nullptr && again->blame_input) counted_input_.clear();
  ForgetCounted();
  state_ = State::kCatchingUp;
  return std::visit(Overloaded{[&](const StartAgain& e) {
                                 ports_.events.GenerationEnded(settings_.partition, e.why);
                                 return Turn::kWorked;
                               },
                               [&](const TryLater& e) {
                                 ports_.events.GenerationEnded(settings_.partition, e.why);
                                 return Turn::kWaiting;
                               },
                               [&](const StopForGood& e) {
                                 state_ = State::kStopped;
                                 stop_reason_ = e.why;
                                 ports_.events.Stopped(settings_.partition, e.why);
                                 return Turn::kStopped;
                               }},
                    *ended);
}

Owner::Ended Owner::TakeTurn(Turn& turn) {
  if (ports_.clock.Monotonic() - last_tick_ >= settings_.tick_every) {
    if (auto ended = Tick()) return ended;
  }
  Batch batch;
  batch.positions = positions_;
  if (auto ended = Gather(batch)) return ended;
  if (!batch.inputs.empty()) {
    if (auto ended = DecideAndRead(batch)) return ended;
  }
  if (without_effect_ == 0) without_effect_since_ = ports_.clock.Monotonic();
  if (MustAppend(batch)) return Append(batch);
  positions_ = std::move(batch.positions);
  without_effect_ += batch.handled;
  NoteWakeUps(batch);
  ForgetCounted();  // an input without effect did no harm
  if (batch.handled > 0 || !batch.inputs.empty()) return {};
  turn = HasUnprojected() ? Turn::kWorked : Turn::kIdle;
  return ProjectPending();
}

bool Owner::MustAppend(const Batch& batch) const {
  if (batch.has_command || !batch.entries.empty()) return true;
  const size_t silent = without_effect_ + batch.handled;
  if (silent == 0) return false;
  return silent >= settings_.checkpoint_inputs ||
         ports_.clock.Monotonic() - without_effect_since_ >= settings_.checkpoint_every;
}

Owner::Ended Owner::Append(Batch& batch) {
  if (batch.inputs.empty()) batch.now = std::max(ports_.clock.Now(), head_.recorded_at);
  const Header header{head_.position.sequence + 1, head_.position.hash, batch.now,
                      Writer{process_id_, generation_}, batch.positions};
  const std::string salts = ports_.entropy.Bytes(kSaltBytes * batch.entries.size());
  const uint64_t tag = generation_ << 32 | (++append_number_ & 0xffffffff);
  Digest hash{};
  const auto append = [&] {
    EncodedRecord record = EncodeRecord(header, batch.entries, salts);
    hash = record.hash;
    ports_.log.Append(tag, std::move(record.bytes));
  };
  const bool helped = batch.entries.size() >= settings_.worth_help;
  if (helped) {
    ports_.assistant.Begin(append);
  } else {
    append();
  }
  auto ended = StartProjecting();  // where deciding has not
  if (!ended) ended = ReadAhead();
  // What follows from acceptance in memory alone need not wait for it: it is void with the rest.
  ForgetOldOutcomes(head_.recorded_at, header.recorded_at, documents_);
  NoteWakeUps(batch);
  batch.changes = documents_.Take();
  if (helped) ports_.assistant.Finish();  // whatever ended: it reads this batch
  return ended ? ended : AwaitAppend(tag, header, hash, batch);
}

/// A success at exactly the expected offset is acceptance. Everything else ends the generation.
Owner::Ended Owner::AwaitAppend(uint64_t tag, const Header& header, const Digest& hash,
                                Batch& batch) {
  const Millis started = ports_.clock.Monotonic();
  while (true) {
    const Millis waited = ports_.clock.Monotonic() - started;
    if (waited >= settings_.append_timeout) return StartAgain{"the fate of an append is unknown"};
    const auto report = ports_.log.AwaitReport(settings_.append_timeout - waited);
    if (!report) continue;
    if (report->tag != tag) continue;  // of an abandoned append
    if (report->undeliverable) return StartAgain{"the broker refuses the record", true};
    if (report->offset != end_) return StartAgain{"the append did not extend what was read"};
    break;
  }
  ports_.events.RecordAccepted(settings_.partition, batch.handled,
                               ports_.clock.Monotonic() - started);
  Accept(header, hash, batch);
  bool more = false;
  for (const InputState& input : inputs_) more |= !input.waiting.empty();
  // With more to decide, what that needs is read first: a projection would be in its way.
  return more ? Ended{} : StartProjecting();
}

void Owner::Accept(const Header& header, const Digest& hash, Batch& batch) {
  head_ = {{header.sequence, hash, end_}, header.recorded_at, header.positions};
  NoteMoved(0, end_);
  ++end_;
  head_known_at_ = ports_.clock.Monotonic();
  head_is_mine_ = true;
  positions_ = std::move(batch.positions);
  without_effect_ = 0;
  careful_ = false;
  ForgetCounted();
  pending_ = Projection{head_.position, std::move(batch.changes)};
  for (const auto& [id, outcome] : batch.answers) ports_.answers.Answer(id, outcome);
  if (batch.inputs.size() >= settings_.worth_help) spent_ = std::move(batch);
}

/// The counted input did not bring this owner down. Lost forgetting is harmless: counts last a day.
void Owner::ForgetCounted() {
  if (counted_input_.empty()) return;
  (void)ports_.view.ForgetAttempts(counted_input_);
  counted_input_.clear();
}

/// Wake-ups that were decided are gone unless their facts asked for them again.
void Owner::NoteWakeUps(const Batch& batch) {
  for (const Taken& taken : batch.inputs) {
    if (std::holds_alternative<WakeUpInput>(taken.input.body)) wake_ups_.erase(taken.bytes);
  }
  for (const auto& [member, present] : documents_.IndexChanges()) {
    if (!member.starts_with(kWakeUpPrefix)) continue;
    if (present) {
      wake_ups_.insert(member);
    } else {
      wake_ups_.erase(member);
    }
  }
}

Owner::Ended Owner::StartProjecting() {
  if (!pending_) return {};
  if (auto ended = AwaitProjected()) return ended;
  projecting_ = pending_->to;
  if (documents_.WantsAny()) ++loads_;
  ports_.projector.Start(
      {projected_, pending_->to, std::move(pending_->changes), documents_.AskForWanted()});
  pending_.reset();
  return {};
}

Owner::Ended Owner::AwaitProjected() {
  if (!projecting_) return {};
  const Position to = *std::exchange(projecting_, std::nullopt);
  auto visited = ports_.projector.Await();
  if (!visited) return TryLater{"view: " + visited.error().message};
  const Projected& projected = visited->projected;
  if (projected.done) {
    projected_ = to;
    return InstallAsked(std::move(visited->loaded));
  }
  if (projected.actual && projected.actual->sequence == to.sequence) {
    return StopForGood{fmt::format("the view has another record at sequence {}", to.sequence)};
  }
  return StartAgain{"the view moved under a projection"};
}

/// Everything that was accepted is in the view when it returns.
Owner::Ended Owner::ProjectPending() {
  if (auto ended = StartProjecting()) return ended;
  return AwaitProjected();
}

Owner::Ended Owner::Tick() {
  last_tick_ = ports_.clock.Monotonic();
  spent_ = {};
  if (auto ended = ProjectPending()) return ended;
  if (documents_.Size() > settings_.documents_in_memory) {
    documents_.Clear();
    for (InputState& input : inputs_) {
      for (Taken& taken : input.waiting) {
        taken.prepared = false;
        taken.load = 0;
      }
    }
  }
  // An append that has just got the next offset showed that nobody else has written.
  const bool has_just_appended =
      head_is_mine_ && last_tick_ - head_known_at_ < settings_.tick_every;
  if (!has_just_appended) {
    const auto bounds = ports_.log.Bounds();
    if (!bounds) return TryLater{"journal: " + bounds.error().message};
    if (bounds->end != end_) return StartAgain{"the journal has records of somebody else"};
  }
  const auto view = ports_.view.Load({});
  if (!view) return TryLater{"view: " + view.error().message};
  if (view->position != projected_) return StartAgain{"the view is not where it was projected"};
  if (auto ended = CheckClock()) return ended;
  if (last_tick_ - last_anchor_ < settings_.anchor_every) return {};
  last_anchor_ = last_tick_;
  return CheckAnchors();
}

/// The time guard: no wake-up by a clock that disagrees with the store's, or with the last record
/// and the time since.
Owner::Ended Owner::CheckClock() {
  if (ports_.clock.IsDevelopment()) return {};
  const auto store = ports_.view.Time();
  if (!store) return TryLater{"view: " + store.error().message};
  const auto distance = [](Instant a, Instant b) { return a < b ? b - a : a - b; };
  const Instant expected = head_.recorded_at + (ports_.clock.Monotonic() - head_known_at_);
  const bool agrees = distance(ports_.clock.System(), *store) <= settings_.clock_tolerance;
  const bool behind_the_chain = ports_.clock.System() + settings_.clock_tolerance < expected;
  // How long ago somebody else's record was written is not known.
  const bool ahead_of_it =
      head_is_mine_ && ports_.clock.System() - settings_.clock_tolerance > expected;
  const bool undisputed = agrees && !behind_the_chain && !ahead_of_it;
  if (undisputed) jump_allowed_ = false;
  const bool trusted = undisputed || jump_allowed_;
  if (clock_trusted_ && !trusted) {
    ports_.events.Alarm(settings_.partition, "the clock cannot be trusted: no wake-ups");
  }
  clock_trusted_ = trusted;
  return {};
}

std::vector<int64_t> Owner::ReadTo() const {
  std::vector<int64_t> offsets;
  for (const InputState& input : inputs_) offsets.push_back(input.read_next);
  return offsets;
}

void Owner::AllowJump() {
  if (clock_trusted_) return;
  jump_allowed_ = true;
  clock_trusted_ = true;
  ports_.events.Alarm(settings_.partition, "an operator allowed the clock to jump");
}

std::optional<Instant> Owner::NextWakeUp() const {
  if (wake_ups_.empty()) return std::nullopt;
  const auto wake_up = ParseWakeUpMember(*wake_ups_.begin());
  return wake_up ? std::optional(wake_up->at) : std::nullopt;
}

bool Owner::Quiet() {
  if (state_ != State::kOwning || HasUnprojected()) return false;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    const auto bounds = ports_.inputs.Bounds(i);
    if (!bounds || !inputs_[i].waiting.empty() || inputs_[i].read_next < bounds->end) return false;
  }
  const auto next = NextWakeUp();
  return !next || *next > std::max(ports_.clock.Now(), head_.recorded_at);
}

}  // namespace relance::journal
