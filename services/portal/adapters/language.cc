#include "services/portal/adapters/language.h"

#include <algorithm>
#include <optional>

#include "services/portal/adapters/words.h"

namespace relance::portal {
namespace {

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// "q=0.8" as 800; nothing for what is no weight.
std::optional<int> Thousandths(std::string_view parameter) {
  if (!parameter.starts_with("q=")) return std::nullopt;
  parameter.remove_prefix(2);
  if (parameter.empty() || parameter.size() > 5 || (parameter[0] != '0' && parameter[0] != '1')) {
    return std::nullopt;
  }
  if (parameter.size() > 1 && parameter[1] != '.') return std::nullopt;
  int weight = parameter[0] - '0';
  for (size_t at = 2; at < 5; ++at) {
    const char digit = at < parameter.size() ? parameter[at] : '0';
    if (digit < '0' || digit > '9') return std::nullopt;
    weight = weight * 10 + (digit - '0');
  }
  return weight <= 1'000 ? std::optional(weight) : std::nullopt;
}

}  // namespace

std::string FirstSpoken(const std::vector<std::string>& wishes) {
  for (const std::string& wish : wishes) {
    std::string primary = wish.substr(0, wish.find_first_of("-_"));
    std::transform(primary.begin(), primary.end(), primary.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto& spoken = Languages();
    if (std::find(spoken.begin(), spoken.end(), primary) != spoken.end()) return primary;
  }
  return {};
}

std::vector<std::string> AcceptedLanguages(std::string_view header) {
  std::vector<std::pair<int, std::string>> weighed;
  while (!header.empty()) {
    const size_t comma = header.find(',');
    const std::string_view part = Trimmed(header.substr(0, comma));
    header = comma == std::string_view::npos ? std::string_view() : header.substr(comma + 1);
    const size_t semicolon = part.find(';');
    const std::string_view tag = Trimmed(part.substr(0, semicolon));
    const auto weight = semicolon == std::string_view::npos
                            ? std::optional(1'000)
                            : Thousandths(Trimmed(part.substr(semicolon + 1)));
    if (!tag.empty() && weight && *weight > 0) weighed.emplace_back(*weight, tag);
  }
  std::stable_sort(weighed.begin(), weighed.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> tags;
  for (auto& [weight, tag] : weighed) tags.push_back(std::move(tag));
  return tags;
}

}  // namespace relance::portal
