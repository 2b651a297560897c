#pragma once

#include <string>
#include <string_view>

#include "libs/journal/record.h"
#include "libs/journal/view.h"

namespace relance::journal {

/// The acceptance rule, the same for every reader: a record is accepted if and only if it names the
/// hash of the last accepted header. Everything else is ignored, whatever its sequence.
class Acceptor {
 public:
  explicit Acceptor(const Position& head) : head_(head) {}

  enum class Verdict {
    kAccepted,
    kIgnored,
    kBroken,  ///< It extends the chain and contradicts itself: the partition stops.
  };
  struct Offered {
    Verdict verdict = Verdict::kIgnored;
    Record record;       ///< When accepted.
    std::string reason;  ///< When broken.
  };
  Offered Offer(int64_t offset, std::string_view bytes);

  const Position& head() const { return head_; }

 private:
  Position head_;
};

/// Whether the record at head.offset still is the one a reader remembers.
bool IsAnchor(std::string_view bytes, const Position& head);

}  // namespace relance::journal
