#include "tests/sim/random_run.h"

#include <fmt/format.h>

#include "libs/journal/fold.h"
#include "tests/sim/world.h"

namespace relance::sim {
namespace {

/// What one seed does to the world, step by step.
class Run {
 public:
  explicit Run(uint64_t seed) : world_(seed) {}

  std::vector<std::string> Go() {
    world_.lost_reply_percent = world_.Chance(50) ? 5 : 0;
    wild_clocks_ = world_.Chance(25);
    months_ = world_.Chance(20);
    two_owners_ = world_.Chance(30);
    loses_ = world_.Chance(10);
    steps_ = 150 + static_cast<int>(world_.Pick(500));
    for (int i = 0; i < steps_ && world_.failures().empty(); ++i) {
      Step();
      world_.Check();
      ReadWithToken();
    }
    if (!world_.failures().empty()) return world_.failures();
    if (loses_) {
      LoseATail();
    } else {
      Recover();
    }
    return world_.failures();
  }

 private:
  void Step() {
    const size_t dice = world_.Pick(100);
    if (dice < 62) return ResumeOne();
    if (dice < 72) return MoveAppend();
    if (dice < 75) return MoveProjection();
    if (dice < 84) return ClientActs();
    if (dice < 88) return StartOrCrash();
    if (dice < 90) return Freeze();
    if (dice < 92) return HurtView();
    if (months_ && world_.Chance(8)) {
      return world_.Advance(std::chrono::hours{static_cast<int>(world_.Pick(24 * 20))});
    }
    world_.Advance(Millis{static_cast<int64_t>(world_.Pick(world_.Chance(10) ? 30000 : 300))});
  }

  /// What a caller that was answered reads: one position, its own command in it once it is reached.
  void ReadWithToken() {
    if (world_.answers().empty()) return;
    const auto& answer = world_.answers()[world_.Pick(world_.answers().size())];
    const std::string account = "till/" + Account();
    const std::string outcome = journal::OutcomeKey(answer.id);
    const auto read = world_.service(0).view->Load({outcome, account});
    if (!read->position || read->position->sequence < answer.outcome.token.sequence) return;
    const auto* state = world_.service(0).oracle->Find(*read->position);
    if (state == nullptr) return world_.Fail("a read found a position beside the chain");
    const auto expected = [&](const std::string& key) {
      const auto found = state->documents.find(key);
      return found == state->documents.end() ? std::nullopt : std::optional(found->second);
    };
    if (read->values[0] != expected(outcome) || read->values[1] != expected(account)) {
      world_.Fail("a read is not of one position");
    }
    const bool forgotten = world_.now() - IssuedAt(answer.id) > std::chrono::days{30};
    if (answer.outcome.accepted && !read->values[0] && !forgotten) {
      world_.Fail("a read with a token does not show what the token promised");
    }
  }

  void ResumeOne() {
    const auto ids = world_.Actors();
    if (ids.empty()) return;
    const int id = ids[world_.Pick(ids.size())];
    if (!world_.At(id).frozen) world_.Resume(id);
  }

  /// A projection reaches the view while its owner is elsewhere, or dead.
  void MoveProjection() {
    const int s = static_cast<int>(world_.Pick(2));
    if (const size_t orphans = world_.service(s).orphans.size(); orphans > 0) {
      return world_.LandOrphan(s, world_.Pick(orphans));
    }
    for (const int id : world_.Actors()) {
      if (world_.At(id).is_visiting() && world_.Chance(50)) world_.At(id).GoOnVisiting();
    }
  }

  void MoveAppend() {
    const int s = static_cast<int>(world_.Pick(2));
    auto& in_flight = world_.service(s).in_flight;
    if (in_flight.empty()) return;
    const size_t which = world_.Pick(in_flight.size());
    if (world_.Chance(12)) return world_.Drop(s, which, world_.Chance(50));
    if (world_.Chance(10)) in_flight.push_back(in_flight[which]);  // lands twice
    world_.Land(s, which, !world_.Chance(15));
  }

  std::string Account() { return fmt::format("A{}", world_.Pick(3)); }

  void ClientActs() {
    const size_t dice = world_.Pick(100);
    if (dice < 30) {
      const size_t document = world_.Pick(6);
      world_.Document(fmt::format("add {} F-{} {} {}", Account(), document, 1 + world_.Pick(2),
                                  1 + (world_.Chance(90) ? document : world_.Pick(9))));
    } else if (dice < 60) {
      Send(fmt::format("pay {} {}", Account(), 1 + world_.Pick(3)));
    } else if (dice < 72) {
      Send(fmt::format("{} {}", world_.Chance(50) ? "hold" : "release", Account()));
    } else if (dice < 74) {
      const std::string bad = world_.Chance(50) ? "crash" : "huge";
      Send(fmt::format("{} {}{}", bad, Account(), world_.Chance(50) ? " read" : ""));
    } else if (!sent_.empty()) {
      const auto& [id, content] = sent_[world_.Pick(sent_.size())];
      const bool other = world_.Chance(5) && !content.starts_with("crash");
      if (!other) world_.Repeat(id, content);
    }
  }

  void Send(const std::string& content) {
    Instant issued = world_.now();
    if (world_.Chance(10)) issued -= std::chrono::hours{static_cast<int>(world_.Pick(60 * 24))};
    sent_.emplace_back(world_.Command(content, issued), content);
  }

  void StartOrCrash() {
    const auto ids = world_.Actors();
    if (ids.size() < 2 || (ids.size() < 6 && world_.Chance(50))) {
      const auto hours = wild_clocks_ ? static_cast<int>(world_.Pick(25)) - 12 : 0;
      world_.Start(static_cast<int>(world_.Pick(2)), std::chrono::hours{hours});
    } else if (const int id = ids[world_.Pick(ids.size())]; world_.Chance(50)) {
      world_.CrashLeavingItsProjection(id);
    } else {
      world_.Crash(id);
    }
  }

  void Freeze() {
    const auto ids = world_.Actors();
    if (ids.empty()) return;
    bool& frozen = world_.At(ids[world_.Pick(ids.size())]).frozen;
    frozen = !frozen;
  }

  void HurtView() {
    const int s = static_cast<int>(world_.Pick(2));
    if (world_.Chance(20)) return world_.Flush(s);
    world_.RollBack(s, 1 + world_.Pick(4));
  }

  /// The faults stop: one owner of each service, some with their memory, must bring everything to
  /// its end within bounded steps; then a roll-back without traffic is mended within two ticks.
  void Recover() {
    world_.lost_reply_percent = 0;
    for (int s = 0; s < 2; ++s) {
      KeepSomeOf(s, two_owners_ ? 2 : 1);
    }
    Quieten();
    CheckEverythingDone();
    world_.RollBack(0, 1 + world_.Pick(3));
    world_.RollBack(1, 1 + world_.Pick(3));
    TwoTicks();
    CheckEverythingDone();
    for (int s = 0; s < 2; ++s) world_.service(s).oracle->CheckRebuild();
  }

  /// Nothing but time: what an idle partition does for itself.
  void TwoTicks() {
    const Millis until = world_.monotonic() + Millis{2'000};
    while (world_.monotonic() < until && world_.failures().empty()) {
      for (int i = 0; i < 40; ++i) {
        for (const int id : world_.Actors()) world_.Resume(id);
        for (int s = 0; s < 2; ++s) world_.LandAll(s);
      }
      world_.Advance(Millis{100});
    }
  }

  /// The till's journal loses its newest records and grows past where it was. Whoever had read them
  /// accepts nothing more, and stops within the minute and the half that two of the tests may take.
  void LoseATail() {
    world_.lost_reply_percent = 0;
    world_.withheld = {"till.commands", "till.bulk"};
    auto& records = world_.service(0).journal.records;
    const size_t count = 1 + world_.Pick(3);
    if (records.size() < count) return;
    ForgetAppends();
    const auto first_lost = static_cast<int64_t>(records.size() - count);
    const auto saw = [&](int id) {
      const journal::Owner& owner = world_.At(id).owner();
      if (!owner.owning() || world_.At(id).stopped()) return false;
      if (world_.At(id).has_report()) return false;  // of an append that was good when it landed
      if (world_.At(id).service() == 0) return owner.head().offset >= first_lost;
      return owner.FollowedTo(0).offset >= first_lost;
    };
    std::map<int, journal::Position> heads;
    for (const int id : world_.Actors()) {
      world_.At(id).frozen = false;
      if (saw(id)) {
        heads[id] = world_.At(id).owner().head();
      } else {
        world_.Crash(id);
      }
    }
    world_.Lose(0, count, std::vector<std::string>(count + 1, "not what it was"));
    for (int i = 0; i < 2'000 && world_.failures().empty(); ++i) {
      for (const int id : world_.Actors()) {
        for (int turn = 0; turn < 8 && world_.Alive(id); ++turn) world_.Resume(id);
      }
      ForgetAppends();
      world_.Advance(Millis{100});
      for (const auto& [id, head] : heads) {
        if (!world_.Alive(id)) continue;
        if (world_.At(id).owner().head().sequence > head.sequence) {
          world_.Fail("an owner went on after the journal had lost what it had read");
        }
      }
    }
    for (const auto& [id, head] : heads) {
      if (world_.Alive(id) && !world_.At(id).stopped()) {
        world_.Fail(fmt::format("a reader of service {} did not notice a lost tail",
                                world_.At(id).service()));
      }
    }
  }

  void ForgetAppends() {
    for (int s = 0; s < 2; ++s) world_.service(s).in_flight.clear();
  }

  void KeepSomeOf(int service, int most) {
    int kept = 0;
    for (const int id : world_.Actors()) {
      if (world_.At(id).service() != service) continue;
      world_.At(id).frozen = false;
      if (kept == most || world_.At(id).stopped() || world_.Chance(30)) {
        world_.Crash(id);
      } else {
        ++kept;
      }
    }
    for (; kept < most; ++kept) world_.Start(service);
  }

  /// Until nothing has changed for more than two ticks.
  void Quieten() {
    const Millis two_ticks{2'100};
    Millis since = world_.monotonic();
    auto seen = Activity();
    for (int i = 0; i < 60'000 && world_.failures().empty(); ++i) {
      for (int s = 0; s < 2; ++s) {
        if (OwnersOf(s) == 0) world_.Start(s);  // died of a crashing input
        world_.LandAll(s);
      }
      for (const int id : world_.Actors()) world_.Resume(id);
      if (i % 4 == 0) world_.Advance(Millis{50});
      for (int s = 0; s < 2; ++s) {
        while (!world_.service(s).orphans.empty()) world_.LandOrphan(s, 0);
      }
      bool waiting = false;  // for the fate of an append
      for (const int id : world_.Actors()) waiting |= world_.At(id).paused_at() == "await";
      if (auto now = Activity(); now != seen || waiting) {
        seen = std::move(now);
        since = world_.monotonic();
      }
      if (world_.monotonic() - since > two_ticks) return;
    }
    std::string where;
    for (const int id : world_.Actors()) {
      where +=
          fmt::format(" owner {} of service {} at '{}' with head {}", id, world_.At(id).service(),
                      world_.At(id).paused_at(), world_.At(id).owner().head().sequence);
    }
    world_.Fail("the world does not come to rest:" + where);
  }

  std::vector<uint64_t> Activity() {
    std::vector<uint64_t> numbers;
    for (int s = 0; s < 2; ++s) {
      const Service& service = world_.service(s);
      numbers.push_back(service.journal.records.size());
      const auto& position = service.view->content().position;
      numbers.push_back(position ? position->sequence : 0);
    }
    return numbers;
  }

  int OwnersOf(int service) {
    int owners = 0;
    for (const int id : world_.Actors()) owners += world_.At(id).service() == service;
    return owners;
  }

  void CheckEverythingDone() {
    for (int s = 0; s < 2 && world_.failures().empty(); ++s) {
      const auto& newest = world_.service(s).oracle->newest();
      if (newest.position.sequence > 0 &&
          world_.service(s).view->content().position != newest.position) {
        world_.Fail(world_.service(s).name + ": the view did not come back");
      }
    }
    const auto& till = world_.service(0).oracle->newest();
    for (const auto& [id, content] : world_.commands()) {
      const bool decided = Known(till, id);
      const bool late = world_.now() - IssuedAt(id) > std::chrono::days{29};
      if (!decided && !late) world_.Fail("a command was lost: " + content);
    }
    world_.Check();
    CheckMirror();
  }

  static bool Known(const Oracle::State& state, const CommandId& id) {
    for (const auto& [key, value] : state.documents) {
      if (key.starts_with("outcome-") && key.ends_with(ToString(id).substr(24))) return true;
    }
    return false;
  }

  void CheckMirror() {
    int64_t paid = 0;
    int64_t seen = 0;
    for (const auto& [key, value] : world_.service(0).oracle->newest().documents) {
      if (key.starts_with("till/")) paid += Decode<Till>(value)->paid;
    }
    for (const auto& [key, value] : world_.service(1).oracle->newest().documents) {
      if (key.starts_with("mirror/")) seen += Decode<Mirror>(value)->paid;
    }
    if (paid != seen) world_.Fail(fmt::format("the till took {}, its follower saw {}", paid, seen));
  }

  World world_;
  bool wild_clocks_ = false;
  bool months_ = false;      ///< Time jumps by days: outcomes are forgotten, commands expire.
  bool two_owners_ = false;  ///< Live on side by side to the end.
  bool loses_ = false;
  int steps_ = 0;
  std::vector<std::pair<CommandId, std::string>> sent_;
};

}  // namespace

std::vector<std::string> RandomRun(uint64_t seed) {
  return Run(seed).Go();
}

}  // namespace relance::sim
