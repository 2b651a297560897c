// One file of a law book, the other being in order. The first byte says which.
#include "libs/interest/claim.h"
#include "libs/law_files/law_files.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

constexpr const char* kSeries =
    "id: ECB\ntitle: ECB\npublisher: ECB\nvalues:\n"
    "  2026-1: {rate: 2.15, source: a, published: not established, confirmed: yes}\n"
    "  2026-2: {rate: 2.40, source: a, published: 2026-06-11, confirmed: no}\n";
constexpr const char* kProfiles =
    "version: 1\nprofiles:\n"
    "  - {id: it, title: Italy, basis: law, series: ECB, margins: [{percent: 8, by: DAY}],\n"
    "     rate_mode: FLOATING, day_count: ACT_365, capitalise: NONE, indemnity_basis: law,\n"
    "     indemnity: [{from_amount: 0.00 EUR, amount: 40.00 EUR}],\n"
    "     limitation: {years: 10, counted_from: DUE_DATE, restarted_by: [payment]}}\n"
    "rules: [{profile: it}]\n";

void ComputeWith(const interest::LawBook& book) {
  const auto due = std::chrono::sys_days(std::chrono::year(2026) / 5 / 1);
  for (const auto& [id, profile] : book.profiles) {
    const Money amount{Currency::Of("EUR"), 10'000'00};
    const auto claim = interest::Compute(book, {.document = "F-1",
                                                .profile = id,
                                                .amount = amount,
                                                .due = due,
                                                .as_of = due + std::chrono::days{120}});
    if (!claim) continue;
    Expect(!claim->interest.IsNegative(), "a book that is in order claims no negative interest");
    Expect(claim->segments.size() >= 1, "four months are at least one segment");
  }
}

void Run(std::string_view input) {
  const bool series = TakeByte(input) % 2 == 1;
  const auto files =
      interest::ParseLawFiles({{"ecb.yaml", series ? std::string(input) : kSeries},
                               {"profiles.yaml", series ? kProfiles : std::string(input)}});
  for (const auto& problem : files.problems) {
    Expect(!problem.file.empty() && !problem.reason.empty(), "a problem says where and why");
  }
  if (!files.problems.empty()) return;
  Expect(interest::CheckLawBook(files.book).empty(), "what is read is in order");
  ComputeWith(files.book);
}

const bool kDeclared = Declare({"law_files", Run});

}  // namespace
}  // namespace relance::fuzz
