#include "services/scenario/adapters/turn.h"

// Running cases that go over to another version of a scenario.

namespace relance::scenario {

/// A case that has moved on since somebody looked stays as it is; the reply names those that moved.
journal::Decision Turn::Move(const v1::MoveCases& command, const journal::Identity& by) {
  v1::MoveCasesReply reply;
  for (const auto& move : command.moves()) {
    const AccountId account = FromProto(move.account());
    if (!InScope(by, account.entity)) {
      return Refuse("out_of_scope", "moves.account", "this identity does not act for the entity");
    }
    const ScenarioRef to = FromProto(move.to());
    const Scenario* scenario = rulebook_.FindScenario(partition_state_.configuration, to);
    if (scenario == nullptr || scenario->version != to.version) {
      return Refuse("unknown", "moves.to", to.name + " has no such version");
    }
    if (Apply(account, MoveCase{FromProto(move.from()), to})) continue;
    *reply.add_moved() = move.account();
  }
  return Take(reply.SerializeAsString());
}

}  // namespace relance::scenario
