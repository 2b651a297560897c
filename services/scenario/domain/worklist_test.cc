#include "services/scenario/domain/worklist.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relance::scenario {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Date kToday = *ParseDate("2026-10-15");
const Instant kNow = *ParseInstant("2026-10-15T10:00:00Z");
const Currency kEur = Currency::Of("EUR");

Item OpenItem(const std::string& id, int64_t open, const char* due, Currency currency = kEur) {
  Item item;
  item.id = id;
  item.document = id;
  item.currency = currency;
  item.amount = open;
  item.open = open;
  item.due = *ParseDate(due);
  return item;
}

Case CaseWith(const std::string& account, std::vector<Item> items, std::vector<Task> tasks) {
  Case c;
  c.id = {"FR01", account};
  for (Item& item : items) c.items.Put(item.id, item);
  for (Task& task : tasks) c.tasks[task.Key()] = task;
  return c;
}

Task TaskOf(TaskKind kind, const std::string& subject, std::vector<std::string> items = {}) {
  Task task;
  task.kind = kind;
  task.subject = subject;
  task.items = std::move(items);
  task.asked_at = kNow - std::chrono::hours(24);
  return task;
}

std::vector<std::string> AccountsInOrder(std::vector<WorkItem> work) {
  Rank(work);
  std::vector<std::string> accounts;
  for (const WorkItem& item : work) accounts.push_back(item.account.account);
  return accounts;
}

std::vector<WorkItem> Work(const std::vector<Case>& cases) {
  std::vector<WorkItem> all;
  for (const Case& c : cases) {
    for (WorkItem& item : WorkOf(c, {}, kNow, kToday)) all.push_back(std::move(item));
  }
  return all;
}

TEST(WorklistTest, WhatIsAtStakeIsOpenOfTheTasksItems) {
  const Case c =
      CaseWith("D1", {OpenItem("F-1", 100'00, "2026-09-01"), OpenItem("F-2", 900'00, "2026-08-01")},
               {TaskOf(TaskKind::kDispute, "DI-1", {"F-1"})});
  const auto work = WorkOf(c, {}, kNow, kToday);
  ASSERT_EQ(work.size(), 1U);
  EXPECT_EQ(work[0].at_stake, (Money{kEur, 100'00}));
  EXPECT_EQ(work[0].oldest_due, ParseDate("2026-09-01").value());
  EXPECT_THAT(ReasonsOf(work[0], kToday), ElementsAre("100.00 EUR", "44 days overdue"));
}

TEST(WorklistTest, ADisputeWeighsAsMuchAsIsOpenOfItsItem) {
  Case c =
      CaseWith("D1", {OpenItem("F-1", 100'00, "2026-09-01"), OpenItem("F-2", 900'00, "2026-08-01")},
               {TaskOf(TaskKind::kDispute, "DI-1"), TaskOf(TaskKind::kDocument, "F-2")});
  c.disputes["DI-1"].item = "F-1";
  const auto work = WorkOf(c, {}, kNow, kToday);
  ASSERT_EQ(work.size(), 2U);
  EXPECT_EQ(work[0].at_stake, (Money{kEur, 100'00})) << work[0].key;
  EXPECT_EQ(work[1].at_stake, (Money{kEur, 900'00})) << work[1].key;
}

TEST(WorklistTest, ATaskWithoutItemsWeighsAsMuchAsIsOverdueInItsCase) {
  const Case c =
      CaseWith("D1", {OpenItem("F-1", 100'00, "2026-09-01"), OpenItem("F-2", 900'00, "2026-12-01")},
               {TaskOf(TaskKind::kFindContact, "level1")});
  const auto work = WorkOf(c, {}, kNow, kToday);
  EXPECT_EQ(work.at(0).at_stake, (Money{kEur, 100'00})) << "what is not due is not at stake";
}

TEST(WorklistTest, TheLargerAmountComesFirstThenTheOlder) {
  const auto task = TaskOf(TaskKind::kFindContact, "level1");
  EXPECT_THAT(
      AccountsInOrder(Work({CaseWith("small", {OpenItem("A", 5'00, "2026-01-01")}, {task}),
                            CaseWith("young", {OpenItem("B", 80'00, "2026-10-01")}, {task}),
                            CaseWith("old", {OpenItem("C", 80'00, "2026-02-01")}, {task})})),
      ElementsAre("old", "young", "small"));
}

TEST(WorklistTest, AmountsOfCurrenciesWithOtherDecimalsAreComparedInWholeUnits) {
  const auto task = TaskOf(TaskKind::kFindContact, "level1");
  const Currency yen = Currency::Of("JPY");
  EXPECT_THAT(
      AccountsInOrder(Work({CaseWith("yen", {OpenItem("A", 500, "2026-01-01", yen)}, {task}),
                            CaseWith("cents", {OpenItem("B", 40'000, "2026-01-01")}, {task})})),
      ElementsAre("yen", "cents"));
}

TEST(WorklistTest, AMissedCallbackStandsAboveEverything) {
  Task callback = TaskOf(TaskKind::kCallback, "CB-1");
  callback.due_at = kNow - std::chrono::minutes(1);
  Task later = TaskOf(TaskKind::kCallback, "CB-2");
  later.due_at = kNow + std::chrono::minutes(1);
  const auto work = Work({CaseWith("rich", {OpenItem("A", 9'000'00, "2026-01-01")}, {later}),
                          CaseWith("missed", {OpenItem("B", 1'00, "2026-10-01")}, {callback})});
  EXPECT_THAT(AccountsInOrder(work), ElementsAre("missed", "rich"));
  EXPECT_FALSE(work[0].alert);
  EXPECT_TRUE(work[1].alert);
  EXPECT_EQ(ReasonsOf(work[1], kToday).front(), "callback missed");
}

TEST(WorklistTest, AnApprovalKnowsWhoAskedForIt) {
  const std::string key = TaskOf(TaskKind::kApprove, "PL-1").Key();
  EXPECT_EQ(ApprovalKey("PL-1"), key);
  const Arrangements arrangements{{key, {"", {}, "", "anna"}}};
  EXPECT_EQ(AuthorOf(arrangements, "PL-1"), "anna");
  EXPECT_EQ(AuthorOf(arrangements, "PL-2"), "");
}

TEST(WorklistTest, APostponedTaskComesBackOnItsDay) {
  const Task task = TaskOf(TaskKind::kDispute, "DI-1");
  const Case c = CaseWith("D1", {}, {task});
  const Arrangements arrangements{{task.Key(), {"anna", kToday, "waits for the warehouse", ""}},
                                  {"dispute DI-0", {"ben", {}, "", ""}}};
  const auto work = WorkOf(c, arrangements, kNow, kToday);
  ASSERT_EQ(work.size(), 1U);
  EXPECT_EQ(work[0].arrangement.owner, "anna");
  EXPECT_TRUE(work[0].IsPostponed(kToday - std::chrono::days(1)));
  EXPECT_FALSE(work[0].IsPostponed(kToday));
  EXPECT_FALSE(work[0].at_stake.has_value());
  EXPECT_THAT(ReasonsOf(work[0], kToday), IsEmpty());
}

}  // namespace
}  // namespace relance::scenario
