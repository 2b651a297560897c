#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/instant.h"
#include "libs/money/money.h"
#include "services/scenario/domain/case.h"

/// What a case is told. A *reference* names an item or a document (all its open items).
namespace relance::scenario {

// ---- From the ledger: refused only when they name an item that the case does not know.

struct InvoiceItem {
  std::string id;
  int64_t amount = 0;
  int64_t open = 0;  ///< Amount less allocations, as the ledger has it with this version.
  Date due{};

  bool operator==(const InvoiceItem&) const = default;
};
/// A document, or a new version of it. A version not higher than the known one changes nothing.
struct RecordInvoice {
  std::string document;
  int64_t version = 1;
  Currency currency;
  std::vector<InvoiceItem> items;
  std::optional<Date> delivered_on;
  std::optional<Date> issued_on;
  std::string reference;

  bool operator==(const RecordInvoice&) const = default;
};

struct Allocation {
  std::string item;
  int64_t amount = 0;
  int64_t open_after = 0;

  bool operator==(const Allocation&) const = default;
};
/// One booking of a payment or credit note: its arrival, or a later allocation of its rest.
struct RecordMoney {
  std::string receipt;
  MoneyKind kind = MoneyKind::kPayment;
  Currency currency;
  Date booked_on{};  ///< Of the receipt, not of this allocation.
  Date value_on{};
  int64_t rest = 0;  ///< Not allocated after this booking.
  std::vector<Allocation> allocations;
  int64_t amount = 0;  ///< Of the receipt, when it arrives with this booking; else 0.

  bool operator==(const RecordMoney&) const = default;
};
/// A payment or credit note undone with its allocations, or some of its allocations undone.
struct ReverseMoney {
  std::string receipt;
  MoneyKind kind = MoneyKind::kPayment;
  Currency currency;
  int64_t rest = 0;
  std::vector<Allocation> undone;
  bool corrected = false;  ///< It is booked again in another version: no money was sent back.

  bool operator==(const ReverseMoney&) const = default;
};
struct WriteOff {
  std::vector<std::string> references;

  bool operator==(const WriteOff&) const = default;
};
/// Steps taken by another system before the item came here.
struct ImportHistory {
  std::string reference;
  int level = 0;
  Date notice_on{};

  bool operator==(const ImportHistory&) const = default;
};
struct ChangeStatus {
  std::string item;
  InvoiceStatus status = InvoiceStatus::kRefused;
  std::string dispute;  ///< Id of the dispute that kRefused and kDisputed open.

  bool operator==(const ChangeStatus&) const = default;
};
struct AnnouncePayment {
  std::string reference;
  PaymentMode mode = PaymentMode::kTransfer;

  bool operator==(const AnnouncePayment&) const = default;
};
struct ChangeDocument {
  std::string item;
  bool missing = false;

  bool operator==(const ChangeDocument&) const = default;
};
/// Something changed among the contacts of the debtor; `added` are keys ("email:anna").
struct ContactsChanged {
  std::vector<std::string> added;

  bool operator==(const ContactsChanged&) const = default;
};
struct OpenInsolvency {
  Date published_on{};

  bool operator==(const OpenInsolvency&) const = default;
};
struct ChangeFeedGap {
  bool open = false;

  bool operator==(const ChangeFeedGap&) const = default;
};

// ---- By people.

struct MakePromise {
  std::string id;
  Money amount;
  Date by{};
  std::vector<std::string> references;

  bool operator==(const MakePromise&) const = default;
};
struct OpenDispute {
  std::string id;
  std::string item;
  std::string reason;
  int64_t part = 0;                    ///< 0: the whole item.
  std::optional<Currency> currency{};  ///< Of the part; another than the item's is refused.

  bool operator==(const OpenDispute&) const = default;
};
struct DecideDispute {
  std::string id;
  bool upheld = false;
  std::optional<int64_t> amount;       ///< Upheld amount; without one what was disputed.
  std::optional<Currency> currency{};  ///< Of the amount; another than the item's is refused.

  bool operator==(const DecideDispute&) const = default;
};
struct ProposePlan {
  std::string id;
  Currency currency;
  std::vector<std::string> references;
  std::optional<DownPayment> down;
  std::vector<Instalment> instalments;

  bool operator==(const ProposePlan&) const = default;
};
/// `subject`: a reference, "case" or "debtor" (the caller tells every case of the debtor).
struct PlaceHold {
  std::string subject;
  std::optional<Date> until;
  std::string word = "manual";

  bool operator==(const PlaceHold&) const = default;
};
struct ReleaseHold {
  std::string subject;
  std::string word = "manual";

  bool operator==(const ReleaseHold&) const = default;
};
/// `subject`: a step, promise, plan or dispute that waits for approval.
struct Approve {
  std::string subject;
  std::string by;

  bool operator==(const Approve&) const = default;
};
struct Force {
  std::string step;
  std::string reference;
  std::string by;
  std::string and_by;
  std::string why;

  bool operator==(const Force&) const = default;
};
/// One person asks; nothing happens before another one confirms.
struct AskForce {
  std::string id;
  std::string step;
  std::string reference;
  std::string by;
  std::string why;

  bool operator==(const AskForce&) const = default;
};
struct ConfirmForce {
  std::string id;
  std::string by;

  bool operator==(const ConfirmForce&) const = default;
};
/// By anybody who may force, the one who asked included.
struct RefuseForce {
  std::string id;
  std::string by;
  std::string why;

  bool operator==(const RefuseForce&) const = default;
};
struct BookCallback {
  std::string id;
  Instant at{};

  bool operator==(const BookCallback&) const = default;
};
/// A call was made. What was agreed on the telephone is told along with it, and refused with it.
struct RecordCall {
  std::string id;
  std::string task;  ///< Key of a call or a callback; empty: all open calls of the case.
  CallOutcome outcome = CallOutcome::kReached;
  std::variant<std::monostate, MakePromise, OpenDispute, BookCallback, AnnouncePayment> agreed;
  bool done = false;  ///< Its tasks are done although nobody answered.
  std::string contact;
  std::string note;
  std::string by;

  bool operator==(const RecordCall&) const = default;
};
/// A person's word on the profile; none: the computed one again.
struct SetProfile {
  std::optional<PayerProfile> profile;
  std::string by;
  std::string why;

  bool operator==(const SetProfile&) const = default;
};
struct AssignScenario {
  ScenarioRef scenario;
  bool next = false;  ///< Only from the next cycle on.

  bool operator==(const AssignScenario&) const = default;
};
/// The running case goes over to another version, if it follows the one that it is thought to
/// follow. What its next cycle follows stays as it is.
struct MoveCase {
  ScenarioRef from;
  ScenarioRef to;

  bool operator==(const MoveCase&) const = default;
};
struct CompleteCallback {
  std::string id;

  bool operator==(const CompleteCallback&) const = default;
};
/// A task of the worklist is done; callbacks have their own input.
struct CompleteTask {
  std::string key;

  bool operator==(const CompleteTask&) const = default;
};

// ---- From the notifier.

/// Evaluates again, the same evaluation: cleared with the content of now, or withdrawn.
struct ClearNotice {
  std::string notice;

  bool operator==(const ClearNotice&) const = default;
};
/// At least one channel accepted the message: it counts.
struct NoticeHandedOver {
  std::string notice;

  bool operator==(const NoticeHandedOver&) const = default;
};
struct NoticeContactFailed {
  std::string notice;
  std::string contact;  ///< Key, "email:anna".

  bool operator==(const NoticeContactFailed&) const = default;
};
/// A registered letter was presented, refused or not claimed; without a date: today.
struct NoticePresented {
  std::string notice;
  std::optional<Date> on;

  bool operator==(const NoticePresented&) const = default;
};

using CaseInput =
    std::variant<RecordInvoice, RecordMoney, ReverseMoney, WriteOff, ImportHistory, ChangeStatus,
                 AnnouncePayment, ChangeDocument, ContactsChanged, OpenInsolvency, ChangeFeedGap,
                 MakePromise, OpenDispute, DecideDispute, ProposePlan, PlaceHold, ReleaseHold,
                 Approve, Force, AssignScenario, BookCallback, CompleteCallback, CompleteTask,
                 ClearNotice, NoticeHandedOver, NoticeContactFailed, NoticePresented, AskForce,
                 ConfirmForce, RefuseForce, RecordCall, SetProfile, MoveCase>;

}  // namespace relance::scenario
