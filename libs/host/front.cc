#include "libs/host/front.h"

#include <algorithm>
#include <utility>

#include "libs/base/archive.h"
#include "libs/journal/fold.h"
#include "relance/journal/v1/record.pb.h"

namespace relance::host {
namespace {

using journal::Outcome;

constexpr Millis kFirstLook{2};
constexpr Millis kLongestLook{50};
constexpr Millis kFirstLookBesideOwner{200};  // while the owner in this process answers
constexpr std::chrono::days kLatest{30};
constexpr std::chrono::days kEarliest{1};

std::string Envelope(const CommandId* id, const journal::Identity* by, std::string content) {
  journal::v1::Input input;
  if (id != nullptr) {
    input.mutable_command()->set_id(ToBytes(*id));
    auto* who = input.mutable_command()->mutable_by();
    who->set_actor(by->actor);
    who->set_role(by->role);
    for (const auto& entity : by->entities) who->add_entities(entity);
  }
  input.set_content(std::move(content));
  return input.SerializeAsString();
}

Outcome Refused(const std::string& reason, const std::string& detail) {
  journal::v1::Refusal refusal;
  refusal.set_reason(reason);
  refusal.set_detail(detail);
  return {false, refusal.SerializeAsString(), {}};
}

}  // namespace

KafkaFront::KafkaFront(std::string service, kafka::Producer& producer, ViewReaders& views,
                       journal::Clock& clock, journal::Entropy& entropy)
    : commands_topic_("relance." + service + ".commands.v1"),
      bulk_topic_("relance." + service + ".bulk.v1"),
      writer_(producer),
      views_(views),
      clock_(clock),
      entropy_(entropy),
      watcher_([this] { Watch(); }) {}

KafkaFront::~KafkaFront() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  watcher_.join();
  for (auto& [id, waiter] : waiters_) waiter.done(Unavailable("the service is stopping"));
}

void KafkaFront::Submit(int partition, const CommandId& id, const journal::Identity& by,
                        std::string content, Millis timeout, Done done) {
  const Instant now = clock_.Now();
  if (now - IssuedAt(id) > kLatest) {
    return done(Refused("expired", "issued more than 30 days ago"));
  }
  if (IssuedAt(id) - now > kEarliest) {
    return done(Refused("issued_ahead", "issued more than a day ahead"));
  }
  const Millis started = clock_.Monotonic();
  const std::string content_hash = ToBytes(Sha256(content));
  bool sooner = false;
  {
    const std::lock_guard lock(mutex_);
    const Millis look = answered_here_.contains(partition) ? kFirstLookBesideOwner : kFirstLook;
    sooner = started + look < wakes_at_;
    waiters_.emplace(id, Waiter{id, partition, content_hash, started + timeout, started + look,
                                look, std::move(done)});
  }
  if (sooner) changed_.notify_all();
  const auto fail = [this, id](const Error& error) {
    for (auto& w : Take(id)) w.done(Failure(error));
  };
  const auto sent =
      writer_.Write(commands_topic_, partition, Envelope(&id, &by, std::move(content)),
                    [fail](const kafka::Delivery& delivery) {
                      if (!delivery) fail(delivery.error());
                    });
  if (!sent) fail(sent.error());
}

void KafkaFront::Write(int partition, bool bulk, std::string content,
                       std::function<void(Result<void>)> done) {
  const auto shared = std::make_shared<std::function<void(Result<void>)>>(std::move(done));
  const auto sent = writer_.Write(
      bulk ? bulk_topic_ : commands_topic_, partition,
      Envelope(nullptr, nullptr, std::move(content)), [shared](const kafka::Delivery& delivery) {
        (*shared)(delivery ? Result<void>{} : Failure(delivery.error()));
      });
  if (!sent) (*shared)(Failure(sent.error()));
}

CommandId KafkaFront::NewId() {
  const std::string random = entropy_.Bytes(10);
  std::array<uint8_t, 10> bytes{};
  std::copy(random.begin(), random.end(), bytes.begin());
  return MakeCommandId(clock_.Now(), bytes);
}

void KafkaFront::Answer(const CommandId& id, const Outcome& outcome) {
  const auto taken = Take(id);
  {
    const std::lock_guard lock(mutex_);
    for (const auto& waiter : taken) answered_here_.insert(waiter.partition);
  }
  for (const auto& waiter : taken) waiter.done(outcome);
}

size_t KafkaFront::Waiting() const {
  const std::lock_guard lock(mutex_);
  return waiters_.size();
}

std::vector<KafkaFront::Waiter> KafkaFront::Take(const CommandId& id) {
  const std::lock_guard lock(mutex_);
  std::vector<Waiter> taken;
  const auto [first, last] = waiters_.equal_range(id);
  for (auto it = first; it != last; ++it) taken.push_back(std::move(it->second));
  waiters_.erase(first, last);
  return taken;
}

/// Looks into the views for outcomes that another process recorded, and gives up at deadlines.
void KafkaFront::Watch() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const Millis now = clock_.Monotonic();
    std::map<int, std::vector<CommandId>> due;
    std::vector<Waiter> late;
    for (auto it = waiters_.begin(); it != waiters_.end();) {
      Waiter& waiter = it->second;
      if (waiter.deadline <= now) {
        late.push_back(std::move(waiter));
        it = waiters_.erase(it);
        continue;
      }
      if (waiter.next_look <= now) {
        due[waiter.partition].push_back(waiter.id);
        waiter.wait = std::max(waiter.wait, std::min(waiter.wait * 2, kLongestLook));
        waiter.next_look = now + waiter.wait;
      }
      ++it;
    }
    lock.unlock();
    for (auto& waiter : late) {
      waiter.done(Unavailable("no outcome before the deadline: the same id may be repeated"));
    }
    for (auto& [partition, ids] : due) LookAt(partition, std::move(ids));
    lock.lock();
    if (!stopping_) SleepUntilALook(lock);
  }
}

void KafkaFront::SleepUntilALook(std::unique_lock<std::mutex>& lock) {
  wakes_at_ = Millis::max();
  for (const auto& [id, waiter] : waiters_) {
    wakes_at_ = std::min({wakes_at_, waiter.next_look, waiter.deadline});
  }
  if (wakes_at_ == Millis::max()) return changed_.wait(lock);
  changed_.wait_for(lock, std::max(wakes_at_ - clock_.Monotonic(), kFirstLook));
}

void KafkaFront::LookAt(int partition, std::vector<CommandId> ids) {
  std::vector<std::string> keys;
  for (const auto& id : ids) keys.push_back(journal::OutcomeKey(id));
  const auto loaded = views_.View(partition).Load(keys);
  if (!loaded) return;
  for (size_t i = 0; i < ids.size(); ++i) {
    if (!loaded->values[i]) continue;
    const auto stored = Decode<journal::StoredOutcome>(*loaded->values[i]);
    if (!stored) continue;
    const Outcome outcome{stored->accepted, stored->reply, {partition, stored->sequence}};
    const auto taken = Take(ids[i]);
    if (!taken.empty()) {
      const std::lock_guard lock(mutex_);
      answered_here_.erase(partition);
    }
    for (const auto& waiter : taken) {
      const bool same = waiter.content_hash == stored->content_hash;
      waiter.done(same ? outcome
                       : Refused("other_content", "this id was used with another content"));
    }
  }
}

}  // namespace relance::host
