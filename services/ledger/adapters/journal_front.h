#pragma once

#include <functional>
#include <string>
#include <utility>

#include "services/ledger/adapters/fakes.h"
#include "services/ledger/adapters/view_fake.h"

namespace relance::ledger {

/// Decides commands on the harness of their partition, at once.
class JournalFront : public FakeFront {
 public:
  explicit JournalFront(FakeViews& views) : views_(views) {}

  void Submit(int partition, const CommandId& id, const journal::Identity& by, std::string content,
              Millis, std::function<void(Result<journal::Outcome>)> done) override {
    if (before_decision) std::exchange(before_decision, nullptr)();
    submitted.push_back({partition, id, by, content});
    const auto taken = views_.partitions[partition].Take(
        {"relance.ledger.commands.v1", 0, journal::CommandInput{id, by, std::move(content)}});
    const journal::Reply& reply = *taken.decision.reply;
    done(journal::Outcome{reply.accepted, reply.bytes, {partition, ++views_.sequence}});
  }

  std::function<void()> before_decision;

 private:
  FakeViews& views_;
};

}  // namespace relance::ledger
