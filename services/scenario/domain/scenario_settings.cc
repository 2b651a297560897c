#include "services/scenario/domain/scenario_settings.h"

#include <array>
#include <charconv>
#include <utility>

#include "libs/money/quoted.h"

namespace relance::scenario {
namespace {

using std::chrono::minutes;

Failure Bad(std::string_view key, std::string message) {
  return Invalid(std::string(key) + ": " + std::move(message), std::string(key));
}

Result<int> ParseInt(std::string_view text) {
  int value = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end) {
    return Invalid("is not a whole number: " + Quoted(text));
  }
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (digits.starts_with('0') && digits.size() > 1) {
    return Invalid("begins with 0, and there are readers who would count by eights: " +
                   Quoted(text));
  }
  return value;
}

/// "3" or "3 bd", "10 %": the unit of a rule is fixed, writing it is a courtesy.
std::string_view WithoutUnit(std::string_view text, std::string_view unit) {
  if (!text.ends_with(unit)) return text;
  text.remove_suffix(unit.size());
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

struct RuleKey {
  std::string_view name;
  std::string_view unit;
  int Rules::*value;
};

constexpr std::array kRules{
    RuleKey{"floor", "bd", &Rules::floor},
    RuleKey{"resume", "bd", &Rules::resume},
    RuleKey{"promise_ahead", "days", &Rules::promise_ahead},
    RuleKey{"promise_grace", "bd", &Rules::promise_grace},
    RuleKey{"promises_per_item", "promises", &Rules::promises_per_item},
    RuleKey{"in_flight", "bd", &Rules::in_flight},
    RuleKey{"cash_hold", "bd", &Rules::cash_hold},
    RuleKey{"cash_share", "%", &Rules::cash_share},
    RuleKey{"partial_share", "%", &Rules::partial_share},
    RuleKey{"partial_delay", "bd", &Rules::partial_delay},
    RuleKey{"dispute_days", "days", &Rules::dispute_days},
    RuleKey{"suspended_days", "days", &Rules::suspended_days},
    RuleKey{"credit_note_days", "bd", &Rules::credit_note_days},
    RuleKey{"reopen_days", "days", &Rules::reopen_days},
    RuleKey{"thank_days", "days", &Rules::thank_days},
    RuleKey{"plan_grace", "bd", &Rules::plan_grace},
    RuleKey{"instalment_at", "days", &Rules::instalment_at},
    RuleKey{"force_days", "bd", &Rules::force_days},
};

Result<void> SetRule(Scenario& scenario, std::string_view key, std::string_view value) {
  const std::string_view name = key.substr(std::string_view("rules.").size());
  for (const RuleKey& rule : kRules) {
    if (rule.name != name) continue;
    const auto number = ParseInt(WithoutUnit(value, rule.unit));
    if (!number) return Bad(key, number.error().message);
    scenario.rules.*rule.value = *number;
    return {};
  }
  return Bad(key, "is not a setting of a scenario");
}

Result<void> SetAmount(Threshold& threshold, std::string_view key, std::string_view value) {
  const auto amount = ParseThousandths(value);
  if (!amount) return Bad(key, amount.error().message);
  threshold = Threshold{};
  threshold.SetOther(*amount);
  return {};
}

Result<void> SetTime(Scenario& scenario, std::string_view key, std::string_view value) {
  const auto time = ParseTimeOfDay(value);
  if (!time) return Bad(key, time.error().message);
  const Window& old = scenario.window;
  const bool opening = key == "window.open";
  const auto window =
      Window::Make(old.days(), opening ? *time : old.open(), opening ? old.close() : *time);
  if (!window) return Bad(key, window.error().message);
  scenario.window = *window;
  return {};
}

template <class T>
Result<void> SetInt(T& target, std::string_view key, std::string_view value) {
  const auto number = ParseInt(value);
  if (!number) return Bad(key, number.error().message);
  target = *number;
  return {};
}

Result<void> SetBool(bool& target, std::string_view key, std::string_view value) {
  if (value != "true" && value != "false") return Bad(key, "is true or false");
  target = value == "true";
  return {};
}

template <class E, size_t N>
Result<void> SetWord(E& target, const std::array<std::pair<std::string_view, E>, N>& words,
                     std::string_view key, std::string_view value) {
  std::string known;
  for (const auto& [word, meaning] : words) {
    if (word == value) {
      target = meaning;
      return {};
    }
    known += (known.empty() ? "" : ", ") + std::string(word);
  }
  return Bad(key, "is one of " + known);
}

constexpr std::array kModes{std::pair<std::string_view, Mode>{"consolidated", Mode::kConsolidated},
                            std::pair<std::string_view, Mode>{"per_item", Mode::kPerItem}};
constexpr std::array kEntries{std::pair<std::string_view, Entry>{"due", Entry::kDue},
                              std::pair<std::string_view, Entry>{"rejection", Entry::kRejection}};
constexpr std::array kActions{std::pair<std::string_view, Action>{"message", Action::kMessage},
                              std::pair<std::string_view, Action>{"call", Action::kCall},
                              std::pair<std::string_view, Action>{"handover", Action::kHandOver}};
constexpr std::array kCharges{std::pair<std::string_view, Charges>{"none", Charges::kNone},
                              std::pair<std::string_view, Charges>{"show", Charges::kShow},
                              std::pair<std::string_view, Charges>{"claim", Charges::kClaim}};

}  // namespace

Result<int64_t> ParseThousandths(std::string_view text) {
  const size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  std::string decimals(point == std::string_view::npos ? "" : text.substr(point + 1));
  const bool fits = !digits.empty() && digits.size() <= 15 && decimals.size() <= 3 &&
                    (point == std::string_view::npos || !decimals.empty());
  decimals.resize(3, '0');
  const std::string all = digits + decimals;
  if (!fits || all.find_first_not_of("0123456789") != std::string::npos) {
    return Invalid("is not an amount of at least 0 with at most three decimals: " + Quoted(text));
  }
  int64_t value = 0;
  std::from_chars(all.data(), all.data() + all.size(), value);
  return value;
}

Result<void> SetScalar(Scenario& scenario, std::string_view key, std::string_view value) {
  if (key.starts_with("rules.")) return SetRule(scenario, key, value);
  if (key == "window.open" || key == "window.close") return SetTime(scenario, key, value);
  if (key == "name") return scenario.name = value, Result<void>{};
  if (key == "title") return scenario.title = value, Result<void>{};
  if (key == "version") return SetInt(scenario.version, key, value);
  if (key == "mode") return SetWord(scenario.mode, kModes, key, value);
  if (key == "enter") return SetWord(scenario.enter, kEntries, key, value);
  if (key == "tolerance") return SetAmount(scenario.tolerance, key, value);
  if (key == "min_notice") return SetAmount(scenario.min_notice, key, value);
  if (key == "cap") return SetInt(scenario.cap, key, WithoutUnit(value, "days"));
  return Bad(key, "is not a setting of a scenario");
}

std::vector<std::string> ScalarKeys() {
  std::vector<std::string> keys{"name", "version",   "title",      "mode",        "enter",
                                "cap",  "tolerance", "min_notice", "window.open", "window.close"};
  for (const RuleKey& rule : kRules) keys.push_back("rules." + std::string(rule.name));
  return keys;
}

Result<void> SetStepScalar(Step& step, std::string_view key, std::string_view value) {
  if (key == "id") return step.id = value, Result<void>{};
  if (key == "role") return step.role = value, Result<void>{};
  if (key == "template") return step.template_id = value, Result<void>{};
  if (key == "task") return step.task = value, Result<void>{};
  if (key == "level") return SetInt(step.level, key, value);
  if (key == "at") return SetInt(step.at, key, value);
  if (key == "gap") return SetInt(step.gap, key, value);
  if (key == "do") return SetWord(step.action, kActions, key, value);
  if (key == "charges") return SetWord(step.charges, kCharges, key, value);
  if (key == "min_amount") return SetAmount(step.min_amount, key, value);
  if (key == "approve") return SetBool(step.approve, key, value);
  if (key == "formal") return SetBool(step.formal, key, value);
  if (key == "attachments") return SetBool(step.attachments, key, value);
  return Bad(key, "is not a setting of a step");
}

std::vector<std::string> StepScalarKeys() {
  return {"id",   "level",   "do",         "at",      "gap",    "role",       "template",
          "task", "charges", "min_amount", "approve", "formal", "attachments"};
}

}  // namespace relance::scenario
