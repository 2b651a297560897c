#include "libs/interest/limitation.h"

#include <algorithm>

namespace relance::interest {
namespace {

using std::chrono::day;
using std::chrono::last;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;
using std::chrono::year_month_day_last;

Date FirstExpiry(const LimitationRule& rule, Date due) {
  if (!rule.to_year_end) return YearsAfter(due, rule.years);
  const year_month_day ymd{due};
  return Date{(ymd.year() + std::chrono::years(rule.years)) / month{12} / day{31}};
}

}  // namespace

Date YearsAfter(Date from, int years) {
  const year_month_day ymd = year_month_day{from} + std::chrono::years(years);
  return ymd.ok() ? Date{ymd} : Date{year_month_day_last{ymd.year() / ymd.month() / last}};
}

Limitation LimitationOf(const LimitationRule& rule, Date due, std::vector<LimitationEvent> events) {
  std::ranges::stable_sort(events, {}, &LimitationEvent::on);
  Limitation limitation;
  limitation.first_expiry = FirstExpiry(rule, due);
  limitation.expires = limitation.first_expiry;
  for (const LimitationEvent& event : events) {
    const bool restarts =
        std::ranges::find(rule.restarted_by, event.kind) != rule.restarted_by.end();
    // Anew means the full time from that day, not again to the end of a year. Before the time has
    // begun nothing can restart it: its own end then stays the later one.
    const Date anew = YearsAfter(event.on, rule.years);
    LimitationEffect effect = LimitationEffect::kNone;
    if (restarts && event.on > limitation.expires) {
      effect = LimitationEffect::kAfterExpiry;
    } else if (restarts && anew > limitation.expires) {
      effect = LimitationEffect::kRestarted;
      limitation.expires = anew;
    }
    limitation.events.push_back({event, effect, limitation.expires});
  }
  return limitation;
}

}  // namespace relance::interest
