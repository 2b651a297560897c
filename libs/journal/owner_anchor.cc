#include <fmt/format.h>

#include "libs/journal/owner.h"

// What this owner remembers of its journal and its inputs must still be there: a log that lost its
// tail and grew another one looks whole to a reader that only looks ahead.

namespace relance::journal {

Owner::Ended Owner::CheckAnchors() {
  if (head_.position.sequence > 0) {
    if (auto ended = CheckOwnAnchor(head_.position)) return ended;
  }
  for (size_t i = 0; i < inputs_.size(); ++i) {
    if (i < positions_.size()) {
      if (auto ended = CheckInput(i, positions_[i])) return ended;
    }
    if (!inputs_[i].acceptor || inputs_[i].acceptor->head().sequence == 0) continue;
    if (auto ended = CheckFollowedAnchor(i, inputs_[i].acceptor->head())) return ended;
  }
  return {};
}

/// The record at `position` is the one that was accepted there. Fills `bytes` with it.
Owner::Ended Owner::CheckOwnAnchor(const Position& position, std::string* bytes) {
  const auto bounds = ports_.log.Bounds();
  if (!bounds) return TryLater{"journal: " + bounds.error().message};
  if (bounds->end <= position.offset) {
    return Doubt(fmt::format("the journal ends at {} and sequence {} was at offset {}", bounds->end,
                             position.sequence, position.offset));
  }
  const auto records = ports_.log.Read(position.offset);
  if (!records && records.error().code == ErrorCode::kCorrupt) {
    return StopForGood{"journal: " + records.error().message};
  }
  if (!records) return TryLater{"journal: " + records.error().message};
  if (records->empty()) return TryLater{"journal: the anchor has not arrived"};
  const LogRecord& anchor = records->front();
  if (anchor.offset != position.offset || !IsAnchor(anchor.bytes, position)) {
    return StopForGood{
        fmt::format("the record at offset {} is not the one of sequence {} that was "
                    "accepted there",
                    position.offset, position.sequence)};
  }
  if (bytes != nullptr) *bytes = anchor.bytes;
  return {};
}

Owner::Ended Owner::CheckFollowedAnchor(size_t i, const Position& position) {
  const std::string& topic = settings_.inputs[i].topic;
  const auto anchor = ports_.inputs.ReadAt(i, position.offset);
  if (!anchor && anchor.error().code == ErrorCode::kNotFound) {
    return Doubt(topic + ": the record followed to is not there");
  }
  if (!anchor) return TryLater{topic + ": " + anchor.error().message};
  if (!IsAnchor(anchor->bytes, position)) {
    return StopForGood{fmt::format("{}: the record at offset {} is not the one that was followed",
                                   topic, position.offset)};
  }
  return {};
}

/// The position lies within its topic, and the last input below it is the one that was handled.
Owner::Ended Owner::CheckInput(size_t i, const InputPosition& position) {
  const std::string& topic = settings_.inputs[i].topic;
  const auto bounds = ports_.inputs.Bounds(i);
  if (!bounds) return TryLater{topic + ": " + bounds.error().message};
  if (position.next > bounds->end) {
    return Doubt(
        fmt::format("{} ends at {} and was read to {}", topic, bounds->end, position.next));
  }
  if (position.next < bounds->begin) {
    return StopForGood{fmt::format("{}: inputs {} to {} were deleted before they were read", topic,
                                   position.next, bounds->begin)};
  }
  if (position.last_digest.empty() || position.next - 1 < bounds->begin) return {};
  const auto last = ports_.inputs.ReadAt(i, position.next - 1);
  if (!last) return TryLater{topic + ": " + last.error().message};
  if (InputDigest(last->bytes) != position.last_digest) {
    return StopForGood{fmt::format("{}: the input at offset {} is not the one that was handled",
                                   topic, position.next - 1)};
  }
  return {};
}

/// Reads once more from `anchor` to the offset `until`: nothing there may extend it.
Owner::Ended Owner::ReadIgnoredAgain(const std::string& topic, const Position& anchor,
                                     int64_t until, const ReadFrom& read) {
  Acceptor acceptor(anchor);
  for (int64_t next = std::max<int64_t>(anchor.offset, 0); next < until;) {
    const auto records = read(next);
    if (!records || records->empty()) return TryLater{topic + ": offsets cannot be re-read"};
    for (const LogRecord& raw : *records) {
      if (raw.offset >= until) return {};
      const bool same =
          raw.offset == anchor.offset
              ? IsAnchor(raw.bytes, anchor)
              : acceptor.Offer(raw.offset, raw.bytes).verdict == Acceptor::Verdict::kIgnored;
      if (raw.offset != next || !same) {
        return StopForGood{fmt::format("{}: the record at offset {} was replaced", topic, next)};
      }
      ++next;
    }
  }
  return {};
}

Owner::Ended Owner::ReadFollowedAgain(size_t i, const Position& anchor) {
  const int64_t ignored = std::exchange(inputs_[i].ignored, -1);
  if (ignored < 0) return {};
  const auto read = [&](int64_t from) -> Result<std::vector<LogRecord>> {
    auto record = ports_.inputs.ReadAt(i, from);
    if (!record) return Failure(record.error());
    return std::vector<LogRecord>{std::move(*record)};
  };
  return ReadIgnoredAgain(settings_.inputs[i].topic, anchor, ignored + 1, read);
}

/// A few records beside a chain are normal; nothing but such for a minute is not.
void Owner::NoteIgnored(size_t chain, int64_t offset) {
  Watch& watch = watches_[chain];
  if (offset <= watch.seen) return;
  watch.seen = offset;
  const Millis now = ports_.clock.Monotonic();
  if (!watch.still_since) watch.still_since = now;
  if (watch.alarmed || now - *watch.still_since < settings_.standstill_alarm) return;
  watch.alarmed = true;
  ports_.events.Alarm(settings_.partition,
                      (chain == 0 ? settings_.topic : settings_.inputs[chain - 1].topic) +
                          ": records arrive and the chain stands still");
}

void Owner::NoteMoved(size_t chain, int64_t offset) {
  if (offset > watches_[chain].seen) watches_[chain] = Watch{offset, std::nullopt, false};
}

/// "The log ends before my position" is waited out before it is believed.
Owner::Ended Owner::Doubt(const std::string& what) {
  const Millis now = ports_.clock.Monotonic();
  if (!doubt_since_) doubt_since_ = now;
  if (now - *doubt_since_ >= settings_.belief_timeout) return StopForGood{what};
  return TryLater{what};
}

}  // namespace relance::journal
