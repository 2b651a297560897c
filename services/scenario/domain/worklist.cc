#include "services/scenario/domain/worklist.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "libs/money/amount.h"

namespace relance::scenario {
namespace {

__extension__ using Wide = __int128;

struct Stake {
  int64_t open = 0;
  Date oldest = Date::max();
};

void Add(const Item& item, std::map<Currency, Stake>& stakes) {
  Stake& stake = stakes[item.currency];
  stake.open += item.open;
  stake.oldest = std::min<Date>(stake.oldest, item.due);
}

/// What the task is about: its items, or those of what its subject names.
std::vector<std::string> ItemsOf(const Case& c, const Task& task) {
  if (!task.items.empty()) return task.items;
  if (const auto at = c.disputes.find(task.subject); at != c.disputes.end()) {
    return {at->second.item};
  }
  if (const auto at = c.promises.find(task.subject); at != c.promises.end()) {
    return at->second.items;
  }
  if (const auto at = c.plans.find(task.subject); at != c.plans.end()) return at->second.items;
  return {task.subject};
}

/// By the items of the task; by what is overdue in the case when none of them is open.
std::map<Currency, Stake> StakesOf(const Case& c, const Task& task, Date today) {
  std::map<Currency, Stake> stakes;
  for (const std::string& id : ItemsOf(c, task)) {
    if (const Item* item = c.FindOpen(id)) Add(*item, stakes);
  }
  if (!stakes.empty()) return stakes;
  for (const auto& [id, item] : c.items) {
    if (item.IsOverdue(today)) Add(item, stakes);
  }
  return stakes;
}

/// Minor units on one scale for currencies of 0, 2 and 3 decimals.
Wide Scaled(const std::optional<Money>& money) {
  constexpr int kMostDecimals = 4;
  if (!money) return 0;
  Wide scaled = money->minor;
  for (int i = money->currency.decimals(); i < kMostDecimals; ++i) scaled *= 10;
  return scaled;
}

void Weigh(const Case& c, Date today, WorkItem& item) {
  item.at_stake = item.task.amount;
  for (const auto& [currency, stake] : StakesOf(c, item.task, today)) {
    const Money open{currency, stake.open};
    const bool counts = item.task.amount ? item.task.amount->currency == currency
                                         : !item.at_stake || Scaled(open) > Scaled(item.at_stake);
    if (!counts) continue;
    if (!item.task.amount) item.at_stake = open;
    item.oldest_due = stake.oldest;
  }
}

}  // namespace

std::string ApprovalKey(const std::string& subject) {
  Task task;
  task.kind = TaskKind::kApprove;
  task.subject = subject;
  return task.Key();
}

std::string AuthorOf(const Arrangements& arrangements, const std::string& subject) {
  const auto asked = arrangements.find(ApprovalKey(subject));
  return asked == arrangements.end() ? "" : asked->second.asked_by;
}

bool WorkItem::IsPostponed(Date today) const {
  return arrangement.postponed_until && *arrangement.postponed_until > today;
}

std::vector<WorkItem> WorkOf(const Case& c, const Arrangements& arrangements, Instant now,
                             Date today) {
  std::vector<WorkItem> work;
  for (const auto& [key, task] : c.tasks) {
    WorkItem& item = work.emplace_back();
    item.account = c.id;
    item.key = key;
    item.task = task;
    const auto arranged = arrangements.find(key);
    if (arranged != arrangements.end()) item.arrangement = arranged->second;
    item.alert = task.kind == TaskKind::kCallback && task.due_at && *task.due_at < now;
    Weigh(c, today, item);
  }
  return work;
}

void Rank(std::vector<WorkItem>& work) {
  std::ranges::stable_sort(work, [](const WorkItem& a, const WorkItem& b) {
    const auto place = [](const WorkItem& item) {
      return std::tuple(!item.alert, -Scaled(item.at_stake), item.oldest_due.value_or(Date::max()),
                        item.task.asked_at);
    };
    return place(a) < place(b);
  });
}

std::vector<std::string> ReasonsOf(const WorkItem& item, Date today) {
  std::vector<std::string> reasons;
  if (item.alert) reasons.emplace_back("callback missed");
  if (item.at_stake) reasons.push_back(ToString(*item.at_stake));
  if (item.oldest_due && *item.oldest_due < today) {
    const auto days = (today - *item.oldest_due).count();
    reasons.push_back(fmt::format("{} {} overdue", days, days == 1 ? "day" : "days"));
  }
  if (item.task.due) {
    reasons.push_back((*item.task.due < today ? "was due " : "due ") + FormatDate(*item.task.due));
  }
  return reasons;
}

}  // namespace relance::scenario
