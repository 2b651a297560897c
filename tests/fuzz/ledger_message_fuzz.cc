// Facts of the ledger's journal and documents of its topics, as protobuf.
#include "services/ledger/adapters/codec.h"
#include "services/ledger/adapters/keys.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

void ReadFact(std::string_view bytes) {
  ledger::v1::LedgerFact message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  const auto fact = ledger::FactFrom(message);
  if (!fact) return;
  const auto again = ledger::FactFrom(ledger::ToMessage({"FR01", "D42"}, *fact));
  Expect(again == *fact, "a fact that was read is written as the same");
}

void ReadInput(std::string_view bytes) {
  ledger::v1::LedgerInput message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  (void)ledger::AccountFrom(message.document().account());
  (void)ledger::DocumentFrom(message.document());
}

void Run(std::string_view input) {
  Expect(ledger::Unescaped(ledger::Escaped(input)) == input, "any number can be part of a key");
  if (const auto plain = ledger::Unescaped(input)) {
    Expect(ledger::Escaped(*plain) == input, "one key for one number");
  }
  if (const auto account = ledger::AccountOfKey(input)) {
    Expect(ledger::AccountKey(*account) == input, "one key for one account");
  }
  if (TakeByte(input) == 'f') {
    ReadFact(input);
  } else {
    ReadInput(input);
  }
}

const bool kDeclared = Declare({"ledger_message", Run});

}  // namespace
}  // namespace relance::fuzz
