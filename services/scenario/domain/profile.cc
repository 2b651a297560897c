#include "services/scenario/domain/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace relance::scenario {
namespace {

constexpr int kEnoughItems = 3;     // fewer say nothing about a habit
constexpr int kEnoughDisputes = 3;  // in twelve months
constexpr int kEnoughBroken = 2;    // promises
constexpr int kEnoughPartly = 2;    // promises kept in part: he pays what he can
constexpr int kBadDays = 30;        // late, in the middle
constexpr int kBadReminders = 3;    // needed, in the middle
constexpr int kCircuitDays = 8;     // late: longer than forgetting
constexpr int kCircuitSpread = 7;   // the same delay every time
constexpr int kPunctualSpread = 3;  // days late that three payments of four do not exceed

std::string Times(int count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// Where the creditor draws the money himself.
bool IsDrawn(std::string method) {
  std::ranges::transform(method, method.begin(), [](char c) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (c == '-' || c == ' ') return '_';
    return capital ? static_cast<char>(c - 'A' + 'a') : c;
  });
  constexpr std::array<std::string_view, 5> kDrawn{"direct_debit", "sepa_direct_debit", "debit",
                                                   "bill_of_exchange", "draft"};
  return std::ranges::find(kDrawn, method) != kDrawn.end();
}

int DaysLate(const Conduct& payment) {
  return static_cast<int>((payment.on - payment.due).count());
}

/// The value at a share of a sorted list, given in hundredths; the lower of two.
int At(const std::vector<int>& sorted, size_t hundredths) {
  return sorted[(sorted.size() - 1) * hundredths / 100];
}

class Counting {
 public:
  Counting(const Case& c, Date today) : case_(c), today_(today) {}

  Evidence Take(const std::string& method) && {
    for (const Conduct& one : case_.conduct) {
      const bool lately = one.on > today_ - std::chrono::days(kConductDays);
      if (lately) Count(one);
    }
    for (const auto& [id, item] : case_.items) CountOverdue(item);
    std::ranges::sort(days_);
    std::ranges::sort(reminders_);
    if (!days_.empty()) {
      out_.late = Lateness{At(days_, 25), At(days_, 50), At(days_, 75)};
      out_.reminders = At(reminders_, 50);
    }
    out_.payment_method = method;
    out_.insolvent = case_.insolvent;
    return std::move(out_);
  }

 private:
  void Count(const Conduct& one) {
    out_.records.push_back(one);
    switch (one.kind) {
      case ConductKind::kPaid:
        ++out_.settled;
        days_.push_back(DaysLate(one));
        reminders_.push_back(one.reminders);
        return;
      case ConductKind::kRejected:
        ++out_.payments_rejected;
        return;
      case ConductKind::kPromise:
        out_.promises_kept += one.outcome == Word(PromiseState::kKept);
        out_.promises_partly_kept += one.outcome == Word(PromiseState::kPartlyKept);
        out_.promises_broken += one.outcome == Word(PromiseState::kBroken);
        return;
      case ConductKind::kDispute:
        ++out_.disputes;
        out_.disputes_rejected += one.outcome == Word(DisputeState::kRejected);
        out_.disputes_upheld += one.outcome == Word(DisputeState::kUpheld);
        return;
      case ConductKind::kPlan:
        out_.plans_active += one.outcome == Word(PlanState::kActive);
        out_.plans_broken += one.outcome == Word(PlanState::kBroken);
        out_.plans_broken += one.outcome == Word(PlanState::kLapsed);
        return;
    }
  }

  /// What nobody disputes and is not paid is as late as it is by now.
  void CountOverdue(const Item& item) {
    if (!item.IsOverdue(today_) || item.IsHeld() || item.Claimable() == 0) return;
    ++out_.overdue;
    days_.push_back(static_cast<int>((today_ - item.Anchor()).count()));
    reminders_.push_back(item.reminders);
    if (out_.overdue > static_cast<int>(kConductRemembered)) return;
    Conduct record;
    record.subject = item.id;
    record.outcome = "overdue";
    record.on = today_;
    record.due = item.Anchor();
    record.reminders = item.reminders;
    out_.records.push_back(std::move(record));
  }

  const Case& case_;
  const Date today_;
  Evidence out_;
  std::vector<int> days_;
  std::vector<int> reminders_;
};

/// "in the middle 12 days late (half of 8 items: 9 to 14) after 1 reminder"
std::string Habit(const Evidence& e) {
  return fmt::format("in the middle {} late (half of {}: {} to {}) after {}",
                     Times(e.late->median, "day", "days"), Times(e.Items(), "item", "items"),
                     e.late->low, e.late->high, Times(e.reminders, "reminder", "reminders"));
}

std::string CannotPay(const Evidence& e) {
  if (e.insolvent) return "insolvency proceedings are open";
  if (e.plans_broken > 0) return Times(e.plans_broken, "plan", "plans") + " broken";
  if (e.plans_active > 0) return "pays by a plan";
  if (e.promises_partly_kept >= kEnoughPartly) {
    return Times(e.promises_partly_kept, "promise", "promises") + " kept in part only";
  }
  return "";
}

/// Objections that mostly turned out to be none.
bool IsDisputeProne(const Evidence& e) {
  return e.disputes >= kEnoughDisputes && e.disputes_rejected > e.disputes_upheld;
}

Finding OfHabit(const Evidence& e) {
  if (e.Items() < kEnoughItems) {
    return {PayerProfile::kStandard, fmt::format("too little is known: {} of {}",
                                                 Times(e.Items(), "item", "items"), kEnoughItems)};
  }
  const std::string habit = Habit(e);
  const Lateness& late = *e.late;
  if (late.median >= kBadDays || e.reminders >= kBadReminders) return {PayerProfile::kBad, habit};
  if (late.median >= kCircuitDays && late.high - late.low <= kCircuitSpread) {
    return {PayerProfile::kAdministrative, habit + ": always the same delay"};
  }
  if (late.median > 0) return {PayerProfile::kNegligent, habit};
  if (late.high <= kPunctualSpread && e.reminders == 0) return {PayerProfile::kGood, habit};
  return {PayerProfile::kStandard, habit + ": nothing stands out"};
}

}  // namespace

Evidence EvidenceOf(const Case& c, const std::string& payment_method, Date today) {
  return Counting(c, today).Take(payment_method);
}

Finding FindProfile(const Evidence& e) {
  if (IsDrawn(e.payment_method)) {
    return {PayerProfile::kAutomatic,
            "pays by " + e.payment_method +
                (e.payments_rejected > 0 ? fmt::format(", {} rejected", e.payments_rejected) : "")};
  }
  if (auto why = CannotPay(e); !why.empty()) return {PayerProfile::kStrained, std::move(why)};
  if (IsDisputeProne(e)) {
    return {PayerProfile::kDisputeProne,
            fmt::format("{} disputes, {} rejected, {} upheld", e.disputes, e.disputes_rejected,
                        e.disputes_upheld)};
  }
  if (e.promises_broken >= kEnoughBroken) {
    return {PayerProfile::kBad, fmt::format("{} promises broken", e.promises_broken)};
  }
  return OfHabit(e);
}

PayerProfile ProfileOf(const Case& c, const std::string& payment_method, Date today) {
  if (c.profile && c.profile->profile) return *c.profile->profile;
  return FindProfile(EvidenceOf(c, payment_method, today)).profile;
}

}  // namespace relance::scenario
