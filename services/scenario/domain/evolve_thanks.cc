#include "services/scenario/domain/evolve_thanks.h"

namespace relance::scenario {
namespace {

/// nullptr for a fact of an older one.
ThankYou* Newest(Case& c, const std::string& notice) {
  return c.thanks && c.thanks->notice == notice ? &*c.thanks : nullptr;
}

}  // namespace

void On(Case& c, const ThanksOwed& f) {
  c.thanks.emplace();
  c.thanks->receipt = f.receipt;
  c.thanks->amount = f.amount;
  c.thanks->received_on = f.received_on;
}

void On(Case& c, const ThankYouPlanned& f) {
  if (!c.thanks || c.thanks->state != ThankYouState::kOwed) return;
  c.thanks->state = ThankYouState::kPlanned;
  c.thanks->notice = f.notice;
  c.thanks->planned_at = f.at;
  ++c.thanks->planned;
}

void On(Case& c, const ThankYouCleared& f) {
  ThankYou* thanks = Newest(c, f.notice);
  if (thanks == nullptr || !thanks->IsPending()) return;
  thanks->state = ThankYouState::kCleared;
  thanks->contact = f.contact;
}

void On(Case& c, const ThankYouWithdrawn& f) {
  ThankYou* thanks = Newest(c, f.notice);
  if (thanks == nullptr || !thanks->IsPending()) return;
  const bool again = f.reason == Obstacle::kWindow;
  thanks->state = again ? ThankYouState::kOwed : ThankYouState::kWithdrawn;
  thanks->reason = again ? Obstacle::kNone : f.reason;
}

void On(Case& c, const ThankYouSent& f) {
  ThankYou* thanks = Newest(c, f.notice);
  if (thanks == nullptr) return;
  thanks->state = ThankYouState::kSent;
  thanks->sent_on = f.on;
  thanks->reason = Obstacle::kNone;
}

void On(Case& c, const ThankYouFailed& f) {
  if (ThankYou* thanks = Newest(c, f.notice)) thanks->state = ThankYouState::kFailed;
}

void ForgetThanksOwed(Case& c, Obstacle reason) {
  if (!c.thanks || c.thanks->state != ThankYouState::kOwed) return;
  c.thanks->state = ThankYouState::kWithdrawn;
  c.thanks->reason = reason;
}

}  // namespace relance::scenario
