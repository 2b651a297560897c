#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/money/currency.h"
#include "services/scenario/domain/packed_date.h"
#include "services/scenario/domain/text.h"
#include "services/scenario/domain/words.h"

/// One execution of one or more steps towards a debtor, and what it says.
namespace relance::scenario {

/// One line of a notice. The entry of an instalment is "PLAN/k" with the amount still missing.
struct ContentLine {
  std::string item;
  int64_t amount = 0;  ///< Claimable: open less disputed parts; minor units.
  int level = 0;       ///< After this notice.
  std::string step;    ///< The step that the item takes; empty when it is only shown.

  bool operator==(const ContentLine&) const = default;
};

/// What a notice says in one currency.
struct CurrencyContent {
  Currency currency;
  std::vector<ContentLine> items;  ///< Take their step. By level descending, due date, id.
  std::vector<ContentLine> also;   ///< Overdue too, without a step.
  std::vector<ContentLine> soon;   ///< Preventive: announced, not in the net.
  int64_t credits = 0;             ///< Unallocated payments and credit notes, subtracted.
  int64_t net = 0;

  bool operator==(const CurrencyContent&) const = default;
};

/// One entry a currency, by code. Equal contents say the same: an approval is for one.
using Content = std::vector<CurrencyContent>;

/// "email:anna", or "email" for a contact without a name.
std::string ContactKey(Channel channel, const std::string& name);

/// A contact that a notice goes to.
struct NoticeContact {
  Channel channel = Channel::kEmail;
  std::string name;
  std::string id;  ///< Of the contact in the master data; may be empty.
  std::string language;
  bool failed = false;

  std::string Key() const { return ContactKey(channel, name); }
  bool operator==(const NoticeContact&) const = default;
};

/// A step out of order, asked for by two persons.
struct Forced {
  std::string step;
  std::string by;
  std::string and_by;
  std::string why;

  bool operator==(const Forced&) const = default;
};

/// Where an item goes on: at the first step, after a step, or at the first step of a higher level.
enum class NextStep { kFirst, kAfter, kAbove };

/// What a counted notice moves and an uncounted one puts back.
struct Standing {
  NextStep next = NextStep::kFirst;
  int level = 0;
  Text step;             ///< The step last taken or expired, for kAfter.
  Text notice;           ///< The last counted notice; empty for imported history.
  Text last_step;        ///< The step last taken, for people.
  MaybeDate counted_on;  ///< Of the last counted notice.
  MaybeDate message_on;  ///< Last message, for the floor of an item (per_item).

  bool operator==(const Standing&) const = default;
};

/// An item that takes its step with a notice.
struct NoticeItem {
  std::string item;  ///< Or "PLAN/k".
  std::string step;
  int level = 0;      ///< After this notice.
  bool moves = true;  ///< Moves the level and the next step; a forced earlier step does not.
  std::optional<Standing> before;  ///< Put back if the notice fails; set when it counts.

  bool operator==(const NoticeItem&) const = default;
};

/// The floor of a case: when its last message left, and which.
struct FloorStart {
  Date on{};
  std::string notice;

  bool operator==(const FloorStart&) const = default;
};

/// The last message of level >= 1, for payments that cross it.
struct LastMessage {
  std::string step;
  Date on{};
  std::string notice;

  bool operator==(const LastMessage&) const = default;
};

struct Notice {
  std::string id;    ///< H(case, cycle, step, occurrence).
  std::string step;  ///< The highest step of its items.
  int level = 0;
  std::string group;  ///< "message", the step of a notice of its own, or "item ID" with per_item.
  NoticeState state = NoticeState::kPlanned;
  int attempt = 1;
  bool ordinary = true;
  std::optional<Forced> forced;
  std::vector<std::string> approved_by;
  Content content;
  std::vector<NoticeItem> items;
  std::vector<NoticeContact> contacts;
  std::vector<std::string> broken;  ///< Broken promises that it names.
  Instant planned_at{};
  Date planned_on{};  ///< Of the legal entity.
  Date debtor_day{};  ///< For contact pressure.
  std::optional<Date> handed_over_on;
  std::optional<Date> presented_on;  ///< First presentation of a registered letter.
  std::optional<FloorStart> floor_before;
  std::optional<LastMessage> last_before;

  bool IsPending() const {
    return state == NoticeState::kPlanned || state == NoticeState::kCleared;
  }
  /// A message that left under its first clearance counts although a second one refused it.
  bool MayCount() const { return IsPending() || state == NoticeState::kWithdrawn; }
  bool operator==(const Notice&) const = default;
};

template <class Archive>
void Describe(Archive& archive, ContentLine& v) {
  archive(v.item, v.amount, v.level, v.step);
}
template <class Archive>
void Describe(Archive& archive, CurrencyContent& v) {
  archive(v.currency, v.items, v.also, v.soon, v.credits, v.net);
}
template <class Archive>
void Describe(Archive& archive, NoticeContact& v) {
  archive(v.channel, v.name, v.id, v.language, v.failed);
}
template <class Archive>
void Describe(Archive& archive, Forced& v) {
  archive(v.step, v.by, v.and_by, v.why);
}
template <class Archive>
void Describe(Archive& archive, Standing& v) {
  archive(v.next, v.step, v.level, v.counted_on, v.notice, v.last_step, v.message_on);
}
template <class Archive>
void Describe(Archive& archive, NoticeItem& v) {
  archive(v.item, v.step, v.level, v.moves, v.before);
}
template <class Archive>
void Describe(Archive& archive, FloorStart& v) {
  archive(v.on, v.notice);
}
template <class Archive>
void Describe(Archive& archive, LastMessage& v) {
  archive(v.step, v.on, v.notice);
}
template <class Archive>
void Describe(Archive& archive, Notice& v) {
  archive(v.id, v.step, v.level, v.group, v.state, v.attempt, v.ordinary, v.forced, v.approved_by,
          v.content, v.items, v.contacts, v.broken, v.planned_at, v.planned_on, v.debtor_day,
          v.handed_over_on, v.presented_on, v.floor_before, v.last_before);
}

}  // namespace relance::scenario
