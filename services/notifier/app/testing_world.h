#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "libs/digest/digest.h"
#include "services/notifier/app/work.h"

namespace relance::notifier {

inline const NoticeRef kRef{{"FR01", "D42"}, "n1"};

/// The outside as the notifier meets it, on one thread: a ledger, a scenario that clears what it is
/// asked for unless the invoice was paid or the entity stopped, a journal with the real rules of
/// the domain, and a mail server. `before` runs before every call of a port, numbered from 1, and
/// may change the world.
class World : public Clocks,
              public NoticeBoard,
              public Clearances,
              public Composer,
              public MessageStore,
              public AttemptJournal,
              public Carrier,
              public Tokens,
              public Witness {
 public:
  struct Sent {
    uint64_t fence = 0;
    uint64_t clearance = 0;
    std::string message_id;
  };

  explicit World(int level = 1, bool formal = false) : level_(level), formal_(formal) {
    Say(kRef, NoticeQueued{kRef.notice, kRef.account, "r1", now});
  }

  std::function<void(int call)> before;
  std::function<void()> on_pause;
  int calls = 0;
  bool down = false;  ///< Every port answers kUnavailable: this process is dead, or cut off.

  // The ledger and the case.
  void Pay() {
    if (paid_at == 0) paid_at = ++ledger;
  }
  void StopEntity() {
    if (stopped_at == 0) stopped_at = ++scenario;
  }
  uint64_t ledger = 10;
  uint64_t scenario = 20;
  uint64_t paid_at = 0;
  uint64_t stopped_at = 0;

  Instant now = FromMillis(1'790'000'000'000);
  Monotonic ticks{std::chrono::hours{1}};
  std::map<NoticeRef, Notice> notices;
  std::map<NoticeRef, Cleared> cleared;
  std::vector<ClearedContact> contacts{{"c1", Channel::kEmail}};
  std::vector<Sent> sent;
  std::vector<Link> links;
  std::vector<std::string> trouble;
  std::vector<Delivery> answers;  ///< For the next hand-overs, in order; then submitted.
  std::optional<Error> compose_error;
  std::set<std::string> healthy;  ///< Notices that can be composed all the same.
  bool scenario_answers = true;
  int asks = 0;
  int kept = 0;

  // Clocks.
  Instant Now() override { return now; }
  Monotonic Ticks() override { return ticks; }
  void Pause(Millis time) override {
    ticks += time;
    if (on_pause) on_pause();
  }

  // NoticeBoard.
  Result<std::vector<NoticeRef>> Due(int, Instant at, size_t limit) override {
    if (auto cut = Call()) return Failure(*cut);
    return Where(
        limit, [&](const Notice& n) { return n.state == NoticeState::kQueued && n.ask_at <= at; });
  }
  Result<std::vector<NoticeRef>> Ready(int, size_t limit) override {
    if (auto cut = Call()) return Failure(*cut);
    return Where(limit, [](const Notice& n) { return n.state == NoticeState::kReady; });
  }
  Result<std::vector<NoticeRef>> Running(int, size_t limit) override {
    if (auto cut = Call()) return Failure(*cut);
    return Where(limit, [](const Notice& n) { return HasRunning(n); });
  }
  Result<ReadyNotice> Load(int, const NoticeRef& ref) override {
    if (auto cut = Call()) return Failure(*cut);
    if (notices.at(ref).state != NoticeState::kReady) return NotFound("not cleared");
    return ReadyNotice{notices.at(ref), cleared.at(ref)};
  }
  Result<Notice> Find(int, const NoticeRef& ref) override {
    if (auto cut = Call()) return Failure(*cut);
    return notices.at(ref);
  }
  Result<std::optional<Instant>> NextMoment(int) override { return std::optional<Instant>{}; }

  // Clearances: the scenario evaluates the case again when the fence has come back.
  Result<void> Ask(int, const std::string& ask_id, const std::vector<NoticeRef>& refs) override {
    if (auto cut = Call()) return Failure(*cut);
    ++asks;
    if (!scenario_answers) return {};
    for (const NoticeRef& ref : refs) Answer(ref, ask_id);
    return {};
  }

  // Composer.
  Result<Message> Compose(const Notice& notice, const Cleared&, const Recipient& recipient,
                          const std::string& link) override {
    if (auto cut = Call()) return Failure(*cut);
    if (compose_error && !healthy.contains(notice.id)) return Failure(*compose_error);
    return Message{"message with " + link, MessageId(notice.id, recipient.id, "example.com"),
                   "from@example.com", "to@example.com"};
  }
  std::string MessageIdOf(const Cleared& of, const Recipient& recipient) override {
    return MessageId(of.notice, recipient.id, "example.com");
  }

  // MessageStore.
  Result<std::string> Keep(std::string_view bytes) override {
    if (auto cut = Call()) return Failure(*cut);
    ++kept;
    return ToBytes(Sha256(bytes));
  }

  // AttemptJournal.
  Result<Verdict> Start(int, const NoticeRef& ref, const Attempt& attempt,
                        const std::vector<Link>& issued) override {
    if (auto cut = Call()) return Failure(*cut);
    const auto decided = Decide(&notices.at(ref), StartAttempt{{}, attempt}, now);
    if (const auto* refusal = std::get_if<StartRefusal>(&decided)) {
      return Verdict{false, std::string(Name(*refusal))};
    }
    Say(ref, std::get<AttemptStarted>(decided));
    links.insert(links.end(), issued.begin(), issued.end());
    current_ = attempt;
    return Verdict{true, {}};
  }
  Result<Verdict> End(int, const NoticeRef& ref, const EndAttempt& result) override {
    if (auto cut = Call()) return Failure(*cut);
    const auto decided = Decide(&notices.at(ref), result, now);
    if (const auto* refusal = std::get_if<EndRefusal>(&decided)) {
      return Verdict{false, std::string(Name(*refusal))};
    }
    if (const auto* ended = std::get_if<AttemptEnded>(&decided)) Say(ref, *ended);
    return Verdict{true, {}};
  }

  // Carrier.
  Delivery HandOver(Channel, const Message& message, Monotonic latest) override {
    if (Call() || ticks >= latest) return {AttemptResult::kTechnicalFailure, "not sent"};
    sent.push_back({current_.fence, current_.clearance, message.message_id});
    if (answers.empty()) return {AttemptResult::kSubmitted, "250 ok"};
    const Delivery answer = answers.front();
    answers.erase(answers.begin());
    return answer;
  }

  // Tokens.
  LinkToken Mint(int partition) override {
    return {partition, std::string(32, static_cast<char>('a' + minted_++ % 26))};
  }
  std::string NewAskId() override { return "ask" + std::to_string(++ask_ids_); }

  // Witness.
  void Asked(size_t) override {}
  void Ended(const NoticeRef&, Channel, const Delivery&, std::chrono::nanoseconds) override {}
  void NotStarted(const NoticeRef&, std::string_view reason) override {
    trouble.emplace_back(reason);
  }
  void Failed(const NoticeRef&, std::string_view step, const Error& error) override {
    trouble.push_back(std::string(step) + ": " + error.message);
  }

  void Say(const NoticeRef& ref, const NoticeFact& fact) {
    notices[ref] = Evolve(std::move(notices[ref]), fact, now);
  }

 private:
  std::optional<Error> Call() {
    ++calls;
    if (before) before(calls);
    if (down) return Error{ErrorCode::kUnavailable, "down", {}};
    return std::nullopt;
  }

  void Answer(const NoticeRef& ref, const std::string& ask_id) {
    const Notice* notice = &notices.at(ref);
    const uint64_t fence = ++ledger;
    const uint64_t sequence = ++scenario;
    std::optional<NoticeFact> fact;
    if (paid_at != 0 || stopped_at != 0) {
      fact = FollowWithdrawn(notice, paid_at != 0 ? "paid" : "stopped");
    } else {
      fact = FollowCleared(notice, Clearance{ask_id, fence, sequence, level_, formal_, contacts});
      Cleared content;
      content.notice = ref.notice;
      content.account = ref.account;
      for (const auto& c : contacts) {
        content.recipients.push_back({c.id, c.channel, "", "", {}, {}});
      }
      cleared[ref] = content;
    }
    if (fact) Say(ref, *fact);
  }

  template <class F>
  std::vector<NoticeRef> Where(size_t limit, const F& holds) const {
    std::vector<NoticeRef> out;
    for (const auto& [ref, notice] : notices) {
      if (holds(notice) && out.size() < limit) out.push_back(ref);
    }
    return out;
  }

  const int level_;
  const bool formal_;
  Attempt current_;
  int minted_ = 0;
  int ask_ids_ = 0;
};

/// One notifier process on a world.
struct Process {
  explicit Process(World& w)
      : world(w),
        asking(w, w, w, w, w),
        hand_over(w, w, w, w, w, w, {"https://portal.example.com", std::chrono::hours{24 * 90}}),
        work(w, w, asking, hand_over, w, w) {}

  void Rounds(int n) {
    for (int i = 0; i < n; ++i) {
      const auto tasks = work.Round(0, 100);
      if (!tasks) continue;
      for (const Task& task : *tasks) work.Do(task);
    }
  }

  World& world;
  Asking asking;
  HandOver hand_over;
  Work work;
};

}  // namespace relance::notifier
