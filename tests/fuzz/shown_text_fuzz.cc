// Text of strangers on its way to people: one line, shortened, in a QR code, in a payment.
#include "libs/http/form.h"
#include "libs/text/text.h"
#include "services/portal/adapters/qr.h"
#include "services/portal/domain/payment_code.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

void Run(std::string_view input) {
  const std::string line = text::OneLine(input);
  Expect(http::IsUtf8(line), "one line is text");
  Expect(line.find_first_of("\r\n\t\x7f") == line.npos, "and one line");
  Expect(text::OneLine(line) == line, "which stays as it is");
  for (const size_t most : {size_t{1}, size_t{7}, size_t{60}}) {
    Expect(text::CountCharacters(text::Shorten(line, most)) <= most, "as short as was asked for");
  }
  (void)text::WithPlainBlanks(input);
  (void)text::Plural(input, 2, "fr");

  if (portal::IsIban(input)) {
    Expect(portal::IsIban(portal::GroupedIban(input)), "an IBAN in groups is the same");
  }
  (void)portal::IsCreditorReference(input);
  portal::BankAccount bank;
  bank.iban = "FR1420041010050500013M02606";
  bank.holder = line;
  const auto code = portal::PaymentCode(bank, {Currency::Of("EUR"), 1}, line);
  if (code) {
    Expect(code->size() <= 331, "a payment's code has at most 331 bytes");
    Expect(portal::QrSvg(*code, line).has_value(), "which a QR code holds");
  }
}

const bool kDeclared = Declare({"shown_text", Run});

}  // namespace
}  // namespace relance::fuzz
