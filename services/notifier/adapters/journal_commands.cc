#include "services/notifier/adapters/journal_commands.h"

#include <future>
#include <memory>
#include <utility>

#include "relance/journal/v1/record.pb.h"
#include "relance/notifier/v1/inputs.pb.h"
#include "services/notifier/adapters/codec.h"
#include "services/notifier/adapters/crash_point.h"

namespace relance::notifier {

journal::Identity OwnIdentity() {
  return {"notifier", "service", {"*"}};
}

Result<Verdict> JournalCommands::Start(int partition, const NoticeRef& ref, const Attempt& attempt,
                                       const std::vector<Link>& links) {
  CrashPoint("before_attempt");
  v1::NotifierInput input;
  auto* start = input.mutable_start_attempt();
  *start->mutable_attempt() = ToProto(attempt, ref.notice, ref.account);
  for (const Link& link : links) *start->add_links() = ToProto(link);
  auto verdict = Submit(partition, input.SerializeAsString());
  CrashPoint("after_attempt_started");
  return verdict;
}

Result<Verdict> JournalCommands::End(int partition, const NoticeRef& ref,
                                     const EndAttempt& result) {
  CrashPoint("after_hand_over");
  v1::NotifierInput input;
  AttemptEnded ended;
  ended.attempt = result.attempt;
  ended.result = result.result;
  ended.answer = result.answer;
  *input.mutable_end_attempt()->mutable_attempt() = ToProto(ended, ref.notice, ref.account);
  auto verdict = Submit(partition, input.SerializeAsString());
  CrashPoint("after_attempt_ended");
  return verdict;
}

Result<Verdict> JournalCommands::Submit(int partition, const std::string& content) {
  const CommandId id = front_.NewId();
  Error last{ErrorCode::kUnavailable, "the journal did not answer", {}};
  for (int i = 0; i < tries_; ++i) {
    // Shared with the callback, which may come after this thread has given up.
    auto answer = std::make_shared<std::promise<Result<journal::Outcome>>>();
    auto outcome = answer->get_future();
    front_.Submit(partition, id, OwnIdentity(), content, timeout_,
                  [answer](Result<journal::Outcome> done) { answer->set_value(std::move(done)); });
    if (outcome.wait_for(2 * timeout_) != std::future_status::ready) continue;
    const auto done = outcome.get();
    if (!done) {
      last = done.error();
      if (last.code != ErrorCode::kUnavailable) return Failure(last);
      continue;
    }
    if (done->accepted) return Verdict{true, {}};
    journal::v1::Refusal refusal;
    if (!refusal.ParseFromString(done->reply)) return Corrupt("a refusal that cannot be read");
    return Verdict{false, refusal.reason()};
  }
  return Failure(last);
}

}  // namespace relance::notifier
