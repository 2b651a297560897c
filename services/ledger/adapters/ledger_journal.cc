#include "services/ledger/adapters/ledger_journal.h"

#include <algorithm>
#include <optional>
#include <set>

#include "relance/journal/v1/record.pb.h"
#include "services/ledger/adapters/codec.h"
#include "services/ledger/adapters/document_books.h"
#include "services/ledger/adapters/keys.h"
#include "services/ledger/domain/decide.h"
#include "services/ledger/domain/draft.h"
#include "services/ledger/domain/evolve.h"

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

/// What the input says; nullopt for what no feed or front may send.
std::optional<v1::LedgerInput> ContentOf(const Input& input) {
  v1::LedgerInput content;
  if (const auto* command = std::get_if<CommandInput>(&input.body)) {
    if (content.ParseFromString(command->content)) return content;
  } else if (const auto* document = std::get_if<DocumentInput>(&input.body)) {
    if (content.ParseFromString(document->content)) return content;
  }
  return std::nullopt;
}

Reply RefusedReply(std::string_view reason, std::string_view detail, std::string_view field) {
  journal::v1::Refusal refusal;
  refusal.set_reason(std::string(reason));
  refusal.set_detail(std::string(detail));
  refusal.set_field(std::string(field));
  return {false, refusal.SerializeAsString()};
}

/// Notes keys that are not loaded.
class Wanted {
 public:
  explicit Wanted(Documents& documents) : documents_(documents) {}
  void Key(const std::string& key) {
    if (!documents_.Knows(key)) keys_.insert(key);
  }
  void All(const std::set<std::string>& keys) { keys_.insert(keys.begin(), keys.end()); }
  std::vector<std::string> Take() const { return {keys_.begin(), keys_.end()}; }

 private:
  Documents& documents_;
  std::set<std::string> keys_;
};

Effect EffectOn(const AccountId& account, const std::vector<AccountFact>& facts) {
  Effect effect{AccountKey(account), {}};
  for (const AccountFact& fact : facts) {
    effect.facts.push_back(ToMessage(account, fact).SerializeAsString());
  }
  return effect;
}

Decision Park(std::string_view reason, std::string_view field) {
  Decision decision;
  decision.park = ParkReason{std::string(reason), std::string(field)};
  return decision;
}

/// Decides a document on `documents` as far as they are loaded; `missing` gets what was not.
Decision DecideReceived(const v1::DocumentReceived& received, Documents& documents,
                        std::set<std::string>* missing) {
  const auto account = AccountFrom(received.account());
  if (!account) return Park("malformed", account.error().field);
  const auto document = DocumentFrom(received);
  if (!document) return Park("malformed", document.error().field);
  DocumentBooks books(documents, *account);
  const auto facts = DecideDocument(books, *document);
  if (missing != nullptr) *missing = books.missing();
  if (!facts) return Park(Word(facts.error()), FieldOf(facts.error()));
  Decision decision;
  if (!facts->empty()) decision.effects.push_back(EffectOn(*account, *facts));
  return decision;
}

bool MayActFor(const journal::Identity& by, const std::string& entity) {
  return std::ranges::any_of(by.entities, [&](const auto& e) { return e == "*" || e == entity; });
}

Decision DecideByPerson(const v1::AllocateReceipt& command, const journal::Identity& by,
                        Documents& documents, std::set<std::string>* missing) {
  Decision decision;
  const auto account = AccountFrom(command.account());
  if (!account) {
    decision.reply = RefusedReply("malformed", account.error().message, account.error().field);
    return decision;
  }
  if (!MayActFor(by, account->entity)) {
    decision.reply = RefusedReply("out_of_scope", "", "legal_entity");
    return decision;
  }
  std::vector<Intent> intents;
  for (const auto& intent : command.intents()) {
    if (intent.amount() < 0 || intent.document().empty()) {
      decision.reply = RefusedReply("malformed", "an intent names a document", "intents");
      return decision;
    }
    intents.push_back(IntentFrom(intent));
  }
  DocumentBooks books(documents, *account);
  const auto facts = DecideAllocation(books, command.receipt(), intents);
  if (missing != nullptr) *missing = books.missing();
  if (!facts) {
    decision.reply = RefusedReply(Word(facts.error()), "", "receipt");
    return decision;
  }
  decision.effects.push_back(EffectOn(*account, *facts));
  decision.reply = Reply{true, v1::AllocateReceiptReply().SerializeAsString()};
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

Decision DecideContent(const v1::LedgerInput& content, const CommandInput* command,
                       Documents& documents, std::set<std::string>* missing) {
  switch (content.kind_case()) {
    case v1::LedgerInput::kDocument:
      return DecideReceived(content.document(), documents, missing);
    case v1::LedgerInput::kFence:
      return DecideFence(content.fence());
    case v1::LedgerInput::kFeedSeen:
      if (missing != nullptr) return {};
      return DecideFeed(content.feed_seen(), documents);
    case v1::LedgerInput::kAllocateReceipt:
      if (command == nullptr) return Park("malformed", "command");
      return DecideByPerson(content.allocate_receipt(), command->by, documents, missing);
    case v1::LedgerInput::KIND_NOT_SET:
      break;
  }
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

std::string ParkedKeyOf(const v1::InputParked& fact) {
  return ParkedKey(InputId(fact.topic(), fact.partition(), fact.offset()));
}

}  // namespace

std::vector<std::string> LedgerJournal::Needs(const Input& input, Documents& documents) {
  const auto content = ContentOf(input);
  if (!content) return {};
  Wanted wanted(documents);
  std::set<std::string> missing;
  DecideContent(*content, std::get_if<CommandInput>(&input.body), documents, &missing);
  wanted.All(missing);
  if (content->has_fence()) wanted.Key(std::string(kFencesKey));
  if (content->has_feed_seen()) {
    wanted.Key(FeedKey(content->feed_seen().legal_entity(), content->feed_seen().source()));
  }
  return wanted.Take();
}

Decision LedgerJournal::Decide(const Input& input, Documents& documents, Instant /*now*/) {
  const auto* command = std::get_if<CommandInput>(&input.body);
  const auto content = ContentOf(input);
  Decision decision =
      content ? DecideContent(*content, command, documents, nullptr) : Park("malformed", "content");
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
  Wanted wanted(documents);
  const auto account = AccountOfKey(key);
  std::optional<DocumentBooks> books;
  if (account) books.emplace(documents, *account);
  std::optional<Draft> draft;
  if (books) draft.emplace(*books);
  for (const std::string& bytes : facts) {
    v1::LedgerFact message;
    if (!message.ParseFromString(bytes)) continue;
    if (message.has_fence_passed()) wanted.Key(std::string(kFencesKey));
    if (message.has_feed_advanced()) wanted.Key(key);
    if (message.has_input_parked()) wanted.Key(ParkedKeyOf(message.input_parked()));
    const auto fact = FactFrom(message);
    if (draft && fact) static_cast<void>(ledger::Evolve(*draft, *fact));
  }
  if (books) wanted.All(books->missing());
  return wanted.Take();
}

Result<void> LedgerJournal::Evolve(const std::string& key, std::string_view fact,
                                   Documents& documents, uint64_t sequence, Instant recorded_at) {
  v1::LedgerFact message;
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
  const auto account = AccountOfKey(key);
  if (!account) return Failure(account.error());
  const auto account_fact = FactFrom(message);
  if (!account_fact) return Corrupt(account_fact.error().message);
  DocumentBooks books(documents, *account);
  return ledger::Evolve(books, *account_fact);
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
  const auto content = reason.reason == "poison" ? std::nullopt : ContentOf(input);
  if (content && content->has_document()) {
    if (const auto account = AccountFrom(content->document().account())) {
      parked.set_legal_entity(account->entity);
      parked.set_account(account->account);
      key = AccountKey(*account);
    }
  }
  return {key, {fact.SerializeAsString()}};
}

}  // namespace relance::ledger
