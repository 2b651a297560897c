// One file of a configuration folder, the others being in order. The first byte says which.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/fuzz/fuzz.h"
#include "tools/relance/config/folder.h"

namespace relance::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFiles[] = {"legal_entities.yaml", "feeds.yaml", "scenarios/email-fr.yaml",
                                  "texts/level1.fr.yaml"};
constexpr const char* kTexts[] = {
    "legal_entities:\n  - {code: FR01, name: Ateliers, address: [Bordeaux], zone: Europe/Paris,\n"
    "     calendar: FR, language: fr, scenario: email-fr,\n"
    "     bank_account: {holder: A, iban: FR1420041010050500013M02606,\n"
    "                    unchanged_since: 2019-03-01},\n"
    "     sender: {collector: Claire, email: c@ponant.example}}\n",
    "feeds:\n  - {topic: erp.demo, source: /erp/demo, legal_entities: [FR01]}\n",
    "name: email-fr\nversion: 3\nsteps: []\n",
    "template: level1\nlanguage: fr\nsubject: S\ntext: T\n"};

/// A folder of this process, gone with it.
class Folder {
 public:
  Folder() {
    fs::create_directories(root_ / "scenarios");
    fs::create_directories(root_ / "texts");
    for (size_t i = 0; i < std::size(kFiles); ++i) Write(i, kTexts[i]);
  }
  ~Folder() { fs::remove_all(root_); }

  void Write(size_t file, std::string_view text) const {
    std::ofstream(root_ / kFiles[file], std::ios::binary) << text;
  }
  std::string path() const { return root_.string(); }

 private:
  const fs::path root_ = fs::temp_directory_path() / ("relance-fuzz-" + std::to_string(getpid()));
};

void Run(std::string_view input) {
  static const Folder folder;
  const size_t file = TakeByte(input) % std::size(kFiles);
  folder.Write(file, input);
  const auto read = cli::ReadConfigurationFolder(folder.path());
  for (const auto& problem : read.problems) {
    Expect(!cli::ToString(problem).empty() && !problem.reason.empty(), "a problem says why");
  }
  folder.Write(file, kTexts[file]);
}

const bool kDeclared = Declare({"config_folder", Run});

}  // namespace
}  // namespace relance::fuzz
