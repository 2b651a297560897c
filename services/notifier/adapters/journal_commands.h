#pragma once

#include <string>
#include <vector>

#include "libs/journal/front.h"
#include "services/notifier/app/ports.h"

namespace relance::notifier {

/// Who the notifier is in its own journal and at the scenario's door.
journal::Identity OwnIdentity();

/// The worker's commands to its own journal. Each call waits for the journal, and repeats the same
/// command id while it is not known what became of it.
class JournalCommands : public AttemptJournal {
 public:
  /// One command takes at most `tries` times `timeout`.
  JournalCommands(journal::CommandFront& front, Millis timeout, int tries)
      : front_(front), timeout_(timeout), tries_(tries) {}

  Result<Verdict> Start(int partition, const NoticeRef& ref, const Attempt& attempt,
                        const std::vector<Link>& links) override;
  Result<Verdict> End(int partition, const NoticeRef& ref, const EndAttempt& result) override;

 private:
  Result<Verdict> Submit(int partition, const std::string& content);

  journal::CommandFront& front_;
  const Millis timeout_;
  const int tries_;
};

}  // namespace relance::notifier
