#include "services/scenario/adapters/configuration_check.h"

#include <gmock/gmock.h>

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kScenario = R"(name: plan
version: 1
title: Plan
steps:
  - {id: level1, level: 1, do: message, at: 1, channels: [email]}
  - {id: call1,  level: 1, do: call,    at: 5}
  - {id: letter, level: 2, do: message, at: 9, gap: 7, channels: [registered]}
)";

class ConfigurationCheckTest : public ::testing::Test {
 protected:
  ConfigurationCheckTest() {
    auto& entity = *configuration_.add_legal_entities();
    entity.set_code("FR01");
    entity.set_name("Morel SAS");
    entity.set_zone("Europe/Paris");
    entity.set_calendar("FR");
    entity.set_language("fr");
    entity.set_scenario("plan");
    AddScenario("plan", kScenario);
    AddText("level1", "fr");
    AddText("instalment", "fr");
  }
  void AddScenario(const std::string& name, const std::string& yaml) {
    auto& file = *configuration_.add_scenarios();
    file.set_name(name);
    file.set_version(1);
    file.set_yaml(yaml);
  }
  void AddText(const std::string& name, const std::string& language) {
    auto& text = *configuration_.add_texts();
    text.set_template_(name);
    text.set_language(language);
    text.set_subject("{{amount}}");
    text.set_text("{{amount}}");
    text.set_html("<p>{{amount}}</p>");
  }
  std::vector<std::string> Problems() const {
    std::vector<std::string> lines;
    for (const auto& problem : CheckConfiguration(configuration_)) {
      lines.push_back(problem.file() + " " + problem.field() + ": " + problem.reason());
    }
    return lines;
  }

  config::v1::Configuration configuration_;
};

TEST_F(ConfigurationCheckTest, AWholeConfigurationHasNoProblem) {
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ConfigurationCheckTest, AStepWithoutATextInTheLanguageOfItsEntityIsRefused) {
  configuration_.mutable_legal_entities(0)->set_language("nl");
  AddText("instalment", "nl");
  EXPECT_THAT(Problems(), ElementsAre("texts text level1 nl: missing: FR01 writes in this "
                                      "language, step level1 of plan"));
}

TEST_F(ConfigurationCheckTest, TheScenariosOfProfilesNeedTheirTextsToo) {
  auto& own = *configuration_.mutable_legal_entities(0)->add_profiles();
  own.set_profile("bad");
  own.set_scenario("firm");
  std::string firm = kScenario;
  firm.replace(firm.find("name: plan"), 10, "name: firm");
  firm.replace(firm.find("channels: [email]"), 17, "channels: [email], template: sharp");
  AddScenario("firm", firm);
  EXPECT_THAT(Problems(), ElementsAre("texts text sharp fr: missing: FR01 writes in this "
                                      "language, step level1 of firm"));
}

TEST_F(ConfigurationCheckTest, ThanksSpeakOfThePaymentInTheLanguageOfEveryEntity) {
  AddText("thanks", "nl");
  EXPECT_THAT(Problems(), ElementsAre("texts text thanks fr: missing: FR01 writes in this "
                                      "language, thanks for a payment"));
  AddText("thanks", "fr");
  EXPECT_THAT(Problems(), IsEmpty());
  configuration_.mutable_texts(3)->set_text("{{amount}}, {{oldest_due_date}}");
  EXPECT_THAT(Problems(), ElementsAre("texts text thanks fr: of a payment {{oldest_due_date}} has "
                                      "no value here"));
}

TEST_F(ConfigurationCheckTest, ATextWithAFaultIsRefusedWhereItIsNotNeededToo) {
  AddText("spare", "de");
  configuration_.mutable_texts(2)->set_text("{{amout}}");
  EXPECT_THAT(Problems(), ElementsAre("texts text spare de: unknown variable amout"));
}

TEST_F(ConfigurationCheckTest, AGapBelowTheMinimumOfAnEntityIsRefusedWhereItStands) {
  configuration_.mutable_legal_entities(0)->set_min_gap_days(8);
  const auto problems = CheckConfiguration(configuration_);
  EXPECT_THAT(Problems(), ElementsAre("scenarios/plan.yaml steps[2].gap: FR01 asks for at least 8 "
                                      "days between two demands, not 7"));
  EXPECT_EQ(problems.at(0).line(), 7);
  EXPECT_EQ(problems.at(0).column(), 53);
}

TEST_F(ConfigurationCheckTest, AScenarioDearerThanADebtIsWorthIsRefused) {
  auto& costs = *configuration_.mutable_legal_entities(0)->mutable_message_costs();
  costs.set_currency("EUR");
  costs.mutable_limit()->set_currency("EUR");
  costs.mutable_limit()->set_minor_units(6'00);
  auto& registered = *costs.add_channels();
  registered.set_channel("registered");
  registered.set_minor_units(6'20);
  EXPECT_THAT(Problems(), ElementsAre("scenarios/plan.yaml steps: FR01 asks for at most 6.00 EUR "
                                      "for all messages about one debt, not 6.20 EUR"));
}

TEST_F(ConfigurationCheckTest, CostsHaveOneCurrencyAndKnownChannels) {
  configuration_.mutable_legal_entities(0)->set_min_gap_days(-1);
  auto& costs = *configuration_.mutable_legal_entities(0)->mutable_message_costs();
  costs.set_currency("euro");
  costs.mutable_limit()->set_currency("EUR");
  costs.mutable_limit()->set_minor_units(-1);
  costs.add_channels()->set_channel("fax");
  costs.mutable_channels(0)->set_minor_units(-1);
  EXPECT_THAT(Problems(), ::testing::Contains(
                              "legal_entities.yaml legal_entities[FR01].message_costs.fax: is no "
                              "channel"));
  EXPECT_EQ(Problems().size(), 6u + 1u) << ::testing::PrintToString(Problems());
}

}  // namespace
}  // namespace relance::scenario
