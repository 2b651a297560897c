#include "relance/ledger/v1/ledger.grpc.pb.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/nouns/words.h"
#include "tools/relance/rpc/call.h"

namespace relance::cli {
namespace {

using Stub = ledger::v1::LedgerService::Stub;

constexpr int kPage = 200;

common::v1::Money MoneyOf(const std::string& currency, int64_t minor) {
  common::v1::Money money;
  money.set_currency(currency);
  money.set_minor_units(minor);
  return money;
}

Result<ledger::v1::ListOpenItemsResponse> AllOpenItems(Session& session, Stub& stub,
                                                       const common::v1::Account& account) {
  ledger::v1::ListOpenItemsResponse all;
  ledger::v1::ListOpenItemsRequest request;
  *request.mutable_account() = account;
  request.set_page_size(kPage);
  do {
    const auto page = Call(stub, &Stub::ListOpenItems, request, session.identity);
    if (!page) return page;
    all.mutable_items()->MergeFrom(page->items());
    *all.mutable_token() = page->token();
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

void ShowPeople(Console& console, const ledger::v1::GetAccountResponse& account) {
  console.Data(InWords(account.account()) + "  " + account.name());
  for (const auto& contact : account.contacts()) {
    console.Data("  " + contact.id() + "  " + InWords(contact.channel()) + "  " + contact.role() +
                 "  " + contact.name() + "  " + contact.address());
  }
  for (const auto& balance : account.balances()) {
    std::string sums = "  open " + InWords(MoneyOf(balance.currency(), balance.open())) +
                       ", unallocated " +
                       InWords(MoneyOf(balance.currency(), balance.unallocated()));
    if (balance.written_off() != 0) {
      sums += ", written off " + InWords(MoneyOf(balance.currency(), balance.written_off()));
    }
    console.Data(sums);
  }
  console.Data("  feed up to " + MomentInWords(account.received_up_to_ms()));
}

Result<ExitCode> Show(Session& session) {
  const auto account = AccountIn(session, "ACCOUNT");
  if (!account) return Failure(account.error());
  auto channel = ChannelTo(session, session.targets.ledger, "--ledger");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  ledger::v1::GetAccountRequest request;
  *request.mutable_account() = *account;
  const auto answer = Call(stub, &Stub::GetAccount, request, session.identity);
  if (!answer) return Failure(answer.error());
  const auto items = AllOpenItems(session, stub, *account);
  if (!items) return Failure(items.error());
  if (session.console.json()) {
    session.console.Data("{\"account\":" + JsonOf(*answer) + ",\"open\":" + JsonOf(*items) + "}");
    return ExitCode::kOk;
  }
  ShowPeople(session.console, *answer);
  std::vector<std::vector<std::string>> rows;
  for (const auto& item : items->items()) {
    rows.push_back({item.id(), InWords(item.due_date()), InWords(item.open()),
                    InWords(item.amount()), item.reference()});
  }
  for (const auto& receipt : answer->unallocated()) {
    rows.push_back({receipt.document(), InWords(receipt.value_date()),
                    "-" + InWords(receipt.rest()), receipt.credit_note() ? "credit" : "payment",
                    ""});
  }
  if (!rows.empty()) session.console.Table({"ITEM", "DUE", "OPEN", "AMOUNT", "REFERENCE"}, rows);
  return ExitCode::kOk;
}

}  // namespace

std::vector<Command> AccountCommands() {
  return {{"account",
           "show",
           "Who owes what, as the ledger knows it.",
           {"account show FR01/D42"},
           {{"ACCOUNT", "ENTITY/NUMBER", Parameter::Kind::kText, "", true}},
           Show}};
}

}  // namespace relance::cli
