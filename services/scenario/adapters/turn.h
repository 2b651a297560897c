#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libs/journal/domain.h"
#include "relance/notifier/v1/facts.pb.h"
#include "relance/scenario/v1/inputs.pb.h"
#include "services/scenario/adapters/codec.h"
#include "services/scenario/adapters/rulebook.h"
#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/rights.h"

namespace relance::scenario {

/// What a hold is about that concerns every case of a debtor.
inline constexpr const char* kDebtorSubject = "debtor";

/// One input, or the end of a batch, as the engine decides it. Reads documents and writes none:
/// cases that an input changes are copied here, so that several facts of one record see each other.
class Turn {
 public:
  Turn(Rulebook& rulebook, journal::Documents& documents, int partition, Instant now);

  journal::Decision DecideCommand(const journal::CommandInput& command);
  journal::Decision DecideFollowed(const std::string& topic, const journal::FollowedRecord& record);
  journal::Decision DecideWakeUp(const journal::WakeUpInput& wake_up);
  std::vector<journal::Effect> Conclude(const std::vector<std::string>& touched);

 private:
  // turn_commands.cc
  journal::Decision Promise(const v1::RecordPromise& command, const journal::Identity& by);
  journal::Decision Allow(const v1::ApproveNotice& command, const journal::Identity& by);
  std::string AuthorOf(const AccountId& account, const std::string& subject);
  void NoteAuthor(const AccountId& account, const std::string& subject,
                  const journal::Identity& by);
  journal::Decision AskFor(const v1::AskClearance& command);
  journal::Decision Switch(const v1::SetStopSwitch& command, const journal::Identity& by);
  StopRelease LetLeave(const v1::SetStopSwitch& command, const journal::Identity& by);
  journal::Decision Activate(const v1::ActivateConfiguration& command, const journal::Identity& by);
  journal::Decision Place(const v1::PlaceHold& command, const journal::Identity& by);
  journal::Decision Release(const v1::ReleaseHold& command, const journal::Identity& by);
  /// What a message asks for, or the refusal of one that asks for nothing possible.
  template <class Input>
  using Asked = tl::expected<Input, journal::Decision>;
  Asked<scenario::MakePromise> PromiseIn(const v1::RecordPromise& command);
  Asked<scenario::OpenDispute> DisputeIn(const v1::OpenDispute& command);
  static Asked<scenario::AnnouncePayment> PaymentIn(const v1::AnnouncePayment& command);
  // turn_acts.cc
  journal::Decision Announce(const v1::AnnouncePayment& command);
  journal::Decision Dispute(const v1::OpenDispute& command, const journal::Identity& by);
  journal::Decision Decide(const v1::DecideDispute& command);
  journal::Decision Propose(const v1::ProposePlan& command, const journal::Identity& by);
  journal::Decision Assign(const v1::AssignScenario& command);
  journal::Decision Book(const v1::BookCallback& command);
  journal::Decision Complete(const v1::CompleteTask& command);
  journal::Decision Assign(const v1::AssignTask& command, const journal::Identity& by);
  journal::Decision Postpone(const v1::PostponeTask& command, const journal::Identity& by);
  // turn_people.cc
  journal::Decision AskToForce(const v1::ForceStep& command, const journal::Identity& by);
  journal::Decision ConfirmForced(const v1::ConfirmForce& command, const journal::Identity& by);
  journal::Decision RefuseForced(const v1::RefuseForce& command, const journal::Identity& by);
  journal::Decision Called(const v1::RecordCall& command, const journal::Identity& by);
  std::optional<journal::Decision> Agree(const v1::RecordCall& command,
                                         scenario::RecordCall& input);
  journal::Decision SetTo(const v1::SetProfile& command, const journal::Identity& by);
  journal::Decision Insolvent(const v1::OpenInsolvency& command);
  // turn_moves.cc
  journal::Decision Move(const v1::MoveCases& command, const journal::Identity& by);
  /// Nobody is called, judged or declared insolvent by a mistyped number.
  std::optional<journal::Decision> RefuseUnknown(const AccountId& account);
  void MoveNow(const AccountId& account, std::optional<PayerProfile> profile);
  journal::Decision Simple(const AccountId& account, const CaseInput& input,
                           const std::string& reply);
  std::vector<std::string> Overdue(const Case& c, Currency currency, Date today) const;

  // turn_followed.cc
  void FollowLedger(const journal::FollowedEntry& entry, Instant recorded_at);
  void FollowMasterData(const AccountId& account, const ledger::v1::MasterDataRecorded& data);
  void FollowPartition(const journal::FollowedEntry& entry, uint64_t sequence);
  void FollowNotifier(const journal::FollowedEntry& entry, Instant recorded_at);
  void FollowReceipt(const notifier::v1::ReceiptRecorded& told, Instant recorded_at);
  void NoteBounce(const AccountId& account, const std::string& contact, Channel channel);
  void Serve(uint64_t asked_up_to, uint64_t fence_sequence);
  void Clear(const Ask& ask, uint64_t fence_sequence);

  // turn_debtor.cc: what holds for one debtor in all legal entities that share his number.
  std::string KeyOfDebtorCases(const AccountId& account);
  const DebtorCases* DebtorCasesOf(const AccountId& account);
  std::vector<AccountId> CasesOfDebtor(const AccountId& account);
  void Join(const AccountId& account);
  void CountMessagesElsewhere(const AccountId& account, Context& context);
  std::vector<AccountId> SettledWith(const AccountId& account, const std::set<AccountId>& touched);
  void FirmestFirst(std::vector<AccountId>& accounts);
  /// What is about the debtor concerns every case of his; refused when none takes it.
  template <class Input>
  std::optional<Refusal> ApplyInScope(const AccountId& account, const Input& input,
                                      const journal::Identity& by) {
    return input.subject == kDebtorSubject ? ApplyToDebtor(account, input, by)
                                           : Apply(account, input);
  }
  std::optional<Refusal> ApplyToDebtor(const AccountId& account, const CaseInput& input,
                                       const journal::Identity& by);
  void DeclareInsolvent(const AccountId& account, Date published_on);

  // turn.cc
  const Case* FindCase(const AccountId& account);
  Case& CaseOf(const AccountId& account);
  const DebtorDocument* DebtorOf(const AccountId& account);
  Context ContextOf(const AccountId& account, const Case& c);
  /// Decides on the copy of the case and records its facts.
  std::optional<Refusal> Apply(const AccountId& account, const CaseInput& input);
  void Tell(const AccountId& account, const CaseFacts& facts);
  void TellOfThanks(const AccountId& account, const CaseFact& fact);
  void Record(const std::string& key, const v1::ScenarioFact& fact);
  void Replan(const std::string& entity);
  void Settle(const AccountId& account);
  journal::Decision Take(std::optional<std::string> reply);

  Rulebook& rulebook_;
  journal::Documents& documents_;
  const int partition_;
  const Instant now_;
  PartitionDocument partition_state_;
  std::map<AccountId, Case> cases_;
  std::map<AccountId, DebtorDocument> debtors_;  ///< Changed by this input.
  std::map<std::string, DebtorCases> debtor_cases_;
  std::vector<journal::Effect> effects_;
};

journal::Reply Refused(const std::string& reason, const std::string& field = {},
                       const std::string& detail = {});
/// Whether somebody acts for the legal entity.
bool InScope(const journal::Identity& by, const std::string& entity);
/// A decision that is nothing but a refusal.
journal::Decision Refuse(const std::string& reason, const std::string& field = {},
                         const std::string& detail = {});

// Which documents an input concerns.
std::optional<AccountId> AccountOfLedgerKey(const journal::FollowedEntry& entry);
std::vector<AccountId> AccountsOfNotifierEntry(const journal::FollowedEntry& entry);
std::vector<std::string> EntitiesOfFeedEntry(const journal::FollowedEntry& entry);
std::optional<AccountId> AccountOfCommand(const v1::ScenarioInput& input);
std::string EntityOfReplanKey(const std::string& key);
/// What its author must be allowed to; none: a service speaks, and its certificate decides.
std::optional<Right> RightOf(const v1::ScenarioInput& input);

// evolve_documents.cc: what facts do to documents.
Result<void> EvolveCase(const AccountId& account, const v1::ScenarioFact& fact,
                        journal::Documents& documents);
Result<void> EvolvePartition(const v1::ScenarioFact& fact, journal::Documents& documents,
                             uint64_t sequence, Instant at);
Result<void> EvolveWork(const AccountId& account, const v1::ScenarioFact& fact,
                        journal::Documents& documents);
Result<void> EvolveDebtorCases(const std::string& key, const v1::ScenarioFact& fact,
                               journal::Documents& documents);
Result<void> EvolveReplan(const std::string& key, const v1::ReplanMoved& fact,
                          journal::Documents& documents);

}  // namespace relance::scenario
