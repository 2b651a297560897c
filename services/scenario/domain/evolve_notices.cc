#include "services/scenario/domain/evolve_notices.h"

#include <algorithm>
#include <set>

#include "services/scenario/domain/instalment.h"

namespace relance::scenario {
namespace {

Item* OpenItem(Case& c, const std::string& id) {
  return c.items.Edit(id);
}

Notice* FindNotice(Case& c, const std::string& id) {
  const auto at = c.notices.find(id);
  return at == c.notices.end() ? nullptr : &at->second;
}

void SetPending(Case& c, const Notice& notice, const Text& id) {
  for (const NoticeItem& taken : notice.items) {
    if (Item* item = OpenItem(c, taken.item)) {
      item->track.pending_notice = id;
    } else if (Instalment* instalment = FindInstalment(c, taken.item)) {
      instalment->pending_notice = std::string(id);
    }
  }
}

/// Old days are of no use: pressure is about the day of the debtor.
void CountMessage(Case& c, const Notice& notice, int by) {
  if (!notice.ordinary) return;
  if (by > 0) c.messages.erase(c.messages.begin(), c.messages.lower_bound(notice.debtor_day));
  const auto day = by > 0 ? c.messages.try_emplace(notice.debtor_day, 0).first
                          : c.messages.find(notice.debtor_day);
  if (day == c.messages.end()) return;
  day->second += by;
  if (day->second <= 0) c.messages.erase(day);
}

/// With per_item the ordinary messages have the floor of their item, not of the case.
bool StartsFloor(const Notice& notice) {
  return !notice.group.starts_with("item ");
}

/// The floor goes back to before a notice that was withdrawn or failed.
void TakeBackFloor(Case& c, const Notice& notice) {
  if (c.floor && c.floor->notice == notice.id) {
    c.floor = notice.floor_before;
    return;
  }
  for (auto& [id, other] : c.notices) {
    if (other.floor_before && other.floor_before->notice == notice.id) {
      other.floor_before = notice.floor_before;
    }
  }
}

/// A withdrawn notice that had left after all: what its withdrawal took back is there again.
void Revive(Case& c, Notice& notice, Date on) {
  CountMessage(c, notice, 1);
  if (!StartsFloor(notice)) return;
  notice.floor_before = c.floor;
  c.floor = FloorStart{on, notice.id};
}

/// The floor counts from the day a message left, also where a later one stands before it.
void StartFloor(Case& c, const Notice& notice, Date on) {
  if (!StartsFloor(notice)) return;
  if (c.floor && c.floor->notice == notice.id) {
    c.floor->on = on;
    return;
  }
  for (auto& [id, other] : c.notices) {
    if (other.floor_before && other.floor_before->notice == notice.id) other.floor_before->on = on;
  }
}

void Forget(Case& c, const std::string& prefix) {
  auto at = c.blocks.lower_bound(prefix);
  while (at != c.blocks.end() && at->first.starts_with(prefix)) at = c.blocks.erase(at);
}

/// A step that left may be blocked anew, in the currencies in which it left.
void ForgetBlocks(Case& c, const Notice& notice) {
  std::set<std::string> left;
  for (const CurrencyContent& entry : notice.content) {
    for (const auto* lines : {&entry.items, &entry.soon}) {
      for (const ContentLine& line : *lines) {
        left.insert(notice.group + "|" + line.step + "|" + entry.currency.code() + "|");
        left.insert(notice.group + "|" + line.step + "||");
      }
    }
  }
  for (const std::string& prefix : left) Forget(c, prefix);
}

/// A notice that came after this one was withdrawn has counted: the item stands there.
bool IsOvertaken(const Item& item, const Notice& notice) {
  const Standing& standing = item.track.standing;
  return notice.state == NoticeState::kWithdrawn && !standing.notice.empty() &&
         standing.counted_on && *standing.counted_on >= notice.planned_on;
}

void TakeStep(Item& item, NoticeItem& taken, const Notice& notice, Date on, TextPool& texts) {
  Standing& standing = item.track.standing;
  taken.before = standing;
  if (item.track.pending_notice == notice.id) item.track.pending_notice.clear();
  if (IsOvertaken(item, notice)) return;
  if (taken.moves) {
    standing.next = NextStep::kAfter;
    standing.step = texts.Of(taken.step);
  }
  standing.level = taken.level;  // Also of a step forced after a later call.
  standing.last_step = texts.Of(taken.step);
  standing.counted_on = on;
  standing.notice = texts.Of(notice.id);
  standing.message_on = on;
  if (taken.level > 0) ++item.reminders;
  if (notice.forced) item.forced.reset();
}

void TakeSteps(Case& c, Notice& notice, Date on) {
  TextPool texts;
  for (NoticeItem& taken : notice.items) {
    if (Item* item = c.EditItem(taken.item)) {  // Also one that was closed on the way.
      TakeStep(*item, taken, notice, on, texts);
    } else if (Instalment* instalment = FindInstalment(c, taken.item)) {
      instalment->reminded = true;
      if (instalment->pending_notice == notice.id) instalment->pending_notice.clear();
    }
  }
  ForgetBlocks(c, notice);
  if (!notice.forced) c.approvals.erase(notice.step);
}

void Fail(Tries& tries, const Notice& notice) {
  ++tries.failed;
  for (const NoticeContact& contact : notice.contacts) tries.contacts.push_back(contact.Key());
}

/// false for an item that is closed or has had a later notice.
bool PutBack(Case& c, const NoticeItem& taken, const Notice& notice) {
  if (Item* item = OpenItem(c, taken.item)) {
    Track& track = item->track;
    if (track.pending_notice == notice.id) track.pending_notice.clear();
    const bool last = track.standing.notice == notice.id;
    // Only a notice that counted has something to put back, and only while it is the last one.
    if (taken.before && !last) return false;
    if (taken.before && taken.level > 0) --item->reminders;
    if (taken.before) track.standing = *taken.before;
    if (notice.forced && !item->forced) item->forced = notice.forced;
    Fail(track.detour.Edit().tries[taken.step], notice);
    return true;
  }
  if (Instalment* instalment = FindInstalment(c, taken.item)) {
    instalment->reminded = false;
    instalment->pending_notice.clear();
    Fail(instalment->tries, notice);
    return true;
  }
  return false;
}

}  // namespace

void On(Case& c, const CallTaken& f) {
  Forget(c, f.step + "|" + f.step + "|");
  const Text step(f.step);
  for (const std::string& id : f.task.items) {
    if (Item* item = OpenItem(c, id)) {
      item->track.standing.next = NextStep::kAfter;
      item->track.standing.step = step;
      item->track.standing.last_step = step;
      if (item->forced && item->forced->step == f.step) item->forced.reset();
    }
  }
  c.tasks[f.task.Key()] = f.task;
}

void On(Case& c, const ApprovalGiven& f) {
  const auto approval = c.approvals.find(f.step);
  if (approval == c.approvals.end()) return;
  approval->second.by.push_back(f.by);
  c.tasks.erase("approve " + f.step);
}

void On(Case& c, const ApprovalVoided& f) {
  c.approvals.erase(f.step);
  c.tasks.erase("approve " + f.step);
}

void On(Case& c, const StepBlocked& f) {
  c.blocks[f.key] = f.reason;
}

void On(Case& c, const NoticePlanned& f) {
  if (c.notices.contains(f.notice.id)) return;
  Notice& notice = c.notices[f.notice.id] = f.notice;
  ++c.occurrences[notice.step];
  SetPending(c, notice, notice.id);
  CountMessage(c, notice, 1);
  if (StartsFloor(notice)) {
    notice.floor_before = c.floor;
    c.floor = FloorStart{notice.planned_on, notice.id};
  }
}

void On(Case& c, const NoticeCleared& f) {
  Notice* planned = FindNotice(c, f.notice.id);
  if (planned == nullptr || !planned->IsPending()) return;
  SetPending(c, *planned, "");
  CountMessage(c, *planned, -1);
  const auto floor_before = planned->floor_before;
  *planned = f.notice;
  planned->state = NoticeState::kCleared;
  planned->floor_before = floor_before;
  SetPending(c, *planned, planned->id);
  CountMessage(c, *planned, 1);
}

void On(Case& c, const NoticeWithdrawn& f) {
  Notice* notice = FindNotice(c, f.notice);
  if (notice == nullptr || !notice->IsPending()) return;
  notice->state = NoticeState::kWithdrawn;
  SetPending(c, *notice, "");
  CountMessage(c, *notice, -1);
  TakeBackFloor(c, *notice);
}

void On(Case& c, const NoticeCounted& f) {
  Notice* notice = FindNotice(c, f.notice);
  if (notice == nullptr || !notice->MayCount()) return;
  if (notice->state == NoticeState::kWithdrawn) Revive(c, *notice, f.on);
  TakeSteps(c, *notice, f.on);
  notice->state = NoticeState::kCounted;
  notice->handed_over_on = f.on;
  StartFloor(c, *notice, f.on);
  if (notice->level > 0) {
    notice->last_before = c.last_message;
    c.last_message = LastMessage{notice->step, f.on, notice->id};
  }
  for (const std::string& id : notice->broken) {
    const auto promise = c.promises.find(id);
    if (promise != c.promises.end()) promise->second.named_in = notice->id;
  }
}

void On(Case& c, const ContactFailed& f) {
  Notice* notice = FindNotice(c, f.notice);
  if (notice == nullptr) return;
  for (NoticeContact& contact : notice->contacts) {
    if (contact.Key() == f.contact) contact.failed = true;
  }
}

void On(Case& c, const NoticeFailed& f) {
  Notice* notice = FindNotice(c, f.notice);
  if (notice == nullptr) return;
  if (!notice->IsPending() && notice->state != NoticeState::kCounted) return;
  notice->state = NoticeState::kFailed;
  bool any_back = false;
  for (const NoticeItem& taken : notice->items) any_back |= PutBack(c, taken, *notice);
  CountMessage(c, *notice, -1);
  TakeBackFloor(c, *notice);
  if (c.last_message && c.last_message->notice == notice->id) c.last_message = notice->last_before;
  if (any_back && !notice->approved_by.empty()) {
    c.approvals[notice->step] = Approval{notice->content, notice->approved_by, notice->planned_at};
  }
  for (const std::string& id : notice->broken) {
    const auto promise = c.promises.find(id);
    if (promise != c.promises.end() && promise->second.named_in == notice->id) {
      promise->second.named_in.clear();
    }
  }
}

void On(Case& c, const PresentationRecorded& f) {
  Notice* notice = FindNotice(c, f.notice);
  if (notice == nullptr) return;
  notice->presented_on = f.on;
  for (const NoticeItem& taken : notice->items) {
    Item* item = c.EditItem(taken.item);  // It may be open again one day.
    if (item != nullptr && item->track.standing.notice == notice->id) {
      item->track.standing.counted_on = f.on;
    }
  }
}

void On(Case& c, const CaseHandedOver& f) {
  Notice& notice = c.notices[f.notice.id] = f.notice;
  notice.state = NoticeState::kCounted;
  notice.handed_over_on = f.on;
  ++c.occurrences[notice.step];
  TakeSteps(c, notice, f.on);
  c.litigation = true;
}

}  // namespace relance::scenario
