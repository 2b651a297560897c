#include "services/notifier/adapters/names.h"

#include <fmt/format.h>

#include <charconv>

#include "libs/base/encoding.h"

namespace relance::notifier {
namespace {

constexpr size_t kTimeDigits = 15;

}  // namespace

std::string PathOf(const NoticeRef& ref) {
  return ToString(ref.account) + "/" + ref.notice;
}
std::string NoticeKey(const NoticeRef& ref) {
  return std::string(kNotices) + PathOf(ref);
}
std::string ClearedKey(const NoticeRef& ref) {
  return "cleared/" + PathOf(ref);
}
std::string LinkKey(std::string_view hash) {
  return "link/" + ToHex(hash);
}

std::string QueueMember(Instant at, const NoticeRef& ref) {
  return fmt::format("{}{:0{}}/{}", kQueue, std::max<int64_t>(ToMillis(at), 0), kTimeDigits,
                     PathOf(ref));
}

std::string QueueEnd(Instant now) {
  return fmt::format("{}{:0{}}", kQueue, std::max<int64_t>(ToMillis(now) + 1, 0), kTimeDigits);
}

std::optional<NoticeRef> ParseRef(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  const size_t first = text.find('/');
  const size_t last = text.rfind('/');  // Account numbers may hold one, notice ids do not.
  if (first == std::string_view::npos || last == first) return std::nullopt;
  return NoticeRef{
      {std::string(text.substr(0, first)), std::string(text.substr(first + 1, last - first - 1))},
      std::string(text.substr(last + 1))};
}

std::optional<QueuedRef> ParseQueueMember(std::string_view member) {
  const size_t head = kQueue.size() + kTimeDigits;
  if (member.size() <= head || !member.starts_with(kQueue)) return std::nullopt;
  int64_t at = 0;
  const char* begin = member.data() + kQueue.size();
  const auto parsed = std::from_chars(begin, begin + kTimeDigits, at);
  if (parsed.ec != std::errc{} || parsed.ptr != begin + kTimeDigits) return std::nullopt;
  auto ref = ParseRef("/", member.substr(head));
  if (!ref) return std::nullopt;
  return QueuedRef{FromMillis(at), std::move(*ref)};
}

}  // namespace relance::notifier
