// What a feed may do to the books of its accounts: lines of JSON, each after one byte for its type,
// read, translated, decided and booked as the ledger does it.
#include "services/ledger/adapters/codec.h"
#include "services/ledger/domain/testing_books.h"
#include "tests/fuzz/feed_sample.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

using ledger::BooksInMemory;

void ExpectBalance(const BooksInMemory& books) {
  if (!books.account) return;
  for (const auto& [currency, t] : books.account->totals) {
    Expect(t.invoiced - t.open == t.received - t.unallocated, "what is paid is what was received");
    Expect(t.open >= 0 && t.unallocated >= 0 && t.open_items >= 0, "nothing is below zero");
  }
}

void Book(BooksInMemory& books, const AccountId& account, const ledger::Document& document) {
  const auto facts = ledger::DecideDocument(books, document);
  if (!facts) return;
  for (const auto& fact : *facts) {
    const auto message = ledger::ToMessage(account, fact);
    Expect(ledger::FactFrom(message) == fact, "a fact is journalled as it was decided");
    Expect(ledger::Evolve(books, fact).has_value(), "what was decided fits the books");
  }
  ExpectBalance(books);
  const auto again = ledger::DecideDocument(books, document);
  Expect(!again || again->empty(), "a repeat changes nothing");
}

void Run(std::string_view input) {
  static const FeedSample sample;
  static const config::v1::FeedMapping any;
  std::map<AccountId, BooksInMemory> accounts;
  while (!input.empty()) {
    const size_t type = TakeByte(input);
    const auto line = TakeUpTo(input, '\n');
    const auto event = ledger::ReadFeedEvent(any, FeedHeaders(type, true), std::string(line));
    if (!event) continue;
    const auto read = sample.translator().Translate(*event, {"*"});
    const auto* read_document = read ? std::get_if<ledger::ReadDocument>(&*read) : nullptr;
    if (read_document == nullptr) continue;
    const auto document = ledger::DocumentFrom(read_document->input.document());
    Expect(document.has_value(), "what the intake lets through the ledger can read");
    Book(accounts[read_document->account], read_document->account, *document);
  }
}

const bool kDeclared = Declare({"feed_to_books", Run});

}  // namespace
}  // namespace relance::fuzz
