#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "libs/host/view_readers.h"
#include "libs/journal/front.h"
#include "libs/journal/ports.h"
#include "libs/kafka/command_writer.h"

namespace relance::host {

/// The front of one service: commands go to its topic; the owner in this process answers at once,
/// any other is heard through the view.
class KafkaFront : public journal::CommandFront, public journal::Answers {
 public:
  KafkaFront(std::string service, kafka::Producer& producer, ViewReaders& views,
             journal::Clock& clock, journal::Entropy& entropy);
  ~KafkaFront() override;

  void Submit(int partition, const CommandId& id, const journal::Identity& by, std::string content,
              Millis timeout, std::function<void(Result<journal::Outcome>)> done) override;
  void Write(int partition, bool bulk, std::string content,
             std::function<void(Result<void>)> done) override;
  CommandId NewId() override;

  /// From owners of this process.
  void Answer(const CommandId& id, const journal::Outcome& outcome) override;

  /// Commands that wait for their outcome.
  size_t Waiting() const;

 private:
  using Done = std::function<void(Result<journal::Outcome>)>;
  struct Waiter {
    CommandId id;
    int partition = 0;
    std::string content_hash;
    Millis deadline{};
    Millis next_look{};
    Millis wait{};
    Done done;
  };

  void Watch();
  void SleepUntilALook(std::unique_lock<std::mutex>& lock);
  void LookAt(int partition, std::vector<CommandId> ids);
  std::vector<Waiter> Take(const CommandId& id);

  const std::string commands_topic_;
  const std::string bulk_topic_;
  kafka::CommandWriter writer_;
  ViewReaders& views_;
  journal::Clock& clock_;
  journal::Entropy& entropy_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<CommandId, Waiter> waiters_;
  std::set<int> answered_here_;      ///< Partitions whose last outcome came from an owner here.
  Millis wakes_at_ = Millis::max();  ///< When the watcher looks around next, unless it is called.
  bool stopping_ = false;
  std::thread watcher_;
};

}  // namespace relance::host
