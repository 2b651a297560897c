#pragma once

#include <map>
#include <memory>
#include <string>

#include "libs/kafka/client.h"
#include "libs/kafka/testing/embedded_broker.h"

namespace relance::kafka::testing {

/// The broker that the contract runs against: embedded, or a real Apache Kafka.
class Cluster {
 public:
  virtual ~Cluster() = default;

  virtual ClientConfig Client() const = 0;
  virtual void CreateTopic(const std::string& name, int partitions,
                           const std::map<std::string, std::string>& config) = 0;
  /// The embedded broker's faults; none for a real one.
  virtual EmbeddedBroker* embedded() { return nullptr; }
  /// A real broker, as if the machine had lost power, and its way back.
  virtual void Kill9() {}
  virtual void Restart() {}
};

std::unique_ptr<Cluster> StartEmbedded();
/// Exits the process with 77 when there is no Kafka to be had, with 1 when it is required.
std::unique_ptr<Cluster> StartReal();

/// The one that main() started.
Cluster& TheCluster();

/// Creates a topic of a name that no other test has, and returns the name.
std::string NewTopic(const std::string& what, int partitions = 1,
                     const std::map<std::string, std::string>& config = {});

/// Milliseconds an empty fetch waits: the embedded broker always waits to the end of it.
int FetchWaitMs();

}  // namespace relance::kafka::testing
