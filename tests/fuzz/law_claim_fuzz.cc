// A claim as a line of JSON, through to its answer.
#include "libs/interest/testing_book.h"
#include "tests/fuzz/fuzz.h"
#include "tools/relance/law/report.h"
#include "tools/relance/law/request.h"

namespace relance::fuzz {
namespace {

void Run(std::string_view input) {
  static const interest::LawBook book = interest::testing::Book();
  const auto texts = cli::ReadClaimLine(input);
  if (!texts) {
    Expect(!cli::JsonOf(texts.error()).empty(), "a refusal can be told");
    return;
  }
  const auto read = cli::ReadClaim(*texts);
  if (!read) return Expect(!read.error().field.empty(), "a refusal names its field");
  const auto claim = interest::Compute(book, *read);
  if (!claim) return Expect(!claim.error().message.empty(), "an error says why");
  int64_t days = 0;
  for (const auto& segment : claim->segments) days += segment.days;
  Expect(days <= std::max<int64_t>(0, (read->as_of - read->due).count()), "no day counts twice");
  Expect(!claim->principal.IsNegative() && !claim->interest.IsNegative(),
         "nobody owes less than 0");
  Expect(
      claim->total.minor == claim->principal.minor + claim->interest.minor + claim->indemnity.minor,
      "totals add up");
  Expect(!cli::JsonOf(*claim).empty(), "a claim can be told");
}

const bool kDeclared = Declare({"law_claim", Run});

}  // namespace
}  // namespace relance::fuzz
