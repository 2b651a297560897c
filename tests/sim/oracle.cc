#include <fmt/format.h>

#include <algorithm>

#include "libs/journal/fold.h"
#include "relance/journal/v1/record.pb.h"
#include "tests/sim/world.h"

// What must be true of a journal, of its views and of its owners' memories, after every step.

namespace relance::sim {
namespace {

using journal::CommandInput;
using journal::DocumentInput;
using journal::Documents;
using journal::Entry;
using journal::FollowedRecord;
using journal::Input;
using journal::WakeUpInput;

/// Documents over a recorded state: everything is known.
void InstallAll(const Oracle::State& state, const std::vector<std::string>& keys,
                Documents& documents) {
  for (const auto& key : keys) {
    const auto found = state.documents.find(key);
    documents.Install(key,
                      found == state.documents.end() ? std::nullopt : std::optional(found->second));
  }
}

/// What `decide` says when it finds all that `state` has of what it asks for.
template <class Decide>
auto OnAll(const Oracle::State& state, Documents& documents, Decide decide) {
  while (true) {
    std::vector<std::string> missing;
    {
      const Documents::Attempt attempt(documents);
      auto decided = decide();
      missing = attempt.missing();
      if (missing.empty()) return decided;
    }
    InstallAll(state, missing, documents);
  }
}

std::string Describe(const Entry& entry) {
  std::string text = entry.key;
  for (const auto& fact : entry.facts) text += " [" + fact + "]";
  if (entry.outcome) text += entry.outcome->accepted ? " accepted" : " refused";
  return text;
}

}  // namespace

Oracle::Oracle(World& world, Service& service)
    : world_(world),
      service_(service),
      acceptor_(journal::Position{0, journal::OriginHash("sim", service.journal_topic, 0), -1}) {
  states_.push_back({acceptor_.head(), Instant{}, {}, {}, {}});
}

const Oracle::State* Oracle::Find(const journal::Position& position) const {
  const bool known = position.sequence < states_.size();
  if (!known || states_[position.sequence].position != position) return nullptr;
  return &states_[position.sequence];
}

void Oracle::Offer(int64_t offset, const std::string& bytes) {
  auto offered = acceptor_.Offer(offset, bytes);
  if (offered.verdict == journal::Acceptor::Verdict::kBroken) world_.Fail(offered.reason);
  if (offered.verdict != journal::Acceptor::Verdict::kAccepted) return;
  const State before = states_.back();
  const journal::Record& record = offered.record;
  CheckPositions(record, before);
  CheckCauses(record, before);
  CheckOnce(record);
  CheckDecisions(record);

  states_.push_back(Fold(before, record, acceptor_.head()));
}

Oracle::State Oracle::Fold(const State& before, const journal::Record& record,
                           const journal::Position& position) const {
  State after = before;
  Documents documents;
  for (const Entry& entry : record.entries) {
    while (true) {
      const auto keys = journal::NeedsToFold(entry, *service_.domain, documents);
      if (keys.empty()) break;
      InstallAll(before, keys, documents);
    }
    journal::FoldEntry(entry, *service_.domain, documents, record.header.sequence,
                       record.header.recorded_at);
  }
  journal::ForgetOldOutcomes(before.recorded_at, record.header.recorded_at, documents);
  const auto changes = documents.Take();
  for (const auto& family : changes.dropped_families) {
    std::erase_if(after.documents,
                  [&](const auto& d) { return d.first.starts_with(family + "/"); });
  }
  for (const auto& [key, value] : changes.documents) {
    if (value) {
      after.documents[key] = *value;
    } else {
      after.documents.erase(key);
    }
  }
  for (const auto& [member, present] : changes.index) {
    if (present) {
      after.index.insert(member);
    } else {
      after.index.erase(member);
    }
  }
  after.position = position;
  after.recorded_at = record.header.recorded_at;
  after.inputs = record.header.positions;
  return after;
}

void Oracle::CheckRebuild() {
  journal::Acceptor acceptor(states_.front().position);
  State state = states_.front();
  for (size_t i = 0; i < service_.journal.records.size(); ++i) {
    const auto offered = acceptor.Offer(static_cast<int64_t>(i), service_.journal.records[i]);
    if (offered.verdict != journal::Acceptor::Verdict::kAccepted) continue;
    state = Fold(state, offered.record, acceptor.head());
  }
  const State& live = newest();
  if (state.position != live.position || state.documents != live.documents ||
      state.index != live.index || state.inputs != live.inputs) {
    world_.Fail(service_.name + ": a rebuild from nothing is not the live state");
  }
}

const journal::RecordedOutcome* Oracle::OutcomeOf(const CommandId& id) const {
  const auto found = outcomes_.find(id);
  return found == outcomes_.end() ? nullptr : &found->second;
}

/// Nothing below the vector of the predecessor is decided, nothing beyond the record's own; a
/// wake-up has an effect once for each stamp.
void Oracle::CheckCauses(const journal::Record& record, const State& before) {
  const auto next_of = [](const std::vector<journal::InputPosition>& positions,
                          const std::string& topic) {
    for (const auto& p : positions) {
      if (p.topic == topic) return p.next;
    }
    return int64_t{0};
  };
  std::set<std::pair<std::string, uint64_t>> woken;
  for (const Entry& entry : record.entries) {
    if (const auto* wake_up = std::get_if<journal::WakeUpCause>(&entry.cause)) {
      woken.insert({wake_up->key, wake_up->stamp});
      continue;
    }
    const auto& input = std::get<journal::ConsumedInput>(entry.cause);
    if (input.offset < next_of(before.inputs, input.topic) ||
        input.offset >= next_of(record.header.positions, input.topic)) {
      world_.Fail(fmt::format("{}: sequence {} decides {}/{}, outside its positions", service_.name,
                              record.header.sequence, input.topic, input.offset));
    }
  }
  for (const auto& wake_up : woken) {
    if (!woken_.insert(wake_up).second) {
      world_.Fail(fmt::format("a wake-up of {} took effect twice with stamp {}", wake_up.first,
                              wake_up.second));
    }
  }
}

void Oracle::CheckPositions(const journal::Record& record, const State& before) {
  if (record.header.recorded_at < before.recorded_at) world_.Fail("recorded_at went back");
  if (record.header.positions.size() != service_.inputs.size()) {
    world_.Fail("a record lacks the position of an input");
    return;
  }
  for (size_t i = 0; i < before.inputs.size(); ++i) {
    if (record.header.positions[i].next < before.inputs[i].next) {
      world_.Fail(fmt::format("{}: the position of {} went back at sequence {}", service_.name,
                              before.inputs[i].topic, record.header.sequence));
    }
  }
}

void Oracle::CheckOnce(const journal::Record& record) {
  for (const Entry& entry : record.entries) {
    if (entry.outcome) {
      const auto [known, fresh] = outcomes_.emplace(entry.outcome->id, *entry.outcome);
      if (!fresh) world_.Fail("a command was decided twice: " + ToString(known->first));
    }
    for (const auto& fact : entry.facts) {
      if (!fact.starts_with("added ") || service_.name != "till") continue;
      const auto words = Words(fact);
      if (!added_.insert(entry.key + " " + words[1] + " " + words[2]).second) {
        world_.Fail("a document took effect twice: " + fact);
      }
    }
  }
}

std::string Oracle::InputAt(const std::string& topic, int64_t offset) const {
  for (int s = 0; s < world_.services(); ++s) {
    if (world_.service(s).journal_topic != topic) continue;
    return world_.service(s).journal.records.at(static_cast<size_t>(offset));
  }
  return world_.InputTopic(topic).records.at(static_cast<size_t>(offset));
}

/// Takes the causes of a record in their order and decides them again on the state before it.
void Oracle::CheckDecisions(const journal::Record& record) {
  Documents documents;
  std::vector<Entry> expected;
  std::vector<journal::Cause> causes;
  for (const Entry& entry : record.entries) {
    if (std::find(causes.begin(), causes.end(), entry.cause) == causes.end()) {
      causes.push_back(entry.cause);
    }
  }
  std::vector<std::string> touched;
  const auto touch = [&](const std::string& key) {
    if (std::find(touched.begin(), touched.end(), key) == touched.end()) touched.push_back(key);
  };
  for (const auto& cause : causes) {
    const size_t first = expected.size();
    if (const auto* wake_up = std::get_if<journal::WakeUpCause>(&cause)) touch(wake_up->key);
    DecideAgain(cause, documents, record.header.recorded_at, record.header.sequence, expected);
    for (size_t i = first; i < expected.size(); ++i) touch(expected[i].key);
  }
  const auto planned = OnAll(states_.back(), documents, [&] {
    return service_.domain->Conclude(touched, documents, record.header.recorded_at);
  });
  size_t at = 0;
  const auto matches = [&](const std::string& key, const std::vector<std::string>& facts) {
    const bool same = at < record.entries.size() && record.entries[at].key == key &&
                      record.entries[at].facts == facts;
    if (!same) {
      const auto found = at < record.entries.size() ? Describe(record.entries[at]) : "none";
      world_.Fail(fmt::format("{} sequence {} entry {}: expected {}{}, found {}", service_.name,
                              record.header.sequence, at, key, facts.empty() ? "" : " " + facts[0],
                              found));
    }
    ++at;
    return same;
  };
  const bool poison = std::any_of(record.entries.begin(), record.entries.end(), [](const Entry& e) {
    return !e.facts.empty() && e.facts[0] == "parked poison";
  });
  if (poison) return;  // decided unread, alone in its record
  for (const Entry& entry : expected) {
    if (!matches(entry.key, entry.facts)) return;
  }
  for (const auto& effect : planned) {
    if (!matches(effect.key, effect.facts)) return;
  }
  if (at != record.entries.size()) world_.Fail("a record has entries that nobody would decide");
}

void Oracle::DecideAgain(const journal::Cause& cause, Documents& documents, Instant now,
                         uint64_t sequence, std::vector<Entry>& entries) {
  const State& before = states_.back();
  Input input;
  if (const auto* wake_up = std::get_if<journal::WakeUpCause>(&cause)) {
    input.body = WakeUpInput{wake_up->key, wake_up->stamp};
  } else {
    const auto& consumed = std::get<journal::ConsumedInput>(cause);
    const std::string bytes = InputAt(consumed.topic, consumed.offset);
    input.topic = consumed.topic;
    input.offset = consumed.offset;
    if (consumed.topic.ends_with(".journal")) {
      auto record = journal::ReadRecord(bytes);
      if (!record) return world_.Fail("a record follows " + record.error().message);
      FollowedRecord followed{record->header.sequence, record->header.recorded_at, {}};
      for (auto& e : record->entries) {
        if (!e.facts.empty()) followed.entries.push_back({e.key, e.facts});
      }
      input.body = std::move(followed);
    } else {
      journal::v1::Input in;
      (void)in.ParseFromString(bytes);
      if (in.has_command()) {
        input.body = CommandInput{*CommandIdFromBytes(in.command().id()), {}, in.content()};
      } else {
        input.body = DocumentInput{in.content()};
      }
    }
  }
  const auto add = [&](Entry entry) {
    for (auto keys = journal::NeedsToFold(entry, *service_.domain, documents); !keys.empty();
         keys = journal::NeedsToFold(entry, *service_.domain, documents)) {
      InstallAll(before, keys, documents);
    }
    journal::FoldEntry(entry, *service_.domain, documents, sequence, now);
    entries.push_back(std::move(entry));
  };
  if (const auto* command = std::get_if<CommandInput>(&input.body)) {
    const bool expired = now - IssuedAt(command->id) > std::chrono::days{30} ||
                         IssuedAt(command->id) - now > std::chrono::days{1};
    const std::string key = journal::OutcomeKey(command->id);
    InstallAll(before, {key}, documents);
    if (expired || documents.Exists(key)) {
      entries.push_back({"command", cause, {}, std::nullopt});
      return;
    }
  }
  if (std::holds_alternative<CommandInput>(input.body) &&
      std::get<CommandInput>(input.body).content.starts_with("crash")) {
    return;
  }
  journal::Decision decision =
      OnAll(before, documents, [&] { return service_.domain->Decide(input, documents, now); });
  if (decision.park) decision.effects = {service_.domain->Parked(input, 0, *decision.park)};
  std::optional<journal::RecordedOutcome> outcome;
  if (const auto* command = std::get_if<CommandInput>(&input.body)) {
    outcome = journal::RecordedOutcome{command->id, Sha256(command->content),
                                       decision.reply->accepted, decision.reply->bytes};
  }
  for (auto& effect : decision.effects) {
    add({effect.key, cause, effect.facts, std::exchange(outcome, std::nullopt)});
  }
  if (outcome) add({"command", cause, {}, outcome});
}

void Oracle::CheckAnswer(const CommandId& id, const journal::Outcome& outcome) {
  const auto recorded = outcomes_.find(id);
  if (recorded == outcomes_.end()) {
    const auto age = world_.now() - IssuedAt(id);
    const bool may_be_refused = age > std::chrono::days{29} || age < std::chrono::days{0};
    if (outcome.accepted || !may_be_refused) {
      world_.Fail("an answer was given that no record holds: " + ToString(id));
    }
    return;
  }
  if (outcome.token.sequence > newest().position.sequence) {
    world_.Fail("an answer names a sequence that does not exist yet");
  }
  const bool same =
      recorded->second.accepted == outcome.accepted && recorded->second.reply == outcome.reply;
  const bool refused_late =
      !outcome.accepted && world_.now() - IssuedAt(id) > std::chrono::days{29};
  if (!same && !refused_late) world_.Fail("an answer differs from the first outcome");
}

void Oracle::CheckView() {
  const ViewContent& view = service_.view->content();
  if (!view.position) {
    if (!view.documents.empty() || !view.index.empty()) world_.Fail("an empty view holds data");
    return;
  }
  const State* state = Find(*view.position);
  if (state == nullptr) {
    world_.Fail(fmt::format("{}: the view stands beside the chain at {}", service_.name,
                            view.position->sequence));
    return;
  }
  if (view.documents != state->documents || view.index != state->index) {
    world_.Fail(fmt::format("{}: the view at sequence {} is not the fold", service_.name,
                            view.position->sequence));
  }
}

void Oracle::CheckMemory(const journal::Position& head,
                         const std::map<std::string, std::optional<std::string>>& contents) {
  if (head.sequence == 0) return;
  const State* state = Find(head);
  if (state == nullptr) {
    world_.Fail(fmt::format("{}: an owner believes in a head beside the chain", service_.name));
    return;
  }
  for (const auto& [key, value] : contents) {
    const auto found = state->documents.find(key);
    const auto expected =
        found == state->documents.end() ? std::nullopt : std::optional(found->second);
    if (value != expected) {
      world_.Fail(fmt::format("{}: memory of {} at sequence {} is not the fold", service_.name, key,
                              head.sequence));
    }
  }
}

}  // namespace relance::sim
