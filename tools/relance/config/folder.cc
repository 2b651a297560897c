#include "tools/relance/config/folder.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include "libs/process/read_file.h"
#include "libs/settings/layers.h"
#include "tools/relance/config/entities.h"
#include "tools/relance/config/yaml_fields.h"

namespace relance::cli {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kPlaces = {"legal_entities.yaml", "feeds.yaml", "scenarios",
                                          "texts"};
const std::vector<std::string> kRelanceTypes = {
    "relance.debtor.changed.v1",   "relance.invoice.issued.v1",    "relance.credit_note.issued.v1",
    "relance.payment.received.v1", "relance.document.reversed.v1", "relance.status.changed.v1",
    "relance.heartbeat.v1",        "relance.history.imported.v1",  "relance.item.written_off.v1",
    "relance.account.gap.v1"};

class FolderReader {
 public:
  explicit FolderReader(std::string folder) : folder_(std::move(folder)) {}

  ConfigurationFolder Read() {
    std::error_code absent;
    if (!fs::is_directory(folder_, absent)) {
      out_.problems.push_back({folder_, 0, 0, "", "is not a folder"});
      return std::move(out_);
    }
    CheckPlaces();
    ReadScenarios();
    ReadEntities();
    ReadTexts();
    ReadFeeds();
    std::ranges::stable_sort(out_.problems, {}, [](const Problem& problem) {
      return std::tuple(problem.file, problem.line, problem.column);
    });
    return std::move(out_);
  }

 private:
  void Say(const std::string& file, std::string reason) {
    out_.problems.push_back({file, 0, 0, "", std::move(reason)});
  }

  /// A file with a slip in its name would silently configure nothing.
  void CheckPlaces() {
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const std::string name = entry.path().filename().string();
      if (std::ranges::find(kPlaces, name) != kPlaces.end()) continue;
      const std::string nearest = Nearest(name, kPlaces);
      if (!nearest.empty()) {
        Say(name, "is not read; did you mean '" + nearest + "'?");
      } else if (name.ends_with(".yaml") || name.ends_with(".yml")) {
        Say(name, "is not read: nothing of this name is configuration");
      }
    }
  }

  std::optional<YamlFile> Open(const std::string& name) {
    auto text = ReadFile(folder_ + "/" + name, name);
    if (!text) {
      Say(name, text.error().message);
      return std::nullopt;
    }
    text_ = std::move(*text);
    const size_t before = out_.problems.size();
    YamlFile file = ParseYaml(name, text_, out_.problems);
    if (out_.problems.size() > before) return std::nullopt;
    return file;
  }

  /// The files of a folder in byte order; hidden ones and editors' copies are left alone.
  std::vector<std::string> FilesIn(const std::string& place) {
    std::vector<std::string> names;
    std::error_code absent;
    for (const auto& entry : fs::directory_iterator(folder_ + "/" + place, absent)) {
      const std::string name = entry.path().filename().string();
      if (name.ends_with(".yaml") && !name.starts_with(".")) names.push_back(place + "/" + name);
      if (name.ends_with(".yml")) Say(place + "/" + name, "is not read; end its name with .yaml");
    }
    std::ranges::sort(names);
    return names;
  }

  /// The items of a file that holds one list, under its key or by itself.
  std::vector<std::pair<std::string, YAML::Node>> Items(YamlFile& file, const std::string& key) {
    YAML::Node list = file.root;
    if (file.root.IsMap()) {
      YamlFields fields(file, file.root, "");
      const YAML::Node child = fields.Child(key);
      list.reset(child.IsDefined() ? child : YAML::Node());
      fields.Finish();
    }
    std::vector<std::pair<std::string, YAML::Node>> items;
    if (!list.IsDefined() || !list.IsSequence()) {
      file.Say(file.root, key, "must be a list");
      return items;
    }
    for (size_t i = 0; i < list.size(); ++i) {
      items.emplace_back(key + "[" + std::to_string(i) + "]", list[i]);
    }
    return items;
  }

  void ReadScenarios() {
    for (const auto& name : FilesIn("scenarios")) {
      auto file = Open(name);
      if (!file) continue;
      // The scenario service reads the rest; here only what it is called.
      YamlFields fields(*file, file->root, "");
      auto* scenario = out_.configuration.add_scenarios();
      scenario->set_name(fields.Required("name"));
      fields.Required("version");
      scenario->set_version(static_cast<uint32_t>(fields.Int("version", 1, 1'000'000)));
      scenario->set_yaml(text_);
      if (std::ranges::find(scenarios_, scenario->name()) != scenarios_.end()) {
        fields.Say("name", "'" + scenario->name() + "' is the name of another file too");
      }
      scenarios_.push_back(scenario->name());
    }
    if (scenarios_.empty()) Say("scenarios", "holds no scenario");
  }

  void ReadEntities() {
    auto file = Open("legal_entities.yaml");
    if (!file) return;
    std::map<std::string, std::string> seen;
    for (const auto& [path, node] : Items(*file, "legal_entities")) {
      auto entity = ReadEntity(*file, node, path, scenarios_);
      if (const auto [other, fresh] = seen.emplace(entity.code(), path); !fresh) {
        file->Say(node, path + ".code",
                  "'" + entity.code() + "' is the code of " + other->second + " too");
      }
      *out_.configuration.add_legal_entities() = std::move(entity);
    }
  }

  void ReadTexts() {
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& name : FilesIn("texts")) {
      auto file = Open(name);
      if (!file) continue;
      YamlFields fields(*file, file->root, "");
      auto* text = out_.configuration.add_texts();
      text->set_template_(fields.Required("template"));
      text->set_language(fields.Required("language"));
      text->set_subject(fields.Text("subject"));
      text->set_text(fields.Required("text"));
      text->set_html(fields.Text("html"));
      fields.Finish();
      if (!seen.emplace(text->template_(), text->language()).second) {
        fields.Say("template",
                   "another file holds " + text->template_() + " in " + text->language() + " too");
      }
    }
  }

  void ReadFeeds() {
    std::error_code absent;
    if (!fs::exists(folder_ + "/feeds.yaml", absent)) return;
    auto file = Open("feeds.yaml");
    if (!file) return;
    for (const auto& [path, node] : Items(*file, "feeds")) ReadFeed(*file, node, path);
  }

  void ReadFeed(YamlFile& file, const YAML::Node& node, const std::string& path) {
    YamlFields fields(file, node, path);
    auto* feed = out_.configuration.add_feeds();
    feed->set_topic(fields.Required("topic"));
    feed->set_source(fields.Required("source"));
    feed->set_envelope(OneOf(fields, "envelope", {"cloudevents"}, "cloudevents"));
    feed->set_format(OneOf(fields, "format", {"any", "json", "protobuf"}, "any"));
    for (const auto& code : fields.Texts("legal_entities")) {
      const auto& entities = out_.configuration.legal_entities();
      if (std::ranges::none_of(entities, [&](const auto& e) { return e.code() == code; })) {
        fields.Say("legal_entities", "no legal entity has the code '" + code + "'");
      }
      feed->add_legal_entities(code);
    }
    if (feed->legal_entities().empty() && fields.IsMap()) {
      fields.Say("legal_entities", "names none: the topic could speak for nobody");
    }
    const auto types = fields.Child("types");
    if (types.IsDefined()) ReadTypes(file, types, fields.PathOf("types"), *feed);
    fields.Finish();
    for (int i = 0; i + 1 < out_.configuration.feeds_size(); ++i) {
      if (out_.configuration.feeds(i).topic() == feed->topic()) {
        fields.Say("topic", "'" + feed->topic() + "' has a mapping already");
      }
    }
  }

  static void ReadTypes(YamlFile& file, const YAML::Node& node, const std::string& path,
                        config::v1::FeedMapping& feed) {
    if (!node.IsMap()) {
      file.Say(node, path, "must be a map of foreign type names to ours");
      return;
    }
    for (const auto& item : node) {
      const std::string foreign = item.first.Scalar();
      const std::string ours = item.second.IsScalar() ? item.second.Scalar() : "";
      if (std::ranges::find(kRelanceTypes, ours) == kRelanceTypes.end()) {
        const std::string nearest = Nearest(ours, kRelanceTypes);
        file.Say(item.second, path + "." + foreign,
                 "'" + ours + "' is not one of our types" +
                     (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
      }
      (*feed.mutable_types())[foreign] = ours;
    }
  }

  static std::string OneOf(YamlFields& fields, const std::string& key,
                           const std::vector<std::string>& choices, const std::string& fallback) {
    const std::string text = fields.Text(key);
    if (text.empty()) return fallback;
    if (std::ranges::find(choices, text) == choices.end()) {
      std::string all;
      for (const auto& choice : choices) all += (all.empty() ? "" : ", ") + choice;
      fields.Say(key, "'" + text + "' is none of: " + all);
    }
    return text;
  }

  const std::string folder_;
  std::string text_;  ///< Of the file opened last.
  std::vector<std::string> scenarios_;
  ConfigurationFolder out_;
};

}  // namespace

ConfigurationFolder ReadConfigurationFolder(const std::string& folder) {
  return FolderReader(folder).Read();
}

}  // namespace relance::cli
