#include "services/scenario/adapters/rehearsal.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/scenario/adapters/on_known.h"
#include "services/scenario/adapters/repeated_acts.h"
#include "services/scenario/adapters/turn.h"

namespace relance::scenario {
namespace {

constexpr const char* kLedgerTopic = "relance.ledger.journal.v1";
constexpr const char* kNotifierTopic = "relance.notifier.journal.v1";
constexpr const char* kCommandTopic = "relance.scenario.commands.v1";

journal::Input Followed(const std::string& topic, journal::FollowedRecord record) {
  return {topic, 0, std::move(record)};
}

/// Who acts where nobody did.
constexpr const char* kRehearsal = "rehearsal";

v1::NoticeCleared const* ClearanceIn(const v1::ScenarioFact& fact, const std::string& notice) {
  const bool it = fact.has_notice_cleared() && fact.notice_cleared().notice_id() == notice;
  return it ? &fact.notice_cleared() : nullptr;
}

}  // namespace

Rehearsal::Rehearsal(ConfigurationStore& configurations, int partition)
    : configurations_(configurations),
      rulebook_(configurations),
      partition_(partition),
      domain_(rulebook_, partition) {}

void Rehearsal::Play(const std::vector<journal::Record>& ledger,
                     const std::vector<journal::Record>& scenario) {
  auto act = scenario.begin();
  for (const auto& record : ledger) {
    for (; act != scenario.end() && act->header.recorded_at < record.header.recorded_at; ++act) {
      RepeatActs(*act);
    }
    FollowLedger(record);
  }
  for (; act != scenario.end(); ++act) RepeatActs(*act);
}

void Rehearsal::FollowLedger(const journal::Record& record) {
  const Instant at = record.header.recorded_at;
  Begin(at);
  PassUntil(at);
  followed_ = record.header.sequence;
  journal::FollowedRecord followed{followed_, at, {}};
  for (const auto& entry : record.entries) followed.entries.push_back({entry.key, entry.facts});
  Take(Followed(kLedgerTopic, std::move(followed)), at);
}

void Rehearsal::RepeatActs(const journal::Record& record) {
  Begin(record.header.recorded_at);
  PassUntil(record.header.recorded_at);
  now_ = std::max(now_, record.header.recorded_at);
  for (const auto& entry : record.entries) {
    const auto account = AccountOfCaseKey(entry.key);
    for (const auto& bytes : entry.facts) {
      v1::ScenarioFact fact;
      if (!fact.ParseFromString(bytes)) continue;
      if (fact.has_stop_switched()) {
        Repeat(fact.stop_switched());
      } else if (account && fact.has_case_fact()) {
        if (const auto known = DecodeCaseFact(fact.case_fact())) Repeat(*account, *known);
      }
    }
  }
}

/// That somebody asked for a release changes nothing yet: both say so when it is released.
void Rehearsal::Repeat(const v1::StopSwitched& switched) {
  v1::ScenarioInput command;
  auto& stop = *command.mutable_set_stop_switch();
  stop.set_legal_entity(switched.legal_entity());
  stop.set_channel(switched.channel());
  stop.set_stopped(switched.stopped());
  stop.set_reason(switched.reason());
  if (!switched.stopped()) Command(command, kRehearsal);
  Command(command, switched.by());
}

/// Repeats what a person did; what followed from it follows again. Only for the legal entity whose
/// case says so: those that somebody did not act for have no fact of it.
void Rehearsal::Repeat(const AccountId& account, const CaseFact& fact) {
  const auto* document = documents_.Find<CaseDocument>(CaseKey(account));
  const auto* rules = rulebook_.Entity(configurations_.Newest()->version(), account.entity);
  if (document == nullptr || rules == nullptr) return;
  const auto act = ActOf(account, fact, document->c, rules->zone.DateOf(now_));
  if (act) Command(act->command, act->by, account.entity);
}

void Rehearsal::PassUntil(Instant end) {
  while (!wake_ups_.empty()) {
    const std::string member = *wake_ups_.begin();
    const auto due = journal::ParseWakeUpMember(member);
    if (due && due->at > end) return;
    wake_ups_.erase(wake_ups_.begin());
    if (!due) continue;
    const journal::WakeUpInput wake_up{due->key, due->stamp};
    Take({"", -1, wake_up}, std::max(now_, due->at), {due->key});
  }
}

/// The configuration is active before anything else is known.
void Rehearsal::Begin(Instant now) {
  if (begun_) return;
  begun_ = true;
  now_ = now;
  const auto newest = configurations_.Newest();
  const auto usable = rulebook_.CheckVersion(newest->version(), newest->digest(), Millis{0});
  if (!usable) problems_.push_back("configuration: " + usable.error().message);
  v1::ScenarioInput command;
  command.mutable_activate_configuration()->set_version(newest->version());
  command.mutable_activate_configuration()->set_digest(newest->digest());
  Command(command, kRehearsal);
}

void Rehearsal::Command(const v1::ScenarioInput& command, const std::string& actor,
                        const std::string& entity) {
  const journal::CommandInput input{{}, {actor, "admin", {entity}}, command.SerializeAsString()};
  Take({kCommandTopic, 0, input}, now_);
}

void Rehearsal::Take(const journal::Input& input, Instant now, std::vector<std::string> touched) {
  now_ = std::max(now_, now);
  LookForNotices(Decide(input, std::move(touched)));
  while (!planned_.empty()) {
    const auto [account, notice] = planned_.front();
    planned_.pop_front();
    HandOver(account, notice);
  }
}

/// Decides and applies one input and what concludes it, as an owner does.
Rehearsal::Effects Rehearsal::Decide(const journal::Input& input,
                                     std::vector<std::string> touched) {
  ++sequence_;
  auto all = OnKnown(documents_, [&] { return domain_.Decide(input, documents_, now_).effects; });
  Fold(all, touched);
  while (!touched.empty()) {
    const auto keys = std::exchange(touched, {});
    auto more = OnKnown(documents_, [&] { return domain_.Conclude(keys, documents_, now_); });
    Fold(more, touched);
    std::ranges::move(more, std::back_inserter(all));
  }
  KeepWakeUps();
  return all;
}

void Rehearsal::Fold(const Effects& effects, std::vector<std::string>& touched) {
  for (const auto& effect : effects) {
    if (std::ranges::find(touched, effect.key) == touched.end()) touched.push_back(effect.key);
    for (const auto& key : domain_.NeedsToEvolve(effect.key, effect.facts, documents_)) {
      documents_.Install(key, std::nullopt);
    }
    for (const auto& fact : effect.facts) {
      const auto done = domain_.Evolve(effect.key, fact, documents_, sequence_, now_);
      if (!done) problems_.push_back(effect.key + ": " + done.error().message);
    }
  }
}

void Rehearsal::KeepWakeUps() {
  for (const auto& [member, present] : documents_.Take().index) {
    if (!member.starts_with(journal::kWakeUpPrefix)) continue;
    if (present) {
      wake_ups_.insert(member);
    } else {
      wake_ups_.erase(member);
    }
  }
}

void Rehearsal::LookForNotices(const Effects& effects) {
  for (const auto& effect : effects) {
    for (const auto& bytes : effect.facts) {
      v1::ScenarioFact fact;
      if (!fact.ParseFromString(bytes) || !fact.has_notice_planned()) continue;
      planned_.emplace_back(FromProto(fact.notice_planned().account()),
                            fact.notice_planned().notice_id());
    }
  }
}

/// Ask, fence, clearance, hand-over: the way of every notice, without waiting on it.
void Rehearsal::HandOver(const AccountId& account, const std::string& notice) {
  v1::ScenarioInput ask;
  ask.mutable_ask_clearance()->add_notice_ids(notice);
  *ask.mutable_ask_clearance()->add_accounts() = ToProto(account);
  const journal::CommandInput command{{}, {"rehearsal", "service", {"*"}}, ask.SerializeAsString()};
  LookForNotices(Decide({kCommandTopic, 0, command}, {}));

  ledger::v1::LedgerFact fence;
  fence.mutable_fence_passed()->set_fence_id(FenceId(partition_, sequence_, "rehearsal"));
  const auto served =
      Decide(Followed(kLedgerTopic,
                      {followed_, now_, {{"partition/fences", {fence.SerializeAsString()}}}}),
             {});
  LookForNotices(served);
  for (const auto& effect : served) {
    for (const auto& bytes : effect.facts) {
      v1::ScenarioFact fact;
      if (!fact.ParseFromString(bytes)) continue;
      const auto* cleared = ClearanceIn(fact, notice);
      if (cleared == nullptr) continue;
      sent_.push_back(*cleared);
      notifier::v1::NotifierFact submitted;
      auto& ended = *submitted.mutable_attempt_ended();
      ended.set_notice_id(notice);
      *ended.mutable_account() = ToProto(account);
      ended.set_result(notifier::v1::ATTEMPT_RESULT_SUBMITTED);
      LookForNotices(Decide(
          Followed(kNotifierTopic,
                   {sequence_, now_, {{"notice/" + notice, {submitted.SerializeAsString()}}}}),
          {}));
    }
  }
}

}  // namespace relance::scenario
