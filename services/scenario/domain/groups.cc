#include "services/scenario/domain/groups.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "libs/digest/digest.h"

namespace relance::scenario {
namespace {

constexpr std::string_view kMessageKey = "message";

template <class Predicate>
std::vector<Candidate> Only(const std::vector<Candidate>& candidates, Predicate wanted) {
  std::vector<Candidate> only;
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(only), wanted);
  return only;
}

std::string OwnKey(const std::string& step, bool forced) {
  return forced ? step + " forced" : step;
}

CallTaken TakeCall(const Verdict& verdict, const Moment& moment) {
  std::vector<Candidate> called = verdict.passed;
  std::sort(called.begin(), called.end(), [](const Candidate& a, const Candidate& b) {
    return std::make_tuple(-a.reached, a.due, std::string_view(a.id)) <
           std::make_tuple(-b.reached, b.due, std::string_view(b.id));
  });
  CallTaken fact;
  fact.step = called.front().step->id;
  fact.task.kind = TaskKind::kCall;
  fact.task.word = called.front().step->task;
  fact.task.subject = fact.step;
  fact.task.asked_at = moment.now;
  for (const Candidate& candidate : called) fact.task.items.push_back(candidate.id);
  return fact;
}

int AttemptOf(const Verdict& verdict, const std::string& step) {
  int failed = 0;
  for (const Candidate& candidate : verdict.passed) {
    const bool counts = candidate.step->id == step && candidate.tries != nullptr;
    if (counts) failed = std::max(failed, candidate.tries->failed);
  }
  return failed + 1;
}

}  // namespace

bool IsOwn(const Candidate& candidate) {
  return candidate.step->action != Action::kCall && !candidate.IsOrdinary();
}

Group CallGroup(const std::string& step, const std::vector<Candidate>& candidates) {
  return {GroupKind::kCall, step, Only(candidates, [&](const Candidate& candidate) {
            return candidate.step->action == Action::kCall && candidate.step->id == step;
          })};
}

Group OwnGroup(const std::string& step, bool forced, const std::vector<Candidate>& candidates) {
  return {GroupKind::kOwn, OwnKey(step, forced), Only(candidates, [&](const Candidate& candidate) {
            return IsOwn(candidate) && candidate.step->id == step &&
                   candidate.forced.has_value() == forced;
          })};
}

Group MessageGroup(const std::vector<Candidate>& candidates) {
  return {GroupKind::kMessage, std::string(kMessageKey),
          Only(candidates, [](const Candidate& c) { return c.IsOrdinary(); })};
}

Group ItemGroup(Candidate candidate) {
  Group group{GroupKind::kOneItem, "item " + candidate.id, {}};
  group.candidates.push_back(std::move(candidate));
  return group;
}

Group GroupOf(const Notice& notice, const std::vector<Candidate>& candidates) {
  if (notice.group == kMessageKey) return MessageGroup(candidates);
  if (!notice.ordinary) return OwnGroup(notice.step, notice.forced.has_value(), candidates);
  Group group{GroupKind::kOneItem, notice.group, {}};
  for (const Candidate& candidate : candidates) {
    if (candidate.IsOrdinary() && "item " + candidate.id == notice.group) {
      group.candidates.push_back(candidate);
    }
  }
  return group;
}

Notice NoticeOf(const Case& c, const Group& group, Verdict verdict, const Moment& moment) {
  const Candidate& highest = verdict.Highest();
  Notice notice;
  notice.step = highest.step->id;
  notice.level = highest.step->level;
  notice.group = group.key;
  notice.attempt = AttemptOf(verdict, notice.step);
  notice.ordinary = group.kind != GroupKind::kOwn;
  notice.forced = highest.forced;
  notice.approved_by = std::move(verdict.approved_by);
  notice.content = std::move(verdict.content);
  notice.contacts = std::move(verdict.contacts);
  notice.broken = BrokenPromisesIn(c, notice.content);
  notice.planned_at = moment.now;
  notice.planned_on = moment.today;
  notice.debtor_day = moment.debtor_today;
  std::vector<Candidate> taking = std::move(verdict.passed);
  std::sort(taking.begin(), taking.end(), ComesBefore);
  for (const Candidate& candidate : taking) {
    notice.items.push_back(
        NoticeItem{candidate.id, candidate.step->id, candidate.level, candidate.moves, {}});
  }
  const auto planned = c.occurrences.find(notice.step);
  const int64_t occurrence = 1 + (planned == c.occurrences.end() ? 0 : planned->second);
  notice.id = DerivedId(c.id.entity, c.id.account, std::to_string(c.cycle), notice.step,
                        std::to_string(occurrence));
  return notice;
}

CaseFacts FactsOf(const Case& c, const Group& group, Verdict verdict, const Moment& moment) {
  CaseFacts facts = std::move(verdict.told);
  if (verdict.passed.empty()) return facts;
  if (group.kind == GroupKind::kCall) {
    facts.push_back(TakeCall(verdict, moment));
    return facts;
  }
  const bool hands_over = verdict.Highest().step->action == Action::kHandOver;
  Notice notice = NoticeOf(c, group, std::move(verdict), moment);
  if (hands_over) {
    facts.push_back(CaseHandedOver{std::move(notice), moment.today});
  } else {
    facts.push_back(NoticePlanned{std::move(notice)});
  }
  return facts;
}

}  // namespace relance::scenario
