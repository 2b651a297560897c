#include <fmt/format.h>

#include <algorithm>

#include "libs/journal/fold.h"
#include "libs/journal/owner.h"

// Step 1: find the head, read the journal to its end, open the inputs where the chain says.

namespace relance::journal {

Owner::Ended Owner::Assign() {
  ++generation_;
  documents_.Clear();
  pending_.reset();
  wake_ups_.clear();
  barrier_.clear();
  careful_ = true;
  without_effect_ = 0;
  if (auto ended = FindHead()) return ended;
  if (auto ended = CatchUp()) return ended;
  if (auto ended = OpenInputs()) return ended;
  if (auto ended = LoadWakeUps()) return ended;
  doubt_since_.reset();
  head_known_at_ = ports_.clock.Monotonic();
  last_tick_ = head_known_at_ - settings_.tick_every;  // the clock is checked before it is used
  state_ = State::kOwning;
  ports_.events.Assigned(settings_.partition, head_.position.sequence);
  return {};
}

Owner::Ended Owner::FindHead() {
  const auto view = ports_.view.Load({});
  if (!view) return TryLater{"view: " + view.error().message};
  const uint64_t known = projected_ ? projected_->sequence : 0;
  projected_ = view->position;
  const uint64_t found = projected_ ? projected_->sequence : 0;
  if (found < known) ports_.events.ViewRewound(settings_.partition, known, found);
  if (found > 0) return ReadAnchor(*projected_);
  head_ = {{0, OriginHash(settings_.installation, settings_.topic, settings_.partition), -1},
           Instant{},
           {}};
  return {};
}

Owner::Ended Owner::ReadAnchor(const Position& position) {
  const auto bounds = ports_.log.Bounds();
  if (!bounds) return TryLater{"journal: " + bounds.error().message};
  if (bounds->end <= position.offset) {
    return Doubt(fmt::format("the journal ends at {} and the view stands at offset {}", bounds->end,
                             position.offset));
  }
  const auto records = ports_.log.Read(position.offset);
  if (!records) return TryLater{"journal: " + records.error().message};
  if (records->empty()) return TryLater{"journal: the anchor has not arrived"};
  const LogRecord& anchor = records->front();
  if (anchor.offset != position.offset || !IsAnchor(anchor.bytes, position)) {
    return StopForGood{fmt::format("the record at offset {} is not the one of sequence {} that "
                                   "the view was built on",
                                   position.offset, position.sequence)};
  }
  auto record = ReadRecord(anchor.bytes);
  if (!record) return StopForGood{record.error().message};
  head_ = {position, record->header.recorded_at, std::move(record->header.positions)};
  return {};
}

Owner::Ended Owner::CatchUp() {
  Acceptor acceptor(head_.position);
  size_t unprojected = 0;
  const auto project = [&]() -> Ended {
    if (unprojected == 0) return {};
    unprojected = 0;
    auto ended = Project({head_.position, documents_.Take()});
    if (documents_.Size() > settings_.documents_in_memory) documents_.Clear();
    return ended;
  };
  end_ = head_.position.offset + 1;
  while (true) {
    const auto records = ports_.log.Read(end_);
    if (!records && records.error().code == ErrorCode::kCorrupt) {
      return StopForGood{"journal: " + records.error().message};
    }
    if (!records) return TryLater{"journal: " + records.error().message};
    if (records->empty()) return project();
    for (const LogRecord& raw : *records) {
      if (raw.offset != end_) {
        return StopForGood{fmt::format("journal: records {} to {} are missing", end_, raw.offset)};
      }
      const Position anchor = acceptor.head();
      auto offered = acceptor.Offer(raw.offset, raw.bytes);
      ++end_;
      if (offered.verdict == Acceptor::Verdict::kBroken) return StopForGood{offered.reason};
      if (offered.verdict == Acceptor::Verdict::kIgnored) {
        ++ignored_;
        ports_.events.RecordIgnored(settings_.partition, raw.offset);
        if (anchor.sequence == 0) continue;
        const auto again = ports_.log.Read(anchor.offset);
        if (!again || again->empty()) return TryLater{"journal: the anchor cannot be re-read"};
        if (!IsAnchor(again->front().bytes, anchor)) {
          return StopForGood{fmt::format("journal: the record at offset {} was replaced",
                                         anchor.offset)};
        }
        continue;
      }
      if (auto ended = FoldRecord(offered.record)) return ended;
      head_ = {acceptor.head(), offered.record.header.recorded_at,
               std::move(offered.record.header.positions)};
      if (++unprojected >= settings_.records_per_projection) {
        if (auto ended = project()) return ended;
      }
    }
  }
}

Owner::Ended Owner::FoldRecord(const Record& record) {
  for (const Entry& entry : record.entries) {
    while (true) {
      auto keys = NeedsToFold(entry, domain_, documents_);
      if (keys.empty()) break;
      if (auto ended = Load(std::move(keys))) return ended;
    }
    FoldEntry(entry, domain_, documents_, record.header.sequence, record.header.recorded_at);
  }
  ForgetOldOutcomes(head_.recorded_at, record.header.recorded_at, documents_);
  return {};
}

Owner::Ended Owner::OpenInputs() {
  inputs_.clear();
  inputs_.resize(settings_.inputs.size());
  positions_.clear();
  for (size_t i = 0; i < settings_.inputs.size(); ++i) {
    const std::string& topic = settings_.inputs[i].topic;
    const auto known = std::find_if(head_.inputs.begin(), head_.inputs.end(),
                                    [&](const InputPosition& p) { return p.topic == topic; });
    InputPosition position{topic, settings_.log_epoch, -1, {}, std::nullopt};
    if (known != head_.inputs.end()) position = *known;
    if (auto ended = OpenInput(i, position)) return ended;
  }
  return {};
}

Owner::Ended Owner::OpenInput(size_t i, const InputPosition& chained) {
  InputPosition position = chained;
  const std::string& topic = position.topic;
  const auto bounds = ports_.inputs.Bounds(i);
  if (!bounds) return TryLater{topic + ": " + bounds.error().message};
  const bool first_time = position.next < 0;
  const bool followed = settings_.inputs[i].kind == InputKind::kFollowed;
  if (first_time) position.next = followed ? 0 : bounds->begin;
  if (position.log_epoch != settings_.log_epoch) {
    return StopForGood{fmt::format("{}: the chain has log epoch {}, the installation {}", topic,
                                   position.log_epoch, settings_.log_epoch)};
  }
  if (position.next > bounds->end) {
    return Doubt(fmt::format("{} ends at {} and was read to {}", topic, bounds->end,
                             position.next));
  }
  if (position.next < bounds->begin) {
    return StopForGood{fmt::format("{}: inputs {} to {} were deleted before they were read", topic,
                                   position.next, bounds->begin)};
  }
  if (!position.last_digest.empty() && position.next - 1 >= bounds->begin) {
    const auto last = ports_.inputs.ReadAt(i, position.next - 1);
    if (!last) return TryLater{topic + ": " + last.error().message};
    if (InputDigest(last->bytes) != position.last_digest) {
      return StopForGood{fmt::format("{}: the input at offset {} is not the one that was handled",
                                     topic, position.next - 1)};
    }
  }
  if (followed) {
    if (auto ended = OpenFollowed(i, position)) return ended;
    position.followed = FollowedHead{inputs_[i].acceptor->head().sequence,
                                     inputs_[i].acceptor->head().hash,
                                     inputs_[i].acceptor->head().offset};
  }
  if (auto sought = ports_.inputs.Seek(i, position.next); !sought) {
    return TryLater{topic + ": " + sought.error().message};
  }
  inputs_[i].read_next = position.next;
  positions_.push_back(std::move(position));
  return {};
}

Owner::Ended Owner::OpenFollowed(size_t i, const InputPosition& position) {
  if (!position.followed || position.followed->sequence == 0) {
    inputs_[i].acceptor.emplace(Position{
        0, OriginHash(settings_.installation, position.topic, settings_.partition), -1});
    return {};
  }
  const Position head{position.followed->sequence, position.followed->hash,
                      position.followed->offset};
  const auto anchor = ports_.inputs.ReadAt(i, head.offset);
  if (!anchor && anchor.error().code == ErrorCode::kNotFound) {
    return Doubt(position.topic + ": the record followed to is not there");
  }
  if (!anchor) return TryLater{position.topic + ": " + anchor.error().message};
  if (!IsAnchor(anchor->bytes, head)) {
    return StopForGood{fmt::format("{}: the record at offset {} is not the one that was followed",
                                   position.topic, head.offset)};
  }
  inputs_[i].acceptor.emplace(head);
  return {};
}

Owner::Ended Owner::LoadWakeUps() {
  constexpr size_t kPage = 1000;
  std::string after;
  while (true) {
    const auto page = ports_.view.List(std::string(kWakeUpPrefix), after, kPage);
    if (!page) return TryLater{"view: " + page.error().message};
    if (page->position != projected_) return StartAgain{"the view moved while it was listed"};
    wake_ups_.insert(page->members.begin(), page->members.end());
    if (page->members.size() < kPage) return {};
    after = page->members.back();
  }
}

Owner::Ended Owner::Doubt(const std::string& what) {
  const Millis now = ports_.clock.Monotonic();
  if (!doubt_since_) doubt_since_ = now;
  if (now - *doubt_since_ >= settings_.belief_timeout) return StopForGood{what};
  return TryLater{what};
}

}  // namespace relance::journal
