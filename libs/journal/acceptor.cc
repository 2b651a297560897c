#include "libs/journal/acceptor.h"

#include <fmt/format.h>

#include <utility>

namespace relance::journal {

Acceptor::Offered Acceptor::Offer(int64_t offset, std::string_view bytes) {
  const auto link = ReadLink(bytes);
  if (!link || link->previous_hash != head_.hash) return {};
  if (link->sequence != head_.sequence + 1) {
    return {Verdict::kBroken,
            {},
            fmt::format("the record at offset {} follows {} and calls itself {}", offset,
                        head_.sequence, link->sequence)};
  }
  auto record = ReadRecord(bytes);
  if (!record) {
    return {Verdict::kBroken, {}, fmt::format("offset {}: {}", offset, record.error().message)};
  }
  head_ = {link->sequence, link->hash, offset};
  return {Verdict::kAccepted, std::move(*record), {}};
}

bool IsAnchor(std::string_view bytes, const Position& head) {
  const auto link = ReadLink(bytes);
  return link && link->hash == head.hash && link->sequence == head.sequence;
}

}  // namespace relance::journal
