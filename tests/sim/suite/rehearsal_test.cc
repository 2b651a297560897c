#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>

#include "services/scenario/adapters/rehearsal.h"
#include "services/scenario/adapters/repeated_acts.h"
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

  struct Issued {
    std::string number;
    AccountId account;
    int64_t amount = 0;
  };

  void Act() {
    if (stopped_) {
      stopped_ = false;
      suite_.Command(Stop(false));
      return suite_.Command(kScenario, suite_.NewId(), Stop(false).SerializeAsString(), "paul");
    }
    const auto& invoice = invoices_[suite_.Pick(invoices_.size())];
    const size_t dice = suite_.Pick(100);
    if (dice < 15) return NewInvoice(AnAccount());
    if (dice < 40) return Pay(invoice);
    using Deed = void (Life::*)(const Issued&);
    static constexpr std::array<Deed, 12> kDeeds{
        &Life::MakePromise, &Life::MakePromise, &Life::Argue,   &Life::Judge,
        &Life::Allow,       &Life::Allow,       &Life::Hold,    &Life::Release,
        &Life::Announce,    &Life::Propose,     &Life::AskStep, &Life::Halt};
    (this->*kDeeds[suite_.Pick(kDeeds.size())])(invoice);
  }

  void Pay(const Issued& invoice) {
    const auto part =
        suite_.Chance(60)
            ? invoice.amount
            : 1 + static_cast<int64_t>(suite_.Pick(static_cast<size_t>(invoice.amount)));
    const std::string receipt = fmt::format("P-{}", ++receipts_);
    suite_.Feed(
        Payment(invoice.account, receipt, part, suite_.Chance(80) ? invoice.number : "", Today()));
  }

  // What people do. A promise far ahead, and a plan without a down payment, wait for approval.
  void MakePromise(const Issued& invoice) {
    const Date by = Today() + std::chrono::days(1 + suite_.Pick(15));
    said_.emplace_back(fmt::format("PR-{}", said_.size()), invoice.account);
    suite_.Command(
        Promise(invoice.account, said_.back().first, invoice.amount, by, invoice.number));
  }
  void Argue(const Issued& invoice) {
    said_.emplace_back(fmt::format("DI-{}", said_.size()), invoice.account);
    disputes_.push_back(said_.back());
    suite_.Command(Dispute(invoice.account, disputes_.back().first, invoice.number,
                           suite_.Chance(50) ? 0 : invoice.amount / 3));
  }
  void Judge(const Issued&) {
    if (disputes_.empty()) return;
    const auto& [dispute, account] = disputes_[suite_.Pick(disputes_.size())];
    suite_.Command(Decided(account, dispute, suite_.Chance(50)));
  }
  void Allow(const Issued& invoice) {
    if (said_.empty() || suite_.Chance(50)) {
      return static_cast<void>(suite_.Command(Approve(invoice.account, "formal_notice")));
    }
    const auto& [subject, account] = said_[suite_.Pick(said_.size())];
    const std::string who = suite_.Chance(80) ? "paul" : "anna";  // who asked for it
    suite_.Command(kScenario, suite_.NewId(), Approve(account, subject).SerializeAsString(), who);
  }
  void Hold(const Issued& invoice) {
    scenario::v1::ScenarioInput input;
    auto& hold = *input.mutable_place_hold();
    Put(invoice.account, *hold.mutable_account());
    hold.set_scope(suite_.Chance(50) ? invoice.number : "case");
    hold.set_reason(suite_.Chance(50) ? "call" : "merger");
    Put(Today() + std::chrono::days(suite_.Pick(12)), *hold.mutable_until());
    suite_.Command(input);
  }
  void Release(const Issued& invoice) {
    scenario::v1::ScenarioInput input;
    auto& release = *input.mutable_release_hold();
    Put(invoice.account, *release.mutable_account());
    release.set_scope(suite_.Chance(50) ? invoice.number : "case");
    release.set_reason(suite_.Chance(50) ? "call" : suite_.Chance(50) ? "merger" : "in_flight");
    suite_.Command(input);
  }
  void Announce(const Issued& invoice) {
    scenario::v1::ScenarioInput input;
    auto& announced = *input.mutable_announce_payment();
    Put(invoice.account, *announced.mutable_account());
    announced.set_item(invoice.number);
    announced.set_mode(suite_.Chance(70) ? "transfer" : "card");
    suite_.Command(input);
  }
  void Propose(const Issued& invoice) {
    said_.emplace_back(fmt::format("PL-{}", said_.size()), invoice.account);
    scenario::v1::ScenarioInput input;
    auto& plan = *input.mutable_propose_plan();
    Put(invoice.account, *plan.mutable_account());
    plan.set_plan_id(said_.back().first);
    plan.set_currency("EUR");
    plan.add_items(invoice.number);
    const int64_t part = invoice.amount / 3;
    const auto pay = [&](int64_t amount, int day, scenario::v1::PlanPayment& payment) {
      payment.set_minor_units(amount);
      Put(Today() + std::chrono::days(day), *payment.mutable_on());
    };
    if (suite_.Chance(50)) {
      pay(part, 5, *plan.mutable_down());
    } else {
      pay(part, 9, *plan.add_instalments());
    }
    pay(part, 20, *plan.add_instalments());
    pay(invoice.amount - 2 * part, 34, *plan.add_instalments());
    suite_.Command(input);
  }
  void AskStep(const Issued& invoice) {
    const std::string request = fmt::format("FO-{}", ++requests_);
    scenario::v1::ScenarioInput asked;
    auto& step = *asked.mutable_force_step();
    Put(invoice.account, *step.mutable_account());
    step.set_request_id(request);
    step.set_item(invoice.number);
    step.set_step(suite_.Chance(50) ? "level2" : "formal_notice");
    step.set_reason("he asked for it");
    suite_.Command(asked);
    scenario::v1::ScenarioInput decided;
    if (suite_.Chance(70)) {
      Put(invoice.account, *decided.mutable_confirm_force()->mutable_account());
      decided.mutable_confirm_force()->set_request_id(request);
    } else {
      Put(invoice.account, *decided.mutable_refuse_force()->mutable_account());
      decided.mutable_refuse_force()->set_request_id(request);
    }
    suite_.Command(kScenario, suite_.NewId(), decided.SerializeAsString(), "paul");
  }
  void Halt(const Issued&) {
    stopped_ = true;
    suite_.Command(Stop(true));
  }

  Suite suite_;
  std::vector<Issued> invoices_;
  std::vector<std::pair<std::string, AccountId>> disputes_;
  std::vector<std::pair<std::string, AccountId>> said_;  ///< What may wait for approval.
  int receipts_ = 0;
  int requests_ = 0;
  bool stopped_ = false;
};

std::string LineOf(const scenario::v1::NoticeCleared& notice) {
  std::string line = fmt::format("{}/{} {} {} {}-{}-{}", notice.account().legal_entity(),
                                 notice.account().number(), notice.notice_id(), notice.step(),
                                 notice.local_date().year(), notice.local_date().month(),
                                 notice.local_date().day());
  if (notice.has_thanks()) line += fmt::format(" {}", notice.thanks().amount().minor_units());
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

/// How many of each act of people left a fact.
void CountActs(Suite& suite, std::map<std::string, size_t>& acts) {
  for (const auto& record : ChainOf(suite, kScenario)) {
    for (const auto& entry : record.entries) {
      for (const auto& bytes : entry.facts) {
        scenario::v1::ScenarioFact fact;
        if (!fact.ParseFromString(bytes) || !fact.has_case_fact()) continue;
        const auto known = scenario::DecodeCaseFact(fact.case_fact());
        if (!known) continue;
        const auto act = scenario::ActOf({}, *known, {}, {});
        if (!act) continue;
        const auto* kinds = act->command.GetDescriptor()->FindOneofByName("kind");
        ++acts[act->command.GetReflection()->GetOneofFieldDescriptor(act->command, kinds)->name()];
      }
    }
  }
}

/// RELANCE_REHEARSED_CASES=10000 takes some minutes.
uint64_t Cases() {
  const char* wanted = std::getenv("RELANCE_REHEARSED_CASES");
  return wanted == nullptr ? 500 : std::strtoull(wanted, nullptr, 10);
}

TEST(RehearsalTest, RandomCasesAreSentWhatTheirRehearsalSays) {
  size_t notices = 0;
  size_t thanks = 0;
  std::map<std::string, size_t> acts;
  for (uint64_t seed = 1; seed <= Cases() / kAccounts; ++seed) {
    Life life(seed);
    life.Live();
    const auto sent = Sent(life.suite());
    const auto rehearsed = Rehearsed(life.suite());
    notices += sent.size();
    thanks += static_cast<size_t>(std::ranges::count_if(
        life.suite().mails(), [](const Mail& mail) { return mail.thanks.has_value(); }));
    CountActs(life.suite(), acts);
    ASSERT_EQ(Without(rehearsed, sent), Lines()) << "only rehearsed, seed " << seed;
    ASSERT_EQ(Without(sent, rehearsed), Lines()) << "only sent, seed " << seed;
  }
  EXPECT_GT(notices, Cases());
  EXPECT_GT(thanks, 0U);
  for (const char* kind :
       {"record_promise", "open_dispute", "decide_dispute", "approve_notice", "place_hold",
        "release_hold", "announce_payment", "propose_plan", "confirm_force", "refuse_force"}) {
    EXPECT_GT(acts[kind], 0U) << kind;
  }
}

}  // namespace
}  // namespace relance::sim
