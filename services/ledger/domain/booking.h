#pragma once

#include <string>
#include <vector>

#include "services/ledger/domain/draft.h"

namespace relance::ledger {

/// A decision in the making: facts in order, and the books as they stand after them.
///
/// The rule of intents: nothing stays unallocated while a document or item that it names is open.
/// So when a document comes, grows or reopens, the receipts that name it pay it in order of
/// recording; and what a receipt gets back goes to the other documents it names, in the order it
/// names them.
class Booking {
 public:
  explicit Booking(Books& books) : draft_(books) {}

  Books& books() { return draft_; }
  std::vector<AccountFact> Take() { return std::move(facts_); }

  /// Appends the fact and applies it. Does nothing when the books contradict it, which only happens
  /// while they are not all loaded.
  void Emit(AccountFact fact);

  /// Pays what is open of what `intent` names from the rest of `receipt`, earliest due date first,
  /// then lowest id; at most `bound`. Returns what was paid.
  int64_t Pay(const std::string& receipt, const Intent& intent, int64_t bound);
  /// Takes `amount` back from `item`.
  void TakeBack(const std::string& receipt, const std::string& item, int64_t amount,
                UndoneBecause because);
  /// Takes back all that `receipt` paid; returns the documents it had paid.
  std::vector<std::string> TakeAllBack(const std::string& receipt, UndoneBecause because);

  /// What `receipt` names, in its order.
  void FollowIntents(const std::string& receipt);
  /// Who names `document`, in order of recording.
  void FollowClaims(const std::string& document);

 private:
  /// Returns what was paid.
  int64_t FollowIntent(const std::string& receipt, const Intent& intent);
  /// Again until nothing follows: money for an item may set free what its document is named for.
  void FollowAll(const std::string& receipt, const std::vector<Intent>& intents);

  Draft draft_;
  std::vector<AccountFact> facts_;
};

}  // namespace relance::ledger
