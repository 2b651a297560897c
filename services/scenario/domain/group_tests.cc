#include "services/scenario/domain/group_tests.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

namespace relance::scenario {
namespace {

/// One run of the tests over one group.
class Tests {
 public:
  Tests(const Case& c, const Context& context, const Moment& moment,
        const std::map<Currency, Totals>& totals, const Group& group)
      : case_(c),
        context_(context),
        moment_(moment),
        totals_(totals),
        group_(group),
        left_(group.candidates) {}

  Verdict Run() {
    while (!left_.empty() && SomethingFellOut()) continue;
    verdict_.passed = left_;
    Tell();
    return std::move(verdict_);
  }

 private:
  struct Block {
    int rank = 0;
    StepBlocked fact;
  };

  /// The first test that fails ends the round.
  bool SomethingFellOut() {
    static constexpr std::array kTests{
        &Tests::Stopped, &Tests::Feed,     &Tests::Exposed,  &Tests::Minimum,  &Tests::Floor,
        &Tests::Window,  &Tests::Contacts, &Tests::Document, &Tests::Pressure, &Tests::Approved};
    return std::any_of(kTests.begin(), kTests.end(),
                       [&](const auto test) { return (this->*test)(); });
  }

  /// Of the candidates that are left.
  const std::map<Currency, CurrencyClaim>& Claims() {
    if (!claims_) claims_ = ClaimsOf(group_.kind, left_, totals_, moment_);
    return *claims_;
  }

  bool IsCall() const { return group_.kind == GroupKind::kCall; }
  bool IsOrdinary() const {
    return group_.kind == GroupKind::kMessage || group_.kind == GroupKind::kOneItem;
  }
  bool IsHandOver() const { return left_.front().step->action == Action::kHandOver; }
  bool NeedsContact() const { return !IsCall() && !IsHandOver(); }

  const Candidate& HighestOf(const std::vector<const Candidate*>& some) const {
    return **std::max_element(some.begin(), some.end(),
                              [](const auto* a, const auto* b) { return a->rank < b->rank; });
  }
  std::vector<const Candidate*> All() const {
    std::vector<const Candidate*> all;
    for (const Candidate& candidate : left_) all.push_back(&candidate);
    return all;
  }
  std::vector<const Candidate*> Of(Currency currency) const {
    std::vector<const Candidate*> some;
    for (const Candidate& candidate : left_) {
      if (candidate.currency == currency) some.push_back(&candidate);
    }
    return some;
  }

  template <class Predicate>
  bool FallOut(Obstacle obstacle, Predicate fails) {
    bool any = false;
    for (const Candidate& candidate : left_) {
      if (!fails(candidate)) continue;
      any = true;
      verdict_.failed[candidate.id] = obstacle;
    }
    if (!any) return false;
    if (verdict_.first == Obstacle::kNone) verdict_.first = obstacle;
    std::erase_if(left_, fails);
    claims_.reset();  // they were read until here
    return true;
  }

  void TellBlock(const Candidate& step_of, Obstacle reason, const std::string& currency = "") {
    StepBlocked fact;
    fact.step = step_of.step->id;
    fact.reason = reason;
    fact.currency = currency;
    if (group_.kind == GroupKind::kOneItem) fact.item = step_of.id;
    fact.key = group_.key + "|" + fact.step + "|" + currency + "|" + fact.item;
    blocks_.push_back(Block{step_of.rank, std::move(fact)});
  }
  void Ask(int test, Task task) {
    task.asked_at = moment_.now;
    tasks_.emplace_back(test, std::move(task));
  }

  /// A test that every step fails, or only some: each step is told once.
  template <class Predicate>
  bool StepsFail(Obstacle reason, Predicate fails) {
    std::set<std::string> told;
    for (const Candidate& candidate : left_) {
      if (fails(candidate) && told.insert(candidate.step->id).second) TellBlock(candidate, reason);
    }
    return FallOut(reason, fails);
  }

  bool Stopped() {
    return StepsFail(Obstacle::kStopped, [&](const Candidate& candidate) {
      const auto& channels = candidate.step->channels;
      return context_.entity_stopped ||
             std::any_of(channels.begin(), channels.end(), [&](Channel channel) {
               return context_.channels_stopped.contains(channel);
             });
    });
  }

  bool Feed() {
    const auto all = [](const Candidate&) { return true; };
    if (context_.feed_stale) return StepsFail(Obstacle::kStale, all);
    if (case_.feed_gap) return StepsFail(Obstacle::kGap, all);
    return false;
  }

  /// Drops the claimed ones of a currency; what is only announced is then tested by itself.
  bool DropClaimed(Currency currency, Obstacle reason, const CurrencyClaim& claim) {
    TellBlock(HighestOf(Of(currency)), reason, currency.code());
    return FallOut(reason, [&](const Candidate& candidate) {
      return candidate.currency == currency &&
             (claim.preventive_only || group_.kind == GroupKind::kOwn ||
              !candidate.step->IsPreventive());
    });
  }

  /// Credits that cover the overdue and that nobody was asked to allocate yet.
  void AskToAllocate(Currency currency) {
    Task task;
    task.kind = TaskKind::kAllocate;
    for (const auto& [id, receipt] : case_.receipts) {
      const bool fits = receipt.currency == currency && receipt.rest > 0;
      if (fits && !receipt.allocate_asked) task.items.push_back(id);
    }
    if (!task.items.empty() && allocate_asked_.insert(currency).second) Ask(5, std::move(task));
  }

  bool Exposed() {
    if (IsCall()) return false;
    for (const auto& [currency, claim] : Claims()) {
      if (claim.exposure > context_.scenario->tolerance.In(currency)) continue;
      AskToAllocate(currency);
      return DropClaimed(currency, Obstacle::kCovered, claim);
    }
    return false;
  }

  bool Minimum() {
    if (IsCall()) return false;
    for (const auto& [currency, claim] : Claims()) {
      if (claim.net <= 0 || claim.net < context_.scenario->min_notice.In(currency)) {
        return DropClaimed(currency, Obstacle::kMinimum, claim);
      }
      if (BelowOwnMinimum(currency, claim.net)) return true;
    }
    return false;
  }

  /// Below the minimum of its step: a person decides, once an item.
  bool BelowOwnMinimum(Currency currency, int64_t net) {
    const auto fails = [&, wanted = currency](const Candidate& candidate) {
      return candidate.currency == wanted && net < candidate.step->min_amount.In(wanted);
    };
    std::set<std::string> told;
    for (const Candidate& candidate : left_) {
      if (!fails(candidate)) continue;
      if (told.insert(candidate.step->id).second) {
        TellBlock(candidate, Obstacle::kMinimum, currency.code());
      }
      if (candidate.item == nullptr || candidate.item->minimum_asked == candidate.step->id)
        continue;
      Task task;
      task.kind = TaskKind::kDecideMinimum;
      task.subject = candidate.id;
      task.word = candidate.step->id;
      Ask(6, std::move(task));
    }
    return FallOut(Obstacle::kMinimum, fails);
  }

  std::optional<Date> CaseFloor() const {
    if (!case_.floor) return std::nullopt;
    if (case_.floor->notice != moment_.except || moment_.except.empty()) return case_.floor->on;
    const auto& before = case_.notices.at(moment_.except).floor_before;
    return before ? std::optional(before->on) : std::nullopt;
  }

  /// Another notice of the case waits to leave: nobody knows yet when its floor begins.
  bool AnotherWaits() const {
    if (group_.kind != GroupKind::kMessage || context_.scenario->rules.floor == 0) return false;
    return std::any_of(case_.notices.begin(), case_.notices.end(), [&](const auto& entry) {
      return entry.second.IsPending() && entry.first != moment_.except;
    });
  }

  bool Floor() {
    if (!IsOrdinary()) return false;
    if (AnotherWaits()) return FallOut(Obstacle::kFloor, [](const Candidate&) { return true; });
    return FallOut(Obstacle::kFloor, [&](const Candidate& candidate) {
      std::optional<Date> last = CaseFloor();
      if (group_.kind == GroupKind::kOneItem) {
        last = candidate.item ? candidate.item->track.standing.message_on : std::nullopt;
      }
      return last && !moment_.HasBegun(FloorEnd(*last, context_));
    });
  }

  bool Window() {
    const bool open = context_.scenario->window.IsOpen(moment_.now, context_.debtor_zone,
                                                       context_.debtor_calendar);
    return FallOut(Obstacle::kWindow, [&](const Candidate&) { return !open; });
  }

  bool Contacts() {
    if (!NeedsContact()) return false;
    const Candidate& highest = HighestOf(All());
    const std::string step = highest.step->id;
    std::set<std::string> tried;
    for (const Candidate& candidate : left_) {
      if (candidate.step->id != step || candidate.tries == nullptr) continue;
      tried.insert(candidate.tries->contacts.begin(), candidate.tries->contacts.end());
    }
    verdict_.contacts = ChooseContacts(*highest.step, context_, tried);
    if (!verdict_.contacts.empty()) return false;
    if (!case_.contact_asked.contains(step) && contact_asked_.insert(step).second) {
      Task task;
      task.kind = TaskKind::kFindContact;
      task.subject = step;
      Ask(9, std::move(task));
    }
    return FallOut(Obstacle::kNoContact,
                   [&](const Candidate& candidate) { return candidate.step->id == step; });
  }

  bool Document() {
    if (!NeedsContact()) return false;
    const auto fails = [](const Candidate& candidate) {
      return candidate.step->attachments && candidate.item != nullptr &&
             candidate.item->document_missing;
    };
    for (const Candidate& candidate : left_) {
      if (!fails(candidate) || candidate.item->document_asked) continue;
      Task task;
      task.kind = TaskKind::kDocument;
      task.subject = candidate.id;
      Ask(9, std::move(task));
    }
    return FallOut(Obstacle::kDocument, fails);
  }

  int MessagesToday() const {
    int count = 0;
    const auto own = case_.messages.find(moment_.debtor_today);
    if (own != case_.messages.end()) count += own->second;
    const auto elsewhere = context_.messages_elsewhere.find(moment_.debtor_today);
    if (elsewhere != context_.messages_elsewhere.end()) count += elsewhere->second;
    const auto except = case_.notices.find(moment_.except);
    const bool counted = except != case_.notices.end() && except->second.ordinary &&
                         except->second.debtor_day == moment_.debtor_today;
    return counted ? count - 1 : count;
  }

  bool Pressure() {
    if (!IsOrdinary() || !context_.pressure || MessagesToday() < *context_.pressure) return false;
    TellBlock(HighestOf(All()), Obstacle::kPressure);
    return FallOut(Obstacle::kPressure, [](const Candidate&) { return true; });
  }

  bool Approved() {
    const Step& step = *left_.front().step;
    if (group_.kind != GroupKind::kOwn || !step.approve || left_.front().forced) return false;
    Content content = ContentOf(case_, *context_.scenario, group_.kind, left_, totals_, moment_);
    const auto known = case_.approvals.find(step.id);
    const bool same = known != case_.approvals.end() && known->second.content == content;
    if (same && !known->second.by.empty()) {
      verdict_.approved_by = known->second.by;
      return false;
    }
    if (!same) {
      if (known != case_.approvals.end() && !known->second.by.empty()) void_ = step.id;
      Task task;
      task.kind = TaskKind::kApprove;
      task.subject = step.id;
      task.content = std::move(content);
      Ask(11, std::move(task));
    }
    return FallOut(Obstacle::kApproval, [](const Candidate&) { return true; });
  }

  void Tell() {
    if (!left_.empty()) {
      verdict_.content = ContentOf(case_, *context_.scenario, group_.kind, left_, totals_, moment_);
    }
    std::stable_sort(blocks_.begin(), blocks_.end(), [](const Block& a, const Block& b) {
      return std::tie(a.rank, a.fact.currency) < std::tie(b.rank, b.fact.currency);
    });
    for (Block& block : blocks_) {
      const auto known = case_.blocks.find(block.fact.key);
      if (known != case_.blocks.end() && known->second == block.fact.reason) continue;
      verdict_.told.push_back(std::move(block.fact));
    }
    std::stable_sort(tasks_.begin(), tasks_.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [test, task] : tasks_) {
      if (!void_.empty() && task.kind == TaskKind::kApprove) {
        verdict_.told.push_back(ApprovalVoided{void_});
      }
      verdict_.told.push_back(TaskAsked{std::move(task)});
    }
  }

  const Case& case_;
  const Context& context_;
  const Moment& moment_;
  const std::map<Currency, Totals>& totals_;
  const Group& group_;
  std::vector<Candidate> left_;
  std::optional<std::map<Currency, CurrencyClaim>> claims_;
  Verdict verdict_;
  std::vector<Block> blocks_;
  std::vector<std::pair<int, Task>> tasks_;
  std::set<Currency> allocate_asked_;
  std::set<std::string> contact_asked_;
  std::string void_;
};

}  // namespace

const Candidate& Verdict::Highest() const {
  return *std::max_element(passed.begin(), passed.end(),
                           [](const Candidate& a, const Candidate& b) { return a.rank < b.rank; });
}

Verdict Test(const Case& c, const Context& context, const Moment& moment,
             const std::map<Currency, Totals>& totals, const Group& group) {
  return Tests(c, context, moment, totals, group).Run();
}

}  // namespace relance::scenario
