#include "tests/sim/suite/host.h"

#include <fmt/format.h>

#include <algorithm>

namespace relance::sim {
namespace {

constexpr const char* kNames[] = {"ledger", "scenario", "notifier"};

}  // namespace

Host::Host(Suite& suite, Service service, MemoryView& view)
    : suite_(suite), service_(service), view_(view) {
  using journal::InputKind;
  settings_.installation = "sim";
  settings_.topic = Suite::JournalOf(service);
  settings_.inputs.push_back({Suite::CommandsOf(service), InputKind::kCommands});
  if (service == kLedger) {
    settings_.inputs.push_back({"relance.ledger.bulk.v1", InputKind::kBulk});
  } else if (service == kScenario) {
    settings_.inputs.push_back({Suite::JournalOf(kLedger), InputKind::kFollowed});
    settings_.inputs.push_back({Suite::JournalOf(kNotifier), InputKind::kFollowed});
  } else {
    settings_.inputs.push_back({Suite::JournalOf(kScenario), InputKind::kFollowed});
  }
  next_.resize(settings_.inputs.size());
}

void Host::Start() {
  settings_.batch_inputs = suite_.batch_inputs;
  domain_ = suite_.NewDomain(service_);
  reports_.clear();
  visit_.reset();
  visited_.reset();
  owner_ = std::make_unique<journal::Owner>(
      settings_,
      journal::OwnerPorts{*this, *this, *this, *this, *this, *this, *this, *this, *this, *this},
      *domain_, suite_.Bytes(16));
}

journal::Owner::Turn Host::Step() {
  if (stepping_) return journal::Owner::Turn::kWaiting;
  if (!owner_) Start();
  stepping_ = true;
  auto turn = journal::Owner::Turn::kWorked;
  try {
    turn = owner_->Step();
  } catch (const Died&) {
    owner_.reset();
    ++deaths_;
  }
  stepping_ = false;
  return turn;
}

void Host::Kill() {
  if (!stepping_) owner_.reset();
}

bool Host::Quiet() {
  return owner_ && !stepping_ && owner_->Quiet();
}

void Host::Pass(const char* what) {
  if (!undisturbed_) suite_.Pass(fmt::format("{} {}", kNames[service_], what));
}

const std::vector<std::string>& Host::TopicOf(size_t input) {
  return suite_.topic(settings_.inputs[input].topic);
}

Result<journal::Extent> Host::Bounds() {
  return journal::Extent{0, static_cast<int64_t>(suite_.topic(settings_.topic).size())};
}

Result<std::vector<journal::LogRecord>> Host::Read(int64_t from) {
  Pass("read");
  std::vector<journal::LogRecord> records;
  const auto& all = suite_.topic(settings_.topic);
  for (auto i = static_cast<size_t>(from); i < all.size(); ++i) {
    records.push_back({static_cast<int64_t>(i), all[i]});
  }
  return records;
}

void Host::Append(uint64_t tag, std::string bytes) {
  Pass("append");
  if (undisturbed_) return suite_.Fail("a rebuild wrote to the journal");
  auto& all = suite_.topic(settings_.topic);
  if (suite_.Chance(suite_.faults.append_lost)) return;
  if (suite_.Chance(suite_.faults.append_late)) {
    return suite_.LandLater(settings_.topic, std::move(bytes));
  }
  if (suite_.Chance(suite_.faults.append_twice)) suite_.LandLater(settings_.topic, bytes);
  all.push_back(std::move(bytes));
  if (suite_.Chance(suite_.faults.append_unreported)) return;
  reports_.push_back({tag, static_cast<int64_t>(all.size()) - 1, false});
}

std::optional<journal::AppendReport> Host::AwaitReport(Millis timeout) {
  Pass("await");
  if (reports_.empty()) {
    suite_.Advance(timeout);
    return std::nullopt;
  }
  const auto report = reports_.front();
  reports_.pop_front();
  return report;
}

Result<journal::Extent> Host::Bounds(size_t input) {
  return journal::Extent{0, static_cast<int64_t>(TopicOf(input).size())};
}

Result<journal::LogRecord> Host::ReadAt(size_t input, int64_t offset) {
  const auto& all = TopicOf(input);
  if (offset < 0 || static_cast<size_t>(offset) >= all.size()) return NotFound("no such offset");
  return journal::LogRecord{offset, all[static_cast<size_t>(offset)]};
}

Result<void> Host::Seek(size_t input, int64_t next) {
  next_[input] = next;
  return {};
}

Result<std::vector<journal::LogRecord>> Host::Poll(size_t input, size_t limit) {
  Pass("poll");
  std::vector<journal::LogRecord> records;
  const auto& all = TopicOf(input);
  while (records.size() < limit && static_cast<size_t>(next_[input]) < all.size()) {
    records.push_back({next_[input], all[static_cast<size_t>(next_[input])]});
    ++next_[input];
  }
  return records;
}

Result<journal::Loaded> Host::Load(const std::vector<std::string>& keys) {
  Pass("load");
  return view_.Load(keys);
}

Result<journal::Listed> Host::List(const std::string& prefix, const std::string& after,
                                   size_t limit) {
  Pass("list");
  return view_.List(prefix, after, limit);
}

Result<journal::Projected> Host::Project(const std::optional<journal::Position>& from,
                                         const journal::Position& to,
                                         const journal::Changes& changes) {
  return view_.Project(from, to, changes);
}

/// Every other one meets the view at once, and no death before it is awaited undoes it.
void Host::Start(journal::Visit visit) {
  visit_ = std::move(visit);
  Pass("start projecting");
  if (++visits_ % 2 == 0) MakeVisit();
}

Result<journal::Visited> Host::Await() {
  Pass("project");
  MakeVisit();
  Pass("projected");
  return *std::exchange(visited_, std::nullopt);
}

void Host::MakeVisit() {
  if (const auto visit = std::exchange(visit_, std::nullopt)) {
    visited_ = journal::Make(view_, *visit);
  }
}

Result<void> Host::Park(const std::string& topic, int64_t offset, const std::string&,
                        const std::string& reason, const std::string& field) {
  parked_.push_back(fmt::format("{}/{} {} {}", topic, offset, reason, field));
  return {};
}

void Host::Answer(const CommandId& id, const journal::Outcome& outcome) {
  suite_.NoteAnswer(id, outcome);
}

void Host::Stopped(int, const std::string& why) {
  suite_.Fail(fmt::format("the {} stopped: {}", kNames[service_], why));
}

void Host::Alarm(int, const std::string& what) {
  suite_.NoteAlarm(fmt::format("{}: {}", kNames[service_], what));
}

}  // namespace relance::sim
