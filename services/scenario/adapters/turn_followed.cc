#include <algorithm>

#include "services/scenario/adapters/scenario_journal.h"
#include "services/scenario/adapters/turn.h"
#include "services/scenario/domain/evaluate.h"

// What the journals of the ledger and the notifier say.

namespace relance::scenario {
namespace {

using ledger::v1::LedgerFact;
using notifier::v1::NotifierFact;

template <class Fact>
std::vector<Fact> Read(const journal::FollowedEntry& entry) {
  std::vector<Fact> facts;
  for (const auto& bytes : entry.facts) {
    Fact fact;
    if (fact.ParseFromString(bytes)) facts.push_back(std::move(fact));
  }
  return facts;
}

const common::v1::Account* AccountOf(const LedgerFact& fact) {
  switch (fact.kind_case()) {
    case LedgerFact::kMasterDataRecorded:
      return &fact.master_data_recorded().account();
    case LedgerFact::kInvoiceRecorded:
      return &fact.invoice_recorded().account();
    case LedgerFact::kReceiptRecorded:
      return &fact.receipt_recorded().account();
    case LedgerFact::kAllocated:
      return &fact.allocated().account();
    case LedgerFact::kAllocationUndone:
      return &fact.allocation_undone().account();
    case LedgerFact::kReceiptReversed:
      return &fact.receipt_reversed().account();
    case LedgerFact::kStatusRecorded:
      return &fact.status_recorded().account();
    case LedgerFact::kHistoryRecorded:
      return &fact.history_recorded().account();
    case LedgerFact::kWriteOffRecorded:
      return &fact.write_off_recorded().account();
    case LedgerFact::kGapRecorded:
      return &fact.gap_recorded().account();
    default:
      return nullptr;
  }
}

/// An entry of the ledger's that is about fences alone.
bool HoldsFence(const journal::FollowedEntry& entry) {
  return entry.key == "partition/fences";
}

}  // namespace

std::optional<AccountId> AccountOfLedgerKey(const journal::FollowedEntry& entry) {
  for (const auto& fact : Read<LedgerFact>(entry)) {
    if (const auto* account = AccountOf(fact)) return FromProto(*account);
  }
  return std::nullopt;
}

std::vector<AccountId> AccountsOfNotifierEntry(const journal::FollowedEntry& entry) {
  std::vector<AccountId> accounts;
  for (const auto& fact : Read<NotifierFact>(entry)) {
    if (fact.has_attempt_ended()) accounts.push_back(FromProto(fact.attempt_ended().account()));
    if (fact.has_receipt_recorded()) {
      accounts.push_back(FromProto(fact.receipt_recorded().account()));
    }
  }
  return accounts;
}

std::vector<std::string> EntitiesOfFeedEntry(const journal::FollowedEntry& entry) {
  std::vector<std::string> entities;
  for (const auto& fact : Read<LedgerFact>(entry)) {
    if (fact.has_feed_advanced()) entities.push_back(fact.feed_advanced().legal_entity());
  }
  return entities;
}

journal::Decision Turn::DecideFollowed(const std::string& topic,
                                       const journal::FollowedRecord& record) {
  for (const auto& entry : record.entries) {
    if (topic.find(".notifier.") != topic.npos) {
      FollowNotifier(entry, record.recorded_at);
    } else if (entry.key.starts_with("account/")) {
      FollowLedger(entry, record.recorded_at);
    } else if (!HoldsFence(entry)) {
      FollowPartition(entry, record.sequence);
    }
  }
  // A fence speaks for its whole record, wherever in it the ledger wrote it down.
  for (const auto& entry : record.entries) {
    if (HoldsFence(entry)) FollowPartition(entry, record.sequence);
  }
  return Take(std::nullopt);
}

void Turn::FollowLedger(const journal::FollowedEntry& entry, Instant recorded_at) {
  const auto account = AccountOfLedgerKey(entry);
  if (!account) return;
  const auto facts = Read<LedgerFact>(entry);
  for (const auto& fact : facts) {
    if (fact.has_master_data_recorded()) FollowMasterData(*account, fact.master_data_recorded());
  }
  Case& c = CaseOf(*account);
  const Date today = ContextOf(*account, c).Today(recorded_at);
  for (const auto& input : InputsOf(facts, c, today)) {
    // A refusal here names an item that the case does not know: nothing to change.
    (void)Apply(*account, input);
  }
}

void Turn::FollowMasterData(const AccountId& account, const ledger::v1::MasterDataRecorded& data) {
  DebtorDocument debtor = FromProto(data);
  ContactsChanged changed;
  const DebtorDocument* before = DebtorOf(account);
  for (const DebtorContact& contact : debtor.contacts) {
    const bool known = before != nullptr &&
                       std::any_of(before->contacts.begin(), before->contacts.end(),
                                   [&](const auto& old) { return IsSameAddress(old, contact); });
    if (!known) {
      changed.added.push_back(ContactKey(static_cast<Channel>(contact.channel - 1), contact.id));
    }
  }
  if (before != nullptr) KeepBounces(*before, debtor);
  debtors_[account] = std::move(debtor);
  v1::ScenarioFact fact;
  *fact.mutable_debtor_recorded() = data;
  Record(CaseKey(account), fact);
  (void)Apply(account, changed);
}

void Turn::FollowPartition(const journal::FollowedEntry& entry, uint64_t sequence) {
  for (const auto& fact : Read<LedgerFact>(entry)) {
    if (fact.has_fence_passed()) {
      const auto asked = SequenceOfFence(fact.fence_passed().fence_id(), partition_);
      if (asked) Serve(*asked, sequence);
    } else if (fact.has_feed_advanced()) {
      const auto& in = fact.feed_advanced();
      v1::ScenarioFact out;
      out.mutable_feed_advanced()->set_source(in.source());
      out.mutable_feed_advanced()->set_legal_entity(in.legal_entity());
      out.mutable_feed_advanced()->set_up_to_ms(in.up_to_ms());
      out.mutable_feed_advanced()->set_behind(in.behind());
      Record(kPartitionKey, out);
      const auto* rules = rulebook_.Entity(partition_state_.configuration, in.legal_entity());
      const auto known = partition_state_.feeds.find(FeedName(in.legal_entity(), in.source()));
      const bool was_behind = known != partition_state_.feeds.end() && known->second.behind > 0;
      // A feed that was fresh all along held nothing back: only the end of a silence is news.
      const bool was_stale = rules != nullptr && IsFeedStale(rules->entity, partition_state_, now_);
      if (was_behind != (in.behind() > 0) || was_stale) Replan(in.legal_entity());
      partition_state_.feeds[FeedName(in.legal_entity(), in.source())] = {in.up_to_ms(),
                                                                          in.behind()};
    }
  }
}

/// Every ask that was recorded before the fence was requested is answered by it.
void Turn::Serve(uint64_t asked_up_to, uint64_t fence_sequence) {
  bool any = false;
  for (const Ask& ask : partition_state_.asks) {
    if (ask.sequence > asked_up_to) continue;
    any = true;
    Clear(ask, fence_sequence);
  }
  if (!any) return;
  v1::ScenarioFact fact;
  fact.mutable_asks_served()->set_up_to_sequence(asked_up_to);
  fact.mutable_asks_served()->set_fence_sequence(fence_sequence);
  Record(kPartitionKey, fact);
  std::erase_if(partition_state_.asks, [&](const Ask& ask) { return ask.sequence <= asked_up_to; });
}

void Turn::Clear(const Ask& ask, uint64_t fence_sequence) {
  const AccountId account{ask.entity, ask.account};
  Case& c = CaseOf(account);
  const Context context = ContextOf(account, c);
  const auto decided = DecideInPlace(c, ClearNotice{ask.notice_id}, context, now_);
  if (!decided || decided->empty()) return;  // counted, or withdrawn and told
  Tell(account, *decided);
  const DebtorDocument* known = DebtorOf(account);
  const DebtorDocument debtor = known != nullptr ? *known : DebtorDocument{};
  const Clearance clearance{ask.ask_id, fence_sequence, partition_state_.configuration, now_,
                            context.debtor_zone.DateOf(now_)};
  for (const CaseFact& fact : *decided) {
    v1::ScenarioFact told;
    auto& message = *told.mutable_notice_cleared();
    if (const auto* cleared = std::get_if<NoticeCleared>(&fact)) {
      message = ClearedMessage(account, c, cleared->notice, *context.scenario, debtor, clearance);
      PutCharges(ask.charges, message);
    } else if (std::holds_alternative<ThankYouCleared>(fact)) {
      message = ThanksClearedMessage(account, *c.thanks, debtor, clearance);
    } else {
      continue;
    }
    Record(CaseKey(account), told);
  }
}

/// What a provider told later. An address that bounced is known as such before the next contact is
/// looked for.
void Turn::FollowReceipt(const notifier::v1::ReceiptRecorded& told, Instant recorded_at) {
  const AccountId account = FromProto(told.account());
  const auto channel = FromProto(told.channel()).value_or(Channel::kEmail);
  switch (told.receipt_kind()) {
    case notifier::v1::RECEIPT_KIND_BOUNCED:
      NoteBounce(account, told.contact_id(), channel);
      [[fallthrough]];
    case notifier::v1::RECEIPT_KIND_FAILED:
      (void)Apply(account,
                  NoticeContactFailed{told.notice_id(), ContactKey(channel, told.contact_id())});
      break;
    case notifier::v1::RECEIPT_KIND_PRESENTED:
    case notifier::v1::RECEIPT_KIND_REFUSED:
    case notifier::v1::RECEIPT_KIND_UNCLAIMED: {
      const Date today = ContextOf(account, CaseOf(account)).Today(recorded_at);
      (void)Apply(account, NoticePresented{told.notice_id(), FromProto(told.on()).value_or(today)});
      break;
    }
    default:
      break;  // delivered: what the notice was sent for
  }
}

void Turn::NoteBounce(const AccountId& account, const std::string& contact, Channel channel) {
  const DebtorDocument* known = DebtorOf(account);
  if (known == nullptr) return;
  DebtorDocument debtor = *known;
  if (!MarkBounced(debtor, contact, channel)) return;
  debtors_[account] = std::move(debtor);
  v1::ScenarioFact fact;
  fact.mutable_contact_bounced()->set_contact_id(contact);
  fact.mutable_contact_bounced()->set_channel(ToProto(channel));
  Record(CaseKey(account), fact);
}

void Turn::FollowNotifier(const journal::FollowedEntry& entry, Instant recorded_at) {
  for (const auto& fact : Read<NotifierFact>(entry)) {
    if (fact.has_receipt_recorded()) FollowReceipt(fact.receipt_recorded(), recorded_at);
    if (!fact.has_attempt_ended()) continue;
    const auto& ended = fact.attempt_ended();
    const AccountId account = FromProto(ended.account());
    switch (ended.result()) {
      case notifier::v1::ATTEMPT_RESULT_SUBMITTED:
        (void)Apply(account, NoticeHandedOver{ended.notice_id()});
        break;
      case notifier::v1::ATTEMPT_RESULT_PERMANENT_FAILURE: {
        // Facts that were written before they told the channel are of e-mails.
        const auto channel = FromProto(ended.channel()).value_or(Channel::kEmail);
        if (ended.address_refused()) NoteBounce(account, ended.contact_id(), channel);
        (void)Apply(account, NoticeContactFailed{ended.notice_id(),
                                                 ContactKey(channel, ended.contact_id())});
        break;
      }
      default:
        break;  // tried again, or looked for, by the notifier
    }
  }
}

}  // namespace relance::scenario
