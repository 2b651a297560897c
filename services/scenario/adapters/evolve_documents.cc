#include <algorithm>
#include <utility>

#include "services/scenario/adapters/turn.h"
#include "services/scenario/domain/evolve.h"

// What facts do to documents. Depends on the documents and the fact alone.

namespace relance::scenario {
namespace {

using journal::Documents;

void SetWakeUp(const std::string& key, int64_t before_ms, uint64_t before_stamp, int64_t after_ms,
               uint64_t after_stamp, Documents& documents) {
  if (before_ms != 0) {
    documents.RemoveFromIndex(journal::WakeUpMember(key, FromMillis(before_ms), before_stamp));
  }
  if (after_ms != 0) {
    documents.AddToIndex(journal::WakeUpMember(key, FromMillis(after_ms), after_stamp));
  }
}

/// Keeps the list of running cases, by which an entity's cases are found.
void ListOpen(const AccountId& account, bool running, Documents& documents) {
  const std::string key = OpenKey(account.entity, BucketOf(account.account));
  const auto* known = documents.Find<OpenCases>(key);
  const bool listed =
      known != nullptr &&
      std::binary_search(known->accounts.begin(), known->accounts.end(), account.account);
  if (listed == running) return;
  auto& accounts = documents.Edit<OpenCases>(key).accounts;
  const auto at = std::lower_bound(accounts.begin(), accounts.end(), account.account);
  if (running) {
    accounts.insert(at, account.account);
  } else {
    accounts.erase(at);
  }
}

std::string ApprovalMember(const AccountId& account, const std::string& subject) {
  return "approval/" + ToString(account) + "/" + subject;
}

void ListApproval(const AccountId& account, const CaseFact& fact, Documents& documents) {
  if (const auto* asked = std::get_if<TaskAsked>(&fact);
      asked != nullptr && asked->task.kind == TaskKind::kApprove) {
    documents.AddToIndex(ApprovalMember(account, asked->task.subject));
  } else if (const auto* done = std::get_if<TaskDone>(&fact)) {
    if (done->key.starts_with("approve ")) {
      documents.RemoveFromIndex(ApprovalMember(account, done->key.substr(8)));
    }
  } else if (const auto* given = std::get_if<ApprovalGiven>(&fact)) {
    documents.RemoveFromIndex(ApprovalMember(account, given->step));
  }
}

void ListTasks(const AccountId& account, bool before, bool after, Documents& documents) {
  if (before == after) return;
  const std::string member = kTaskPrefix + ToString(account);
  after ? documents.AddToIndex(member) : documents.RemoveFromIndex(member);
}

}  // namespace

Result<void> EvolveCase(const AccountId& account, const v1::ScenarioFact& fact,
                        Documents& documents) {
  const std::string key = CaseKey(account);
  if (fact.has_debtor_recorded()) {
    auto& debtor = documents.Edit<DebtorDocument>(DebtorKey(account));
    const DebtorDocument before = std::exchange(debtor, FromProto(fact.debtor_recorded()));
    KeepBounces(before, debtor);
    documents.Edit<CaseDocument>(key).c.id = account;
    return {};
  }
  if (fact.has_contact_bounced()) {
    const auto& bounced = fact.contact_bounced();
    MarkBounced(documents.Edit<DebtorDocument>(DebtorKey(account)), bounced.contact_id(),
                FromProto(bounced.channel()).value_or(Channel::kEmail));
    return {};
  }
  if (fact.has_wake_up_set()) {
    auto& document = documents.Edit<CaseDocument>(key);
    SetWakeUp(key, document.wake_at_ms, document.stamp, fact.wake_up_set().at_ms(),
              fact.wake_up_set().stamp(), documents);
    document.wake_at_ms = fact.wake_up_set().at_ms();
    document.stamp = fact.wake_up_set().stamp();
    return {};
  }
  if (!fact.has_case_fact()) return {};  // told to followers
  const auto decoded = DecodeCaseFact(fact.case_fact());
  if (!decoded) return Failure(decoded.error());
  auto& document = documents.Edit<CaseDocument>(key);
  document.c.id = account;
  const bool had_tasks = !document.c.tasks.empty();
  Apply(document.c, *decoded);
  ListTasks(account, had_tasks, !document.c.tasks.empty(), documents);
  ListApproval(account, *decoded, documents);
  ListOpen(account, document.c.running, documents);
  return {};
}

Result<void> EvolvePartition(const v1::ScenarioFact& fact, Documents& documents, uint64_t sequence,
                             Instant at) {
  auto& state = documents.Edit<PartitionDocument>(kPartitionKey);
  if (fact.has_configuration_activated()) {
    state.configuration = fact.configuration_activated().version();
  } else if (fact.has_stop_switched()) {
    const auto& switched = fact.stop_switched();
    const std::string name = StopName(switched.legal_entity(), FromProto(switched.channel()));
    if (switched.stopped()) {
      state.stops[name] = {switched.reason(), switched.by(), at, ""};
    } else {
      state.stops.erase(name);
    }
  } else if (fact.has_stop_release_asked()) {
    const auto& asked = fact.stop_release_asked();
    const auto stop = state.stops.find(StopName(asked.legal_entity(), FromProto(asked.channel())));
    if (stop != state.stops.end()) stop->second.release_asked_by = asked.by();
  } else if (fact.has_feed_advanced()) {
    const auto& feed = fact.feed_advanced();
    state.feeds[FeedName(feed.legal_entity(), feed.source())] = {feed.up_to_ms(), feed.behind()};
  } else if (fact.has_asks_recorded()) {
    const auto& asks = fact.asks_recorded();
    for (int i = 0; i < asks.notice_ids_size(); ++i) {
      const std::string& notice = asks.notice_ids(i);
      const auto charges = std::ranges::find(asks.charges(), notice, &v1::NoticeCharges::notice_id);
      std::erase_if(state.asks, [&](const Ask& a) { return a.notice_id == notice; });
      state.asks.push_back(
          {asks.ask_id(), notice, asks.accounts(i).legal_entity(), asks.accounts(i).number(),
           sequence,
           charges != asks.charges().end() ? charges->SerializeAsString() : std::string()});
    }
  } else if (fact.has_asks_served()) {
    std::erase_if(state.asks, [&](const Ask& ask) {
      return ask.sequence <= fact.asks_served().up_to_sequence();
    });
  }
  return {};
}

/// What was arranged about tasks that are gone by now is forgotten.
Result<void> EvolveWork(const AccountId& account, const v1::ScenarioFact& fact,
                        Documents& documents) {
  auto& arrangements = documents.Edit<WorkDocument>(WorkKey(account)).arrangements;
  const auto* document = documents.Find<CaseDocument>(CaseKey(account));
  std::erase_if(arrangements, [&](const auto& one) {
    return document == nullptr || !document->c.tasks.contains(one.first);
  });
  if (fact.has_task_assigned()) {
    arrangements[fact.task_assigned().task()].owner = fact.task_assigned().owner();
  } else if (fact.has_task_authored()) {
    arrangements[fact.task_authored().task()].asked_by = fact.task_authored().by();
  } else if (fact.has_task_postponed()) {
    Arrangement& arrangement = arrangements[fact.task_postponed().task()];
    arrangement.postponed_until = FromProto(fact.task_postponed().until());
    arrangement.why = fact.task_postponed().reason();
  }
  return {};
}

Result<void> EvolveDebtorCases(const std::string& key, const v1::ScenarioFact& fact,
                               Documents& documents) {
  auto& cases = documents.Edit<DebtorCases>(key);
  if (fact.has_debtor_insolvent()) {
    cases.insolvent_on = FromProto(fact.debtor_insolvent().published_on());
    return {};
  }
  const std::string& entity = fact.debtor_joined().legal_entity();
  const auto at = std::ranges::lower_bound(cases.entities, entity);
  if (at == cases.entities.end() || *at != entity) cases.entities.insert(at, entity);
  return {};
}

Result<void> EvolveReplan(const std::string& key, const v1::ReplanMoved& fact,
                          Documents& documents) {
  auto& replan = documents.Edit<ReplanDocument>(key);
  const bool waits = fact.next_bucket() < kBuckets;
  SetWakeUp(key, replan.at_ms, replan.stamp, waits ? fact.at_ms() : 0, fact.stamp(), documents);
  replan = {fact.next_bucket(), fact.stamp(), waits ? fact.at_ms() : 0};
  return {};
}

}  // namespace relance::scenario
