#include "tests/sim/world.h"

#include <fmt/format.h>

#include "relance/journal/v1/record.pb.h"

namespace relance::sim {
namespace {

constexpr const char* kInstallation = "sim";

std::string InputBytes(const std::optional<CommandId>& id, const std::string& content) {
  journal::v1::Input input;
  if (id) {
    input.mutable_command()->set_id(ToBytes(*id));
    input.mutable_command()->mutable_by()->set_actor("client");
  }
  input.set_content(content);
  return input.SerializeAsString();
}

}  // namespace

World::World(uint64_t seed) : random_(seed), now_(*ParseInstant("2026-10-01T06:00:00Z")) {
  services_.resize(2);
  Service& till = services_[0];
  till.name = "till";
  till.journal_topic = "till.journal";
  till.inputs = {{"till.commands", journal::InputKind::kCommands},
                 {"till.bulk", journal::InputKind::kBulk}};
  till.domain = std::make_unique<TillDomain>();
  Service& mirror = services_[1];
  mirror.name = "mirror";
  mirror.journal_topic = "mirror.journal";
  mirror.inputs = {{"till.journal", journal::InputKind::kFollowed}};
  mirror.domain = std::make_unique<MirrorDomain>();
  for (Service& s : services_) {
    s.view = std::make_unique<MemoryView>([this] { return now_; });
    s.oracle = std::make_unique<Oracle>(*this, s);
  }
}

World::~World() {
  actors_.clear();
}

CommandId World::Command(const std::string& content, std::optional<Instant> issued) {
  std::array<uint8_t, 10> noise{};
  for (auto& b : noise) b = static_cast<uint8_t>(random_());
  const CommandId id = MakeCommandId(issued.value_or(now_), noise);
  commands_[id] = content;
  Repeat(id, content);
  return id;
}

void World::Repeat(const CommandId& id, const std::string& content) {
  topics_["till.commands"].records.push_back(InputBytes(id, content));
}

void World::Document(const std::string& content) {
  topics_["till.bulk"].records.push_back(InputBytes(std::nullopt, content));
}

int World::Start(int service, Millis clock_offset) {
  const int id = next_actor_++;
  actors_[id] = std::make_unique<Actor>(*this, id, service, clock_offset);
  return id;
}

void World::Crash(int actor) {
  actors_.erase(actor);
}

void World::CrashLeavingItsProjection(int actor) {
  if (auto left = At(actor).TakeProjection()) {
    service(At(actor).service()).orphans.push_back(*std::move(left));
  }
  Crash(actor);
}

std::vector<int> World::Actors() const {
  std::vector<int> ids;
  for (const auto& [id, actor] : actors_) ids.push_back(id);
  return ids;
}

void World::Resume(int actor) {
  At(actor).Resume();
  if (At(actor).dead()) Crash(actor);
}

bool World::RunTo(int actor, const std::string& label, int most) {
  for (int i = 0; i < most; ++i) {
    Resume(actor);
    if (!Alive(actor) || At(actor).stopped()) return false;
    if (At(actor).paused_at() == label) return true;
  }
  Fail(fmt::format("owner {} never came to {}", actor, label));
  return false;
}

void World::Settle(int actor) {
  int idle = 0;
  for (int i = 0; i < 20'000 && idle < 4; ++i) {
    Resume(actor);
    if (!Alive(actor) || At(actor).stopped()) return;
    for (int s = 0; s < services(); ++s) LandAll(s);
    idle = At(actor).fibers_idle() ? idle + 1 : idle;
    if (At(actor).paused_at() == "append") idle = 0;
    if (At(actor).fibers_idle()) Advance(Millis{600});
  }
}

void World::Land(int service, size_t in_flight, bool report) {
  Service& s = services_[static_cast<size_t>(service)];
  const InFlight append = s.in_flight[in_flight];
  s.in_flight.erase(s.in_flight.begin() + static_cast<long>(in_flight));
  const auto offset = static_cast<int64_t>(s.journal.records.size());
  s.journal.records.push_back(append.bytes);
  s.oracle->Offer(offset, append.bytes);
  if (report && Alive(append.actor)) At(append.actor).Report(append.tag, offset);
}

void World::LandAll(int service) {
  while (!services_[static_cast<size_t>(service)].in_flight.empty()) Land(service, 0, true);
}

void World::Drop(int service, size_t in_flight, bool report) {
  Service& s = services_[static_cast<size_t>(service)];
  const InFlight append = s.in_flight[in_flight];
  s.in_flight.erase(s.in_flight.begin() + static_cast<long>(in_flight));
  if (report && Alive(append.actor)) At(append.actor).Report(append.tag, std::nullopt);
}

void World::Inject(int service, const std::string& bytes) {
  Service& s = services_[static_cast<size_t>(service)];
  s.journal.records.push_back(bytes);
  s.oracle->Offer(static_cast<int64_t>(s.journal.records.size()) - 1, bytes);
}

void World::Lose(int service, size_t count, const std::vector<std::string>& regrown) {
  expect_stop = true;
  auto& records = services_[static_cast<size_t>(service)].journal.records;
  records.resize(records.size() - count);
  records.insert(records.end(), regrown.begin(), regrown.end());
}

void World::LandOrphan(int service, size_t orphan) {
  Service& s = services_[static_cast<size_t>(service)];
  const journal::Visit left = std::move(s.orphans[orphan]);
  s.orphans.erase(s.orphans.begin() + static_cast<long>(orphan));
  (void)s.view->Project(left.from, left.to, left.changes);
  s.oracle->CheckView();
}

void World::RollBack(int service, size_t steps) {
  services_[static_cast<size_t>(service)].view->RollBack(steps);
}

void World::Flush(int service) {
  (void)services_[static_cast<size_t>(service)].view->Wipe();
}

void World::Advance(Millis time) {
  now_ += time;
  monotonic_ += time;
}

void World::NoteAnswer(int service, const CommandId& id, const journal::Outcome& outcome) {
  services_[static_cast<size_t>(service)].oracle->CheckAnswer(id, outcome);
  answers_.push_back({id, outcome});
}

void World::Fail(const std::string& why) {
  failures_.push_back(why);
}

void World::Check() {
  for (Service& s : services_) s.oracle->CheckView();
  if (!expect_stop && !stops.empty()) Fail("an owner stopped: " + stops.front());
}

Actor::Actor(World& world, int id, int service, Millis clock_offset)
    : world_(world), id_(id), service_(service), clock_offset_(clock_offset) {
  Service& mine = Mine();
  next_.resize(mine.inputs.size());
  journal::OwnerSettings settings;
  settings.installation = kInstallation;
  settings.topic = mine.journal_topic;
  settings.inputs = mine.inputs;
  const Habits& habits = world.habits;
  settings.batch_inputs = habits.random ? 1 + world.Pick(8) : habits.batch_inputs;
  settings.documents_in_memory = habits.random ? world.Pick(6) : habits.documents_in_memory;
  settings.records_per_projection = habits.random ? 1 + world.Pick(4) : 1;
  settings.worth_help = habits.random ? 1 + world.Pick(3) : 1;
  settings.checkpoint_inputs = 5;
  owner_ = std::make_unique<journal::Owner>(
      settings,
      journal::OwnerPorts{*this, *this, *this, *this, *this, *this, *this, *this, *this, *this},
      *mine.domain, fmt::format("process-{:08}", id));
  inside_ = boost::context::fiber([this](boost::context::fiber&& sink) {
    outside_ = std::move(sink);
    try {
      Loop();
    } catch (const ProcessDied&) {
      dead_ = true;
    }
    return std::move(outside_);
  });
}

void Actor::Resume() {
  if (dead_ || !inside_) return;
  inside_ = std::move(inside_).resume();
}

void Actor::Pause(const std::string& label) {
  paused_at_ = label;
  outside_ = std::move(outside_).resume();
}

void Actor::Loop() {
  while (true) {
    const auto turn = owner_->Step();
    if (turn == journal::Owner::Turn::kStopped) {
      stopped_ = true;
      while (true) Pause("stopped");
    }
    CheckMemory();
    Pause(turn == journal::Owner::Turn::kIdle ? "idle" : "turn");
  }
}

void Actor::CheckMemory() {
  if (!owner_->owning()) return;
  Mine().oracle->CheckMemory(owner_->head(), owner_->documents().Contents());
}

Topic& Actor::TopicOf(size_t input) {
  const std::string& name = Mine().inputs[input].topic;
  for (int s = 0; s < world_.services(); ++s) {
    if (world_.service(s).journal_topic == name) return world_.service(s).journal;
  }
  return world_.InputTopic(name);
}

void Actor::Report(uint64_t tag, std::optional<int64_t> offset, bool undeliverable) {
  reports_.push_back({tag, offset, undeliverable});
}

Result<journal::Extent> Actor::Bounds() {
  Pause("bounds");
  return journal::Extent{0, static_cast<int64_t>(Mine().journal.records.size())};
}

Result<std::vector<journal::LogRecord>> Actor::Read(int64_t from) {
  Pause("read");
  std::vector<journal::LogRecord> records;
  const auto& all = Mine().journal.records;
  const size_t most = world_.habits.random ? 1 + world_.Pick(4) : 1000;
  for (auto i = static_cast<size_t>(from); i < all.size() && records.size() < most; ++i) {
    records.push_back({static_cast<int64_t>(i), all[i]});
  }
  return records;
}

void Actor::Append(uint64_t tag, std::string bytes) {
  if (!assisted_) CheckDecided();
  Pause("append");
  if (bytes.find("HUGE") != bytes.npos) {
    Report(tag, std::nullopt, true);
    return;
  }
  Mine().in_flight.push_back({id_, tag, std::move(bytes)});
}

void Actor::CheckDecided() {
  if (loaded_beside_ != owner_->generation()) return;
  world_.Fail("a decision was taken on data of another position than the projected one");
}

/// In a random world an assistant may be slow: the owner has read ahead before it does anything.
void Actor::Begin(std::function<void()> work) {
  if (aside_) world_.Fail("work was begun and never finished");
  CheckDecided();
  assisted_ = true;
  aside_ = std::move(work);
  if (!world_.habits.random || world_.Chance(50)) Finish();
}

void Actor::Finish() {
  if (auto work = std::exchange(aside_, nullptr)) work();
  assisted_ = false;
}

std::optional<journal::AppendReport> Actor::AwaitReport(Millis timeout) {
  const Millis until = world_.monotonic() + timeout;
  while (true) {
    Pause("await");
    if (!reports_.empty()) {
      const auto report = reports_.front();
      reports_.pop_front();
      return report;
    }
    if (world_.monotonic() >= until) return std::nullopt;
  }
}

Result<journal::Extent> Actor::Bounds(size_t input) {
  Pause("input bounds");
  return journal::Extent{0, static_cast<int64_t>(TopicOf(input).records.size())};
}

Result<journal::LogRecord> Actor::ReadAt(size_t input, int64_t offset) {
  Pause("read at");
  const auto& all = TopicOf(input).records;
  if (offset < 0 || static_cast<size_t>(offset) >= all.size()) return NotFound("no such offset");
  return journal::LogRecord{offset, all[static_cast<size_t>(offset)]};
}

Result<void> Actor::Seek(size_t input, int64_t next) {
  next_[input] = next;
  return {};
}

Result<std::vector<journal::LogRecord>> Actor::Poll(size_t input, size_t limit) {
  Pause("poll");
  std::vector<journal::LogRecord> records;
  const auto& all = TopicOf(input).records;
  if (world_.withheld.contains(Mine().inputs[input].topic)) return records;
  const size_t most = world_.habits.random ? std::min<size_t>(limit, world_.Pick(5)) : limit;
  while (records.size() < most && static_cast<size_t>(next_[input]) < all.size()) {
    records.push_back({next_[input], all[static_cast<size_t>(next_[input])]});
    ++next_[input];
  }
  return records;
}

Result<journal::Loaded> Actor::Load(const std::vector<std::string>& keys) {
  Pause("load");
  auto loaded = Mine().view->Load(keys);
  if (!keys.empty() && loaded && loaded->position != owner_->projected()) {
    loaded_beside_ = owner_->generation();
  }
  Pause("loaded");
  return loaded;
}

Result<journal::Listed> Actor::List(const std::string& prefix, const std::string& after,
                                    size_t limit) {
  Pause("list");
  return Mine().view->List(prefix, after, limit);
}

Result<journal::Projected> Actor::Project(const std::optional<journal::Position>& from,
                                          const journal::Position& to,
                                          const journal::Changes& changes) {
  auto result = Mine().view->Project(from, to, changes);
  Mine().oracle->CheckView();
  return result;
}

void Actor::Start(journal::Visit visit) {
  if (visit_) world_.Fail("a projection was started and never awaited");
  visit_ = std::move(visit);
  Pause("start projecting");
}

/// In a scripted world the view meets a projection, and the load behind it, only now.
Result<journal::Visited> Actor::Await() {
  Pause("project");
  if (!projected_) GoOnVisiting();
  Pause("projected");
  if (!loaded_) GoOnVisiting();
  if (!visit_->keys.empty()) Pause("loaded behind");
  const journal::Visit visit = *std::exchange(visit_, std::nullopt);
  auto projected = *std::exchange(projected_, std::nullopt);
  auto loaded = *std::exchange(loaded_, std::nullopt);
  if (world_.Chance(world_.lost_reply_percent)) return Unavailable("the reply was lost");
  if (!projected) return Failure(projected.error());
  if (!loaded) return Failure(loaded.error());
  if (!visit.keys.empty() && projected->done && loaded->position != visit.to) {
    loaded_beside_ = owner_->generation();
  }
  return journal::Visited{*std::move(projected), *std::move(loaded)};
}

void Actor::GoOnVisiting() {
  if (!projected_) {
    projected_ = Project(visit_->from, visit_->to, visit_->changes);
  } else {
    const bool reads = *projected_ && (*projected_)->done && !visit_->keys.empty();
    loaded_ = reads ? Mine().view->Load(visit_->keys) : journal::Loaded{};
  }
}

std::optional<journal::Visit> Actor::TakeProjection() {
  return projected_ ? std::nullopt : std::exchange(visit_, std::nullopt);
}

Result<int> Actor::CountAttempt(const std::string& input) {
  Pause("count");
  return Mine().view->CountAttempt(input);
}

Result<void> Actor::ForgetAttempts(const std::string& input) {
  return Mine().view->ForgetAttempts(input);
}

Result<void> Actor::Park(const std::string& topic, int64_t offset, const std::string&,
                         const std::string& reason, const std::string&) {
  Pause("park");
  Mine().parked.push_back(fmt::format("{}/{} {}", topic, offset, reason));
  return {};
}

std::string Actor::Bytes(size_t count) {
  std::string bytes;
  for (size_t i = 0; i < count; ++i) bytes += static_cast<char>(world_.random()());
  return bytes;
}

void Actor::Answer(const CommandId& id, const journal::Outcome& outcome) {
  world_.NoteAnswer(service_, id, outcome);
}

void Actor::Stopped(int, const std::string& why) {
  world_.stops.push_back(why);
}

void Actor::Alarm(int, const std::string& what) {
  world_.alarms.push_back(what);
}

}  // namespace relance::sim
