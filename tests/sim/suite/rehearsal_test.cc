#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "services/scenario/adapters/rehearsal.h"
#include "tests/sim/suite/proof.h"
#include "tests/sim/suite/suite.h"
#include "tests/sim/suite/words.h"

// A rehearsal over the journals of a suite gives what the suite sent.

namespace relance::sim {
namespace {

constexpr int kDays = 60;
constexpr int kAccounts = 50;

/// Two months of fifty debtors on one suite where nothing fails, drawn by a seed.
class Life {
 public:
  explicit Life(uint64_t seed) : suite_(seed, *ParseInstant("2026-09-28T05:00:00Z"), Shipped()) {}

  void Live() {
    for (int i = 0; i < kAccounts; ++i) suite_.Feed(MasterData(Account(i)));
    for (int i = 0; i < kAccounts; ++i) NewInvoice(Account(i));
    Rest();
    for (int day = 0; day < kDays; ++day) {
      const Instant end = suite_.now() + std::chrono::days(1);
      for (size_t acts = suite_.Pick(6); acts > 0; --acts) {
        PassUntil(suite_.now() + Millis{static_cast<int64_t>(suite_.Pick(4 * 3'600'000))});
        Act();
        Rest();
      }
      PassUntil(std::max(end, suite_.now()));
      suite_.Feed(FeedSeen(suite_.now(), 0));
      Rest();
    }
  }

  Suite& suite() { return suite_; }

 private:
  static std::string Shipped() { return ShippedScenario(); }
  static AccountId Account(int number) { return {"FR01", fmt::format("D{}", number)}; }
  AccountId AnAccount() { return Account(static_cast<int>(suite_.Pick(kAccounts))); }
  Date Today() const { return std::chrono::floor<std::chrono::days>(suite_.now()); }

  void Rest() {
    const auto stuck = suite_.Settle();
    EXPECT_EQ(stuck, "");
  }

  void PassUntil(Instant end) {
    while (true) {
      const auto next = suite_.NextMoment();
      const Instant until = next ? std::min(*next, end) : end;
      if (until > suite_.now()) suite_.Advance(until - suite_.now());
      Rest();
      if (suite_.now() >= end) return;
      if (next && *next <= suite_.now()) suite_.Advance(Millis{1});
    }
  }

  void NewInvoice(const AccountId& account) {
    const std::string number = fmt::format("F-{}", invoices_.size() + 1);
    const auto amount = static_cast<int64_t>(4'000 + suite_.Pick(100'000));
    invoices_.push_back({number, account, amount});
    suite_.Feed(Invoice(account, number, amount,
                        Today() - std::chrono::days(5) + std::chrono::days(suite_.Pick(20))));
  }

  void Act() {
    const auto& invoice = invoices_[suite_.Pick(invoices_.size())];
    const size_t dice = suite_.Pick(100);
    if (stopped_) {
      stopped_ = false;
      return static_cast<void>(suite_.Command(Stop(false)));
    }
    if (dice < 20) return NewInvoice(AnAccount());
    if (dice < 55) {
      const auto part =
          suite_.Chance(60)
              ? invoice.amount
              : 1 + static_cast<int64_t>(suite_.Pick(static_cast<size_t>(invoice.amount)));
      const std::string receipt = fmt::format("P-{}", ++receipts_);
      return suite_.Feed(Payment(invoice.account, receipt, part,
                                 suite_.Chance(80) ? invoice.number : "", Today()));
    }
    if (dice < 70) {
      const Date by = Today() + std::chrono::days(1 + suite_.Pick(9));
      suite_.Command(Promise(invoice.account, fmt::format("PR-{}", ++said_), invoice.amount, by,
                             invoice.number));
    } else if (dice < 80) {
      disputes_.emplace_back(fmt::format("DI-{}", ++said_), invoice.account);
      suite_.Command(Dispute(invoice.account, disputes_.back().first, invoice.number,
                             suite_.Chance(50) ? 0 : invoice.amount / 3));
    } else if (dice < 88 && !disputes_.empty()) {
      const auto& [dispute, account] = disputes_[suite_.Pick(disputes_.size())];
      suite_.Command(Decided(account, dispute, suite_.Chance(50)));
    } else if (dice < 96) {
      suite_.Command(Approve(invoice.account, "formal_notice"));
    } else {
      stopped_ = true;
      suite_.Command(Stop(true));
    }
  }

  struct Issued {
    std::string number;
    AccountId account;
    int64_t amount = 0;
  };

  Suite suite_;
  std::vector<Issued> invoices_;
  std::vector<std::pair<std::string, AccountId>> disputes_;
  int receipts_ = 0;
  int said_ = 0;
  bool stopped_ = false;
};

std::string LineOf(const scenario::v1::NoticeCleared& notice) {
  std::string line = fmt::format("{}/{} {} {} {}-{}-{}", notice.account().legal_entity(),
                                 notice.account().number(), notice.notice_id(), notice.step(),
                                 notice.local_date().year(), notice.local_date().month(),
                                 notice.local_date().day());
  for (const auto& content : notice.contents()) {
    line += fmt::format(" {}:{}", content.currency(), content.net());
    for (const auto& item : content.items()) line += fmt::format(" {}", item.item());
  }
  return line;
}

using Lines = std::vector<std::string>;

/// Cleared notices that were handed over, in order.
Lines Sent(Suite& suite) {
  std::map<std::string, std::string> cleared;
  for (const auto& record : ChainOf(suite, kScenario)) {
    for (const auto& entry : record.entries) {
      for (const auto& bytes : entry.facts) {
        scenario::v1::ScenarioFact fact;
        if (!fact.ParseFromString(bytes) || !fact.has_notice_cleared()) continue;
        cleared[fact.notice_cleared().notice_id()] = LineOf(fact.notice_cleared());
      }
    }
  }
  Lines lines;
  for (const auto& mail : suite.mails()) lines.push_back(cleared[mail.notice]);
  std::ranges::sort(lines);
  return lines;
}

Lines Rehearsed(Suite& suite) {
  ConfigurationStore configurations(1);
  EXPECT_TRUE(configurations.Put(ConfigurationWith("email-fr", ShippedScenario())));
  scenario::Rehearsal rehearsal(configurations, 0);
  rehearsal.Play(ChainOf(suite, kLedger), ChainOf(suite, kScenario));
  rehearsal.PassUntil(suite.now());
  EXPECT_EQ(rehearsal.problems(), Lines());
  Lines lines;
  for (const auto& notice : rehearsal.sent()) lines.push_back(LineOf(notice));
  std::ranges::sort(lines);
  return lines;
}

Lines Without(const Lines& lines, const Lines& others) {
  Lines out;
  std::ranges::set_difference(lines, others, std::back_inserter(out));
  return out;
}

/// RELANCE_REHEARSED_CASES=10000 takes some minutes.
uint64_t Cases() {
  const char* wanted = std::getenv("RELANCE_REHEARSED_CASES");
  return wanted == nullptr ? 500 : std::strtoull(wanted, nullptr, 10);
}

TEST(RehearsalTest, RandomCasesAreSentWhatTheirRehearsalSays) {
  size_t notices = 0;
  for (uint64_t seed = 1; seed <= Cases() / kAccounts; ++seed) {
    Life life(seed);
    life.Live();
    const auto sent = Sent(life.suite());
    const auto rehearsed = Rehearsed(life.suite());
    notices += sent.size();
    ASSERT_EQ(Without(rehearsed, sent), Lines()) << "only rehearsed, seed " << seed;
    ASSERT_EQ(Without(sent, rehearsed), Lines()) << "only sent, seed " << seed;
  }
  EXPECT_GT(notices, Cases());
}

}  // namespace
}  // namespace relance::sim
