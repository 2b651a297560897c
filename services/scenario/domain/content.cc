#include "services/scenario/domain/content.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace relance::scenario {
namespace {

bool IsClaimed(GroupKind kind, const Candidate& candidate) {
  return kind == GroupKind::kOwn || !candidate.step->IsPreventive();
}

ContentLine LineOf(const Candidate& candidate) {
  return ContentLine{candidate.id, candidate.amount, candidate.level,
                     candidate.step ? candidate.step->id : ""};
}

std::vector<ContentLine> LinesOf(std::vector<Candidate> candidates) {
  std::sort(candidates.begin(), candidates.end(), ComesBefore);
  std::vector<ContentLine> lines;
  for (const Candidate& candidate : candidates) lines.push_back(LineOf(candidate));
  return lines;
}

/// The other overdue actionable items of a currency, without a step.
std::vector<ContentLine> AlsoOverdue(const Case& c, const Scenario& scenario, Currency currency,
                                     const Moment& moment, const std::set<std::string>& taking) {
  std::vector<Candidate> others;
  for (const auto& [id, item] : c.items) {
    if (item.currency != currency || taking.contains(id)) continue;
    if (!IsClaimable(c, item, scenario, moment.today)) continue;
    Candidate shown;
    shown.id = id;
    shown.amount = item.Claimable();
    shown.due = item.due;
    shown.level = item.track.standing.level;
    others.push_back(std::move(shown));
  }
  return LinesOf(std::move(others));
}

std::optional<NoticeContact> FirstContact(Channel channel, const std::string& role,
                                          const Context& context,
                                          const std::set<std::string>& tried) {
  for (const Contact& contact : context.contacts) {
    if (contact.channel != channel || contact.role != role || contact.bounced) continue;
    if (!tried.empty() && tried.contains(contact.Key())) continue;
    return NoticeContact{channel, contact.name, contact.id, contact.language, false};
  }
  return std::nullopt;
}

std::optional<NoticeContact> ContactOn(Channel channel, const Step& step, const Context& context,
                                       const std::set<std::string>& tried) {
  auto contact = FirstContact(channel, step.role, context, tried);
  if (contact || step.role == kBillingRole) return contact;
  return FirstContact(channel, std::string(kBillingRole), context, tried);
}

}  // namespace

std::map<Currency, CurrencyClaim> ClaimsOf(GroupKind kind, const std::vector<Candidate>& candidates,
                                           const std::map<Currency, Totals>& totals,
                                           const Moment& moment) {
  std::map<Currency, CurrencyClaim> claims;
  std::map<Currency, bool> any_overdue;
  for (const Candidate& candidate : candidates) {
    CurrencyClaim& claim = claims[candidate.currency];
    if (!candidate.step->IsPreventive()) claim.preventive_only = false;
    const bool overdue = candidate.item != nullptr && candidate.item->IsOverdue(moment.today);
    if (overdue) any_overdue[candidate.currency] = true;
  }
  for (const Candidate& candidate : candidates) {
    CurrencyClaim& claim = claims[candidate.currency];
    if (claim.preventive_only || IsClaimed(kind, candidate)) claim.sum += candidate.amount;
  }
  for (auto& [currency, claim] : claims) {
    const auto at = totals.find(currency);
    const Totals total = at == totals.end() ? Totals{} : at->second;
    claim.credits = total.credits;
    // Nothing overdue among them (announced, or forced early): they are tested by themselves.
    const bool by_themselves = claim.preventive_only || !any_overdue[currency];
    claim.exposure = by_themselves ? claim.sum - total.credits : total.Exposure();
    switch (kind) {
      case GroupKind::kMessage:
        claim.net = claim.exposure;
        break;
      case GroupKind::kOneItem:
        claim.net = std::min(claim.sum, claim.exposure);
        break;
      case GroupKind::kCall:
      case GroupKind::kOwn:
        claim.net = claim.sum - total.credits;
        break;
    }
    if (kind == GroupKind::kOneItem) claim.credits = claim.sum - claim.net;
  }
  return claims;
}

Content ContentOf(const Case& c, const Scenario& scenario, GroupKind kind,
                  const std::vector<Candidate>& candidates,
                  const std::map<Currency, Totals>& totals, const Moment& moment) {
  Content content;
  std::set<std::string> taking;
  for (const Candidate& candidate : candidates) taking.insert(candidate.id);
  auto claims = ClaimsOf(kind, candidates, totals, moment);
  for (const auto& [currency, claim] : claims) {
    std::vector<Candidate> claimed;
    std::vector<Candidate> announced;
    for (const Candidate& candidate : candidates) {
      if (candidate.currency != currency) continue;
      const bool claims_it = claim.preventive_only || IsClaimed(kind, candidate);
      (claims_it ? claimed : announced).push_back(candidate);
    }
    CurrencyContent entry;
    entry.currency = currency;
    entry.items = LinesOf(std::move(claimed));
    entry.soon = LinesOf(std::move(announced));
    if (kind == GroupKind::kMessage && !claim.preventive_only) {
      entry.also = AlsoOverdue(c, scenario, currency, moment, taking);
    }
    entry.credits = claim.credits;
    entry.net = claim.net;
    content.push_back(std::move(entry));
  }
  std::sort(content.begin(), content.end(), [](const CurrencyContent& a, const CurrencyContent& b) {
    return a.currency.code() < b.currency.code();
  });
  return content;
}

std::vector<std::string> BrokenPromisesIn(const Case& c, const Content& content) {
  std::vector<std::string> broken;
  std::set<std::string> listed;
  for (const CurrencyContent& entry : content) {
    for (const auto* lines : {&entry.items, &entry.also, &entry.soon}) {
      for (const ContentLine& line : *lines) listed.insert(line.item);
    }
  }
  for (const auto& [id, promise] : c.promises) {
    if (promise.state != PromiseState::kBroken || !promise.named_in.empty()) continue;
    const bool covers = std::any_of(promise.items.begin(), promise.items.end(),
                                    [&](const std::string& item) { return listed.contains(item); });
    if (covers) broken.push_back(id);
  }
  return broken;
}

std::vector<NoticeContact> ChooseContacts(const Step& step, const Context& context,
                                          const std::set<std::string>& tried) {
  std::vector<NoticeContact> chosen;
  for (const Channel channel : step.channels) {
    auto contact = ContactOn(channel, step, context, tried);
    if (contact) chosen.push_back(std::move(*contact));
  }
  if (!chosen.empty()) return chosen;
  for (const Channel channel : step.fallback) {
    if (context.channels_stopped.contains(channel)) continue;
    auto contact = ContactOn(channel, step, context, tried);
    if (contact) return {std::move(*contact)};
  }
  return {};
}

}  // namespace relance::scenario
