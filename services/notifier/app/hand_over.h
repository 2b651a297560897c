#pragma once

#include <string>
#include <vector>

#include "services/notifier/app/ports.h"

namespace relance::notifier {

struct HandOverOptions {
  std::string portal_url;  ///< "https://portal.example.com"; links are <portal_url>/l/<token>.
  Millis link_life{std::chrono::hours{24 * 90}};
};

/// One attempt on its way through the steps.
struct Prepared {
  int partition = 0;
  NoticeRef ref;
  Attempt attempt;
  Message message;
  std::vector<Link> links;
  std::string undeliverable;  ///< Why nothing can be sent to this contact; empty: it can.
  Monotonic latest{};         ///< The clearance may not be used after this.
};

/// The steps from a clearance to a result, for one contact. Each is one port away from the next,
/// and none may be taken without the one before.
class HandOver {
 public:
  HandOver(Clocks& clocks, Composer& composer, MessageStore& store, AttemptJournal& journal,
           Carrier& carrier, Tokens& tokens, HandOverOptions options)
      : clocks_(clocks),
        composer_(composer),
        store_(store),
        journal_(journal),
        carrier_(carrier),
        tokens_(tokens),
        options_(std::move(options)) {}

  /// Mints the link, renders, and keeps the exact bytes.
  Result<Prepared> Prepare(int partition, const ReadyNotice& ready, const ClearedContact& contact,
                           Monotonic asked_at);
  /// Journals the attempt. A refusal means that the notice may not leave (any more).
  Result<Verdict> Start(const Prepared& prepared);
  /// Hands over, if the clearance still holds.
  Delivery Deliver(const Prepared& prepared);
  /// Journals the result.
  Result<Verdict> Finish(const Prepared& prepared, const Delivery& delivery);

 private:
  Result<void> Render(Prepared& prepared, const ReadyNotice& ready, const Recipient& recipient,
                      const std::string& link);

  Clocks& clocks_;
  Composer& composer_;
  MessageStore& store_;
  AttemptJournal& journal_;
  Carrier& carrier_;
  Tokens& tokens_;
  const HandOverOptions options_;
};

}  // namespace relance::notifier
