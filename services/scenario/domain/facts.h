#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/instant.h"
#include "services/scenario/domain/case.h"
#include "services/scenario/domain/notice.h"
#include "services/scenario/domain/words.h"

/// What happened to a case. A fact carries all that Evolve needs: dates, amounts, ids as decided.
namespace relance::scenario {

// ---- The cycle.
struct CycleOpened {
  int64_t cycle = 0;
  ScenarioRef scenario;

  bool operator==(const CycleOpened&) const = default;
};
struct CaseClosed {
  Closing reason = Closing::kPaid;  ///< Of the last item.

  bool operator==(const CaseClosed&) const = default;
};
struct LevelChanged {
  int level = 0;

  bool operator==(const LevelChanged&) const = default;
};
struct ScenarioAssigned {
  ScenarioRef scenario;
  bool next = false;

  bool operator==(const ScenarioAssigned&) const = default;
};

// ---- Documents and money.
struct RecordedItem {
  std::string id;
  int64_t amount = 0;
  int64_t open = 0;
  Date due{};
  bool restarts = false;  ///< The creditor moved the date: level 0, next is a step above it.

  bool operator==(const RecordedItem&) const = default;
};
struct DocumentRecorded {
  std::string document;
  int64_t version = 0;
  Currency currency;
  std::string reference;
  std::optional<Date> delivered_on;
  std::optional<Date> issued_on;
  Date known_on{};
  Instant quiet_until{};
  std::vector<RecordedItem> items;

  bool operator==(const DocumentRecorded&) const = default;
};
struct HistoryImported {
  std::string item;
  int level = 0;
  Date notice_on{};

  bool operator==(const HistoryImported&) const = default;
};
struct ItemOpenChanged {
  std::string item;
  int64_t open = 0;

  bool operator==(const ItemOpenChanged&) const = default;
};
struct ItemDelayed {
  std::string item;
  Date to{};
  int64_t cycle = 0;

  bool operator==(const ItemDelayed&) const = default;
};
struct ItemRejected {
  std::string item;

  bool operator==(const ItemRejected&) const = default;
};
struct ItemClosed {
  std::string item;
  Closing reason = Closing::kPaid;
  Date on{};

  bool operator==(const ItemClosed&) const = default;
};
struct ItemReopened {
  std::string item;
  int64_t open = 0;
  int level = 0;
  NextStep next = NextStep::kAbove;
  Instant quiet_until{};

  bool operator==(const ItemReopened&) const = default;
};
struct RecoveryRecorded {
  std::string item;
  int64_t amount = 0;
  Currency currency;

  bool operator==(const RecoveryRecorded&) const = default;
};
struct ReceiptChanged {
  std::string receipt;
  MoneyKind kind = MoneyKind::kPayment;
  Currency currency;
  int64_t rest = 0;
  Date booked_on{};
  bool weighed = false;

  bool operator==(const ReceiptChanged&) const = default;
};
struct AnchorMoved {
  std::string item;
  int shift = 0;  ///< In all.

  bool operator==(const AnchorMoved&) const = default;
};
struct DocumentChanged {
  std::string item;
  bool missing = false;

  bool operator==(const DocumentChanged&) const = default;
};

// ---- Holds, promises, disputes, plans.
struct HoldPlaced {
  Hold hold;

  bool operator==(const HoldPlaced&) const = default;
};
struct HoldReleased {
  Hold hold;
  std::optional<Date> resume_on;  ///< No step of its items before.

  bool operator==(const HoldReleased&) const = default;
};
struct HoldEscalated {
  Hold hold;

  bool operator==(const HoldEscalated&) const = default;
};
struct PromiseRecorded {
  Promise promise;

  bool operator==(const PromiseRecorded&) const = default;
};
struct PromiseMoved {
  std::string promise;
  PromiseState state = PromiseState::kOpen;
  int broken = 0;  ///< Broken promises of the case after this.

  bool operator==(const PromiseMoved&) const = default;
};
struct PromiseMoneyChanged {
  std::string promise;
  std::string receipt;
  Received received;

  bool operator==(const PromiseMoneyChanged&) const = default;
};
struct DisputeRecorded {
  Dispute dispute;

  bool operator==(const DisputeRecorded&) const = default;
};
struct DisputeMoved {
  std::string dispute;
  DisputeState state = DisputeState::kOpen;
  int64_t upheld = 0;

  bool operator==(const DisputeMoved&) const = default;
};
struct DisputeMoneyChanged {
  std::string dispute;
  std::string receipt;
  int64_t credited = 0;

  bool operator==(const DisputeMoneyChanged&) const = default;
};
struct PlanRecorded {
  Plan plan;

  bool operator==(const PlanRecorded&) const = default;
};
struct PlanMoved {
  std::string plan;
  PlanState state = PlanState::kActive;

  bool operator==(const PlanMoved&) const = default;
};
struct PlanMoneyChanged {
  std::string plan;
  std::string receipt;
  Received received;

  bool operator==(const PlanMoneyChanged&) const = default;
};
struct InstalmentExpired {
  std::string plan;
  int64_t number = 0;   ///< 1, 2, 3 ...
  bool silent = false;  ///< Nothing was missing.

  bool operator==(const InstalmentExpired&) const = default;
};

// ---- Steps and notices.
struct StepExpired {
  std::string item;
  std::string step;

  bool operator==(const StepExpired&) const = default;
};
struct CallTaken {
  std::string step;
  Task task;

  bool operator==(const CallTaken&) const = default;
};
struct StepForced {
  std::string item;
  Forced forced;

  bool operator==(const StepForced&) const = default;
};
struct ApprovalGiven {
  std::string step;
  std::string by;

  bool operator==(const ApprovalGiven&) const = default;
};
struct ApprovalVoided {
  std::string step;

  bool operator==(const ApprovalVoided&) const = default;
};
/// A due step may not leave. Told once until the reason changes.
struct StepBlocked {
  std::string key;  ///< Group, step, currency and item.
  std::string step;
  Obstacle reason = Obstacle::kNone;
  std::string currency;  ///< With covered and minimum.
  std::string item;      ///< With per_item.

  bool operator==(const StepBlocked&) const = default;
};
struct NoticePlanned {
  Notice notice;

  bool operator==(const NoticePlanned&) const = default;
};
/// With the items, amounts and contacts of the moment of clearance.
struct NoticeCleared {
  Notice notice;

  bool operator==(const NoticeCleared&) const = default;
};
struct NoticeWithdrawn {
  std::string notice;
  Obstacle reason = Obstacle::kNone;

  bool operator==(const NoticeWithdrawn&) const = default;
};
struct NoticeCounted {
  std::string notice;
  Date on{};

  bool operator==(const NoticeCounted&) const = default;
};
struct ContactFailed {
  std::string notice;
  std::string contact;

  bool operator==(const ContactFailed&) const = default;
};
/// All its contacts have failed: it never counted.
struct NoticeFailed {
  std::string notice;

  bool operator==(const NoticeFailed&) const = default;
};
struct PresentationRecorded {
  std::string notice;
  Date on{};

  bool operator==(const PresentationRecorded&) const = default;
};
struct CaseHandedOver {
  Notice notice;  ///< Counted at once: it is not sent to the debtor.
  Date on{};

  bool operator==(const CaseHandedOver&) const = default;
};

// ---- Tasks and what else a case is told.
struct TaskAsked {
  Task task;

  bool operator==(const TaskAsked&) const = default;
};
struct TaskDone {
  std::string key;

  bool operator==(const TaskDone&) const = default;
};
struct CallbackBooked {
  std::string callback;
  Instant at{};

  bool operator==(const CallbackBooked&) const = default;
};
struct CallbackMissed {
  std::string callback;

  bool operator==(const CallbackMissed&) const = default;
};
struct CallbackDone {
  std::string callback;

  bool operator==(const CallbackDone&) const = default;
};
/// The last message crossed the payment that closed the case.
struct MessageCrossed {
  std::string step;
  bool thanks = false;  ///< A ThanksOwed follows; alone, as in old journals, it says too little.

  bool operator==(const MessageCrossed&) const = default;
};
/// The notifier asks for its clearance when it can hand it over.
struct ThankYouPlanned {
  std::string notice;
  Instant at{};

  bool operator==(const ThankYouPlanned&) const = default;
};
/// For good; with kWindow it is planned again at the next opening.
struct ThankYouWithdrawn {
  std::string notice;
  Obstacle reason = Obstacle::kNone;

  bool operator==(const ThankYouWithdrawn&) const = default;
};
struct InsolvencyOpened {
  Date published_on{};

  bool operator==(const InsolvencyOpened&) const = default;
};
struct FeedGapChanged {
  bool open = false;

  bool operator==(const FeedGapChanged&) const = default;
};
struct ContactsRenewed {
  std::vector<std::string> added;

  bool operator==(const ContactsRenewed&) const = default;
};

/// One person asks for a step out of order.
struct ForceAsked {
  ForceRequest request;

  bool operator==(const ForceAsked&) const = default;
};
/// Confirmed (then its items have their StepForced), refused, or not decided in time.
struct ForceEnded {
  std::string request;
  ForceEnd end = ForceEnd::kConfirmed;
  std::string by;
  std::string why;

  bool operator==(const ForceEnded&) const = default;
};

struct CallRecorded {
  RecordedCall call;

  bool operator==(const CallRecorded&) const = default;
};
struct ConductNoted {
  Conduct conduct;

  bool operator==(const ConductNoted&) const = default;
};
/// From the next cycle on the case follows its profile, whatever was assigned before.
struct ProfileSet {
  ProfileChoice choice;

  bool operator==(const ProfileSet&) const = default;
};
/// The running case goes on in another version of scenarios; the next cycle is not concerned.
struct CaseMoved {
  ScenarioRef scenario;

  bool operator==(const CaseMoved&) const = default;
};

/// A payment of which a part is still to be allocated: what it came to.
struct ReceiptSized {
  std::string receipt;
  int64_t amount = 0;

  bool operator==(const ReceiptSized&) const = default;
};
/// The payment that closed the case is to be thanked for.
struct ThanksOwed {
  std::string receipt;
  Money amount;        ///< Of all of it.
  Date received_on{};  ///< The money was there.

  bool operator==(const ThanksOwed&) const = default;
};
struct ThankYouCleared {
  std::string notice;
  NoticeContact contact;

  bool operator==(const ThankYouCleared&) const = default;
};
struct ThankYouSent {
  std::string notice;
  Date on{};

  bool operator==(const ThankYouSent&) const = default;
};
struct ThankYouFailed {
  std::string notice;

  bool operator==(const ThankYouFailed&) const = default;
};

/// Journals hold the index of a fact: new ones come last.
using CaseFact = std::variant<
    CycleOpened, CaseClosed, LevelChanged, ScenarioAssigned, DocumentRecorded, HistoryImported,
    ItemOpenChanged, ItemDelayed, ItemRejected, ItemClosed, ItemReopened, RecoveryRecorded,
    ReceiptChanged, AnchorMoved, DocumentChanged, HoldPlaced, HoldReleased, HoldEscalated,
    PromiseRecorded, PromiseMoved, PromiseMoneyChanged, DisputeRecorded, DisputeMoved,
    DisputeMoneyChanged, PlanRecorded, PlanMoved, PlanMoneyChanged, InstalmentExpired, StepExpired,
    CallTaken, StepForced, ApprovalGiven, ApprovalVoided, StepBlocked, NoticePlanned, NoticeCleared,
    NoticeWithdrawn, NoticeCounted, ContactFailed, NoticeFailed, PresentationRecorded,
    CaseHandedOver, TaskAsked, TaskDone, CallbackBooked, CallbackMissed, CallbackDone,
    MessageCrossed, ThankYouPlanned, ThankYouWithdrawn, InsolvencyOpened, FeedGapChanged,
    ContactsRenewed, ForceAsked, ForceEnded, CallRecorded, ConductNoted, ProfileSet, CaseMoved,
    ReceiptSized, ThanksOwed, ThankYouCleared, ThankYouSent, ThankYouFailed>;
using CaseFacts = std::vector<CaseFact>;

}  // namespace relance::scenario
