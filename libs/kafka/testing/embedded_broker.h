#pragma once

#include <memory>
#include <string>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/kafka/client.h"
#include "libs/kafka/topic_admin.h"

namespace relance::kafka {

/// librdkafka's mock cluster of one broker, in this process, on a free loopback port. It forgets
/// everything when destroyed and keeps at most 5 MiB or 100,000 batches a partition, dropping the
/// oldest. What else it lacks: libs/kafka/README.md.
class EmbeddedBroker {
 public:
  static Result<std::unique_ptr<EmbeddedBroker>> Start(LogSink log = {});
  ~EmbeddedBroker();
  EmbeddedBroker(const EmbeddedBroker&) = delete;
  EmbeddedBroker& operator=(const EmbeddedBroker&) = delete;

  const std::string& bootstrap() const;
  /// A client configuration that reaches it.
  ClientConfig Client() const;
  Result<void> CreateTopic(const std::string& name, int partitions);

  /// Cuts all connections and refuses new ones, until Up.
  void Down();
  void Up();
  /// Answers to all requests come this late; zero: at once.
  void Delay(Millis round_trip);
  /// The next `count` appends are refused and not stored.
  void RefuseAppends(int count);
  /// The next `count` appends are stored at once, but their answers come this late.
  void AnswerAppendsLate(int count, Millis late);
  /// The next append of an idempotent producer is answered as by a broker that lost records.
  void ContradictNextSequence();
  /// The partition has no leader, until GiveLeader.
  void TakeLeader(const std::string& topic, int partition);
  void GiveLeader(const std::string& topic, int partition);

  /// How full the fullest partition is, in hundredths; at 100 it has begun to drop records.
  int FullestPercent() const;

 private:
  struct State;
  explicit EmbeddedBroker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace relance::kafka
