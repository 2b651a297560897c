#include <algorithm>
#include <set>

#include "services/scenario/adapters/codec.h"
#include "services/scenario/domain/instalment.h"

// The messages by which the notifier learns of a notice.

namespace relance::scenario {
namespace {

v1::NoticeLine LineMessage(const Case& c, const ContentLine& line) {
  v1::NoticeLine out;
  out.set_item(line.item);
  out.set_amount(line.amount);
  out.set_level(line.level);
  if (const Item* item = c.FindItem(line.item)) {
    out.set_reference(item->reference);
    *out.mutable_due_date() = ToProto(item->due);
    if (item->issued_on) *out.mutable_issue_date() = ToProto(*item->issued_on);
  } else if (const auto instalment = ParseInstalmentId(c, line.item)) {
    *out.mutable_due_date() =
        ToProto(c.plans.at(instalment->plan).instalments[instalment->index].on);
  }
  return out;
}

/// Notices that counted for items of this one, oldest first.
void AddEarlier(const Case& c, const Notice& notice, v1::NoticeCleared& out) {
  std::set<std::string> items;
  for (const NoticeItem& item : notice.items) items.insert(item.item);
  std::vector<const Notice*> earlier;
  for (const auto& [id, other] : c.notices) {
    const bool shared = std::any_of(other.items.begin(), other.items.end(),
                                    [&](const NoticeItem& i) { return items.contains(i.item); });
    if (other.state == NoticeState::kCounted && shared && other.level > 0) {
      earlier.push_back(&other);
    }
  }
  std::sort(earlier.begin(), earlier.end(), [](const Notice* a, const Notice* b) {
    return std::pair(a->planned_at, a->id) < std::pair(b->planned_at, b->id);
  });
  for (const Notice* other : earlier) {
    auto* out_earlier = out.add_earlier();
    out_earlier->set_step(other->step);
    *out_earlier->mutable_on() = ToProto(other->handed_over_on.value_or(other->planned_on));
  }
}

void AddContacts(const std::vector<NoticeContact>& contacts, const DebtorDocument& debtor,
                 v1::NoticeCleared& out) {
  for (const NoticeContact& chosen : contacts) {
    const auto known =
        std::find_if(debtor.contacts.begin(), debtor.contacts.end(),
                     [&](const DebtorContact& contact) { return contact.id == chosen.id; });
    if (known == debtor.contacts.end()) continue;
    auto* contact = out.add_contacts()->mutable_contact();
    contact->set_id(known->id);
    contact->set_channel(ToProto(chosen.channel));
    contact->set_role(known->role);
    contact->set_language(known->language.empty() ? debtor.language : known->language);
    *contact->mutable_name() = ToProto(known->name);
    *contact->mutable_address() = ToProto(known->address);
  }
}

void PutClearance(const Clearance& clearance, const DebtorDocument& debtor,
                  v1::NoticeCleared& out) {
  out.set_configuration_version(clearance.configuration);
  out.set_fence_sequence(clearance.fence_sequence);
  out.set_cleared_at_ms(ToMillis(clearance.at));
  *out.mutable_local_date() = ToProto(clearance.local_date);
  *out.mutable_debtor_name() = ToProto(debtor.name);
  out.set_ask_id(clearance.ask_id);
}

v1::Thanks ThanksMessage(const ThankYou& thanks) {
  v1::Thanks out;
  *out.mutable_amount() = ToProto(thanks.amount);
  *out.mutable_received_on() = ToProto(thanks.received_on);
  return out;
}

}  // namespace

v1::NoticePlanned PlannedMessage(const AccountId& account, const Notice& notice) {
  v1::NoticePlanned out;
  out.set_notice_id(notice.id);
  *out.mutable_account() = ToProto(account);
  out.set_step(notice.step);
  std::set<Channel> channels;
  for (const NoticeContact& contact : notice.contacts) channels.insert(contact.channel);
  for (const Channel channel : channels) out.add_channels(ToProto(channel));
  out.set_attempt(notice.attempt);
  out.set_planned_at_ms(ToMillis(notice.planned_at));
  return out;
}

v1::NoticePlanned ThanksPlannedMessage(const AccountId& account, const ThankYou& thanks) {
  v1::NoticePlanned out;
  out.set_notice_id(thanks.notice);
  *out.mutable_account() = ToProto(account);
  out.set_step(std::string(kThanksStep));
  out.add_channels(common::v1::CHANNEL_EMAIL);
  out.set_attempt(1);
  out.set_planned_at_ms(ToMillis(thanks.planned_at));
  *out.mutable_thanks() = ThanksMessage(thanks);
  return out;
}

v1::NoticeCleared ThanksClearedMessage(const AccountId& account, const ThankYou& thanks,
                                       const DebtorDocument& debtor, const Clearance& clearance) {
  v1::NoticeCleared out;
  out.set_notice_id(thanks.notice);
  *out.mutable_account() = ToProto(account);
  out.set_step(std::string(kThanksStep));
  out.set_template_(std::string(kThanksStep));
  out.set_charges("none");
  AddContacts({thanks.contact}, debtor, out);
  PutClearance(clearance, debtor, out);
  out.set_attempt(1);
  *out.mutable_thanks() = ThanksMessage(thanks);
  return out;
}

v1::NoticeContent ContentMessage(const Case& c, const CurrencyContent& content) {
  v1::NoticeContent out;
  out.set_currency(std::string(content.currency.code()));
  for (const auto& line : content.items) *out.add_items() = LineMessage(c, line);
  for (const auto& line : content.also) *out.add_also() = LineMessage(c, line);
  for (const auto& line : content.soon) *out.add_soon() = LineMessage(c, line);
  out.set_credits(content.credits);
  out.set_net(content.net);
  return out;
}

v1::NoticeCleared ClearedMessage(const AccountId& account, const Case& c, const Notice& notice,
                                 const Scenario& scenario, const DebtorDocument& debtor,
                                 const Clearance& clearance) {
  v1::NoticeCleared out;
  out.set_notice_id(notice.id);
  *out.mutable_account() = ToProto(account);
  out.set_step(notice.step);
  out.set_level(notice.level);
  out.set_template_(notice.step);
  out.set_charges("none");
  if (const Step* step = scenario.Find(notice.step)) {
    out.set_formal(step->formal);
    if (!step->template_id.empty()) out.set_template_(step->template_id);
    out.set_charges(std::string(Word(step->charges)));
  }
  AddContacts(notice.contacts, debtor, out);
  for (const auto& content : notice.content) *out.add_contents() = ContentMessage(c, content);
  PutClearance(clearance, debtor, out);
  out.set_scenario(scenario.name);
  out.set_scenario_version(static_cast<uint32_t>(scenario.version));
  AddEarlier(c, notice, out);
  for (const auto& promise : notice.broken) out.add_broken_promises(promise);
  out.set_attempt(notice.attempt);
  for (const auto& person : notice.approved_by) out.add_approved_by(person);
  return out;
}

}  // namespace relance::scenario
