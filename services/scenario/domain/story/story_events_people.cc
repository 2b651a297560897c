#include "services/scenario/domain/story/story_event.h"

#include <utility>

#include "libs/money/quoted.h"

namespace relance::scenario {
namespace {
// ---- The debtor says something.

Result<void> Announce(Event& event) {
  RELANCE_TAKE(reference, event.words.Word("an item or a document"));
  PaymentMode mode = PaymentMode::kTransfer;
  if (!event.words.AtEnd()) {
    RELANCE_TAKE(word, event.words.Word("a mode"));
    const auto known = PaymentModeOf(word);
    if (!known) return Invalid("no such mode of payment: " + Quoted(word));
    mode = *known;
  }
  return event.Tell(AnnouncePayment{reference, mode}, reference);
}

Result<void> MakeAPromise(Event& event) {
  RELANCE_TAKE(id, event.words.Word("a promise"));
  RELANCE_TAKE(amount, event.words.TakeMoney());
  if (auto by = event.words.Expect("by"); !by) return by;
  RELANCE_TAKE(by, event.words.TakeDate());
  if (auto what = event.words.Expect("for"); !what) return what;
  RELANCE_TAKE(references, event.References());
  return event.Tell(MakePromise{id, amount, by, references}, id);
}

Result<void> DisputeAnItem(Event& event) {
  RELANCE_TAKE(id, event.words.Word("a dispute"));
  RELANCE_TAKE(item, event.words.Word("an item"));
  RELANCE_TAKE(reason, event.words.Word("a reason"));
  OpenDispute dispute{id, item, reason};
  if (!event.words.AtEnd()) {
    RELANCE_TAKE(part, event.words.TakeMoney());
    if (part.minor == 0) return Invalid("the disputed part of an item is more than 0");
    dispute.part = part.minor;
    dispute.currency = part.currency;
  }
  return event.Tell(dispute, id);
}

Result<void> Reject(Event& event) {
  RELANCE_TAKE(id, event.words.Word("a dispute"));
  return event.Tell(DecideDispute{id, false, std::nullopt}, id);
}

Result<void> Uphold(Event& event) {
  RELANCE_TAKE(id, event.words.Word("a dispute"));
  DecideDispute verdict{id, true, std::nullopt};
  if (!event.words.AtEnd()) {
    RELANCE_TAKE(amount, event.words.TakeMoney());
    verdict.amount = amount.minor;
    verdict.currency = amount.currency;
  }
  return event.Tell(verdict, id);
}

Result<void> ProposeAPlan(Event& event) {
  ProposePlan plan;
  RELANCE_TAKE(id, event.words.Word("a plan"));
  plan.id = id;
  RELANCE_TAKE(currency, event.words.TakeCurrency());
  plan.currency = currency;
  if (auto what = event.words.Expect("for"); !what) return what;
  RELANCE_TAKE(references, event.References());
  plan.references = references;
  if (event.words.Skip("down")) {
    RELANCE_TAKE(amount, event.words.Amount(currency));
    if (auto by = event.words.Expect("by"); !by) return by;
    RELANCE_TAKE(by, event.words.TakeDate());
    plan.down = DownPayment{amount, by};
  }
  if (auto then = event.words.Expect("then"); !then) return then;
  do {
    Instalment instalment;
    RELANCE_TAKE(amount, event.words.Amount(currency));
    if (auto on = event.words.Expect("on"); !on) return on;
    RELANCE_TAKE(on, event.words.TakeDate());
    instalment.amount = amount;
    instalment.on = on;
    plan.instalments.push_back(std::move(instalment));
  } while (event.words.Skip(","));
  return event.Tell(plan, id);
}

// ---- A person acts.

/// A hold of the debtor concerns every case of his; refused when no case takes it.
template <class Input>
Result<void> TellScope(Event& event, const Input& input) {
  if (input.subject != "debtor") return event.Tell(input, input.subject);
  std::optional<RefusalReason> refused;
  bool taken = false;
  for (auto* account : event.world.OfDebtor(event.account)) {
    const auto answer = event.world.Tell(*account, input);
    if (!answer) taken = true;
    if (answer) refused = answer;
  }
  if (!taken) event.Told(refused, input.subject);
  return {};
}

Result<void> PlaceAHold(Event& event) {
  PlaceHold hold;
  RELANCE_TAKE(subject, event.words.Word("what is held"));
  hold.subject = subject;
  if (event.words.Skip("until")) {
    RELANCE_TAKE(until, event.words.TakeDate());
    hold.until = until;
  }
  if (event.words.Skip("reason")) {
    RELANCE_TAKE(word, event.words.Word("a reason"));
    hold.word = word;
  }
  return TellScope(event, hold);
}

Result<void> Release(Event& event) {
  ReleaseHold release;
  RELANCE_TAKE(subject, event.words.Word("what is held"));
  release.subject = subject;
  if (event.words.Skip("reason")) {
    RELANCE_TAKE(word, event.words.Word("a reason"));
    release.word = word;
  }
  return TellScope(event, release);
}

Result<void> ApproveIt(Event& event) {
  RELANCE_TAKE(subject, event.words.Word("what is approved"));
  if (auto by = event.words.Expect("by"); !by) return by;
  RELANCE_TAKE(by, event.words.Word("a person"));
  return event.Tell(Approve{subject, by}, subject);
}

Result<void> ForceIt(Event& event) {
  Force force;
  RELANCE_TAKE(step, event.words.Word("a step"));
  RELANCE_TAKE(reference, event.words.Word("an item or a document"));
  force.step = step;
  force.reference = reference;
  if (auto by = event.words.Expect("by"); !by) return by;
  RELANCE_TAKE(by, event.words.Word("a person"));
  force.by = by;
  if (event.words.Skip("and")) {
    RELANCE_TAKE(second, event.words.Word("a second person"));
    force.and_by = second;
  }
  if (event.words.Skip("reason")) force.why = event.words.Rest();
  return event.Tell(force, step);
}

Result<void> Assign(Event& event) {
  RELANCE_TAKE(name, event.words.Word("a scenario"));
  const Scenario* scenario = event.world.FindScenario(name);
  if (scenario == nullptr) return Invalid("no scenario is named '" + name + "'");
  const bool next = event.words.Skip("next");
  return event.Tell(AssignScenario{ScenarioRef{name, scenario->version}, next}, name);
}

Result<void> BookACallback(Event& event) {
  RELANCE_TAKE(id, event.words.Word("a callback"));
  if (auto at = event.words.Expect("at"); !at) return at;
  const std::string written = event.words.Left();
  RELANCE_TAKE(date, event.words.TakeDate());
  RELANCE_TAKE(time, event.words.TakeTime());
  if (auto end = event.words.End(); !end) return end;
  event.account.callbacks[id] = written;
  return event.Tell(BookCallback{id, event.world.zone().At(date, time)}, id);
}

Result<void> Done(Event& event) {
  RELANCE_TAKE(id, event.words.Word("a callback"));
  return event.Tell(CompleteCallback{id}, id);
}

}  // namespace

std::map<std::string, EventHandler> PeopleVerbs() {
  return {
      {"announce", Announce}, {"promise", MakeAPromise}, {"dispute", DisputeAnItem},
      {"reject", Reject},     {"uphold", Uphold},        {"plan", ProposeAPlan},
      {"hold", PlaceAHold},   {"release", Release},      {"approve", ApproveIt},
      {"force", ForceIt},     {"scenario", Assign},      {"callback", BookACallback},
      {"done", Done},
  };
}

}  // namespace relance::scenario
