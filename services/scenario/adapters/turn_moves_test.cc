#include <gmock/gmock.h>

#include "libs/base/archive.h"
#include "relance/journal/v1/record.pb.h"
#include "services/scenario/adapters/turn.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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

/// Two versions of a scenario, the second one active; D1 and D2 follow the first one, D3 none.
class TurnMovesTest : public ::testing::Test {
 protected:
  TurnMovesTest() : store_(1), rulebook_(store_) {
    Publish(1, kVersion1);
    Publish(2, kVersion2);
    PartitionDocument partition;
    partition.configuration = 2;
    documents_.Install(kPartitionKey, Encode(partition));
    for (const char* number : {"D1", "D2", "D3"}) {
      CaseDocument document;
      document.c.id = {"FR01", number};
      document.c.running = std::string(number) != "D3";
      document.c.pinned = {"plan", 1};
      documents_.Install(CaseKey(document.c.id), Encode(document));
      documents_.Install(DebtorKey(document.c.id), std::nullopt);
    }
  }

  void Publish(uint32_t version, const char* yaml) {
    config::v1::Configuration configuration;
    auto& entity = *configuration.add_legal_entities();
    entity.set_code("FR01");
    entity.set_zone("Europe/Paris");
    entity.set_calendar("FR");
    entity.set_scenario("plan");
    auto& file = *configuration.add_scenarios();
    file.set_name("plan");
    file.set_yaml(yaml);
    configuration.set_version(version);
    configuration.set_digest(ContentDigest(configuration));
    ASSERT_TRUE(store_.Put(configuration));
  }

  journal::Decision Move(const std::vector<std::string>& numbers, int64_t to,
                         const std::vector<std::string>& entities = {"*"},
                         const std::string& role = "lead") {
    v1::ScenarioInput input;
    for (const auto& number : numbers) {
      auto& move = *input.mutable_move_cases()->add_moves();
      move.mutable_account()->set_legal_entity("FR01");
      move.mutable_account()->set_number(number);
      move.mutable_from()->set_name("plan");
      move.mutable_from()->set_version(1);
      move.mutable_to()->set_name("plan");
      move.mutable_to()->set_version(to);
    }
    const journal::Documents::Attempt attempt(documents_);
    Turn turn(rulebook_, documents_, 0, Instant{Millis{1'790'000'000'000}});
    return turn.DecideCommand({{}, {"anna", role, entities}, input.SerializeAsString()});
  }
  static std::vector<std::string> Moved(const journal::Decision& decision) {
    v1::MoveCasesReply reply;
    EXPECT_TRUE(decision.reply && decision.reply->accepted);
    (void)reply.ParseFromString(decision.reply->bytes);
    std::vector<std::string> numbers;
    for (const auto& account : reply.moved()) numbers.push_back(account.number());
    return numbers;
  }
  static std::string ReasonOf(const journal::Decision& decision) {
    journal::v1::Refusal refusal;
    (void)refusal.ParseFromString(decision.reply->bytes);
    return decision.reply->accepted ? "accepted" : refusal.reason();
  }

  ConfigurationStore store_;
  Rulebook rulebook_;
  journal::Documents documents_;
};

TEST_F(TurnMovesTest, CasesThatStillFollowTheOldVersionMoveAndOthersAreNotNamed) {
  const auto decision = Move({"D1", "D3", "D2"}, 2);
  EXPECT_THAT(Moved(decision), ElementsAre("D1", "D2"));
  ASSERT_EQ(decision.effects.size(), 2U);
  EXPECT_EQ(decision.effects[0].key, "case/FR01/D1");
  v1::ScenarioFact fact;
  ASSERT_TRUE(fact.ParseFromString(decision.effects[0].facts[0]));
  const auto moved = DecodeCaseFact(fact.case_fact());
  ASSERT_TRUE(moved);
  EXPECT_EQ(std::get<CaseMoved>(*moved).scenario, (ScenarioRef{"plan", 2}));
}

TEST_F(TurnMovesTest, AVersionThatNobodyPublishedIsRefused) {
  const auto decision = Move({"D1"}, 7);
  EXPECT_EQ(ReasonOf(decision), "unknown");
  EXPECT_THAT(decision.effects, IsEmpty());
}

TEST_F(TurnMovesTest, NobodyMovesCasesOfAnotherEntityOrWithoutTheRight) {
  EXPECT_EQ(ReasonOf(Move({"D1"}, 2, {"DE01"})), "out_of_scope");
  EXPECT_EQ(ReasonOf(Move({"D1"}, 2, {"*"}, "collector")), "role");
}

}  // namespace
}  // namespace relance::scenario
