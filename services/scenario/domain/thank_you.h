#pragma once

#include <string>
#include <string_view>

#include "libs/base/instant.h"
#include "libs/money/money.h"
#include "services/scenario/domain/notice.h"
#include "services/scenario/domain/words.h"

/// The mail that thanks for the payment that closed a case just after a message. It claims nothing
/// and takes no step: no level, floor, gap or pressure knows of it.
namespace relance::scenario {

/// What notices of it are called, and their text.
inline constexpr std::string_view kThanksStep = "thanks";

struct ThankYou {
  std::string receipt;
  Money amount;
  Date received_on{};
  ThankYouState state = ThankYouState::kOwed;
  std::string notice;     ///< Once it was planned.
  int planned = 0;        ///< How often: not in time for the window, it is planned again.
  NoticeContact contact;  ///< That it was cleared for.
  Instant planned_at{};
  Date sent_on{};
  Obstacle reason = Obstacle::kNone;  ///< Why it was withdrawn.

  bool IsPending() const {
    return state == ThankYouState::kPlanned || state == ThankYouState::kCleared;
  }
  bool operator==(const ThankYou&) const = default;
};

template <class Archive>
void Describe(Archive& archive, ThankYou& v) {
  archive(v.receipt, v.amount, v.received_on, v.state, v.notice, v.planned, v.contact, v.planned_at,
          v.sent_on, v.reason);
}

}  // namespace relance::scenario
