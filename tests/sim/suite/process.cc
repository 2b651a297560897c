#include "tests/sim/suite/process.h"

#include <fmt/format.h>

#include "libs/digest/digest.h"
#include "relance/scenario/v1/inputs.pb.h"
#include "tests/sim/suite/host.h"
#include "tests/sim/suite/words.h"

namespace relance::sim {
namespace {

constexpr Millis kTimeout{1'000};
constexpr int kTries = 2;
constexpr int kSteps = 40;       // of an owner, while somebody waits for it
constexpr int kMostPauses = 30;  // the journal is away for good: somebody ends the process
constexpr size_t kBatch = 50;

struct Busy {
  explicit Busy(bool& flag) : flag_(flag) { flag_ = true; }
  ~Busy() { flag_ = false; }
  bool& flag_;
};

}  // namespace

Process::Process(Suite& suite, int number)
    : suite_(suite),
      number_(number),
      board_(*this, kTimeout),
      journal_(*this, kTimeout, kTries),
      asking_(*this, board_, *this, *this, *this),
      hand_over_(*this, *this, *this, journal_, *this, *this, {"https://portal.example"}),
      work_(*this, board_, asking_, hand_over_, journal_, *this) {}

bool Process::Run() {
  if (busy_) return false;
  const Busy busy(busy_);
  const auto tasks = work_.Round(0, kBatch);
  if (!tasks) return false;
  for (const auto& task : *tasks) work_.Do(task);
  return !tasks->empty();
}

void Process::Pass(const char* what) {
  suite_.Pass(fmt::format("process {}", what));
}

void Process::Pause(Millis time) {
  if (++pauses_ > kMostPauses) throw Died{};
  suite_.Advance(time);
}

/// Whoever owns the journal decides; whether it did in time is not always known.
Result<journal::Outcome> Process::Decided(Service service, const CommandId& id,
                                          const std::string& content) {
  suite_.Command(service, id, content);
  for (int i = 0; i < kSteps; ++i) {
    if (const auto* outcome = suite_.AnswerTo(id)) return *outcome;
    if (suite_.host(service).stepping()) break;
    suite_.Step(service);
  }
  return Unavailable("no answer in time");
}

Result<void> Process::Ask(int, const std::string& ask_id,
                          const std::vector<notifier::NoticeRef>& notices) {
  suite_.NoteAsk(ask_id);
  Pass("ask");
  auto input = sim::Ask(ask_id);
  for (const auto& ref : notices) {
    input.mutable_ask_clearance()->add_notice_ids(ref.notice);
    auto* account = input.mutable_ask_clearance()->add_accounts();
    account->set_legal_entity(ref.account.entity);
    account->set_number(ref.account.account);
  }
  const auto outcome = Decided(kScenario, suite_.NewId(), input.SerializeAsString());
  if (outcome) suite_.RequestFence(outcome->token.sequence);
  Pass("asked");
  if (!outcome) return Failure(outcome.error());
  return {};
}

Result<notifier::Message> Process::Compose(const notifier::Notice& notice,
                                           const notifier::Cleared& cleared,
                                           const notifier::Recipient& recipient,
                                           const std::string& link) {
  Pass("render");
  Mail mail;
  mail.notice = notice.id;
  mail.contact = recipient.id;
  mail.attempt =
      notifier::AttemptId(notice.id, recipient.id, notifier::NextNumber(notice, recipient.id));
  mail.message_id = MessageIdOf(cleared, recipient);
  mail.ask_id = notice.clearance->ask_id;
  mail.fence = notice.clearance->fence;
  mail.clearance = notice.clearance->sequence;
  mail.claims = cleared.claims;
  mail.thanks = cleared.thanks;
  mail.bytes = fmt::format("{}\n{}\n", mail.message_id, link);
  for (const auto& claim : cleared.claims) {
    for (const auto* lines : {&claim.items, &claim.also, &claim.soon}) {
      for (const auto& line : *lines) mail.bytes += fmt::format("{} {}\n", line.item, line.amount);
    }
    mail.bytes += fmt::format("{} {} {}\n", claim.currency, claim.credits, claim.net);
  }
  if (mail.thanks) {
    mail.bytes += fmt::format("thanks for {} {} of {}\n", mail.thanks->amount,
                              mail.thanks->currency, FormatDate(mail.thanks->received_on));
  }
  rendered_[mail.bytes] = mail;
  return notifier::Message{mail.bytes, mail.message_id, "from@example.com", "to@example.com"};
}

std::string Process::MessageIdOf(const notifier::Cleared& cleared,
                                 const notifier::Recipient& recipient) {
  return notifier::MessageId(cleared.notice, recipient.id, "example.com");
}

Result<std::string> Process::Keep(std::string_view bytes) {
  Pass("keep");
  return ToBytes(Sha256(bytes));
}

notifier::Delivery Process::HandOver(notifier::Channel, const notifier::Message& message,
                                     notifier::Monotonic latest) {
  Pass("hand over");
  if (Ticks() >= latest) return {notifier::AttemptResult::kTechnicalFailure, "too late"};
  if (suite_.Chance(suite_.faults.refused)) {
    return {notifier::AttemptResult::kTemporaryFailure, "450 later"};
  }
  Mail mail = rendered_.at(message.bytes);
  mail.at = suite_.monotonic();
  suite_.NoteMail(mail);
  Pass("handed over");
  if (suite_.Chance(suite_.faults.answer_lost)) {
    return {notifier::AttemptResult::kUnknown, "the connection broke after the final dot"};
  }
  return {notifier::AttemptResult::kSubmitted, "250 ok"};
}

notifier::LinkToken Process::Mint(int partition) {
  return {partition, suite_.Bytes(32)};
}

std::string Process::NewAskId() {
  return fmt::format("ask {}.{}", number_, ++asks_);
}

void Process::Failed(const notifier::NoticeRef&, std::string_view step, const Error& error) {
  if (error.code == ErrorCode::kUnavailable) return;
  suite_.Fail(fmt::format("a notifier failed to {}: {}", step, error.message));
}

Result<journal::Loaded> Process::Load(const journal::Token&, const std::vector<std::string>& keys,
                                      Millis) {
  Pass("load");
  return suite_.view(kNotifier).Load(keys);
}

Result<journal::Listed> Process::List(const journal::Token&, const std::string& prefix,
                                      const std::string& after, size_t limit, Millis) {
  Pass("list");
  return suite_.view(kNotifier).List(prefix, after, limit);
}

void Process::Submit(int, const CommandId& id, const journal::Identity&, std::string content,
                     Millis, std::function<void(Result<journal::Outcome>)> done) {
  Pass("command");
  const auto outcome = Decided(kNotifier, id, content);
  Pass("answered");
  done(outcome);
}

}  // namespace relance::sim
