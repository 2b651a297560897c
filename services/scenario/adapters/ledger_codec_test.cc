#include "services/scenario/adapters/codec.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/bench.h"

namespace relance::scenario {
namespace {

using ledger::v1::LedgerFact;
using testing::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

LedgerFact AnInvoice(const std::string& document, const std::vector<std::string>& items) {
  LedgerFact fact;
  auto& invoice = *fact.mutable_invoice_recorded();
  invoice.set_document(document);
  invoice.mutable_origin()->set_version(2);
  invoice.set_currency("EUR");
  for (const auto& item : items) {
    auto& added = *invoice.add_items();
    added.set_id(item);
    added.set_amount(100'00);
    added.set_open(100'00);
    added.mutable_due_date()->set_year(2026);
    added.mutable_due_date()->set_month(10);
    added.mutable_due_date()->set_day(1);
  }
  return fact;
}

LedgerFact Disputed(const std::string& invoice) {
  LedgerFact fact;
  fact.mutable_status_recorded()->set_invoice(invoice);
  fact.mutable_status_recorded()->set_status("disputed");
  fact.mutable_status_recorded()->mutable_origin()->set_document("S-1");
  return fact;
}

/// The items whose status the facts change.
std::vector<std::string> Changed(const std::vector<LedgerFact>& facts, const Case& c) {
  std::vector<std::string> items;
  for (const CaseInput& input : InputsOf(facts, c, Day("2026-10-02"))) {
    if (const auto* change = std::get_if<ChangeStatus>(&input)) items.push_back(change->item);
  }
  return items;
}

TEST(LedgerCodecTest, AStatusOfAKnownInvoiceIsOneOfEachOfItsOpenItems) {
  testing::Bench bench;
  bench.Invoice("F-1", 100'00, "2026-10-01", "2026-10-02 07:00");
  EXPECT_THAT(Changed({Disputed("F-1")}, bench.c), ElementsAre("F-1"));
  EXPECT_THAT(Changed({Disputed("F-2")}, bench.c), IsEmpty());
}

TEST(LedgerCodecTest, AStatusThatComesWithItsInvoiceIsOneOfTheItemsThatComeWithIt) {
  testing::Bench bench;
  EXPECT_THAT(Changed({AnInvoice("F-1", {"F-1/1", "F-1/2"}), Disputed("F-1")}, bench.c),
              ElementsAre("F-1/1", "F-1/2"));
  bench.Invoice("F-1", 100'00, "2026-10-01", "2026-10-02 07:00");
  EXPECT_THAT(Changed({AnInvoice("F-1", {"F-1/1"}), Disputed("F-1")}, bench.c),
              ElementsAre("F-1/1"));
}

}  // namespace
}  // namespace relance::scenario
