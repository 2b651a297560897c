#include <filesystem>
#include <nlohmann/json.hpp>

#include "libs/money/amount.h"
#include "relance/scenario/v1/scenario.grpc.pb.h"
#include "services/scenario/adapters/configuration_check.h"
#include "tools/relance/config/folder.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/nouns/words.h"
#include "tools/relance/plan/forecast.h"
#include "tools/relance/plan/plan_file.h"
#include "tools/relance/rpc/call.h"

namespace relance::cli {
namespace {

using scenario::v1::ScenarioService;
using Stub = ScenarioService::Stub;

constexpr Millis kApplyTimeout{60'000};
constexpr Millis kForecastTimeout{60'000};
constexpr int kMovesAtOnce = 100;  // the most that a service takes in one call

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

void ShowEffects(Session& session, const Forecasts& forecasts) {
  std::vector<std::vector<std::string>> table;
  for (const auto& row : SumUp(forecasts)) {
    const auto currency = ParseCurrency(row.currency);
    table.push_back({row.entity, row.step, row.effect, ShiftInWords(row), std::to_string(row.cases),
                     std::to_string(row.items),
                     currency ? FormatAmount({*currency, row.amount}) : "", row.currency,
                     row.if_moved ? "if moved" : ""});
  }
  if (table.empty()) return;
  session.console.Table(
      {"ENTITY", "STEP", "EFFECT", "BY", "CASES", "ITEMS", "AMOUNT", "CURRENCY", "WHEN"}, table);
}

void ShowCases(Session& session, const Forecasts& forecasts) {
  std::vector<std::vector<std::string>> table;
  for (const auto& forecast : forecasts.cases) {
    for (const auto& step : forecast.steps()) {
      table.push_back({InWords(forecast.account()), step.item(), step.step(), step.effect(),
                       InWords(step.before_on()), InWords(step.after_on()), InWords(step.amount()),
                       forecast.if_moved() ? "if moved" : ""});
    }
  }
  if (table.empty()) return;
  session.console.Table({"ACCOUNT", "ITEM", "STEP", "EFFECT", "BEFORE", "AFTER", "AMOUNT", "WHEN"},
                        table);
}

Result<Forecasts> AskForecasts(Session& session, Stub& stub,
                               const config::v1::Configuration& configuration, bool move) {
  const auto days = session.arguments.Int("--days", 1, 3'660);
  if (!days) return Failure(days.error());
  const AskSlice ask = [&](int slice, const std::string& after) {
    scenario::v1::ForecastConfigurationRequest request;
    *request.mutable_configuration() = configuration;
    request.set_move_running(move);
    request.set_days(static_cast<int>(*days));
    request.set_slice(slice);
    request.set_after(after);
    return Call(stub, &Stub::ForecastConfiguration, request, session.identity, kForecastTimeout);
  };
  return AskAll(ask, [&](int done, int of) {
    session.console.Progress(ProgressBar(done, of) + " of the open cases");
  });
}

/// What the plan says to people, after its changes: who gets what, and who stays with what.
void ShowForecasts(Session& session, const Forecasts& forecasts, bool move) {
  if (session.arguments.Has("--cases")) {
    ShowCases(session, forecasts);
  } else {
    ShowEffects(session, forecasts);
  }
  const std::string looked = std::to_string(forecasts.looked_at) + " running cases looked at, " +
                             std::to_string(forecasts.cases.size()) + " of them change";
  session.console.Say(looked +
                      "; as if nobody paid, answered or objected, and nothing stood still");
  if (forecasts.waiting > 0) {
    session.console.Say(std::to_string(forecasts.waiting) +
                        " keep the version that they follow until they are paid up; --move takes "
                        "them over");
  }
  if (move) session.console.Say(std::to_string(forecasts.moves.size()) + " go over");
}

std::string JsonOf(const scenario::v1::PlanConfigurationResponse& plan,
                   const scenario::v1::ConfigurationPlan& whole, const Forecasts& forecasts) {
  auto out = nlohmann::ordered_json::parse(cli::JsonOf(plan));
  const auto details = nlohmann::ordered_json::parse(cli::JsonOf(whole));
  out["forecasts"] = details["forecasts"];
  out["moves"] = details["moves"];
  out["looked_at"] = forecasts.looked_at;
  out["waiting"] = forecasts.waiting;
  return out.dump();
}

Result<scenario::v1::ConfigurationPlan> PlanOf(Session& session, Stub& stub, uint32_t based_on,
                                               const config::v1::Configuration& configuration,
                                               const Forecasts& forecasts) {
  const auto active = Call(stub, &Stub::GetConfiguration, scenario::v1::GetConfigurationRequest(),
                           session.identity);
  if (!active) return Failure(active.error());
  if (active->configuration().version() != based_on) {
    return Conflict("somebody applied a configuration while this was planned: plan again");
  }
  scenario::v1::ConfigurationPlan plan;
  plan.set_based_on_version(active->configuration().version());
  plan.set_based_on_digest(active->configuration().digest());
  plan.set_made_by(session.identity.actor);
  *plan.mutable_configuration() = configuration;
  *plan.mutable_moves() = {forecasts.moves.begin(), forecasts.moves.end()};
  *plan.mutable_forecasts() = {forecasts.cases.begin(), forecasts.cases.end()};
  return plan;
}

Result<ExitCode> Plan(Session& session) {
  const std::string folder = session.arguments.Text("DIR");
  const bool move = session.arguments.Has("--move");
  const auto read = ReadConfigurationFolder(folder);
  if (!read.problems.empty()) return Rejected(session, read.problems);
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto plan = AskPlan(session, stub, read.configuration);
  if (!plan) return Failure(plan.error());
  if (!plan->problems().empty()) return Rejected(session, ProblemsIn(*plan));
  Forecasts forecasts;
  const bool first = plan->current_version() == 0;
  if (!first && (move || !plan->changes().empty())) {
    auto found = AskForecasts(session, stub, read.configuration, move);
    if (!found) return Failure(found.error());
    forecasts = std::move(*found);
  }
  const auto whole = PlanOf(session, stub, plan->current_version(), read.configuration, forecasts);
  if (!whole) return Failure(whole.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*plan, *whole, forecasts));
  } else {
    Show(session, *plan);
    if (forecasts.looked_at > 0) ShowForecasts(session, forecasts, move);
  }
  std::string next = folder;
  if (session.arguments.Has("--save")) {
    next = session.arguments.Text("--save");
    if (const auto saved = SavePlan(*whole, next); !saved) return Failure(saved.error());
  }
  if (plan->changes().empty() && forecasts.moves.empty()) return ExitCode::kOk;
  session.console.Say("Next: relance config apply " + next);
  return ExitCode::kChanges;
}

/// Moves that are done already stay done: the same plan may be applied again.
Result<scenario::v1::MoveCasesResponse> Move(Session& session, Stub& stub,
                                             const scenario::v1::ConfigurationPlan& plan) {
  scenario::v1::MoveCasesResponse all;
  for (int at = 0; at < plan.moves_size();) {
    scenario::v1::MoveCasesRequest request;
    const auto id = NewCommandId(session);
    if (!id) return Failure(id.error());
    request.set_command_id(*id);
    for (; at < plan.moves_size() && request.moves_size() < kMovesAtOnce; ++at) {
      *request.add_moves() = plan.moves(at);
    }
    const auto answer = Call(stub, &Stub::MoveCases, request, session.identity, kApplyTimeout);
    if (!answer) return Failure(answer.error());
    all.set_moved(all.moved() + answer->moved());
    all.mutable_stayed()->MergeFrom(answer->stayed());
    session.console.Progress(ProgressBar(at, plan.moves_size()) + " of the running cases moved");
  }
  return all;
}

void ShowApplied(Session& session, const scenario::v1::ApplyConfigurationResponse& applied,
                 const scenario::v1::MoveCasesResponse& moves) {
  if (session.console.json()) {
    auto out = nlohmann::ordered_json::parse(cli::JsonOf(applied));
    out.update(nlohmann::ordered_json::parse(cli::JsonOf(moves)));
    session.console.Data(out.dump());
    return;
  }
  session.console.Data("version " + std::to_string(applied.version()) + ": " +
                       std::to_string(applied.accepted()) + " of " +
                       std::to_string(applied.partitions()) + " partitions");
  const int all = moves.moved() + moves.stayed_size();
  if (all == 0) return;
  session.console.Say(std::to_string(moves.moved()) + " of " + std::to_string(all) +
                      " running cases moved");
  for (const auto& account : moves.stayed()) {
    session.console.Say(InWords(account) +
                        " stayed: it is closed, or follows another version by now");
  }
}

Result<ExitCode> Apply(Session& session, const scenario::v1::ConfigurationPlan& plan) {
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  scenario::v1::ApplyConfigurationRequest request;
  const auto id = NewCommandId(session);
  if (!id) return Failure(id.error());
  request.set_command_id(*id);
  *request.mutable_configuration() = plan.configuration();
  request.set_based_on_version(plan.based_on_version());
  request.set_based_on_digest(plan.based_on_digest());
  const auto applied =
      Call(stub, &Stub::ApplyConfiguration, request, session.identity, kApplyTimeout);
  if (!applied) return Failure(applied.error());
  if (!applied->problems().empty()) return Rejected(session, ProblemsIn(*applied));
  const bool everywhere = applied->accepted() == applied->partitions();
  auto moves = everywhere ? Move(session, stub, plan) : scenario::v1::MoveCasesResponse();
  ShowApplied(session, *applied, moves.value_or(scenario::v1::MoveCasesResponse()));
  if (!moves) return Failure(moves.error());
  if (everywhere) return ExitCode::kOk;
  session.console.Say("Some partitions have not answered yet: repeat the same command");
  return ExitCode::kTemporary;
}

/// A folder is applied to whatever is active; a plan as it was made, or not at all.
Result<ExitCode> Apply(Session& session) {
  const std::string path = session.arguments.Text("DIR|PLAN");
  if (std::filesystem::is_regular_file(path)) {
    const auto plan = ReadPlan(path);
    if (!plan) return Failure(plan.error());
    return Apply(session, *plan);
  }
  const auto read = ReadConfigurationFolder(path);
  if (!read.problems.empty()) return Rejected(session, read.problems);
  scenario::v1::ConfigurationPlan plan;
  *plan.mutable_configuration() = read.configuration;
  return Apply(session, plan);
}

Result<ExitCode> Check(Session& session) {
  const auto read = ReadConfigurationFolder(session.arguments.Text("DIR"));
  if (!read.problems.empty()) return Rejected(session, read.problems);
  const auto& configuration = read.configuration;
  scenario::v1::PlanConfigurationResponse checked;
  for (auto& problem : scenario::CheckConfiguration(configuration)) {
    *checked.add_problems() = std::move(problem);
  }
  if (!checked.problems().empty()) return Rejected(session, ProblemsIn(checked));
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
       "Show what would change, and for whom; exit code 2 when something would.",
       {"config plan deploy/config", "config plan deploy/config --move --save change.plan.json"},
       {kDir,
        {"--move", "running cases go over to what their scenario becomes", Parameter::Kind::kFlag},
        {"--days", "how far to look ahead", Parameter::Kind::kText, "180"},
        {"--cases", "every item whose steps change, not their sums", Parameter::Kind::kFlag},
        {"--save", "file for the plan, to be applied as it is", Parameter::Kind::kText}},
       Plan},
      {"config",
       "apply",
       "Apply the files as the next version, or a plan exactly as it was saved.",
       {"config apply deploy/config", "config apply change.plan.json"},
       {{"DIR|PLAN", "folder with the files, or a file of `config plan --save`",
         Parameter::Kind::kText, "", true}},
       [](Session& session) { return Apply(session); }},
  };
}

}  // namespace relance::cli
