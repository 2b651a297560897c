// Amounts of feeds, scenarios and debtors. The first three letters are the currency.
#include "libs/money/amount.h"
#include "services/portal/domain/promise_form.h"
#include "services/scenario/domain/scenario_settings.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

void Run(std::string_view input) {
  (void)scenario::ParseThousandths(input);
  const std::string_view code = input.substr(0, 3);
  const auto currency = ParseCurrency(code);
  if (!currency) return;
  Expect(currency->code() == code, "a currency is written as it was read");
  const std::string_view text = input.substr(3);
  const auto exact = ParseAmount(text, *currency, Sign::kAllowed);
  const auto lenient = ParseAmountLenient(text, *currency, Sign::kAllowed);
  Expect(!exact || lenient == exact, "what is exact is read the same leniently");
  if (lenient) {
    const auto again = ParseAmount(FormatAmount(*lenient), *currency, Sign::kAllowed);
    Expect(again == *lenient, "an amount that is written is read back");
  }
  if (const auto typed = portal::ReadAmount(text, *currency)) {
    const std::string written = FormatAmount({*currency, *typed});
    Expect(portal::ReadAmount(written, *currency) == *typed ||
               portal::ReadAmount(written, *currency).error().code == ErrorCode::kInvalid,
           "a debtor's amount is not read as another one");
    Expect(*typed >= 0, "nobody promises less than nothing");
  }
}

const bool kDeclared = Declare({"amounts", Run});

}  // namespace
}  // namespace relance::fuzz
