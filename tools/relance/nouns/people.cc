#include <fmt/format.h>
#include <fmt/ranges.h>

#include "libs/base/instant.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/nouns/scenario_call.h"

// Steps out of order, telephone calls, profiles of payers.
namespace relance::cli {
namespace {

using Stub = ScenarioStub;
using Kind = Parameter::Kind;

Result<ExitCode> Force(Session& session) {
  auto request = About<scenario::v1::ForceStepRequest>(session);
  if (!request) return Failure(request.error());
  request->set_item(session.arguments.Text("ITEM"));
  request->set_step(session.arguments.Text("STEP"));
  request->set_reason(session.arguments.Text("--reason"));
  const auto answer = Send(session, &Stub::ForceStep, *request);
  if (!answer) return Failure(answer.error());
  session.console.Say("Another person confirms it: relance step confirm " +
                      InWords(request->account()) + " " + answer->request_id());
  return Done(
      session, *answer,
      answer->request_id() + " waits for a second person until " + InWords(answer->until()));
}

Result<ExitCode> Confirm(Session& session) {
  auto request = About<scenario::v1::ConfirmForceRequest>(session);
  if (!request) return Failure(request.error());
  request->set_request_id(session.arguments.Text("REQUEST"));
  const auto answer = Send(session, &Stub::ConfirmForce, *request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer, request->request_id() + ": confirmed");
}

Result<ExitCode> Refuse(Session& session) {
  auto request = About<scenario::v1::RefuseForceRequest>(session);
  if (!request) return Failure(request.error());
  request->set_request_id(session.arguments.Text("REQUEST"));
  request->set_reason(session.arguments.Text("--reason"));
  const auto answer = Send(session, &Stub::RefuseForce, *request);
  if (!answer) return Failure(answer.error());
  return Done(session, *answer, request->request_id() + ": refused");
}

/// What was agreed on the telephone, from the parameters of its kind.
Result<void> FillAgreed(const Session& session, scenario::v1::RecordCallRequest& request) {
  const Arguments& arguments = session.arguments;
  if (arguments.Has("--promise")) {
    const auto promise = MoneyOnFrom(arguments.Text("--promise"), "--promise");
    if (!promise) return Failure(promise.error());
    *request.mutable_promise()->mutable_amount() = promise->first;
    *request.mutable_promise()->mutable_by() = promise->second;
    for (const auto& item : arguments.Many("--item")) request.mutable_promise()->add_items(item);
  } else if (arguments.Has("--dispute")) {
    request.mutable_dispute()->set_item(arguments.Text("--dispute"));
    request.mutable_dispute()->set_reason(arguments.Text("--reason"));
    if (!arguments.Has("--reason")) return Invalid("is needed with --dispute", "--reason");
    if (arguments.Has("--amount")) {
      const auto amount = MoneyFrom(arguments.Text("--amount"), "--amount");
      if (!amount) return Failure(amount.error());
      *request.mutable_dispute()->mutable_amount() = *amount;
    }
  } else if (arguments.Has("--callback")) {
    const auto at = ParseInstant(arguments.Text("--callback"));
    if (!at) return Invalid(at.error().message, "--callback");
    request.mutable_callback()->set_at_ms(ToMillis(*at));
  } else if (arguments.Has("--announced")) {
    request.mutable_payment()->set_item(arguments.Text("--announced"));
    request.mutable_payment()->set_mode(arguments.Text("--mode"));
  }
  return {};
}

Result<ExitCode> RecordCall(Session& session) {
  auto request = About<scenario::v1::RecordCallRequest>(session);
  if (!request) return Failure(request.error());
  request->set_outcome(session.arguments.Text("OUTCOME"));
  request->set_task(session.arguments.Text("--task"));
  request->set_done(session.arguments.Has("--done"));
  request->set_contact_id(session.arguments.Text("--contact"));
  request->set_note(session.arguments.Text("--note"));
  if (const auto filled = FillAgreed(session, *request); !filled) return Failure(filled.error());
  const auto answer = Send(session, &Stub::RecordCall, *request);
  if (!answer) return Failure(answer.error());
  std::string words = answer->call_id() + ": " + request->outcome();
  if (!answer->made_id().empty()) words += ", " + answer->made_id();
  words += answer->ended_tasks().empty()
               ? "; no task is done with it"
               : fmt::format("; done: {}", fmt::join(answer->ended_tasks(), ", "));
  return Done(session, *answer, words);
}

std::string LateInWords(const scenario::v1::ProfileEvidence& e) {
  if (e.settled() + e.overdue() == 0) return "nothing was paid, nothing is overdue";
  return fmt::format("{} paid, {} overdue; days late {} (half: {} to {}), reminders {}",
                     e.settled(), e.overdue(), e.days_late_median(), e.days_late_low(),
                     e.days_late_high(), e.reminders());
}

void Print(Console& console, const scenario::v1::GetProfileResponse& found) {
  console.Data(InWords(found.account()) + "  " + found.profile() +
               (found.has_set()
                    ? "  set by " + found.set().by() + " at " + MomentInWords(found.set().at_ms()) +
                          ": " + found.set().reason()
                    : ""));
  console.Data("computed: " + found.computed() + ": " + found.reason());
  console.Data("next cycle: " + found.scenario() +
               (found.running_scenario().empty() ? "" : "; now: " + found.running_scenario()));
  const auto& e = found.evidence();
  console.Data("twelve months: " + LateInWords(e));
  console.Data(fmt::format(
      "promises: {} kept, {} in part, {} broken; disputes: {}, {} rejected, {} "
      "upheld; payments rejected: {}; plans: {} active, {} broken{}{}",
      e.promises_kept(), e.promises_partly_kept(), e.promises_broken(), e.disputes(),
      e.disputes_rejected(), e.disputes_upheld(), e.payments_rejected(), e.plans_active(),
      e.plans_broken(), e.payment_method().empty() ? "" : "; pays by " + e.payment_method(),
      e.insolvent() ? "; insolvent" : ""));
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : e.records()) {
    const bool paid = one.kind() == "paid" || one.kind() == "overdue";
    rows.push_back({one.outcome().empty() ? one.kind() : one.kind() + " " + one.outcome(),
                    one.subject(), one.cause(), InWords(one.on()),
                    paid ? std::to_string(one.days_late()) : "",
                    paid ? std::to_string(one.reminders()) : ""});
  }
  if (!rows.empty()) {
    console.Table({"WHAT", "SUBJECT", "CAUSE", "ON", "DAYS LATE", "REMINDERS"}, rows);
  }
}

Result<ExitCode> ShowProfile(Session& session) {
  const auto request = About<scenario::v1::GetProfileRequest>(session);
  if (!request) return Failure(request.error());
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto found = Call(stub, &Stub::GetProfile, *request, session.identity);
  if (!found) return Failure(found.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*found));
  } else {
    Print(session.console, *found);
  }
  return ExitCode::kOk;
}

Result<ExitCode> SetProfile(Session& session) {
  auto request = About<scenario::v1::SetProfileRequest>(session);
  if (!request) return Failure(request.error());
  const std::string profile = session.arguments.Text("PROFILE");
  if (profile != "computed") request->set_profile(profile);
  request->set_reason(session.arguments.Text("--reason"));
  request->set_move_now(session.arguments.Has("--now"));
  const auto answer = Send(session, &Stub::SetProfile, *request);
  if (!answer) return Failure(answer.error());
  session.console.Say("See: relance profile show " + InWords(request->account()));
  return Done(session, *answer,
              InWords(request->account()) + ": " + profile +
                  (request->move_now() ? ", from now on" : ", from its next cycle on"));
}

Result<ExitCode> OpenInsolvency(Session& session) {
  auto request = About<scenario::v1::OpenInsolvencyRequest>(session);
  if (!request) return Failure(request.error());
  const auto published = DateIn(session, "--published");
  if (!published) return Failure(published.error());
  *request->mutable_published_on() = *published;
  const auto answer = Send(session, &Stub::OpenInsolvency, *request);
  if (!answer) return Failure(answer.error());
  session.console.Say("His accounts with other legal entities are told on their own");
  return Done(session, *answer,
              InWords(request->account()) + ": nothing leaves by itself any more");
}

const Parameter kAccount = {"ACCOUNT", "ENTITY/NUMBER", Kind::kText, "", true};
const Parameter kRequest = {"REQUEST", "its id, as case show lists it", Kind::kText, "", true};
const Parameter kReason = {"--reason", "why; recorded with the act", Kind::kText, "", true};

Command RecordCallCommand() {
  return {"call",
          "record",
          "Say what came of a telephone call, and what was agreed.",
          {"call record FR01/D42 reached --note \"accounts payable looks into it\"",
           "call record FR01/D42 promised --promise 1200.00:EUR@2026-10-15",
           "call record FR01/D42 no_answer"},
          {kAccount,
           {"OUTCOME",
            "reached, refused, promised, disputed, callback, announced; no_answer, message_left, "
            "wrong_number",
            Kind::kText, "", true},
           {"--task", "the call or callback, by its key; else every call that waits"},
           {"--done", "nobody answered, and nobody calls again", Kind::kFlag},
           {"--promise", "AMOUNT:CURRENCY@DATE"},
           {"--item", "what the promise is for; else all overdue", Kind::kMany},
           {"--dispute", "the item that is disputed"},
           {"--reason", "why it is disputed"},
           {"--amount", "1200.00:EUR of it; else all of it"},
           {"--callback", "when to call again, RFC 3339"},
           {"--announced", "the item or document that is paid"},
           {"--mode", "transfer, debit or card", Kind::kText, "transfer"},
           {"--contact", "id of the contact that was called"},
           {"--note", "what was said"}},
          RecordCall};
}

}  // namespace

std::vector<Command> PeopleCommands() {
  return {{"step",
           "force",
           "Ask for a step out of order; another person confirms it.",
           {"step force FR01/D42 F-1 formal_notice --reason \"the debtor moves abroad\""},
           {kAccount,
            {"ITEM", "an item or a document", Kind::kText, "", true},
            {"STEP", "of the scenario of the case", Kind::kText, "", true},
            kReason},
           Force},
          {"step",
           "confirm",
           "Confirm a step out of order that another person asked for: it leaves.",
           {"step confirm FR01/D42 FO-7f3a --as bruno:lead"},
           {kAccount, kRequest},
           Confirm},
          {"step",
           "refuse",
           "Refuse a step out of order, or take back what you asked for.",
           {"step refuse FR01/D42 FO-7f3a --reason \"he pays on Friday\""},
           {kAccount, kRequest, kReason},
           Refuse},
          RecordCallCommand(),
          {"case",
           "insolvent",
           "Insolvency proceedings were opened: agreements end, messages end, a claim is due.",
           {"case insolvent FR01/D42 --published 2026-10-01 --as anna:legal"},
           {kAccount, {"--published", "YYYY-MM-DD", Kind::kText, "", true}},
           OpenInsolvency},
          {"profile",
           "show",
           "How a debtor pays, and the documents that say so.",
           {"profile show FR01/D42"},
           {kAccount},
           ShowProfile},
          {"profile",
           "set",
           "Say what payer a debtor is, instead of what is computed.",
           {"profile set FR01/D42 strained --reason \"lost its main customer\"",
            "profile set FR01/D42 computed --reason recovered --now"},
           {kAccount,
            {"PROFILE",
             "standard, good, negligent, bad, strained, administrative, dispute-prone, automatic; "
             "computed takes the word back",
             Kind::kText, "", true},
            kReason,
            {"--now", "the running case goes over to its scenario", Kind::kFlag}},
           SetProfile}};
}

}  // namespace relance::cli
