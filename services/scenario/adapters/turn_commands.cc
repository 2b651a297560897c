#include <fmt/format.h>

#include <algorithm>

#include "services/scenario/adapters/scenario_journal.h"
#include "services/scenario/adapters/turn.h"

// Commands of people and of the other services.

namespace relance::scenario {
namespace {

constexpr Millis kConfigurationWait{2'000};

template <class Command>
std::optional<AccountId> AccountIn(const Command& command) {
  return FromProto(command.account());
}

}  // namespace

bool InScope(const journal::Identity& by, const std::string& entity) {
  return std::any_of(by.entities.begin(), by.entities.end(),
                     [&](const std::string& e) { return e == "*" || e == entity; });
}

std::optional<AccountId> AccountOfCommand(const v1::ScenarioInput& input) {
  switch (input.kind_case()) {
    case v1::ScenarioInput::kRecordPromise:
      return AccountIn(input.record_promise());
    case v1::ScenarioInput::kApproveNotice:
      return AccountIn(input.approve_notice());
    case v1::ScenarioInput::kPlaceHold:
      return AccountIn(input.place_hold());
    case v1::ScenarioInput::kReleaseHold:
      return AccountIn(input.release_hold());
    case v1::ScenarioInput::kAnnouncePayment:
      return AccountIn(input.announce_payment());
    case v1::ScenarioInput::kOpenDispute:
      return AccountIn(input.open_dispute());
    case v1::ScenarioInput::kDecideDispute:
      return AccountIn(input.decide_dispute());
    case v1::ScenarioInput::kProposePlan:
      return AccountIn(input.propose_plan());
    case v1::ScenarioInput::kAssignScenario:
      return AccountIn(input.assign_scenario());
    case v1::ScenarioInput::kBookCallback:
      return AccountIn(input.book_callback());
    case v1::ScenarioInput::kCompleteTask:
      return AccountIn(input.complete_task());
    case v1::ScenarioInput::kAssignTask:
      return AccountIn(input.assign_task());
    case v1::ScenarioInput::kPostponeTask:
      return AccountIn(input.postpone_task());
    case v1::ScenarioInput::kForceStep:
      return AccountIn(input.force_step());
    case v1::ScenarioInput::kConfirmForce:
      return AccountIn(input.confirm_force());
    case v1::ScenarioInput::kRefuseForce:
      return AccountIn(input.refuse_force());
    case v1::ScenarioInput::kRecordCall:
      return AccountIn(input.record_call());
    case v1::ScenarioInput::kSetProfile:
      return AccountIn(input.set_profile());
    case v1::ScenarioInput::kOpenInsolvency:
      return AccountIn(input.open_insolvency());
    default:
      return std::nullopt;
  }
}

journal::Decision Turn::DecideCommand(const journal::CommandInput& command) {
  v1::ScenarioInput in;
  if (!in.ParseFromString(command.content)) return Refuse("unreadable", "content");
  const auto account = AccountOfCommand(in);
  if (account && !InScope(command.by, account->entity)) {
    return Refuse("out_of_scope", "account", "this identity does not act for the entity");
  }
  if (const auto right = RightOf(in); right && !scenario::MayAct(*right, command.by.role)) {
    return Refuse("role", "relance-role", std::string(WhoMay(*right)));
  }
  switch (in.kind_case()) {
    case v1::ScenarioInput::kRecordPromise:
      return Promise(in.record_promise(), command.by);
    case v1::ScenarioInput::kAskClearance:
      return AskFor(in.ask_clearance());
    case v1::ScenarioInput::kSetStopSwitch:
      return Switch(in.set_stop_switch(), command.by);
    case v1::ScenarioInput::kActivateConfiguration:
      return Activate(in.activate_configuration(), command.by);
    case v1::ScenarioInput::kPlaceHold:
      return Place(in.place_hold(), command.by);
    case v1::ScenarioInput::kReleaseHold:
      return Release(in.release_hold(), command.by);
    case v1::ScenarioInput::kApproveNotice:
      return Allow(in.approve_notice(), command.by);
    case v1::ScenarioInput::kAnnouncePayment:
      return Announce(in.announce_payment());
    case v1::ScenarioInput::kOpenDispute:
      return Dispute(in.open_dispute(), command.by);
    case v1::ScenarioInput::kDecideDispute:
      return Decide(in.decide_dispute());
    case v1::ScenarioInput::kProposePlan:
      return Propose(in.propose_plan(), command.by);
    case v1::ScenarioInput::kAssignScenario:
      return Assign(in.assign_scenario());
    case v1::ScenarioInput::kBookCallback:
      return Book(in.book_callback());
    case v1::ScenarioInput::kCompleteTask:
      return Complete(in.complete_task());
    case v1::ScenarioInput::kAssignTask:
      return Assign(in.assign_task(), command.by);
    case v1::ScenarioInput::kPostponeTask:
      return Postpone(in.postpone_task(), command.by);
    case v1::ScenarioInput::kForceStep:
      return AskToForce(in.force_step(), command.by);
    case v1::ScenarioInput::kConfirmForce:
      return ConfirmForced(in.confirm_force(), command.by);
    case v1::ScenarioInput::kRefuseForce:
      return RefuseForced(in.refuse_force(), command.by);
    case v1::ScenarioInput::kRecordCall:
      return Called(in.record_call(), command.by);
    case v1::ScenarioInput::kSetProfile:
      return SetTo(in.set_profile(), command.by);
    case v1::ScenarioInput::kOpenInsolvency:
      return Insolvent(in.open_insolvency());
    case v1::ScenarioInput::kMoveCases:
      return Move(in.move_cases(), command.by);
    case v1::ScenarioInput::KIND_NOT_SET:
      break;
  }
  return Refuse("unknown_command", "content");
}

journal::Decision Turn::Simple(const AccountId& account, const CaseInput& input,
                               const std::string& reply) {
  if (const auto refusal = Apply(account, input)) {
    return Refuse(std::string(Word(refusal->reason)));
  }
  return Take(reply);
}

std::vector<std::string> Turn::Overdue(const Case& c, Currency currency, Date today) const {
  std::vector<std::string> overdue;
  for (const auto& [id, item] : c.items) {
    if (item.currency == currency && item.IsOverdue(today)) overdue.push_back(id);
  }
  if (!overdue.empty()) return overdue;
  for (const auto& [id, item] : c.items) {
    if (item.currency == currency) overdue.push_back(id);
  }
  return overdue;
}

Turn::Asked<scenario::MakePromise> Turn::PromiseIn(const v1::RecordPromise& command) {
  const AccountId account = FromProto(command.account());
  const auto no = [](auto... why) { return tl::unexpected(Refuse(why...)); };
  const auto currency = ParseCurrency(command.amount().currency());
  if (!currency) return no("unknown", "amount.currency", currency.error().message);
  if (command.amount().minor_units() <= 0) return no("not_positive", "amount");
  const auto by = FromProto(command.by());
  if (!by) return no("no_date", "by", "the date does not exist");
  const Case& c = CaseOf(account);
  MakePromise input{command.promise_id(), {*currency, command.amount().minor_units()}, *by, {}};
  input.references.assign(command.items().begin(), command.items().end());
  if (input.references.empty()) {
    input.references = Overdue(c, *currency, ContextOf(account, c).Today(now_));
  }
  if (input.references.empty()) return no("nothing", "items", "nothing is open");
  return input;
}

journal::Decision Turn::Promise(const v1::RecordPromise& command, const journal::Identity& by) {
  const AccountId account = FromProto(command.account());
  const auto input = PromiseIn(command);
  if (!input) return input.error();
  if (const auto refusal = Apply(account, *input)) {
    return Refuse(std::string(Word(refusal->reason)), "by");
  }
  NoteAuthor(account, command.promise_id(), by);
  const Case& c = CaseOf(account);
  v1::RecordPromiseReply reply;
  if (const auto made = c.promises.find(command.promise_id()); made != c.promises.end()) {
    reply.set_state(std::string(Word(made->second.state)));
    if (made->second.state == PromiseState::kOpen) {
      *reply.mutable_held_until() = ToProto(made->second.until);
    }
  }
  return Take(reply.SerializeAsString());
}

/// Empty: nobody is known to have asked for it.
std::string Turn::AuthorOf(const AccountId& account, const std::string& subject) {
  const auto* work = documents_.Find<WorkDocument>(WorkKey(account));
  return work != nullptr ? scenario::AuthorOf(work->arrangements, subject) : "";
}

/// Remembered for the person who approves, if somebody has to: the first who asked stays.
void Turn::NoteAuthor(const AccountId& account, const std::string& subject,
                      const journal::Identity& by) {
  const std::string task = ApprovalKey(subject);
  if (!CaseOf(account).tasks.contains(task)) return;
  if (!AuthorOf(account, subject).empty()) return;
  v1::ScenarioFact fact;
  fact.mutable_task_authored()->set_task(task);
  fact.mutable_task_authored()->set_by(by.actor);
  Record(WorkKey(account), fact);
}

/// Nobody approves what he asked for himself.
journal::Decision Turn::Allow(const v1::ApproveNotice& command, const journal::Identity& by) {
  const AccountId account = FromProto(command.account());
  if (AuthorOf(account, command.subject()) == by.actor) {
    return Refuse("second_person", "subject",
                  "another person than " + by.actor + ", who asked for it, approves");
  }
  return Simple(account, Approve{command.subject(), by.actor},
                v1::ApproveNoticeReply().SerializeAsString());
}

journal::Decision Turn::AskFor(const v1::AskClearance& command) {
  if (command.notice_ids_size() != command.accounts_size()) {
    return Refuse("mismatch", "accounts", "one account for each notice");
  }
  v1::ScenarioFact fact;
  fact.mutable_asks_recorded()->set_ask_id(command.ask_id());
  *fact.mutable_asks_recorded()->mutable_notice_ids() = command.notice_ids();
  *fact.mutable_asks_recorded()->mutable_accounts() = command.accounts();
  *fact.mutable_asks_recorded()->mutable_charges() = command.charges();
  Record(kPartitionKey, fact);
  return Take(v1::AskClearanceReply().SerializeAsString());
}

journal::Decision Turn::Switch(const v1::SetStopSwitch& command, const journal::Identity& by) {
  if (!InScope(by, command.legal_entity())) return Refuse("out_of_scope", "legal_entity");
  if (rulebook_.Entity(partition_state_.configuration, command.legal_entity()) == nullptr) {
    return Refuse("unknown", "legal_entity");
  }
  v1::SetStopSwitchReply reply;
  if (!command.stopped()) {
    const StopRelease release = LetLeave(command, by);
    reply.set_waits(release == StopRelease::kAsked || release == StopRelease::kWaits);
    if (release != StopRelease::kReleased) return Take(reply.SerializeAsString());
  }
  v1::ScenarioFact fact;
  auto* switched = fact.mutable_stop_switched();
  switched->set_legal_entity(command.legal_entity());
  switched->set_channel(command.channel());
  switched->set_stopped(command.stopped());
  switched->set_reason(command.reason());
  switched->set_by(by.actor);
  Record(kPartitionKey, fact);
  Replan(command.legal_entity());
  return Take(reply.SerializeAsString());
}

/// The first who says that messages may leave again is remembered; another person has to agree.
StopRelease Turn::LetLeave(const v1::SetStopSwitch& command, const journal::Identity& by) {
  const auto name = StopName(command.legal_entity(), FromProto(command.channel()));
  const auto stop = partition_state_.stops.find(name);
  const StopRelease release =
      ReleaseOf(stop != partition_state_.stops.end() ? &stop->second : nullptr, by.actor);
  if (release == StopRelease::kAsked) {
    v1::ScenarioFact fact;
    auto* asked = fact.mutable_stop_release_asked();
    asked->set_legal_entity(command.legal_entity());
    asked->set_channel(command.channel());
    asked->set_reason(command.reason());
    asked->set_by(by.actor);
    Record(kPartitionKey, fact);
  }
  return release;
}

journal::Decision Turn::Activate(const v1::ActivateConfiguration& command,
                                 const journal::Identity& by) {
  if (command.version() < partition_state_.configuration) {
    return Refuse("older", "version", "a newer version is active");
  }
  const auto known =
      rulebook_.CheckVersion(command.version(), command.digest(), kConfigurationWait);
  if (!known) return Refuse("unknown", "version", known.error().message);
  v1::ScenarioFact fact;
  fact.mutable_configuration_activated()->set_version(command.version());
  fact.mutable_configuration_activated()->set_digest(command.digest());
  fact.mutable_configuration_activated()->set_by(by.actor);
  Record(kPartitionKey, fact);
  for (const auto& entity : rulebook_.EntitiesOf(command.version())) Replan(entity);
  return Take(v1::ActivateConfigurationReply().SerializeAsString());
}

journal::Decision Turn::Place(const v1::PlaceHold& command, const journal::Identity& by) {
  scenario::PlaceHold input;
  input.subject = command.scope();
  input.until = FromProto(command.until());
  if (!command.reason().empty()) input.word = command.reason();
  if (const auto refusal = ApplyInScope(FromProto(command.account()), input, by)) {
    return Refuse(std::string(Word(refusal->reason)));
  }
  return Take(v1::PlaceHoldReply().SerializeAsString());
}

journal::Decision Turn::Release(const v1::ReleaseHold& command, const journal::Identity& by) {
  const scenario::ReleaseHold input{command.scope(),
                                    command.reason().empty() ? "manual" : command.reason()};
  if (const auto refusal = ApplyInScope(FromProto(command.account()), input, by)) {
    return Refuse(std::string(Word(refusal->reason)));
  }
  return Take(v1::ReleaseHoldReply().SerializeAsString());
}

}  // namespace relance::scenario
