#include <filesystem>
#include <nlohmann/json.hpp>

#include "tools/relance/dev/loopback.h"
#include "tools/relance/dev/stack.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/shell/session.h"

namespace relance::cli {
namespace {

namespace fs = std::filesystem;

std::string FolderOf(const Session& session) {
  return fs::absolute(session.targets.folder).lexically_normal().string();
}

/// The folder above the executable that holds deploy/, so that a build works from anywhere.
Result<std::string> FindRoot(const fs::path& programs) {
  for (fs::path folder = programs; folder.has_relative_path(); folder = folder.parent_path()) {
    if (fs::exists(folder / "deploy/kafka/topics.yaml")) return folder.string();
  }
  const fs::path installed = programs.parent_path() / "share/relance";
  if (fs::exists(installed / "deploy/kafka/topics.yaml")) return installed.string();
  return NotFound("no folder above " + programs.string() + " holds deploy/kafka/topics.yaml");
}

void Describe(Session& session, const StackRecord& record) {
  if (session.console.json()) {
    session.console.Data(ToJson(record));
    return;
  }
  std::vector<std::vector<std::string>> rows = {
      {"kafka", record.brokers}, {"redis", record.redis}, {"mail", record.maildir}};
  for (const auto& service : record.services) {
    rows.push_back({service.name, service.grpc.empty() ? record.portal_url : service.grpc});
  }
  session.console.Table({"WHAT", "WHERE"}, rows);
}

Result<ExitCode> Up(Session& session) {
  StackOptions options;
  options.folder = FolderOf(session);
  options.programs = fs::read_symlink("/proc/self/exe").parent_path().string();
  auto root = FindRoot(options.programs);
  if (!root) return Failure(root.error());
  options.root = *root;
  if (session.arguments.Has("--at")) {
    auto at = ParseInstant(session.arguments.Text("--at"));
    if (!at) return Invalid(at.error().message, "--at");
    options.at = *at;
  }
  options.real_kafka = session.arguments.Has("--kafka");
  const auto partitions = session.arguments.Int("--partitions", 1, 256);
  if (!partitions) return Failure(partitions.error());
  options.partitions = static_cast<int>(*partitions);
  options.erp_topics = session.arguments.Many("--erp-topic");
  if (options.erp_topics.empty()) options.erp_topics = {"erp.demo.documents.v1"};
  auto record = Stack(std::move(options), session.console).Up();
  if (!record) return Failure(record.error());
  Describe(session, *record);
  session.console.Say("Up. Next: relance config apply deploy/config");
  return ExitCode::kOk;
}

Result<ExitCode> Down(Session& session) {
  const std::string folder = FolderOf(session);
  const auto record = ReadRecord(folder);
  if (!record) return Failure(record.error());
  const auto killed = StopAll(*record, session.console);
  std::error_code ignored;
  fs::remove(folder + "/dev.json", ignored);
  if (session.console.json()) {
    session.console.Data(nlohmann::json({{"stopped", true}, {"killed", killed}}).dump());
  }
  for (const auto& name : killed) {
    session.console.Say(name + " did not stop when asked and was killed; see its log in " + folder +
                        "/logs");
  }
  session.console.Say("Down. Logs stay in " + folder + "/logs");
  return killed.empty() ? ExitCode::kOk : ExitCode::kFailure;
}

/// "ready", "starting", "running", "gone"
std::string StateOf(const StackRecord& record, const Child& child) {
  if (!IsRunning(child)) return "gone";
  for (const auto& service : record.services) {
    if (service.name != child.name) continue;
    const int port = std::atoi(service.probe.substr(service.probe.rfind(':') + 1).c_str());
    const auto answer = HttpGet(port, "/readyz", Millis{2'000});
    return answer && answer->status == 200 ? "ready" : "not ready";
  }
  return "running";
}

Result<ExitCode> Status(Session& session) {
  const auto record = ReadRecord(FolderOf(session));
  if (!record) return Failure(record.error());
  nlohmann::ordered_json document = {{"ready", true}, {"processes", nlohmann::json::array()}};
  std::vector<std::vector<std::string>> rows;
  bool all = true;
  for (const auto& child : record->processes) {
    const std::string state = StateOf(*record, child);
    all = all && (state == "ready" || state == "running");
    rows.push_back({child.name, state, std::to_string(child.pid), child.log});
    document["processes"].push_back(
        {{"name", child.name}, {"state", state}, {"pid", child.pid}, {"log", child.log}});
  }
  document["ready"] = all;
  if (session.console.json()) {
    session.console.Data(document.dump());
  } else {
    session.console.Table({"PROCESS", "STATE", "PID", "LOG"}, rows);
  }
  return all ? ExitCode::kOk : ExitCode::kUnavailable;
}

}  // namespace

std::vector<Command> DevCommands() {
  return {
      {"dev",
       "up",
       "Start a whole installation on this machine.",
       {"dev up --at 2026-09-01T08:00:00Z", "dev up --kafka"},
       {{"--at", "business time stands here until `clock advance`; else the system's clock"},
        {"--kafka", "a real Kafka broker in place of the embedded one", Parameter::Kind::kFlag},
        {"--partitions", "of every topic", Parameter::Kind::kText, "4"},
        {"--erp-topic", "an ERP topic to create (default erp.demo.documents.v1)",
         Parameter::Kind::kMany}},
       Up},
      {"dev", "down", "Stop it.", {"dev down"}, {}, Down},
      {"dev", "status", "Which of its processes run.", {"dev status"}, {}, Status},
  };
}

}  // namespace relance::cli
