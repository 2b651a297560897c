#pragma once

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "relance/ledger/v1/inputs.pb.h"
#include "services/ledger/adapters/codec.h"
#include "services/ledger/adapters/keys.h"
#include "services/ledger/adapters/ledger_journal.h"

namespace relance::ledger {

/// The journal without Kafka and Redis, for tests: loads what is needed, decides, applies, and puts
/// what changed into a map. Each input starts with nothing in memory.
class JournalHarness {
 public:
  struct Taken {
    journal::Decision decision;
    size_t loaded = 0;
    size_t written = 0;
    std::vector<v1::LedgerFact> facts;
  };

  Taken Take(const journal::Input& input) {
    Taken taken;
    journal::Documents documents;
    taken.loaded = Install(documents, domain_.Needs(input, documents));
    for (bool known = false; !known;) {
      std::vector<std::string> missing;
      {
        const journal::Documents::Attempt attempt(documents);
        taken.decision = domain_.Decide(input, documents, at_);
        missing = attempt.missing();
      }
      known = missing.empty();
      taken.loaded += Install(documents, missing);
    }
    const uint64_t before = sequence_;
    for (const auto& effect : taken.decision.effects) {
      EXPECT_TRUE(domain_.NeedsToEvolve(effect.key, effect.facts, documents).empty())
          << "deciding loads what applying needs";
      Apply(effect, documents, taken.facts);
    }
    const journal::Changes changes = documents.Take();
    EXPECT_EQ(ReadByAnother(taken.decision.effects, before), Sorted(changes))
        << "what was decided is not what was written";
    taken.written = Keep(changes);
    return taken;
  }

  Taken Document(const v1::LedgerInput& content) {
    journal::Input input{"relance.ledger.bulk.v1", offset_++,
                         journal::DocumentInput{content.SerializeAsString()}};
    return Take(input);
  }

  Taken Command(const v1::LedgerInput& content, std::vector<std::string> entities = {"*"},
                const std::string& role = "collector") {
    journal::CommandInput command;
    command.by = {"anna", role, std::move(entities)};
    command.content = content.SerializeAsString();
    return Take({"relance.ledger.commands.v1", offset_++, std::move(command)});
  }

  /// Applies the facts alone, with what NeedsToEvolve asks for, as a rebuild does.
  void Replay(const std::string& key, const std::vector<std::string>& facts) {
    journal::Documents documents;
    Install(documents, domain_.NeedsToEvolve(key, facts, documents));
    EXPECT_TRUE(domain_.NeedsToEvolve(key, facts, documents).empty());
    std::vector<v1::LedgerFact> unused;
    Apply({key, facts}, documents, unused);
    Keep(documents.Take());
  }

  void Park(const journal::Input& input, const journal::ParkReason& reason) {
    const auto effect = domain_.Parked(input, 3, reason);
    Replay(effect.key, effect.facts);
  }

  template <class T>
  T Get(const std::string& key) const {
    const auto found = view.find(key);
    EXPECT_NE(found, view.end()) << key;
    return found == view.end() ? T{} : *Decode<T>(found->second);
  }

  std::vector<std::string> Members(const std::string& prefix) const {
    std::vector<std::string> members;
    for (auto at = index.lower_bound(prefix); at != index.end() && at->starts_with(prefix); ++at) {
      members.push_back(*at);
    }
    return members;
  }

  std::map<std::string, std::string> view;
  std::set<std::string> index;
  std::vector<std::pair<std::string, std::vector<std::string>>> entries;

 private:
  using Written =
      std::pair<std::map<std::string, std::optional<std::string>>, std::map<std::string, bool>>;

  static Written Sorted(const journal::Changes& changes) {
    Written written;
    for (const auto& [key, bytes] : changes.documents) written.first[key] = bytes;
    for (const auto& [member, on] : changes.index) written.second[member] = on;
    return written;
  }

  /// What a reader that has decided nothing makes of the facts.
  Written ReadByAnother(const std::vector<journal::Effect>& effects, uint64_t sequence) {
    LedgerJournal reader;
    journal::Documents documents;
    for (const auto& effect : effects) {
      Install(documents, reader.NeedsToEvolve(effect.key, effect.facts, documents));
      for (const std::string& fact : effect.facts) {
        EXPECT_TRUE(reader.Evolve(effect.key, fact, documents, ++sequence, at_));
      }
    }
    return Sorted(documents.Take());
  }

  /// Returns how many documents were not known before.
  size_t Install(journal::Documents& documents, const std::vector<std::string>& keys) {
    const size_t before = documents.Size();
    for (const std::string& key : keys) {
      const auto found = view.find(key);
      documents.Install(key, found == view.end() ? std::nullopt : std::optional(found->second));
    }
    return documents.Size() - before;
  }

  void Apply(const journal::Effect& effect, journal::Documents& documents,
             std::vector<v1::LedgerFact>& facts) {
    for (const std::string& fact : effect.facts) {
      const auto applied = domain_.Evolve(effect.key, fact, documents, ++sequence_, at_);
      EXPECT_TRUE(applied.has_value()) << applied.error().message;
      facts.emplace_back().ParseFromString(fact);
    }
    entries.emplace_back(effect.key, effect.facts);
  }

  size_t Keep(const journal::Changes& changes) {
    for (const auto& [key, bytes] : changes.documents) {
      bytes ? void(view[key] = *bytes) : void(view.erase(key));
    }
    for (const auto& [member, on] : changes.index) {
      on ? void(index.insert(member)) : void(index.erase(member));
    }
    return changes.documents.size();
  }

  LedgerJournal domain_;
  int64_t offset_ = 0;
  uint64_t sequence_ = 0;
  Instant at_ = FromMillis(1'790'000'000'000);
};

inline Date Day(int year, unsigned month, unsigned day) {
  return std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{month} /
                               std::chrono::day{day}};
}

inline v1::DocumentReceived& Received(v1::LedgerInput& input, const std::string& document,
                                      int64_t version, const std::string& content,
                                      const AccountId& account = {"FR01", "D42"}) {
  auto& received = *input.mutable_document();
  received.mutable_origin()->set_source("/erp/sap/FR01");
  received.mutable_origin()->set_document(document);
  received.mutable_origin()->set_version(version);
  received.mutable_origin()->set_content_digest(ToBytes(Sha256(content)));
  Fill(*received.mutable_account(), account);
  return received;
}

inline v1::LedgerInput InvoiceInput(const std::string& document, std::vector<int64_t> amounts,
                                    int64_t version = 1) {
  v1::LedgerInput input;
  std::string content;
  for (const int64_t amount : amounts) content += std::to_string(amount) + ",";
  auto& invoice = *Received(input, document, version, content).mutable_invoice();
  invoice.set_document(document);
  invoice.set_currency("EUR");
  for (size_t i = 0; i < amounts.size(); ++i) {
    auto& item = *invoice.add_items();
    item.set_id(amounts.size() == 1 ? document : document + "/" + std::to_string(i + 1));
    item.set_amount(amounts[i]);
    Fill(*item.mutable_due_date(), Day(2026, 10, 1) + std::chrono::days(30 * i));
  }
  return input;
}

inline v1::LedgerInput PaymentInput(const std::string& document, int64_t amount,
                                    const std::vector<Intent>& intents = {}) {
  v1::LedgerInput input;
  auto& receipt = *Received(input, document, 1, std::to_string(amount)).mutable_receipt();
  receipt.set_document(document);
  receipt.set_receipt_kind(v1::RECEIPT_KIND_PAYMENT);
  receipt.set_currency("EUR");
  receipt.set_amount(amount);
  Fill(*receipt.mutable_value_date(), Day(2026, 10, 12));
  for (const Intent& intent : intents) {
    auto& to = *receipt.add_intents();
    to.set_document(intent.document);
    to.set_amount(intent.amount);
    to.set_item(intent.item);
  }
  return input;
}

inline v1::LedgerInput ReversalInput(const std::string& document, const std::string& receipt) {
  v1::LedgerInput input;
  Received(input, document, 1, receipt).mutable_reversal()->set_receipt(receipt);
  return input;
}

inline v1::LedgerInput HistoryInput(const std::string& document, const std::string& invoice,
                                    int level) {
  v1::LedgerInput input;
  auto& history = *Received(input, document, 1, std::to_string(level)).mutable_history();
  history.set_invoice(invoice);
  history.add_notices()->set_level(level);
  Fill(*history.mutable_notices(0)->mutable_on(), Day(2026, 9, 15));
  return input;
}

inline v1::LedgerInput WriteOffInput(const std::string& document, const std::string& invoice) {
  v1::LedgerInput input;
  Received(input, document, 1, invoice).mutable_write_off()->set_invoice(invoice);
  return input;
}

inline v1::LedgerInput GapInput(const std::string& document, bool open) {
  v1::LedgerInput input;
  Received(input, document, 1, open ? "open" : "repaired").mutable_gap()->set_open(open);
  return input;
}

}  // namespace relance::ledger
