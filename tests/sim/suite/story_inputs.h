#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "relance/config/v1/config.pb.h"
#include "relance/ledger/v1/inputs.pb.h"
#include "relance/notifier/v1/inputs.pb.h"
#include "relance/scenario/v1/inputs.pb.h"
#include "services/scenario/domain/story/story_reader.h"
#include "services/scenario/domain/story/words_of_a_line.h"
#include "tests/sim/suite/suite.h"

/// The events of one account of a story, as feeds, people and the portal tell them to the suite.
namespace relance::sim {

/// One message on a topic.
struct Told {
  Service service = kLedger;
  bool is_command = false;  ///< Else a document of the feed.
  std::string content;
  std::string by = "anna";
  std::string about;  ///< "promise PR-1": what a refusal of the command is about.
};

/// The legal entities of the story, which have their debtors in common, and all scenarios, by name.
config::v1::Configuration ConfigurationOf(const scenario::Story& story,
                                          const std::map<std::string, std::string>& yaml);

class StoryInputs {
 public:
  StoryInputs(const scenario::StoryEntity& entity, const scenario::StoryDebtor& debtor);

  const AccountId& account() const { return account_; }
  /// The debtor with the contacts that he has now, as another version of his master data.
  Told MasterData();
  /// What was handed over so far: receipts are of the last message on a channel.
  void See(const std::vector<Mail>& mails) { mails_ = &mails; }
  /// Nothing for a stray wake-up. kInvalid for an event that no input of the suite says.
  Result<std::vector<Told>> Of(const scenario::StoryEvent& event);
  /// Of a callback as the story writes it; by id.
  const std::map<std::string, std::string>& callbacks() const { return callbacks_; }

 private:
  /// One event being read.
  struct Line {
    std::string verb;
    scenario::LineWords words;
    Instant at{};

    Result<std::vector<std::string>> References();
    /// What money is for; amounts in `currency`.
    Result<std::vector<ledger::v1::Intent>> Purposes(Currency currency);
  };
  using Answer = Result<std::vector<Told>>;
  using Handler = Answer (StoryInputs::*)(Line&);
  static const std::map<std::string, Handler>& Handlers();

  // Documents of the feed.
  Answer Invoice(Line& line);
  Answer Payment(Line& line);
  Answer CreditNote(Line& line);
  Answer Receipt(Line& line, ledger::v1::ReceiptKind kind);
  Answer Reversal(Line& line);
  Answer Status(Line& line);
  Answer Contacts(Line& line);
  Answer Feed(Line& line);
  Answer History(Line& line);
  Answer WriteOff(Line& line);
  Answer Paper(Line& line);
  // story_receipts.cc: what providers tell of messages.
  Answer Bounce(Line& line);
  Answer Failure(Line& line);
  Answer Presented(Line& line);
  Answer Refused(Line& line);
  Answer Unclaimed(Line& line);
  Answer CameBack(Line& line, notifier::v1::ReceiptKind kind);
  Answer Presentation(Line& line, notifier::v1::ReceiptKind kind);
  /// The last message to a contact of the channel, or to the one of that name; nullptr: none.
  const Mail* LastOn(scenario::Channel channel, const std::string& name) const;
  Told Receipt(const Mail& mail, notifier::v1::ReceiptKind kind, std::optional<Date> on) const;
  // story_acts.cc: what people do.
  Answer Allocation(Line& line);
  Answer Announcement(Line& line);
  Answer Promise(Line& line);
  Answer Dispute(Line& line);
  Answer Rejected(Line& line);
  Answer Upheld(Line& line);
  Answer Plan(Line& line);
  Answer Hold(Line& line);
  Answer Released(Line& line);
  Answer Approval(Line& line);
  Answer Forced(Line& line);
  Answer Assignment(Line& line);
  Answer Callback(Line& line);
  Answer Done(Line& line);
  Answer Insolvency(Line& line);
  Answer Stop(Line& line);
  Answer Start(Line& line);
  Answer Switch(Line& line, bool stopped);
  Answer Tick(Line&) { return std::vector<Told>{}; }

  Told Document(const ledger::v1::LedgerInput& input) const;
  /// Those who approve in stories, anna and bruno, have not asked for it themselves.
  Told Command(const scenario::v1::ScenarioInput& input, const std::string& about,
               const std::string& by = "olga") const;
  Date DayOf(Instant t) const;

  struct Known {
    scenario::Contact contact;
    int revision = 0;  ///< Another address each time it is told.
  };

  const scenario::StoryEntity& entity_;
  const scenario::StoryDebtor& debtor_;
  const AccountId account_;
  std::vector<Known> contacts_;
  int64_t master_version_ = 0;
  int revisions_ = 0;
  int statuses_ = 0;
  int histories_ = 0;
  int write_offs_ = 0;
  int gaps_ = 0;
  const std::vector<Mail>* mails_ = nullptr;
  int requests_ = 0;
  std::map<std::string, std::string> callbacks_;
};

}  // namespace relance::sim
