#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/account_id.h"
#include "libs/base/instant.h"
#include "libs/journal/record.h"
#include "relance/ledger/v1/facts.pb.h"
#include "tests/sim/suite/suite.h"

/// What must be true of the three journals and of everything that left, found out by reading the
/// journals from zero without the services' own state.
namespace relance::sim {

/// The accepted records of a journal.
std::vector<journal::Record> ChainOf(Suite& suite, Service service);
bool WasStarted(const std::vector<journal::Record>& notifier, const Mail& mail);
/// The record with a command's first outcome, and whether it was accepted; {0, false} if none.
std::pair<uint64_t, bool> PlaceOf(const std::vector<journal::Record>& chain, const CommandId& id);
/// The record with the fact that a document of the feed was recorded; 0 if none.
uint64_t PlaceOfReceipt(const std::vector<journal::Record>& ledger, const std::string& document);

/// One account by its facts alone: open = documents - allocations.
class Books {
 public:
  struct Item {
    std::string document;
    std::string currency;
    int64_t amount = 0;
    int64_t told_open = 0;  ///< As the newest fact about it says.
    bool written_off = false;
  };
  struct Receipt {
    std::string currency;
    int64_t amount = 0;
    int64_t told_rest = 0;
    bool reversed = false;
  };

  void Take(const ledger::v1::LedgerFact& fact);
  int64_t OpenOf(const std::string& item) const;
  /// Given up, and not recovered.
  int64_t WrittenOffOf(const std::string& item) const;
  int64_t RestOf(const std::string& receipt) const;
  /// Facts that contradict the sums; empty when none.
  std::string Contradiction() const;
  const std::map<std::string, Item>& items() const { return items_; }
  const std::map<std::string, Receipt>& receipts() const { return receipts_; }

 private:
  /// What allocations leave of its amount.
  int64_t LeftOf(const std::string& item) const;

  std::map<std::string, Item> items_;
  std::map<std::string, Receipt> receipts_;
  std::map<std::pair<std::string, std::string>, int64_t> shares_;  ///< By receipt and item.
};

/// All promises, of a suite at rest; what is violated, nothing when all hold.
std::vector<std::string> Prove(Suite& suite);

}  // namespace relance::sim
