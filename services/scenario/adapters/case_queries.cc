#include "services/scenario/adapters/case_queries.h"

#include <fmt/format.h>

#include <algorithm>

#include "libs/base/archive.h"
#include "services/scenario/adapters/codec.h"
#include "services/scenario/adapters/people_messages.h"
#include "services/scenario/domain/explain.h"
#include "services/scenario/domain/thanks.h"

namespace relance::scenario {
namespace {

constexpr const char* kService = "scenario";
constexpr size_t kApprovalsPage = 1000;

void SetToken(int partition, uint64_t sequence, common::v1::Token& token) {
  token.set_service(kService);
  token.set_partition(partition);
  token.set_sequence(sequence);
}

void FillItem(const Case& c, const Item& item, v1::CaseItem& out) {
  out.set_id(item.id);
  *out.mutable_open() = ToProto(Money{item.currency, item.open});
  *out.mutable_due_date() = ToProto(item.due);
  out.set_level(item.track.standing.level);
  out.set_last_step(item.track.standing.last_step);
  if (item.track.standing.counted_on) {
    *out.mutable_last_notice_on() = ToProto(*item.track.standing.counted_on);
  }
  out.set_held(item.IsHeld() || c.IsCaseHeld());
  for (const Hold& hold : item.holds) {
    if (hold.scope == HoldScope::kPart) {
      *out.mutable_disputed() = ToProto(Money{item.currency, hold.part});
      continue;
    }
    out.set_hold_reason(std::string(hold.ReasonWord()));
    *out.mutable_held_until() = ToProto(hold.until);
    if (hold.reason == HoldReason::kDispute) {
      *out.mutable_disputed() = ToProto(Money{item.currency, item.open});
    }
    const auto promise = c.promises.find(hold.cause);
    if (hold.reason == HoldReason::kPromise && promise != c.promises.end()) {
      *out.mutable_promised_for() = ToProto(promise->second.by);
    }
  }
}

void AddHold(const Hold& hold, const std::string& scope, v1::GetCaseResponse& out) {
  auto* added = out.add_holds();
  added->set_scope(scope);
  added->set_reason(std::string(hold.ReasonWord()));
  *added->mutable_until() = ToProto(hold.until);
}

/// The same switch of another partition is told once.
void AddStop(const Stop& stop, std::optional<Channel> channel, v1::Stop& out) {
  out.set_partitions(out.partitions() + 1);
  if (channel) out.set_channel(ToProto(*channel));
  out.set_reason(stop.reason);
  out.set_by(stop.by);
  out.set_since_ms(ToMillis(stop.since));
  if (!stop.release_asked_by.empty()) out.set_release_asked_by(stop.release_asked_by);
}

}  // namespace

Result<CaseQueries::Loaded> CaseQueries::Load(const common::v1::Account& asked,
                                              const common::v1::Token& at_least) {
  const auto account = MakeAccountId(asked.legal_entity(), asked.number());
  if (!account) return Failure(account.error());
  const auto partition = configurations_.PartitionOf(*account);
  if (!partition) return Failure(partition.error());
  if (!at_least.service().empty() &&
      (at_least.service() != kService || at_least.partition() != *partition)) {
    return Invalid("this token was issued by another service or partition", "at_least");
  }
  auto loaded = ReadCases(views_, {*partition, at_least.sequence()}, {*account},
                          {kPartitionKey, DebtorKey(*account)}, timeout_);
  if (!loaded) return Failure(loaded.error());
  auto& document = loaded->cases[0];
  if (!document) return NotFound("no case of " + ToString(*account) + " is known");
  const auto state = DocumentOr(loaded->beside[0], PartitionDocument{});
  const auto debtor = DocumentOr(loaded->beside[1], DebtorDocument{});
  if (!state || !debtor) return Corrupt("the view of this case cannot be read");
  Loaded out{*partition,
             loaded->position ? loaded->position->sequence : 0,
             *account,
             *document,
             rulebook_.ContextOf(*account, document->c, *state, &*debtor, clock_.Now()),
             debtor->payment_method,
             ""};
  if (const auto* rules = rulebook_.Entity(state->configuration, account->entity)) {
    out.next_scenario = rulebook_.NextScenario(*rules, document->c, &*debtor, clock_.Now()).name;
  }
  return out;
}

Result<std::optional<CaseQueries::Charged>> CaseQueries::ChargedBy(
    const common::v1::Account& account, const std::string& id) {
  const auto loaded = Load(account, {});
  if (!loaded) {
    if (loaded.error().code == ErrorCode::kNotFound) return std::nullopt;
    return Failure(loaded.error());
  }
  const Case& c = loaded->document.c;
  const auto notice = c.notices.find(id);
  const Step* step = notice == c.notices.end() || loaded->context.scenario == nullptr
                         ? nullptr
                         : loaded->context.scenario->Find(notice->second.step);
  if (step == nullptr || step->charges == Charges::kNone) return std::nullopt;
  Charged out;
  out.as_of = loaded->context.debtor_zone.DateOf(clock_.Now());
  for (const auto& content : notice->second.content) {
    for (const auto* lines : {&content.items, &content.also}) {
      for (const ContentLine& line : *lines) {
        const Item* item = c.FindItem(line.item);
        if (item != nullptr && item->due < out.as_of) out.documents.insert(item->document);
      }
    }
  }
  if (out.documents.empty()) return std::nullopt;
  return out;
}

Result<v1::GetCaseResponse> CaseQueries::GetCase(const v1::GetCaseRequest& request) {
  const auto loaded = Load(request.account(), request.at_least());
  if (!loaded) return Failure(loaded.error());
  const Case& c = loaded->document.c;
  v1::GetCaseResponse out;
  *out.mutable_account() = request.account();
  out.set_level(c.level);
  out.set_scenario(c.pinned.name);
  out.set_scenario_version(static_cast<uint32_t>(c.pinned.version));
  for (const auto& [id, item] : c.items) {
    FillItem(c, item, *out.add_items());
    for (const Hold& hold : item.holds) AddHold(hold, id, out);
  }
  for (const Hold& hold : c.holds) {
    AddHold(hold, hold.scope == HoldScope::kDebtor ? "debtor" : "case", out);
  }
  for (const auto& [id, promise] : c.promises) {
    auto* added = out.add_promises();
    added->set_id(id);
    added->set_state(std::string(Word(promise.state)));
    *added->mutable_amount() = ToProto(promise.amount);
    *added->mutable_by() = ToProto(promise.by);
    for (const auto& item : promise.items) added->add_items(item);
  }
  FillPeople(c, out);
  out.set_next_moment_ms(loaded->document.wake_at_ms);
  SetToken(loaded->partition, loaded->sequence, *out.mutable_token());
  return out;
}

Result<v1::ExplainCaseResponse> CaseQueries::Explain(const v1::ExplainCaseRequest& request) {
  const auto loaded = Load(request.account(), request.at_least());
  if (!loaded) return Failure(loaded.error());
  v1::ExplainCaseResponse out;
  const auto items = scenario::Explain(loaded->document.c, loaded->context, clock_.Now());
  for (const auto& item : items) {
    auto* added = out.add_items();
    added->set_item(item.item);
    *added->mutable_open() = ToProto(item.open);
    added->set_level(item.level);
    added->set_last_step(item.last_step);
    if (item.last_notice_on) *added->mutable_last_notice_on() = ToProto(*item.last_notice_on);
    added->set_next_step(item.next_step);
    if (item.next_at) added->set_next_at_ms(ToMillis(*item.next_at));
    if (item.waiting_for != Obstacle::kNone) {
      added->set_waiting_for(std::string(Word(item.waiting_for)));
    } else if (!item.holds.empty()) {
      added->set_waiting_for(std::string(item.holds.front().ReasonWord()));
    }
    FillForced(item, *added);
    added->set_words(WordsOf(item));
  }
  out.set_summary(SummaryOf(items));
  const Case& c = loaded->document.c;
  if (!c.running && c.thanks) out.set_summary("Nothing is open; " + WordsOf(*c.thanks) + ".");
  SetToken(loaded->partition, loaded->sequence, *out.mutable_token());
  return out;
}

Result<v1::ListApprovalsResponse> CaseQueries::ListApprovals(const std::string& entity) {
  v1::ListApprovalsResponse out;
  const std::string prefix = "approval/" + entity + (entity.empty() ? "" : "/");
  for (int p = 0; p < configurations_.Partitions(); ++p) {
    const auto listed = views_.List({p, 0}, prefix, "", kApprovalsPage, timeout_);
    if (!listed) return Failure(listed.error());
    for (const auto& member : listed->members) {
      const std::string rest = member.substr(std::string("approval/").size());
      const size_t last = rest.rfind('/');
      const auto account = ParseAccountId(rest.substr(0, last));
      if (!account) continue;
      const std::string subject = rest.substr(last + 1);
      const auto loaded = ReadCases(views_, {p, 0}, {*account}, {}, timeout_);
      if (!loaded) return Failure(loaded.error());
      const auto& document = loaded->cases[0];
      if (!document) continue;
      auto* added = out.add_approvals();
      *added->mutable_account() = ToProto(*account);
      added->set_subject(subject);
      const auto asked = document->c.approvals.find(subject);
      if (asked == document->c.approvals.end()) continue;
      for (const auto& content : asked->second.content) {
        *added->add_contents() = ContentMessage(document->c, content);
      }
      added->set_asked_at_ms(ToMillis(asked->second.asked_at));
    }
  }
  return out;
}

Result<v1::ListStopsResponse> CaseQueries::ListStops(const std::string& entity) {
  std::map<std::string, v1::Stop> stops;
  for (int p = 0; p < configurations_.Partitions(); ++p) {
    const auto loaded = views_.Load({p, 0}, {kPartitionKey}, timeout_);
    if (!loaded) return Failure(loaded.error());
    const auto state = DocumentOr(loaded->values[0], PartitionDocument{});
    if (!state) return Failure(state.error());
    const auto add = [&](std::optional<Channel> channel) {
      const auto found = state->stops.find(StopName(entity, channel));
      if (found != state->stops.end()) AddStop(found->second, channel, stops[found->first]);
    };
    add(std::nullopt);
    for (const Channel channel : kChannels) add(channel);
  }
  v1::ListStopsResponse out;
  for (auto& [name, stop] : stops) *out.add_stops() = std::move(stop);
  return out;
}

}  // namespace relance::scenario
