#include "services/scenario/adapters/scenario_yaml.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "libs/money/quoted.h"
#include "libs/settings/one_document.h"
#include "services/scenario/domain/scenario_check.h"
#include "services/scenario/domain/scenario_settings.h"

namespace relance::scenario {
namespace {

/// How many letters have to change for one word to become the other.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

std::string Suggestion(const std::string& key, const std::vector<std::string>& known,
                       const std::string& what = "key") {
  std::string best;
  size_t distance = 4;
  for (const std::string& candidate : known) {
    const size_t d = Distance(key, candidate);
    if (d < distance && d < candidate.size()) {
      distance = d;
      best = candidate;
    }
  }
  const std::string reason = "unknown " + what + " " + Quoted(key);
  return best.empty() ? reason : reason + "; did you mean '" + best + "'?";
}

class FileReader {
 public:
  ScenarioFile Read(std::string_view text) {
    YAML::Node root;
    try {
      const auto document = OneDocument(std::string(text));
      if (!document) {
        Say(0, 0, "", "a scenario file is one YAML document");
        return std::move(file_);
      }
      root = *document;
    } catch (const YAML::Exception& error) {
      Say(error.mark.line + 1, error.mark.column + 1, "", error.msg);
      return std::move(file_);
    }
    if (!root.IsMap()) {
      Say(1, 1, "", "a scenario file is a map of keys");
      return std::move(file_);
    }
    ReadMap(root);
    if (file_.problems.empty()) Check();
    std::stable_sort(file_.problems.begin(), file_.problems.end(),
                     [](const ScenarioFileProblem& a, const ScenarioFileProblem& b) {
                       return std::pair(a.line, a.column) < std::pair(b.line, b.column);
                     });
    return std::move(file_);
  }

 private:
  void Say(int line, int column, std::string field, std::string reason) {
    file_.problems.push_back({line, column, std::move(field), std::move(reason)});
  }
  void Say(const YAML::Node& at, std::string field, std::string reason) {
    Say(at.Mark().line + 1, at.Mark().column + 1, std::move(field), std::move(reason));
  }

  /// Calls `read(key, value, field)` for every entry; a key twice is a problem.
  template <class Read>
  void Entries(const YAML::Node& map, const std::string& prefix, Read read) {
    std::set<std::string> seen;
    for (const auto& entry : map) {
      if (!entry.first.IsScalar()) {
        Say(entry.first, prefix, "a key is one word");
        continue;
      }
      const std::string key = entry.first.Scalar();
      if (!seen.insert(key).second) {
        Say(entry.first, prefix + key, "the key is given twice");
        continue;
      }
      file_.places[prefix + key] = {entry.second.Mark().line + 1, entry.second.Mark().column + 1};
      read(key, entry.first, entry.second);
    }
  }

  void ReadMap(const YAML::Node& root) {
    static const std::vector<std::string> kKeys{"name",   "version",   "title",      "mode",
                                                "enter",  "tolerance", "min_notice", "cap",
                                                "window", "rules",     "steps"};
    Entries(root, "", [&](const std::string& key, const YAML::Node& at, const YAML::Node& value) {
      if (key == "window") return ReadWindow(value);
      if (key == "rules") return ReadRules(value);
      if (key == "steps") return ReadSteps(value);
      if (key == "tolerance") return ReadAmounts(value, key, file_.scenario.tolerance);
      if (key == "min_notice") return ReadAmounts(value, key, file_.scenario.min_notice);
      if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) {
        return Say(at, key, Suggestion(key, kKeys));
      }
      SetTop(key, value);
    });
    for (const char* needed : {"name", "version", "steps"}) {
      if (!file_.places.contains(needed)) Say(1, 1, needed, "is missing");
    }
  }

  bool IsScalar(const YAML::Node& value, const std::string& field) {
    if (value.IsScalar()) return true;
    Say(value, field, "one value is expected");
    return false;
  }

  /// The reason of a setting's error, without its key: the field says it.
  static std::string Reason(const Error& error) {
    const size_t colon = error.message.find(": ");
    const bool prefixed = colon != std::string::npos && error.message.starts_with(error.field);
    return prefixed ? error.message.substr(colon + 2) : error.message;
  }

  void SetTop(const std::string& key, const YAML::Node& value) {
    if (!IsScalar(value, key)) return;
    const auto set = SetScalar(file_.scenario, key, value.Scalar());
    if (!set) Say(value, key, Reason(set.error()));
  }

  void ReadRules(const YAML::Node& rules) {
    if (!rules.IsMap()) return Say(rules, "rules", "a map of rules is expected");
    std::vector<std::string> known;
    for (const std::string& key : ScalarKeys()) {
      if (key.starts_with("rules.")) known.push_back(key.substr(6));
    }
    Entries(rules, "rules.",
            [&](const std::string& key, const YAML::Node& at, const YAML::Node& value) {
              if (std::find(known.begin(), known.end(), key) == known.end()) {
                return Say(at, "rules." + key, Suggestion(key, known));
              }
              SetTop("rules." + key, value);
            });
  }

  void ReadWindow(const YAML::Node& window) {
    if (!window.IsMap()) return Say(window, "window", "a map {days, open, close} is expected");
    Weekdays days = Weekdays::MondayToFriday();
    std::chrono::minutes open = Window().open();
    std::chrono::minutes close = Window().close();
    Entries(window, "window.",
            [&](const std::string& key, const YAML::Node& at, const YAML::Node& value) {
              if (key == "days") return ReadDays(value, days);
              if (key == "open") return ReadTime(value, "window.open", open);
              if (key == "close") return ReadTime(value, "window.close", close);
              Say(at, "window." + key, Suggestion(key, {"days", "open", "close"}));
            });
    const auto made = Window::Make(days, open, close);
    if (!made) return Say(window, "window", made.error().message);
    file_.scenario.window = *made;
  }

  void ReadDays(const YAML::Node& list, Weekdays& days) {
    if (!list.IsSequence()) return Say(list, "window.days", "a list of weekdays is expected");
    days = Weekdays();
    for (const YAML::Node& entry : list) {
      if (!IsScalar(entry, "window.days")) continue;
      const auto day = ParseWeekday(entry.Scalar());
      if (day) {
        days.Insert(*day);
      } else {
        Say(entry, "window.days", day.error().message);
      }
    }
  }

  void ReadTime(const YAML::Node& value, const std::string& field, std::chrono::minutes& time) {
    if (!IsScalar(value, field)) return;
    const auto read = ParseTimeOfDay(value.Scalar());
    if (!read) return Say(value, field, read.error().message);
    time = *read;
  }

  /// A number for every currency, or a map by currency with `other` for the rest.
  void ReadAmounts(const YAML::Node& value, const std::string& field, Threshold& threshold) {
    threshold = Threshold();
    if (value.IsScalar()) return ReadAmount(value, field, "other", threshold);
    if (!value.IsMap()) return Say(value, field, "an amount, or amounts by currency");
    Entries(value, field + ".",
            [&](const std::string& currency, const YAML::Node& at, const YAML::Node& amount) {
              const bool known = currency == "other" || ParseCurrency(currency).has_value();
              if (!known) return Say(at, field, "not a currency: " + Quoted(currency));
              ReadAmount(amount, field + "." + currency, currency, threshold);
            });
  }

  void ReadAmount(const YAML::Node& value, const std::string& field, const std::string& currency,
                  Threshold& threshold) {
    if (!IsScalar(value, field)) return;
    const auto amount = ParseThousandths(value.Scalar());
    if (!amount) return Say(value, field, amount.error().message);
    if (currency == "other") {
      threshold.SetOther(*amount);
      return;
    }
    const Currency known = *ParseCurrency(currency);
    Threshold one;
    one.SetOther(*amount);
    threshold.Set(known, one.In(known));
  }

  void ReadSteps(const YAML::Node& steps) {
    if (!steps.IsSequence()) return Say(steps, "steps", "a list of steps is expected");
    for (const YAML::Node& step : steps) {
      const std::string field = "steps[" + std::to_string(file_.scenario.steps.size()) + "]";
      file_.scenario.steps.emplace_back();
      if (!step.IsMap()) {
        Say(step, field, "a step is a map of keys");
        continue;
      }
      file_.places[field + "."] = {step.Mark().line + 1, step.Mark().column + 1};
      ReadStep(step, field + ".");
    }
  }

  void ReadStep(const YAML::Node& node, const std::string& prefix) {
    Step& step = file_.scenario.steps.back();
    std::vector<std::string> known = StepScalarKeys();
    known.insert(known.end(), {"channels", "fallback"});
    Entries(node, prefix,
            [&](const std::string& key, const YAML::Node& at, const YAML::Node& value) {
              const std::string field = prefix + key;
              if (key == "channels") return ReadChannels(value, field, step.channels);
              if (key == "fallback") return ReadChannels(value, field, step.fallback);
              if (key == "min_amount") return ReadAmounts(value, field, step.min_amount);
              if (std::find(known.begin(), known.end(), key) == known.end()) {
                return Say(at, field, Suggestion(key, known));
              }
              if (!IsScalar(value, field)) return;
              const auto set = SetStepScalar(step, key, value.Scalar());
              if (!set) Say(value, field, Reason(set.error()));
            });
    for (const char* needed : {"id", "level", "at"}) {
      if (!file_.places.contains(prefix + needed)) Say(node, prefix + needed, "is missing");
    }
    if (step.template_id.empty()) step.template_id = step.id;
  }

  void ReadChannels(const YAML::Node& list, const std::string& field,
                    std::vector<Channel>& channels) {
    if (!list.IsSequence()) return Say(list, field, "a list of channels is expected");
    for (const YAML::Node& entry : list) {
      if (!IsScalar(entry, field)) continue;
      const auto channel = ChannelOf(entry.Scalar());
      if (channel) {
        channels.push_back(*channel);
        continue;
      }
      std::vector<std::string> words;
      for (const Channel known : kChannels) words.emplace_back(Word(known));
      Say(entry, field, Suggestion(entry.Scalar(), words, "channel"));
    }
  }

  void Check() {
    for (ScenarioProblem& problem : CheckScenario(file_.scenario)) {
      const auto [line, column] = file_.PlaceOf(problem.field);
      Say(line, column, std::move(problem.field), std::move(problem.reason));
    }
  }

  ScenarioFile file_;
};

}  // namespace

std::string ToString(const ScenarioFileProblem& problem) {
  const std::string place = std::to_string(problem.line) + ":" + std::to_string(problem.column);
  return place + ": " + (problem.field.empty() ? "" : problem.field + ": ") + problem.reason;
}

std::pair<int, int> ScenarioFile::PlaceOf(std::string field) const {
  while (!field.empty()) {
    const auto place = places.find(field);
    if (place != places.end()) return place->second;
    const size_t dot = field.rfind('.', field.size() - 2);
    field = dot == std::string::npos ? "" : field.substr(0, dot + 1);
  }
  return {1, 1};
}

ScenarioFile ReadScenarioYaml(std::string_view text) {
  return FileReader().Read(text);
}

Result<Scenario> ParseScenarioYaml(std::string_view text) {
  ScenarioFile file = ReadScenarioYaml(text);
  if (!file.problems.empty()) {
    return Invalid(ToString(file.problems.front()), file.problems.front().field);
  }
  return std::move(file.scenario);
}

}  // namespace relance::scenario
