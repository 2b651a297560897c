#include "tools/relance/journal/chain.h"

#include <google/protobuf/stubs/logging.h>

#include <algorithm>

#include "relance/journal/v1/record.pb.h"

namespace relance::cli {

void ChainCheck::Say(uint64_t sequence, const std::string& what) {
  std::string& all = findings_[sequence];
  if (all.find(what) != std::string::npos) return;
  all += (all.empty() ? "" : "; ") + what;
}

void ChainCheck::Add(const ArchiveRecord& record) {
  const Digest last = seen_.empty() ? origin_ : seen_.back().hash;
  const uint64_t next = seen_.empty() ? 1 : seen_.back().sequence + 1;
  Seen seen{next, Sha256(record.header), {}};
  // The library would write a line of its own about a header that cannot be read.
  const google::protobuf::LogSilencer silence;
  journal::v1::Header header;
  if (!header.ParseFromString(record.header)) {
    Say(next, "its header cannot be read");
  } else {
    seen.previous = DigestFromBytes(header.previous_hash());
    const bool extends = seen.previous == last;
    // What extends the chain has its place there, whatever it calls itself.
    if (!extends && header.sequence() > 0) seen.sequence = header.sequence();
    if (header.sequence() != seen.sequence) {
      Say(seen.sequence,
          "its header was altered: it calls itself " + std::to_string(header.sequence()));
    }
    if (header.format() != 1) Say(seen.sequence, "its header was altered: no such format");
    if (seen.sequence <= highest_) Say(seen.sequence, "is out of order, or here twice");
    CheckEntries(seen.sequence, {header.digests().begin(), header.digests().end()}, record);
  }
  highest_ = std::max(highest_, seen.sequence);
  seen_.push_back(seen);
}

void ChainCheck::CheckEntries(uint64_t sequence, const std::vector<std::string>& digests,
                              const ArchiveRecord& record) {
  if (digests.size() != record.entries.size()) {
    Say(sequence, "has " + std::to_string(record.entries.size()) +
                      " entries where its header has " + std::to_string(digests.size()) +
                      " digests");
    return;
  }
  for (size_t i = 0; i < digests.size(); ++i) {
    if (dossier_ && record.entries[i].empty()) continue;
    if (ToBytes(Sha256(record.entries[i])) == digests[i]) continue;
    Say(sequence, "entry " + std::to_string(i) + " was altered");
  }
}

void ChainCheck::SayMissing(uint64_t first, uint64_t last) {
  constexpr uint64_t kNamedOneByOne = 1'000;
  if (last - first >= kNamedOneByOne) {
    Say(first, "is missing, and all up to " + std::to_string(last));
    return;
  }
  // Counted from 0: `last` may be the highest number there is.
  for (uint64_t i = 0; i <= last - first; ++i) Say(first + i, "is missing");
}

/// Links are numbered by the record behind them; the last one leads to the head. A record both of
/// whose links are broken was altered; a broken link between intact ones accuses what it leads
/// from.
void ChainCheck::BlameRun(size_t first, size_t last) {
  if (first == last && first == 0) {
    Say(seen_[0].sequence,
        "does not begin at the origin of this installation, topic and partition");
    return;
  }
  if (first == last) {
    Say(seen_[first - 1].sequence, "its header was altered");
    return;
  }
  for (size_t i = first; i < last; ++i) Say(seen_[i].sequence, "its header was altered");
}

void ChainCheck::CheckLinks(const std::optional<ArchiveHead>& head) {
  std::vector<bool> broken(seen_.size() + 1, false);
  for (size_t i = 0; i < seen_.size(); ++i) {
    const uint64_t before = i == 0 ? 0 : seen_[i - 1].sequence;
    if (seen_[i].sequence > before + 1) SayMissing(before + 1, seen_[i].sequence - 1);
    if (seen_[i].sequence != before + 1) continue;
    broken[i] = seen_[i].previous != (i == 0 ? origin_ : seen_[i - 1].hash);
  }
  if (head && !seen_.empty() && head->sequence == seen_.back().sequence) {
    broken[seen_.size()] = ToBytes(seen_.back().hash) != head->hash;
  }
  for (size_t i = 0; i < broken.size(); ++i) {
    if (!broken[i]) continue;
    size_t last = i;
    while (last + 1 < broken.size() && broken[last + 1]) ++last;
    BlameRun(i, last);
    i = last;
  }
}

void ChainCheck::Finish(const std::optional<ArchiveHead>& head,
                        const std::vector<ArchiveHead>& published) {
  std::ranges::stable_sort(seen_, {}, &Seen::sequence);
  CheckLinks(head);
  const uint64_t end = seen_.empty() ? 0 : seen_.back().sequence;
  if (head && head->sequence > end) SayMissing(end + 1, head->sequence);
  if (head && head->sequence < end)
    Say(end, "lies beyond the head, which is " + std::to_string(head->sequence));
  if (head && head->sequence == 0 && end == 0 && head->hash != ToBytes(origin_)) {
    Say(0, "the head is not the origin of this installation, topic and partition");
  }
  for (const auto& known : published) {
    const auto found = std::ranges::find(seen_, known.sequence, &Seen::sequence);
    const bool same = known.sequence == 0
                          ? known.hash == ToBytes(origin_)
                          : found != seen_.end() && ToBytes(found->hash) == known.hash;
    if (!same) Say(known.sequence, "is not the head that was published");
  }
}

}  // namespace relance::cli
