#include "services/scenario/domain/instalment.h"

#include <algorithm>
#include <charconv>

namespace relance::scenario {

std::string InstalmentId(const std::string& plan, size_t number) {
  return plan + "/" + std::to_string(number);
}

std::optional<InstalmentRef> ParseInstalmentId(const Case& c, const std::string& entry) {
  const size_t slash = entry.rfind('/');
  if (slash == std::string::npos) return std::nullopt;
  const auto plan = c.plans.find(entry.substr(0, slash));
  if (plan == c.plans.end()) return std::nullopt;
  size_t number = 0;
  const char* end = entry.data() + entry.size();
  const auto parsed = std::from_chars(entry.data() + slash + 1, end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  if (number < 1 || number > plan->second.instalments.size()) return std::nullopt;
  return InstalmentRef{plan->first, number - 1};
}

Instalment* FindInstalment(Case& c, const std::string& entry) {
  if (c.items.contains(entry)) return nullptr;
  const auto ref = ParseInstalmentId(c, entry);
  return ref ? &c.plans.at(ref->plan).instalments[ref->index] : nullptr;
}

int64_t MissingFor(const Plan& plan, size_t index) {
  const int64_t due = plan.DueUpTo(index + 1);
  return std::max<int64_t>(due - plan.Sum(), 0);
}

}  // namespace relance::scenario
