#include "libs/http/router.h"

#include <algorithm>
#include <optional>

namespace relance::http {
namespace {

std::vector<std::string> Parts(std::string_view path) {
  std::vector<std::string> parts;
  if (path.starts_with('/')) path.remove_prefix(1);
  while (true) {
    const size_t slash = path.find('/');
    parts.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

bool IsParameter(std::string_view part) {
  return part.starts_with('{') && part.ends_with('}');
}

std::optional<std::map<std::string, std::string>> MatchParts(
    const std::vector<std::string>& wanted, const std::vector<std::string>& given) {
  if (wanted.size() != given.size()) return std::nullopt;
  std::map<std::string, std::string> parameters;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (IsParameter(wanted[i]) && !given[i].empty()) {
      parameters[wanted[i].substr(1, wanted[i].size() - 2)] = given[i];
    } else if (wanted[i] != given[i]) {
      return std::nullopt;
    }
  }
  return parameters;
}

}  // namespace

void Router::Add(std::string method, std::string route, Handler handler) {
  auto parts = Parts(route);
  routes_.push_back({std::move(method), std::move(route), std::move(parts), std::move(handler)});
}

Router::Match Router::Find(std::string_view method, std::string_view path) const {
  const std::string_view wanted = method == "HEAD" ? std::string_view("GET") : method;
  const auto given = Parts(path);
  Match match;
  for (const auto& route : routes_) {
    auto parameters = MatchParts(route.parts, given);
    if (!parameters) continue;
    if (!match.route.empty() && match.route != route.route) continue;
    match.route = route.route;
    match.parameters = std::move(*parameters);
    if (route.method == wanted) {
      match.handler = &route.handler;
      return match;
    }
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += route.method == "GET" ? "GET, HEAD" : route.method;
  }
  return match;
}

std::vector<std::string> Router::Routes() const {
  std::vector<std::string> names;
  for (const auto& route : routes_) {
    if (std::find(names.begin(), names.end(), route.route) == names.end()) {
      names.push_back(route.route);
    }
  }
  return names;
}

}  // namespace relance::http
