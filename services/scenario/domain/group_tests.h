#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/scenario/domain/candidates.h"
#include "services/scenario/domain/content.h"
#include "services/scenario/domain/facts.h"

/// The ordered tests that a group of due steps has to pass before its notice is planned.
namespace relance::scenario {

struct Group {
  GroupKind kind = GroupKind::kMessage;
  std::string key;  ///< "message", the step (" forced" added), or "item ID".
  std::vector<Candidate> candidates;
};

/// What the tests found. Facts are what has to be told, in the order of their lines.
struct Verdict {
  std::vector<Candidate> passed;           ///< Empty: nothing leaves.
  Obstacle first = Obstacle::kNone;        ///< The first test that failed.
  std::map<std::string, Obstacle> failed;  ///< Item by item.
  CaseFacts told;  ///< Blocks, then tasks, then a void approval or the asking for one.
  Content content;
  std::vector<NoticeContact> contacts;
  std::vector<std::string> approved_by;

  /// The candidate with the highest step; the message is of that step.
  const Candidate& Highest() const;
};

/// In this order: stop switches; feed; [insolvency, litigation: Gather]; exposure; minimums; floor;
/// window; contacts, attachments; contact pressure; approval. Candidates that fail one fall out,
/// and the tests start again with the others.
Verdict Test(const Case& c, const Context& context, const Moment& moment,
             const std::map<Currency, Totals>& totals, const Group& group);

}  // namespace relance::scenario
