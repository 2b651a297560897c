#include "services/scenario/adapters/worklist_queries.h"

#include <algorithm>

#include "services/scenario/adapters/codec.h"

namespace relance::scenario {
namespace {

constexpr size_t kPage = 200;  // cases read at once
constexpr int kUsualLimit = 50;
constexpr int kHighestLimit = 1'000;

void Fill(const WorkItem& item, Date today, v1::Task& out) {
  *out.mutable_account() = ToProto(item.account);
  out.set_key(item.key);
  const bool has_word = item.task.kind == TaskKind::kCall && !item.task.word.empty();
  out.set_kind(has_word ? item.task.word : std::string(Word(item.task.kind)));
  out.set_subject(item.task.subject);
  *out.mutable_items() = {item.task.items.begin(), item.task.items.end()};
  if (item.at_stake) *out.mutable_amount() = ToProto(*item.at_stake);
  if (item.oldest_due) *out.mutable_oldest_due() = ToProto(*item.oldest_due);
  if (item.task.due) *out.mutable_due() = ToProto(*item.task.due);
  if (item.task.due_at) out.set_due_at_ms(ToMillis(*item.task.due_at));
  out.set_owner(item.arrangement.owner);
  out.set_asked_by(item.arrangement.asked_by);
  if (item.IsPostponed(today)) {
    *out.mutable_postponed_until() = ToProto(*item.arrangement.postponed_until);
  }
  out.set_asked_at_ms(ToMillis(item.task.asked_at));
  for (auto& reason : ReasonsOf(item, today)) out.add_reasons(std::move(reason));
  out.set_alert(item.alert);
}

}  // namespace

Result<v1::ListTasksResponse> WorklistQueries::ListTasks(const v1::ListTasksRequest& request) {
  if (request.limit() < 0 || request.limit() > kHighestLimit) {
    return Invalid("is from 0 to " + std::to_string(kHighestLimit), "limit");
  }
  const auto configuration = configurations_.Newest();
  const auto* rules = rulebook_.Entity(configuration->version(), request.legal_entity());
  if (rules == nullptr) {
    return NotFound("no legal entity " + request.legal_entity() + " is configured");
  }
  Work work;
  for (int p = 0; p < configurations_.Partitions(); ++p) {
    if (auto gathered = Gather(p, request.legal_entity(), work); !gathered) {
      return Failure(gathered.error());
    }
  }
  const Date today = rules->zone.DateOf(clock_.Now());
  std::erase_if(work, [&](const WorkItem& item) {
    const bool anothers = !request.owner().empty() && item.arrangement.owner != request.owner();
    return anothers || (!request.with_postponed() && item.IsPostponed(today));
  });
  Rank(work);
  v1::ListTasksResponse out;
  out.set_total(static_cast<int>(work.size()));
  const int limit = request.limit() == 0 ? kUsualLimit : request.limit();
  for (const WorkItem& item : work) {
    if (out.tasks_size() == limit) break;
    Fill(item, today, *out.add_tasks());
  }
  return out;
}

Result<void> WorklistQueries::Gather(int partition, const std::string& entity, Work& work) {
  const std::string prefix = kTaskPrefix + entity + "/";
  std::string after;
  while (true) {
    const auto listed = views_.List({partition, 0}, prefix, after, kPage, timeout_);
    if (!listed) return Failure(listed.error());
    std::vector<AccountId> accounts;
    for (const auto& member : listed->members) {
      const auto account = ParseAccountId(member.substr(std::string(kTaskPrefix).size()));
      if (account) accounts.push_back(*account);
    }
    if (auto done = GatherPage(partition, accounts, work); !done) return done;
    if (listed->members.size() < kPage) return {};
    after = listed->members.back();
  }
}

Result<void> WorklistQueries::GatherPage(int partition, const std::vector<AccountId>& accounts,
                                         Work& work) {
  if (accounts.empty()) return {};
  std::vector<std::string> keys{kPartitionKey};
  for (const AccountId& account : accounts) {
    keys.insert(keys.end(), {WorkKey(account), DebtorKey(account)});
  }
  const auto loaded = ReadCases(views_, {partition, 0}, accounts, keys, timeout_);
  if (!loaded) return Failure(loaded.error());
  const auto state = DocumentOr(loaded->beside[0], PartitionDocument{});
  if (!state) return Failure(state.error());
  const Instant now = clock_.Now();
  for (size_t i = 0; i < accounts.size(); ++i) {
    const auto& document = loaded->cases[i];
    if (!document) continue;
    const auto arranged = DocumentOr(loaded->beside[1 + 2 * i], WorkDocument{});
    const auto debtor = DocumentOr(loaded->beside[2 + 2 * i], DebtorDocument{});
    if (!arranged || !debtor) {
      return Corrupt("the view of " + ToString(accounts[i]) + " cannot be read");
    }
    const auto context = rulebook_.ContextOf(accounts[i], document->c, *state, &*debtor, now);
    for (auto& item : WorkOf(document->c, arranged->arrangements, now, context.Today(now))) {
      work.push_back(std::move(item));
    }
  }
  return {};
}

}  // namespace relance::scenario
