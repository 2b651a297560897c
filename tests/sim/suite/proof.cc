#include "tests/sim/suite/proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "libs/journal/documents.h"
#include "relance/notifier/v1/facts.pb.h"
#include "relance/scenario/v1/facts.pb.h"
#include "services/ledger/adapters/keys.h"
#include "services/scenario/adapters/codec.h"
#include "services/scenario/adapters/documents.h"
#include "services/scenario/adapters/scenario_journal.h"
#include "tests/sim/suite/host.h"
#include "tests/sim/suite/words.h"

namespace relance::sim {
namespace {

using BooksOf = std::map<AccountId, Books>;
using scenario::v1::NoticeCleared;

constexpr const char* kServiceNames[] = {"ledger", "scenario", "notifier"};

std::optional<AccountId> AccountOf(const ledger::v1::LedgerFact& fact) {
  switch (fact.kind_case()) {
    case ledger::v1::LedgerFact::kInvoiceRecorded:
      return scenario::FromProto(fact.invoice_recorded().account());
    case ledger::v1::LedgerFact::kReceiptRecorded:
      return scenario::FromProto(fact.receipt_recorded().account());
    case ledger::v1::LedgerFact::kAllocated:
      return scenario::FromProto(fact.allocated().account());
    case ledger::v1::LedgerFact::kAllocationUndone:
      return scenario::FromProto(fact.allocation_undone().account());
    case ledger::v1::LedgerFact::kReceiptReversed:
      return scenario::FromProto(fact.receipt_reversed().account());
    case ledger::v1::LedgerFact::kWriteOffRecorded:
      return scenario::FromProto(fact.write_off_recorded().account());
    default:
      return std::nullopt;
  }
}

/// The ledger's journal, and what it had said at each fence.
struct Ledger {
  BooksOf books;
  std::map<uint64_t, BooksOf> at_fence;
  std::map<uint64_t, int64_t> behind_at_fence;
};

/// The whole record counts for its fence: "at or before f".
Ledger ReadLedger(Suite& suite, std::vector<std::string>& failures) {
  Ledger ledger;
  int64_t behind = 0;
  for (const auto& record : ChainOf(suite, kLedger)) {
    bool fence = false;
    for (const auto& entry : record.entries) {
      std::set<AccountId> touched;
      for (const auto& bytes : entry.facts) {
        ledger::v1::LedgerFact fact;
        if (!fact.ParseFromString(bytes)) failures.push_back("an unreadable fact of the ledger");
        fence |= fact.has_fence_passed();
        if (fact.has_feed_advanced()) behind = fact.feed_advanced().behind();
        const auto account = AccountOf(fact);
        if (!account) continue;
        ledger.books[*account].Take(fact);
        touched.insert(*account);
      }
      for (const auto& account : touched) {
        const std::string wrong = ledger.books[account].Contradiction();
        if (!wrong.empty()) {
          failures.push_back(fmt::format("I3: at ledger {}: {}", record.header.sequence, wrong));
        }
      }
    }
    if (!fence) continue;
    ledger.at_fence[record.header.sequence] = ledger.books;
    ledger.behind_at_fence[record.header.sequence] = behind;
  }
  return ledger;
}

void CheckTotals(Suite& suite, const BooksOf& books, std::vector<std::string>& failures) {
  for (const auto& [account, book] : books) {
    const auto& documents = suite.view(kLedger).content().documents;
    const auto at = documents.find(ledger::AccountKey(account));
    if (at == documents.end()) {
      failures.push_back("I3: the ledger's view does not know " + ToString(account));
      continue;
    }
    const auto stored = Decode<ledger::Account>(at->second);
    ledger::Totals mine;
    for (const auto& [id, item] : book.items()) {
      mine.invoiced += item.amount;
      mine.open += book.OpenOf(id);
      mine.written_off += book.WrittenOffOf(id);
      mine.open_items += book.OpenOf(id) > 0 ? 1 : 0;
    }
    for (const auto& [id, receipt] : book.receipts()) {
      mine.received += receipt.reversed ? 0 : receipt.amount;
      mine.unallocated += book.RestOf(id);
    }
    const auto eur = stored->totals.find(Currency::Of("EUR"));
    const ledger::Totals shown = eur == stored->totals.end() ? ledger::Totals{} : eur->second;
    const int64_t paid = mine.invoiced - mine.open - mine.written_off;
    if (shown != mine || paid != mine.received - mine.unallocated) {
      failures.push_back(
          fmt::format("I3: {} shows open {} of {}, unallocated {} of {}; its "
                      "documents say {} of {}, {} of {}",
                      ToString(account), shown.open, shown.invoiced, shown.unallocated,
                      shown.received, mine.open, mine.invoiced, mine.unallocated, mine.received));
    }
  }
}

/// Whether the case's copy is the ledger's.
std::string Difference(const scenario::Case& c, const Books& books) {
  for (const auto& [id, item] : books.items()) {
    const auto* mine = c.FindItem(id);  // closed with a rest within the tolerance, perhaps
    if (item.written_off) {
      if (c.FindOpen(id) != nullptr) return "the case still asks for " + id;
      continue;
    }
    const int64_t open = mine == nullptr ? 0 : mine->open;
    if (open != books.OpenOf(id)) {
      return fmt::format("the case has {} open of {}, the ledger {}", open, id, books.OpenOf(id));
    }
  }
  for (const auto& [id, item] : c.items) {
    if (!books.items().contains(id)) return "the case has an item of no invoice: " + id;
  }
  for (const auto& [id, receipt] : books.receipts()) {
    const auto mine = c.receipts.find(id);
    const int64_t rest = mine == c.receipts.end() ? 0 : mine->second.rest;
    if (rest != books.RestOf(id)) {
      return fmt::format("the case has {} left of {}, the ledger {}", rest, id, books.RestOf(id));
    }
  }
  return {};
}

/// The scenario's journal, fact by fact, with the state before each.
class ScenarioReader {
 public:
  ScenarioReader(Suite& suite, const Ledger& ledger, std::vector<std::string>& failures)
      : suite_(suite), ledger_(ledger), failures_(failures), domain_(suite.rulebook(), 0) {}

  void Read() {
    for (const auto& record : ChainOf(suite_, kScenario)) {
      for (const auto& entry : record.entries) {
        TakeEntry(entry, record.header.sequence, record.header.recorded_at);
      }
    }
  }

  /// The clearance that lies at `sequence`, nullptr when there is none for the notice.
  const NoticeCleared* Cleared(const std::string& notice, uint64_t sequence,
                               const std::string& ask) const {
    const auto at = cleared_.find({sequence, notice + " " + ask});
    return at == cleared_.end() ? nullptr : &at->second;
  }
  const std::set<std::string>& counted() const { return counted_; }
  const std::set<std::string>& withdrawn() const { return withdrawn_; }
  /// Which payment each notice that is a thank-you is for.
  const std::map<std::string, std::string>& thanks_of() const { return thanks_of_; }
  const scenario::Case* CaseOf(const AccountId& account) {
    Know({scenario::CaseKey(account)});
    const auto* found = documents_.Find<scenario::CaseDocument>(scenario::CaseKey(account));
    return found == nullptr ? nullptr : &found->c;
  }

 private:
  void Know(const std::vector<std::string>& keys) {
    for (const auto& key : keys) documents_.Install(key, std::nullopt);
  }

  void TakeEntry(const journal::Entry& entry, uint64_t sequence, Instant at) {
    Know({scenario::kPartitionKey});
    Know(domain_.NeedsToEvolve(entry.key, entry.facts, documents_));
    for (const auto& bytes : entry.facts) {
      scenario::v1::ScenarioFact fact;
      if (!fact.ParseFromString(bytes)) return failures_.push_back("an unreadable scenario fact");
      if (fact.has_notice_cleared()) CheckCleared(fact.notice_cleared(), sequence, at);
      if (fact.has_case_fact()) NoteCounted(entry.key, fact);
      if (fact.has_notice_withdrawn()) withdrawn_.insert(fact.notice_withdrawn().notice_id());
      if (!domain_.Evolve(entry.key, bytes, documents_, sequence, at)) {
        failures_.push_back("a fact of the scenario does not apply to " + entry.key);
      }
    }
  }

  void NoteCounted(const std::string& key, const scenario::v1::ScenarioFact& fact) {
    const auto decoded = scenario::DecodeCaseFact(fact.case_fact());
    if (!decoded) return failures_.push_back("a fact of a case cannot be read");
    if (const auto* counted = std::get_if<scenario::NoticeCounted>(&*decoded)) {
      counted_.insert(counted->notice);
    } else if (const auto* sent = std::get_if<scenario::ThankYouSent>(&*decoded)) {
      counted_.insert(sent->notice);
    } else if (std::holds_alternative<scenario::ThanksOwed>(*decoded)) {
      ++owed_[key];
    } else if (const auto* planned = std::get_if<scenario::ThankYouPlanned>(&*decoded)) {
      thanks_of_[planned->notice] = fmt::format("payment {} of {}", owed_[key], key);
    }
  }

  void Violation(const NoticeCleared& cleared, uint64_t sequence, const std::string& what) {
    failures_.push_back(fmt::format("I6: the clearance at c {} with f {} of {}: {}", sequence,
                                    cleared.fence_sequence(), cleared.notice_id(), what));
  }

  void CheckCleared(const NoticeCleared& cleared, uint64_t sequence, Instant at) {
    cleared_[{sequence, cleared.notice_id() + " " + cleared.ask_id()}] = cleared;
    const AccountId account = scenario::FromProto(cleared.account());
    const auto books = ledger_.at_fence.find(cleared.fence_sequence());
    if (books == ledger_.at_fence.end()) return Violation(cleared, sequence, "no fence there");
    const auto* c = CaseOf(account);
    if (c == nullptr || !books->second.contains(account)) {
      return Violation(cleared, sequence, "nothing is known of the account");
    }
    const Books& mine = books->second.at(account);
    const std::string difference = Difference(*c, mine);
    if (!difference.empty()) Violation(cleared, sequence, difference);
    // What is not read yet may pay what is asked for; for what was paid anybody may be thanked.
    if (!cleared.has_thanks() && ledger_.behind_at_fence.at(cleared.fence_sequence()) > 0) {
      Violation(cleared, sequence, "the feed was behind");
    }
    const auto* partition = documents_.Find<scenario::PartitionDocument>(scenario::kPartitionKey);
    if (partition == nullptr || partition->stops.contains(kEntity)) {
      Violation(cleared, sequence, "the entity was stopped");
    }
    if (cleared.has_thanks()) CheckThanks(cleared, sequence, *c, mine);
    for (const auto& content : cleared.contents()) {
      CheckContent(cleared, sequence, at, content, *c, mine);
    }
  }

  /// Of a payment that is there, as it came, where nothing is owed and nothing is claimed.
  void CheckThanks(const NoticeCleared& cleared, uint64_t sequence, const scenario::Case& c,
                   const Books& books) {
    if (cleared.contents_size() > 0) Violation(cleared, sequence, "it thanks and claims");
    if (!c.items.empty()) Violation(cleared, sequence, "it thanks a debtor who owes");
    if (!c.thanks || c.thanks->notice != cleared.notice_id()) {
      return Violation(cleared, sequence, "nobody is to be thanked");
    }
    const auto paid = books.receipts().find(c.thanks->receipt);
    const int64_t amount = cleared.thanks().amount().minor_units();
    if (paid == books.receipts().end() || paid->second.reversed || paid->second.amount != amount) {
      Violation(cleared, sequence, fmt::format("no payment of {} is there", amount));
    }
  }

  void CheckContent(const NoticeCleared& cleared, uint64_t sequence, Instant at,
                    const scenario::v1::NoticeContent& content, const scenario::Case& c,
                    const Books& books) {
    std::set<std::string> listed;
    int64_t claimed = 0;
    const bool announces = cleared.level() == 0;
    for (const auto& line : content.items()) {
      CheckLine(cleared, sequence, line, c, books, listed);
      claimed += line.amount();
    }
    for (const auto& line : content.also()) {
      CheckLine(cleared, sequence, line, c, books, listed);
      claimed += line.amount();
    }
    for (const auto& line : content.soon()) CheckLine(cleared, sequence, line, c, books, listed);
    int64_t credits = 0;
    for (const auto& [id, receipt] : books.receipts()) credits += books.RestOf(id);
    if (content.credits() != credits) {
      Violation(cleared, sequence,
                fmt::format("it says {} of credits, the ledger {}", content.credits(), credits));
    }
    if (content.net() != claimed - credits) {
      Violation(cleared, sequence,
                fmt::format("it claims {} of {} less {}", content.net(), claimed, credits));
    }
    if (announces || cleared.formal()) return;
    const Date today = Zone::Find("Europe/Paris")->DateOf(at);
    for (const auto& [id, item] : c.items) {
      if (!item.IsOverdue(today) || listed.contains(id) || !c.IsActionable(item)) continue;
      Violation(cleared, sequence, "it leaves out " + id);
    }
  }

  /// Minor units of an item that may not be claimed, by promises and disputes themselves.
  static int64_t Excused(const scenario::Case& c, const scenario::Item& item) {
    int64_t excused = 0;
    for (const auto& [id, promise] : c.promises) {
      const bool names = std::ranges::any_of(
          promise.items, [&](const auto& promised) { return promised == item.id; });
      if (promise.state == scenario::PromiseState::kOpen && names) excused = item.open;
    }
    for (const auto& [id, dispute] : c.disputes) {
      if (dispute.item != item.id || dispute.state != scenario::DisputeState::kOpen) continue;
      excused += dispute.part == 0 ? item.open : dispute.part;
    }
    return std::min(excused, item.open);
  }

  void CheckLine(const NoticeCleared& cleared, uint64_t sequence,
                 const scenario::v1::NoticeLine& line, const scenario::Case& c, const Books& books,
                 std::set<std::string>& listed) {
    if (!listed.insert(line.item()).second) {
      Violation(cleared, sequence, line.item() + " is listed twice");
    }
    const auto* item = c.FindOpen(line.item());
    if (item == nullptr) return Violation(cleared, sequence, line.item() + " is not open");
    const int64_t allowed = books.OpenOf(line.item()) - Excused(c, *item);
    if (line.amount() != item->Claimable() || line.amount() > allowed || line.amount() <= 0) {
      Violation(
          cleared, sequence,
          fmt::format("{} is claimed with {}, {} is allowed", line.item(), line.amount(), allowed));
    }
  }

  Suite& suite_;
  const Ledger& ledger_;
  std::vector<std::string>& failures_;
  scenario::ScenarioJournal domain_;
  journal::Documents documents_;
  std::map<std::pair<uint64_t, std::string>, NoticeCleared> cleared_;
  std::set<std::string> counted_;
  std::set<std::string> withdrawn_;
  std::map<std::string, std::string> thanks_of_;
  std::map<std::string, int> owed_;  ///< Thank-yous so far, by case.
};

/// Attempts as the notifier's journal tells them.
struct Attempts {
  std::map<std::string, notifier::v1::AttemptStarted> started;
  std::map<std::string, std::vector<notifier::v1::AttemptResult>> ended;
  std::set<std::string> submitted;  ///< Notices.
};

Attempts ReadNotifier(Suite& suite, std::vector<std::string>& failures) {
  Attempts attempts;
  for (const auto& record : ChainOf(suite, kNotifier)) {
    for (const auto& entry : record.entries) {
      for (const auto& bytes : entry.facts) {
        notifier::v1::NotifierFact fact;
        if (!fact.ParseFromString(bytes)) failures.push_back("an unreadable notifier fact");
        if (fact.has_attempt_started()) {
          const auto& started = fact.attempt_started();
          if (!attempts.started.emplace(started.attempt_id(), started).second) {
            failures.push_back("I5: attempt " + started.attempt_id() + " started twice");
          }
        } else if (fact.has_attempt_ended()) {
          const auto& ended = fact.attempt_ended();
          attempts.ended[ended.attempt_id()].push_back(ended.result());
          if (ended.result() == notifier::v1::ATTEMPT_RESULT_SUBMITTED) {
            attempts.submitted.insert(ended.notice_id());
          }
        }
      }
    }
  }
  return attempts;
}

/// The claims as rendered, in the words of the clearance.
bool SameClaims(const Mail& mail, const NoticeCleared& cleared) {
  if (mail.thanks.has_value() != cleared.has_thanks()) return false;
  if (mail.thanks && mail.thanks->amount != cleared.thanks().amount().minor_units()) return false;
  if (mail.claims.size() != static_cast<size_t>(cleared.contents_size())) return false;
  for (size_t i = 0; i < mail.claims.size(); ++i) {
    const auto& claim = mail.claims[i];
    const auto& content = cleared.contents(static_cast<int>(i));
    const auto same = [](const auto& lines, const auto& told) {
      return std::equal(
          lines.begin(), lines.end(), told.begin(), told.end(), [](const auto& a, const auto& b) {
            return a.item == b.item() && a.amount == b.amount() && a.level == b.level();
          });
    };
    if (claim.currency != content.currency() || claim.net != content.net() ||
        claim.credits != content.credits() || !same(claim.items, content.items()) ||
        !same(claim.also, content.also()) || !same(claim.soon, content.soon())) {
      return false;
    }
  }
  return true;
}

void CheckMails(Suite& suite, const ScenarioReader& scenario, const Attempts& attempts,
                std::vector<std::string>& failures) {
  std::set<std::string> handed_over;
  std::map<std::string, std::vector<const Mail*>> by_message;
  for (const Mail& mail : suite.mails()) {
    if (!handed_over.insert(mail.attempt).second) {
      failures.push_back("I5: attempt " + mail.attempt + " was handed over twice");
    }
    const auto* cleared = scenario.Cleared(mail.notice, mail.clearance, mail.ask_id);
    if (cleared == nullptr || cleared->fence_sequence() != mail.fence) {
      failures.push_back("I6: " + mail.attempt + " was never cleared like that");
    } else if (!SameClaims(mail, *cleared)) {
      failures.push_back("I6: " + mail.attempt + " claims something else than was cleared");
    }
    by_message[mail.message_id].push_back(&mail);
  }
  for (const auto& [id, copies] : by_message) {
    for (size_t i = 0; i + 1 < copies.size(); ++i) {
      const auto ended = attempts.ended.find(copies[i]->attempt);
      if (ended == attempts.ended.end() ||
          ended->second.front() != notifier::v1::ATTEMPT_RESULT_UNKNOWN) {
        failures.push_back("I5: " + id + " left again although its fate was known");
      }
    }
    if (copies.size() > 2) failures.push_back("I5: " + id + " left more than twice");
  }
}

/// A level counts only with evidence, and evidence counts.
void CheckCounted(Suite& suite, const ScenarioReader& scenario, const Attempts& attempts,
                  std::vector<std::string>& failures) {
  for (const auto& notice : scenario.counted()) {
    const bool left =
        std::ranges::any_of(suite.mails(), [&](const Mail& m) { return m.notice == notice; });
    if (!attempts.submitted.contains(notice) || !left) {
      failures.push_back("I11: " + notice + " counted without evidence");
    }
  }
  for (const auto& notice : attempts.submitted) {
    // Asked for again while it was leaving, it may have been withdrawn behind its back.
    if (!scenario.counted().contains(notice) && !scenario.withdrawn().contains(notice)) {
      failures.push_back("I11: " + notice + " was submitted and did not count");
    }
  }
}

/// One payment, one thank-you, as far as anybody knows what became of it.
void CheckThankedOnce(const ScenarioReader& scenario, const Attempts& attempts,
                      std::vector<std::string>& failures) {
  std::set<std::string> thanked;
  for (const auto& notice : attempts.submitted) {
    const auto payment = scenario.thanks_of().find(notice);
    if (payment == scenario.thanks_of().end()) continue;
    if (!thanked.insert(payment->second).second) {
      failures.push_back("I12: " + payment->second + " was thanked for twice");
    }
  }
}

void CheckRebuild(Suite& suite, Service service, std::vector<std::string>& failures) {
  MemoryView view([&] { return suite.now(); });
  Host reader(suite, service, view);
  reader.Undisturbed();
  for (int i = 0; i < 2'000 && !reader.Quiet(); ++i) reader.Step();
  const ViewContent& mine = view.content();
  const ViewContent& live = suite.view(service).content();
  if (mine.position == live.position && mine.documents == live.documents &&
      mine.index == live.index) {
    return;
  }
  std::string where = "position or index";
  for (const auto& [key, value] : live.documents) {
    const auto at = mine.documents.find(key);
    if (at == mine.documents.end() || at->second != value) where = key;
  }
  failures.push_back(fmt::format("I7: the {}'s view is not what its journal gives: {}",
                                 kServiceNames[service], where));
}

}  // namespace

std::vector<std::string> Prove(Suite& suite) {
  std::vector<std::string> failures = suite.failures();
  const Ledger ledger = ReadLedger(suite, failures);
  CheckTotals(suite, ledger.books, failures);
  ScenarioReader scenario(suite, ledger, failures);
  scenario.Read();
  for (const auto& [account, books] : ledger.books) {
    const auto* c = scenario.CaseOf(account);
    if (c == nullptr) {
      failures.push_back("I3: the scenario does not know " + ToString(account));
      continue;
    }
    const std::string difference = Difference(*c, books);
    if (!difference.empty()) failures.push_back("I3: at rest " + difference);
  }
  const Attempts attempts = ReadNotifier(suite, failures);
  CheckMails(suite, scenario, attempts, failures);
  CheckCounted(suite, scenario, attempts, failures);
  CheckThankedOnce(scenario, attempts, failures);
  for (const Service service : kServices) {
    CheckRebuild(suite, service, failures);
    for (const auto& parked : suite.host(service).parked()) failures.push_back("parked " + parked);
  }
  return failures;
}

}  // namespace relance::sim
