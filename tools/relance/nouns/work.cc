#include <fmt/format.h>
#include <fmt/ranges.h>

#include "libs/base/instant.h"
#include "libs/money/amount.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/nouns/scenario_call.h"

// What collectors work off: tasks, disputes, plans, callbacks, the scenario of a case.
namespace relance::cli {
namespace {

using Stub = ScenarioStub;
using Kind = Parameter::Kind;

/// "400.00:EUR@2026-11-15"
Result<scenario::v1::PlanTerm> TermFrom(const std::string& text, const std::string& parameter) {
  const auto read = MoneyOnFrom(text, parameter);
  if (!read) return Failure(read.error());
  scenario::v1::PlanTerm term;
  *term.mutable_amount() = read->first;
  *term.mutable_on() = read->second;
  return term;
}

Result<ExitCode> ListTasks(Session& session) {
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  scenario::v1::ListTasksRequest request;
  request.set_legal_entity(session.arguments.Text("--entity"));
  request.set_owner(session.arguments.Text("--owner"));
  request.set_with_postponed(session.arguments.Has("--postponed"));
  const auto limit = session.arguments.Int("--limit", 1, 1'000);
  if (!limit) return Failure(limit.error());
  request.set_limit(static_cast<int>(*limit));
  Stub stub(*channel);
  const auto answer = Call(stub, &Stub::ListTasks, request, session.identity);
  if (!answer) return Failure(answer.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*answer));
    return ExitCode::kOk;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& task : answer->tasks()) {
    const std::string when =
        task.due_at_ms() != 0 ? MomentInWords(task.due_at_ms()) : InWords(task.due());
    rows.push_back({InWords(task.account()), task.key(), when,
                    task.owner().empty() ? "-" : task.owner(),
                    fmt::format("{}", fmt::join(task.reasons(), ", "))});
  }
  session.console.Table({"ACCOUNT", "TASK", "WHEN", "OWNER", "WHY HERE"}, rows);
  session.console.Say(fmt::format("{} of {} tasks", answer->tasks_size(), answer->total()));
  return ExitCode::kOk;
}

Result<ExitCode> Give(Session& session, const std::string& owner) {
  auto request = About<scenario::v1::AssignTaskRequest>(session);
  if (!request) return Failure(request.error());
  request->set_task(session.arguments.Text("TASK"));
  request->set_owner(owner);
  const auto answer = Send(session, &Stub::AssignTask, *request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer, request->task() + ": " + (owner.empty() ? "nobody's" : owner));
}

/// All open tasks of one person go to another.
Result<ExitCode> Substitute(Session& session) {
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  scenario::v1::ListTasksRequest list;
  list.set_legal_entity(session.arguments.Text("--entity"));
  list.set_owner(session.arguments.Text("--from"));
  list.set_with_postponed(true);
  list.set_limit(1'000);
  Stub stub(*channel);
  const auto tasks = Call(stub, &Stub::ListTasks, list, session.identity);
  if (!tasks) return Failure(tasks.error());
  for (const auto& task : tasks->tasks()) {
    scenario::v1::AssignTaskRequest request;
    *request.mutable_account() = task.account();
    request.set_task(task.key());
    request.set_owner(session.arguments.Text("--to"));
    const auto answer = Send(session, &Stub::AssignTask, request);
    if (!answer) return Failure(answer.error());
  }
  const int left = tasks->total() - tasks->tasks_size();
  session.console.Data(session.console.json()
                           ? fmt::format("{{\"given\":{},\"left\":{}}}", tasks->tasks_size(), left)
                           : fmt::format("{} tasks given", tasks->tasks_size()));
  if (left == 0) return ExitCode::kOk;
  session.console.Say(fmt::format("{} are left: repeat the same command", left));
  return ExitCode::kTemporary;
}

Result<ExitCode> CompleteTask(Session& session) {
  auto request = About<scenario::v1::CompleteTaskRequest>(session);
  if (!request) return Failure(request.error());
  request->set_task(session.arguments.Text("TASK"));
  const auto answer = Send(session, &Stub::CompleteTask, *request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer, request->task() + ": done");
}

Result<ExitCode> PostponeTask(Session& session) {
  auto request = About<scenario::v1::PostponeTaskRequest>(session);
  if (!request) return Failure(request.error());
  const auto until = DateIn(session, "--until");
  if (!until) return Failure(until.error());
  request->set_task(session.arguments.Text("TASK"));
  *request->mutable_until() = *until;
  request->set_reason(session.arguments.Text("--reason"));
  const auto answer = Send(session, &Stub::PostponeTask, *request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer, request->task() + ": again on " + InWords(*until));
}

Result<ExitCode> OpenDispute(Session& session) {
  auto request = About<scenario::v1::OpenDisputeRequest>(session);
  if (!request) return Failure(request.error());
  request->set_item(session.arguments.Text("ITEM"));
  request->set_reason(session.arguments.Text("--reason"));
  if (session.arguments.Has("--amount")) {
    const auto amount = MoneyFrom(session.arguments.Text("--amount"), "--amount");
    if (!amount) return Failure(amount.error());
    *request->mutable_amount() = *amount;
  }
  const auto answer = Send(session, &Stub::OpenDispute, *request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer, "dispute " + answer->dispute_id() + " on " + request->item());
}

Result<ExitCode> DecideDispute(Session& session, bool upheld) {
  auto request = About<scenario::v1::DecideDisputeRequest>(session);
  if (!request) return Failure(request.error());
  request->set_dispute_id(session.arguments.Text("DISPUTE"));
  request->set_upheld(upheld);
  if (upheld && session.arguments.Has("--amount")) {
    const auto amount = MoneyFrom(session.arguments.Text("--amount"), "--amount");
    if (!amount) return Failure(amount.error());
    *request->mutable_amount() = *amount;
  }
  const auto answer = Send(session, &Stub::DecideDispute, *request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer, request->dispute_id() + (upheld ? ": upheld" : ": rejected"));
}

Result<ExitCode> ProposePlan(Session& session) {
  auto request = About<scenario::v1::ProposePlanRequest>(session);
  if (!request) return Failure(request.error());
  for (const auto& item : session.arguments.Many("--item")) request->add_items(item);
  if (session.arguments.Has("--down")) {
    const auto down = TermFrom(session.arguments.Text("--down"), "--down");
    if (!down) return Failure(down.error());
    *request->mutable_down() = *down;
  }
  for (const auto& text : session.arguments.Many("--pay")) {
    auto term = TermFrom(text, "--pay");
    if (!term) return Failure(term.error());
    *request->add_instalments() = *std::move(term);
  }
  const auto answer = Send(session, &Stub::ProposePlan, *request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer, "plan " + answer->plan_id() + ": " + answer->state());
}

Result<ExitCode> BookCallback(Session& session) {
  auto request = About<scenario::v1::BookCallbackRequest>(session);
  if (!request) return Failure(request.error());
  const auto at = ParseInstant(session.arguments.Text("--at"));
  if (!at) return Invalid(at.error().message, "--at");
  request->set_at_ms(ToMillis(*at));
  const auto answer = Send(session, &Stub::BookCallback, *request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer,
              "callback " + answer->callback_id() + " at " + MomentInWords(request->at_ms()));
}

Result<ExitCode> AssignScenario(Session& session) {
  auto request = About<scenario::v1::AssignScenarioRequest>(session);
  if (!request) return Failure(request.error());
  request->set_scenario(session.arguments.Text("SCENARIO"));
  request->set_next_cycle(session.arguments.Has("--next-cycle"));
  const auto answer = Send(session, &Stub::AssignScenario, *request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer,
              InWords(request->account()) + " follows " + request->scenario() +
                  (request->next_cycle() ? " from its next cycle on" : ""));
}

const Parameter kAccount = {"ACCOUNT", "ENTITY/NUMBER", Kind::kText, "", true};
const Parameter kTask = {"TASK", "its key, as task list shows it", Kind::kText, "", true};
const Parameter kEntity = {"--entity", "legal entity", Kind::kText, "", true};
const Parameter kReason = {"--reason", "why; recorded with the act", Kind::kText, "", true};
const Parameter kAmount = {"--amount", "1200.00:EUR; else all of it"};

}  // namespace

std::vector<Command> TaskCommands() {
  return {
      {"task",
       "list",
       "What people have to do, the most urgent first, and why it stands there.",
       {"task list --entity FR01", "task list --entity FR01 --owner anna --postponed"},
       {kEntity,
        {"--owner", "only the tasks of one person"},
        {"--postponed", "those for later too", Kind::kFlag},
        {"--limit", "at most so many", Kind::kText, "50"}},
       ListTasks},
      {"task",
       "take",
       "Make a task your own.",
       {"task take FR01/D42 \"dispute DI-1\" --as anna:collector"},
       {kAccount, kTask},
       [](Session& session) { return Give(session, session.identity.actor); }},
      {"task",
       "give",
       "Make a task somebody's; without --to nobody's.",
       {"task give FR01/D42 \"dispute DI-1\" --to ben"},
       {kAccount, kTask, {"--to", "who does it"}},
       [](Session& session) { return Give(session, session.arguments.Text("--to")); }},
      {"task",
       "substitute",
       "Give all tasks of one person to another.",
       {"task substitute --entity FR01 --from anna --to ben"},
       {kEntity,
        {"--from", "who is away", Kind::kText, "", true},
        {"--to", "who does them", Kind::kText, "", true}},
       Substitute},
      {"task",
       "complete",
       "Say that a task is done.",
       {"task complete FR01/D42 \"find_contact level1\""},
       {kAccount, kTask},
       CompleteTask},
      {"task",
       "postpone",
       "Take a task off the list until a day.",
       {"task postpone FR01/D42 \"dispute DI-1\" --until 2026-10-20 --reason \"asked the depot\""},
       {kAccount, kTask, {"--until", "YYYY-MM-DD", Kind::kText, "", true}, kReason},
       PostponeTask}};
}

std::vector<Command> WorkCommands() {
  return {{"dispute",
           "open",
           "Record that a debtor disputes an item, or a part of it.",
           {"dispute open FR01/D42 F-1 --reason \"wrong price\" --amount 120.00:EUR"},
           {kAccount, {"ITEM", "an item", Kind::kText, "", true}, kReason, kAmount},
           OpenDispute},
          {"dispute",
           "uphold",
           "The debtor is right: a credit note will follow.",
           {"dispute uphold FR01/D42 DI-7f3a --amount 120.00:EUR"},
           {kAccount, {"DISPUTE", "its id", Kind::kText, "", true}, kAmount},
           [](Session& session) { return DecideDispute(session, true); }},
          {"dispute",
           "reject",
           "The item is owed as it stands.",
           {"dispute reject FR01/D42 DI-7f3a"},
           {kAccount, {"DISPUTE", "its id", Kind::kText, "", true}},
           [](Session& session) { return DecideDispute(session, false); }},
          {"plan",
           "propose",
           "Agree on instalments; nothing is asked for while they are kept.",
           {"plan propose FR01/D42 --pay 400.00:EUR@2026-11-15 --pay 400.00:EUR@2026-12-15"},
           {kAccount,
            {"--item", "what it pays; else all overdue", Kind::kMany},
            {"--down", "AMOUNT:CURRENCY@DATE, paid first"},
            {"--pay", "AMOUNT:CURRENCY@DATE, one each", Kind::kMany, "", true}},
           ProposePlan},
          {"callback",
           "book",
           "Promise to call back; one that passes undone is an alert.",
           {"callback book FR01/D42 --at 2026-10-15T14:00:00Z"},
           {kAccount, {"--at", "a moment, RFC 3339", Kind::kText, "", true}},
           BookCallback},
          {"case",
           "assign",
           "Let a case follow another scenario of the active configuration.",
           {"case assign FR01/D42 std-fr --next-cycle"},
           {kAccount,
            {"SCENARIO", "its name", Kind::kText, "", true},
            {"--next-cycle", "the running cycle goes on as it is", Kind::kFlag}},
           AssignScenario}};
}

}  // namespace relance::cli
