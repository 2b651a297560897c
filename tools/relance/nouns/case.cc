#include "relance/scenario/v1/scenario.grpc.pb.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/nouns/words.h"
#include "tools/relance/rpc/call.h"

namespace relance::cli {
namespace {

using Stub = scenario::v1::ScenarioService::Stub;

void Print(Console& console, const scenario::v1::GetCaseResponse& found) {
  console.Data(InWords(found.account()) + "  level " + std::to_string(found.level()) + "  " +
               found.scenario() + " v" + std::to_string(found.scenario_version()) +
               "  next moment " + MomentInWords(found.next_moment_ms()));
  std::vector<std::vector<std::string>> rows;
  for (const auto& item : found.items()) {
    const std::string held =
        item.held() ? item.hold_reason() + " until " + InWords(item.held_until()) : "";
    rows.push_back({item.id(), InWords(item.due_date()), InWords(item.open()),
                    std::to_string(item.level()), item.last_step(), InWords(item.last_notice_on()),
                    held});
  }
  console.Table({"ITEM", "DUE", "OPEN", "LEVEL", "LAST STEP", "ON", "HELD"}, rows);
  for (const auto& promise : found.promises()) {
    console.Data("promise " + promise.id() + "  " + InWords(promise.amount()) + " by " +
                 InWords(promise.by()) + "  " + promise.state());
  }
  for (const auto& hold : found.holds()) {
    console.Data("hold " + hold.scope() + "  " + hold.reason() + "  until " +
                 InWords(hold.until()));
  }
  if (found.has_thanks()) {
    const auto& thanks = found.thanks();
    console.Data("thanks " + thanks.state() + "  " + thanks.words() +
                 (thanks.notice_id().empty() ? "" : "  notice " + thanks.notice_id()));
  }
  if (found.insolvent()) console.Data("insolvent: nothing leaves by itself");
  for (const auto& request : found.force_requests()) {
    console.Data("force " + request.id() + "  " + request.step() + "  asked for by " +
                 request.asked_by() + ": " + request.reason() + "  to confirm until " +
                 InWords(request.until()));
  }
  for (const auto& call : found.calls()) {
    console.Data("call " + MomentInWords(call.at_ms()) + "  " + call.outcome() + "  by " +
                 call.by() + (call.made().empty() ? "" : "  " + call.made()) +
                 (call.note().empty() ? "" : "  " + call.note()));
  }
}

Result<ExitCode> Show(Session& session) {
  scenario::v1::GetCaseRequest request;
  const auto account = AccountIn(session, "ACCOUNT");
  if (!account) return Failure(account.error());
  *request.mutable_account() = *account;
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto found = Call(stub, &Stub::GetCase, request, session.identity);
  if (!found) return Failure(found.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*found));
  } else {
    Print(session.console, *found);
  }
  return ExitCode::kOk;
}

Result<ExitCode> Explain(Session& session) {
  scenario::v1::ExplainCaseRequest request;
  const auto account = AccountIn(session, "ACCOUNT");
  if (!account) return Failure(account.error());
  *request.mutable_account() = *account;
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto answer = Call(stub, &Stub::ExplainCase, request, session.identity);
  if (!answer) return Failure(answer.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*answer));
    return ExitCode::kOk;
  }
  session.console.Data(answer->summary());
  std::vector<std::vector<std::string>> rows;
  for (const auto& item : answer->items()) {
    rows.push_back({item.item(), InWords(item.open()), item.next_step(),
                    MomentInWords(item.next_at_ms()), item.words()});
  }
  if (!rows.empty()) session.console.Table({"ITEM", "OPEN", "NEXT", "AT", "WHY"}, rows);
  return ExitCode::kOk;
}

const Parameter kAccount = {"ACCOUNT", "ENTITY/NUMBER", Parameter::Kind::kText, "", true};

}  // namespace

std::vector<Command> CaseCommands() {
  return {
      {"case",
       "show",
       "Level, items, promises, holds, requests, calls and thanks of a case.",
       {"case show FR01/D42"},
       {kAccount},
       Show},
      {"case",
       "explain",
       "Why nothing is sent now, and what comes next.",
       {"case explain FR01/D42"},
       {kAccount},
       Explain},
  };
}

}  // namespace relance::cli
