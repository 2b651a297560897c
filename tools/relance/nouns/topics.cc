#include <nlohmann/json.hpp>

#include "tools/relance/nouns/nouns.h"
#include "tools/relance/shell/session.h"
#include "tools/relance/topics/cluster.h"

namespace relance::cli {
namespace {

struct Asked {
  kafka::ClientConfig config;
  std::vector<kafka::Topic> declared;
};

Result<Asked> Read(const Session& session) {
  Asked asked;
  const std::string given = session.arguments.Text("--kafka");
  const auto brokers = Need(given.empty() ? session.targets.brokers : given, "--brokers");
  if (!brokers) return Failure(brokers.error());
  asked.config.bootstrap = *brokers;
  asked.config.client_id = "relance-cli";
  const auto partitions = session.arguments.Int("--partitions", 1, 1'024);
  if (!partitions) return Failure(partitions.error());
  const auto replication = session.arguments.Int("--replication", 1, 16);
  if (!replication) return Failure(replication.error());
  auto declared =
      kafka::ReadTopics(session.arguments.Text("--file"),
                        {static_cast<int>(*partitions), static_cast<int>(*replication)});
  if (!declared) return Failure(declared.error());
  asked.declared = std::move(*declared);
  for (const auto& name : session.arguments.Many("--erp-topic")) {
    asked.declared.push_back(
        {name, static_cast<int>(*partitions), static_cast<int>(*replication), {}});
  }
  return asked;
}

using Kind = kafka::TopicStep::Kind;

std::string_view Word(Kind kind) {
  switch (kind) {
    case Kind::kCreate:
      return "create";
    case Kind::kAlter:
      return "alter";
    case Kind::kRefused:
      return "refused";
  }
  return "";
}

std::string Detail(const kafka::TopicStep& step) {
  if (step.kind == Kind::kRefused) return step.why;
  if (step.kind == Kind::kCreate) {
    return std::to_string(step.topic.partitions) + " partitions, " +
           std::to_string(step.topic.replication) + " copies";
  }
  std::string detail;
  for (const auto& [key, value] : step.changes) {
    detail += (detail.empty() ? "" : ", ") + key + "=" + value;
  }
  return detail;
}

void Show(Session& session, const std::vector<kafka::TopicStep>& steps) {
  auto list = nlohmann::ordered_json::array();
  std::vector<std::vector<std::string>> rows;
  for (const auto& step : steps) {
    const std::string word(Word(step.kind));
    list.push_back({{"topic", step.topic.name}, {"change", word}, {"detail", Detail(step)}});
    rows.push_back({word, step.topic.name, Detail(step)});
  }
  if (session.console.json()) {
    session.console.Data(nlohmann::ordered_json({{"changes", list}}).dump());
  } else if (!rows.empty()) {
    session.console.Table({"CHANGE", "TOPIC", "DETAIL"}, rows);
  }
}

Result<ExitCode> Plan(Session& session) {
  const auto asked = Read(session);
  if (!asked) return Failure(asked.error());
  const auto changes = ReadTopicSteps(asked->config, asked->declared);
  if (!changes) return Failure(changes.error());
  Show(session, *changes);
  if (!changes->empty()) return ExitCode::kChanges;
  session.console.Say("No changes: " + std::to_string(asked->declared.size()) + " topics");
  return ExitCode::kOk;
}

Result<ExitCode> Apply(Session& session) {
  const auto asked = Read(session);
  if (!asked) return Failure(asked.error());
  const auto changes = BringTopics(asked->config, asked->declared);
  if (!changes) return Failure(changes.error());
  Show(session, *changes);
  session.console.Say(std::to_string(asked->declared.size()) + " topics are as declared, " +
                      std::to_string(changes->size()) + " were changed");
  return ExitCode::kOk;
}

std::vector<Parameter> Parameters() {
  return {{"--kafka", "brokers, host:port, comma separated (else --brokers)"},
          {"--file", "the declaration", Parameter::Kind::kText, "deploy/kafka/topics.yaml"},
          {"--partitions", "P, chosen once", Parameter::Kind::kText, "4"},
          {"--replication", "R, chosen once", Parameter::Kind::kText, "1"},
          {"--erp-topic", "an ERP topic to create as well", Parameter::Kind::kMany}};
}

}  // namespace

std::vector<Command> TopicsCommands() {
  return {
      {"topics",
       "plan",
       "Show what a cluster lacks; exit code 2 when something.",
       {"topics plan --kafka broker1:9092 --partitions 64 --replication 3"},
       Parameters(),
       Plan},
      {"topics",
       "apply",
       "Create and configure the topics of the suite.",
       {"topics apply --kafka broker1:9092 --partitions 64 --replication 3"},
       Parameters(),
       Apply},
  };
}

}  // namespace relance::cli
