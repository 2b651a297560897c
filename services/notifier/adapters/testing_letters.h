#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "libs/configuration/store.h"
#include "libs/seal/key_ring.h"
#include "services/notifier/adapters/composer.h"

namespace relance::notifier {

inline std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

/// The texts that the suite ships, in order of their files.
inline config::v1::Configuration ShippedTexts() {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator("deploy/config/texts")) {
    if (entry.path().extension() == ".yaml") files[entry.path().string()] = ReadFile(entry.path());
  }
  config::v1::Configuration out;
  for (const auto& [name, yaml] : files) {
    const auto text = texts::ReadTextFile(yaml, name);
    EXPECT_TRUE(text) << text.error().message;
    if (text) *out.add_texts() = *text;
  }
  return out;
}

constexpr const char* kStandardScenario = R"(
name: std-fr
steps:
  - {id: preventive, level: 0, at: -7, channels: [email]}
  - {id: level1, level: 1, at: 5, channels: [email]}
  - {id: level2, level: 2, at: 15, gap: 8, channels: [email]}
  - {id: call, level: 2, do: call, at: 20}
  - {id: level3, level: 3, at: 25, gap: 8, channels: [email]}
  - {id: formal_notice, level: 4, at: 40, gap: 12, formal: true, channels: [email]}
  - {id: out, level: 5, do: handover, at: 60, gap: 15}
)";

/// One entity, one debtor, and what the scenario clears at each level.
class Letters {
 public:
  Letters() : store_(4) {
    config::v1::Configuration configuration = ShippedTexts();
    configuration.set_version(1);
    auto* file = configuration.add_scenarios();
    file->set_name("std-fr");
    file->set_version(1);
    file->set_yaml(kStandardScenario);
    auto* entity = configuration.add_legal_entities();
    entity->set_code("FR01");
    entity->set_name("Ateliers Morel");
    entity->add_address("12 rue des Forges");
    entity->add_address("69007 Lyon");
    entity->set_calendar("FR");
    entity->set_language("fr");
    entity->set_law_text_fr("Pénalités : taux de la BCE majoré de 10 points (C. com. L441-10).");
    entity->set_law_text_en("Late interest: ECB rate plus 10 points (C. com. L441-10).");
    entity->set_legal_notice("SAS au capital de 100 000 €, RCS Lyon 123 456 789");
    entity->mutable_sender()->set_collector("Claire Martin");
    entity->mutable_sender()->set_email("compta@morel.example");
    entity->mutable_sender()->set_phone("+33 4 72 00 00 00");
    entity->mutable_sender()->set_hours("9 h – 17 h");
    configuration.set_digest(ContentDigest(configuration));
    EXPECT_TRUE(store_.Put(configuration));
    EXPECT_TRUE(keys_.Create("FR01/D42#1"));
  }

  Sealed Seal(const std::string& plain) const { return *keys_.Seal(plain, "FR01/D42#1"); }

  Recipient To(const std::string& language, const std::string& address = "anna@client.example",
               const std::string& name = "Anna Dubois") const {
    return {"c1", Channel::kEmail, "billing", language, Seal(name), Seal(address)};
  }

  /// `lines` overdue invoices; a preventive notice announces them.
  Cleared Of(const std::string& text, int level, int lines = 3) const {
    Cleared out;
    out.notice = "5f1d3b0c9a7e4f62";
    out.account = {"FR01", "D42"};
    out.step = out.text = text;
    out.level = level;
    out.formal = text == "formal_notice";
    out.configuration_version = 1;
    out.scenario = "std-fr";
    out.scenario_version = 1;
    out.cleared_at = *ParseInstant("2026-11-09T07:30:00Z");
    out.local_date = *ParseDate("2026-11-09");
    out.debtor_name = Seal("Client & Fils <SARL>");
    if (text == texts::kThanks) {
      out.thanks = Thanks{"EUR", 1'235'003, *ParseDate("2026-11-06")};
      return out;
    }
    const Date due = level == 0 ? *ParseDate("2026-11-16") : *ParseDate("2026-10-15");
    Claim claim;
    claim.currency = "EUR";
    for (int i = 0; i < lines; ++i) {
      claim.items.push_back({"F-2026-" + std::to_string(1040 + i), i == 0 ? "PO-77" : "",
                             415'000 + i, level, due + std::chrono::days{i},
                             due - std::chrono::days{30}});
      claim.net += claim.items.back().amount;
    }
    if (level == 1 || level == 2) {
      claim.credits = 10'000;
      claim.net -= claim.credits;
    }
    if (level >= 3) {
      out.charges = Charges::kClaim;
      out.charges_as_of = out.local_date;
      claim.interest = 4'142;
      claim.indemnity = lines * 4'000;
    }
    out.claims = {claim};
    if (level >= 2) out.earlier.push_back({"level1", *ParseDate("2026-10-20")});
    if (level >= 3) out.earlier.push_back({"level2", *ParseDate("2026-10-30")});
    return out;
  }

  MessageComposer composer() { return MessageComposer(store_, keys_, {}); }
  ConfigurationPtr configuration() const { return store_.Version(1); }

 private:
  ConfigurationStore store_;
  seal::KeyRing keys_{{{"FR01", seal::Key::Random()}}};
};

}  // namespace relance::notifier
