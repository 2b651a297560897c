#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "libs/base/encoding.h"
#include "libs/base/overloaded.h"
#include "libs/journal/fold.h"
#include "libs/journal/owner.h"
#include "relance/journal/v1/record.pb.h"

// Steps 3 and 4: load what a batch touches, decide each input in order, plan what was touched.

namespace relance::journal {
namespace {

constexpr std::chrono::days kLatest{30};   // after its issue a command has no effect any more
constexpr std::chrono::days kEarliest{1};  // a command from the future is refused

Reply Refuse(const std::string& reason, const std::string& detail) {
  v1::Refusal refusal;
  refusal.set_reason(reason);
  refusal.set_detail(detail);
  return {false, refusal.SerializeAsString()};
}

std::string NameOf(const Cause& cause) {
  return std::visit(
      Overloaded{[](const ConsumedInput& in) {
                   return fmt::format("{}/{}/{}", in.topic, in.partition, in.offset);
                 },
                 [](const WakeUpCause& w) { return fmt::format("wake-up/{}/{}", w.key, w.stamp); }},
      cause);
}

}  // namespace

Owner::Ended Owner::Load(const std::vector<std::string>& keys) {
  bool known = true;
  for (const std::string& key : keys) known &= !documents_.Want(key);
  return known ? Ended{} : LoadWanted();
}

/// All that is wanted is known when it returns.
Owner::Ended Owner::LoadWanted() {
  if (pending_ && !pending_->changes.dropped_families.empty()) {
    if (auto ended = StartProjecting()) return ended;  // the view still shows what was dropped
  }
  if (auto ended = AwaitProjected()) return ended;
  if (!documents_.WantsAny()) return {};
  ++loads_;
  auto loaded = ports_.view.Load(documents_.AskForWanted());
  if (!loaded) return TryLater{"view: " + loaded.error().message};
  return InstallAsked(*std::move(loaded));
}

/// The view must stand exactly where this owner projected last: lower is a roll-back, higher is
/// somebody else's projection, perhaps of what is in flight here. What was accepted since is in
/// memory, so that the view need not have it yet.
Owner::Ended Owner::InstallAsked(Loaded loaded) {
  if (!documents_.HasAsked()) return {};
  if (loaded.position != projected_) return StartAgain{"the view is not where it was projected"};
  documents_.InstallAsked(std::move(loaded.values));
  return {};
}

template <class Decide, class Decided>
Owner::Ended Owner::DecideOnKnown(Decide decide, Decided& decided) {
  while (true) {
    std::vector<std::string> missing;
    {
      const Documents::Attempt attempt(documents_);
      decided = decide();
      missing = attempt.missing();
    }
    if (missing.empty()) return {};
    if (auto ended = Load(missing)) return ended;
  }
}

/// What an input is known to need; the rest is loaded as it shows.
void Owner::WantNeeds(Taken& taken) {
  if (taken.unreadable || std::exchange(taken.prepared, true)) return;
  bool known = true;
  if (const auto* command = std::get_if<CommandInput>(&taken.input.body)) {
    known &= !documents_.Want(OutcomeKey(command->id));
  }
  for (auto& key : domain_.Needs(taken.input, documents_)) {
    known &= !documents_.Want(std::move(key));
  }
  if (!known) taken.load = loads_ + 1;
}

/// One read for the whole batch, unless it is read behind a projection.
Owner::Ended Owner::Prepare(Batch& batch) {
  uint64_t load = 0;
  for (Taken& taken : batch.inputs) {
    WantNeeds(taken);
    load = std::max(load, taken.load);
  }
  return load > loads_ ? LoadWanted() : Ended{};
}

/// While an append is on its way nothing can be decided, but what the next batch needs can be read;
/// what the one behind it needs is read behind the next projection. Not by a careful owner: it
/// shows the domain no input whose attempt was not counted.
Owner::Ended Owner::ReadAhead() {
  if (careful_) return {};
  if (auto ended = PollInputs()) return ended;
  uint64_t load = 0;  // that the next batch waits for
  size_t seen = 0;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (settings_.inputs[i].kind == InputKind::kFollowed) continue;  // it may be beside its chain
    for (Taken& taken : inputs_[i].waiting) {
      if (seen == kBatchesAhead * settings_.batch_inputs) break;
      WantNeeds(taken);
      if (seen++ < settings_.batch_inputs) load = std::max(load, taken.load);
    }
  }
  return load > loads_ ? LoadWanted() : Ended{};
}

/// The inputs behind a batch that can be read before it is decided.
std::vector<const Input*> Owner::Behind() const {
  std::vector<const Input*> behind;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (settings_.inputs[i].kind == InputKind::kFollowed) continue;
    for (const Taken& taken : inputs_[i].waiting) {
      if (!taken.unreadable && !taken.prepared) behind.push_back(&taken.input);
    }
  }
  return behind;
}

/// Many inputs behind the batch are read beside it. Not for a careful owner, like reading ahead.
Owner::Ended Owner::DecideAndRead(Batch& batch) {
  if (careful_) return DecideBatch(batch);
  if (auto ended = PollInputs()) return ended;
  const std::vector<const Input*> behind = Behind();
  const bool helped = behind.size() >= settings_.worth_help;
  if (helped) {
    // It also gives back the memory of the batch before.
    ports_.assistant.Begin([this, &behind, spent = std::exchange(spent_, {})] {
      for (const Input* input : behind) domain_.Read(*input);
    });
  }
  auto ended = DecideBatch(batch);
  if (helped) ports_.assistant.Finish();  // whatever ended: it reads what waits
  return ended;
}

Owner::Ended Owner::DecideBatch(Batch& batch) {
  batch.now = std::max(ports_.clock.Now(), head_.recorded_at);
  bool poison = false;
  if (careful_) {
    if (auto ended = CountAttempt(batch.inputs.front(), poison)) return ended;
  }
  if (poison) {
    if (auto ended = DecideUnread(batch.inputs.front(), batch)) return ended;
    return Conclude(batch);
  }
  if (auto ended = Prepare(batch)) return ended;
  if (auto ended = StartProjecting()) return ended;
  batch.entries.reserve(batch.inputs.size());
  batch.touched.reserve(batch.inputs.size());
  for (const Taken& taken : batch.inputs) {
    if (auto ended = DecideOne(taken, batch)) return ended;
  }
  return Conclude(batch);
}

/// Poison: the domain is not asked. A command that has its outcome keeps it.
Owner::Ended Owner::DecideUnread(const Taken& taken, Batch& batch) {
  const auto* command = std::get_if<CommandInput>(&taken.input.body);
  if (command != nullptr && !taken.unreadable) {
    bool answered = false;
    if (auto ended = AnswerUndecided(taken, *command, batch, answered)) return ended;
    if (answered) return {};
  }
  return Park(taken, {"poison", ""}, batch);
}

Owner::Ended Owner::CountAttempt(const Taken& taken, bool& poison) {
  counted_input_ = NameOf(CauseOf(taken));
  const auto count = ports_.view.CountAttempt(counted_input_);
  if (!count) return TryLater{"view: " + count.error().message};
  poison = *count > settings_.attempts;
  return {};
}

Owner::Ended Owner::DecideOne(const Taken& taken, Batch& batch) {
  if (taken.unreadable) return Park(taken, *taken.unreadable, batch);
  if (const auto* command = std::get_if<CommandInput>(&taken.input.body)) {
    return DecideCommand(taken, *command, batch);
  }
  return DecideOther(taken, batch);
}

/// Commands that come too late, too early or again have no effect: the domain is not asked.
Owner::Ended Owner::AnswerUndecided(const Taken& taken, const CommandInput& command, Batch& batch,
                                    bool& answered) {
  answered = true;
  const Token token{settings_.partition, head_.position.sequence + 1};
  const auto answer = [&](const Reply& reply) {
    batch.answers.emplace_back(command.id, Outcome{reply.accepted, reply.bytes, token});
    return RecordEntry({"command", CauseOf(taken), {}, std::nullopt}, batch);
  };
  if (batch.now - IssuedAt(command.id) > kLatest) {
    return answer(Refuse("expired", "issued more than 30 days ago"));
  }
  if (IssuedAt(command.id) - batch.now > kEarliest) {
    return answer(Refuse("issued_ahead", "issued more than a day ahead of this clock"));
  }
  if (auto ended = Load({OutcomeKey(command.id)})) return ended;
  if (const auto* first = documents_.Find<StoredOutcome>(OutcomeKey(command.id))) {
    return answer(first->content_hash == ToBytes(Sha256(command.content))
                      ? Reply{first->accepted, first->reply}
                      : Refuse("other_content", "this command id was used with another content"));
  }
  answered = false;
  return {};
}

Owner::Ended Owner::DecideCommand(const Taken& taken, const CommandInput& command, Batch& batch) {
  bool answered = false;
  if (auto ended = AnswerUndecided(taken, command, batch, answered)) return ended;
  if (answered) return {};
  Decision decision;
  const auto decide = [&] { return domain_.Decide(taken.input, documents_, batch.now); };
  if (auto ended = DecideOnKnown(decide, decision)) return ended;
  std::string broken;
  if (auto ended = FindBroken(decision.effects, broken)) return ended;
  Reply reply = decision.reply.value_or(Reply{});
  if (!broken.empty()) {
    reply = Refuse("broken", broken + " is held: its facts cannot be applied");
    decision.effects.clear();
  }
  const Token token{settings_.partition, head_.position.sequence + 1};
  batch.answers.emplace_back(command.id, Outcome{reply.accepted, reply.bytes, token});
  return RecordDecision(
      taken, std::move(decision),
      RecordedOutcome{command.id, Sha256(command.content), reply.accepted, reply.bytes}, batch);
}

Owner::Ended Owner::DecideOther(const Taken& taken, Batch& batch) {
  Decision decision;
  const auto decide = [&] { return domain_.Decide(taken.input, documents_, batch.now); };
  if (auto ended = DecideOnKnown(decide, decision)) return ended;
  if (decision.park) return Park(taken, *decision.park, batch);
  std::string broken;
  if (auto ended = FindBroken(decision.effects, broken)) return ended;
  const auto* wake_up = std::get_if<WakeUpInput>(&taken.input.body);
  if (!broken.empty()) {
    if (std::holds_alternative<DocumentInput>(taken.input.body)) {
      return Park(taken, {"broken", broken}, batch);
    }
    if (auto ended = DropBroken(decision.effects)) return ended;
  }
  if (wake_up != nullptr) batch.touched.emplace_back(wake_up->key, &taken);
  return RecordDecision(taken, std::move(decision), std::nullopt, batch);
}

/// The bytes are safe on the parked topic before the journal says so.
Owner::Ended Owner::Park(const Taken& taken, const ParkReason& reason, Batch& batch) {
  const auto parked = ports_.parked.Park(taken.input.topic, taken.input.offset, taken.bytes,
                                         reason.reason, reason.field);
  if (!parked) return TryLater{"parked topic: " + parked.error().message};
  ports_.events.InputParked(settings_.partition, taken.input.topic, taken.input.offset,
                            reason.reason);
  std::optional<RecordedOutcome> outcome;
  if (const auto* command = std::get_if<CommandInput>(&taken.input.body);
      command != nullptr && !taken.unreadable) {
    const Reply reply = Refuse(reason.reason, "the command was parked");
    const Token token{settings_.partition, head_.position.sequence + 1};
    batch.answers.emplace_back(command->id, Outcome{false, reply.bytes, token});
    outcome = RecordedOutcome{command->id, Sha256(command->content), false, reply.bytes};
  }
  return RecordEffects(taken, {domain_.Parked(taken.input, settings_.partition, reason)},
                       std::move(outcome), batch);
}

Cause Owner::CauseOf(const Taken& taken) const {
  if (const auto* wake_up = std::get_if<WakeUpInput>(&taken.input.body)) {
    return WakeUpCause{wake_up->key, wake_up->stamp};
  }
  return ConsumedInput{taken.input.topic, settings_.partition, taken.input.offset};
}

/// One entry an aggregate; the outcome stands with the first. `taken` is one of `batch`.
Owner::Ended Owner::RecordDecision(const Taken& taken, Decision decision,
                                   std::optional<RecordedOutcome> outcome, Batch& batch) {
  for (Effect& effect : decision.effects) {
    batch.touched.emplace_back(effect.key, &taken);
    Entry entry{std::move(effect.key), CauseOf(taken), std::move(effect.facts),
                std::exchange(outcome, std::nullopt)};
    if (!decision.asked_for_all) {
      if (auto ended = LoadToFold(entry)) return ended;
    }
    if (auto ended = RecordEntry(std::move(entry), batch)) return ended;
  }
  if (!outcome) return {};
  Entry alone{"command", CauseOf(taken), {}, std::move(outcome)};
  if (auto ended = LoadToFold(alone)) return ended;
  return RecordEntry(std::move(alone), batch);
}

Owner::Ended Owner::RecordEffects(const Taken& taken, std::vector<Effect> effects,
                                  std::optional<RecordedOutcome> outcome, Batch& batch) {
  Decision decision;
  decision.effects = std::move(effects);
  return RecordDecision(taken, std::move(decision), std::move(outcome), batch);
}

Owner::Ended Owner::LoadToFold(const Entry& entry) {
  while (true) {
    auto keys = NeedsToFold(entry, domain_, documents_);
    if (keys.empty()) return {};
    if (auto ended = Load(keys)) return ended;
  }
}

/// Applies an entry the way every later reader will. All it needs is loaded.
Owner::Ended Owner::RecordEntry(Entry entry, Batch& batch) {
  // On a key that is broken already only a parking is recorded, for whoever mends it.
  const auto broke = FoldEntry(entry, domain_, documents_, head_.position.sequence + 1, batch.now);
  if (broke) return StartAgain{fmt::format("{} cannot be applied: {}", entry.key, *broke), true};
  batch.entries.push_back(std::move(entry));
  return {};
}

Owner::Ended Owner::LoadBrokenKeys() {
  return documents_.Knows(kBrokenKeys) ? Ended{} : Load({kBrokenKeys});
}

Owner::Ended Owner::FindBroken(const std::vector<Effect>& effects, std::string& broken) {
  if (auto ended = LoadBrokenKeys()) return ended;
  const auto found = std::ranges::find_if(
      effects, [&](const Effect& effect) { return IsBroken(effect.key, documents_); });
  if (found != effects.end()) broken = found->key;
  return {};
}

Owner::Ended Owner::DropBroken(std::vector<Effect>& effects) {
  if (auto ended = LoadBrokenKeys()) return ended;
  std::erase_if(effects, [&](const Effect& effect) { return IsBroken(effect.key, documents_); });
  return {};
}

/// The aggregates that were touched from the one numbered `begin` on, each once, without the
/// broken.
Owner::Ended Owner::TouchedSince(size_t begin, const Batch& batch, std::vector<std::string>& keys) {
  std::unordered_set<std::string_view> seen;
  if (auto ended = LoadBrokenKeys()) return ended;
  for (size_t i = begin; i < batch.touched.size(); ++i) {
    const std::string& key = batch.touched[i].first;
    if (seen.insert(key).second && !IsBroken(key, documents_)) keys.push_back(key);
  }
  return {};
}

/// Plans what the batch touched, each aggregate once, until nothing more follows.
Owner::Ended Owner::Conclude(Batch& batch) {
  size_t begin = 0;
  while (begin < batch.touched.size()) {
    std::vector<std::string> keys;
    if (auto ended = TouchedSince(begin, batch, keys)) return ended;
    begin = batch.touched.size();
    std::vector<Effect> effects;
    const auto conclude = [&] { return domain_.Conclude(keys, documents_, batch.now); };
    if (auto ended = DecideOnKnown(conclude, effects)) return ended;
    if (auto ended = DropBroken(effects)) return ended;
    for (Effect& effect : effects) {
      const auto last = std::find_if(batch.touched.rbegin(), batch.touched.rend(),
                                     [&](const auto& t) { return t.first == effect.key; });
      const Taken& taken = last != batch.touched.rend() ? *last->second : batch.inputs.back();
      if (auto ended = RecordEffects(taken, {std::move(effect)}, std::nullopt, batch)) return ended;
    }
  }
  return {};
}

}  // namespace relance::journal
