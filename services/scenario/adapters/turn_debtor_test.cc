#include <gmock/gmock.h>

#include "libs/base/archive.h"
#include "libs/base/command_id.h"
#include "relance/journal/v1/record.pb.h"
#include "services/scenario/adapters/scenario_journal.h"
#include "services/scenario/adapters/turn.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* kScenario = R"(name: plan
version: 1
title: Plan
steps:
  - {id: level1, level: 1, do: message, at: 1, channels: [email]}
  - {id: level2, level: 2, do: message, at: 10, gap: 7, channels: [email]}
)";
constexpr Currency kEur = Currency::Of("EUR");

/// D42 owes in legal entities that share a register, and DE01 that does not. One message a day.
class TurnDebtorTest : public ::testing::Test {
 protected:
  TurnDebtorTest() : store_(1), rulebook_(store_), journal_(rulebook_, 0) {
    config::v1::Configuration configuration;
    for (const char* code : {"FR01", "FR02", "FR03", "DE01"}) {
      auto& entity = *configuration.add_legal_entities();
      entity.set_code(code);
      entity.set_register_(std::string(code) == "DE01" ? "DE01" : "ERP1");
      entity.set_zone("Europe/Paris");
      entity.set_calendar("none");
      entity.set_scenario("plan");
      entity.set_debtor_messages_per_day(1);
    }
    auto& file = *configuration.add_scenarios();
    file.set_name("plan");
    file.set_yaml(kScenario);
    configuration.set_version(1);
    configuration.set_digest(ContentDigest(configuration));
    EXPECT_TRUE(store_.Put(configuration));
    partition_.configuration = 1;
    documents_.Install(kPartitionKey, Encode(partition_));
  }

  static Instant At(const std::string& text) {
    return Zone::Find("Europe/Paris")
        ->At(*ParseDate(text.substr(0, 10)), std::chrono::minutes(8 * 60 + 30));
  }

  /// A case as it was settled after an invoice of the day before; it wakes at `wakes`.
  void Owe(const std::string& entity, int level, const std::string& wakes) {
    CaseDocument document;
    document.c.id = {entity, "D42"};
    DebtorDocument debtor;
    debtor.contacts.push_back({"c1", common::v1::CHANNEL_EMAIL, "billing", "fr", {}, {}});
    const Instant told = At("2026-10-01");
    const auto context = rulebook_.ContextOf(document.c.id, document.c, partition_, &debtor, told);
    RecordInvoice invoice;
    invoice.document = "F-1";
    invoice.currency = kEur;
    invoice.items = {{"F-1", 800'00, 800'00, *ParseDate("2026-09-20")}};
    ASSERT_TRUE(DecideInPlace(document.c, invoice, context, told));
    Item& item = document.c.items.begin()->second;
    item.quiet_until = told;
    item.track.standing.level = level;
    if (level > 0) item.track.standing.next = NextStep::kAbove;
    document.wake_at_ms = ToMillis(At(wakes));
    document.stamp = 1;
    documents_.Install(CaseKey(document.c.id), Encode(document));
    documents_.Install(DebtorKey(document.c.id), Encode(debtor));
  }

  /// As an owner does: what is asked for in vain is absent, and it is decided again.
  template <class Decide>
  auto OnKnown(Decide decide) {
    while (true) {
      std::vector<std::string> missing;
      {
        const journal::Documents::Attempt attempt(documents_);
        auto decided = decide();
        missing = attempt.missing();
        if (missing.empty()) return decided;
      }
      for (const auto& key : missing) documents_.Install(key, std::nullopt);
    }
  }

  void Fold(const std::vector<journal::Effect>& effects) {
    for (const auto& effect : effects) {
      for (const auto& key : journal_.NeedsToEvolve(effect.key, effect.facts, documents_)) {
        documents_.Install(key, std::nullopt);
      }
      for (const auto& bytes : effect.facts) {
        ASSERT_TRUE(journal_.Evolve(effect.key, bytes, documents_, 1, now_));
        v1::ScenarioFact fact;
        ASSERT_TRUE(fact.ParseFromString(bytes));
        if (!fact.has_notice_planned()) continue;
        const auto& notice = fact.notice_planned();
        planned_.push_back(notice.account().legal_entity() + " " + notice.step());
      }
    }
  }

  /// What the cases plan when these are looked at, until nothing follows.
  std::vector<std::string> Settle(const std::vector<std::string>& entities, const std::string& at) {
    now_ = At(at);
    planned_.clear();
    std::vector<std::string> touched;
    for (const auto& entity : entities) touched.push_back(CaseKey({entity, "D42"}));
    while (!touched.empty()) {
      const auto effects = OnKnown([&] { return journal_.Conclude(touched, documents_, now_); });
      Fold(effects);
      touched.clear();
      for (const auto& effect : effects) touched.push_back(effect.key);
    }
    return planned_;
  }

  bool Command(const v1::ScenarioInput& input, std::vector<std::string> entities = {"*"}) {
    const journal::CommandInput command{
        {}, {"anna", "lead", std::move(entities)}, input.SerializeAsString()};
    const auto decision = OnKnown([&] {
      Turn turn(rulebook_, documents_, 0, now_);
      return turn.DecideCommand(command);
    });
    Fold(decision.effects);
    return decision.reply && decision.reply->accepted;
  }
  bool DeclareInsolvent(const std::string& entity) {
    v1::ScenarioInput input;
    auto& told = *input.mutable_open_insolvency();
    told.mutable_account()->set_legal_entity(entity);
    told.mutable_account()->set_number("D42");
    *told.mutable_published_on() = ToProto(*ParseDate("2026-09-30"));
    return Command(input);
  }
  bool HoldDebtor(const std::string& entity, std::vector<std::string> entities = {"*"}) {
    v1::ScenarioInput input;
    auto& hold = *input.mutable_place_hold();
    hold.mutable_account()->set_legal_entity(entity);
    hold.mutable_account()->set_number("D42");
    hold.set_scope("debtor");
    hold.set_reason("merger");
    *hold.mutable_until() = ToProto(*ParseDate("2026-10-20"));
    return Command(input, std::move(entities));
  }
  bool ReleaseDebtor(const std::string& entity) {
    v1::ScenarioInput input;
    auto& release = *input.mutable_release_hold();
    release.mutable_account()->set_legal_entity(entity);
    release.mutable_account()->set_number("D42");
    release.set_scope("debtor");
    release.set_reason("merger");
    return Command(input);
  }

  const Case& CaseIn(const std::string& entity) {
    return documents_.Find<CaseDocument>(CaseKey({entity, "D42"}))->c;
  }
  std::vector<std::string> Pressed(const std::vector<std::string>& entities) {
    std::vector<std::string> pressed;
    for (const auto& entity : entities) {
      for (const auto& [group, why] : CaseIn(entity).blocks) {
        if (why == Obstacle::kPressure) pressed.push_back(entity);
      }
    }
    return pressed;
  }

  ConfigurationStore store_;
  Rulebook rulebook_;
  ScenarioJournal journal_;
  PartitionDocument partition_;
  journal::Documents documents_;
  Instant now_ = At("2026-10-01");
  std::vector<std::string> planned_;
};

TEST_F(TurnDebtorTest, TheFirmestOfOneInstantTakesTheMessageOfTheDay) {
  Owe("FR01", 0, "2026-10-02");
  Owe("FR02", 0, "2026-10-02");
  Owe("FR03", 1, "2026-10-02");
  // Listed, with nothing due yet.
  EXPECT_THAT(Settle({"FR01", "FR02", "FR03"}, "2026-09-01"), IsEmpty());
  EXPECT_THAT(Settle({"FR01", "FR02", "FR03"}, "2026-10-02"), ElementsAre("FR03 level2"));
  EXPECT_THAT(Pressed({"FR01", "FR02", "FR03"}), ElementsAre("FR01", "FR02"));
}

TEST_F(TurnDebtorTest, TheFirmestGoesFirstAlsoWhenItsWakeUpWouldComeInALaterBatch) {
  Owe("FR01", 0, "2026-10-02");
  Owe("FR03", 1, "2026-10-02");
  Settle({"FR01", "FR03"}, "2026-09-01");
  EXPECT_THAT(Settle({"FR01"}, "2026-10-02"), ElementsAre("FR03 level2"));
  EXPECT_THAT(Settle({"FR03"}, "2026-10-02"), IsEmpty());
}

TEST_F(TurnDebtorTest, TheOthersFollowOnTheNextDays) {
  Owe("FR01", 0, "2026-10-02");
  Owe("FR02", 0, "2026-10-02");
  Settle({"FR01", "FR02"}, "2026-09-01");
  EXPECT_THAT(Settle({"FR01", "FR02"}, "2026-10-02"), ElementsAre("FR01 level1"));
  EXPECT_THAT(Settle({"FR02"}, "2026-10-05"), ElementsAre("FR02 level1"));
}

TEST_F(TurnDebtorTest, AnotherRegisterIsAnotherDebtor) {
  Owe("FR01", 0, "2026-10-02");
  Owe("DE01", 0, "2026-10-02");
  Settle({"FR01", "DE01"}, "2026-09-01");
  EXPECT_THAT(Settle({"FR01", "DE01"}, "2026-10-02"),
              UnorderedElementsAre("FR01 level1", "DE01 level1"));
}

TEST_F(TurnDebtorTest, InsolvencySilencesEveryEntityAndCasesThatComeLater) {
  Owe("FR01", 0, "2026-10-02");
  Owe("FR02", 0, "2026-10-02");
  Owe("DE01", 0, "2026-10-02");
  Settle({"FR01", "FR02", "DE01"}, "2026-09-01");
  now_ = At("2026-10-01");
  ASSERT_TRUE(DeclareInsolvent("FR02"));
  EXPECT_TRUE(CaseIn("FR01").insolvent);
  EXPECT_TRUE(CaseIn("FR02").tasks.contains("claim"));
  EXPECT_FALSE(CaseIn("DE01").insolvent);
  Owe("FR03", 1, "2026-10-02");
  EXPECT_THAT(Settle({"FR01", "FR02", "FR03"}, "2026-10-02"), IsEmpty());
  EXPECT_TRUE(CaseIn("FR03").insolvent);
  ASSERT_TRUE(CaseIn("FR03").tasks.contains("claim"));
  EXPECT_EQ(CaseIn("FR03").tasks.at("claim").due, ParseDate("2026-11-30").value());
}

TEST_F(TurnDebtorTest, AHoldOfTheDebtorConcernsEveryCaseOfHisAndTheOnesThatCome) {
  Owe("FR01", 0, "2026-10-02");
  Owe("FR02", 0, "2026-10-02");
  Settle({"FR01", "FR02"}, "2026-09-01");
  now_ = At("2026-10-01");
  ASSERT_TRUE(HoldDebtor("FR01"));
  EXPECT_EQ(CaseIn("FR02").holds.size(), 1U);
  Owe("FR03", 0, "2026-10-02");
  EXPECT_THAT(Settle({"FR01", "FR02", "FR03"}, "2026-10-02"), IsEmpty());
  EXPECT_EQ(CaseIn("FR03").holds.size(), 1U);
  ASSERT_TRUE(ReleaseDebtor("FR03"));
  EXPECT_THAT(CaseIn("FR01").holds, IsEmpty());
  EXPECT_THAT(CaseIn("FR03").holds, IsEmpty());
}

TEST_F(TurnDebtorTest, APersonHoldsOnlyTheCasesOfEntitiesThatHeActsFor) {
  Owe("FR01", 0, "2026-10-02");
  Owe("FR02", 0, "2026-10-02");
  Settle({"FR01", "FR02"}, "2026-09-01");
  now_ = At("2026-10-01");
  ASSERT_TRUE(HoldDebtor("FR01", {"FR01"}));
  EXPECT_EQ(CaseIn("FR01").holds.size(), 1U);
  EXPECT_THAT(CaseIn("FR02").holds, IsEmpty());
}

}  // namespace
}  // namespace relance::scenario
