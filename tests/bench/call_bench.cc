// How long callers of a running stack wait, measured from outside. The stack has the demo's
// configuration and a development clock.
//   call_bench holds SCENARIO PER_SECOND SECONDS WARM_UP
//       commands at a rate that waits for nobody; those of the first WARM_UP seconds do not count
//   call_bench facts LEDGER BROKERS TOPIC COUNT
//       an ERP's record until GetAccount shows it
//   call_bench withdrawals LEDGER SCENARIO NOTIFIER BROKERS TOPIC COUNT
//       a payment until the notice that waits is withdrawn; the mail server must refuse the local
//       part "bench" for now, and the business time be a working morning before the window opens
// Prints lines of JSON with milliseconds.

#include <grpcpp/grpcpp.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "libs/base/command_id.h"
#include "libs/base/instant.h"
#include "libs/grpc/rpc_channel.h"
#include "libs/seal/random.h"
#include "relance/dev/v1/clock.grpc.pb.h"
#include "relance/ledger/v1/ledger.grpc.pb.h"
#include "relance/notifier/v1/notifier.grpc.pb.h"
#include "relance/scenario/v1/scenario.grpc.pb.h"
#include "tests/bench/erp.h"
#include "tests/bench/stopwatch.h"

namespace relance::bench {
namespace {

using Channel = std::shared_ptr<grpc::Channel>;

constexpr Millis kCallTimeout{10'000};
constexpr double kPatienceMs = 30'000;
constexpr int kHeldAccounts = 2'000;
/// After the window of FR01 has opened, and once more when a refused mail may be tried again.
constexpr Millis kToTheWindow = std::chrono::minutes(31);
constexpr Millis kToTheRetry = std::chrono::minutes(6);

[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "call_bench: %s\n", why.c_str());
  std::exit(1);
}

Channel To(const std::string& target) {
  auto channel = RpcChannel({.target = target});
  if (!channel) Die(channel.error().message);
  return *channel;
}

void Prepared(grpc::ClientContext& context) {
  Prepare(context, {.timeout = kCallTimeout,
                    .identity = {.actor = "bench", .role = "lead", .entities = {"*"}}});
}

double MillisSince(Steady::time_point begin) {
  return SecondsSince(begin) * 1'000;
}

void Print(const std::string& what, std::vector<double> ms, size_t failed) {
  std::sort(ms.begin(), ms.end());
  const auto at = [&](size_t percent) {
    return ms.empty() ? 0.0 : ms[(ms.size() - 1) * percent / 100];
  };
  const nlohmann::ordered_json line = {{"what", what},     {"count", ms.size()}, {"failed", failed},
                                       {"p50_ms", at(50)}, {"p90_ms", at(90)},   {"p99_ms", at(99)},
                                       {"max_ms", at(100)}};
  std::printf("%s\n", line.dump().c_str());
}

/// Milliseconds until `there`, asked every 2 ms.
double Await(const std::string& what, Steady::time_point begin,
             const std::function<bool()>& there) {
  while (!there()) {
    if (MillisSince(begin) > kPatienceMs) Die("not within 30 s: " + what);
    poll(nullptr, 0, 2);
  }
  return MillisSince(begin);
}

Instant BusinessTime(const Channel& channel) {
  const auto stub = dev::v1::DevClockService::NewStub(channel);
  grpc::ClientContext context;
  Prepared(context);
  dev::v1::GetClockResponse answer;
  if (!stub->GetClock(&context, {}, &answer).ok()) Die("no development clock");
  return FromMillis(answer.now_ms());
}

void SetBusinessTime(const std::vector<Channel>& channels, Instant at) {
  for (const auto& channel : channels) {
    const auto stub = dev::v1::DevClockService::NewStub(channel);
    grpc::ClientContext context;
    Prepared(context);
    dev::v1::SetClockRequest request;
    request.set_now_ms(ToMillis(at));
    dev::v1::SetClockResponse answer;
    if (!stub->SetClock(&context, request, &answer).ok()) Die("the clock cannot be set");
  }
}

// ---- Commands at a steady rate.

struct Call {
  grpc::ClientContext context;
  scenario::v1::PlaceHoldRequest request;
  scenario::v1::PlaceHoldResponse response;
  Steady::time_point due;
};

/// What came of the calls; answers come from gRPC's threads.
class Answers {
 public:
  void Expect() { ++open_; }
  void Take(const grpc::Status& status, double ms, bool counts) {
    const std::lock_guard lock(mutex_);
    if (status.ok()) {
      if (counts) ms_.push_back(ms);
    } else if (failed_++ == 0) {
      std::fprintf(stderr, "call_bench: %s\n", status.error_message().c_str());
    }
    --open_;
  }
  void AwaitAll() const {
    while (open_ > 0) poll(nullptr, 0, 10);  // every call has a deadline
  }
  void Print(const std::string& what) const { bench::Print(what, ms_, failed_); }

 private:
  std::mutex mutex_;
  std::vector<double> ms_;
  size_t failed_ = 0;
  std::atomic<int> open_{0};
};

std::string FreshId(Instant now) {
  const std::string random = seal::RandomBytes(10);
  std::array<uint8_t, 10> bytes{};
  std::copy(random.begin(), random.end(), bytes.begin());
  return ToString(MakeCommandId(now, bytes));
}

void AskForHold(int number, Instant now, scenario::v1::PlaceHoldRequest& request) {
  const std::chrono::year_month_day until(std::chrono::floor<std::chrono::days>(now) +
                                          std::chrono::days(5));
  request.set_command_id(FreshId(now));
  request.mutable_account()->set_legal_entity("FR01");
  request.mutable_account()->set_number("B-" + std::to_string(number % kHeldAccounts));
  request.set_scope("case");
  request.set_reason("manual");
  request.mutable_until()->set_year(static_cast<int>(until.year()));
  request.mutable_until()->set_month(static_cast<int>(static_cast<unsigned>(until.month())));
  request.mutable_until()->set_day(static_cast<int>(static_cast<unsigned>(until.day())));
}

/// A latency counts from the moment a call was due, also when this program was late with it.
void Holds(const std::string& target, int per_second, int seconds, int warm_up_seconds) {
  const Channel channel = To(target);
  const auto stub = scenario::v1::ScenarioService::NewStub(channel);
  const Instant now = BusinessTime(channel);
  Answers answers;
  const int warm_up = warm_up_seconds * per_second;
  const auto begin = Steady::now();
  for (int i = 0; i < warm_up + per_second * seconds; ++i) {
    auto call = std::make_shared<Call>();
    Prepared(call->context);
    AskForHold(i, now, call->request);
    call->due = begin + std::chrono::nanoseconds(1'000'000'000LL * i / per_second);
    const auto wait = std::chrono::ceil<Millis>(call->due - Steady::now()).count();
    if (wait > 0) poll(nullptr, 0, static_cast<int>(wait));
    answers.Expect();
    stub->async()->PlaceHold(&call->context, &call->request, &call->response,
                             [call, &answers, counts = i >= warm_up](const grpc::Status& status) {
                               answers.Take(status, MillisSince(call->due), counts);
                             });
  }
  answers.AwaitAll();
  answers.Print("command at " + std::to_string(per_second) + "/s");
}

// ---- From an ERP's record to what it changes.

bool HasBalance(ledger::v1::LedgerService::Stub& stub, const std::string& account) {
  grpc::ClientContext context;
  Prepared(context);
  ledger::v1::GetAccountRequest request;
  request.mutable_account()->set_legal_entity("FR01");
  request.mutable_account()->set_number(account);
  ledger::v1::GetAccountResponse answer;
  return stub.GetAccount(&context, request, &answer).ok() && !answer.balances().empty() &&
         answer.balances(0).open() > 0;
}

void Facts(const std::string& target, const std::string& brokers, const std::string& topic,
           int count) {
  const Channel channel = To(target);
  const auto ledger = ledger::v1::LedgerService::NewStub(channel);
  Erp erp(brokers, topic, ToMillis(BusinessTime(channel)));
  std::vector<double> ms;
  for (int i = 0; i < count; ++i) {
    const auto begin = Steady::now();
    erp.SendInvoice(i, 12, 1);
    ms.push_back(Await("a fact of " + erp.AccountOf(i), begin,
                       [&] { return HasBalance(*ledger, erp.AccountOf(i)); }));
  }
  Print("ERP record to fact", ms, 0);
}

// ---- From a payment to the notice that is withdrawn.

/// Open items of the case; -1: no such case yet.
int ItemsOfCase(scenario::v1::ScenarioService::Stub& stub, const std::string& account) {
  grpc::ClientContext context;
  Prepared(context);
  scenario::v1::GetCaseRequest request;
  request.mutable_account()->set_legal_entity("FR01");
  request.mutable_account()->set_number(account);
  scenario::v1::GetCaseResponse answer;
  return stub.GetCase(&context, request, &answer).ok() ? answer.items_size() : -1;
}

/// Accounts of FR01 with a notice in this state.
std::set<std::string> AccountsWith(notifier::v1::NotifierService::Stub& stub,
                                   const std::string& state) {
  std::set<std::string> accounts;
  notifier::v1::ListNoticesRequest request;
  request.set_legal_entity("FR01");
  request.set_state(state);
  request.set_page_size(200);
  while (true) {
    grpc::ClientContext context;
    Prepared(context);
    notifier::v1::ListNoticesResponse answer;
    const auto status = stub.ListNotices(&context, request, &answer);
    if (!status.ok()) Die("notices: " + status.error_message());
    for (const auto& notice : answer.notices()) accounts.insert(notice.account().number());
    if (answer.next_page_token().empty()) return accounts;
    request.set_page_token(answer.next_page_token());
  }
}

struct Suite {
  Channel ledger;
  Channel scenario;
  Channel notifier;

  std::vector<Channel> all() const { return {ledger, scenario, notifier}; }
};

/// Notices that were refused by the mail server and wait for their next try.
void MakeWaitingNotices(const Suite& suite, Erp& erp, int count, Instant now) {
  const auto cases = scenario::v1::ScenarioService::NewStub(suite.scenario);
  const auto notices = notifier::v1::NotifierService::NewStub(suite.notifier);
  for (int i = 0; i < count; ++i) {
    erp.SendDebtor(i);
    erp.SendInvoice(i, 9, 18);
  }
  erp.Flush();
  for (int i = 0; i < count; ++i) {
    Await("a case of " + erp.AccountOf(i), Steady::now(),
          [&] { return ItemsOfCase(*cases, erp.AccountOf(i)) == 1; });
  }
  SetBusinessTime(suite.all(), now + kToTheWindow);
  Await("notices that are refused for now", Steady::now(), [&] {
    return AccountsWith(*notices, "temporary_failure").size() == static_cast<size_t>(count);
  });
}

std::vector<double> AwaitWithdrawn(const Suite& suite, const Erp& erp, int count) {
  const auto notices = notifier::v1::NotifierService::NewStub(suite.notifier);
  std::vector<double> ms(static_cast<size_t>(count), -1);
  const auto begin = Steady::now();
  Await("withdrawn notices", begin, [&] {
    const auto withdrawn = AccountsWith(*notices, "withdrawn");
    for (int i = 0; i < count; ++i) {
      double& at = ms[static_cast<size_t>(i)];
      if (at < 0 && withdrawn.contains(erp.AccountOf(i))) at = MillisSince(begin);
    }
    return withdrawn.size() == static_cast<size_t>(count);
  });
  return ms;
}

void Withdrawals(const Suite& suite, const std::string& brokers, const std::string& topic,
                 int count) {
  const auto cases = scenario::v1::ScenarioService::NewStub(suite.scenario);
  const Instant now = BusinessTime(suite.ledger);
  Erp erp(brokers, topic, ToMillis(now));
  MakeWaitingNotices(suite, erp, count, now);
  std::vector<double> known;
  for (int i = 0; i < count; ++i) {
    const auto begin = Steady::now();
    erp.SendPayment(i);
    known.push_back(
        Await("a paid case", begin, [&] { return ItemsOfCase(*cases, erp.AccountOf(i)) == 0; }));
  }
  Print("payment to a case that claims nothing", known, 0);
  SetBusinessTime(suite.all(), now + kToTheWindow + kToTheRetry);
  const std::vector<double> withdrawn = AwaitWithdrawn(suite, erp, count);
  Print("next try due to its notice withdrawn", withdrawn, 0);
  for (size_t i = 0; i < known.size(); ++i) known[i] += withdrawn[i];
  Print("payment to withdrawn notice", known, 0);
}

}  // namespace
}  // namespace relance::bench

int main(int argc, char** argv) {
  using namespace relance::bench;
  const std::vector<std::string> words(argv + std::min(argc, 2), argv + argc);
  const std::string mode = argc > 1 ? argv[1] : "";
  const auto number = [&](size_t at) { return std::max(1, std::atoi(words[at].c_str())); };
  if (mode == "holds" && words.size() == 4) {
    Holds(words[0], number(1), number(2), number(3));
  } else if (mode == "facts" && words.size() == 4) {
    Facts(words[0], words[1], words[2], number(3));
  } else if (mode == "withdrawals" && words.size() == 6) {
    Withdrawals({To(words[0]), To(words[1]), To(words[2])}, words[3], words[4], number(5));
  } else {
    std::fprintf(stderr, "call_bench holds|facts|withdrawals ...: see its source\n");
    return 2;
  }
  return 0;
}
