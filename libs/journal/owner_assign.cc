#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libs/journal/fold.h"
#include "libs/journal/owner.h"

// Step 1: find the head, read the journal to its end, open the inputs where the chain says.

namespace relance::journal {

Owner::Ended Owner::Assign() {
  ++generation_;
  documents_.Clear();
  if (projecting_) {
    (void)ports_.projector.Await();  // wherever it took the view, that is looked at now
    projecting_.reset();
  }
  pending_.reset();
  wake_ups_.clear();
  barrier_.clear();
  careful_ = true;
  without_effect_ = 0;
  if (auto ended = CheckAnchors()) return ended;  // what an earlier generation knew
  if (auto ended = FindHead()) return ended;
  if (auto ended = CatchUp()) return ended;
  if (auto ended = OpenInputs()) return ended;
  if (auto ended = LoadWakeUps()) return ended;
  doubt_since_.reset();
  head_known_at_ = ports_.clock.Monotonic();
  head_is_mine_ = false;
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
  if (found == 0) {
    head_ = {{0, OriginHash(settings_.installation, settings_.topic, settings_.partition), -1},
             Instant{},
             {}};
    return {};
  }
  std::string bytes;
  if (auto ended = CheckOwnAnchor(*projected_, &bytes)) return ended;
  auto record = ReadRecord(bytes);
  if (!record) return StopForGood{record.error().message};
  head_ = {*projected_, record->header.recorded_at, std::move(record->header.positions)};
  return {};
}

Owner::Ended Owner::CatchUp() {
  Reading reading{Acceptor(head_.position)};
  end_ = head_.position.offset + 1;
  while (true) {
    const auto records = ports_.log.Read(end_);
    if (!records && records.error().code == ErrorCode::kCorrupt) {
      return StopForGood{"journal: " + records.error().message};
    }
    if (!records) return TryLater{"journal: " + records.error().message};
    if (records->empty()) break;
    for (const LogRecord& raw : *records) {
      if (raw.offset != end_) {
        return StopForGood{fmt::format("journal: records {} to {} are missing", end_, raw.offset)};
      }
      if (auto ended = TakeRecord(raw, reading)) return ended;
      ++end_;
    }
  }
  if (reading.ignored) {
    if (auto ended = ReadIgnoredAgain("journal", reading.acceptor.head(), end_,
                                      [&](int64_t from) { return ports_.log.Read(from); })) {
      return ended;
    }
  }
  return ProjectCaughtUp(reading);
}

Owner::Ended Owner::TakeRecord(const LogRecord& raw, Reading& reading) {
  const Position anchor = reading.acceptor.head();
  auto offered = reading.acceptor.Offer(raw.offset, raw.bytes);
  if (offered.verdict == Acceptor::Verdict::kBroken) return StopForGood{offered.reason};
  if (offered.verdict == Acceptor::Verdict::kIgnored) {
    ++ignored_;
    reading.ignored = true;
    NoteIgnored(0, raw.offset);
    ports_.events.RecordIgnored(settings_.partition, raw.offset);
    return {};
  }
  if (std::exchange(reading.ignored, false)) {
    if (auto ended = ReadIgnoredAgain("journal", anchor, raw.offset,
                                      [&](int64_t from) { return ports_.log.Read(from); })) {
      return ended;
    }
  }
  if (auto ended = FoldRecord(offered.record)) return ended;
  NoteMoved(0, raw.offset);
  head_ = {reading.acceptor.head(), offered.record.header.recorded_at,
           std::move(offered.record.header.positions)};
  if (++reading.unprojected < settings_.records_per_projection) return {};
  return ProjectCaughtUp(reading);
}

Owner::Ended Owner::ProjectCaughtUp(Reading& reading) {
  if (std::exchange(reading.unprojected, 0) == 0) return {};
  pending_ = Projection{head_.position, documents_.Take()};
  auto ended = ProjectPending();
  if (!ended && documents_.Size() > settings_.documents_in_memory) documents_.Clear();
  return ended;
}

Owner::Ended Owner::FoldRecord(const Record& record) {
  for (const Entry& entry : record.entries) {
    while (true) {
      auto keys = NeedsToFold(entry, domain_, documents_);
      if (keys.empty()) break;
      if (auto ended = Load(keys)) return ended;
    }
    FoldEntry(entry, domain_, documents_, record.header.sequence, record.header.recorded_at);
  }
  ForgetOldOutcomes(head_.recorded_at, record.header.recorded_at, documents_);
  return {};
}

/// What was known of the inputs before stays known until all of them are open.
Owner::Ended Owner::OpenInputs() {
  std::vector<InputState> opened(settings_.inputs.size());
  positions_.clear();
  for (size_t i = 0; i < settings_.inputs.size(); ++i) {
    const std::string& topic = settings_.inputs[i].topic;
    const auto known = std::find_if(head_.inputs.begin(), head_.inputs.end(),
                                    [&](const InputPosition& p) { return p.topic == topic; });
    InputPosition position{topic, settings_.log_epoch, -1, {}, std::nullopt};
    if (known != head_.inputs.end()) position = *known;
    if (auto ended = OpenInput(i, std::move(position), opened[i])) return ended;
  }
  inputs_ = std::move(opened);
  return {};
}

Owner::Ended Owner::OpenInput(size_t i, InputPosition position, InputState& input) {
  const std::string& topic = settings_.inputs[i].topic;
  const bool followed = settings_.inputs[i].kind == InputKind::kFollowed;
  if (position.log_epoch != settings_.log_epoch) {
    return StopForGood{fmt::format("{}: the chain has log epoch {}, the installation {}", topic,
                                   position.log_epoch, settings_.log_epoch)};
  }
  if (position.next < 0) {  // for the first time
    const auto bounds = ports_.inputs.Bounds(i);
    if (!bounds) return TryLater{topic + ": " + bounds.error().message};
    position.next = followed ? 0 : bounds->begin;
  }
  if (auto ended = CheckInput(i, position)) return ended;
  if (followed) {
    if (auto ended = OpenFollowed(i, position, input)) return ended;
    const Position& head = input.acceptor->head();
    position.followed = FollowedHead{head.sequence, head.hash, head.offset};
  }
  if (auto sought = ports_.inputs.Seek(i, position.next); !sought) {
    return TryLater{topic + ": " + sought.error().message};
  }
  input.read_next = position.next;
  positions_.push_back(std::move(position));
  return {};
}

Owner::Ended Owner::OpenFollowed(size_t i, const InputPosition& position, InputState& input) {
  if (!position.followed || position.followed->sequence == 0) {
    input.acceptor.emplace(
        Position{0, OriginHash(settings_.installation, position.topic, settings_.partition), -1});
    return {};
  }
  const Position head{position.followed->sequence, position.followed->hash,
                      position.followed->offset};
  if (auto ended = CheckFollowedAnchor(i, head)) return ended;
  input.acceptor.emplace(head);
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

}  // namespace relance::journal
