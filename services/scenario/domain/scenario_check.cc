#include "services/scenario/domain/scenario_check.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace relance::scenario {
namespace {

class Check {
 public:
  explicit Check(const Scenario& scenario) : scenario_(scenario) {}

  std::vector<ScenarioProblem> Run() {
    Header();
    RuleValues();
    if (scenario_.steps.empty()) Say("steps", "at least one step is needed");
    for (size_t i = 0; i < scenario_.steps.size(); ++i) {
      at_ = "steps[" + std::to_string(i) + "].";
      const Step& step = scenario_.steps[i];
      Identity(step);
      Order(step, i == 0 ? nullptr : &scenario_.steps[i - 1]);
      Channels(step);
      Kind(step, i + 1 == scenario_.steps.size());
    }
    return std::move(problems_);
  }

 private:
  void Say(std::string field, std::string reason) {
    problems_.push_back({std::move(field), std::move(reason)});
  }
  void Need(bool holds, std::string field, std::string reason) {
    if (!holds) Say(std::move(field), std::move(reason));
  }

  static bool IsWord(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '-' || c == '_' || c == '.';
    });
  }

  void Header() {
    Need(IsWord(scenario_.name), "name", "letters, digits, '-', '_' and '.'");
    Need(scenario_.version >= 1, "version", "a positive whole number");
    Need(!scenario_.tolerance.IsNegative(), "tolerance", "0 or more");
    Need(!scenario_.min_notice.IsNegative(), "min_notice", "0 or more");
    Need(scenario_.cap >= 1, "cap", "1 day or more");
  }

  void RuleValues() {
    const Rules& rules = scenario_.rules;
    const std::array positive{
        std::pair{"promise_ahead", rules.promise_ahead},
        std::pair{"in_flight", rules.in_flight},
        std::pair{"cash_hold", rules.cash_hold},
        std::pair{"dispute_days", rules.dispute_days},
        std::pair{"suspended_days", rules.suspended_days},
        std::pair{"credit_note_days", rules.credit_note_days},
    };
    for (const auto& [name, value] : positive) {
      Need(value >= 1, std::string("rules.") + name, "1 or more");
    }
    const std::array counts{
        std::pair{"floor", rules.floor},
        std::pair{"resume", rules.resume},
        std::pair{"promise_grace", rules.promise_grace},
        std::pair{"promises_per_item", rules.promises_per_item},
        std::pair{"partial_delay", rules.partial_delay},
        std::pair{"reopen_days", rules.reopen_days},
        std::pair{"thank_days", rules.thank_days},
        std::pair{"plan_grace", rules.plan_grace},
        std::pair{"force_days", rules.force_days},
    };
    for (const auto& [name, value] : counts) {
      Need(value >= 0, std::string("rules.") + name, "0 or more");
    }
    for (const auto& [name, value] : {std::pair{"cash_share", rules.cash_share},
                                      std::pair{"partial_share", rules.partial_share}}) {
      Need(value >= 1 && value <= 100, std::string("rules.") + name, "1 to 100 percent");
    }
    Need(rules.instalment_at < 0, "rules.instalment_at", "before the instalment: less than 0");
  }

  void Identity(const Step& step) {
    Need(IsWord(step.id), at_ + "id", "letters, digits, '-', '_' and '.'");
    Need(step.id != kInstalmentStep, at_ + "id", "'instalment' is the reminder of a payment plan");
    Need(ids_.insert(step.id).second, at_ + "id", "two steps have the id '" + step.id + "'");
    Need(IsWord(step.role), at_ + "role", "letters, digits, '-', '_' and '.'");
  }

  void Order(const Step& step, const Step* before) {
    Need(step.at != 0, at_ + "at", "before the due date (less than 0) or after it, not on it");
    Need((step.level == 0) == (step.at < 0), at_ + "level",
         "0 for preventive steps (at less than 0), and only for these");
    Need(step.level >= 0, at_ + "level", "0 or more");
    Need(step.gap >= 1, at_ + "gap", "1 day or more");
    if (before == nullptr) return;
    Need(step.level >= before->level, at_ + "level", "may not fall from one step to the next");
    Need(step.at > before->at, at_ + "at", "must rise from one step to the next");
  }

  void Channels(const Step& step) {
    if (step.action == Action::kMessage) {
      Need(!step.channels.empty(), at_ + "channels", "a message needs at least one channel");
    } else {
      Need(step.channels.empty(), at_ + "channels", "only messages have channels");
      Need(step.fallback.empty(), at_ + "fallback", "only messages have channels");
    }
    std::set<Channel> seen;
    for (const Channel channel : step.channels) {
      Need(seen.insert(channel).second, at_ + "channels", "a channel is named twice");
    }
    for (const Channel channel : step.fallback) {
      Need(seen.insert(channel).second, at_ + "fallback", "a channel is named twice");
    }
  }

  void Kind(const Step& step, bool last) {
    Need(!step.min_amount.IsNegative(), at_ + "min_amount", "0 or more");
    Need(!step.formal || step.action == Action::kMessage, at_ + "formal", "for messages only");
    Need(!step.formal || !step.IsPreventive(), at_ + "formal", "not for preventive steps");
    Need(!step.approve || !step.IsPreventive(), at_ + "approve", "not for preventive steps");
    Need(!step.approve || step.action != Action::kCall, at_ + "approve", "not for calls");
    Need(step.task == "call" || step.action == Action::kCall, at_ + "task", "for calls only");
    Need(step.task == "call" || step.task == "check", at_ + "task", "is one of call, check");
    Need(last || step.action != Action::kHandOver, at_ + "do", "a hand-over is the last step");
  }

  const Scenario& scenario_;
  std::vector<ScenarioProblem> problems_;
  std::set<std::string> ids_;
  std::string at_;
};

}  // namespace

std::vector<ScenarioProblem> CheckScenario(const Scenario& scenario) {
  return Check(scenario).Run();
}

}  // namespace relance::scenario
