#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>

#include "services/ledger/domain/item_id.h"
#include "services/ledger/domain/testing_books.h"

namespace relance::ledger {
namespace {

/// rapidcheck prints its seed; RC_PARAMS="seed=..." repeats a run.
#define PROPERTY(...) EXPECT_TRUE(rc::check(__VA_ARGS__))

template <class T>
const T& OneOf(std::mt19937& random, const std::vector<T>& values) {
  return values[random() % values.size()];
}

/// Any document about few numbers, so that they meet.
Document AnyDocument(std::mt19937& random) {
  const std::vector<std::string> invoices{"F-1", "F-2", "A", "A/1"};
  const std::vector<std::string> receipts{"P-1", "P-2", "P-3", "P-4"};
  const int64_t version = 1 + static_cast<int64_t>(random() % 3);
  const Currency currency = random() % 6 == 0 ? kUsd : kEur;
  const auto amount = [&] { return 1 + static_cast<int64_t>(random() % 100); };
  switch (random() % 5) {
    case 0:
    case 1: {
      std::vector<int64_t> amounts;
      for (size_t n = 1 + random() % 3; n > 0; --n) amounts.push_back(amount());
      return AnInvoice(OneOf(random, invoices), amounts, version, currency);
    }
    case 2:
    case 3: {
      std::vector<Intent> intents;
      for (size_t n = random() % 3; n > 0; --n) {
        Intent& intent = intents.emplace_back(OneOf(random, invoices), 0);
        if (random() % 2 == 0) intent.amount = amount();
        if (random() % 3 == 0) intent.item = intent.document + (random() % 2 == 0 ? "/1" : "/2");
      }
      return APayment(OneOf(random, receipts), amount(), intents, version, currency);
    }
    default:
      return AReversal("R-" + std::to_string(random() % 4), OneOf(random, receipts));
  }
}

/// What the header says is what the documents add up to, and both sides of an allocation agree.
void CheckSums(BooksInMemory& books) {
  std::map<Currency, Totals> sums;
  std::map<std::pair<std::string, std::string>, int64_t> shares, allocations;
  std::set<std::pair<Date, std::string>> open;
  for (const auto& [document, invoice] : books.invoices) {
    for (const BookedItem& item : invoice.items) {
      Totals& t = sums[invoice.currency];
      t.invoiced += item.amount;
      t.open += item.open;
      t.open_items += item.open > 0;
      if (item.open > 0) open.insert({item.due, item.id});
      int64_t allocated = 0;
      for (const Share& share : item.shares) {
        allocated += share.amount;
        shares[{share.receipt, item.id}] += share.amount;
      }
      RC_ASSERT(item.amount - item.open == allocated);
      RC_ASSERT(item.open >= 0);
    }
  }
  std::set<std::string> unallocated;
  for (const auto& [document, receipt] : books.receipts) {
    int64_t allocated = 0;
    for (const Allocation& a : receipt.allocations) {
      allocated += a.amount;
      allocations[{document, a.item}] += a.amount;
    }
    if (receipt.rest > 0) unallocated.insert(document);
    if (!receipt.known || receipt.reversed) {
      RC_ASSERT(allocated == 0);
      RC_ASSERT(receipt.rest == 0);
      continue;
    }
    RC_ASSERT(receipt.amount == receipt.rest + allocated);
    sums[receipt.currency].received += receipt.amount;
    sums[receipt.currency].unallocated += receipt.rest;
  }
  RC_ASSERT(shares == allocations);
  RC_ASSERT(open == books.open_items);
  RC_ASSERT(unallocated == books.unallocated);
  for (const auto& [currency, totals] : books.account ? books.account->totals : sums) {
    RC_ASSERT(totals == sums[currency]);
    RC_ASSERT(totals.invoiced - totals.open == totals.received - totals.unallocated);
  }
}

/// What the receipt paid on account of the intent, item by item: an item that is named by itself
/// takes first what is meant for it.
int64_t PaidOnAccountOf(const Receipt& receipt, const Intent& intent) {
  std::map<std::string, int64_t> paid;
  for (const Allocation& a : receipt.allocations) {
    if (a.document == intent.document && Means(intent.item, a.item)) paid[a.item] += a.amount;
  }
  int64_t sum = 0;
  for (const auto& [item, amount] : paid) {
    const auto own = std::ranges::find_if(receipt.intents, [&](const Intent& i) {
      return i.document == intent.document && !i.item.empty() && Means(i.item, item);
    });
    if (!intent.item.empty() || own == receipt.intents.end()) {
      sum += amount;
    } else if (own->amount != 0) {
      sum += std::max<int64_t>(0, amount - own->amount);
    }
  }
  return sum;
}

/// Nothing stays unallocated while a document or an item that it names is open.
void CheckIntents(BooksInMemory& books) {
  for (const auto& [id, receipt] : books.receipts) {
    if (!receipt.known || receipt.reversed || receipt.rest == 0) continue;
    for (const Intent& intent : receipt.intents) {
      const Invoice& invoice = books.invoices[intent.document];
      if (!invoice.known || invoice.currency != receipt.currency) continue;
      int64_t open = 0;
      for (const BookedItem& item : invoice.items) {
        if (Means(intent.item, item.id)) open += item.open;
      }
      const bool used_up = intent.amount != 0 && PaidOnAccountOf(receipt, intent) >= intent.amount;
      RC_ASSERT(open == 0 || used_up);
    }
  }
}

TEST(LedgerPropertyTest, WhateverComesInWhateverOrderTheSumsBalance) {
  PROPERTY("sums balance", [](uint32_t seed) {
    std::mt19937 random(seed);
    BooksInMemory books;
    for (int i = 0; i < 60; ++i) {
      Take(books, AnyDocument(random));
      CheckSums(books);
      CheckIntents(books);
    }
  });
}

/// What does not depend on the order in which documents came: versions, what is open, reversals,
/// sums. (Which of two receipts that compete for one item keeps its rest does depend on it.)
struct Outcome {
  std::map<std::string, std::pair<int64_t, int64_t>> invoices;  ///< Version, open.
  std::map<std::string, std::pair<int64_t, bool>> receipts;     ///< Version, reversed.
  std::map<Currency, Totals> totals;
  bool operator==(const Outcome&) const = default;
};

Outcome OutcomeOf(const std::vector<Document>& documents) {
  BooksInMemory books;
  for (const Document& document : documents) Take(books, document);
  CheckSums(books);
  Outcome outcome;
  for (const auto& [id, invoice] : books.invoices) {
    int64_t open = 0;
    for (const BookedItem& item : invoice.items) open += item.open;
    if (invoice.known) outcome.invoices[id] = {invoice.origin.version, open};
  }
  for (const auto& [id, receipt] : books.receipts) {
    outcome.receipts[id] = {receipt.origin.version, receipt.reversed};
  }
  for (const auto& [currency, totals] : books.account->totals) {
    if (totals != Totals{}) outcome.totals[currency] = totals;
  }
  return outcome;
}

/// Invoices with one item and receipts that name one document, several versions of each, contents
/// that follow from the version, reversals each of its receipt.
std::vector<Document> AnyHistory(std::mt19937& random) {
  std::vector<Document> documents;
  const auto amount = [&] { return 1 + static_cast<int64_t>(random() % 100); };
  for (const std::string id : {"F-1", "F-2", "F-3"}) {
    for (int64_t v = 1; v <= 1 + static_cast<int64_t>(random() % 3); ++v) {
      documents.push_back(AnInvoice(id, {amount()}, v, random() % 8 == 0 ? kUsd : kEur));
    }
  }
  for (int p = 1; p <= 5; ++p) {
    const std::string id = "P-" + std::to_string(p);
    const std::string invoice = "F-" + std::to_string(1 + random() % 4);
    for (int64_t v = 1; v <= 1 + static_cast<int64_t>(random() % 2); ++v) {
      documents.push_back(APayment(id, amount(), {{invoice, 0}}, v));
    }
    if (random() % 3 == 0) documents.push_back(AReversal("R-" + std::to_string(p), id));
  }
  return documents;
}

TEST(LedgerPropertyTest, AnyOrderWithAnyRepeatsLeadsToTheSameBooks) {
  PROPERTY("order does not matter", [](uint32_t seed) {
    std::mt19937 random(seed);
    const std::vector<Document> history = AnyHistory(random);
    const Outcome expected = OutcomeOf(history);
    for (int round = 0; round < 5; ++round) {
      std::vector<Document> other = history;
      for (size_t n = history.size() / 2; n > 0; --n) other.push_back(OneOf(random, history));
      std::ranges::shuffle(other, random);
      RC_ASSERT(OutcomeOf(other) == expected);
    }
  });
}

}  // namespace
}  // namespace relance::ledger
