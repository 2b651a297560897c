#include <nlohmann/json.hpp>

#include "relance/scenario/v1/scenario.grpc.pb.h"
#include "tools/relance/config/folder.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/rpc/call.h"

namespace relance::cli {
namespace {

using scenario::v1::ScenarioService;
using Stub = ScenarioService::Stub;

constexpr Millis kApplyTimeout{60'000};

Result<ExitCode> Rejected(Session& session, const std::vector<Problem>& problems) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& problem : problems) {
    list.push_back({{"file", problem.file},
                    {"line", problem.line},
                    {"column", problem.column},
                    {"field", problem.field},
                    {"reason", problem.reason}});
    session.console.Say(ToString(problem));
  }
  if (session.console.json()) {
    session.console.Data(nlohmann::ordered_json({{"problems", list}}).dump());
  }
  session.console.Fail(std::to_string(problems.size()) + " problems; nothing was changed", "");
  return ExitCode::kBadData;
}

template <class Response>
std::vector<Problem> ProblemsIn(const Response& response) {
  std::vector<Problem> problems;
  for (const auto& problem : response.problems()) {
    problems.push_back(
        {problem.file(), problem.line(), problem.column(), problem.field(), problem.reason()});
  }
  return problems;
}

Result<scenario::v1::PlanConfigurationResponse> AskPlan(
    Session& session, Stub& stub, const config::v1::Configuration& configuration) {
  scenario::v1::PlanConfigurationRequest request;
  *request.mutable_configuration() = configuration;
  return Call(stub, &Stub::PlanConfiguration, request, session.identity);
}

void Show(Session& session, const scenario::v1::PlanConfigurationResponse& plan) {
  if (session.console.json()) {
    session.console.Data(JsonOf(plan));
    return;
  }
  for (const auto& change : plan.changes()) {
    const std::string sign = change.change() == "added"     ? "+ "
                             : change.change() == "removed" ? "- "
                                                            : "~ ";
    session.console.Data(sign + change.what() +
                         (change.detail().empty() ? "" : "  " + change.detail()));
  }
  if (plan.changes().empty()) {
    session.console.Say("No changes: version " + std::to_string(plan.current_version()) +
                        " says the same");
  }
}

Result<ExitCode> Plan(Session& session) {
  const std::string folder = session.arguments.Text("DIR");
  const auto read = ReadConfigurationFolder(folder);
  if (!read.problems.empty()) return Rejected(session, read.problems);
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto plan = AskPlan(session, stub, read.configuration);
  if (!plan) return Failure(plan.error());
  if (!plan->problems().empty()) return Rejected(session, ProblemsIn(*plan));
  Show(session, *plan);
  if (plan->changes().empty()) return ExitCode::kOk;
  session.console.Say("Next: relance config apply " + folder);
  return ExitCode::kChanges;
}

Result<ExitCode> Apply(Session& session) {
  const auto read = ReadConfigurationFolder(session.arguments.Text("DIR"));
  if (!read.problems.empty()) return Rejected(session, read.problems);
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  scenario::v1::ApplyConfigurationRequest request;
  const auto id = NewCommandId(session);
  if (!id) return Failure(id.error());
  request.set_command_id(*id);
  *request.mutable_configuration() = read.configuration;
  const auto applied =
      Call(stub, &Stub::ApplyConfiguration, request, session.identity, kApplyTimeout);
  if (!applied) return Failure(applied.error());
  if (!applied->problems().empty()) return Rejected(session, ProblemsIn(*applied));
  if (session.console.json()) {
    session.console.Data(JsonOf(*applied));
  } else {
    session.console.Data("version " + std::to_string(applied->version()) + ": " +
                         std::to_string(applied->accepted()) + " of " +
                         std::to_string(applied->partitions()) + " partitions");
  }
  if (applied->accepted() == applied->partitions()) return ExitCode::kOk;
  session.console.Say("Some partitions have not answered yet: repeat the same command");
  return ExitCode::kTemporary;
}

Result<ExitCode> Check(Session& session) {
  const auto read = ReadConfigurationFolder(session.arguments.Text("DIR"));
  if (!read.problems.empty()) return Rejected(session, read.problems);
  const auto& configuration = read.configuration;
  const std::string words = std::to_string(configuration.legal_entities_size()) +
                            " legal entities, " + std::to_string(configuration.scenarios_size()) +
                            " scenarios, " + std::to_string(configuration.texts_size()) +
                            " texts, " + std::to_string(configuration.feeds_size()) + " feeds";
  if (session.console.json()) {
    session.console.Data(R"({"problems":[]})");
  } else {
    session.console.Data(words);
  }
  return ExitCode::kOk;
}

const Parameter kDir = {"DIR", "folder with legal_entities.yaml, scenarios/, texts/, feeds.yaml",
                        Parameter::Kind::kText, "", true};

}  // namespace

std::vector<Command> ConfigCommands() {
  return {
      {"config",
       "check",
       "Check the files alone, without any service.",
       {"config check deploy/config"},
       {kDir},
       Check},
      {"config",
       "plan",
       "Show what would change; exit code 2 when something would.",
       {"config plan deploy/config"},
       {kDir},
       Plan},
      {"config",
       "apply",
       "Apply the files as the next version.",
       {"config apply deploy/config"},
       {kDir},
       Apply},
  };
}

}  // namespace relance::cli
