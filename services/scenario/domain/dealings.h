#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "services/scenario/domain/words.h"

/// What a case remembers of people: what they asked for, what was said, how the debtor behaves.
namespace relance::scenario {

/// One person asks for a step out of order; another one confirms or refuses it.
struct ForceRequest {
  std::string id;
  std::string step;
  std::vector<std::string> items;  ///< Those still open.
  std::string by;
  std::string why;
  Instant asked_at{};
  Date until{};  ///< The last day on which it can be confirmed.

  bool operator==(const ForceRequest&) const = default;
};

/// A telephone call that was made.
struct RecordedCall {
  std::string id;
  Instant at{};
  std::string by;
  CallOutcome outcome = CallOutcome::kReached;
  std::string contact;  ///< Id of the contact that was called; may be empty.
  std::string note;
  std::string made;                ///< The promise, dispute, callback or item that it is about.
  std::vector<std::string> ended;  ///< Keys of the tasks that it ended.

  bool operator==(const RecordedCall&) const = default;
};
inline constexpr size_t kCallsRemembered = 20;  ///< The newest of a case.

/// One thing that a debtor did: a payment that closed an item, a rejected one, how a promise, a
/// dispute or a plan ended. The latest word on a subject replaces the earlier one.
struct Conduct {
  ConductKind kind = ConductKind::kPaid;
  std::string subject;  ///< Item, promise, dispute or plan.
  std::string cause;    ///< The receipt; of a dispute its item.
  std::string outcome;  ///< "broken", "rejected" ...; empty for money.
  Date on{};            ///< Value date of the payment; promised date; the day of the rest.
  Date due{};           ///< Of the item that was paid.
  int reminders = 0;    ///< That it took to be paid: counted notices above level 0.

  bool operator==(const Conduct&) const = default;
};
inline constexpr int kConductDays = 366;  ///< What is older than the newest by more is gone.
inline constexpr size_t kPaymentsRemembered = 100;
inline constexpr size_t kConductRemembered = 20;  ///< Of every other kind.

/// A person's word on the profile, instead of the computed one.
struct ProfileChoice {
  std::optional<PayerProfile> profile;  ///< None: the computed one again.
  std::string by;
  std::string why;
  Instant at{};

  bool operator==(const ProfileChoice&) const = default;
};

template <class Archive>
void Describe(Archive& archive, ForceRequest& v) {
  archive(v.id, v.step, v.items, v.by, v.why, v.asked_at, v.until);
}
template <class Archive>
void Describe(Archive& archive, RecordedCall& v) {
  archive(v.id, v.at, v.by, v.outcome, v.contact, v.note, v.made, v.ended);
}
template <class Archive>
void Describe(Archive& archive, Conduct& v) {
  archive(v.kind, v.subject, v.cause, v.outcome, v.on, v.due, v.reminders);
}
template <class Archive>
void Describe(Archive& archive, ProfileChoice& v) {
  archive(v.profile, v.by, v.why, v.at);
}

}  // namespace relance::scenario
