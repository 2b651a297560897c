#include "services/ledger/adapters/claim_desk.h"

#include <algorithm>
#include <map>
#include <utility>

#include "libs/calendar/zone.h"
#include "libs/digest/digest.h"
#include "libs/host/submit.h"
#include "services/ledger/adapters/claim_codec.h"
#include "services/ledger/adapters/claim_statement.h"
#include "services/ledger/adapters/claim_terms.h"
#include "services/ledger/adapters/codec.h"
#include "services/ledger/adapters/keys.h"
#include "services/ledger/adapters/ledger_queries.h"
#include "services/ledger/adapters/view_values.h"
#include "services/ledger/domain/claim_acts.h"
#include "services/ledger/domain/item_id.h"

namespace relance::ledger {
namespace {

/// A statement of more would not fit a message.
constexpr size_t kMostDocuments = 1'000;
constexpr size_t kPage = 500;
constexpr size_t kLongestReason = 500;
constexpr size_t kDateDigits = 10;

Failure TooMany() {
  return Invalid(
      "are more than " + std::to_string(kMostDocuments) + ": name those that the claim is for",
      "documents");
}

Result<std::set<std::string>> Named(const v1::ComputeClaimRequest& request) {
  std::set<std::string> documents;
  for (const std::string& document : request.documents()) {
    documents.insert(NormaliseNumber(document));
  }
  if (documents.contains("")) return Invalid("a document has a number", "documents");
  if (documents.size() > kMostDocuments) return TooMany();
  return documents;
}

void FillClaimed(v1::ClaimState& state, const v1::ClaimStatement& statement, const Claim* claim,
                 const Currency& currency) {
  int64_t claimed = 0;  // its parts were added up before, so they fit
  for (const auto& item : statement.items()) {
    if (item.document() == state.document()) claimed += item.interest() + item.indemnity();
  }
  state.set_claimed(claimed);
  state.set_left(LeftOf(claim, claimed, currency));
}

Error InPlainWords(Error error) {
  static const std::map<std::string, Error, std::less<>> kSentences = {
      {"stale",
       {ErrorCode::kConflict, "the books have changed since the claim was computed: ask again",
        "statement"}},
      {"nothing_left",
       {ErrorCode::kInvalid, "nothing is left of this claim to bill or waive", "document"}},
      {"no_reason", {ErrorCode::kInvalid, "who waives a claim says why", "reason"}},
      {"in_the_future", {ErrorCode::kInvalid, "is in the future", "as_of"}},
      {"unknown_document", {ErrorCode::kNotFound, "no such invoice", "document"}}};
  const auto sentence = kSentences.find(error.message);
  return sentence == kSentences.end() ? std::move(error) : sentence->second;
}

template <class Request>
v1::ComputeClaimRequest ClaimOfOne(const Request& request) {
  v1::ComputeClaimRequest wanted;
  *wanted.mutable_account() = request.account();
  wanted.add_documents(request.document());
  if (request.has_as_of()) *wanted.mutable_as_of() = request.as_of();
  wanted.set_in_insolvency(request.in_insolvency());
  return wanted;
}

template <class Request>
v1::ActOnClaim CommandOf(const Request& request, v1::ClaimActKind kind) {
  v1::ActOnClaim command;
  *command.mutable_account() = request.account();
  command.set_document(NormaliseNumber(request.document()));
  command.set_kind(kind);
  command.set_reason(request.reason());
  return command;
}

}  // namespace

Result<Date> ClaimDesk::AsOf(const config::v1::LegalEntity& entity,
                             const common::v1::Date* given) const {
  if (given != nullptr) return DateFrom(*given, "as_of");
  const auto zone = entity.zone().empty() ? Result<Zone>(Zone()) : Zone::Find(entity.zone());
  if (!zone) return Failure(zone.error());
  return zone->DateOf(IssuedAt(front_.NewId()));
}

Result<std::set<std::string>> ClaimDesk::LateDocuments(const AccountId& account,
                                                       const journal::Token& at_least,
                                                       Date as_of) const {
  std::set<std::string> documents;
  const std::string open = OpenItemsPrefix(account);
  const std::string today = FormatDate(as_of);
  const auto take_open = [&](const std::string& member) {
    if (member.substr(open.size(), kDateDigits) >= today) return false;
    // Which of them has the item is for the invoices to say.
    for (auto& d : DocumentsOfItem(ItemOfMember(member, open))) documents.insert(std::move(d));
    return true;
  };
  const std::string late = PaidLatePrefix(account);
  const auto take_late = [&](const std::string& member) {
    documents.insert(member.substr(late.size()));
    return true;
  };
  const auto read = [&](const std::string& prefix, auto take) -> Result<void> {
    std::string after;
    for (bool more = true; more;) {
      const auto listed = views_.List(at_least, prefix, after, kPage, timeout_);
      if (!listed) return Failure(listed.error());
      more = listed->members.size() == kPage;
      if (more) after = listed->members.back();
      for (const std::string& member : listed->members) more = take(member) && more;
      if (documents.size() > 2 * kMostDocuments) return TooMany();
    }
    return {};
  };
  if (auto done = read(open, take_open); !done) return Failure(done.error());
  if (auto done = read(late, take_late); !done) return Failure(done.error());
  return documents;
}

Result<ClaimDesk::Pages> ClaimDesk::Load(const AccountId& account, const journal::Token& at_least,
                                         const std::set<std::string>& documents) const {
  std::vector<std::string> keys{AccountKey(account)};
  for (const std::string& document : documents) {
    keys.push_back(InvoiceKey(account, document));
    keys.push_back(ClaimKey(account, document));
  }
  const auto loaded = views_.Load(at_least, keys, timeout_);
  if (!loaded) return Failure(loaded.error());
  Pages pages;
  pages.sequence = loaded->position ? loaded->position->sequence : 0;
  auto header = Value<Account>(loaded->values.at(0));
  if (!header) return Failure(header.error());
  pages.account = *std::move(header);
  size_t at = 1;
  for (const std::string& document : documents) {
    auto invoice = Value<Invoice>(loaded->values.at(at++));
    if (!invoice) return Failure(invoice.error());
    auto claim = Value<Claim>(loaded->values.at(at++));
    if (!claim) return Failure(claim.error());
    if (!*invoice || !(*invoice)->known) continue;
    pages.documents.push_back({document, **std::move(invoice)});
    pages.claims.push_back(*std::move(claim));
  }
  return pages;
}

Result<ClaimDesk::Computed> ClaimDesk::StatementOf(const v1::ComputeClaimRequest& request) const {
  const auto account = AccountFrom(request.account());
  if (!account) return Failure(account.error());
  const auto start =
      StartOf(configuration_, *account, request.has_at_least() ? &request.at_least() : nullptr);
  if (!start) return Failure(start.error());
  const auto configuration = configuration_.Newest();
  const auto* entity = FindEntity(*configuration, account->entity);
  if (entity == nullptr) return NotFound("no legal entity " + account->entity + " is configured");
  const auto as_of = AsOf(*entity, request.has_as_of() ? &request.as_of() : nullptr);
  if (!as_of) return Failure(as_of.error());
  const bool named = !request.documents().empty();
  const auto documents = named ? Named(request) : LateDocuments(*account, *start, *as_of);
  if (!documents) return Failure(documents.error());
  auto pages = Load(*account, *start, *documents);
  if (!pages) return Failure(pages.error());
  if (named && pages->documents.size() < documents->size()) {
    for (const std::string& document : *documents) {
      if (std::ranges::find(pages->documents, document, &ClaimedDocument::document) ==
          pages->documents.end()) {
        return NotFound("account " + ToString(*account) + " has no invoice " + document);
      }
    }
  }
  if (pages->documents.size() > kMostDocuments) return TooMany();
  LateClaim claim{book_.version, *as_of, {}, {}};
  if (!pages->documents.empty()) {
    const auto terms =
        TermsOf(book_, *entity, pages->account ? pages->account->master : std::nullopt,
                request.in_insolvency());
    if (!terms) return Failure(terms.error());
    auto computed = ComputeLateClaim(book_, *terms, pages->documents, *as_of,
                                     named ? ClaimScope::kAll : ClaimScope::kLate);
    if (!computed) return Failure(computed.error());
    claim = *std::move(computed);
  }
  return Computed{*std::move(pages), ToMessage(*account, claim), start->partition};
}

Result<v1::ComputeClaimResponse> ClaimDesk::Compute(const v1::ComputeClaimRequest& request) const {
  auto computed = StatementOf(request);
  if (!computed) return Failure(computed.error());
  v1::ComputeClaimResponse response;
  const Pages& pages = computed->pages;
  for (size_t i = 0; i < pages.documents.size(); ++i) {
    const auto& [document, invoice] = pages.documents[i];
    const auto of_it = [&](const auto& item) { return item.document() == document; };
    if (std::ranges::none_of(computed->statement.items(), of_it)) continue;
    auto& state = *response.add_claims();
    const Claim claim = pages.claims[i].value_or(Claim{});
    Fill(state, document, invoice.currency, claim, /*with_statements=*/false);
    FillClaimed(state, computed->statement, &claim, invoice.currency);
  }
  *response.mutable_statement() = std::move(computed->statement);
  response.set_digest(ToHex(Sha256(response.statement().SerializeAsString())));
  FillToken(*response.mutable_token(), computed->partition, pages.sequence);
  return response;
}

Result<v1::ListClaimsResponse> ClaimDesk::List(const v1::ListClaimsRequest& request) const {
  const auto account = AccountFrom(request.account());
  if (!account) return Failure(account.error());
  auto start =
      StartOf(configuration_, *account, request.has_at_least() ? &request.at_least() : nullptr);
  if (!start) return Failure(start.error());
  const auto size = PageSize(request.page_size());
  if (!size) return Failure(size.error());
  const std::string prefix = request.waiting() ? PaidLatePrefix(*account) : ClaimsPrefix(*account);
  const auto after = AfterOf(prefix, request.page_token());
  if (!after) return Failure(after.error());
  const auto listed = views_.List(*start, prefix, *after, *size + 1, timeout_);
  if (!listed) return Failure(listed.error());
  std::vector<std::string> members = listed->members;
  v1::ListClaimsResponse response;
  if (members.size() > *size) {
    members.resize(*size);
    response.set_next_page_token(PageToken(prefix, members.back()));
  }
  if (listed->position) start->sequence = std::max(start->sequence, listed->position->sequence);
  std::set<std::string> documents;
  for (const std::string& member : members) documents.insert(member.substr(prefix.size()));
  const auto pages = Load(*account, *start, documents);
  if (!pages) return Failure(pages.error());
  for (size_t i = 0; i < pages->documents.size(); ++i) {
    const auto& [document, invoice] = pages->documents[i];
    Fill(*response.add_claims(), document, invoice.currency, pages->claims[i].value_or(Claim{}),
         /*with_statements=*/true);
  }
  FillToken(*response.mutable_token(), start->partition, pages->sequence);
  return response;
}

Result<ClaimDesk::Act> ClaimDesk::Submit(v1::ActOnClaim command,
                                         const v1::ComputeClaimRequest& wanted,
                                         const std::string& command_id,
                                         const journal::Identity& by) const {
  if (command.reason().size() > kLongestReason) {
    return Invalid("has at most " + std::to_string(kLongestReason) + " bytes", "reason");
  }
  const auto id =
      command_id.empty() ? Result<CommandId>(front_.NewId()) : ParseCommandId(command_id);
  if (!id) return Failure(id.error());
  command.set_act_id(ToString(*id));
  auto computed = StatementOf(wanted);
  if (!computed) return Failure(computed.error());
  // A repeat would compute another statement once a payment has come: its answer is the first one.
  const auto& claim = computed->pages.claims.at(0);
  if (claim) {
    const auto done = std::ranges::find(claim->acts, command.act_id(), &ClaimAct::id);
    if (done != claim->acts.end() && ToMessage(done->kind) != command.kind()) {
      return Conflict("this command id did something else");
    }
    if (done != claim->acts.end()) {
      Act act{{}, {computed->partition, computed->pages.sequence}};
      Fill(act.act, *done);
      return act;
    }
  }
  *command.mutable_statement() = std::move(computed->statement);
  v1::LedgerInput input;
  *input.mutable_act_on_claim() = std::move(command);
  const auto outcome = host::SubmitAndWait(front_, computed->partition, *id, by,
                                           input.SerializeAsString(), timeout_);
  if (!outcome) return Failure(InPlainWords(outcome.error()));
  v1::ActOnClaimReply reply;
  if (!reply.ParseFromString(outcome->reply)) return Corrupt("the answer is not readable");
  return Act{std::move(*reply.mutable_act()), outcome->token};
}

Result<v1::BillClaimResponse> ClaimDesk::Bill(const v1::BillClaimRequest& request,
                                              const journal::Identity& by) const {
  auto act = Submit(CommandOf(request, v1::CLAIM_ACT_KIND_BILL), ClaimOfOne(request),
                    request.command_id(), by);
  if (!act) return Failure(act.error());
  v1::BillClaimResponse response;
  *response.mutable_act() = std::move(act->act);
  FillToken(*response.mutable_token(), act->token.partition, act->token.sequence);
  return response;
}

Result<v1::WaiveClaimResponse> ClaimDesk::Waive(const v1::WaiveClaimRequest& request,
                                                const journal::Identity& by) const {
  auto act = Submit(CommandOf(request, v1::CLAIM_ACT_KIND_WAIVE), ClaimOfOne(request),
                    request.command_id(), by);
  if (!act) return Failure(act.error());
  v1::WaiveClaimResponse response;
  *response.mutable_act() = std::move(act->act);
  FillToken(*response.mutable_token(), act->token.partition, act->token.sequence);
  return response;
}

}  // namespace relance::ledger
