#include "services/notifier/adapters/view_board.h"

#include <utility>

#include "libs/base/archive.h"
#include "services/notifier/adapters/names.h"

namespace relance::notifier {

Result<std::vector<NoticeRef>> ViewBoard::Listed(int partition, std::string_view prefix,
                                                 size_t limit) {
  const auto listed = view_.List({partition, 0}, std::string(prefix), {}, limit, timeout_);
  if (!listed) return Failure(listed.error());
  std::vector<NoticeRef> out;
  for (const auto& member : listed->members) {
    auto ref = ParseRef(prefix, member);
    if (!ref) return Corrupt("the index holds " + member);
    out.push_back(std::move(*ref));
  }
  return out;
}

Result<std::vector<NoticeRef>> ViewBoard::Ready(int partition, size_t limit) {
  return Listed(partition, kReady, limit);
}

Result<std::vector<NoticeRef>> ViewBoard::Running(int partition, size_t limit) {
  return Listed(partition, kRunning, limit);
}

Result<std::vector<NoticeRef>> ViewBoard::Due(int partition, Instant now, size_t limit) {
  const auto listed = view_.List({partition, 0}, std::string(kQueue), {}, limit, timeout_);
  if (!listed) return Failure(listed.error());
  const std::string end = QueueEnd(now);
  std::vector<NoticeRef> out;
  for (const auto& member : listed->members) {
    if (member >= end) break;
    auto queued = ParseQueueMember(member);
    if (!queued) return Corrupt("the index holds " + member);
    out.push_back(std::move(queued->ref));
  }
  return out;
}

Result<std::optional<Instant>> ViewBoard::NextMoment(int partition) {
  const auto listed = view_.List({partition, 0}, std::string(kQueue), {}, 1, timeout_);
  if (!listed) return Failure(listed.error());
  if (listed->members.empty()) return std::optional<Instant>{};
  const auto queued = ParseQueueMember(listed->members.front());
  if (!queued) return Corrupt("the index holds " + listed->members.front());
  return std::optional<Instant>{queued->at};
}

Result<ReadyNotice> ViewBoard::Load(int partition, const NoticeRef& ref) {
  const auto loaded = view_.Load({partition, 0}, {NoticeKey(ref), ClearedKey(ref)}, timeout_);
  if (!loaded) return Failure(loaded.error());
  if (loaded->values.size() != 2 || !loaded->values[0] || !loaded->values[1]) {
    return NotFound("the notice is not cleared");
  }
  auto notice = Decode<Notice>(*loaded->values[0]);
  if (!notice) return Failure(notice.error());
  auto cleared = Decode<Cleared>(*loaded->values[1]);
  if (!cleared) return Failure(cleared.error());
  return ReadyNotice{std::move(*notice), std::move(*cleared)};
}

Result<Notice> ViewBoard::Find(int partition, const NoticeRef& ref) {
  const auto loaded = view_.Load({partition, 0}, {NoticeKey(ref)}, timeout_);
  if (!loaded) return Failure(loaded.error());
  if (loaded->values.size() != 1 || !loaded->values[0]) return NotFound("no such notice");
  return Decode<Notice>(*loaded->values[0]);
}

}  // namespace relance::notifier
