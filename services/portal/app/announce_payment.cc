#include "services/portal/app/announce_payment.h"

namespace relance::portal {

Result<AnnounceOutcome> AnnouncePayment::Run(const std::string& session_id, const Session& session,
                                             const CommandId& command, const PromiseForm& form) {
  auto page = accounts_.Run(session);
  if (!page) return Failure(page.error());
  auto answer = CheckPromise(form, page->account, page->entity.promise_max_days);
  if (!answer.promise) return PromiseRefused{std::move(*page), std::move(answer.problems)};

  auto recorded = scenario_.RecordPromise(session.viewer, command, *answer.promise);
  if (!recorded && recorded.error().code == ErrorCode::kUnavailable) {
    return Failure(recorded.error());
  }
  if (!recorded) return PromiseRefused{std::move(*page), {}};

  Session after = session;
  after.scenario = recorded->token;
  after.acted = true;
  // The promise is made, whatever becomes of the session: a lost token only costs freshness.
  static_cast<void>(sessions_.Put(session_id, after));
  return PromiseAnnounced{std::move(recorded->id)};
}

}  // namespace relance::portal
