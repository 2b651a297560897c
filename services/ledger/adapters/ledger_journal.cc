#include "services/ledger/adapters/ledger_journal.h"

#include <google/protobuf/arena.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "libs/base/overloaded.h"
#include "relance/journal/v1/record.pb.h"
#include "services/ledger/adapters/claim_codec.h"
#include "services/ledger/adapters/codec.h"
#include "services/ledger/adapters/document_books.h"
#include "services/ledger/adapters/keys.h"
#include "services/ledger/domain/allocation.h"
#include "services/ledger/domain/claim_acts.h"
#include "services/ledger/domain/decide.h"
#include "services/ledger/domain/evolve.h"
#include "services/ledger/domain/item_id.h"

namespace relance::ledger {
namespace {

using journal::CommandInput;
using journal::Decision;
using journal::DocumentInput;
using journal::Documents;
using journal::Effect;
using journal::Input;
using journal::ParkReason;
using journal::Reply;

/// Memory for messages that live as long as one call: most of them fit where they stand.
class Scratch {
 public:
  template <class Message>
  Message& Make() {
    return *google::protobuf::Arena::CreateMessage<Message>(&arena_);
  }

 private:
  alignas(8) std::array<char, 1024> block_;
  google::protobuf::Arena arena_{block_.data(), block_.size()};
};

/// A document of a feed in the ledger's own types, or the field at which it is malformed.
struct ReadDocument {
  explicit ReadDocument(const v1::DocumentReceived& received)
      : account(AccountFrom(received.account())), document(DocumentFrom(received)) {
    if (account) path.emplace(*account);
  }

  Result<AccountId> account;
  std::optional<AccountPath> path;  ///< Of the account.
  Result<Document> document;
};

/// An input read once, for Needs and for Decide. Neither: what no feed or front may send.
struct Reading {
  std::optional<ReadDocument> document;
  std::optional<v1::LedgerInput> other;
};

std::shared_ptr<const Reading> ReadBody(const Input& input) {
  auto reading = std::make_shared<Reading>();
  const auto* command = std::get_if<CommandInput>(&input.body);
  const auto* document = std::get_if<DocumentInput>(&input.body);
  if (command == nullptr && document == nullptr) return reading;
  Scratch scratch;
  auto& content = scratch.Make<v1::LedgerInput>();
  if (!content.ParseFromString(command != nullptr ? command->content : document->content)) {
    return reading;
  }
  if (content.has_document()) {
    reading->document.emplace(content.document());
  } else {
    reading->other = content;
  }
  return reading;
}

const Reading& ReadingOf(const Input& input) {
  if (!input.reading) input.reading = ReadBody(input);
  return *static_cast<const Reading*>(input.reading.get());
}

Reply RefusedReply(std::string_view reason, std::string_view detail, std::string_view field) {
  journal::v1::Refusal refusal;
  refusal.set_reason(std::string(reason));
  refusal.set_detail(std::string(detail));
  refusal.set_field(std::string(field));
  return {false, refusal.SerializeAsString()};
}

/// Notes keys of documents.
class Wanted {
 public:
  void Key(std::string key) { keys_.push_back(std::move(key)); }
  /// The documents that may hold the item.
  void Item(const AccountPath& account, std::string_view item) {
    for (const std::string& document : DocumentsOfItem(item)) Key(InvoiceKey(account, document));
  }
  std::vector<std::string> Take() { return std::move(keys_); }

 private:
  std::vector<std::string> keys_;
};

Effect EffectOn(const AccountId& account, const AccountPath& path,
                const std::vector<AccountFact>& facts) {
  Effect effect{AccountKey(path), {}};
  effect.facts.reserve(facts.size());
  Scratch scratch;
  for (const AccountFact& fact : facts) {
    auto& message = scratch.Make<v1::LedgerFact>();
    Fill(message, account, fact);
    message.SerializeToString(&effect.facts.emplace_back());
  }
  return effect;
}

Decision Park(std::string_view reason, std::string_view field) {
  Decision decision;
  decision.park = ParkReason{std::string(reason), std::string(field)};
  return decision;
}

Decision DecideReceived(const ReadDocument& received, Documents& documents, WrittenFacts& written) {
  const auto& [account, path, document] = received;
  if (!account) return Park("malformed", account.error().field);
  if (!document) return Park("malformed", document.error().field);
  DocumentBooks books(documents, *path);
  auto facts = DecideDocument(books, *document);
  if (!facts) return Park(Word(facts.error()), FieldOf(facts.error()));
  Decision decision;
  if (facts->empty()) return decision;
  const Effect& effect = decision.effects.emplace_back(EffectOn(*account, *path, *facts));
  written.Keep(effect.facts, *std::move(facts));
  return decision;
}

bool MayActFor(const journal::Identity& by, const std::string& entity) {
  return std::ranges::any_of(by.entities, [&](const auto& e) { return e == "*" || e == entity; });
}

Decision Refused(std::string_view reason, std::string_view detail, std::string_view field) {
  Decision decision;
  decision.reply = RefusedReply(reason, detail, field);
  return decision;
}

Decision DecideByPerson(const v1::AllocateReceipt& command, const journal::Identity& by,
                        Documents& documents) {
  const auto account = AccountFrom(command.account());
  if (!account) return Refused("malformed", account.error().message, account.error().field);
  if (!MayActFor(by, account->entity)) return Refused("out_of_scope", "", "legal_entity");
  AllocationOrder order{command.receipt(), {}, {}};
  for (const auto& intent : command.intents()) {
    if (intent.amount() < 0 || intent.document().empty()) {
      return Refused("malformed", "an intent names a document", "targets");
    }
    order.intents.push_back(IntentFrom(intent));
  }
  if (!command.currency().empty()) {
    const auto currency = ParseCurrency(command.currency());
    if (!currency) return Refused("malformed", currency.error().message, "targets");
    order.currency = *currency;
  }
  DocumentBooks books(documents, *account);
  const auto facts = DecideAllocation(books, order, by.role);
  if (!facts) return Refused(Word(facts.error()), "", FieldOf(facts.error()));
  Decision decision;
  decision.effects.push_back(EffectOn(*account, *account, *facts));
  v1::AllocateReceiptReply reply;
  for (const AccountFact& fact : *facts) {
    *reply.add_allocated() = ToMessage(*account, fact).allocated();
  }
  decision.reply = Reply{true, reply.SerializeAsString()};
  return decision;
}

/// The act of this command as the books have it, or as it is about to be.
Reply ActReply(Books& books, const std::string& document, const std::string& id,
               const std::vector<AccountFact>& facts) {
  v1::ActOnClaimReply reply;
  if (!facts.empty()) {
    Fill(*reply.mutable_act(), std::get<ClaimActed>(facts.front()).act);
  } else if (const Claim* claim = books.FindClaim(document)) {
    const auto done = std::ranges::find(claim->acts, id, &ClaimAct::id);
    if (done != claim->acts.end()) Fill(*reply.mutable_act(), *done);
  }
  return {true, reply.SerializeAsString()};
}

Decision DecideOnClaim(const v1::ActOnClaim& command, const journal::Identity& by,
                       Documents& documents, Instant now) {
  const auto account = AccountFrom(command.account());
  if (!account) return Refused("malformed", account.error().message, account.error().field);
  if (!MayActFor(by, account->entity)) return Refused("out_of_scope", "", "legal_entity");
  const auto kind = ClaimActKindFrom(command.kind());
  if (!kind) return Refused("malformed", kind.error().message, kind.error().field);
  auto computed = ComputedFrom(command.statement(), command.document());
  if (!computed) return Refused("malformed", computed.error().message, computed.error().field);
  if (command.act_id().empty()) return Refused("malformed", "an act has an id", "act_id");
  DocumentBooks books(documents, *account);
  const ClaimOrder order{command.document(),
                         *kind,
                         command.act_id(),
                         command.reason(),
                         command.statement().SerializeAsString(),
                         *std::move(computed)};
  const auto facts = DecideClaimAct(books, order, {by.actor, by.role}, now);
  if (!facts) return Refused(Word(facts.error()), "", FieldOf(facts.error()));
  Decision decision;
  if (!facts->empty()) decision.effects.push_back(EffectOn(*account, *account, *facts));
  decision.reply = ActReply(books, order.document, order.id, *facts);
  return decision;
}

Decision DecideFence(const v1::Fence& fence) {
  v1::LedgerFact fact;
  fact.mutable_fence_passed()->set_fence_id(fence.fence_id());
  Decision decision;
  decision.effects.push_back({std::string(kFencesKey), {fact.SerializeAsString()}});
  decision.reply = Reply{true, v1::FenceReply().SerializeAsString()};
  return decision;
}

/// What a source has sent never shrinks; how far the intake is behind is as it was seen last.
Decision DecideFeed(const v1::FeedSeen& seen, Documents& documents) {
  const std::string key = FeedKey(seen.legal_entity(), seen.source());
  const FeedState* known = documents.Find<FeedState>(key);
  const int64_t up_to = std::max(known == nullptr ? 0 : known->up_to_ms, seen.up_to_ms());
  if (known != nullptr && known->up_to_ms == up_to && known->behind == seen.behind()) return {};
  v1::LedgerFact fact;
  auto& advanced = *fact.mutable_feed_advanced();
  advanced.set_source(seen.source());
  advanced.set_legal_entity(seen.legal_entity());
  advanced.set_up_to_ms(up_to);
  advanced.set_behind(seen.behind());
  Decision decision;
  decision.effects.push_back({key, {fact.SerializeAsString()}});
  return decision;
}

Decision DecideOther(const v1::LedgerInput& content, const CommandInput* command,
                     Documents& documents, Instant now) {
  switch (content.kind_case()) {
    case v1::LedgerInput::kFence:
      return DecideFence(content.fence());
    case v1::LedgerInput::kFeedSeen:
      return DecideFeed(content.feed_seen(), documents);
    case v1::LedgerInput::kAllocateReceipt:
      if (command == nullptr) return Park("malformed", "command");
      return DecideByPerson(content.allocate_receipt(), command->by, documents);
    case v1::LedgerInput::kActOnClaim:
      if (command == nullptr) return Park("malformed", "command");
      return DecideOnClaim(content.act_on_claim(), command->by, documents, now);
    case v1::LedgerInput::kDocument:
    case v1::LedgerInput::KIND_NOT_SET:
      break;
  }
  return Park("malformed", "content");
}

Decision DecideRead(const Reading& reading, const CommandInput* command, Documents& documents,
                    Instant now, WrittenFacts& written) {
  if (reading.document) return DecideReceived(*reading.document, documents, written);
  if (reading.other) return DecideOther(*reading.other, command, documents, now);
  return Park("malformed", "content");
}

/// A command is answered whatever it says; what would be parked is refused.
Decision Answered(Decision decision) {
  if (decision.park) {
    decision.reply = RefusedReply(decision.park->reason, "", decision.park->field);
    decision.park.reset();
  }
  if (!decision.reply) decision.reply = Reply{true, {}};
  return decision;
}

/// What deciding about a document asks for, as far as the document itself names it.
void WantDocument(const Document& document, const AccountPath& account, Wanted& wanted) {
  const auto remark = [&](RemarkKind kind, const Origin& origin) {
    wanted.Key(RemarkKey(account, kind, origin.document));
  };
  const auto about = [&](RemarkKind kind, const auto& d) {
    remark(kind, d.origin);
    wanted.Key(InvoiceKey(account, d.invoice));
  };
  wanted.Key(AccountKey(account));
  std::visit(Overloaded{[](const MasterDataRecorded&) {},
                        [&](const InvoiceRecorded& d) {
                          wanted.Key(InvoiceKey(account, d.document));
                          for (const Item& item : d.items) {
                            if (item.id != d.document) wanted.Item(account, item.id);
                          }
                        },
                        [&](const ReceiptRecorded& d) {
                          wanted.Key(ReceiptKey(account, d.document));
                          for (const Intent& intent : d.intents) {
                            wanted.Key(InvoiceKey(account, intent.document));
                          }
                        },
                        [&](const ReceiptReversed& d) {
                          remark(RemarkKind::kReversal, d.origin);
                          wanted.Key(ReceiptKey(account, d.receipt));
                        },
                        [&](const StatusRecorded& d) { about(RemarkKind::kStatus, d); },
                        [&](const HistoryRecorded& d) { about(RemarkKind::kHistory, d); },
                        [&](const WriteOffRecorded& d) { about(RemarkKind::kWriteOff, d); },
                        [&](const GapRecorded& d) { remark(RemarkKind::kGap, d.origin); }},
             document);
}

void WantOther(const v1::LedgerInput& content, Wanted& wanted) {
  if (content.has_fence()) wanted.Key(std::string(kFencesKey));
  if (content.has_feed_seen()) {
    wanted.Key(FeedKey(content.feed_seen().legal_entity(), content.feed_seen().source()));
  }
  // What people ask for is rare, and found out by deciding.
}

/// What applying a fact of an account reads or writes.
void WantFact(const v1::LedgerFact& fact, const AccountPath& account, Wanted& wanted) {
  const auto allocation = [&](const auto& f) {
    wanted.Key(ReceiptKey(account, f.receipt()));
    wanted.Item(account, f.item());
  };
  const auto remark = [&](RemarkKind kind, const auto& f) {
    wanted.Key(RemarkKey(account, kind, f.origin().document()));
  };
  wanted.Key(AccountKey(account));
  switch (fact.kind_case()) {
    case v1::LedgerFact::kInvoiceRecorded:
      return wanted.Key(InvoiceKey(account, fact.invoice_recorded().document()));
    case v1::LedgerFact::kReceiptRecorded:
      for (const auto& intent : fact.receipt_recorded().intents()) {
        wanted.Key(InvoiceKey(account, intent.document()));
      }
      return wanted.Key(ReceiptKey(account, fact.receipt_recorded().document()));
    case v1::LedgerFact::kAllocated:
      return allocation(fact.allocated());
    case v1::LedgerFact::kAllocationUndone:
      return allocation(fact.allocation_undone());
    case v1::LedgerFact::kReceiptReversed:
      remark(RemarkKind::kReversal, fact.receipt_reversed());
      return wanted.Key(ReceiptKey(account, fact.receipt_reversed().receipt()));
    case v1::LedgerFact::kStatusRecorded:
      remark(RemarkKind::kStatus, fact.status_recorded());
      return wanted.Key(InvoiceKey(account, fact.status_recorded().invoice()));
    case v1::LedgerFact::kHistoryRecorded:
      remark(RemarkKind::kHistory, fact.history_recorded());
      return wanted.Key(InvoiceKey(account, fact.history_recorded().invoice()));
    case v1::LedgerFact::kWriteOffRecorded:
      remark(RemarkKind::kWriteOff, fact.write_off_recorded());
      return wanted.Key(InvoiceKey(account, fact.write_off_recorded().invoice()));
    case v1::LedgerFact::kGapRecorded:
      return remark(RemarkKind::kGap, fact.gap_recorded());
    case v1::LedgerFact::kClaimActed:
      wanted.Key(ClaimKey(account, fact.claim_acted().document()));
      return wanted.Key(InvoiceKey(account, fact.claim_acted().document()));
    default:
      return;
  }
}

void EvolveFeed(const v1::FeedAdvanced& fact, const std::string& key, Documents& documents) {
  documents.Edit<FeedState>(key) = {fact.up_to_ms(), fact.behind()};
  documents.AddToIndex(key);
}

void EvolveParked(const v1::InputParked& fact, Instant at, Documents& documents) {
  const std::string id = InputId(fact.topic(), fact.partition(), fact.offset());
  documents.Edit<ParkedInput>(ParkedKey(id)) = {
      fact.topic(), fact.partition(),    fact.offset(),  fact.reason(),
      fact.field(), fact.legal_entity(), fact.account(), at};
  documents.AddToIndex(ParkedMember(fact.legal_entity(), id));
}

Result<void> EvolveAccount(const std::string& key, const AccountFact& fact, Documents& documents) {
  auto account = AccountPath::OfKey(key);
  if (!account) return Failure(account.error());
  DocumentBooks books(documents, *std::move(account));
  return ledger::Evolve(books, fact);
}

std::string ParkedKeyOf(const v1::InputParked& fact) {
  return ParkedKey(InputId(fact.topic(), fact.partition(), fact.offset()));
}

}  // namespace

void LedgerJournal::Read(const Input& input) const {
  ReadingOf(input);
}

std::vector<std::string> LedgerJournal::Needs(const Input& input, Documents& /*documents*/) {
  const Reading& reading = ReadingOf(input);
  Wanted wanted;
  if (reading.document && reading.document->path && reading.document->document) {
    WantDocument(*reading.document->document, *reading.document->path, wanted);
  }
  if (reading.other) WantOther(*reading.other, wanted);
  return wanted.Take();
}

Decision LedgerJournal::Decide(const Input& input, Documents& documents, Instant now) {
  const auto* command = std::get_if<CommandInput>(&input.body);
  const Reading& reading = ReadingOf(input);
  Decision decision = DecideRead(reading, command, documents, now, written_);
  // Draft books ask for what the real ones will write. Fences and feeds are named by Needs alone.
  decision.asked_for_all =
      reading.document || (reading.other && (reading.other->has_allocate_receipt() ||
                                             reading.other->has_act_on_claim()));
  if (command != nullptr) return Answered(std::move(decision));
  decision.reply.reset();
  return decision;
}

std::vector<Effect> LedgerJournal::Conclude(const std::vector<std::string>& /*touched*/,
                                            Documents& /*documents*/, Instant /*now*/) {
  return {};
}

std::vector<std::string> LedgerJournal::NeedsToEvolve(const std::string& key,
                                                      const std::vector<std::string>& facts,
                                                      Documents& documents) {
  Wanted wanted;
  const auto account = AccountPath::OfKey(key);
  Scratch scratch;
  auto& message = scratch.Make<v1::LedgerFact>();
  for (const std::string& bytes : facts) {
    if (!message.ParseFromString(bytes)) continue;
    if (message.has_fence_passed()) wanted.Key(std::string(kFencesKey));
    if (message.has_feed_advanced()) wanted.Key(key);
    if (message.has_input_parked()) wanted.Key(ParkedKeyOf(message.input_parked()));
    if (account) WantFact(message, *account, wanted);
  }
  auto keys = wanted.Take();
  std::erase_if(keys, [&](const std::string& wants) { return documents.Knows(wants); });
  return keys;
}

Result<void> LedgerJournal::Evolve(const std::string& key, std::string_view fact,
                                   Documents& documents, uint64_t sequence, Instant recorded_at) {
  if (const AccountFact* written = written_.Next(fact)) {
    return EvolveAccount(key, *written, documents);
  }
  Scratch scratch;
  auto& message = scratch.Make<v1::LedgerFact>();
  if (!message.ParseFromArray(fact.data(), static_cast<int>(fact.size()))) {
    return Corrupt("a fact of " + key + " is not readable");
  }
  switch (message.kind_case()) {
    case v1::LedgerFact::kFencePassed:
      documents.Edit<Fences>(std::string(kFencesKey)) = {message.fence_passed().fence_id(),
                                                         sequence};
      return {};
    case v1::LedgerFact::kFeedAdvanced:
      EvolveFeed(message.feed_advanced(), key, documents);
      return {};
    case v1::LedgerFact::kInputParked:
      EvolveParked(message.input_parked(), recorded_at, documents);
      return {};
    default:
      break;
  }
  const auto account_fact = FactFrom(message);
  if (!account_fact) return Corrupt(account_fact.error().message);
  return EvolveAccount(key, *account_fact, documents);
}

Effect LedgerJournal::Parked(const Input& input, int partition, const ParkReason& reason) {
  v1::LedgerFact fact;
  auto& parked = *fact.mutable_input_parked();
  parked.set_topic(input.topic);
  parked.set_partition(partition);
  parked.set_offset(input.offset);
  parked.set_reason(reason.reason);
  parked.set_field(reason.field);
  std::string key(kParkedAggregate);
  // What may have crashed is not read again: then the scope is the partition.
  const Reading* reading = reason.reason == "poison" ? nullptr : &ReadingOf(input);
  if (reading != nullptr && reading->document && reading->document->account) {
    const AccountId& account = *reading->document->account;
    parked.set_legal_entity(account.entity);
    parked.set_account(account.account);
    key = AccountKey(account);
  }
  return {key, {fact.SerializeAsString()}};
}

}  // namespace relance::ledger
