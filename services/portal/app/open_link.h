#pragma once

#include <string>

#include "services/portal/app/ports.h"

namespace relance::portal {

enum class LinkOutcome {
  kOpened,
  kGone,     ///< Expired, revoked, malformed, of nobody: one answer.
  kLimited,  ///< Too many failed attempts from there.
};

struct OpenedLink {
  LinkOutcome outcome = LinkOutcome::kGone;
  std::string session_id{};  ///< Of kOpened.
};

/// A link from a message becomes a session. Opening consumes nothing: a scanner of mail may do it
/// as often as it likes.
class OpenLink {
 public:
  OpenLink(NotifierPort& notifier, SessionStore& sessions, AttemptCounter& attempts,
           Randomness& randomness)
      : notifier_(notifier), sessions_(sessions), attempts_(attempts), randomness_(randomness) {}

  /// `origin` is where the attempt comes from. kUnavailable: the link may be good, try again.
  Result<OpenedLink> Run(const std::string& token, const std::string& origin);

 private:
  NotifierPort& notifier_;
  SessionStore& sessions_;
  AttemptCounter& attempts_;
  Randomness& randomness_;
};

}  // namespace relance::portal
