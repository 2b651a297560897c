#include "tests/bench/inputs.h"

#include "libs/digest/digest.h"
#include "relance/journal/v1/record.pb.h"
#include "relance/ledger/v1/inputs.pb.h"

namespace relance::bench {
namespace {

constexpr int kInvoicesPerAccount = 10;

void SetDate(common::v1::Date& date, int day) {
  date.set_year(2026);
  date.set_month(10 + day / 28 % 2);
  date.set_day(1 + day % 28);
}

ledger::v1::DocumentReceived Document(int number, int partition, const std::string& document) {
  ledger::v1::DocumentReceived out;
  out.mutable_origin()->set_source("/erp/bench/FR01");
  out.mutable_origin()->set_document(document);
  out.mutable_origin()->set_version(1);
  out.mutable_origin()->set_content_digest(ToBytes(Sha256(document)));
  out.mutable_account()->set_legal_entity("FR01");
  out.mutable_account()->set_number("P" + std::to_string(partition) + "-" +
                                    std::to_string(number / kInvoicesPerAccount));
  return out;
}

ledger::v1::DocumentReceived Invoice(int number, int partition) {
  const std::string name = "F-" + std::to_string(number);
  auto out = Document(number, partition, name);
  auto& invoice = *out.mutable_invoice();
  invoice.set_document(name);
  invoice.set_currency("EUR");
  invoice.set_reference("PO-" + std::to_string(10'000 + number));
  SetDate(*invoice.mutable_issue_date(), number % 7);
  auto& item = *invoice.add_items();
  item.set_id(name);
  item.set_amount(100'00 + number);
  SetDate(*item.mutable_due_date(), 30 + number % 20);
  return out;
}

ledger::v1::DocumentReceived Payment(int number, int partition) {
  const std::string name = "P-" + std::to_string(number);
  auto out = Document(number, partition, name);
  auto& receipt = *out.mutable_receipt();
  receipt.set_document(name);
  receipt.set_receipt_kind(ledger::v1::RECEIPT_KIND_PAYMENT);
  receipt.set_currency("EUR");
  receipt.set_amount(100'00 + number - 1);
  SetDate(*receipt.mutable_value_date(), 20);
  auto& intent = *receipt.add_intents();
  intent.set_document("F-" + std::to_string(number - 1));
  intent.set_amount(100'00 + number - 1);
  return out;
}

}  // namespace

std::vector<std::string> MakeInputs(size_t count, int partition) {
  std::vector<std::string> out;
  for (int number = 0; out.size() < count; ++number) {
    ledger::v1::LedgerInput content;
    // The invoice before it lies in the same account: ten numbers make one.
    const bool pays = number % kInvoicesPerAccount % 3 == 2;
    *content.mutable_document() = pays ? Payment(number, partition) : Invoice(number, partition);
    journal::v1::Input input;
    input.set_content(content.SerializeAsString());
    out.push_back(input.SerializeAsString());
  }
  return out;
}

}  // namespace relance::bench
