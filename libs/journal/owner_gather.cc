#include <fmt/format.h>

#include <algorithm>

#include "libs/journal/owner.h"
#include "relance/journal/v1/record.pb.h"

// Step 2: what goes into the next batch, in which order.

namespace relance::journal {
namespace {

/// Reads the envelope of a command topic; the content stays the domain's.
std::optional<ParkReason> ReadInput(const std::string& bytes, Input& input) {
  v1::Input in;
  if (!in.ParseFromString(bytes)) return ParkReason{"unreadable", "input"};
  if (!in.has_command()) {
    input.body = DocumentInput{std::move(*in.mutable_content())};
    return std::nullopt;
  }
  const auto id = CommandIdFromBytes(in.command().id());
  if (!id) return ParkReason{"invalid", "command.id"};
  const auto& by = in.command().by();
  input.body = CommandInput{*id,
                            {by.actor(), by.role(), {by.entities().begin(), by.entities().end()}},
                            std::move(*in.mutable_content())};
  return std::nullopt;
}

}  // namespace

Owner::Ended Owner::Gather(Batch& batch) {
  if (auto ended = PollInputs()) return ended;
  const size_t most = careful_ ? 1 : settings_.batch_inputs;
  // What each later kind is sure to get. With fewer than four places there is nothing to share.
  const size_t share = most < 4 ? 0 : std::max<size_t>(1, most / 10);
  if (auto ended = TakeKind(InputKind::kCommands, most - 3 * share, batch)) return ended;
  if (auto ended = TakeKind(InputKind::kBulk, most - 2 * share, batch)) return ended;
  if (auto ended = TakeKind(InputKind::kFollowed, most - share, batch)) return ended;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (inputs_[i].ignored < 0) continue;
    if (auto ended = ReadFollowedAgain(i, inputs_[i].acceptor->head())) return ended;
  }
  return TakeWakeUps(most, batch);
}

Owner::Ended Owner::PollInputs() {
  for (size_t i = 0; i < inputs_.size(); ++i) {
    InputState& input = inputs_[i];
    const size_t most = kBatchesAhead * settings_.batch_inputs;
    if (input.waiting.size() >= most) continue;
    auto records = ports_.inputs.Poll(i, most - input.waiting.size());
    if (!records && records.error().code == ErrorCode::kCorrupt) {
      return StopForGood{settings_.inputs[i].topic + ": " + records.error().message};
    }
    if (!records) continue;
    for (LogRecord& record : *records) {
      if (record.offset != input.read_next) {
        return StopForGood{fmt::format("{}: inputs {} to {} are missing", settings_.inputs[i].topic,
                                       input.read_next, record.offset)};
      }
      ++input.read_next;
      Read(i, std::move(record), input.waiting.emplace_back());
    }
  }
  return {};
}

void Owner::Read(size_t topic, LogRecord record, Taken& taken) const {
  taken.topic = topic;
  taken.input.topic = settings_.inputs[topic].topic;
  taken.input.offset = record.offset;
  taken.bytes = std::move(record.bytes);
  if (settings_.inputs[topic].kind != InputKind::kFollowed) {
    taken.unreadable = ReadInput(taken.bytes, taken.input);
  }
}

/// Until `batch` has `most` inputs, or all bytes it may have.
Owner::Ended Owner::TakeKind(InputKind kind, size_t most, Batch& batch) {
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (settings_.inputs[i].kind != kind) continue;
    std::optional<std::string> last;
    bool full = false;
    while (!inputs_[i].waiting.empty() && batch.inputs.size() < most) {
      const std::string& bytes = inputs_[i].waiting.front().bytes;
      full = batch.bytes > 0 && batch.bytes + bytes.size() > settings_.batch_bytes;
      if (full) break;
      batch.bytes += bytes.size();
      last = bytes;
      if (auto ended = TakeOne(i, batch)) return ended;
    }
    if (last) batch.positions[i].last_digest = InputDigest(*last);
    if (full) return {};
  }
  return {};
}

Owner::Ended Owner::TakeOne(size_t topic, Batch& batch) {
  auto& waiting = inputs_[topic].waiting;
  Taken& taken = waiting.front();
  batch.positions[topic].next = taken.input.offset + 1;
  ++batch.handled;
  bool ignored = false;
  if (settings_.inputs[topic].kind == InputKind::kFollowed) {
    if (auto ended = TakeFollowed(taken, batch, ignored)) return ended;
  }
  if (ignored) {
    waiting.pop_front();
    return {};
  }
  batch.has_command |= std::holds_alternative<CommandInput>(taken.input.body);
  batch.inputs.splice(batch.inputs.end(), waiting, waiting.begin());
  return {};
}

Owner::Ended Owner::TakeFollowed(Taken& taken, Batch& batch, bool& ignored) {
  const size_t topic = taken.topic;
  Acceptor& acceptor = *inputs_[topic].acceptor;
  const Position anchor = acceptor.head();
  auto offered = acceptor.Offer(taken.input.offset, taken.bytes);
  if (offered.verdict == Acceptor::Verdict::kBroken) {
    return StopForGood{taken.input.topic + ": " + offered.reason};
  }
  ignored = offered.verdict == Acceptor::Verdict::kIgnored;
  if (ignored) {
    ++ignored_;
    inputs_[topic].ignored = taken.input.offset;
    NoteIgnored(1 + topic, taken.input.offset);
    return {};
  }
  if (auto ended = ReadFollowedAgain(topic, anchor)) return ended;
  NoteMoved(1 + topic, taken.input.offset);
  batch.positions[topic].followed =
      FollowedHead{acceptor.head().sequence, acceptor.head().hash, acceptor.head().offset};
  FollowedRecord followed{offered.record.header.sequence, offered.record.header.recorded_at, {}};
  for (Entry& entry : offered.record.entries) {
    if (entry.facts.empty()) continue;
    followed.entries.push_back({std::move(entry.key), std::move(entry.facts)});
  }
  taken.input.body = std::move(followed);
  return {};
}

/// No wake-up is decided before the inputs that were there when it fell due have been read.
Owner::Ended Owner::TakeWakeUps(size_t most, Batch& batch) {
  const Instant now = std::max(ports_.clock.Now(), head_.recorded_at);
  const auto next = NextWakeUp();
  if (!next || *next > now || batch.inputs.size() >= most || !clock_trusted_) return {};
  if (barrier_.empty()) {
    if (auto ended = RaiseBarrier(now)) return ended;
  }
  if (!InputsReadTo(barrier_, batch)) return {};
  for (const std::string& member : wake_ups_) {
    auto wake_up = ParseWakeUpMember(member);
    if (!wake_up || wake_up->at > barrier_at_) break;
    if (batch.inputs.size() >= most) return {};
    Taken& taken = batch.inputs.emplace_back();
    taken.bytes = member;
    taken.input.body = WakeUpInput{std::move(wake_up->key), wake_up->stamp};
  }
  barrier_.clear();
  return {};
}

Owner::Ended Owner::RaiseBarrier(Instant now) {
  std::vector<int64_t> ends;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    const auto bounds = ports_.inputs.Bounds(i);
    if (!bounds) return TryLater{settings_.inputs[i].topic + ": " + bounds.error().message};
    ends.push_back(bounds->end);
  }
  barrier_ = std::move(ends);
  barrier_at_ = now;
  return {};
}

bool Owner::InputsReadTo(const std::vector<int64_t>& ends, const Batch& batch) const {
  for (size_t i = 0; i < ends.size(); ++i) {
    if (batch.positions[i].next < ends[i]) return false;
  }
  return true;
}

}  // namespace relance::journal
