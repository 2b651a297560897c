#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "libs/base/archive.h"
#include "relance/journal/v1/record.pb.h"
#include "services/scenario/adapters/on_known.h"
#include "services/scenario/adapters/scenario_journal.h"
#include "services/scenario/adapters/turn.h"

namespace relance::scenario {

/// Turns on the documents of one partition, folded as an owner does. D42 may owe in three legal
/// entities that share a register, and in DE01 that does not. One message a day.
class TurnBench : public ::testing::Test {
 protected:
  static constexpr const char* kTwoLevels = R"(name: plan
version: 1
title: Plan
steps:
  - {id: level1, level: 1, do: message, at: 1, channels: [email]}
  - {id: level2, level: 2, do: message, at: 10, gap: 7, channels: [email]}
)";

  TurnBench() : store_(1), rulebook_(store_), journal_(rulebook_, 0) {
    config::v1::Configuration configuration;
    for (const char* code : {"FR01", "FR02", "FR03", "DE01"}) {
      auto& entity = *configuration.add_legal_entities();
      entity.set_code(code);
      entity.set_register_(std::string(code) == "DE01" ? "DE01" : "ERP1");
      entity.set_zone("Europe/Paris");
      entity.set_calendar("none");
      entity.set_scenario("plan");
      entity.set_language("fr");
      entity.set_debtor_messages_per_day(1);
    }
    auto& file = *configuration.add_scenarios();
    file.set_name("plan");
    file.set_yaml(kTwoLevels);
    auto& thanks = *configuration.add_texts();
    thanks.set_template_("thanks");
    thanks.set_language("fr");
    thanks.set_text("Merci : {{amount}}, {{received_on}}");
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

  /// FR01/D42.
  static void About(common::v1::Account& account) {
    account.set_legal_entity("FR01");
    account.set_number("D42");
  }

  /// A case as it was settled after an invoice of the day before; it wakes at `wakes`.
  void Owe(const std::string& entity, int level, const std::string& wakes) {
    CaseDocument document;
    document.c.id = {entity, "D42"};
    DebtorDocument debtor;
    auto& contact = debtor.contacts.emplace_back();
    contact.id = "c1";
    contact.channel = common::v1::CHANNEL_EMAIL;
    contact.language = "fr";
    const Instant told = At("2026-10-01");
    const auto context = rulebook_.ContextOf(document.c.id, document.c, partition_, &debtor, told);
    RecordInvoice invoice;
    invoice.document = "F-1";
    invoice.currency = Currency::Of("EUR");
    invoice.items = {{"F-1", 800'00, 800'00, *ParseDate("2026-09-20")}};
    ASSERT_TRUE(DecideInPlace(document.c, invoice, context, told));
    Item& item = *document.c.items.Edit("F-1");
    item.quiet_until = told;
    item.track.standing.level = level;
    if (level > 0) item.track.standing.next = NextStep::kAbove;
    document.wake_at_ms = ToMillis(At(wakes));
    document.stamp = 1;
    documents_.Install(CaseKey(document.c.id), Encode(document));
    documents_.Install(DebtorKey(document.c.id), Encode(debtor));
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
        told_.push_back(fact);
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
      const auto effects =
          OnKnown(documents_, [&] { return journal_.Conclude(touched, documents_, now_); });
      Fold(effects);
      touched.clear();
      for (const auto& effect : effects) touched.push_back(effect.key);
    }
    return planned_;
  }

  /// "" when it was accepted, else the reason.
  std::string Command(const v1::ScenarioInput& input, const std::string& who = "anna",
                      std::vector<std::string> entities = {"*"}) {
    const journal::CommandInput command{
        {}, {who, "lead", std::move(entities)}, input.SerializeAsString()};
    const auto decision = OnKnown(documents_, [&] {
      Turn turn(rulebook_, documents_, 0, now_);
      return turn.DecideCommand(command);
    });
    Fold(decision.effects);
    reply_ = decision.reply ? decision.reply->bytes : "";
    if (!decision.reply || decision.reply->accepted) return "";
    journal::v1::Refusal refusal;
    (void)refusal.ParseFromString(decision.reply->bytes);
    return refusal.reason();
  }

  /// What another service's journal says of one of its keys.
  void Follow(const std::string& topic, const std::string& key,
              const std::vector<std::string>& facts) {
    const journal::Input input{topic, 0, journal::FollowedRecord{7, now_, {{key, facts}}}};
    const auto decision =
        OnKnown(documents_, [&] { return journal_.Decide(input, documents_, now_); });
    Fold(decision.effects);
  }

  const Case& CaseIn(const std::string& entity) {
    return documents_.Find<CaseDocument>(CaseKey({entity, "D42"}))->c;
  }
  ConfigurationStore store_;
  Rulebook rulebook_;
  ScenarioJournal journal_;
  PartitionDocument partition_;
  journal::Documents documents_;
  Instant now_ = At("2026-10-01");
  std::vector<std::string> planned_;
  std::string reply_;                   ///< Of the last command.
  std::vector<v1::ScenarioFact> told_;  ///< All facts, as journalled.
};

}  // namespace relance::scenario
