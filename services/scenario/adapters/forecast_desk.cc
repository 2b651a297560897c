#include "services/scenario/adapters/forecast_desk.h"

#include <algorithm>
#include <set>

#include "services/scenario/adapters/codec.h"
#include "services/scenario/adapters/documents.h"
#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/forecast.h"

namespace relance::scenario {
namespace {

constexpr size_t kCasesAtOnce = 250;
constexpr int kUsualDays = 180;
constexpr int kMostDays = 3'660;

/// What every case of a partition obeys, if nothing were stopped and no feed silent.
PartitionDocument Undisturbed(PartitionDocument partition, uint32_t configuration) {
  partition.configuration = configuration;
  partition.stops.clear();
  partition.feeds.clear();
  return partition;
}

ScenarioRef RefOf(const Scenario* scenario) {
  return scenario == nullptr ? ScenarioRef() : ScenarioRef{scenario->name, scenario->version};
}

void Put(const ForecastChange& change, const Zone& zone, v1::StepForecast& out) {
  out.set_effect(std::string(Word(change.effect)));
  out.set_item(change.item);
  out.set_step(change.step);
  out.set_level(change.level);
  *out.mutable_amount() = ToProto(change.amount);
  if (change.before) {
    out.set_before_ms(ToMillis(*change.before));
    *out.mutable_before_on() = ToProto(zone.DateOf(*change.before));
  }
  if (change.after) {
    out.set_after_ms(ToMillis(*change.after));
    *out.mutable_after_on() = ToProto(zone.DateOf(*change.after));
  }
}

/// Whether what decides about a case of the legal entity is the same in both.
bool DecidesAlike(const EntityRules* before, const EntityRules* after) {
  if (before == nullptr || after == nullptr) return before == after;
  return before->zone == after->zone && before->calendar == after->calendar;
}

}  // namespace

/// A part of a slice, read.
struct ForecastDesk::Page {
  Trial& trial;
  const std::string& entity;
  Instant now;
  Instant until;
  bool move_running;
  PartitionDocument before;
  PartitionDocument after;
  std::vector<AccountId> accounts;
  std::vector<CaseDocument> cases;
  std::vector<DebtorDocument> debtors;
};

ForecastDesk::Trial::Trial(const ConfigurationStore& store, config::v1::Configuration configuration)
    : configurations(store.Partitions()), rulebook(configurations) {
  const auto newest = store.Newest();
  based_on = newest->version();
  version = based_on + 1;
  std::set<std::string> codes;
  for (const auto& entity : newest->legal_entities()) codes.insert(entity.code());
  for (const auto& entity : configuration.legal_entities()) codes.insert(entity.code());
  entities.assign(codes.begin(), codes.end());
  for (uint32_t older = 1; older <= based_on; ++older) {
    if (const auto known = store.Version(older)) (void)configurations.Put(*known);
  }
  digest = ContentDigest(configuration);
  configuration.set_version(version);
  configuration.set_digest(digest);
  (void)configurations.Put(std::move(configuration));
}

std::shared_ptr<ForecastDesk::Trial> ForecastDesk::TrialOf(
    const config::v1::Configuration& configuration) {
  const std::string digest = ContentDigest(configuration);
  const std::lock_guard lock(mutex_);
  const bool known =
      trial_ && trial_->digest == digest && trial_->based_on == store_.Newest()->version();
  if (!known) trial_ = std::make_shared<Trial>(store_, configuration);
  return trial_;
}

Result<v1::ForecastConfigurationResponse> ForecastDesk::Forecast(
    const v1::ForecastConfigurationRequest& request, const InScope& in_scope) {
  if (request.days() < 0 || request.days() > kMostDays) {
    return Invalid("is from 0 to " + std::to_string(kMostDays), "days");
  }
  const auto trial = TrialOf(request.configuration());
  const int partitions = store_.Partitions();
  v1::ForecastConfigurationResponse out;
  out.set_slices(static_cast<int>(trial->entities.size()) * partitions * kBuckets);
  if (out.slices() == 0) return out;
  if (request.slice() < 0 || request.slice() >= out.slices()) {
    return Invalid("is from 0 to " + std::to_string(out.slices() - 1), "slice");
  }
  const int bucket = request.slice() % kBuckets;
  const int partition = request.slice() / kBuckets % partitions;
  const std::string& entity = trial->entities[request.slice() / (kBuckets * partitions)];
  if (!in_scope(entity)) return out;

  const auto listed =
      views_.Load({partition, 0}, {kPartitionKey, OpenKey(entity, bucket)}, timeout_);
  if (!listed) return Failure(listed.error());
  const auto state = DocumentOr(listed->values[0], PartitionDocument{});
  const auto open = DocumentOr(listed->values[1], OpenCases{});
  if (!state || !open) return Corrupt("the view of the open cases cannot be read");
  const Instant now = clock_.Now();
  const int days = request.days() == 0 ? kUsualDays : request.days();
  Page page{*trial,
            entity,
            now,
            now + std::chrono::days(days),
            request.move_running(),
            Undisturbed(*state, state->configuration),
            Undisturbed(*state, trial->version),
            {},
            {},
            {}};
  std::vector<std::string> debtors;
  auto account = std::ranges::upper_bound(open->accounts, request.after());
  for (; account != open->accounts.end() && page.accounts.size() < kCasesAtOnce; ++account) {
    page.accounts.push_back({entity, *account});
    debtors.push_back(DebtorKey(page.accounts.back()));
  }
  if (page.accounts.empty()) return out;
  if (account != open->accounts.end()) out.set_next(page.accounts.back().account);
  auto loaded = ReadCases(views_, {partition, 0}, page.accounts, debtors, timeout_);
  if (!loaded) return Failure(loaded.error());
  for (size_t i = 0; i < page.accounts.size(); ++i) {
    const auto debtor = DocumentOr(loaded->beside[i], DebtorDocument{});
    if (!debtor) return Corrupt("the view of " + ToString(page.accounts[i]) + " cannot be read");
    page.cases.push_back(std::move(loaded->cases[i]).value_or(CaseDocument{}));
    page.debtors.push_back(*debtor);
  }
  for (size_t i = 0; i < page.cases.size(); ++i) Look(page, i, out);
  return out;
}

/// A running case keeps its version until its cycle ends. It is moved, or shown as if it were, when
/// the configuration changes what its next cycle follows, or there is a newer version of its own.
void ForecastDesk::Look(const Page& page, size_t number, v1::ForecastConfigurationResponse& out) {
  const AccountId& account = page.accounts[number];
  const Case& c = page.cases[number].c;
  const DebtorDocument& debtor = page.debtors[number];
  if (!c.running) return;
  out.set_cases(out.cases() + 1);
  auto& trial = page.trial.rulebook;
  const EntityRules* rules = rulebook_.Entity(page.before.configuration, page.entity);
  const EntityRules* next_rules = trial.Entity(page.after.configuration, page.entity);
  const Context before = rulebook_.ContextOf(account, c, page.before, &debtor, page.now);
  Context after = trial.ContextOf(account, c, page.after, &debtor, page.now);

  const auto next = [&](Rulebook& book, const EntityRules* of, uint32_t version) {
    return of == nullptr ? nullptr
                         : book.FindScenario(version, book.NextScenario(*of, c, &debtor, page.now));
  };
  const Scenario* old_next = next(rulebook_, rules, page.before.configuration);
  const Scenario* new_next = next(trial, next_rules, page.after.configuration);
  const auto moves = MoveFor(c, RefOf(old_next), RefOf(new_next));
  if (moves) out.set_waiting(out.waiting() + (page.move_running ? 0 : 1));
  const bool alike = DecidesAlike(rules, next_rules);
  if (alike && !moves) return;

  const auto was = scenario::Forecast(c, before, page.now, page.until);
  const auto tell = [&](const Case& from, const Context& context, bool if_moved) {
    const auto changes = CompareForecasts(was, *before.scenario,
                                          scenario::Forecast(from, context, page.now, page.until),
                                          *context.scenario);
    if (changes.empty()) return;
    auto& told = *out.add_forecasts();
    *told.mutable_account() = ToProto(account);
    told.set_if_moved(if_moved);
    *told.mutable_scenario() =
        ToProto(if_moved || page.move_running ? RefOf(context.scenario) : c.pinned);
    for (const auto& change : changes) Put(change, context.entity_zone, *told.add_steps());
  };
  if (!alike && !(moves && page.move_running)) tell(c, after, false);
  if (!moves) return;
  Case moved = c;
  (void)DecideInPlace(moved, MoveCase{c.pinned, *moves}, after, page.now);
  after.scenario = new_next;
  tell(moved, after, !page.move_running);
  if (!page.move_running) return;
  auto& move = *out.add_moves();
  *move.mutable_account() = ToProto(account);
  *move.mutable_from() = ToProto(c.pinned);
  *move.mutable_to() = ToProto(*moves);
}

}  // namespace relance::scenario
