#include "services/scenario/domain/settle.h"

#include "services/scenario/domain/evaluate.h"
#include "services/scenario/domain/evolve.h"
#include "services/scenario/domain/timers.h"

namespace relance::scenario {

CaseFacts SettleInPlace(Case& c, const Context& context, Instant now) {
  CaseFacts facts = TimersInPlace(c, context, now);
  Evaluation evaluation(c, context, now);
  while (auto more = evaluation.Next()) facts.insert(facts.end(), more->begin(), more->end());
  const CaseFacts level = TellLevel(c);
  Apply(c, level);
  facts.insert(facts.end(), level.begin(), level.end());
  return facts;
}

CaseFacts Settle(const Case& c, const Context& context, Instant now) {
  Case copy = c;
  return SettleInPlace(copy, context, now);
}

CaseFacts TellLevel(const Case& c) {
  if (!c.running) return {};
  const int level = c.DerivedLevel();
  if (level == c.level) return {};
  return {LevelChanged{level}};
}

}  // namespace relance::scenario
