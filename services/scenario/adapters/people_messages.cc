#include "services/scenario/adapters/people_messages.h"

#include "services/scenario/adapters/case_queries.h"
#include "services/scenario/adapters/codec.h"
#include "services/scenario/domain/thanks.h"

namespace relance::scenario {
namespace {

void Fill(const ForceRequest& request, v1::ForceRequest& out) {
  out.set_id(request.id);
  out.set_step(request.step);
  *out.mutable_items() = {request.items.begin(), request.items.end()};
  out.set_asked_by(request.by);
  out.set_reason(request.why);
  out.set_asked_at_ms(ToMillis(request.asked_at));
  *out.mutable_until() = ToProto(request.until);
}

void Fill(const RecordedCall& call, v1::CaseCall& out) {
  out.set_id(call.id);
  out.set_at_ms(ToMillis(call.at));
  out.set_by(call.by);
  out.set_outcome(std::string(Word(call.outcome)));
  out.set_contact_id(call.contact);
  out.set_note(call.note);
  out.set_made(call.made);
  *out.mutable_ended_tasks() = {call.ended.begin(), call.ended.end()};
}

void Fill(const Conduct& one, v1::ConductRecord& out) {
  const bool overdue = one.kind == ConductKind::kPaid && !one.outcome.empty();
  out.set_kind(overdue ? one.outcome : std::string(Word(one.kind)));
  out.set_subject(one.subject);
  out.set_cause(one.cause);
  if (!overdue) out.set_outcome(one.outcome);
  *out.mutable_on() = ToProto(one.on);
  if (one.kind != ConductKind::kPaid) return;
  *out.mutable_due() = ToProto(one.due);
  out.set_days_late(static_cast<int>((one.on - one.due).count()));
  out.set_reminders(one.reminders);
}

void Fill(const ThankYou& thanks, v1::CaseThanks& out) {
  out.set_state(std::string(Word(thanks.state)));
  out.set_notice_id(thanks.notice);
  *out.mutable_amount() = ToProto(thanks.amount);
  *out.mutable_received_on() = ToProto(thanks.received_on);
  const bool left = thanks.state == ThankYouState::kSent || thanks.state == ThankYouState::kFailed;
  if (left) *out.mutable_sent_on() = ToProto(thanks.sent_on);
  out.set_reason(std::string(Word(thanks.reason)));
  out.set_receipt(thanks.receipt);
  out.set_words(WordsOf(thanks));
}

}  // namespace

void FillPeople(const Case& c, v1::GetCaseResponse& out) {
  for (const auto& [id, request] : c.force_requests) Fill(request, *out.add_force_requests());
  for (const RecordedCall& call : c.calls) Fill(call, *out.add_calls());
  out.set_insolvent(c.insolvent);
  if (c.thanks) Fill(*c.thanks, *out.mutable_thanks());
}

void FillForced(const ItemExplanation& item, v1::ItemExplanation& out) {
  if (item.forced) {
    out.set_forced_step(item.forced->step);
    out.set_forced_by(item.forced->by + ", " + item.forced->and_by);
  }
  if (item.asked) Fill(*item.asked, *out.mutable_asked());
}

void FillEvidence(const Evidence& e, v1::ProfileEvidence& out) {
  out.set_settled(e.settled);
  out.set_overdue(e.overdue);
  if (e.late) {
    out.set_days_late_low(e.late->low);
    out.set_days_late_median(e.late->median);
    out.set_days_late_high(e.late->high);
  }
  out.set_reminders(e.reminders);
  out.set_promises_kept(e.promises_kept);
  out.set_promises_partly_kept(e.promises_partly_kept);
  out.set_promises_broken(e.promises_broken);
  out.set_disputes(e.disputes);
  out.set_disputes_rejected(e.disputes_rejected);
  out.set_disputes_upheld(e.disputes_upheld);
  out.set_payments_rejected(e.payments_rejected);
  out.set_plans_active(e.plans_active);
  out.set_plans_broken(e.plans_broken);
  out.set_payment_method(e.payment_method);
  out.set_insolvent(e.insolvent);
  for (const Conduct& one : e.records) Fill(one, *out.add_records());
}

Result<v1::GetProfileResponse> CaseQueries::GetProfile(const v1::GetProfileRequest& request) {
  const auto loaded = Load(request.account(), request.at_least());
  if (!loaded) return Failure(loaded.error());
  const Case& c = loaded->document.c;
  const Evidence evidence =
      EvidenceOf(c, loaded->payment_method, loaded->context.Today(clock_.Now()));
  const Finding found = FindProfile(evidence);
  v1::GetProfileResponse out;
  *out.mutable_account() = request.account();
  out.set_computed(std::string(Word(found.profile)));
  out.set_reason(found.why);
  out.set_profile(out.computed());
  if (c.profile && c.profile->profile) {
    out.set_profile(std::string(Word(*c.profile->profile)));
    out.mutable_set()->set_by(c.profile->by);
    out.mutable_set()->set_reason(c.profile->why);
    out.mutable_set()->set_at_ms(ToMillis(c.profile->at));
  }
  out.set_scenario(loaded->next_scenario);
  if (c.running) out.set_running_scenario(c.pinned.name);
  FillEvidence(evidence, *out.mutable_evidence());
  out.mutable_token()->set_service("scenario");
  out.mutable_token()->set_partition(loaded->partition);
  out.mutable_token()->set_sequence(loaded->sequence);
  return out;
}

}  // namespace relance::scenario
