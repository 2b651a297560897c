#include "services/scenario/adapters/repeated_acts.h"

#include "services/scenario/adapters/codec.h"

namespace relance::scenario {
namespace {

using Act = std::optional<RepeatedAct>;

/// In the currency of the item; nothing for an item that is not known.
common::v1::Money AmountOf(const Case& c, const std::string& item, int64_t minor) {
  const Item* known = c.FindItem(item);
  return known == nullptr ? common::v1::Money() : ToProto(Money{known->currency, minor});
}

std::string SubjectOf(const Hold& hold) {
  switch (hold.scope) {
    case HoldScope::kCase:
      return "case";
    case HoldScope::kDebtor:
      return "debtor";
    case HoldScope::kItem:
    case HoldScope::kPart:
      break;
  }
  return hold.item;
}

void Put(const DownPayment& from, v1::PlanPayment& to) {
  to.set_minor_units(from.amount);
  *to.mutable_on() = ToProto(from.by);
}
void Put(const Instalment& from, v1::PlanPayment& to) {
  to.set_minor_units(from.amount);
  *to.mutable_on() = ToProto(from.on);
}

/// One overload for every fact that an act leaves; anything else followed from something.
class Reader {
 public:
  Reader(const AccountId& account, const Case& c, Date today)
      : account_(account), case_(c), today_(today) {}

  Act operator()(const PromiseRecorded& v) {
    auto& promise = About(*act_.command.mutable_record_promise());
    promise.set_promise_id(v.promise.id);
    *promise.mutable_amount() = ToProto(v.promise.amount);
    *promise.mutable_by() = ToProto(v.promise.by);
    for (const auto& item : v.promise.items) promise.add_items(item);
    return act_;
  }

  Act operator()(const DisputeRecorded& v) {
    auto& dispute = About(*act_.command.mutable_open_dispute());
    dispute.set_dispute_id(v.dispute.id);
    dispute.set_item(v.dispute.item);
    dispute.set_reason(v.dispute.reason);
    *dispute.mutable_amount() = AmountOf(case_, v.dispute.item, v.dispute.part);
    return act_;
  }

  Act operator()(const DisputeMoved& v) {
    if (v.state == DisputeState::kOpen) return Approved(v.dispute);
    if (v.state != DisputeState::kUpheld && v.state != DisputeState::kRejected) return {};
    auto& verdict = About(*act_.command.mutable_decide_dispute());
    verdict.set_dispute_id(v.dispute);
    verdict.set_upheld(v.state == DisputeState::kUpheld);
    const auto disputed = case_.disputes.find(v.dispute);
    if (disputed != case_.disputes.end()) {
      *verdict.mutable_amount() = AmountOf(case_, disputed->second.item, v.upheld);
    }
    return act_;
  }

  /// Only who approved a promise made far ahead, or a plan without down payment, opens it again.
  Act operator()(const PromiseMoved& v) {
    return v.state == PromiseState::kOpen ? Approved(v.promise) : Act();
  }
  Act operator()(const PlanMoved& v) {
    return v.state == PlanState::kActive ? Approved(v.plan) : Act();
  }

  Act operator()(const PlanRecorded& v) {
    auto& plan = About(*act_.command.mutable_propose_plan());
    plan.set_plan_id(v.plan.id);
    plan.set_currency(v.plan.currency.code());
    for (const auto& item : v.plan.items) plan.add_items(item);
    if (v.plan.down) Put(*v.plan.down, *plan.mutable_down());
    for (const Instalment& one : v.plan.instalments) Put(one, *plan.add_instalments());
    return act_;
  }

  Act operator()(const ApprovalGiven& v) {
    Approved(v.step);
    act_.by = v.by;
    return act_;
  }

  /// A payment that the ledger knows to be on its way holds already.
  Act operator()(const HoldPlaced& v) {
    if (v.hold.reason == HoldReason::kInFlight) {
      auto& announced = About(*act_.command.mutable_announce_payment());
      announced.set_item(v.hold.item);
      announced.set_mode("transfer");
      return act_;
    }
    if (v.hold.reason != HoldReason::kManual) return {};
    auto& hold = About(*act_.command.mutable_place_hold());
    hold.set_scope(SubjectOf(v.hold));
    hold.set_reason(v.hold.cause);
    *hold.mutable_until() = ToProto(v.hold.until);
    return act_;
  }

  /// Its last day had not passed: somebody ended it.
  Act operator()(const HoldReleased& v) {
    const bool by_hand =
        v.hold.reason == HoldReason::kManual || v.hold.reason == HoldReason::kInFlight;
    if (!by_hand || today_ > v.hold.until) return {};
    auto& release = About(*act_.command.mutable_release_hold());
    release.set_scope(SubjectOf(v.hold));
    release.set_reason(std::string(v.hold.ReasonWord()));
    return act_;
  }

  Act operator()(const ForceAsked& v) {
    const auto& items = v.request.items;
    const Item* first = items.empty() ? nullptr : case_.FindItem(items.front());
    if (first == nullptr) return {};
    auto& asked = About(*act_.command.mutable_force_step());
    asked.set_request_id(v.request.id);
    asked.set_item(items.size() == 1 ? items.front() : std::string(first->document));
    asked.set_step(v.request.step);
    asked.set_reason(v.request.why);
    act_.by = v.request.by;
    return act_;
  }

  Act operator()(const ForceEnded& v) {
    act_.by = v.by;
    if (v.end == ForceEnd::kConfirmed) {
      About(*act_.command.mutable_confirm_force()).set_request_id(v.request);
      return act_;
    }
    if (v.end != ForceEnd::kRefused) return {};
    auto& refused = About(*act_.command.mutable_refuse_force());
    refused.set_request_id(v.request);
    refused.set_reason(v.why);
    return act_;
  }

  Act operator()(const ProfileSet& v) {
    auto& set = About(*act_.command.mutable_set_profile());
    if (v.choice.profile) set.set_profile(std::string(Word(*v.choice.profile)));
    set.set_reason(v.choice.why);
    act_.by = v.choice.by;
    return act_;
  }

  /// Of its name: which version is rehearsed decides the configuration.
  Act operator()(const ScenarioAssigned& v) {
    auto& assigned = About(*act_.command.mutable_assign_scenario());
    assigned.set_scenario(v.scenario.name);
    assigned.set_next_cycle(v.next);
    return act_;
  }

  Act operator()(const InsolvencyOpened& v) {
    *About(*act_.command.mutable_open_insolvency()).mutable_published_on() =
        ToProto(v.published_on);
    return act_;
  }

  template <class Fact>
  Act operator()(const Fact&) {
    return {};
  }

 private:
  template <class Command>
  Command& About(Command& command) {
    *command.mutable_account() = ToProto(account_);
    return command;
  }
  Act Approved(const std::string& subject) {
    About(*act_.command.mutable_approve_notice()).set_subject(subject);
    act_.by += " approves";  // another person than the one who asked
    return act_;
  }

  const AccountId& account_;
  const Case& case_;
  const Date today_;
  RepeatedAct act_;
};

}  // namespace

std::optional<RepeatedAct> ActOf(const AccountId& account, const CaseFact& fact, const Case& c,
                                 Date today) {
  return std::visit(Reader(account, c, today), fact);
}

}  // namespace relance::scenario
