#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/account_id.h"
#include "libs/base/instant.h"
#include "libs/money/money.h"
#include "services/scenario/domain/dealings.h"
#include "services/scenario/domain/notice.h"
#include "services/scenario/domain/paged.h"
#include "services/scenario/domain/rarely.h"
#include "services/scenario/domain/scenario.h"
#include "services/scenario/domain/thank_you.h"
#include "services/scenario/domain/words.h"

/// The state of one case: (legal entity, debtor account). All of it is a function of the facts.
namespace relance::scenario {

/// A set of items is silent until the end of a day. Never without an end.
struct Hold {
  HoldScope scope = HoldScope::kItem;
  std::string item;  ///< For an item or a part of one.
  int64_t part = 0;  ///< Minor units, for a part.
  HoldReason reason = HoldReason::kManual;
  std::string cause;  ///< The promise, dispute, plan or receipt; for kManual the person's word.
  Date until{};       ///< Last day held.
  Date placed_on{};
  bool escalated = false;  ///< Its end has passed and a person was told; it stays until decided.

  bool IsSame(const Hold& other) const {
    return scope == other.scope && item == other.item && reason == other.reason &&
           cause == other.cause;
  }
  /// "promise", or the person's word.
  std::string_view ReasonWord() const {
    return reason == HoldReason::kManual ? std::string_view(cause) : Word(reason);
  }
  bool operator==(const Hold&) const = default;
};

/// Attempts of one step that failed with all their contacts.
struct Tries {
  int failed = 0;
  std::vector<std::string> contacts;  ///< Keys of the contacts tried.

  bool operator==(const Tries&) const = default;
};

/// By step: one that failed is tried again after a later one, or an earlier, has failed too.
using TriesOfSteps = std::map<std::string, Tries>;

/// What moves the next step of some items.
struct Detour {
  std::optional<Date> resume_on;   ///< Not before: a dispute or a pending credit note ended.
  std::optional<Date> delayed_to;  ///< Next message not before: half of the item was paid.
  int64_t delayed_in_cycle = 0;    ///< Cycle in which that was given.
  TriesOfSteps tries;

  bool operator==(const Detour&) const = default;
};

/// Steps taken, level reached, and what moves the next step.
struct Track {
  Standing standing;
  Rarely<Detour> detour;
  Text pending_notice;  ///< Planned or cleared; its step is not planned again.

  bool operator==(const Track&) const = default;
};

/// How an item was closed, and in which scenario it took its steps.
struct Ending {
  Closing how = Closing::kPaid;
  Date on{};
  ScenarioRef in;

  bool operator==(const Ending&) const = default;
};

/// One maturity of one document. A large account has 100,000 of them: what most items never have
/// lies apart, and texts that many things say are kept once.
struct Item {
  Text id;
  Text document;
  Text reference;       ///< As printed for the debtor; may be empty.
  int64_t version = 0;  ///< Of its document.
  int64_t amount = 0;
  int64_t open = 0;       ///< From the ledger; never computed here.
  Instant quiet_until{};  ///< No step before this opening of the window.
  Track track;
  Rarely<std::vector<Hold>> holds;
  Boxed<Forced> forced;
  Boxed<Ending> closed;
  Text minimum_asked;  ///< Step for which a person was asked to decide.
  Currency currency;
  PackedDate due;
  int shift = 0;  ///< Days that a suspension moved the anchor.
  PackedDate known_on;
  MaybeDate delivered_on;
  MaybeDate issued_on;
  int16_t promises = 0;   ///< Counted for the limit of promises.
  int16_t reminders = 0;  ///< Counted notices above level 0.
  bool in_flight_used = false;
  bool rejected = false;  ///< A payment of it was reversed.
  bool document_missing = false;
  bool document_asked = false;
  bool cap_told = false;

  /// The date that its steps count from.
  Date Anchor() const { return due + std::chrono::days(shift); }
  bool IsOverdue(Date today) const { return today > Anchor(); }
  /// Open less disputed parts, never below 0.
  int64_t Claimable() const;
  bool IsHeld() const;

  bool operator==(const Item&) const = default;
};

struct KnownOutlook;  // outlook.h
using Items = Paged<Item, KnownOutlook>;

struct Document {
  int64_t version = 0;
  std::vector<Text> items;

  bool operator==(const Document&) const = default;
};

/// A payment or credit note, while something of it is not allocated.
struct Receipt {
  MoneyKind kind = MoneyKind::kPayment;
  Currency currency;
  int64_t rest = 0;
  Date booked_on{};
  int64_t amount = 0;           ///< As it came, if that is more than was ever its rest; else 0.
  bool weighed = false;         ///< The rule for unallocated cash was applied: once per receipt.
  bool allocate_asked = false;  ///< A person was asked to allocate it.

  bool operator==(const Receipt&) const = default;
};

/// Money of one receipt that counts for a promise or a plan.
struct Received {
  int64_t amount = 0;
  Date value_on{};

  bool operator==(const Received&) const = default;
};

struct Promise {
  std::string id;
  Money amount;
  Date by{};
  Date until{};  ///< Last day of its hold.
  std::vector<std::string> items;
  PromiseState state = PromiseState::kOpen;
  std::map<std::string, Received> received;  ///< By receipt, with a value date up to `until`.
  std::string named_in;                      ///< The notice that named it as broken.

  int64_t Sum() const;
  bool operator==(const Promise&) const = default;
};

struct Dispute {
  std::string id;
  std::string item;
  std::string reason;
  int64_t part = 0;  ///< Minor units; 0: the whole item.
  DisputeState state = DisputeState::kOpen;
  int64_t upheld = 0;
  std::map<std::string, int64_t> credited;  ///< By credit note, after the verdict.

  bool operator==(const Dispute&) const = default;
};

struct Instalment {
  int64_t amount = 0;
  Date on{};
  bool reminded = false;  ///< Reminded or too late for it.
  std::string pending_notice;
  Tries tries;

  bool operator==(const Instalment&) const = default;
};

struct DownPayment {
  int64_t amount = 0;
  Date by{};

  bool operator==(const DownPayment&) const = default;
};

struct Plan {
  std::string id;
  Currency currency;
  std::vector<std::string> items;
  std::optional<DownPayment> down;
  std::vector<Instalment> instalments;
  PlanState state = PlanState::kProposed;
  Date proposed_on{};
  std::map<std::string, Received> received;  ///< By receipt, since the proposal.

  /// Down payment and the first k instalments.
  int64_t DueUpTo(size_t k) const;
  int64_t Total() const { return DueUpTo(instalments.size()); }
  int64_t Sum() const;
  bool IsRunning() const { return state == PlanState::kProposed || state == PlanState::kActive; }

  bool operator==(const Plan&) const = default;
};

/// Asked for, then given, for one content; any other content needs another.
struct Approval {
  Content content;
  std::vector<std::string> by;  ///< Empty while only asked for.
  Instant asked_at{};

  bool operator==(const Approval&) const = default;
};

/// Work for a person.
struct Task {
  TaskKind kind = TaskKind::kCall;
  std::string word;                ///< kCall: what the step asks for.
  std::string subject;             ///< Step, promise, dispute, plan, callback, or item.
  std::vector<std::string> items;  ///< Items, or receipts for kAllocate.
  std::optional<Money> amount;
  std::optional<Date> due;
  std::optional<Instant> due_at;
  Content content;  ///< kApprove of a step.
  Instant asked_at{};

  /// Unique among the open tasks of a case: "dispute DI-1".
  std::string Key() const;
  bool operator==(const Task&) const = default;
};

struct Callback {
  Instant at{};
  bool told = false;  ///< It passed undone and the alert was raised.

  bool operator==(const Callback&) const = default;
};

struct Case {
  AccountId id;
  int64_t cycle = 0;     ///< 1, 2, 3 ...
  bool running = false;  ///< There is an open item.
  ScenarioRef pinned;    ///< For the running cycle.
  ScenarioRef assigned;  ///< For the next cycle; empty: what the caller resolves.
  int level = 0;         ///< As last told.
  bool litigation = false;
  bool insolvent = false;
  bool feed_gap = false;
  Items items;  ///< Open ones.
  Items closed;
  Paged<Document> documents;  ///< A document of one item of its name is that item.
  std::map<std::string, Receipt> receipts;
  std::vector<Hold> holds;  ///< Of the case and of the debtor.
  std::map<std::string, Promise> promises;
  std::map<std::string, Dispute> disputes;
  std::map<std::string, Plan> plans;
  std::map<std::string, Approval> approvals;  ///< By step.
  std::map<std::string, Notice> notices;
  std::map<std::string, Task> tasks;           ///< Open ones, by Task::Key().
  std::map<std::string, Obstacle> blocks;      ///< Told, by group, step, currency and item.
  std::map<std::string, bool> contact_asked;   ///< Steps for which a person looks for a contact.
  std::map<std::string, int64_t> occurrences;  ///< Notices planned in this cycle, by step.
  std::map<std::string, Callback> callbacks;
  std::map<Date, int> messages;  ///< Ordinary ones of this case, by civil day of the debtor.
  std::optional<FloorStart> floor;
  std::optional<LastMessage> last_message;
  std::optional<ThankYou> thanks;  ///< The newest; it may be of an earlier cycle.

  std::map<std::string, ForceRequest> force_requests;  ///< Not decided yet.
  std::vector<RecordedCall> calls;                     ///< The newest, oldest first.
  std::vector<Conduct> conduct;                        ///< Of a year, oldest first.
  std::optional<ProfileChoice> profile;                ///< Set by a person.

  const Item* FindOpen(std::string_view item) const;
  /// Open or closed; nullptr when unknown.
  const Item* FindItem(std::string_view item) const;
  Item* EditItem(const std::string& item);
  /// The version of a document and its items, open or closed; nullopt when unknown.
  std::optional<Document> FindDocument(std::string_view document) const;
  bool IsCaseHeld() const { return !holds.empty(); }
  /// No hold covers it and something of it is claimable.
  bool IsActionable(const Item& item) const;
  /// Promises of the case that are broken.
  int BrokenPromises() const;
  /// The highest level of the actionable open items; 0 without one.
  int DerivedLevel() const;

  bool operator==(const Case&) const = default;
};

/// The open items that an item id or a document number names, by due date, then id; empty when it
/// names none.
std::vector<std::string> OpenItemsOf(const Case& c, const std::string& reference);

/// What was read letter by letter is kept once again.
void ShareTexts(Case& c);

template <class Archive>
void Describe(Archive& archive, Hold& v) {
  archive(v.scope, v.item, v.part, v.reason, v.cause, v.until, v.placed_on, v.escalated);
}
template <class Archive>
void Describe(Archive& archive, Tries& v) {
  archive(v.failed, v.contacts);
}
template <class Archive>
void Describe(Archive& archive, Detour& v) {
  archive(v.resume_on, v.delayed_to, v.delayed_in_cycle, v.tries);
}
template <class Archive>
void Describe(Archive& archive, Track& v) {
  archive(v.standing, v.detour, v.pending_notice);
}
template <class Archive>
void Describe(Archive& archive, Ending& v) {
  archive(v.how, v.on, v.in);
}
template <class Archive>
void Describe(Archive& archive, Item& v) {
  archive(v.id, v.document, v.reference, v.version, v.currency, v.amount, v.open, v.due, v.shift,
          v.known_on, v.delivered_on, v.issued_on, v.quiet_until, v.track, v.holds, v.forced,
          v.promises, v.reminders, v.in_flight_used, v.rejected, v.document_missing,
          v.document_asked, v.cap_told, v.minimum_asked, v.closed);
}
template <class Archive>
void Describe(Archive& archive, Document& v) {
  archive(v.version, v.items);
}
template <class Archive>
void Describe(Archive& archive, Receipt& v) {
  archive(v.kind, v.currency, v.rest, v.amount, v.booked_on, v.weighed, v.allocate_asked);
}
template <class Archive>
void Describe(Archive& archive, Received& v) {
  archive(v.amount, v.value_on);
}
template <class Archive>
void Describe(Archive& archive, Promise& v) {
  archive(v.id, v.amount, v.by, v.until, v.items, v.state, v.received, v.named_in);
}
template <class Archive>
void Describe(Archive& archive, Dispute& v) {
  archive(v.id, v.item, v.reason, v.part, v.state, v.upheld, v.credited);
}
template <class Archive>
void Describe(Archive& archive, Instalment& v) {
  archive(v.amount, v.on, v.reminded, v.pending_notice, v.tries);
}
template <class Archive>
void Describe(Archive& archive, DownPayment& v) {
  archive(v.amount, v.by);
}
template <class Archive>
void Describe(Archive& archive, Plan& v) {
  archive(v.id, v.currency, v.items, v.down, v.instalments, v.state, v.proposed_on, v.received);
}
template <class Archive>
void Describe(Archive& archive, Approval& v) {
  archive(v.content, v.by, v.asked_at);
}
template <class Archive>
void Describe(Archive& archive, Task& v) {
  archive(v.kind, v.word, v.subject, v.items, v.amount, v.due, v.due_at, v.content, v.asked_at);
}
template <class Archive>
void Describe(Archive& archive, Callback& v) {
  archive(v.at, v.told);
}
/// All but what is paged.
template <class Archive>
void DescribeUnpaged(Archive& archive, Case& v) {
  archive(v.id.entity, v.id.account, v.cycle, v.running, v.pinned, v.assigned, v.level,
          v.litigation, v.insolvent, v.feed_gap, v.receipts, v.holds, v.promises, v.disputes,
          v.plans, v.approvals, v.notices, v.tasks, v.blocks, v.contact_asked, v.occurrences,
          v.callbacks, v.messages, v.floor, v.last_message, v.thanks, v.force_requests, v.calls,
          v.conduct, v.profile);
}
template <class Archive>
void Describe(Archive& archive, Case& v) {
  DescribeUnpaged(archive, v);
  archive(v.items, v.closed, v.documents);
  if constexpr (std::is_same_v<Archive, Reader>) ShareTexts(v);
}

}  // namespace relance::scenario
