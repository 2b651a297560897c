#include "services/scenario/adapters/forecast_desk.h"

#include <gmock/gmock.h>

#include "libs/base/archive.h"
#include "services/scenario/adapters/codec.h"
#include "services/scenario/adapters/documents.h"
#include "services/scenario/adapters/testing/documents_in_memory.h"

namespace relance::scenario {
namespace {

constexpr const char* kVersion1 = R"(name: plan
version: 1
title: Plan
steps:
  - {id: level1, level: 1, do: message, at: 1, channels: [email]}
)";
constexpr const char* kVersion2 = R"(name: plan
version: 2
title: Plan
steps:
  - {id: level1, level: 1, do: message, at: 5, channels: [email]}
)";
const Instant kNow{Millis{1'790'000'000'000}};  // 2026-09-21

class FixedClock : public journal::Clock {
 public:
  Instant Now() override { return kNow; }
  Instant System() override { return kNow; }
  Millis Monotonic() override { return Millis{0}; }
};

config::v1::Configuration Configured(const char* yaml) {
  config::v1::Configuration configuration;
  auto& entity = *configuration.add_legal_entities();
  entity.set_code("FR01");
  entity.set_zone("Europe/Paris");
  entity.set_calendar("FR");
  entity.set_scenario("plan");
  auto& file = *configuration.add_scenarios();
  file.set_name("plan");
  file.set_yaml(yaml);
  configuration.set_version(1);
  configuration.set_digest(ContentDigest(configuration));
  return configuration;
}

/// 300 accounts of one bucket follow version 1 of a plan; version 2 is planned.
class ForecastDeskTest : public ::testing::Test {
 protected:
  ForecastDeskTest()
      : store_(1), rulebook_(store_), desk_(store_, rulebook_, views_, clock_, Millis{1'000}) {
    EXPECT_TRUE(store_.Put(Configured(kVersion1)));
    PartitionDocument partition;
    partition.configuration = 1;
    views_.documents[kPartitionKey] = Encode(partition);
    OpenCases open;
    for (int n = 0; n < 300; ++n) {
      CaseDocument document;
      document.c.id = {"FR01", "D" + std::to_string(1'000 + n)};
      document.c.running = true;
      document.c.pinned = {"plan", 1};
      views_.documents[CaseKey(document.c.id)] = Encode(document);
      open.accounts.push_back(document.c.id.account);
    }
    views_.documents[OpenKey("FR01", 0)] = Encode(open);
  }

  Result<v1::ForecastConfigurationResponse> Ask(int slice, const std::string& after, bool move,
                                                bool in_scope = true) {
    v1::ForecastConfigurationRequest request;
    *request.mutable_configuration() = Configured(kVersion2);
    request.set_slice(slice);
    request.set_after(after);
    request.set_move_running(move);
    return desk_.Forecast(request, [in_scope](const std::string&) { return in_scope; });
  }

  ConfigurationStore store_;
  Rulebook rulebook_;
  DocumentsInMemory views_;
  FixedClock clock_;
  ForecastDesk desk_;
};

TEST_F(ForecastDeskTest, ASliceIsReadInPartsUntilNothingIsLeft) {
  const auto first = Ask(0, "", true);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->slices(), kBuckets);
  ASSERT_FALSE(first->next().empty());
  const auto rest = Ask(0, first->next(), true);
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->next(), "");
  EXPECT_EQ(first->cases() + rest->cases(), 300);
  EXPECT_EQ(first->moves_size() + rest->moves_size(), 300);
  EXPECT_EQ(FromProto(first->moves(0).from()), (ScenarioRef{"plan", 1}));
  EXPECT_EQ(FromProto(first->moves(0).to()), (ScenarioRef{"plan", 2}));
}

TEST_F(ForecastDeskTest, WithoutAMoveTheCasesOfAnOlderVersionWait) {
  const auto answer = Ask(0, "", false);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->waiting(), answer->cases());
  EXPECT_EQ(answer->moves_size(), 0);
}

TEST_F(ForecastDeskTest, EntitiesOfOthersArePassedOver) {
  const auto answer = Ask(0, "", true, false);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->cases(), 0);
}

TEST_F(ForecastDeskTest, ASliceThatIsNotThereIsNamed) {
  EXPECT_EQ(Ask(kBuckets, "", true).error().field, "slice");
  EXPECT_EQ(Ask(-1, "", true).error().field, "slice");
}

TEST_F(ForecastDeskTest, ACaseThatCannotBeReadIsAnError) {
  views_.documents[CaseKey({"FR01", "D1000"})] = "?";
  EXPECT_EQ(Ask(0, "", true).error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace relance::scenario
