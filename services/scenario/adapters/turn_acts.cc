#include "services/scenario/adapters/scenario_journal.h"
#include "services/scenario/adapters/turn.h"
#include "services/scenario/domain/disputes.h"

// What people do about a case besides promises and holds.

namespace relance::scenario {
namespace {

using MaybeCurrency = tl::expected<std::optional<Currency>, journal::Decision>;

/// None when no amount is given.
MaybeCurrency CurrencyOf(const common::v1::Money& amount) {
  if (amount.minor_units() < 0) return tl::unexpected(Refuse("not_positive", "amount"));
  if (amount.currency().empty() && amount.minor_units() == 0) return std::nullopt;
  const auto currency = ParseCurrency(amount.currency());
  if (currency) return *currency;
  return tl::unexpected(Refuse("unknown", "amount.currency", currency.error().message));
}

}  // namespace
Turn::Asked<scenario::AnnouncePayment> Turn::PaymentIn(const v1::AnnouncePayment& command) {
  const auto mode = PaymentModeOf(command.mode());
  if (!mode) return tl::unexpected(Refuse("unknown", "mode", "transfer, debit or card"));
  return scenario::AnnouncePayment{command.item(), *mode};
}

journal::Decision Turn::Announce(const v1::AnnouncePayment& command) {
  const auto input = PaymentIn(command);
  if (!input) return input.error();
  return Simple(FromProto(command.account()), *input,
                v1::AnnouncePaymentReply().SerializeAsString());
}

Turn::Asked<scenario::OpenDispute> Turn::DisputeIn(const v1::OpenDispute& command) {
  const auto currency = CurrencyOf(command.amount());
  if (!currency) return tl::unexpected(currency.error());
  scenario::OpenDispute input{command.dispute_id(), command.item(), command.reason(),
                              command.amount().minor_units(), *currency};
  if (const auto instead = CurrencyInstead(CaseOf(FromProto(command.account())), input)) {
    return tl::unexpected(Refuse("other_currency", "amount.currency", instead->code()));
  }
  return input;
}

journal::Decision Turn::Dispute(const v1::OpenDispute& command, const journal::Identity& by) {
  const AccountId account = FromProto(command.account());
  const auto input = DisputeIn(command);
  if (!input) return input.error();
  if (const auto refusal = Apply(account, *input)) {
    return Refuse(std::string(Word(refusal->reason)));
  }
  NoteAuthor(account, command.dispute_id(), by);
  return Take(v1::OpenDisputeReply().SerializeAsString());
}

journal::Decision Turn::Decide(const v1::DecideDispute& command) {
  const AccountId account = FromProto(command.account());
  const auto currency = CurrencyOf(command.amount());
  if (!currency) return currency.error();
  scenario::DecideDispute verdict{command.dispute_id(), command.upheld(), std::nullopt, *currency};
  if (command.amount().minor_units() > 0) verdict.amount = command.amount().minor_units();
  if (const auto instead = CurrencyInstead(CaseOf(account), verdict)) {
    return Refuse("other_currency", "amount.currency", instead->code());
  }
  return Simple(account, verdict, v1::DecideDisputeReply().SerializeAsString());
}

journal::Decision Turn::Propose(const v1::ProposePlan& command, const journal::Identity& by) {
  const AccountId account = FromProto(command.account());
  const auto currency = ParseCurrency(command.currency());
  if (!currency) return Refuse("unknown", "currency", currency.error().message);
  scenario::ProposePlan input{command.plan_id(), *currency, {}, {}, {}};
  input.references.assign(command.items().begin(), command.items().end());
  if (command.has_down()) {
    const auto on = FromProto(command.down().on());
    if (!on) return Refuse("no_date", "down.on", "the date does not exist");
    if (command.down().minor_units() <= 0) return Refuse("not_positive", "down.amount");
    input.down = DownPayment{command.down().minor_units(), *on};
  }
  for (const auto& one : command.instalments()) {
    const auto on = FromProto(one.on());
    if (!on) return Refuse("no_date", "instalments", "the date does not exist");
    if (one.minor_units() <= 0) return Refuse("not_positive", "instalments");
    Instalment& instalment = input.instalments.emplace_back();
    instalment.amount = one.minor_units();
    instalment.on = *on;
  }
  if (input.references.empty()) {
    const Case& c = CaseOf(account);
    input.references = Overdue(c, *currency, ContextOf(account, c).Today(now_));
  }
  if (const auto refusal = Apply(account, input)) {
    return Refuse(std::string(Word(refusal->reason)), "instalments");
  }
  NoteAuthor(account, command.plan_id(), by);
  v1::ProposePlanReply reply;
  const auto& plans = CaseOf(account).plans;
  if (const auto plan = plans.find(command.plan_id()); plan != plans.end()) {
    reply.set_state(std::string(Word(plan->second.state)));
  }
  return Take(reply.SerializeAsString());
}

journal::Decision Turn::Assign(const v1::AssignScenario& command) {
  const Scenario* scenario =
      rulebook_.FindScenario(partition_state_.configuration, {command.scenario(), 0});
  if (scenario == nullptr) return Refuse("unknown", "scenario", "not in the active configuration");
  return Simple(FromProto(command.account()),
                scenario::AssignScenario{{scenario->name, scenario->version}, command.next_cycle()},
                v1::AssignScenarioReply().SerializeAsString());
}

journal::Decision Turn::Book(const v1::BookCallback& command) {
  return Simple(FromProto(command.account()),
                scenario::BookCallback{command.callback_id(), FromMillis(command.at_ms())},
                v1::BookCallbackReply().SerializeAsString());
}

/// A callback is a task with an input of its own.
journal::Decision Turn::Complete(const v1::CompleteTask& command) {
  const AccountId account = FromProto(command.account());
  const Case& c = CaseOf(account);
  const auto task = c.tasks.find(command.task());
  if (task == c.tasks.end()) return Refuse("unknown", "task", "no such open task");
  const std::string reply = v1::CompleteTaskReply().SerializeAsString();
  if (task->second.kind == TaskKind::kCallback) {
    return Simple(account, CompleteCallback{task->second.subject}, reply);
  }
  if (task->second.kind == TaskKind::kApprove) {
    return Refuse("needs_approval", "task", "it is done by approving what it names");
  }
  if (task->second.kind == TaskKind::kDecideForce) {
    return Refuse("needs_approval", "task", "it is done by confirming or refusing what it names");
  }
  return Simple(account, scenario::CompleteTask{command.task()}, reply);
}

journal::Decision Turn::Assign(const v1::AssignTask& command, const journal::Identity& by) {
  const AccountId account = FromProto(command.account());
  if (!CaseOf(account).tasks.contains(command.task())) {
    return Refuse("unknown", "task", "no such open task");
  }
  v1::ScenarioFact fact;
  fact.mutable_task_assigned()->set_task(command.task());
  fact.mutable_task_assigned()->set_owner(command.owner());
  fact.mutable_task_assigned()->set_by(by.actor);
  Record(WorkKey(account), fact);
  return Take(v1::AssignTaskReply().SerializeAsString());
}

journal::Decision Turn::Postpone(const v1::PostponeTask& command, const journal::Identity& by) {
  const AccountId account = FromProto(command.account());
  const Case& c = CaseOf(account);
  const auto task = c.tasks.find(command.task());
  if (task == c.tasks.end()) return Refuse("unknown", "task", "no such open task");
  if (task->second.kind == TaskKind::kCallback) {
    return Refuse("promised", "task", "a callback was promised for its moment: book another");
  }
  const auto until = FromProto(command.until());
  if (!until) return Refuse("no_date", "until", "the date does not exist");
  if (*until <= ContextOf(account, c).Today(now_)) return Refuse("past", "until");
  v1::ScenarioFact fact;
  auto* postponed = fact.mutable_task_postponed();
  postponed->set_task(command.task());
  *postponed->mutable_until() = command.until();
  postponed->set_reason(command.reason());
  postponed->set_by(by.actor);
  Record(WorkKey(account), fact);
  return Take(v1::PostponeTaskReply().SerializeAsString());
}

}  // namespace relance::scenario
