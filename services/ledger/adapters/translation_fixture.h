#pragma once

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "libs/configuration/store.h"
#include "services/ledger/adapters/translator.h"

namespace relance::ledger {

/// Two legal entities, FR01 and DE01, and keys for both.
class TranslationFixture {
 public:
  TranslationFixture() {
    config::v1::Configuration configuration;
    configuration.set_version(1);
    configuration.add_legal_entities()->set_code("FR01");
    configuration.add_legal_entities()->set_code("DE01");
    auto& feed = *configuration.add_feeds();
    feed.set_topic("erp.sap");
    feed.set_source("/erp/sap/FR01");
    feed.add_legal_entities("FR01");
    feed.set_format("any");
    (*feed.mutable_types())["SalesInvoicePosted"] = "relance.invoice.issued.v1";
    configuration.set_digest(ContentDigest(configuration));
    EXPECT_TRUE(store.Put(configuration).has_value());
  }

  config::v1::FeedMapping Mapping() const { return store.Newest()->feeds(0); }

  ConfigurationStore store{4};
  seal::KeyRing ring{{{"FR01", seal::Key::Random()}, {"DE01", seal::Key::Random()}}};
  std::map<std::string, std::string> published;
  bool keys_topic_is_up = true;
  DebtorSealer sealer{ring, [this](const std::string& id, const std::string& wrapped) {
                        if (!keys_topic_is_up) return Result<void>(Unavailable("down"));
                        published[id] = wrapped;
                        return Result<void>();
                      }};
  Translator translator{store, sealer};
};

inline void Set(common::v1::Date& date, int year, int month, int day) {
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
}

inline v1::RecordDocumentsRequest Event() {
  v1::RecordDocumentsRequest event;
  event.set_source("/erp/sap/FR01");
  event.set_event_id("e-1");
  return event;
}

inline v1::RecordDocumentsRequest InvoiceEvent(const std::string& document = "F-1") {
  auto event = Event();
  auto& invoice = *event.mutable_invoice();
  invoice.set_legal_entity("FR01");
  invoice.set_account("D42");
  invoice.set_document(document);
  invoice.set_currency("EUR");
  invoice.set_amount("12000.00");
  Set(*invoice.mutable_issue_date(), 2026, 9, 1);
  Set(*invoice.mutable_due_date(), 2026, 10, 1);
  return event;
}

inline v1::RecordDocumentsRequest PaymentEvent(const std::string& document = "P-1") {
  auto event = Event();
  auto& payment = *event.mutable_payment();
  payment.set_legal_entity("FR01");
  payment.set_account("D42");
  payment.set_document(document);
  payment.set_currency("EUR");
  payment.set_amount("500.5");
  Set(*payment.mutable_value_date(), 2026, 10, 12);
  auto& allocation = *payment.add_allocations();
  allocation.set_document(" F-1 ");
  allocation.set_amount("500.50");
  return event;
}

inline v1::RecordDocumentsRequest DebtorEvent() {
  auto event = Event();
  auto& debtor = *event.mutable_debtor();
  debtor.set_legal_entity("FR01");
  debtor.set_account("D42");
  debtor.set_name("Boulangerie Canari");
  debtor.set_language("fr");
  debtor.set_country("FR");
  auto& contact = *debtor.add_contacts();
  contact.set_id("c1");
  contact.set_channel("email");
  contact.set_name("Jeanne Canari");
  contact.set_address("jeanne@canari.fr");
  return event;
}

inline v1::RecordDocumentsRequest HeartbeatEvent(int64_t up_to_ms = 1'790'000'000'000) {
  auto event = Event();
  event.mutable_heartbeat()->set_legal_entity("FR01");
  event.mutable_heartbeat()->set_up_to_ms(up_to_ms);
  return event;
}

}  // namespace relance::ledger
