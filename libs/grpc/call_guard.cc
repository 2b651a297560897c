#include "libs/grpc/call_guard.h"

#include <algorithm>

namespace relance {
namespace {

std::vector<std::string> NamesOf(const grpc::AuthContext& context) {
  std::vector<std::string> names;
  for (const char* property : {"x509_common_name", "x509_subject_alternative_name"}) {
    for (const grpc::string_ref& value : context.FindPropertyValues(property)) {
      names.emplace_back(value.data(), value.size());
    }
  }
  return names;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

std::vector<CallRule> WithDefaults(std::vector<CallRule> rules,
                                   const std::vector<CallRule>& defaults) {
  std::set<std::string> named;
  for (const CallRule& rule : rules) named.insert(rule.method);
  for (const CallRule& rule : defaults) {
    if (!named.contains(rule.method)) rules.push_back(rule);
  }
  return rules;
}

AllowList::AllowList(const std::vector<CallRule>& rules) {
  for (const CallRule& rule : rules) {
    callers_[rule.method].insert(rule.callers.begin(), rule.callers.end());
  }
}

bool AllowList::Allows(std::string_view path, const std::vector<std::string>& callers) const {
  auto rule = callers_.find(path);
  if (rule == callers_.end()) {
    const size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return false;
    rule = callers_.find(std::string(path.substr(0, slash)) + "/*");
  }
  if (rule == callers_.end()) return false;
  const auto& allowed = rule->second;
  return allowed.contains("*") ||
         std::ranges::any_of(callers, [&](const auto& name) { return allowed.contains(name); });
}

CallGuard::CallGuard(const std::vector<CallRule>& rules, Metrics& metrics, const Logger& log)
    : allow_list_(rules),
      refused_(metrics
                   .Counters("relance_grpc_refused_total",
                             "Calls refused because the certificate is not on the allow-list")
                   .With()),
      log_(log) {}

grpc::Status CallGuard::Process(const InputMetadata& metadata, grpc::AuthContext* context,
                                OutputMetadata*, OutputMetadata*) {
  const auto path = metadata.find(":path");
  const std::string_view method = path == metadata.end()
                                      ? std::string_view()
                                      : std::string_view(path->second.data(), path->second.size());
  const std::vector<std::string> callers = NamesOf(*context);
  if (allow_list_.Allows(method, callers)) return grpc::Status::OK;
  refused_.Add();
  log_.Warn("call refused", {{"grpc_method", method}, {"caller", Joined(callers)}});
  return {grpc::StatusCode::PERMISSION_DENIED, "this certificate may not call this method"};
}

}  // namespace relance
