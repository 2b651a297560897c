#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/ledger/domain/facts.h"

namespace relance::ledger {

/// The facts that were written last. An owner applies what it has decided at once, and knows it by
/// its bytes alone, like every later reader: here it need not be read again.
class WrittenFacts {
 public:
  /// `bytes` say what `facts` do, one for one.
  void Keep(std::vector<std::string> bytes, std::vector<AccountFact> facts) {
    bytes_ = std::move(bytes);
    facts_ = std::move(facts);
    next_ = 0;
  }

  /// The fact that `bytes` say if they are the next to be applied; nullptr: to be read.
  const AccountFact* Next(std::string_view bytes) {
    if (next_ == bytes_.size() || bytes_[next_] != bytes) return nullptr;
    return &facts_[next_++];
  }

 private:
  std::vector<std::string> bytes_;
  std::vector<AccountFact> facts_;
  size_t next_ = 0;
};

}  // namespace relance::ledger
