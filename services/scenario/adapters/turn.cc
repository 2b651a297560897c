#include "services/scenario/adapters/turn.h"

#include <algorithm>

#include "relance/journal/v1/record.pb.h"
#include "services/scenario/domain/settle.h"

namespace relance::scenario {
namespace {

constexpr std::string_view kReplanPrefix = "replan/";

}  // namespace

journal::Reply Refused(const std::string& reason, const std::string& field,
                       const std::string& detail) {
  journal::v1::Refusal refusal;
  refusal.set_reason(reason);
  refusal.set_field(field);
  refusal.set_detail(detail);
  return {false, refusal.SerializeAsString()};
}

journal::Decision Refuse(const std::string& reason, const std::string& field,
                         const std::string& detail) {
  journal::Decision decision;
  decision.reply = Refused(reason, field, detail);
  return decision;
}

std::string EntityOfReplanKey(const std::string& key) {
  return key.starts_with(kReplanPrefix) ? key.substr(kReplanPrefix.size()) : std::string();
}

Turn::Turn(Rulebook& rulebook, journal::Documents& documents, int partition, Instant now)
    : rulebook_(rulebook), documents_(documents), partition_(partition), now_(now) {
  if (const auto* state = documents_.Find<PartitionDocument>(kPartitionKey)) {
    partition_state_ = *state;
  }
}

/// As far as this turn has come; nullptr when there is none.
const Case* Turn::FindCase(const AccountId& account) {
  const auto changed = cases_.find(account);
  if (changed != cases_.end()) return &changed->second;
  const auto* stored = documents_.Find<CaseDocument>(CaseKey(account));
  return stored != nullptr ? &stored->c : nullptr;
}

Case& Turn::CaseOf(const AccountId& account) {
  const auto known = cases_.find(account);
  if (known != cases_.end()) return known->second;
  Case c;
  c.id = account;
  if (const auto* stored = documents_.Find<CaseDocument>(CaseKey(account))) c = stored->c;
  return cases_.emplace(account, std::move(c)).first->second;
}

const DebtorDocument* Turn::DebtorOf(const AccountId& account) {
  const auto changed = debtors_.find(account);
  if (changed != debtors_.end()) return &changed->second;
  return documents_.Find<DebtorDocument>(DebtorKey(account));
}

Context Turn::ContextOf(const AccountId& account, const Case& c) {
  Context context = rulebook_.ContextOf(account, c, partition_state_, DebtorOf(account), now_);
  if (context.pressure) CountMessagesElsewhere(account, context);
  return context;
}

std::optional<Refusal> Turn::Apply(const AccountId& account, const CaseInput& input) {
  Case& c = CaseOf(account);
  auto decided = DecideInPlace(c, input, ContextOf(account, c), now_);
  if (!decided) return decided.error();
  Tell(account, *decided);
  return std::nullopt;
}

/// Journals facts that are applied to the copy already, with what followers need of them.
void Turn::Tell(const AccountId& account, const CaseFacts& facts) {
  const std::string key = CaseKey(account);
  for (const CaseFact& fact : facts) {
    if (effects_.empty() || effects_.back().key != key) effects_.push_back({key, {}});
    effects_.back().facts.push_back(EncodeCaseFact(fact));
    if (const auto* planned = std::get_if<NoticePlanned>(&fact)) {
      v1::ScenarioFact told;
      *told.mutable_notice_planned() = PlannedMessage(account, planned->notice);
      Record(key, told);
    } else if (const auto* withdrawn = std::get_if<NoticeWithdrawn>(&fact)) {
      v1::ScenarioFact told;
      told.mutable_notice_withdrawn()->set_notice_id(withdrawn->notice);
      *told.mutable_notice_withdrawn()->mutable_account() = ToProto(account);
      told.mutable_notice_withdrawn()->set_reason(std::string(Word(withdrawn->reason)));
      Record(key, told);
    } else {
      TellOfThanks(account, fact);
    }
  }
}

/// For the notifier a thank-you is a notice like any other.
void Turn::TellOfThanks(const AccountId& account, const CaseFact& fact) {
  v1::ScenarioFact told;
  if (std::holds_alternative<ThankYouPlanned>(fact)) {
    *told.mutable_notice_planned() = ThanksPlannedMessage(account, *CaseOf(account).thanks);
  } else if (const auto* withdrawn = std::get_if<ThankYouWithdrawn>(&fact)) {
    told.mutable_notice_withdrawn()->set_notice_id(withdrawn->notice);
    *told.mutable_notice_withdrawn()->mutable_account() = ToProto(account);
    told.mutable_notice_withdrawn()->set_reason(std::string(Word(withdrawn->reason)));
  } else {
    return;
  }
  Record(CaseKey(account), told);
}

void Turn::Record(const std::string& key, const v1::ScenarioFact& fact) {
  if (effects_.empty() || effects_.back().key != key) effects_.push_back({key, {}});
  effects_.back().facts.push_back(fact.SerializeAsString());
}

/// All cases of the entity are looked at again, bucket by bucket, behind the inputs.
void Turn::Replan(const std::string& entity) {
  const auto* known = documents_.Find<ReplanDocument>(ReplanKey(entity));
  v1::ScenarioFact fact;
  fact.mutable_replan_moved()->set_next_bucket(0);
  fact.mutable_replan_moved()->set_stamp((known != nullptr ? known->stamp : 0) + 1);
  fact.mutable_replan_moved()->set_at_ms(ToMillis(now_));
  Record(ReplanKey(entity), fact);
}

journal::Decision Turn::Take(std::optional<std::string> reply) {
  journal::Decision decision;
  decision.effects = std::move(effects_);
  if (reply) decision.reply = journal::Reply{true, std::move(*reply)};
  return decision;
}

journal::Decision Turn::DecideWakeUp(const journal::WakeUpInput& wake_up) {
  if (!wake_up.key.starts_with(kReplanPrefix)) return {};  // a case: planned at the end
  const auto* replan = documents_.Find<ReplanDocument>(wake_up.key);
  if (replan == nullptr || replan->stamp != wake_up.stamp || replan->next_bucket >= kBuckets) {
    return {};
  }
  v1::ScenarioFact fact;
  fact.mutable_replan_moved()->set_next_bucket(replan->next_bucket + 1);
  fact.mutable_replan_moved()->set_stamp(replan->stamp + 1);
  fact.mutable_replan_moved()->set_at_ms(ToMillis(now_));
  Record(wake_up.key, fact);
  return Take(std::nullopt);
}

/// Every touched case, once; and the cases of the bucket that a re-planning has come to.
std::vector<journal::Effect> Turn::Conclude(const std::vector<std::string>& touched) {
  std::vector<AccountId> accounts;
  for (const auto& key : touched) {
    if (const auto account = AccountOfCaseKey(key)) {
      accounts.push_back(*account);
      continue;
    }
    const std::string entity = EntityOfReplanKey(key);
    if (entity.empty()) continue;
    const auto* replan = documents_.Find<ReplanDocument>(key);
    if (replan == nullptr || replan->next_bucket == 0) continue;
    const auto* open = documents_.Find<OpenCases>(OpenKey(entity, replan->next_bucket - 1));
    if (open == nullptr) continue;
    for (const auto& account : open->accounts) accounts.push_back({entity, account});
  }
  for (const auto& account : accounts) Join(account);
  const std::set<AccountId> all(accounts.begin(), accounts.end());
  std::set<AccountId> settled;
  for (const auto& account : accounts) {
    if (settled.contains(account)) continue;
    for (const auto& one : SettledWith(account, all)) {
      if (settled.insert(one).second) Settle(one);
    }
  }
  return std::move(effects_);
}

/// Timers, evaluation, level; then the next wake-up if it is another one, or this one is due.
void Turn::Settle(const AccountId& account) {
  const auto* stored = documents_.Find<CaseDocument>(CaseKey(account));
  if (stored == nullptr) return;
  Case& c = CaseOf(account);
  // A fact may pin another scenario: the context is resolved again until nothing follows.
  for (int round = 0; round < 4; ++round) {
    const CaseFacts facts = SettleInPlace(c, ContextOf(account, c), now_);
    if (facts.empty()) break;
    Tell(account, facts);
  }
  const auto next = NextMoment(c, ContextOf(account, c), now_);
  const int64_t next_ms = next ? std::max(ToMillis(*next), ToMillis(now_) + 1) : 0;
  const bool due = stored->wake_at_ms != 0 && stored->wake_at_ms <= ToMillis(now_);
  if (next_ms == stored->wake_at_ms && !due) return;
  v1::ScenarioFact fact;
  fact.mutable_wake_up_set()->set_at_ms(next_ms);
  fact.mutable_wake_up_set()->set_stamp(stored->stamp + 1);
  Record(CaseKey(account), fact);
}

}  // namespace relance::scenario
