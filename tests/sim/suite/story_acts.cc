#include <fmt/format.h>

#include <utility>

#include "services/scenario/adapters/codec.h"
#include "services/scenario/domain/story/story_event.h"
#include "tests/sim/suite/story_inputs.h"
#include "tests/sim/suite/words.h"

// What people do, as the commands that a front would write.

namespace relance::sim {

using scenario::v1::ScenarioInput;

StoryInputs::Answer StoryInputs::Allocation(Line& line) {
  RELANCE_TAKE(id, line.words.Word("a payment"));
  if (auto to = line.words.Expect("to"); !to) return tl::unexpected(to.error());
  RELANCE_TAKE(purposes, line.Purposes(Currency::Of("EUR")));
  ledger::v1::LedgerInput input;
  auto& command = *input.mutable_allocate_receipt();
  Put(account_, *command.mutable_account());
  command.set_receipt(id);
  *command.mutable_intents() = {purposes.begin(), purposes.end()};
  return std::vector<Told>{{kLedger, true, input.SerializeAsString(), "anna", "allocate " + id}};
}

StoryInputs::Answer StoryInputs::Announcement(Line& line) {
  RELANCE_TAKE(reference, line.words.Word("an item or a document"));
  ScenarioInput input;
  auto& command = *input.mutable_announce_payment();
  Put(account_, *command.mutable_account());
  command.set_item(reference);
  command.set_mode(line.words.AtEnd() ? "transfer" : line.words.Rest());
  return std::vector<Told>{Command(input, "announce " + reference)};
}

StoryInputs::Answer StoryInputs::Promise(Line& line) {
  RELANCE_TAKE(id, line.words.Word("a promise"));
  RELANCE_TAKE(amount, line.words.TakeMoney());
  if (auto by = line.words.Expect("by"); !by) return tl::unexpected(by.error());
  RELANCE_TAKE(by, line.words.TakeDate());
  if (auto what = line.words.Expect("for"); !what) return tl::unexpected(what.error());
  RELANCE_TAKE(references, line.References());
  ScenarioInput input;
  auto& command = *input.mutable_record_promise();
  Put(account_, *command.mutable_account());
  command.set_promise_id(id);
  *command.mutable_amount() = scenario::ToProto(amount);
  Put(by, *command.mutable_by());
  *command.mutable_items() = {references.begin(), references.end()};
  return std::vector<Told>{Command(input, "promise " + id)};
}

StoryInputs::Answer StoryInputs::Dispute(Line& line) {
  RELANCE_TAKE(id, line.words.Word("a dispute"));
  RELANCE_TAKE(item, line.words.Word("an item"));
  RELANCE_TAKE(reason, line.words.Word("a reason"));
  ScenarioInput input;
  auto& command = *input.mutable_open_dispute();
  Put(account_, *command.mutable_account());
  command.set_dispute_id(id);
  command.set_item(item);
  command.set_reason(reason);
  if (!line.words.AtEnd()) {
    RELANCE_TAKE(amount, line.words.TakeMoney());
    *command.mutable_amount() = scenario::ToProto(amount);
  }
  return std::vector<Told>{Command(input, "dispute " + id)};
}

StoryInputs::Answer StoryInputs::Rejected(Line& line) {
  RELANCE_TAKE(id, line.words.Word("a dispute"));
  return std::vector<Told>{Command(Decided(account_, id, false), "reject " + id)};
}

StoryInputs::Answer StoryInputs::Upheld(Line& line) {
  RELANCE_TAKE(id, line.words.Word("a dispute"));
  ScenarioInput input = Decided(account_, id, true);
  if (!line.words.AtEnd()) {
    RELANCE_TAKE(amount, line.words.TakeMoney());
    *input.mutable_decide_dispute()->mutable_amount() = scenario::ToProto(amount);
  }
  return std::vector<Told>{Command(input, "uphold " + id)};
}

StoryInputs::Answer StoryInputs::Plan(Line& line) {
  RELANCE_TAKE(id, line.words.Word("a plan"));
  RELANCE_TAKE(currency, line.words.TakeCurrency());
  if (auto what = line.words.Expect("for"); !what) return tl::unexpected(what.error());
  RELANCE_TAKE(references, line.References());
  ScenarioInput input;
  auto& plan = *input.mutable_propose_plan();
  Put(account_, *plan.mutable_account());
  plan.set_plan_id(id);
  plan.set_currency(std::string(currency.code()));
  *plan.mutable_items() = {references.begin(), references.end()};
  const auto take = [&](const char* before_the_day, auto& out) -> Result<void> {
    RELANCE_TAKE(amount, line.words.Amount(currency));
    if (auto word = line.words.Expect(before_the_day); !word) return word;
    RELANCE_TAKE(on, line.words.TakeDate());
    out.set_minor_units(amount);
    Put(on, *out.mutable_on());
    return {};
  };
  if (line.words.Skip("down")) {
    if (auto down = take("by", *plan.mutable_down()); !down) return tl::unexpected(down.error());
  }
  if (auto then = line.words.Expect("then"); !then) return tl::unexpected(then.error());
  do {
    auto instalment = take("on", *plan.add_instalments());
    if (!instalment) return tl::unexpected(instalment.error());
  } while (line.words.Skip(","));
  return std::vector<Told>{Command(input, "plan " + id)};
}

StoryInputs::Answer StoryInputs::Hold(Line& line) {
  RELANCE_TAKE(scope, line.words.Word("what is held"));
  ScenarioInput input;
  auto& hold = *input.mutable_place_hold();
  Put(account_, *hold.mutable_account());
  hold.set_scope(scope);
  if (line.words.Skip("until")) {
    RELANCE_TAKE(until, line.words.TakeDate());
    Put(until, *hold.mutable_until());
  }
  if (line.words.Skip("reason")) hold.set_reason(line.words.Rest());
  return std::vector<Told>{Command(input, "hold " + scope)};
}

StoryInputs::Answer StoryInputs::Released(Line& line) {
  RELANCE_TAKE(scope, line.words.Word("what is held"));
  ScenarioInput input;
  auto& release = *input.mutable_release_hold();
  Put(account_, *release.mutable_account());
  release.set_scope(scope);
  if (line.words.Skip("reason")) release.set_reason(line.words.Rest());
  return std::vector<Told>{Command(input, "release " + scope)};
}

StoryInputs::Answer StoryInputs::Approval(Line& line) {
  RELANCE_TAKE(subject, line.words.Word("what is approved"));
  if (auto by = line.words.Expect("by"); !by) return tl::unexpected(by.error());
  RELANCE_TAKE(by, line.words.Word("a person"));
  return std::vector<Told>{Command(Approve(account_, subject), "approve " + subject, by)};
}

/// One asks, the other confirms at once. Nobody else: he confirms himself, and takes it back.
StoryInputs::Answer StoryInputs::Forced(Line& line) {
  RELANCE_TAKE(step, line.words.Word("a step"));
  RELANCE_TAKE(reference, line.words.Word("an item or a document"));
  if (auto by = line.words.Expect("by"); !by) return tl::unexpected(by.error());
  RELANCE_TAKE(by, line.words.Word("a person"));
  std::string second = by;
  if (line.words.Skip("and")) {
    RELANCE_TAKE(other, line.words.Word("a second person"));
    second = other;
  }
  std::string why = "ordered";
  if (line.words.Skip("reason")) why = line.words.Rest();
  const std::string request = fmt::format("R-{}", ++requests_);
  ScenarioInput asked;
  auto& ask = *asked.mutable_force_step();
  Put(account_, *ask.mutable_account());
  ask.set_request_id(request);
  ask.set_item(reference);
  ask.set_step(step);
  ask.set_reason(why);
  ScenarioInput confirmed;
  Put(account_, *confirmed.mutable_confirm_force()->mutable_account());
  confirmed.mutable_confirm_force()->set_request_id(request);
  std::vector<Told> told{Command(asked, "force " + step, by),
                         Command(confirmed, "force " + step, second)};
  if (second != by) return told;
  ScenarioInput taken_back;
  Put(account_, *taken_back.mutable_refuse_force()->mutable_account());
  taken_back.mutable_refuse_force()->set_request_id(request);
  told.push_back(Command(taken_back, "", by));
  return told;
}

StoryInputs::Answer StoryInputs::Assignment(Line& line) {
  RELANCE_TAKE(name, line.words.Word("a scenario"));
  ScenarioInput input;
  Put(account_, *input.mutable_assign_scenario()->mutable_account());
  input.mutable_assign_scenario()->set_scenario(name);
  input.mutable_assign_scenario()->set_next_cycle(line.words.Skip("next"));
  return std::vector<Told>{Command(input, "scenario " + name)};
}

StoryInputs::Answer StoryInputs::Callback(Line& line) {
  RELANCE_TAKE(id, line.words.Word("a callback"));
  if (auto at = line.words.Expect("at"); !at) return tl::unexpected(at.error());
  callbacks_[id] = line.words.Left();
  RELANCE_TAKE(date, line.words.TakeDate());
  RELANCE_TAKE(time, line.words.TakeTime());
  ScenarioInput input;
  Put(account_, *input.mutable_book_callback()->mutable_account());
  input.mutable_book_callback()->set_callback_id(id);
  input.mutable_book_callback()->set_at_ms(ToMillis(entity_.zone.At(date, time)));
  return std::vector<Told>{Command(input, "callback " + id)};
}

StoryInputs::Answer StoryInputs::Done(Line& line) {
  RELANCE_TAKE(id, line.words.Word("a callback"));
  ScenarioInput input;
  Put(account_, *input.mutable_complete_task()->mutable_account());
  input.mutable_complete_task()->set_task("callback " + id);
  return std::vector<Told>{Command(input, "done " + id)};
}

StoryInputs::Answer StoryInputs::Insolvency(Line& line) {
  Date published = DayOf(line.at);
  if (line.words.Skip("published")) {
    RELANCE_TAKE(on, line.words.TakeDate());
    published = on;
  }
  ScenarioInput input;
  Put(account_, *input.mutable_open_insolvency()->mutable_account());
  Put(published, *input.mutable_open_insolvency()->mutable_published_on());
  return std::vector<Told>{Command(input, "insolvency " + account_.account)};
}

StoryInputs::Answer StoryInputs::Switch(Line& line, bool stopped) {
  RELANCE_TAKE(what, line.words.Word("entity or a channel"));
  ScenarioInput input = sim::Stop(stopped);
  input.mutable_set_stop_switch()->set_legal_entity(account_.entity);
  if (const auto channel = scenario::ChannelOf(what)) {
    input.mutable_set_stop_switch()->set_channel(scenario::ToProto(*channel));
  }
  std::vector<Told> told{Command(input, line.verb + " " + what)};
  if (!stopped) told.push_back(Command(input, line.verb + " " + what, "anna"));
  return told;
}

StoryInputs::Answer StoryInputs::Stop(Line& line) {
  return Switch(line, true);
}
StoryInputs::Answer StoryInputs::Start(Line& line) {
  return Switch(line, false);
}

}  // namespace relance::sim
