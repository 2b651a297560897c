#include <gtest/gtest.h>

#include <cstring>

#include "tests/kafka/cluster.h"

namespace relance::kafka::testing {
namespace {

std::unique_ptr<Cluster> the_cluster;

}  // namespace

Cluster& TheCluster() {
  return *the_cluster;
}

}  // namespace relance::kafka::testing

/// --real runs the contract, and what only a real broker can show, against Apache Kafka.
int main(int argc, char** argv) {
  using namespace relance::kafka::testing;
  ::testing::InitGoogleTest(&argc, argv);
  const bool real = argc > 1 && std::strcmp(argv[1], "--real") == 0;
  if (GTEST_FLAG_GET(filter) == "*") {
    GTEST_FLAG_SET(filter, real ? "-Embedded*" : "-RealKafka*");
  }
  the_cluster = real ? StartReal() : StartEmbedded();
  const int failed = RUN_ALL_TESTS();
  the_cluster.reset();
  return failed;
}
