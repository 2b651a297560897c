#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/notifier/adapters/journal_commands.h"
#include "services/notifier/adapters/view_board.h"
#include "services/notifier/app/work.h"
#include "tests/sim/suite/suite.h"

namespace relance::sim {

/// One notifier process: the real work, asking and hand-over, the real board and commands, on the
/// suite. Several may live at once; one that is on the stack while others run was frozen.
class Process : notifier::Clocks,
                notifier::Clearances,
                notifier::Composer,
                notifier::MessageStore,
                notifier::Carrier,
                notifier::Tokens,
                notifier::Witness,
                journal::ViewReader,
                journal::CommandFront {
 public:
  Process(Suite& suite, int number);

  /// One look for work, and all of it done. Throws Died.
  bool Run();
  bool busy() const { return busy_; }
  Result<bool> IsQuiet() { return work_.IsQuiet(0); }
  Result<std::optional<Instant>> NextMoment() { return board_.NextMoment(0); }

 private:
  void Pass(const char* what);
  Result<journal::Outcome> Decided(Service service, const CommandId& id,
                                   const std::string& content);

  // Clocks
  Instant Now() override { return suite_.now(); }
  notifier::Monotonic Ticks() override { return notifier::Monotonic(suite_.monotonic()); }
  void Pause(Millis time) override;
  // Clearances
  Result<void> Ask(int partition, const std::string& ask_id,
                   const std::vector<notifier::NoticeRef>& notices) override;
  // Composer
  Result<notifier::Message> Compose(const notifier::Notice& notice,
                                    const notifier::Cleared& cleared,
                                    const notifier::Recipient& recipient,
                                    const std::string& link) override;
  std::string MessageIdOf(const notifier::Cleared& cleared,
                          const notifier::Recipient& recipient) override;
  // MessageStore
  Result<std::string> Keep(std::string_view bytes) override;
  // Carrier
  notifier::Delivery HandOver(notifier::Channel channel, const notifier::Message& message,
                              notifier::Monotonic latest) override;
  // Tokens
  notifier::LinkToken Mint(int partition) override;
  std::string NewAskId() override;
  // Witness
  void Asked(size_t) override {}
  void Ended(const notifier::NoticeRef&, notifier::Channel, const notifier::Delivery&,
             std::chrono::nanoseconds) override {}
  void NotStarted(const notifier::NoticeRef&, std::string_view) override {}
  void Failed(const notifier::NoticeRef& ref, std::string_view step, const Error& error) override;
  // ViewReader
  Result<journal::Loaded> Load(const journal::Token& at_least, const std::vector<std::string>& keys,
                               Millis timeout) override;
  Result<journal::Listed> List(const journal::Token& at_least, const std::string& prefix,
                               const std::string& after, size_t limit, Millis timeout) override;
  // CommandFront
  void Submit(int partition, const CommandId& id, const journal::Identity& by, std::string content,
              Millis timeout, std::function<void(Result<journal::Outcome>)> done) override;
  void Write(int, bool, std::string, std::function<void(Result<void>)> done) override { done({}); }
  CommandId NewId() override { return suite_.NewId(); }

  Suite& suite_;
  const int number_;
  notifier::ViewBoard board_;
  notifier::JournalCommands journal_;
  notifier::Asking asking_;
  notifier::HandOver hand_over_;
  notifier::Work work_;
  std::map<std::string, Mail> rendered_;  ///< By bytes.
  int asks_ = 0;
  int pauses_ = 0;
  bool busy_ = false;
};

}  // namespace relance::sim
