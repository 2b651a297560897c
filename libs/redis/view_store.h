#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/journal/view.h"
#include "libs/redis/cluster.h"

namespace relance::redis {

/// Whose view: one partition of one service, in one layout. Another layout is another view beside.
struct ViewName {
  std::string service;  ///< "ledger"
  int partition = 0;
  int layout = 1;  ///< Raised when the bytes of documents change; an old layout is wiped later.
};

/// The keys of a view. All carry the hash tag "{ledger:17}", so they live in one slot, are written
/// in one transaction, and are lost or kept together.
struct ViewKeys {
  explicit ViewKeys(const ViewName& name);

  std::string tag;       ///< {ledger:17}
  std::string position;  ///< {ledger:17}v1:position, "<sequence> <hash> <offset>"
  std::string index;     ///< {ledger:17}v1:index, a sorted set with score 0
  std::string families;  ///< {ledger:17}v1:families, the names of all hashes
  /// {ledger:17}v1:d:<family>, a hash of documents by name.
  std::string Family(std::string_view family) const;
  /// {ledger:17}attempts:<input>, outside the view: no Wipe forgets it.
  std::string Attempts(std::string_view input) const;

 private:
  std::string documents_;
};

/// The view of one partition in Redis. Thread-safe.
///
/// Failures: kUnavailable when Redis does not answer in time, loads, is full or moves the slot (the
/// fate of a write is then unknown: repeat it); kCorrupt when a key holds what no view writes;
/// kInvalid for a document without "family/".
class RedisViewStore : public journal::ViewStore {
 public:
  /// `cluster` outlives the store and may be shared by all partitions.
  RedisViewStore(Cluster& cluster, const ViewName& name);
  ~RedisViewStore() override;

  Result<journal::Loaded> Load(const std::vector<std::string>& keys) override;
  Result<journal::Listed> List(const std::string& prefix, const std::string& after,
                               size_t limit) override;
  Result<journal::Projected> Project(const std::optional<journal::Position>& from,
                                     const journal::Position& to,
                                     const journal::Changes& changes) override;
  Result<void> Wipe() override;
  Result<int> CountAttempt(const std::string& input) override;
  Result<void> ForgetAttempts(const std::string& input) override;
  Result<Instant> Time() override;

  const ViewKeys& keys() const { return keys_; }

 private:
  struct Scripts;

  Result<std::optional<journal::Projected>> ProjectOnto(
      const std::optional<journal::Position>& from, const journal::Position& to,
      const journal::Changes& changes);
  Result<void> CheckWhole(const std::vector<Reply>& written);

  Cluster& cluster_;
  const ViewKeys keys_;
  const std::unique_ptr<Scripts> scripts_;
};

/// The text of a position as it is stored, and back (kCorrupt).
std::string Format(const journal::Position& position);
Result<journal::Position> ParsePosition(const std::string& text);

}  // namespace relance::redis
