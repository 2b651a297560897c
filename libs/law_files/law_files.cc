#include "libs/law_files/law_files.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <tuple>

#include "libs/digest/digest.h"
#include "libs/law_files/fields.h"
#include "libs/money/quoted.h"
#include "libs/process/read_file.h"
#include "libs/settings/one_document.h"

namespace relance::interest {
namespace {

constexpr std::string_view kProfilesFile = "profiles.yaml";
constexpr size_t kDigestDigits = 12;

/// The one document of a file, or what is wrong with it.
std::optional<YAML::Node> DocumentOf(LawFile& file, const std::string& text) {
  try {
    auto document = OneDocument(text);
    if (document) return document;
    file.problems.push_back({file.name, 0, 0, "", "must hold exactly one YAML document"});
  } catch (const YAML::Exception& error) {
    file.problems.push_back({file.name, error.mark.line + 1, error.mark.column + 1, "", error.msg});
  }
  return std::nullopt;
}

std::string DigestOf(const std::map<std::string, std::string>& files) {
  std::string all;
  for (const auto& [name, text] : files) all += name + '\0' + text + '\0';
  return ToHex(Sha256(all)).substr(0, kDigestDigits);
}

void ReadOne(LawFile& file, const YAML::Node& root, LawBook& book) {
  if (file.name == kProfilesFile) return ReadProfiles(file, root, book);
  RateSeries series = ReadSeries(file, root);
  const std::string id = series.id;
  if (!book.series.emplace(id, std::move(series)).second) {
    file.Say(root, "id", Quoted(id) + " is the id of another series too");
  }
}

}  // namespace

std::string ToString(const LawFileProblem& problem) {
  std::string text = problem.file;
  if (problem.line > 0) {
    text += ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column);
  }
  text += ": ";
  if (!problem.field.empty()) text += problem.field + ": ";
  return text + problem.reason;
}

LawFiles ParseLawFiles(const std::map<std::string, std::string>& files) {
  LawFiles out;
  for (const auto& [name, text] : files) {
    LawFile file{name, out.problems};
    try {
      if (const auto root = DocumentOf(file, text)) ReadOne(file, *root, out.book);
    } catch (const YAML::Exception& error) {
      out.problems.push_back({name, error.mark.line + 1, error.mark.column + 1, "", error.msg});
    }
  }
  if (!files.contains(std::string(kProfilesFile))) {
    out.problems.push_back({std::string(kProfilesFile), 0, 0, "", "is missing"});
  }
  // What concerns two files, or two places of one, is looked at once each file is right by itself.
  if (out.problems.empty()) {
    for (const Error& error : CheckLawBook(out.book)) {
      out.problems.push_back({std::string(kProfilesFile), 0, 0, error.field, error.message});
    }
  }
  std::ranges::stable_sort(out.problems, {}, [](const LawFileProblem& problem) {
    return std::tuple(problem.file, problem.line, problem.column);
  });
  out.book.version += "-" + DigestOf(files);
  return out;
}

LawFiles ReadLawFiles(const std::string& folder) {
  namespace fs = std::filesystem;
  std::map<std::string, std::string> files;
  std::vector<LawFileProblem> unreadable;
  std::error_code failed;
  for (auto entry = fs::directory_iterator(folder, failed);
       !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    if (!name.ends_with(".yaml") || name.starts_with(".")) continue;
    auto text = ReadFile(entry->path().string(), name);
    if (text) {
      files.emplace(name, std::move(*text));
    } else {
      unreadable.push_back({name, 0, 0, "", text.error().message});
    }
  }
  if (failed) return {{}, {{folder, 0, 0, "", "is not a folder that can be read"}}};
  if (!unreadable.empty()) return {{}, std::move(unreadable)};
  return ParseLawFiles(files);
}

Result<LawBook> LoadLawBook(const std::string& folder) {
  LawFiles files = ReadLawFiles(folder);
  if (files.problems.empty()) return std::move(files.book);
  std::string all;
  for (const LawFileProblem& problem : files.problems) {
    const std::string inside = problem.file == folder ? "" : folder + "/";
    all += (all.empty() ? "" : "\n") + inside + ToString(problem);
  }
  return Invalid(all, "rates");
}

}  // namespace relance::interest
