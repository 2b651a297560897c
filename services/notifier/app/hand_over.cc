#include "services/notifier/app/hand_over.h"

#include <algorithm>
#include <utility>

#include "services/notifier/app/asking.h"

namespace relance::notifier {

Result<Prepared> HandOver::Prepare(int partition, const ReadyNotice& ready,
                                   const ClearedContact& contact, Monotonic asked_at) {
  const Notice& notice = ready.notice;
  const auto recipient = std::ranges::find(ready.cleared.recipients, contact.id, &Recipient::id);
  if (recipient == ready.cleared.recipients.end()) {
    return Corrupt("cleared for a contact of which nothing is known");
  }
  Prepared out;
  out.partition = partition;
  out.ref = {notice.account, notice.id};
  out.latest = asked_at + kClearanceTime;
  const LinkToken token = tokens_.Mint(partition);
  out.links = {Link{HashOf(token), notice.account, contact.id, notice.id,
                    clocks_.Now() + options_.link_life, false}};
  if (const auto ok = Render(out, ready, *recipient, options_.portal_url + "/l/" + ToString(token));
      !ok) {
    return Failure(ok.error());
  }
  const auto blob = store_.Keep(out.message.bytes);
  if (!blob) return Failure(blob.error());
  Attempt& attempt = out.attempt;
  attempt.contact = contact.id;
  attempt.channel = contact.channel;
  attempt.number = NextNumber(notice, contact.id);
  attempt.id = AttemptId(notice.id, contact.id, attempt.number);
  attempt.blob = *blob;
  attempt.message_id = out.message.message_id;
  attempt.fence = notice.clearance->fence;
  attempt.clearance = notice.clearance->sequence;
  return out;
}

Result<void> HandOver::Render(Prepared& prepared, const ReadyNotice& ready,
                              const Recipient& recipient, const std::string& link) {
  auto message = composer_.Compose(ready.notice, ready.cleared, recipient, link);
  if (message) {
    prepared.message = std::move(*message);
    return {};
  }
  const Error& error = message.error();
  if (error.code != ErrorCode::kInvalid || error.field != "contact") return Failure(error);
  // Somebody has to correct the contact: that is known only when an attempt at it fails.
  prepared.undeliverable = error.message;
  prepared.message.message_id = composer_.MessageIdOf(ready.cleared, recipient);
  prepared.links.clear();
  return {};
}

Result<Verdict> HandOver::Start(const Prepared& prepared) {
  if (clocks_.Ticks() >= prepared.latest) return Verdict{false, "clearance_expired"};
  return journal_.Start(prepared.partition, prepared.ref, prepared.attempt, prepared.links);
}

Delivery HandOver::Deliver(const Prepared& prepared) {
  if (!prepared.undeliverable.empty()) {
    return {AttemptResult::kPermanentFailure, prepared.undeliverable};
  }
  if (clocks_.Ticks() >= prepared.latest) {
    return {AttemptResult::kTechnicalFailure, "the clearance expired before the hand-over"};
  }
  return carrier_.HandOver(prepared.attempt.channel, prepared.message, prepared.latest);
}

Result<Verdict> HandOver::Finish(const Prepared& prepared, const Delivery& delivery) {
  return journal_.End(prepared.partition, prepared.ref,
                      EndAttempt{prepared.attempt.id, delivery.result, delivery.answer});
}

}  // namespace relance::notifier
