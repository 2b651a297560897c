#include "tests/sim/suite/suite_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "tests/sim/suite/host.h"
#include "tests/sim/suite/proof.h"
#include "tests/sim/suite/words.h"

namespace relance::sim {
namespace {

constexpr int kActs = 260;
constexpr int kMostDepth = 2;
constexpr size_t kMostInvoices = 5;
constexpr size_t kMostProcesses = 8;

/// The scheduler of one run: at every act, and between any two port calls, anything may happen.
class Chance {
 public:
  Chance(uint64_t seed, const std::string& yaml)
      : suite_(seed, *ParseInstant("2026-09-28T05:00:00Z"), yaml) {}

  std::vector<std::string> Run(RunCounts& counts) {
    for (const auto& account : accounts_) suite_.Feed(MasterData(account));
    if (const auto stuck = suite_.Settle(); !stuck.empty()) return {"at the start " + stuck};
    DrawHabits();
    suite_.between = [this](const std::string&) { return Between(); };
    for (int i = 0; i < kActs && suite_.failures().empty(); ++i) {
      Act();
      if (suite_.Chance(6)) JumpToNextMoment();
    }
    suite_.between = nullptr;
    suite_.faults = {};
    if (stopped_) LetLeave();
    suite_.Feed(FeedSeen(suite_.now(), 0));
    const std::string stuck = suite_.Settle();
    auto failures = Prove(suite_);
    if (!stuck.empty()) failures.push_back(stuck);
    counts.mails += suite_.mails().size();
    counts.thanks += static_cast<size_t>(
        std::ranges::count_if(suite_.mails(), [](const Mail& m) { return m.thanks.has_value(); }));
    counts.receipts += receipts_.size();
    for (const CommandId& id : came_back_) {
      const auto* answer = suite_.AnswerTo(id);
      counts.came_back += answer != nullptr && answer->accepted ? 1 : 0;
    }
    for (const Service service : kServices) counts.deaths += suite_.host(service).deaths();
    return failures;
  }

 private:
  void DrawHabits() {
    suite_.batch_inputs = 1 + suite_.Pick(12);
    between_percent_ = static_cast<int>(suite_.Pick(4)) * 4;
    if (suite_.Chance(30)) return;  // only the order of things is drawn
    death_percent_ = static_cast<int>(suite_.Pick(3));
    suite_.faults.append_lost = static_cast<int>(suite_.Pick(4));
    suite_.faults.append_late = static_cast<int>(suite_.Pick(4));
    suite_.faults.append_unreported = static_cast<int>(suite_.Pick(4));
    suite_.faults.append_twice = static_cast<int>(suite_.Pick(4));
    suite_.faults.refused = static_cast<int>(suite_.Pick(20));
    suite_.faults.answer_lost = static_cast<int>(suite_.Pick(20));
    suite_.faults.fence_lost = static_cast<int>(suite_.Pick(20));
    faulty_ = true;
  }

  bool Between() {
    if (depth_ >= kMostDepth || !suite_.Chance(between_percent_)) return false;
    ++depth_;
    Act();
    --depth_;
    return suite_.Chance(death_percent_);
  }

  void Act() {
    const size_t dice = suite_.Pick(100);
    if (dice < 55) {
      suite_.Step(kServices[suite_.Pick(3)]);
    } else if (dice < 72) {
      RunAProcess();
    } else if (dice < 80) {
      SendFence();
    } else if (dice < 90) {
      Arrive();
    } else if (dice < 94) {
      suite_.Advance(Millis{1 + static_cast<int64_t>(suite_.Pick(20'000))});
    } else if (faulty_) {
      Break();
    }
  }

  /// A process waits for the journals that it speaks to: not while one of them waits for us.
  void RunAProcess() {
    for (const Service service : {kScenario, kNotifier}) {
      if (suite_.host(service).stepping()) return;
    }
    suite_.RunProcess(suite_.Pick(suite_.processes()));
  }

  void SendFence() {
    try {
      suite_.SendFence();
    } catch (const Died&) {
      // the scenario's process ended before the ledger had the request
    }
  }

  void Break() {
    switch (suite_.Pick(5)) {
      case 0:
        return suite_.Kill(kServices[suite_.Pick(3)]);
      case 1:
        return suite_.view(kServices[suite_.Pick(3)]).RollBack(1 + suite_.Pick(3));
      case 2:
        return suite_.EndProcess(suite_.Pick(suite_.processes()));
      case 3:
        if (suite_.processes() < kMostProcesses) suite_.StartProcess();
        return;
      default:
        return suite_.LandLate();
    }
  }

  void JumpToNextMoment() {
    for (const Service service : kServices) {
      if (suite_.host(service).stepping()) return;
    }
    depth_ += kMostDepth;  // only a look
    const auto next = suite_.NextMoment();
    depth_ -= kMostDepth;
    const Instant last = *ParseInstant("2026-11-20T00:00:00Z");
    if (next && *next > suite_.now() && *next < last) suite_.Advance(*next - suite_.now());
  }

  const AccountId& AnAccount() { return accounts_[suite_.Pick(accounts_.size())]; }
  Date Today() const { return std::chrono::floor<std::chrono::days>(suite_.now()); }

  void Tell(const ledger::v1::LedgerInput& document) {
    told_.push_back(document);
    suite_.Feed(document);
  }
  void Say(const scenario::v1::ScenarioInput& input) {
    said_.emplace_back(suite_.Command(input), input.SerializeAsString());
  }

  /// It takes two persons.
  void LetLeave() {
    stopped_ = false;
    Say(Stop(false));
    suite_.Command(kScenario, suite_.NewId(), Stop(false).SerializeAsString(), "paul");
  }

  void Arrive() {
    const size_t dice = suite_.Pick(100);
    if (dice < 25 || invoices_.empty()) return NewInvoice();
    const auto& [number, invoice] =
        *std::next(invoices_.begin(), static_cast<long>(suite_.Pick(invoices_.size())));
    if (dice < 45) return Receive(number, invoice.first, invoice.second);
    if (dice < 51 && !receipts_.empty()) return Reverse();
    if (dice < 60) return MakePromise(number, invoice.first, invoice.second);
    if (dice < 69) return Argue(number, invoice.first, invoice.second);
    if (dice < 75) {
      if (stopped_) return LetLeave();
      stopped_ = true;
      return Say(Stop(true));
    }
    if (dice < 81) return suite_.Feed(FeedSeen(suite_.now(), suite_.Chance(20) ? 3 : 0));
    if (dice < 84) return Import(number, invoice.first);
    if (dice < 85) return Tell(WriteOffOf(invoice.first, "W-" + number, number));
    if (dice < 88 && !suite_.mails().empty()) return ComeBack();
    if (dice < 93 && !suite_.mails().empty()) return PayAll();
    if (dice < 96) return suite_.Feed(told_[suite_.Pick(told_.size())]);
    if (said_.empty()) return;
    const auto& [id, content] = said_[suite_.Pick(said_.size())];
    suite_.Command(kScenario, id, content);
  }

  void NewInvoice() {
    if (invoices_.size() >= kMostInvoices) return ChangeInvoice();
    const std::string number = fmt::format("F-{}", invoices_.size() + 1);
    const AccountId account = AnAccount();
    const auto amount = static_cast<int64_t>(20'000 + suite_.Pick(100'000));
    const Date due = Today() - std::chrono::days(3) + std::chrono::days(suite_.Pick(12));
    invoices_[number] = {account, amount};
    dues_[number] = due;
    Tell(Invoice(account, number, amount, due));
  }

  void ChangeInvoice() {
    const auto at = std::next(invoices_.begin(), static_cast<long>(suite_.Pick(invoices_.size())));
    const auto amount = static_cast<int64_t>(1'000 + suite_.Pick(100'000));
    const int64_t version = ++versions_[at->first] + 1;
    at->second.second = amount;
    Tell(Invoice(at->second.first, at->first, amount, dues_[at->first], version));
  }

  void Receive(const std::string& number, const AccountId& account, int64_t amount) {
    const std::string receipt = fmt::format("P-{}", receipts_.size() + 1);
    const auto some = 1 + static_cast<int64_t>(suite_.Pick(static_cast<size_t>(amount)));
    const int64_t part = suite_.Chance(50) ? amount : some;
    const std::string intent = suite_.Chance(80) ? number : "";
    receipts_.emplace_back(receipt, account);
    Tell(suite_.Chance(70) ? Payment(account, receipt, part, intent, Today())
                           : CreditNote(account, receipt, part, intent, Today()));
  }

  /// Everybody pays what he was ever asked for: thanks may be due.
  void PayAll() {
    for (const auto& [number, invoice] : invoices_) {
      const std::string receipt = fmt::format("P-{}", receipts_.size() + 1);
      receipts_.emplace_back(receipt, invoice.first);
      Tell(Payment(invoice.first, receipt, invoice.second, number, Today()));
    }
  }

  void Reverse() {
    const auto& [receipt, account] = receipts_[suite_.Pick(receipts_.size())];
    Tell(Reversal(account, "R-" + receipt, receipt));
  }

  void MakePromise(const std::string& number, const AccountId& account, int64_t amount) {
    const Date by = Today() + std::chrono::days(1 + suite_.Pick(9));
    Say(Promise(account, fmt::format("PR-{}", said_.size()), amount, by, number));
  }

  void Import(const std::string& number, const AccountId& account) {
    const std::string document = fmt::format("H-{}", told_.size());
    Tell(HistoryOf(account, document, number, static_cast<int>(suite_.Pick(3)), Today()));
  }

  /// Mostly of the message itself; sometimes a provider mixes two accounts up.
  void ComeBack() {
    const Mail& mail = suite_.mails()[suite_.Pick(suite_.mails().size())];
    const auto kind = static_cast<notifier::v1::ReceiptKind>(1 + suite_.Pick(4));
    const auto input = ReceiptOf(AnAccount(), mail.notice, mail.contact, kind);
    came_back_.push_back(suite_.Command(kNotifier, input.SerializeAsString()));
  }

  void Argue(const std::string& number, const AccountId& account, int64_t amount) {
    if (!disputes_.empty() && suite_.Chance(50)) {
      const auto& [dispute, owner] = disputes_[suite_.Pick(disputes_.size())];
      return Say(Decided(owner, dispute, suite_.Chance(50)));
    }
    disputes_.emplace_back(fmt::format("DI-{}", disputes_.size() + 1), account);
    Say(Dispute(account, disputes_.back().first, number, suite_.Chance(50) ? 0 : amount / 3));
  }

  Suite suite_;
  const std::vector<AccountId> accounts_{{"FR01", "D42"}, {"FR01", "D7"}};
  std::map<std::string, std::pair<AccountId, int64_t>> invoices_;
  std::map<std::string, Date> dues_;
  std::map<std::string, int64_t> versions_;
  std::vector<std::pair<std::string, AccountId>> receipts_;
  std::vector<std::pair<std::string, AccountId>> disputes_;
  std::vector<ledger::v1::LedgerInput> told_;
  std::vector<CommandId> came_back_;
  std::vector<std::pair<CommandId, std::string>> said_;
  bool stopped_ = false;
  bool faulty_ = false;
  int between_percent_ = 0;
  int death_percent_ = 0;
  int depth_ = 0;
};

}  // namespace

std::vector<std::string> RunSuite(uint64_t seed, const std::string& scenario_yaml,
                                  RunCounts& counts) {
  return Chance(seed, scenario_yaml).Run(counts);
}

}  // namespace relance::sim
