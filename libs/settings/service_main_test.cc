#include "libs/settings/service_main.h"

#include <gtest/gtest.h>

#include <vector>

#include "libs/process/exit_code.h"

namespace relance {
namespace {

class ServiceMainTest : public ::testing::Test {
 protected:
  int Main(std::vector<const char*> args, const Result<void>& ran = {}) {
    args.insert(args.begin(), "relance-ledger");
    return ServiceMain("ledger", static_cast<int>(args.size()), args.data(),
                       [&](Settings& settings) -> Program {
                         broker_ = settings.Text("kafka.brokers", "127.0.0.1:9092", "Kafka");
                         return [&] {
                           ++runs_;
                           return ran;
                         };
                       });
  }

  std::string broker_;
  int runs_ = 0;
};

TEST_F(ServiceMainTest, RunsWithItsSettings) {
  EXPECT_EQ(Main({"--set", "kafka.brokers=127.0.0.1:1"}), 0);
  EXPECT_EQ(broker_, "127.0.0.1:1");
  EXPECT_EQ(runs_, 1);
}

TEST_F(ServiceMainTest, NothingRunsWithAKeyThatNobodyKnows) {
  EXPECT_EQ(Main({"--set", "kafka.brookers=127.0.0.1:1"}), static_cast<int>(ExitCode::kUsage));
  EXPECT_EQ(Main({"--nonsense"}), static_cast<int>(ExitCode::kUsage));
  EXPECT_EQ(runs_, 0);
}

TEST_F(ServiceMainTest, AQuestionIsAnsweredInsteadOfServing) {
  for (const char* flag : {"--help", "--version", "--print-config"}) EXPECT_EQ(Main({flag}), 0);
  EXPECT_EQ(runs_, 0);
}

TEST_F(ServiceMainTest, TheExitCodeSaysWhyItEnded) {
  EXPECT_EQ(Main({}, Unavailable("Kafka does not answer")),
            static_cast<int>(ExitCode::kUnavailable));
}

}  // namespace
}  // namespace relance
