#include "services/ledger/adapters/ledger_queries.h"

#include <algorithm>
#include <map>

#include "libs/base/encoding.h"
#include "libs/digest/digest.h"
#include "services/ledger/adapters/codec.h"
#include "services/ledger/adapters/keys.h"
#include "services/ledger/adapters/view_values.h"
#include "services/ledger/domain/item_id.h"

namespace relance::ledger {
namespace {

constexpr size_t kMostReceipts = 1000;
constexpr size_t kMostFeeds = 1000;
constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 500;
constexpr size_t kTagBytes = 8;

void FillToken(common::v1::Token& token, int partition,
               const std::optional<journal::Position>& position) {
  ledger::FillToken(token, partition, position ? position->sequence : 0);
}

std::string TagOf(const std::string& list, const std::string& after) {
  return ToBytes(Sha256("ledger page 1\n" + list + "\n" + after)).substr(0, kTagBytes);
}

void FillBalance(v1::Balance& balance, const Currency& currency, const Totals& totals) {
  balance.set_currency(currency.code());
  balance.set_open(totals.open);
  balance.set_unallocated(totals.unallocated);
  balance.set_invoiced(totals.invoiced);
  balance.set_open_items(static_cast<int>(totals.open_items));
  balance.set_written_off(totals.written_off);
}

void FillItem(v1::OpenItem& to, const std::string& document, const Invoice& invoice,
              const BookedItem& item) {
  const std::string currency = invoice.currency.code();
  to.set_id(item.id);
  to.set_document(document);
  to.set_reference(invoice.reference);
  to.mutable_amount()->set_currency(currency);
  to.mutable_amount()->set_minor_units(item.amount);
  to.mutable_open()->set_currency(currency);
  to.mutable_open()->set_minor_units(item.open);
  if (invoice.issued) Fill(*to.mutable_issue_date(), *invoice.issued);
  Fill(*to.mutable_due_date(), item.due);
}

/// Where the invoices of one page of items lie: all that each item may belong to.
struct Candidates {
  std::vector<std::string> keys;
  std::vector<std::pair<std::string, std::string>> item_and_document;  ///< As `keys`.
};

Candidates CandidatesOf(const AccountId& account, const std::vector<std::string>& members) {
  Candidates candidates;
  const std::string prefix = OpenItemsPrefix(account);
  for (const std::string& member : members) {
    const std::string item = ItemOfMember(member, prefix);
    for (const std::string& document : DocumentsOfItem(item)) {
      candidates.keys.push_back(InvoiceKey(account, document));
      candidates.item_and_document.emplace_back(item, document);
    }
  }
  return candidates;
}

}  // namespace

std::string PageToken(const std::string& list, const std::string& after) {
  return ToBase64Url(TagOf(list, after) + after);
}

Result<std::string> AfterOf(const std::string& list, const std::string& page_token) {
  if (page_token.empty()) return std::string();
  const auto bytes = FromBase64Url(page_token);
  if (bytes && bytes->size() > kTagBytes) {
    std::string after = bytes->substr(kTagBytes);
    if (bytes->substr(0, kTagBytes) == TagOf(list, after)) return after;
  }
  return Invalid("is not a token of this list", "page_token");
}

Result<size_t> PageSize(int asked) {
  if (asked < 0) return Invalid("must not be negative", "page_size");
  return static_cast<size_t>(asked == 0 ? kDefaultPage : std::min(asked, kLargestPage));
}

Result<v1::GetAccountResponse> LedgerQueries::Opened(const AccountId& id,
                                                     const Account& account) const {
  v1::GetAccountResponse response;
  Fill(*response.mutable_account(), id);
  for (const auto& [currency, totals] : account.totals) {
    if (totals != Totals{}) FillBalance(*response.add_balances(), currency, totals);
  }
  if (!account.master) return response;
  // An erased person's data cannot be opened: the account stays, without a name.
  const auto open = [&](const Sealed& sealed) -> std::string {
    if (sealed.bytes.empty()) return {};
    const auto opened = keys_.Open(sealed);
    return opened ? opened->Reveal() : std::string();
  };
  const MasterData& master = *account.master;
  response.set_name(open(master.name));
  response.set_debtor_kind(master.debtor_kind);
  response.set_language(master.language);
  response.set_country(master.country);
  response.set_zone(master.zone);
  response.set_calendar(master.calendar);
  for (const Contact& contact : master.contacts) {
    auto& to = *response.add_contacts();
    to.set_id(contact.id);
    to.set_channel(static_cast<common::v1::Channel>(contact.channel));
    to.set_role(contact.role);
    to.set_language(contact.language);
    to.set_name(open(contact.name));
    to.set_address(open(contact.address));
  }
  return response;
}

Result<void> LedgerQueries::FillReceipts(const AccountId& account, const journal::Token& at_least,
                                         v1::GetAccountResponse& response) const {
  const std::string prefix = UnallocatedPrefix(account);
  const auto listed = views_.List(at_least, prefix, "", kMostReceipts, timeout_);
  if (!listed) return Failure(listed.error());
  std::vector<std::string> documents, keys;
  for (const std::string& member : listed->members) {
    documents.push_back(member.substr(prefix.size()));
    keys.push_back(ReceiptKey(account, documents.back()));
  }
  if (keys.empty()) return {};
  const auto loaded = views_.Load(at_least, keys, timeout_);
  if (!loaded) return Failure(loaded.error());
  for (size_t i = 0; i < documents.size(); ++i) {
    const auto receipt = Value<Receipt>(loaded->values[i]);
    if (!receipt) return Failure(receipt.error());
    if (!*receipt || (*receipt)->rest == 0) continue;
    auto& to = *response.add_unallocated();
    to.set_document(documents[i]);
    to.mutable_rest()->set_currency((*receipt)->currency.code());
    to.mutable_rest()->set_minor_units((*receipt)->rest);
    Fill(*to.mutable_value_date(), (*receipt)->value_date);
    to.set_credit_note((*receipt)->kind == ReceiptKind::kCreditNote);
  }
  return {};
}

Result<std::vector<std::pair<std::string, FeedState>>> LedgerQueries::FeedsOf(
    const journal::Token& at_least, const std::string& entity) const {
  const std::string prefix = FeedsPrefix(entity);
  const auto listed = views_.List(at_least, prefix, "", kMostFeeds, timeout_);
  if (!listed) return Failure(listed.error());
  std::vector<std::pair<std::string, FeedState>> feeds;
  if (listed->members.empty()) return feeds;
  const auto loaded = views_.Load(at_least, listed->members, timeout_);
  if (!loaded) return Failure(loaded.error());
  for (size_t i = 0; i < listed->members.size(); ++i) {
    const auto state = Value<FeedState>(loaded->values[i]);
    if (!state) return Failure(state.error());
    if (*state) feeds.emplace_back(listed->members[i].substr(prefix.size()), **state);
  }
  return feeds;
}

Result<v1::GetAccountResponse> LedgerQueries::GetAccount(
    const v1::GetAccountRequest& request) const {
  const auto id = AccountFrom(request.account());
  if (!id) return Failure(id.error());
  auto start = StartOf(configuration_, *id, request.has_at_least() ? &request.at_least() : nullptr);
  if (!start) return Failure(start.error());
  const auto loaded = views_.Load(*start, {AccountKey(*id)}, timeout_);
  if (!loaded) return Failure(loaded.error());
  const auto account = Value<Account>(loaded->values.at(0));
  if (!account) return Failure(account.error());
  if (!*account) return NotFound("nothing is known of account " + ToString(*id));
  auto response = Opened(*id, **account);
  if (!response) return response;
  // What is read from here on is at least as new as the totals; the token promises the totals.
  if (loaded->position) start->sequence = std::max(start->sequence, loaded->position->sequence);
  if (auto filled = FillReceipts(*id, *start, *response); !filled) return Failure(filled.error());
  const auto feeds = FeedsOf(*start, id->entity);
  if (!feeds) return Failure(feeds.error());
  for (const auto& [source, state] : *feeds) {
    const int64_t earliest = response->received_up_to_ms();
    response->set_received_up_to_ms(earliest == 0 ? state.up_to_ms
                                                  : std::min(earliest, state.up_to_ms));
  }
  FillToken(*response->mutable_token(), start->partition, loaded->position);
  return response;
}

Result<v1::ListOpenItemsResponse> LedgerQueries::ListOpenItems(
    const v1::ListOpenItemsRequest& request) const {
  const auto id = AccountFrom(request.account());
  if (!id) return Failure(id.error());
  auto start = StartOf(configuration_, *id, request.has_at_least() ? &request.at_least() : nullptr);
  if (!start) return Failure(start.error());
  const auto size = PageSize(request.page_size());
  if (!size) return Failure(size.error());
  const std::string prefix = OpenItemsPrefix(*id);
  const auto after = AfterOf(prefix, request.page_token());
  if (!after) return Failure(after.error());
  const auto listed = views_.List(*start, prefix, *after, *size + 1, timeout_);
  if (!listed) return Failure(listed.error());
  std::vector<std::string> members = listed->members;
  v1::ListOpenItemsResponse response;
  if (members.size() > *size) {
    members.resize(*size);
    response.set_next_page_token(PageToken(prefix, members.back()));
  }
  if (listed->position) start->sequence = std::max(start->sequence, listed->position->sequence);
  FillToken(*response.mutable_token(), start->partition, listed->position);
  if (members.empty()) return response;
  const Candidates candidates = CandidatesOf(*id, members);
  const auto loaded = views_.Load(*start, candidates.keys, timeout_);
  if (!loaded) return Failure(loaded.error());
  for (size_t i = 0; i < candidates.keys.size(); ++i) {
    const auto invoice = Value<Invoice>(loaded->values[i]);
    if (!invoice) return Failure(invoice.error());
    if (!*invoice) continue;
    const auto& [item_id, document] = candidates.item_and_document[i];
    for (const BookedItem& item : (*invoice)->items) {
      if (item.id == item_id && item.open > 0) {
        FillItem(*response.add_items(), document, **invoice, item);
      }
    }
  }
  return response;
}

Result<v1::ListFeedsResponse> LedgerQueries::ListFeeds(const v1::ListFeedsRequest& request) const {
  if (FindEntity(*configuration_.Newest(), request.legal_entity()) == nullptr) {
    return NotFound("no legal entity " + request.legal_entity() + " is configured");
  }
  std::map<std::string, FeedState> feeds;
  for (int partition = 0; partition < configuration_.Partitions(); ++partition) {
    const auto here = FeedsOf({partition, 0}, request.legal_entity());
    if (!here) return Failure(here.error());
    for (const auto& [source, state] : *here) {
      const auto [at, is_new] = feeds.try_emplace(source, state);
      if (is_new) continue;
      at->second.up_to_ms = std::min(at->second.up_to_ms, state.up_to_ms);
      at->second.behind = std::max(at->second.behind, state.behind);
    }
  }
  v1::ListFeedsResponse response;
  for (const auto& [source, state] : feeds) {
    auto& feed = *response.add_feeds();
    feed.set_source(source);
    feed.set_legal_entity(request.legal_entity());
    feed.set_up_to_ms(state.up_to_ms);
    feed.set_behind(state.behind);
  }
  return response;
}

Result<LedgerQueries::ParkedPage> LedgerQueries::ListParked(int partition,
                                                            const std::string& entity,
                                                            const std::string& after,
                                                            size_t limit) const {
  const std::string prefix = entity.empty() ? std::string(kParkedPrefix) : ParkedMember(entity, "");
  const auto listed = views_.List({partition, 0}, prefix, after, limit, timeout_);
  if (!listed) return Failure(listed.error());
  ParkedPage page;
  std::vector<std::string> keys;
  for (const std::string& member : listed->members) {
    const std::string rest = member.substr(kParkedPrefix.size());
    keys.push_back(ParkedKey(rest.substr(rest.find('/') + 1)));
  }
  if (keys.empty()) return page;
  const auto loaded = views_.Load({partition, 0}, keys, timeout_);
  if (!loaded) return Failure(loaded.error());
  for (size_t i = 0; i < keys.size(); ++i) {
    const auto input = Value<ParkedInput>(loaded->values[i]);
    if (!input) return Failure(input.error());
    if (*input) page.inputs.emplace_back(listed->members[i], **input);
  }
  return page;
}

Result<std::optional<ParkedInput>> LedgerQueries::FindParked(int partition,
                                                             const std::string& input_id) const {
  const auto loaded = views_.Load({partition, 0}, {ParkedKey(input_id)}, timeout_);
  if (!loaded) return Failure(loaded.error());
  return Value<ParkedInput>(loaded->values.at(0));
}

}  // namespace relance::ledger
