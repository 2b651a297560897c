#include "services/notifier/adapters/notifier_journal.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "libs/base/overloaded.h"
#include "relance/journal/v1/record.pb.h"
#include "relance/notifier/v1/inputs.pb.h"
#include "relance/scenario/v1/facts.pb.h"
#include "services/notifier/adapters/codec.h"
#include "services/notifier/domain/receipt.h"

namespace relance::notifier {
namespace {

using journal::Decision;
using journal::Documents;
using journal::Effect;
using journal::Input;

NoticeRef RefOf(const common::v1::Account& account, const std::string& notice) {
  return {AccountOf(account), notice};
}

/// The notice that a fact of the scenario concerns; nullopt for all others.
std::optional<NoticeRef> Concerned(const scenario::v1::ScenarioFact& fact) {
  switch (fact.kind_case()) {
    case scenario::v1::ScenarioFact::kNoticePlanned:
      return RefOf(fact.notice_planned().account(), fact.notice_planned().notice_id());
    case scenario::v1::ScenarioFact::kNoticeCleared:
      return RefOf(fact.notice_cleared().account(), fact.notice_cleared().notice_id());
    case scenario::v1::ScenarioFact::kNoticeWithdrawn:
      return RefOf(fact.notice_withdrawn().account(), fact.notice_withdrawn().notice_id());
    default:
      return std::nullopt;
  }
}

Decision Refuse(std::string_view reason, std::string_view field = {}) {
  journal::v1::Refusal refusal;
  refusal.set_reason(std::string(reason));
  refusal.set_field(std::string(field));
  Decision out;
  out.reply = journal::Reply{false, refusal.SerializeAsString()};
  return out;
}

Decision Accept(std::vector<Effect> effects = {}) {
  Decision out;
  out.effects = std::move(effects);
  out.reply = journal::Reply{true, {}};  // The replies of the notifier's commands hold nothing.
  return out;
}

Decision ParkIt(const Error& error) {
  Decision out;
  out.park = journal::ParkReason{error.message, error.field};
  return out;
}

bool InScope(const journal::Identity& by, const std::string& entity) {
  return std::ranges::any_of(by.entities,
                             [&](const std::string& e) { return e == "*" || e == entity; });
}

Effect About(const NoticeRef& ref, const v1::NotifierFact& fact) {
  return {NoticeKey(ref), {fact.SerializeAsString()}};
}

Effect About(const Link& link, const v1::NotifierFact& fact) {
  return {LinkKey(link.hash), {fact.SerializeAsString()}};
}

Effect Issued(const Link& link) {
  v1::NotifierFact fact;
  *fact.mutable_link_issued() = ToProto(link);
  return About(link, fact);
}

/// Members of the work index that a notice in this state has.
std::set<std::string> WorkMembers(const NoticeRef& ref, const Notice* notice) {
  std::set<std::string> out;
  if (notice == nullptr) return out;
  if (notice->state == NoticeState::kQueued) out.insert(QueueMember(notice->ask_at, ref));
  if (notice->state == NoticeState::kReady) out.insert(std::string(kReady) + PathOf(ref));
  if (HasRunning(*notice)) out.insert(std::string(kRunning) + PathOf(ref));
  return out;
}

/// One notice while a followed record is decided: facts of the record may build on one another.
class Working {
 public:
  explicit Working(Documents& documents) : documents_(documents) {}

  const Notice* Find(const NoticeRef& ref) {
    if (const auto at = changed_.find(ref); at != changed_.end()) return &at->second;
    return documents_.Find<Notice>(NoticeKey(ref));
  }
  void Apply(const NoticeRef& ref, const NoticeFact& fact, Instant at) {
    const Notice* now = Find(ref);
    changed_[ref] = notifier::Evolve(now == nullptr ? Notice{} : *now, fact, at);
  }

 private:
  Documents& documents_;
  std::map<NoticeRef, Notice> changed_;
};

struct Followed {
  NoticeFact fact;
  v1::NotifierFact message;
};

Result<std::optional<Followed>> FollowFact(const Notice* notice,
                                           const scenario::v1::ScenarioFact& fact,
                                           uint64_t sequence) {
  v1::NotifierFact message;
  std::optional<NoticeFact> decided;
  if (fact.has_notice_planned()) {
    const auto queued = QueuedFrom(fact.notice_planned());
    if (!queued) return Failure(queued.error());
    decided = FollowPlanned(notice, *queued);
    *message.mutable_notice_queued()->mutable_notice() = fact.notice_planned();
  } else if (fact.has_notice_cleared()) {
    auto cleared = fact.notice_cleared();
    cleared.set_clearance_sequence(sequence);
    const auto clearance = ClearanceFrom(cleared);
    if (!clearance) return Failure(clearance.error());
    if (const auto whole = ClearedFrom(cleared); !whole) return Failure(whole.error());
    decided = FollowCleared(notice, *clearance);
    *message.mutable_notice_ready()->mutable_notice() = std::move(cleared);
  } else {
    const auto& withdrawn = fact.notice_withdrawn();
    decided = FollowWithdrawn(notice, withdrawn.reason());
    auto* dropped = message.mutable_notice_dropped();
    dropped->set_notice_id(withdrawn.notice_id());
    *dropped->mutable_account() = withdrawn.account();
    dropped->set_reason(withdrawn.reason());
  }
  if (!decided) return std::optional<Followed>{};
  return std::optional<Followed>{Followed{std::move(*decided), std::move(message)}};
}

Result<NoticeFact> NoticeFactFrom(const v1::NotifierFact& fact) {
  switch (fact.kind_case()) {
    case v1::NotifierFact::kNoticeQueued: {
      auto queued = QueuedFrom(fact.notice_queued().notice());
      if (!queued) return Failure(queued.error());
      return NoticeFact{std::move(*queued)};
    }
    case v1::NotifierFact::kNoticeReady: {
      auto clearance = ClearanceFrom(fact.notice_ready().notice());
      if (!clearance) return Failure(clearance.error());
      return NoticeFact{NoticeReady{std::move(*clearance)}};
    }
    case v1::NotifierFact::kNoticeDropped:
      return NoticeFact{NoticeDropped{fact.notice_dropped().reason()}};
    case v1::NotifierFact::kAttemptStarted:
      return NoticeFact{AttemptStarted{AttemptFrom(fact.attempt_started())}};
    case v1::NotifierFact::kAttemptEnded:
      return NoticeFact{EndedFrom(fact.attempt_ended())};
    case v1::NotifierFact::kReceiptRecorded: {
      auto told = ReceiptFrom(fact.receipt_recorded());
      if (!told) return Failure(told.error());
      return NoticeFact{std::move(*told)};
    }
    default:
      return Corrupt("a fact that is none of a notice");
  }
}

}  // namespace

std::vector<std::string> NotifierJournal::Needs(const Input& input, Documents& documents) {
  std::set<std::string> keys;
  const auto of_command = [&](const journal::CommandInput& command) {
    v1::NotifierInput message;
    if (!message.ParseFromString(command.content)) return;
    if (message.has_start_attempt()) {
      const auto& attempt = message.start_attempt().attempt();
      keys.insert(NoticeKey(RefOf(attempt.account(), attempt.notice_id())));
      for (const auto& link : message.start_attempt().links()) {
        keys.insert(LinkKey(link.token_hash()));
      }
    } else if (message.has_end_attempt()) {
      const auto& attempt = message.end_attempt().attempt();
      keys.insert(NoticeKey(RefOf(attempt.account(), attempt.notice_id())));
    } else if (message.has_record_receipt()) {
      const auto& receipt = message.record_receipt().receipt();
      keys.insert(NoticeKey(RefOf(receipt.account(), receipt.notice_id())));
    } else if (message.has_issue_link()) {
      keys.insert(LinkKey(message.issue_link().link().token_hash()));
    } else if (message.has_revoke_link()) {
      keys.insert(LinkKey(message.revoke_link().link().token_hash()));
    }
  };
  const auto of_record = [&](const journal::FollowedRecord& record) {
    for (const auto& entry : record.entries) {
      for (const auto& bytes : entry.facts) {
        scenario::v1::ScenarioFact fact;
        if (!fact.ParseFromString(bytes)) continue;
        if (const auto ref = Concerned(fact)) keys.insert(NoticeKey(*ref));
      }
    }
  };
  std::visit(Overloaded{of_command, of_record, [](const journal::DocumentInput&) {},
                        [](const journal::WakeUpInput&) {}},
             input.body);
  std::erase_if(keys, [&](const std::string& key) { return documents.Knows(key); });
  return {keys.begin(), keys.end()};
}

Decision NotifierJournal::Decide(const Input& input, Documents& documents, Instant now) {
  if (const auto* record = std::get_if<journal::FollowedRecord>(&input.body)) {
    return Follow(*record, documents);
  }
  if (std::holds_alternative<journal::DocumentInput>(input.body)) {
    return ParkIt(Error{ErrorCode::kInvalid, "the notifier takes no documents", {}});
  }
  const auto* command = std::get_if<journal::CommandInput>(&input.body);
  if (command == nullptr) return {};  // A wake-up: nothing here asked for one.
  v1::NotifierInput message;
  if (!message.ParseFromString(command->content)) return Refuse("malformed");
  switch (message.kind_case()) {
    case v1::NotifierInput::kStartAttempt:
      return Start(message.start_attempt(), command->by, documents, now);
    case v1::NotifierInput::kEndAttempt:
      return End(message.end_attempt(), command->by, documents, now);
    case v1::NotifierInput::kRecordReceipt:
      return Take(message.record_receipt(), command->by, documents, now);
    case v1::NotifierInput::kIssueLink:
      return Issue(message.issue_link(), command->by, documents, now);
    case v1::NotifierInput::kRevokeLink:
      return Revoke(message.revoke_link(), command->by, documents);
    case v1::NotifierInput::KIND_NOT_SET:
      break;
  }
  return Refuse("malformed");
}

Decision NotifierJournal::Follow(const journal::FollowedRecord& record, Documents& documents) {
  Decision out;
  Working working(documents);
  for (const auto& entry : record.entries) {
    for (const auto& bytes : entry.facts) {
      scenario::v1::ScenarioFact fact;
      if (!fact.ParseFromString(bytes)) {
        return ParkIt(Error{ErrorCode::kInvalid, "unreadable fact of the scenario", entry.key});
      }
      const auto ref = Concerned(fact);
      if (!ref) continue;
      auto followed = FollowFact(working.Find(*ref), fact, record.sequence);
      if (!followed) return ParkIt(followed.error());
      if (!*followed) continue;
      working.Apply(*ref, (*followed)->fact, record.recorded_at);
      out.effects.push_back(About(*ref, (*followed)->message));
    }
  }
  return out;
}

Decision NotifierJournal::Start(const v1::StartAttempt& command, const journal::Identity& by,
                                Documents& documents, Instant now) {
  const auto& message = command.attempt();
  const NoticeRef ref = RefOf(message.account(), message.notice_id());
  if (!InScope(by, ref.account.entity)) return Refuse("out_of_scope", "account");
  const auto decided = notifier::Decide(documents.Find<Notice>(NoticeKey(ref)),
                                        StartAttempt{{}, AttemptFrom(message)}, now);
  if (const auto* refusal = std::get_if<StartRefusal>(&decided)) return Refuse(Name(*refusal));
  v1::NotifierFact fact;
  *fact.mutable_attempt_started() =
      ToProto(std::get<AttemptStarted>(decided).attempt, ref.notice, ref.account);
  std::vector<Effect> effects{About(ref, fact)};
  for (const auto& issued : command.links()) {
    const Link link = LinkFrom(issued);
    if (link.account != ref.account || link.contact != message.contact_id()) {
      return Refuse("malformed", "links");
    }
    const auto verdict = DecideIssue(documents.Find<Link>(LinkKey(link.hash)), link, now);
    if (const auto* refusal = std::get_if<LinkRefusal>(&verdict)) {
      return Refuse(Name(*refusal), "links");
    }
    if (std::holds_alternative<LinkIssued>(verdict)) effects.push_back(Issued(link));
  }
  return Accept(std::move(effects));
}

Decision NotifierJournal::End(const v1::EndAttempt& command, const journal::Identity& by,
                              Documents& documents, Instant now) {
  const auto& message = command.attempt();
  const NoticeRef ref = RefOf(message.account(), message.notice_id());
  if (!InScope(by, ref.account.entity)) return Refuse("out_of_scope", "account");
  const AttemptEnded wanted = EndedFrom(message);
  const auto decided =
      notifier::Decide(documents.Find<Notice>(NoticeKey(ref)),
                       EndAttempt{wanted.attempt, wanted.result, wanted.answer}, now);
  if (const auto* refusal = std::get_if<EndRefusal>(&decided)) return Refuse(Name(*refusal));
  if (std::holds_alternative<AlreadyEnded>(decided)) return Accept();
  v1::NotifierFact fact;
  *fact.mutable_attempt_ended() = ToProto(std::get<AttemptEnded>(decided), ref.notice, ref.account);
  return Accept({About(ref, fact)});
}

Decision NotifierJournal::Take(const v1::RecordReceipt& command, const journal::Identity& by,
                               Documents& documents, Instant now) {
  const auto& message = command.receipt();
  const NoticeRef ref = RefOf(message.account(), message.notice_id());
  if (!InScope(by, ref.account.entity)) return Refuse("out_of_scope", "account");
  if (!MayTellReceipts(by.role)) return Refuse("role", "relance-role");
  auto told = ReceiptFrom(message);
  if (!told) return Refuse("malformed", told.error().field);
  told->receipt.by = by.actor;
  const auto decided =
      notifier::Decide(documents.Find<Notice>(NoticeKey(ref)),
                       RecordReceipt{told->attempt, told->contact, told->receipt}, now);
  if (const auto* refusal = std::get_if<ReceiptRefusal>(&decided)) {
    return Refuse(Name(*refusal), FieldOf(*refusal));
  }
  if (std::holds_alternative<AlreadyRecorded>(decided)) return Accept();
  std::vector<Effect> effects;
  for (const NoticeFact& known : std::get<std::vector<NoticeFact>>(decided)) {
    v1::NotifierFact fact;
    if (const auto* ended = std::get_if<AttemptEnded>(&known)) {
      *fact.mutable_attempt_ended() = ToProto(*ended, ref.notice, ref.account);
    } else {
      *fact.mutable_receipt_recorded() =
          ToProto(std::get<ReceiptRecorded>(known), ref.notice, ref.account);
    }
    effects.push_back(About(ref, fact));
  }
  return Accept(std::move(effects));
}

Decision NotifierJournal::Issue(const v1::IssueLink& command, const journal::Identity& by,
                                Documents& documents, Instant now) {
  const Link link = LinkFrom(command.link());
  if (!InScope(by, link.account.entity)) return Refuse("out_of_scope", "account");
  const auto decided = DecideIssue(documents.Find<Link>(LinkKey(link.hash)), link, now);
  if (const auto* refusal = std::get_if<LinkRefusal>(&decided)) return Refuse(Name(*refusal));
  if (std::holds_alternative<NothingNew>(decided)) return Accept();
  return Accept({Issued(link)});
}

Decision NotifierJournal::Revoke(const v1::RevokeLink& command, const journal::Identity& by,
                                 Documents& documents) {
  const Link* link = documents.Find<Link>(LinkKey(command.link().token_hash()));
  if (link != nullptr && !InScope(by, link->account.entity)) {
    return Refuse(Name(LinkRefusal::kUnknown));  // As if it did not exist.
  }
  const auto decided = DecideRevoke(link);
  if (const auto* refusal = std::get_if<LinkRefusal>(&decided)) return Refuse(Name(*refusal));
  if (std::holds_alternative<NothingNew>(decided)) return Accept();
  v1::NotifierFact fact;
  fact.mutable_link_revoked()->set_token_hash(link->hash);
  Put(link->account, fact.mutable_link_revoked()->mutable_account());
  return Accept({About(*link, fact)});
}

std::vector<Effect> NotifierJournal::Conclude(const std::vector<std::string>&, Documents&,
                                              Instant) {
  return {};
}

std::vector<std::string> NotifierJournal::NeedsToEvolve(const std::string& key,
                                                        const std::vector<std::string>&,
                                                        Documents& documents) {
  std::vector<std::string> keys{key};
  if (const auto ref = ParseRef(kNotices, key)) keys.push_back(ClearedKey(*ref));
  std::erase_if(keys, [&](const std::string& k) { return documents.Knows(k); });
  return keys;
}

Result<void> NotifierJournal::Evolve(const std::string& key, std::string_view bytes,
                                     Documents& documents, uint64_t, Instant recorded_at) {
  v1::NotifierFact fact;
  if (!fact.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Corrupt("a fact of the notifier that cannot be read");
  }
  if (const auto ref = ParseRef(kNotices, key)) {
    return EvolveNotice(*ref, fact, documents, recorded_at);
  }
  if (fact.has_input_parked()) {
    const auto& parked = fact.input_parked();
    documents.Edit<ParkedInput>(key) = {parked.topic(), parked.partition(), parked.offset(),
                                        parked.reason()};
    return {};
  }
  return EvolveLink(key, fact, documents);
}

Result<void> NotifierJournal::EvolveNotice(const NoticeRef& ref, const v1::NotifierFact& fact,
                                           Documents& documents, Instant recorded_at) {
  const auto known = NoticeFactFrom(fact);
  if (!known) return Failure(known.error());
  const std::string key = NoticeKey(ref);
  const auto before = WorkMembers(ref, documents.Find<Notice>(key));
  documents.AddToIndex(key);
  Notice& notice = documents.Edit<Notice>(key);
  notice = notifier::Evolve(std::move(notice), *known, recorded_at);
  const auto after = WorkMembers(ref, &notice);
  const bool ready = notice.state == NoticeState::kReady;
  for (const auto& member : before) {
    if (!after.contains(member)) documents.RemoveFromIndex(member);
  }
  for (const auto& member : after) documents.AddToIndex(member);
  if (ready && fact.has_notice_ready()) {
    auto cleared = ClearedFrom(fact.notice_ready().notice());
    if (!cleared) return Failure(cleared.error());
    documents.Edit<Cleared>(ClearedKey(ref)) = std::move(*cleared);
  } else if (!ready && documents.Exists(ClearedKey(ref))) {
    documents.Remove(ClearedKey(ref));
  }
  return {};
}

Result<void> NotifierJournal::EvolveLink(const std::string& key, const v1::NotifierFact& fact,
                                         Documents& documents) {
  if (fact.has_link_issued()) {
    Link& link = documents.Edit<Link>(key);
    link = notifier::Evolve(std::move(link), LinkIssued{LinkFrom(fact.link_issued())});
    return {};
  }
  if (fact.has_link_revoked()) {
    Link& link = documents.Edit<Link>(key);
    link = notifier::Evolve(std::move(link), LinkRevoked{});
    return {};
  }
  return Corrupt("a fact that is none of a link");
}

Effect NotifierJournal::Parked(const Input& input, int partition,
                               const journal::ParkReason& reason) {
  v1::NotifierFact fact;
  auto* parked = fact.mutable_input_parked();
  parked->set_topic(input.topic);
  parked->set_partition(partition);
  parked->set_offset(input.offset);
  parked->set_reason(reason.reason);
  return {"parked/" + input.topic + "/" + std::to_string(input.offset), {fact.SerializeAsString()}};
}

}  // namespace relance::notifier
