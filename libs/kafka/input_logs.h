#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/journal/log.h"
#include "libs/kafka/client.h"
#include "libs/kafka/reader.h"

namespace relance::kafka {

struct InputReaderOptions {
  Millis fetch_wait{100};  ///< How long an empty fetch waits at the broker; embedded broker: 5.
  /// Fetched ahead, per partition: more than an owner handles in `fetch_wait`. A fetch asks only
  /// for partitions that have less than this ahead; while it waits for those, it fetches for none.
  int queued_records = 30'000;
  int queued_kbytes = 8192;  ///< Fetched ahead, per partition.
};

/// The consumer handle behind all owned partitions of a service; one per service.
class InputReader {
 public:
  static Result<std::unique_ptr<InputReader>> Create(const ClientConfig& config,
                                                     const InputReaderOptions& options = {});
  ~InputReader();
  InputReader(const InputReader&) = delete;
  InputReader& operator=(const InputReader&) = delete;

 private:
  friend class KafkaInputLogs;
  struct State;
  explicit InputReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The inputs of one owned partition: the same partition number of several topics, in the order
/// given. Nothing is read before the first Seek. One topic partition may be read by one
/// KafkaInputLogs of a process at a time. A broker that is down means "nothing yet"; a missing
/// offset or one out of range is kCorrupt, again at each Poll until the next Seek.
class KafkaInputLogs : public journal::InputLogs {
 public:
  KafkaInputLogs(InputReader& inputs, Reader& reader, std::vector<std::string> topics,
                 int partition);
  ~KafkaInputLogs() override;

  Result<journal::Extent> Bounds(size_t input) override;
  /// The end of the log as the last fetch told it; nullopt before the first. Asks nobody.
  std::optional<int64_t> KnownEnd(size_t input) const;
  Result<journal::LogRecord> ReadAt(size_t input, int64_t offset) override;
  Result<void> Seek(size_t input, int64_t next) override;
  Result<std::vector<journal::LogRecord>> Poll(size_t input, size_t limit) override;
  void Wait(Millis timeout) override;
  /// Ends a Wait, now or the next one. Safe from any thread.
  void Nudge();

 private:
  struct Input;
  struct Bell;
  InputReader& inputs_;
  Reader& reader_;
  int partition_;
  std::shared_ptr<Bell> bell_;
  std::vector<std::unique_ptr<Input>> open_;
};

}  // namespace relance::kafka
