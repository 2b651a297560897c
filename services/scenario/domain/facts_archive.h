#pragma once

#include "libs/base/archive.h"
#include "services/scenario/domain/facts.h"

/// Bytes of facts, for state that keeps them whole; journals have their own contract.
namespace relance::scenario {

template <class Archive>
void Describe(Archive& archive, CycleOpened& v) {
  archive(v.cycle, v.scenario);
}
template <class Archive>
void Describe(Archive& archive, CaseClosed& v) {
  archive(v.reason);
}
template <class Archive>
void Describe(Archive& archive, LevelChanged& v) {
  archive(v.level);
}
template <class Archive>
void Describe(Archive& archive, ScenarioAssigned& v) {
  archive(v.scenario, v.next);
}
template <class Archive>
void Describe(Archive& archive, RecordedItem& v) {
  archive(v.id, v.amount, v.open, v.due, v.restarts);
}
template <class Archive>
void Describe(Archive& archive, DocumentRecorded& v) {
  archive(v.document, v.version, v.currency, v.reference, v.delivered_on, v.issued_on, v.known_on,
          v.quiet_until, v.items);
}
template <class Archive>
void Describe(Archive& archive, HistoryImported& v) {
  archive(v.item, v.level, v.notice_on);
}
template <class Archive>
void Describe(Archive& archive, ItemOpenChanged& v) {
  archive(v.item, v.open);
}
template <class Archive>
void Describe(Archive& archive, ItemDelayed& v) {
  archive(v.item, v.to, v.cycle);
}
template <class Archive>
void Describe(Archive& archive, ItemRejected& v) {
  archive(v.item);
}
template <class Archive>
void Describe(Archive& archive, ItemClosed& v) {
  archive(v.item, v.reason, v.on);
}
template <class Archive>
void Describe(Archive& archive, ItemReopened& v) {
  archive(v.item, v.open, v.level, v.next, v.quiet_until);
}
template <class Archive>
void Describe(Archive& archive, RecoveryRecorded& v) {
  archive(v.item, v.amount, v.currency);
}
template <class Archive>
void Describe(Archive& archive, ReceiptChanged& v) {
  archive(v.receipt, v.kind, v.currency, v.rest, v.booked_on, v.weighed);
}
template <class Archive>
void Describe(Archive& archive, AnchorMoved& v) {
  archive(v.item, v.shift);
}
template <class Archive>
void Describe(Archive& archive, DocumentChanged& v) {
  archive(v.item, v.missing);
}
template <class Archive>
void Describe(Archive& archive, HoldPlaced& v) {
  archive(v.hold);
}
template <class Archive>
void Describe(Archive& archive, HoldReleased& v) {
  archive(v.hold, v.resume_on);
}
template <class Archive>
void Describe(Archive& archive, HoldEscalated& v) {
  archive(v.hold);
}
template <class Archive>
void Describe(Archive& archive, PromiseRecorded& v) {
  archive(v.promise);
}
template <class Archive>
void Describe(Archive& archive, PromiseMoved& v) {
  archive(v.promise, v.state, v.broken);
}
template <class Archive>
void Describe(Archive& archive, PromiseMoneyChanged& v) {
  archive(v.promise, v.receipt, v.received);
}
template <class Archive>
void Describe(Archive& archive, DisputeRecorded& v) {
  archive(v.dispute);
}
template <class Archive>
void Describe(Archive& archive, DisputeMoved& v) {
  archive(v.dispute, v.state, v.upheld);
}
template <class Archive>
void Describe(Archive& archive, DisputeMoneyChanged& v) {
  archive(v.dispute, v.receipt, v.credited);
}
template <class Archive>
void Describe(Archive& archive, PlanRecorded& v) {
  archive(v.plan);
}
template <class Archive>
void Describe(Archive& archive, PlanMoved& v) {
  archive(v.plan, v.state);
}
template <class Archive>
void Describe(Archive& archive, PlanMoneyChanged& v) {
  archive(v.plan, v.receipt, v.received);
}
template <class Archive>
void Describe(Archive& archive, InstalmentExpired& v) {
  archive(v.plan, v.number, v.silent);
}
template <class Archive>
void Describe(Archive& archive, StepExpired& v) {
  archive(v.item, v.step);
}
template <class Archive>
void Describe(Archive& archive, CallTaken& v) {
  archive(v.step, v.task);
}
template <class Archive>
void Describe(Archive& archive, StepForced& v) {
  archive(v.item, v.forced);
}
template <class Archive>
void Describe(Archive& archive, ApprovalGiven& v) {
  archive(v.step, v.by);
}
template <class Archive>
void Describe(Archive& archive, ApprovalVoided& v) {
  archive(v.step);
}
template <class Archive>
void Describe(Archive& archive, StepBlocked& v) {
  archive(v.key, v.step, v.reason, v.currency, v.item);
}
template <class Archive>
void Describe(Archive& archive, NoticePlanned& v) {
  archive(v.notice);
}
template <class Archive>
void Describe(Archive& archive, NoticeCleared& v) {
  archive(v.notice);
}
template <class Archive>
void Describe(Archive& archive, NoticeWithdrawn& v) {
  archive(v.notice, v.reason);
}
template <class Archive>
void Describe(Archive& archive, NoticeCounted& v) {
  archive(v.notice, v.on);
}
template <class Archive>
void Describe(Archive& archive, ContactFailed& v) {
  archive(v.notice, v.contact);
}
template <class Archive>
void Describe(Archive& archive, NoticeFailed& v) {
  archive(v.notice);
}
template <class Archive>
void Describe(Archive& archive, PresentationRecorded& v) {
  archive(v.notice, v.on);
}
template <class Archive>
void Describe(Archive& archive, CaseHandedOver& v) {
  archive(v.notice, v.on);
}
template <class Archive>
void Describe(Archive& archive, TaskAsked& v) {
  archive(v.task);
}
template <class Archive>
void Describe(Archive& archive, TaskDone& v) {
  archive(v.key);
}
template <class Archive>
void Describe(Archive& archive, CallbackBooked& v) {
  archive(v.callback, v.at);
}
template <class Archive>
void Describe(Archive& archive, CallbackMissed& v) {
  archive(v.callback);
}
template <class Archive>
void Describe(Archive& archive, CallbackDone& v) {
  archive(v.callback);
}
template <class Archive>
void Describe(Archive& archive, MessageCrossed& v) {
  archive(v.step, v.thanks);
}
template <class Archive>
void Describe(Archive& archive, ThankYouPlanned& v) {
  archive(v.notice, v.at);
}
template <class Archive>
void Describe(Archive& archive, ThankYouWithdrawn& v) {
  archive(v.notice, v.reason);
}
template <class Archive>
void Describe(Archive& archive, InsolvencyOpened& v) {
  archive(v.published_on);
}
template <class Archive>
void Describe(Archive& archive, FeedGapChanged& v) {
  archive(v.open);
}
template <class Archive>
void Describe(Archive& archive, ContactsRenewed& v) {
  archive(v.added);
}
template <class Archive>
void Describe(Archive& archive, ForceAsked& v) {
  archive(v.request);
}
template <class Archive>
void Describe(Archive& archive, ForceEnded& v) {
  archive(v.request, v.end, v.by, v.why);
}
template <class Archive>
void Describe(Archive& archive, CallRecorded& v) {
  archive(v.call);
}
template <class Archive>
void Describe(Archive& archive, ConductNoted& v) {
  archive(v.conduct);
}
template <class Archive>
void Describe(Archive& archive, ProfileSet& v) {
  archive(v.choice);
}
template <class Archive>
void Describe(Archive& archive, CaseMoved& v) {
  archive(v.scenario);
}
template <class Archive>
void Describe(Archive& archive, ReceiptSized& v) {
  archive(v.receipt, v.amount);
}
template <class Archive>
void Describe(Archive& archive, ThanksOwed& v) {
  archive(v.receipt, v.amount, v.received_on);
}
template <class Archive>
void Describe(Archive& archive, ThankYouCleared& v) {
  archive(v.notice, v.contact);
}
template <class Archive>
void Describe(Archive& archive, ThankYouSent& v) {
  archive(v.notice, v.on);
}
template <class Archive>
void Describe(Archive& archive, ThankYouFailed& v) {
  archive(v.notice);
}

}  // namespace relance::scenario
