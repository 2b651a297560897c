#include "libs/host/submit.h"

#include <future>
#include <memory>

#include "relance/journal/v1/record.pb.h"

namespace relance::host {

Error RefusalOf(const journal::Outcome& outcome) {
  journal::v1::Refusal refusal;
  (void)refusal.ParseFromString(outcome.reply);
  ErrorCode code = ErrorCode::kInvalid;
  if (refusal.reason() == "other_content") code = ErrorCode::kConflict;
  if (refusal.reason() == "unknown") code = ErrorCode::kNotFound;
  std::string message = refusal.reason();
  if (!refusal.detail().empty()) message += ": " + refusal.detail();
  return Error{code, std::move(message), refusal.field()};
}

Result<journal::Outcome> SubmitAndWait(journal::CommandFront& front, int partition,
                                       const CommandId& id, const journal::Identity& by,
                                       std::string content, Millis timeout) {
  const auto answered = std::make_shared<std::promise<Result<journal::Outcome>>>();
  auto answer = answered->get_future();
  front.Submit(
      partition, id, by, std::move(content), timeout,
      [answered](Result<journal::Outcome> outcome) { answered->set_value(std::move(outcome)); });
  auto outcome = answer.get();
  if (!outcome || outcome->accepted) return outcome;
  return Failure(RefusalOf(*outcome));
}

}  // namespace relance::host
