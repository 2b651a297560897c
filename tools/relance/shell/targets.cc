#include "tools/relance/shell/targets.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace relance::cli {
namespace {

std::string EnvironmentOf(const std::string& option) {
  std::string name = "RELANCE_";
  for (const char c : option.substr(2)) {
    name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  }
  return name;
}

Result<nlohmann::json> ReadStack(const std::string& folder) {
  std::ifstream file(folder + "/dev.json");
  if (!file) return nlohmann::json::object();
  std::ostringstream text;
  text << file.rdbuf();
  auto stack = nlohmann::json::parse(text.str(), nullptr, false);
  if (!stack.is_object()) return Corrupt(folder + "/dev.json is not the JSON that dev up writes");
  return stack;
}

std::string TextAt(const nlohmann::json& stack, const nlohmann::json::json_pointer& pointer) {
  return stack.contains(pointer) && stack[pointer].is_string() ? stack[pointer].get<std::string>()
                                                               : "";
}

}  // namespace

const std::map<std::string, std::string>& TargetOptions() {
  static const std::map<std::string, std::string> options = {
      {"--dir", "folder of the development stack (default .relance)"},
      {"--brokers", "Kafka brokers, host:port, comma separated"},
      {"--redis", "Redis, host:port or unix:path"},
      {"--ledger", "ledger's gRPC, host:port"},
      {"--scenario", "scenario's gRPC, host:port"},
      {"--notifier", "notifier's gRPC, host:port"},
      {"--installation", "installation id"},
      {"--tls-certificate", "own certificate chain, PEM"},
      {"--tls-key", "its key, PEM"},
      {"--tls-authority", "root trusted for the services, PEM"},
  };
  return options;
}

Result<Targets> FindTargets(const Lookup& option, const Lookup& environment) {
  auto told = [&](const std::string& name) {
    const auto given = option(name);
    return given ? given : environment(EnvironmentOf(name));
  };
  Targets out;
  out.folder = told("--dir").value_or(out.folder);
  const auto stack = ReadStack(out.folder);
  if (!stack) return Failure(stack.error());
  auto find = [&](const std::string& name, const char* place) {
    return told(name).value_or(TextAt(*stack, nlohmann::json::json_pointer(place)));
  };
  out.brokers = find("--brokers", "/brokers");
  out.redis = find("--redis", "/redis");
  out.ledger = find("--ledger", "/ledger/grpc");
  out.scenario = find("--scenario", "/scenario/grpc");
  out.notifier = find("--notifier", "/notifier/grpc");
  out.portal = TextAt(*stack, nlohmann::json::json_pointer("/portal/grpc"));
  out.installation = find("--installation", "/installation");
  out.tls_certificate = told("--tls-certificate").value_or("");
  out.tls_key = told("--tls-key").value_or("");
  out.tls_authority = told("--tls-authority").value_or("");
  out.partitions = stack->value("partitions", 0);
  out.development_clock = stack->value("development_clock", false);
  return out;
}

Result<std::string> Need(const std::string& value, const std::string& name) {
  if (!value.empty()) return value;
  return Invalid("is not known: give " + name + ", set " + EnvironmentOf(name) +
                     ", or run from the folder of a stack that `relance dev up` started",
                 name);
}

}  // namespace relance::cli
