#pragma once

#include <memory>
#include <string>

#include "libs/kafka/event_producer.h"

namespace relance::bench {

/// An ERP of the demo's company FR01, with debtors of its own at each run.
class Erp {
 public:
  /// Exits when there is no broker. Events bear the business time `now_ms`.
  Erp(const std::string& brokers, std::string topic, int64_t now_ms);

  std::string AccountOf(int number) const;
  /// The debtor and his one contact, an e-mail address whose local part is "bench".
  void SendDebtor(int number);
  /// 120.00 EUR, due on a day of 2026.
  void SendInvoice(int number, int due_month, int due_day);
  /// The whole of it.
  void SendPayment(int number);
  /// Waits until the broker has everything.
  void Flush();

 private:
  void Send(int number, const std::string& type, const std::string& fields);
  std::string Document(const char* kind, int number) const;

  std::unique_ptr<kafka::Producer> producer_;
  kafka::EventProducer events_;
  const std::string topic_;
  const int64_t now_ms_;
  const std::string run_;
};

}  // namespace relance::bench
