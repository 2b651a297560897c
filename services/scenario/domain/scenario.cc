#include "services/scenario/domain/scenario.h"

#include <algorithm>

namespace relance::scenario {

int64_t Threshold::In(Currency currency) const {
  const auto own = minor_.find(currency);
  if (own != minor_.end()) return own->second;
  const int64_t per_main = currency.minor_per_main();
  // Written so that no product overflows: whole main units, then what is left of one.
  return other_ / 1000 * per_main + other_ % 1000 * per_main / 1000;
}

bool Threshold::IsNegative() const {
  return other_ < 0 || std::any_of(minor_.begin(), minor_.end(),
                                   [](const auto& entry) { return entry.second < 0; });
}

std::string_view Word(Action v) {
  switch (v) {
    case Action::kMessage:
      return "message";
    case Action::kCall:
      return "call";
    case Action::kHandOver:
      return "handover";
  }
  return "";
}

std::string_view Word(Charges v) {
  switch (v) {
    case Charges::kNone:
      return "none";
    case Charges::kShow:
      return "show";
    case Charges::kClaim:
      return "claim";
  }
  return "";
}

size_t Scenario::IndexOf(std::string_view id) const {
  const auto at =
      std::find_if(steps.begin(), steps.end(), [&](const Step& step) { return step.id == id; });
  return static_cast<size_t>(at - steps.begin());
}

const Step* Scenario::Find(std::string_view id) const {
  const size_t at = IndexOf(id);
  return at < steps.size() ? &steps[at] : nullptr;
}

Step InstalmentStep(const Rules& rules) {
  Step step;
  step.id = kInstalmentStep;
  step.template_id = kInstalmentStep;
  step.at = rules.instalment_at;
  step.channels = {Channel::kEmail};
  return step;
}

}  // namespace relance::scenario
