#include "libs/money/amount.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/nouns/scenario_call.h"

// What people do to a case: promises, holds, stops, approvals.
namespace relance::cli {
namespace {

using Stub = ScenarioStub;
using Kind = Parameter::Kind;

Result<ExitCode> AddPromise(Session& session) {
  scenario::v1::RecordPromiseRequest request;
  const auto account = AccountIn(session, "ACCOUNT");
  if (!account) return Failure(account.error());
  const auto currency = ParseCurrency(session.arguments.Text("CURRENCY"));
  if (!currency) return Invalid(currency.error().message, "CURRENCY");
  const auto amount = ParseAmountLenient(session.arguments.Text("AMOUNT"), *currency);
  if (!amount) return Invalid(amount.error().message, "AMOUNT");
  const auto by = DateIn(session, "--by");
  if (!by) return Failure(by.error());
  *request.mutable_account() = *account;
  request.mutable_amount()->set_currency(currency->code());
  request.mutable_amount()->set_minor_units(amount->minor);
  *request.mutable_by() = *by;
  for (const auto& item : session.arguments.Many("--item")) request.add_items(item);
  const auto answer = Send(session, &Stub::RecordPromise, request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer,
              "promise " + answer->promise_id() + ": " + answer->state() + ", held until " +
                  InWords(answer->held_until()));
}

/// "FR01 released: 4 of 4 partitions"
std::string SwitchInWords(const scenario::v1::SetStopSwitchRequest& request,
                          const scenario::v1::SetStopSwitchResponse& answer) {
  if (answer.waiting() > 0) {
    return request.legal_entity() + " stays stopped until another person says the same: " +
           std::to_string(answer.waiting()) + " of " + std::to_string(answer.partitions()) +
           " partitions wait";
  }
  return request.legal_entity() + (request.stopped() ? " stopped: " : " released: ") +
         std::to_string(answer.accepted()) + " of " + std::to_string(answer.partitions()) +
         " partitions";
}

Result<ExitCode> SetStop(Session& session, bool stopped) {
  scenario::v1::SetStopSwitchRequest request;
  request.set_legal_entity(session.arguments.Text("ENTITY"));
  if (session.arguments.Has("--channel")) {
    const auto channel = ChannelNamed(session.arguments.Text("--channel"), "--channel");
    if (!channel) return Failure(channel.error());
    request.set_channel(*channel);
  }
  request.set_stopped(stopped);
  request.set_reason(session.arguments.Text("--reason"));
  const auto answer = Send(session, &Stub::SetStopSwitch, request);
  if (!answer) return Failure(answer.error());
  Done(session, *answer, SwitchInWords(request, *answer));
  if (answer->accepted() + answer->waiting() == answer->partitions()) return ExitCode::kOk;
  session.console.Say("Some partitions have not answered yet: repeat the same command");
  return ExitCode::kTemporary;
}

Result<ExitCode> ListStops(Session& session) {
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  scenario::v1::ListStopsRequest request;
  request.set_legal_entity(session.arguments.Text("ENTITY"));
  const auto answer = Call(stub, &Stub::ListStops, request, session.identity);
  if (!answer) return Failure(answer.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*answer));
    return ExitCode::kOk;
  }
  if (answer->stops().empty()) {
    session.console.Data("nothing of " + request.legal_entity() + " is stopped");
    return ExitCode::kOk;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& stop : answer->stops()) {
    rows.push_back(
        {stop.channel() == common::v1::CHANNEL_UNSPECIFIED ? "everything" : InWords(stop.channel()),
         stop.reason(), stop.by(), MomentInWords(stop.since_ms()), stop.release_asked_by()});
  }
  session.console.Table({"STOPPED", "REASON", "BY", "SINCE", "RELEASE ASKED BY"}, rows);
  return ExitCode::kOk;
}

Result<ExitCode> PlaceHold(Session& session) {
  scenario::v1::PlaceHoldRequest request;
  const auto account = AccountIn(session, "ACCOUNT");
  if (!account) return Failure(account.error());
  const auto until = DateIn(session, "--until");
  if (!until) return Failure(until.error());
  *request.mutable_account() = *account;
  *request.mutable_until() = *until;
  request.set_scope(session.arguments.Text("--scope"));
  request.set_reason(session.arguments.Text("--reason"));
  const auto answer = Send(session, &Stub::PlaceHold, request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer,
              InWords(*account) + " " + request.scope() + " held until " + InWords(*until));
}

Result<ExitCode> ReleaseHold(Session& session) {
  scenario::v1::ReleaseHoldRequest request;
  const auto account = AccountIn(session, "ACCOUNT");
  if (!account) return Failure(account.error());
  *request.mutable_account() = *account;
  request.set_scope(session.arguments.Text("--scope"));
  request.set_reason(session.arguments.Text("--reason"));
  const auto answer = Send(session, &Stub::ReleaseHold, request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer, InWords(*account) + " " + request.scope() + " released");
}

Result<ExitCode> Approve(Session& session) {
  scenario::v1::ApproveNoticeRequest request;
  const auto account = AccountIn(session, "ACCOUNT");
  if (!account) return Failure(account.error());
  *request.mutable_account() = *account;
  request.set_subject(session.arguments.Text("SUBJECT"));
  const auto answer = Send(session, &Stub::ApproveNotice, request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer, InWords(*account) + " " + request.subject() + " approved");
}

Result<ExitCode> Waiting(Session& session) {
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  scenario::v1::ListApprovalsRequest request;
  request.set_legal_entity(session.arguments.Text("--entity"));
  const auto answer = Call(stub, &Stub::ListApprovals, request, session.identity);
  if (!answer) return Failure(answer.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*answer));
    return ExitCode::kOk;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& approval : answer->approvals()) {
    rows.push_back(
        {InWords(approval.account()), approval.subject(), MomentInWords(approval.asked_at_ms())});
  }
  session.console.Table({"ACCOUNT", "SUBJECT", "ASKED AT"}, rows);
  return ExitCode::kOk;
}

const Parameter kAccount = {"ACCOUNT", "ENTITY/NUMBER", Kind::kText, "", true};
const Parameter kReason = {"--reason", "why; recorded with the act", Kind::kText, "", true};
const Parameter kScope = {"--scope", "an item, a document, case or debtor", Kind::kText, "case"};

}  // namespace

std::vector<Command> PromiseCommands() {
  return {{"promise",
           "add",
           "Record that a debtor promised to pay.",
           {"promise add FR01/D42 1200.00 EUR --by 2026-10-15 --item F-1"},
           {kAccount,
            {"AMOUNT", "with a point, no separators", Kind::kText, "", true},
            {"CURRENCY", "ISO 4217", Kind::kText, "", true},
            {"--by", "YYYY-MM-DD", Kind::kText, "", true},
            {"--item", "what it is for; else all overdue", Kind::kMany}},
           AddPromise}};
}

std::vector<Command> StopCommands() {
  const Parameter entity = {"ENTITY", "legal entity", Kind::kText, "", true};
  const Parameter channel = {"--channel", "email, sms, letter, registered, eregistered"};
  return {
      {"stop",
       "on",
       "Nothing leaves for a legal entity any more.",
       {"stop on FR01 --reason \"wrong bank account printed\""},
       {entity, channel, kReason},
       [](Session& session) { return SetStop(session, true); }},
      {"stop",
       "off",
       "Messages may leave again, when two persons say so.",
       {"stop off FR01 --reason corrected --as anna:lead",
        "stop off FR01 --reason corrected --as bruno:lead"},
       {entity, channel, kReason},
       [](Session& session) { return SetStop(session, false); }},
      {"stop",
       "list",
       "What is stopped, since when, and who asked to release it.",
       {"stop list FR01"},
       {entity},
       ListStops},
      {"hold",
       "place",
       "Hold a case, a document or an item until a date.",
       {"hold place FR01/D42 --until 2026-10-15 --reason \"call agreed\""},
       {kAccount, kScope, {"--until", "YYYY-MM-DD", Kind::kText, "", true}, kReason},
       PlaceHold},
      {"hold",
       "release",
       "End a hold.",
       {"hold release FR01/D42 --reason \"call held\""},
       {kAccount, kScope, kReason},
       ReleaseHold},
      {"notice",
       "approve",
       "Approve a step that waits for a second person.",
       {"notice approve FR01/D42 formal_notice --as anna:lead"},
       {kAccount, {"SUBJECT", "a step, promise, plan or dispute", Kind::kText, "", true}},
       Approve},
      {"notice",
       "waiting",
       "What waits for approval.",
       {"notice waiting --entity FR01"},
       {{"--entity", "of one legal entity"}},
       Waiting},
  };
}

}  // namespace relance::cli
