#include "services/ledger/adapters/claim_terms.h"

#include <algorithm>

namespace relance::ledger {
namespace {

constexpr size_t kCountry = 2;

/// "DE" of "DE-BY"; "" of a calendar that is no country's.
std::string CountryOfCalendar(const std::string& calendar) {
  const std::string country = calendar.substr(0, calendar.find('-'));
  const bool is_one = country.size() == kCountry &&
                      std::ranges::all_of(country, [](char c) { return c >= 'A' && c <= 'Z'; });
  return is_one ? country : std::string();
}

interest::DebtorKind KindOf(const std::string& kind) {
  if (kind == "public") return interest::DebtorKind::kPublic;
  if (kind == "consumer") return interest::DebtorKind::kConsumer;
  return interest::DebtorKind::kPrivate;
}

}  // namespace

Result<ClaimTerms> TermsOf(const interest::LawBook& book, const config::v1::LegalEntity& entity,
                           const std::optional<MasterData>& debtor, bool in_insolvency) {
  interest::Parties parties;
  parties.entity_country =
      entity.country().empty() ? CountryOfCalendar(entity.calendar()) : entity.country();
  parties.entity_profile = entity.law_profile();
  if (debtor) {
    parties.debtor_country = debtor->country;
    parties.kind = KindOf(debtor->debtor_kind);
  }
  auto profile = interest::ProfileOf(book, parties);
  if (!profile) return Failure(profile.error());
  ClaimTerms terms{.profile = *std::move(profile), .contractual_rate = std::nullopt};
  terms.in_insolvency = in_insolvency;
  if (!entity.late_interest_rate().empty()) {
    const auto rate = interest::ParseRate(entity.late_interest_rate());
    if (!rate) return Invalid(rate.error().message, "late_interest_rate");
    terms.contractual_rate = *rate;
  }
  const std::string& allocation = entity.interest_allocation();
  if (allocation == Name(interest::Allocation::kInterestFirst)) {
    terms.allocation = interest::Allocation::kInterestFirst;
  } else if (!allocation.empty() && allocation != Name(interest::Allocation::kPrincipalFirst)) {
    return Invalid("'" + allocation + "' is neither PRINCIPAL_FIRST nor INTEREST_FIRST",
                   "interest_allocation");
  }
  return terms;
}

}  // namespace relance::ledger
