#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/sim/world.h"

namespace relance::sim {

/// A scripted world without chance: everything that arrived is fetched at once. The oracle judges
/// every record and every projection; a test adds what must happen in its own trace.
class JournalCase : public testing::Test {
 protected:
  static constexpr int kTill = 0;
  static constexpr int kMirror = 1;

  JournalCase() { world.habits.random = false; }
  void TearDown() override {
    world.Check();
    for (const auto& failure : world.failures()) ADD_FAILURE() << failure;
    if (!world.expect_stop) {
      for (int s = 0; s < world.services(); ++s) world.service(s).oracle->CheckRebuild();
    }
  }

  /// An owner that has taken an invoice of `open` on account A, and is idle.
  int OwnerWithOpen(int open) {
    world.Document("add A F-1 1 " + std::to_string(open));
    const int owner = world.Start(kTill);
    world.Settle(owner);
    return owner;
  }
  Till Fold(const std::string& account = "A") const {
    const auto& documents = world.service(kTill).oracle->newest().documents;
    const auto found = documents.find("till/" + account);
    return found == documents.end() ? Till{} : *Decode<Till>(found->second);
  }
  uint64_t Sequence(int service = kTill) const {
    return world.service(service).oracle->newest().position.sequence;
  }
  std::vector<bool> AnswersTo(const CommandId& id) const {
    std::vector<bool> accepted;
    for (const auto& a : world.answers()) {
      if (a.id == id) accepted.push_back(a.outcome.accepted);
    }
    return accepted;
  }
  std::vector<InFlight>& InFlightOf(int service = kTill) {
    return world.service(service).in_flight;
  }
  const std::vector<std::string>& Records(int service = kTill) {
    return world.service(service).journal.records;
  }
  bool ViewIsNewest(int service = kTill) {
    return world.service(service).view->content().position ==
           world.service(service).oracle->newest().position;
  }
  /// Time passes and an idle owner looks after itself.
  void Tick(int owner) {
    world.Advance(Millis{1000});
    for (int i = 0; i < 100 && world.Alive(owner) && !world.At(owner).stopped(); ++i) {
      world.Resume(owner);
      if (!world.Alive(owner) || world.At(owner).fibers_idle()) return;
      if (world.At(owner).paused_at() == "await") return;
    }
  }
  /// A record that extends `head` and says nothing of the account.
  static journal::EncodedRecord Checkpoint(const journal::Position& head,
                                           const std::string& writer) {
    journal::Header header;
    header.sequence = head.sequence + 1;
    header.previous_hash = head.hash;
    header.recorded_at = *ParseInstant("2026-10-01T06:30:00Z");
    header.writer = {writer, 1};
    header.positions = {{"till.commands", 1, 0, {}, {}}, {"till.bulk", 1, 0, {}, {}}};
    return journal::EncodeRecord(header, {}, {});
  }

  mutable World world{1};
};

}  // namespace relance::sim
