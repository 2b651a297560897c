#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/journal/log.h"
#include "libs/kafka/client.h"

namespace relance::kafka {

struct ReaderOptions {
  Millis timeout{5000};  ///< The bound of every call.
  Millis fetch_wait{10};
  size_t batch_records = 1000;
  size_t batch_bytes = 4 * 1024 * 1024;
};

/// Bounds and random reads of any partition, one per service. All calls are safe from any thread;
/// reads of one partition take turns.
class Reader {
 public:
  static Result<std::unique_ptr<Reader>> Create(const ClientConfig& config,
                                                const ReaderOptions& options = {});
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Result<journal::Extent> Bounds(const std::string& topic, int partition);
  /// As JournalLog::Read. kCorrupt when `from` was deleted or offsets are missing; a call that
  /// continues where the last one of this partition ended costs no new search.
  Result<std::vector<journal::LogRecord>> Read(const std::string& topic, int partition,
                                               int64_t from);
  /// The one record at `offset`; kNotFound outside the bounds.
  Result<journal::LogRecord> ReadAt(const std::string& topic, int partition, int64_t offset);

 private:
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace relance::kafka
