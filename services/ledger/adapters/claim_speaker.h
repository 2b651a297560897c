#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "relance/ledger/v1/claims.pb.h"
#include "services/ledger/adapters/claim_words.h"

namespace relance::ledger {

/// Figures of a statement in one language. What cannot be put into words is shown as it is and
/// remembered as `fault`.
class ClaimSpeaker {
 public:
  explicit ClaimSpeaker(const ClaimWords& words) : words_(words) {}

  const ClaimWords& words() const { return words_; }
  const std::string& fault() const { return fault_; }

  std::string Amount(const std::string& currency, int64_t minor);
  /// "1er septembre 2026"
  std::string Day(const common::v1::Date& date);
  /// "01/09/2026", for tables.
  std::string ShortDay(const common::v1::Date& date);
  std::string Number(int64_t number) const;
  std::string Percent(const std::string& rate);
  /// "de janvier à juin 2026" of "2026-1".
  std::string HalfYear(const std::string& half_year) const;
  /// A remark in the language of the statement; its own words for a kind that we do not know.
  std::string Remark(const v1::ClaimWarning& warning);

 private:
  const ClaimWords& words_;
  std::string fault_{};
};

}  // namespace relance::ledger
