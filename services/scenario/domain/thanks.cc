#include "services/scenario/domain/thanks.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "libs/digest/digest.h"
#include "libs/money/amount.h"
#include "services/scenario/domain/content.h"

namespace relance::scenario {
namespace {

bool IsOpen(const Context& context, Instant now) {
  return context.scenario->window.IsOpen(now, context.debtor_zone, context.debtor_calendar);
}

std::optional<NoticeContact> FirstBillingContact(const Context& context) {
  Step step;
  step.channels = {Channel::kEmail};
  auto contacts = ChooseContacts(step, context, {});
  if (contacts.empty()) return std::nullopt;
  return std::move(contacts.front());
}

/// Why nobody is thanked, in order of precedence.
Obstacle ObstacleToThanks(const Case& c, const Context& context) {
  if (c.running) return Obstacle::kReopened;
  if (context.entity_stopped || context.channels_stopped.contains(Channel::kEmail)) {
    return Obstacle::kStopped;
  }
  if (c.insolvent) return Obstacle::kInsolvent;
  return context.can_thank ? Obstacle::kNone : Obstacle::kNoText;
}

/// The whole of it: not only what was left to be allocated when it closed the case.
int64_t AmountOf(const Case& c, const RecordMoney& payment) {
  if (payment.amount > 0) return payment.amount;
  const auto known = c.receipts.find(payment.receipt);
  if (known != c.receipts.end() && known->second.amount > 0) return known->second.amount;
  return std::accumulate(payment.allocations.begin(), payment.allocations.end(), payment.rest,
                         [](int64_t sum, const Allocation& a) { return sum + a.amount; });
}

}  // namespace

ThanksOwed ThanksFor(const Case& c, const RecordMoney& payment) {
  // A value date may lie ahead; what has been booked has been received.
  return {payment.receipt, Money{payment.currency, AmountOf(c, payment)},
          std::min(payment.value_on, payment.booked_on)};
}

void PlanThanks(Draft& draft) {
  const Case& c = draft.c();
  if (!c.thanks || c.thanks->state != ThankYouState::kOwed) return;
  if (!IsOpen(draft.context(), draft.now())) return;
  draft.Add(
      ThankYouPlanned{DerivedId(c.id.entity, c.id.account, std::to_string(c.cycle),
                                "thanks for a payment", std::to_string(c.thanks->planned + 1)),
                      draft.now()});
}

void WithdrawThanks(Draft& draft, Obstacle reason) {
  const auto& thanks = draft.c().thanks;
  if (thanks && thanks->IsPending()) draft.Add(ThankYouWithdrawn{thanks->notice, reason});
}

bool IsThankYou(const Case& c, std::string_view notice) {
  return c.thanks && !c.thanks->notice.empty() && c.thanks->notice == notice;
}

CaseFacts ClearThankYou(const Case& c, const Context& context, Instant now) {
  if (!c.thanks || !c.thanks->IsPending()) return {};
  const std::string& notice = c.thanks->notice;
  const Obstacle obstacle = ObstacleToThanks(c, context);
  if (obstacle != Obstacle::kNone) return {ThankYouWithdrawn{notice, obstacle}};
  if (!IsOpen(context, now)) return {ThankYouWithdrawn{notice, Obstacle::kWindow}};
  auto contact = FirstBillingContact(context);
  if (!contact) return {ThankYouWithdrawn{notice, Obstacle::kNoContact}};
  return {ThankYouCleared{notice, *std::move(contact)}};
}

void TellThanksSent(Draft& draft) {
  const ThankYou& thanks = *draft.c().thanks;
  if (thanks.state == ThankYouState::kSent || thanks.state == ThankYouState::kFailed) return;
  draft.Add(ThankYouSent{thanks.notice, draft.today()});
}

void TellThanksFailed(Draft& draft, std::string_view contact) {
  const ThankYou& thanks = *draft.c().thanks;
  const bool left = thanks.IsPending() || thanks.state == ThankYouState::kSent;
  if (left && thanks.contact.Key() == contact) draft.Add(ThankYouFailed{thanks.notice});
}

std::string WordsOf(const ThankYou& thanks) {
  const std::string words = "a thank-you for " + ToString(thanks.amount) + " received on " +
                            FormatDate(thanks.received_on);
  switch (thanks.state) {
    case ThankYouState::kOwed:
      return words + " follows at the next opening";
    case ThankYouState::kPlanned:
    case ThankYouState::kCleared:
      return words + " is on its way";
    case ThankYouState::kWithdrawn:
      return words + " was not sent: " + std::string(Word(thanks.reason));
    case ThankYouState::kSent:
      return words + " was handed over on " + FormatDate(thanks.sent_on);
    case ThankYouState::kFailed:
      return words + " did not arrive";
  }
  return words;
}

}  // namespace relance::scenario
