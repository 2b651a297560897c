#include "services/scenario/domain/log.h"

#include <algorithm>
#include <array>
#include <variant>
#include <vector>

#include "libs/base/instant.h"
#include "libs/money/amount.h"
#include "services/scenario/domain/instalment.h"

namespace relance::scenario {
namespace {

constexpr auto kKinds = std::to_array<std::string_view>(
    {"send",  "handover", "queue",     "withdraw", "block",   "task",    "void",
     "alert", "hold",     "release",   "skip",     "settle",  "reopen",  "recovery",
     "close", "crossed",  "thank",     "level",    "promise", "dispute", "plan",
     "fail",  "count",    "insolvent", "refuse",   "force"});

std::string Spaced(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += " " + word;
  return text;
}

std::string Amount(Currency currency, int64_t minor) {
  return FormatAmount(Money{currency, minor});
}

std::string ListWords(std::string_view name, Currency currency,
                      const std::vector<ContentLine>& lines) {
  if (lines.empty()) return "";
  std::string text(name);
  for (const ContentLine& line : lines) {
    text += " " + line.item + ":" + Amount(currency, line.amount);
    if (line.level > 0) text += "@" + std::to_string(line.level);
  }
  return text + " ";
}

std::string Scope(const Case& c, const Hold& hold) {
  switch (hold.scope) {
    case HoldScope::kCase:
      return "case";
    case HoldScope::kDebtor:
      return "debtor";
    case HoldScope::kItem:
      return hold.item;
    case HoldScope::kPart:
      break;
  }
  const Item* item = c.FindItem(hold.item);
  return item == nullptr ? hold.item : hold.item + ":" + Amount(item->currency, hold.part);
}

const Notice* FindNotice(const Case& c, const std::string& id) {
  const auto at = c.notices.find(id);
  return at == c.notices.end() ? nullptr : &at->second;
}

std::string StepOf(const Case& c, const std::string& notice) {
  const Notice* found = FindNotice(c, notice);
  return found == nullptr ? "" : found->step;
}

std::string TaskWords(const Task& task) {
  const std::string word(Word(task.kind));
  switch (task.kind) {
    case TaskKind::kCall:
      return task.word + Spaced(task.items);
    case TaskKind::kApprove:
      return word + " " + task.subject +
             (task.content.empty() ? "" : " " + ContentWords(task.content));
    case TaskKind::kAllocate:
    case TaskKind::kDecideCap:
      return word + Spaced(task.items);
    case TaskKind::kWriteOff:
      return word + " " + task.subject + (task.amount ? " " + ToString(*task.amount) : "");
    case TaskKind::kDispute:
      return word + " " + task.subject + (task.due ? " due " + FormatDate(*task.due) : "");
    case TaskKind::kClaim:
      return word + (task.due ? " due " + FormatDate(*task.due) : "");
    case TaskKind::kCallback:
      return word + " " + task.subject + (task.due_at ? " due " + FormatInstant(*task.due_at) : "");
    case TaskKind::kEscalate:
    case TaskKind::kDocument:
    case TaskKind::kFindContact:
    case TaskKind::kDecideMinimum:
    case TaskKind::kPromise:
    case TaskKind::kDecideForce:
      return word + " " + task.subject;
  }
  return word;
}

std::string SendLine(const Notice& notice) {
  std::string channels;
  for (const NoticeContact& contact : notice.contacts) {
    channels += (channels.empty() ? "" : "+") + contact.Key();
  }
  std::string line = "send " + notice.step + " " + channels + " " + ContentWords(notice.content);
  if (!notice.broken.empty()) line += " broken" + Spaced(notice.broken);
  if (notice.forced) line += " forced";
  if (notice.attempt > 1) line += " attempt " + std::to_string(notice.attempt);
  return line;
}

/// One Line a fact that has one; the others are silent.
struct Lines {
  const Case& c;

  std::string operator()(const ItemClosed& f) const {
    return "settle " + f.item + " " + std::string(Word(f.reason));
  }
  std::string operator()(const ItemReopened& f) const {
    return "reopen " + f.item + " level " + std::to_string(f.level);
  }
  std::string operator()(const RecoveryRecorded& f) const {
    return "recovery " + f.item + " " + ToString(Money{f.currency, f.amount});
  }
  std::string operator()(const CaseClosed& f) const {
    return "close " + std::string(Word(f.reason));
  }
  std::string operator()(const LevelChanged& f) const { return "level " + std::to_string(f.level); }
  std::string operator()(const HoldPlaced& f) const {
    return "hold " + Scope(c, f.hold) + " " + std::string(f.hold.ReasonWord()) + " until " +
           FormatDate(f.hold.until);
  }
  std::string operator()(const HoldReleased& f) const {
    return "release " + Scope(c, f.hold) + " " + std::string(f.hold.ReasonWord());
  }
  std::string operator()(const PromiseRecorded& f) const {
    return "promise " + f.promise.id + " " + std::string(Word(f.promise.state));
  }
  std::string operator()(const PromiseMoved& f) const {
    const std::string line = "promise " + f.promise + " " + std::string(Word(f.state));
    const bool ended = f.state == PromiseState::kKept || f.state == PromiseState::kPartlyKept ||
                       f.state == PromiseState::kBroken;
    return ended ? line + " count " + std::to_string(f.broken) : line;
  }
  std::string operator()(const DisputeRecorded& f) const {
    return "dispute " + f.dispute.id + " " + std::string(Word(f.dispute.state));
  }
  std::string operator()(const DisputeMoved& f) const {
    if (f.state == DisputeState::kCredited) return "";  // Its release says it.
    return "dispute " + f.dispute + " " + std::string(Word(f.state));
  }
  std::string operator()(const PlanRecorded& f) const {
    return "plan " + f.plan.id + " " + std::string(Word(f.plan.state));
  }
  std::string operator()(const PlanMoved& f) const {
    return "plan " + f.plan + " " + std::string(Word(f.state));
  }
  std::string operator()(const InstalmentExpired& f) const {
    if (f.silent) return "";
    return "skip " + InstalmentId(f.plan, static_cast<size_t>(f.number)) + " " +
           std::string(kInstalmentStep) + " expired";
  }
  std::string operator()(const StepExpired& f) const {
    return "skip " + f.item + " " + f.step + " expired";
  }
  std::string operator()(const CallTaken& f) const { return "task " + TaskWords(f.task); }
  std::string operator()(const TaskAsked& f) const { return "task " + TaskWords(f.task); }
  std::string operator()(const ApprovalVoided& f) const { return "void " + f.step; }
  std::string operator()(const StepBlocked& f) const {
    std::string line = "block " + f.step + " " + std::string(Word(f.reason));
    if (!f.currency.empty()) line += " " + f.currency;
    if (!f.item.empty()) line += " " + f.item;
    return line;
  }
  std::string operator()(const NoticeWithdrawn& f) const {
    return "withdraw " + StepOf(c, f.notice) + " " + std::string(Word(f.reason));
  }
  std::string operator()(const NoticeCounted& f) const {
    const Notice* notice = FindNotice(c, f.notice);
    return notice == nullptr ? "" : SendLine(*notice);
  }
  std::string operator()(const ContactFailed& f) const {
    return "fail " + StepOf(c, f.notice) + " " + f.contact;
  }
  std::string operator()(const PresentationRecorded& f) const {
    return "count " + StepOf(c, f.notice) + " " + FormatDate(f.on);
  }
  std::string operator()(const CaseHandedOver& f) const {
    return "handover " + ContentWords(f.notice.content) + (f.notice.forced ? " forced" : "");
  }
  std::string operator()(const CallbackMissed& f) const { return "alert callback " + f.callback; }
  std::string operator()(const MessageCrossed& f) const { return "crossed " + f.step; }
  std::string operator()(const ThankYouSent&) const {
    return c.thanks ? "thank " + c.thanks->contact.Key() : "";
  }
  std::string operator()(const InsolvencyOpened&) const { return "insolvent"; }
  std::string operator()(const ForceEnded& f) const {
    return "force " + f.request + " " + std::string(Word(f.end));
  }
  template <class Silent>
  std::string operator()(const Silent&) const {
    return "";
  }
};

}  // namespace

std::string ContentWords(const Content& content) {
  std::string text;
  for (const CurrencyContent& entry : content) {
    if (!text.empty()) text += " ";
    text += ListWords("items", entry.currency, entry.items);
    text += ListWords("also", entry.currency, entry.also);
    text += ListWords("soon", entry.currency, entry.soon);
    if (entry.credits != 0) text += "credits " + Amount(entry.currency, entry.credits) + " ";
    text += "net " + ToString(Money{entry.currency, entry.net});
  }
  return text;
}

std::string LogLine(const Case& c, const CaseFact& fact) {
  return std::visit(Lines{c}, fact);
}

std::string QueueLine(const Notice& notice) {
  return "queue " + notice.step + " " + ContentWords(notice.content);
}

std::string_view KindOf(std::string_view line) {
  return line.substr(0, line.find(' '));
}

bool IsKind(std::string_view kind) {
  return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

}  // namespace relance::scenario
