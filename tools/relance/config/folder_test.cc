#include "tools/relance/config/folder.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tools/relance/config/checks.h"

namespace relance::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kEntity[] =
    "legal_entities:\n"
    "  - code: FR01\n"
    "    name: Ateliers du Ponant SAS\n"
    "    address: [12 quai des Chartrons, 33000 Bordeaux]\n"
    "    zone: Europe/Paris\n"
    "    calendar: FR\n"
    "    language: fr\n"
    "    scenario: email-fr\n"
    "    bank_account: {holder: Ateliers, iban: FR1420041010050500013M02606,\n"
    "                   unchanged_since: 2019-03-01}\n"
    "    sender: {collector: Claire, email: c@ponant.example}\n";

class FolderTest : public ::testing::Test {
 protected:
  FolderTest() {
    fs::create_directories(root_ / "scenarios");
    fs::create_directories(root_ / "texts");
    Write("legal_entities.yaml", kEntity);
    Write("scenarios/email-fr.yaml", "name: email-fr\nversion: 3\nsteps: []\n");
    Write("texts/level1.fr.yaml", "template: level1\nlanguage: fr\nsubject: S\ntext: T\n");
    Write("feeds.yaml",
          "feeds:\n  - {topic: erp.demo, source: /erp/demo, legal_entities: [FR01],\n"
          "     types: {InvoiceCreated: relance.invoice.issued.v1}}\n");
  }
  ~FolderTest() override { fs::remove_all(root_); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(root_ / name) << text;
  }
  /// The entity's file with one text replaced.
  void WriteEntityWith(const std::string& from, const std::string& to) {
    std::string text = kEntity;
    text.replace(text.find(from), from.size(), to);
    Write("legal_entities.yaml", text);
  }
  std::vector<std::string> Problems() {
    std::vector<std::string> lines;
    for (const auto& problem : ReadConfigurationFolder(root_.string()).problems) {
      lines.push_back(ToString(problem));
    }
    return lines;
  }

  const fs::path root_ = fs::temp_directory_path() / ("relance-config-" + std::to_string(getpid()));
};

TEST_F(FolderTest, AFolderBecomesAConfiguration) {
  const auto read = ReadConfigurationFolder(root_.string());
  EXPECT_THAT(read.problems, IsEmpty());
  const auto& configuration = read.configuration;
  ASSERT_EQ(configuration.legal_entities_size(), 1);
  const auto& entity = configuration.legal_entities(0);
  EXPECT_EQ(entity.register_(), "FR01");
  EXPECT_EQ(entity.address(1), "33000 Bordeaux");
  EXPECT_EQ(entity.bank_account().unchanged_since().year(), 2019);
  ASSERT_EQ(configuration.scenarios_size(), 1);
  EXPECT_EQ(configuration.scenarios(0).version(), 3u);
  EXPECT_EQ(configuration.scenarios(0).yaml(), "name: email-fr\nversion: 3\nsteps: []\n");
  EXPECT_EQ(configuration.texts(0).template_(), "level1");
  EXPECT_EQ(configuration.feeds(0).types().at("InvoiceCreated"), "relance.invoice.issued.v1");
  EXPECT_EQ(configuration.feeds(0).format(), "any");
}

TEST_F(FolderTest, TheShippedConfigurationHasNoProblem) {
  for (const auto& problem : ReadConfigurationFolder("deploy/config").problems) {
    ADD_FAILURE() << ToString(problem);
  }
}

TEST_F(FolderTest, AnUnknownKeyIsNamedWithTheOneThatWasMeant) {
  WriteEntityWith("calendar:", "calender:");
  EXPECT_THAT(Problems(),
              ElementsAre("legal_entities.yaml:2:5: legal_entities[0].calendar: is missing",
                          "legal_entities.yaml:6:5: legal_entities[0].calender: unknown key; did "
                          "you mean 'calendar'?"));
}

TEST_F(FolderTest, ValuesAreCheckedWhereTheyStand) {
  WriteEntityWith("Europe/Paris", "Europe/Pariss");
  EXPECT_THAT(Problems(), ElementsAre("legal_entities.yaml:5:11: legal_entities[0].zone: no time "
                                      "zone is called 'Europe/Pariss'"));
  WriteEntityWith("M02606", "M02607");
  EXPECT_THAT(Problems(),
              ElementsAre("legal_entities.yaml:9:44: legal_entities[0].bank_account.iban: the "
                          "check digits are wrong, or it is no IBAN"));
  WriteEntityWith("c@ponant.example", "Claire <c@ponant.example>");
  EXPECT_EQ(Problems().size(), 1u);
  WriteEntityWith("2019-03-01", "2019-02-30");
  EXPECT_EQ(Problems().size(), 1u);
}

TEST_F(FolderTest, WhatLatePaymentCostsIsCheckedWhereItStands) {
  WriteEntityWith("calendar:", "late_interest_rate: 12.5\n    country: FR\n    calendar:");
  EXPECT_THAT(Problems(), IsEmpty());
  EXPECT_EQ(ReadConfigurationFolder(root_.string()).configuration.legal_entities(0).country(),
            "FR");
  for (const char* wrong :
       {"country: France", "late_interest_rate: \"12,5\"", "late_interest_rate: -1",
        "interest_allocation: INTEREST", "show_late_payment_cost: yes"}) {
    WriteEntityWith("calendar:", std::string(wrong) + "\n    calendar:");
    const auto problems = Problems();
    ASSERT_EQ(problems.size(), 1u) << wrong;
    const std::string key = std::string(wrong).substr(0, std::string(wrong).find(':'));
    EXPECT_THAT(problems[0], HasSubstr("legal_entities[0]." + key));
  }
}

TEST_F(FolderTest, WhatMessagesCostIsReadInItsCurrency) {
  Write("legal_entities.yaml", std::string(kEntity) +
                                   "    min_gap_days: 7\n"
                                   "    message_costs: {currency: EUR, registered: 6.2, limit: "
                                   "15}\n");
  const auto entity = ReadConfigurationFolder(root_.string()).configuration.legal_entities(0);
  EXPECT_EQ(entity.min_gap_days(), 7);
  ASSERT_EQ(entity.message_costs().channels_size(), 1);
  EXPECT_EQ(entity.message_costs().channels(0).channel(), "registered");
  EXPECT_EQ(entity.message_costs().channels(0).minor_units(), 6'20);
  EXPECT_EQ(entity.message_costs().limit().minor_units(), 15'00);
}

TEST_F(FolderTest, HowManyMessagesADebtorGetsIsANumberWithinItsBounds) {
  for (const char* wrong : {"-1", "many", "1000000"}) {
    Write("legal_entities.yaml",
          std::string(kEntity) + "    debtor_messages_per_day: " + wrong + "\n");
    const auto problems = Problems();
    ASSERT_EQ(problems.size(), 1U) << wrong;
    EXPECT_THAT(problems[0], HasSubstr("legal_entities[0].debtor_messages_per_day: ")) << wrong;
  }
}

TEST_F(FolderTest, ACostIsAnAmountOfAKnownChannel) {
  Write("legal_entities.yaml",
        std::string(kEntity) + "    message_costs: {currency: EUR, letter: 1.405, registred: 6}\n");
  const auto problems = Problems();
  EXPECT_THAT(problems, ::testing::Contains(HasSubstr("message_costs.letter: ")));
  EXPECT_THAT(problems, ::testing::Contains(HasSubstr("did you mean 'registered'?")));
}

TEST_F(FolderTest, AScenarioThatNoFileHoldsIsNamed) {
  WriteEntityWith("email-fr", "email-de");
  EXPECT_THAT(Problems(),
              ElementsAre("legal_entities.yaml:8:15: legal_entities[0].scenario: no file under "
                          "scenarios/ has the name 'email-de'; did you mean 'email-fr'?"));
}

TEST_F(FolderTest, AProfileNamesItsScenario) {
  Write("scenarios/good-payer.yaml", "name: good-payer\nversion: 1\nsteps: []\n");
  WriteEntityWith("email-fr\n", "email-fr\n    profiles: {good: good-payer, bad: email-fr}\n");
  EXPECT_THAT(Problems(), IsEmpty());
  const auto read = ReadConfigurationFolder(root_.string());
  const auto& profiles = read.configuration.legal_entities(0).profiles();
  ASSERT_EQ(profiles.size(), 2);
  EXPECT_EQ(profiles[0].profile(), "good");
  EXPECT_EQ(profiles[0].scenario(), "good-payer");
  WriteEntityWith("email-fr\n", "email-fr\n    profiles: {good: good-player}\n");
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("profiles.good: no file under scenarios/ has the "
                                                "name 'good-player'; did you mean 'good-payer'?")));
  WriteEntityWith("email-fr\n", "email-fr\n    profiles: {goood: good-payer}\n");
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("profiles.goood: unknown key")));
}

TEST_F(FolderTest, AFeedMayOnlySpeakForKnownEntities) {
  Write("feeds.yaml", "feeds:\n  - {topic: erp.demo, source: s, legal_entities: [DE01]}\n");
  EXPECT_THAT(Problems(), ElementsAre("feeds.yaml:2:50: feeds[0].legal_entities: no legal entity "
                                      "has the code 'DE01'"));
}

TEST_F(FolderTest, ATypeThatIsNotOursIsNamed) {
  Write("feeds.yaml",
        "feeds:\n  - topic: t\n    source: s\n    legal_entities: [FR01]\n"
        "    types: {Created: relance.invoice.isued.v1}\n");
  EXPECT_THAT(Problems(), ElementsAre("feeds.yaml:5:22: feeds[0].types.Created: "
                                      "'relance.invoice.isued.v1' is not one of our types; did you "
                                      "mean 'relance.invoice.issued.v1'?"));
}

TEST_F(FolderTest, OneTextOfATemplateInALanguage) {
  Write("texts/level1.fr.copy.yaml", "template: level1\nlanguage: fr\ntext: U\n");
  EXPECT_EQ(Problems().size(), 1u);
}

TEST_F(FolderTest, ASlipInAFileNameIsNotSilence) {
  Write("legal_entites.yaml", kEntity);
  EXPECT_THAT(Problems(), ElementsAre("legal_entites.yaml: is not read; did you mean "
                                      "'legal_entities.yaml'?"));
}

TEST_F(FolderTest, AFileThatIsAMapWithoutItsListSaysWhichOne) {
  Write("legal_entities.yaml", "entities: []\n");
  EXPECT_THAT(Problems(), ::testing::Contains(::testing::HasSubstr("legal_entities: must be a")));
  Write("legal_entities.yaml", kEntity);
  Write("feeds.yaml", "mappings: []\n");
  EXPECT_THAT(Problems(), ::testing::Contains(::testing::HasSubstr("feeds: must be a list")));
}

TEST_F(FolderTest, BrokenYamlIsFoundByLineAndColumn) {
  Write("texts/level1.fr.yaml", "template: [level1\nlanguage: fr\n");
  const auto problems = Problems();
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_THAT(problems[0], ::testing::StartsWith("texts/level1.fr.yaml:"));
  Write("texts/level1.fr.yaml", " - {a: 1}\n ,b: [c]}\n");  // Empty documents without end.
  EXPECT_THAT(Problems(), ElementsAre(::testing::HasSubstr("exactly one YAML document")));
}

TEST(ChecksTest, AnIbanHasItsCheckDigits) {
  EXPECT_TRUE(IsIban("GB33BUKB20201555555555"));
  EXPECT_TRUE(IsIban("FR14 2004 1010 0505 0001 3M02 606"));
  EXPECT_FALSE(IsIban("GB33BUKB20201555555556"));
  EXPECT_FALSE(IsIban("GB34BUKB20201555555555"));
  EXPECT_FALSE(IsIban("33GBBUKB20201555555555"));
  EXPECT_FALSE(IsIban("gb33BUKB20201555555555"));
  EXPECT_FALSE(IsIban(""));
}

TEST(ChecksTest, AMailboxIsOnePlainAddress) {
  EXPECT_TRUE(IsEmail("credit.control@harbour-lane.example"));
  for (const char* wrong : {"", "a", "@b.c", "a@b", "a@b.c.", "a@b..c", "a b@c.d", "a@b@c.d",
                            "a\r\nBcc: x@y.z", "A <a@b.c>", "a@b.c,d@e.f"}) {
    EXPECT_FALSE(IsEmail(wrong)) << wrong;
  }
}

TEST(ChecksTest, BicAndLanguageHaveTheirForms) {
  EXPECT_TRUE(IsBic("PSSTFRPPPAR"));
  EXPECT_TRUE(IsBic("BUKBGB22"));
  EXPECT_FALSE(IsBic("BUKBGB2"));
  EXPECT_FALSE(IsBic("bukbgb22"));
  EXPECT_TRUE(IsLanguage("fr"));
  EXPECT_TRUE(IsLanguage("en-GB"));
  EXPECT_FALSE(IsLanguage("français"));
  EXPECT_FALSE(IsLanguage("en_GB"));
}

}  // namespace
}  // namespace relance::cli
