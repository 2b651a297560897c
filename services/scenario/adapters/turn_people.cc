#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "services/scenario/adapters/turn.h"
#include "services/scenario/domain/profile.h"

// Steps out of order, telephone calls, profiles.

namespace relance::scenario {
namespace {

constexpr size_t kLongestNote = 2'000;

/// The words of one enumeration: "reached, no_answer, promised".
template <class Words>
std::string ListOf(const Words& words) {
  std::vector<std::string_view> list;
  for (const auto word : words) list.push_back(Word(word));
  return fmt::format("{}", fmt::join(list, ", "));
}

}  // namespace

std::optional<Right> RightOf(const v1::ScenarioInput& input) {
  switch (input.kind_case()) {
    case v1::ScenarioInput::kRecordPromise:
    case v1::ScenarioInput::kAnnouncePayment:
    case v1::ScenarioInput::kOpenDispute:
    case v1::ScenarioInput::kProposePlan:
      return Right::kSay;
    case v1::ScenarioInput::kApproveNotice:
    case v1::ScenarioInput::kOpenInsolvency:
    case v1::ScenarioInput::kActivateConfiguration:
    case v1::ScenarioInput::kMoveCases:
      return Right::kDecide;
    case v1::ScenarioInput::kSetStopSwitch:
      return input.set_stop_switch().stopped() ? Right::kWork : Right::kDecide;
    case v1::ScenarioInput::kForceStep:
    case v1::ScenarioInput::kConfirmForce:
    case v1::ScenarioInput::kRefuseForce:
      return Right::kForce;
    case v1::ScenarioInput::kPlaceHold:
    case v1::ScenarioInput::kReleaseHold:
    case v1::ScenarioInput::kDecideDispute:
    case v1::ScenarioInput::kAssignScenario:
    case v1::ScenarioInput::kBookCallback:
    case v1::ScenarioInput::kCompleteTask:
    case v1::ScenarioInput::kAssignTask:
    case v1::ScenarioInput::kPostponeTask:
    case v1::ScenarioInput::kRecordCall:
    case v1::ScenarioInput::kSetProfile:
      return Right::kWork;
    case v1::ScenarioInput::kAskClearance:
    case v1::ScenarioInput::KIND_NOT_SET:
      break;
  }
  return std::nullopt;
}

journal::Decision Turn::AskToForce(const v1::ForceStep& command, const journal::Identity& by) {
  const AccountId account = FromProto(command.account());
  if (command.reason().empty()) return Refuse("missing", "reason", "why is it forced?");
  if (command.reason().size() > kLongestNote) {
    return Refuse("too_long", "reason", fmt::format("at most {} bytes", kLongestNote));
  }
  const AskForce input{command.request_id(), command.step(), command.item(), by.actor,
                       command.reason()};
  if (const auto refusal = Apply(account, input)) {
    switch (refusal->reason) {
      case RefusalReason::kStep:
        return Refuse("unknown", "step", "the scenario of this case has no such step");
      case RefusalReason::kItem:
        return Refuse("unknown", "item", "nothing open has this name");
      default:
        return Refuse(std::string(Word(refusal->reason)), "step", "it waits for a second person");
    }
  }
  v1::ForceStepReply reply;
  const auto& requests = CaseOf(account).force_requests;
  if (const auto asked = requests.find(command.request_id()); asked != requests.end()) {
    *reply.mutable_until() = ToProto(asked->second.until);
  }
  return Take(reply.SerializeAsString());
}

journal::Decision Turn::ConfirmForced(const v1::ConfirmForce& command,
                                      const journal::Identity& by) {
  const AccountId account = FromProto(command.account());
  if (const auto refusal = Apply(account, ConfirmForce{command.request_id(), by.actor})) {
    switch (refusal->reason) {
      case RefusalReason::kNothing:
        return Refuse("unknown", "request_id", "no such request waits");
      case RefusalReason::kSecondPerson:
        return Refuse("second_person", "request_id",
                      "another person than " + by.actor + ", who asked for it, confirms");
      default:
        return Refuse(std::string(Word(refusal->reason)), "request_id", "it came too late");
    }
  }
  return Take(v1::ConfirmForceReply().SerializeAsString());
}

journal::Decision Turn::RefuseForced(const v1::RefuseForce& command, const journal::Identity& by) {
  const AccountId account = FromProto(command.account());
  const RefuseForce input{command.request_id(), by.actor, command.reason()};
  if (Apply(account, input)) return Refuse("unknown", "request_id", "no such request waits");
  return Take(v1::RefuseForceReply().SerializeAsString());
}

/// Takes over what was agreed; a refusal when that asks for nothing possible.
std::optional<journal::Decision> Turn::Agree(const v1::RecordCall& command,
                                             scenario::RecordCall& input) {
  const auto take = [&](auto asked) -> std::optional<journal::Decision> {
    if (!asked) return asked.error();
    input.agreed = *std::move(asked);
    return std::nullopt;
  };
  switch (command.agreed_case()) {
    case v1::RecordCall::kPromise:
      return take(PromiseIn(command.promise()));
    case v1::RecordCall::kDispute:
      return take(DisputeIn(command.dispute()));
    case v1::RecordCall::kAnnounced:
      return take(PaymentIn(command.announced()));
    case v1::RecordCall::kCallback:
      input.agreed = scenario::BookCallback{command.callback().callback_id(),
                                            FromMillis(command.callback().at_ms())};
      return std::nullopt;
    case v1::RecordCall::AGREED_NOT_SET:
      break;
  }
  return std::nullopt;
}

std::optional<journal::Decision> Turn::RefuseUnknown(const AccountId& account) {
  if (documents_.Find<CaseDocument>(CaseKey(account)) != nullptr) return std::nullopt;
  return Refuse("unknown", "account", "no case of " + ToString(account) + " is known");
}

journal::Decision Turn::Called(const v1::RecordCall& command, const journal::Identity& by) {
  const AccountId account = FromProto(command.account());
  if (auto unknown = RefuseUnknown(account)) return *std::move(unknown);
  const auto outcome = CallOutcomeOf(command.outcome());
  if (!outcome) return Refuse("unknown", "outcome", ListOf(kCallOutcomes));
  if (command.note().size() > kLongestNote) {
    return Refuse("too_long", "note", fmt::format("at most {} bytes", kLongestNote));
  }
  scenario::RecordCall input;
  input.id = command.call_id();
  input.task = command.task();
  input.outcome = *outcome;
  input.done = command.done();
  input.contact = command.contact_id();
  input.note = command.note();
  input.by = by.actor;
  if (const auto refused = Agree(command, input)) return *refused;
  if (const auto refusal = Apply(account, input)) {
    switch (refusal->reason) {
      case RefusalReason::kNothing:
        return Refuse("unknown", "task", "no such open call");
      case RefusalReason::kOutcome:
        return Refuse("mismatch", "outcome", "what was agreed does not fit it");
      case RefusalReason::kItem:
        return Refuse("unknown", "agreed", "nothing open has this name");
      default:
        return Refuse(std::string(Word(refusal->reason)), "agreed");
    }
  }
  if (command.has_promise()) NoteAuthor(account, command.promise().promise_id(), by);
  if (command.has_dispute()) NoteAuthor(account, command.dispute().dispute_id(), by);
  v1::RecordCallReply reply;
  for (const RecordedCall& call : CaseOf(account).calls) {
    if (call.id == input.id) *reply.mutable_ended_tasks() = {call.ended.begin(), call.ended.end()};
  }
  return Take(reply.SerializeAsString());
}

journal::Decision Turn::Insolvent(const v1::OpenInsolvency& command) {
  const AccountId account = FromProto(command.account());
  if (auto unknown = RefuseUnknown(account)) return *std::move(unknown);
  const auto published = FromProto(command.published_on());
  if (!published) return Refuse("no_date", "published_on", "the date does not exist");
  if (*published > ContextOf(account, CaseOf(account)).Today(now_)) {
    return Refuse("future", "published_on", "it is not published yet");
  }
  DeclareInsolvent(account, *published);
  return Take(v1::OpenInsolvencyReply().SerializeAsString());
}

/// The running case goes over to the scenario of a profile; nothing without a running case.
void Turn::MoveNow(const AccountId& account, std::optional<PayerProfile> profile) {
  const Case& c = CaseOf(account);
  const auto* rules = rulebook_.Entity(partition_state_.configuration, account.entity);
  if (!c.running || rules == nullptr) return;
  const DebtorDocument* debtor = DebtorOf(account);
  const std::string method = debtor != nullptr ? debtor->payment_method : "";
  if (!profile) {
    profile = FindProfile(EvidenceOf(c, method, ContextOf(account, c).Today(now_))).profile;
  }
  const Scenario* scenario =
      rulebook_.FindScenario(partition_state_.configuration, rules->ScenarioFor(*profile));
  if (scenario == nullptr) return;
  (void)Apply(account, scenario::AssignScenario{{scenario->name, scenario->version}, false});
}

journal::Decision Turn::SetTo(const v1::SetProfile& command, const journal::Identity& by) {
  const AccountId account = FromProto(command.account());
  if (auto unknown = RefuseUnknown(account)) return *std::move(unknown);
  const auto profile = PayerProfileOf(command.profile());
  if (!profile && !command.profile().empty()) {
    return Refuse("unknown", "profile", ListOf(kPayerProfiles));
  }
  if (command.reason().empty()) return Refuse("missing", "reason", "why is it set?");
  if (command.reason().size() > kLongestNote) {
    return Refuse("too_long", "reason", fmt::format("at most {} bytes", kLongestNote));
  }
  if (command.move_now()) MoveNow(account, profile);
  return Simple(account, scenario::SetProfile{profile, by.actor, command.reason()},
                v1::SetProfileReply().SerializeAsString());
}

}  // namespace relance::scenario
