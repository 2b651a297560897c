#include "tests/bench/erp.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "libs/base/encoding.h"
#include "libs/base/instant.h"
#include "libs/seal/random.h"

namespace relance::bench {
namespace {

constexpr Millis kPatience{10'000};

[[noreturn]] void Die(const Error& error) {
  std::fprintf(stderr, "call_bench: %s\n", error.message.c_str());
  std::exit(1);
}

std::unique_ptr<kafka::Producer> Connect(const std::string& brokers) {
  kafka::ClientConfig config;
  config.bootstrap = brokers;
  auto producer = kafka::Producer::Create(config);
  if (!producer) Die(producer.error());
  return std::move(*producer);
}

std::string Day(const char* field, int month, int day) {
  return fmt::format(R"("{}":{{"year":2026,"month":{},"day":{}}})", field, month, day);
}

}  // namespace

Erp::Erp(const std::string& brokers, std::string topic, int64_t now_ms)
    : producer_(Connect(brokers)),
      events_(*producer_),
      topic_(std::move(topic)),
      now_ms_(now_ms),
      run_(ToHex(seal::RandomBytes(3))) {}

std::string Erp::AccountOf(int number) const {
  return Document("E", number);
}

std::string Erp::Document(const char* kind, int number) const {
  return fmt::format("{}-{}-{}", kind, run_, number);
}

void Erp::SendDebtor(int number) {
  Send(number, "debtor.changed",
       R"("name":"Bench","kind":"company","language":"fr","country":"FR","contacts":[{"id":"c1",)"
       R"("channel":"email","name":"A. Payable","address":"bench@debtor.example"}])");
}

void Erp::SendInvoice(int number, int due_month, int due_day) {
  Send(number, "invoice.issued",
       fmt::format(R"("document":"{}","currency":"EUR","amount":"120.00",{},{})",
                   Document("F", number), Day("issueDate", 8, 1),
                   Day("dueDate", due_month, due_day)));
}

void Erp::SendPayment(int number) {
  Send(number, "payment.received",
       fmt::format(R"("document":"{}","currency":"EUR","amount":"120.00",{},)"
                   R"("allocations":[{{"document":"{}","amount":"120.00"}}])",
                   Document("P", number), Day("valueDate", 9, 28), Document("F", number)));
}

void Erp::Send(int number, const std::string& type, const std::string& fields) {
  const std::string account = AccountOf(number);
  const std::string key = "FR01|" + account;
  const auto sent = events_.Send(
      topic_, key, fmt::format(R"({{"legalEntity":"FR01","account":"{}",{}}})", account, fields),
      {{"ce_specversion", "1.0"},
       {"ce_id", type + account},
       {"ce_source", "/erp/demo/FR01"},
       {"ce_type", "relance." + type + ".v1"},
       {"ce_time", FormatInstant(FromMillis(now_ms_))},
       {"ce_partitionkey", key},
       {"content-type", "application/json"}});
  if (!sent) Die(sent.error());
}

void Erp::Flush() {
  if (const auto finished = events_.Finish(kPatience); !finished) Die(finished.error());
}

}  // namespace relance::bench
