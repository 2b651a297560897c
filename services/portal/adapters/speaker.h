#pragma once

#include <string>
#include <vector>

#include "services/portal/adapters/words.h"
#include "services/portal/app/read_account.h"
#include "services/portal/domain/totals.h"

namespace relance::portal {

/// An account's figures in the words of one language.
class Speaker {
 public:
  Speaker(const Words& words, const Account& account);

  const Words& words() const { return words_; }

  /// With the ISO code beside the symbol when the account has more than one currency.
  std::string Amount(const Money& money) const;
  std::string Amount(Currency currency, int64_t minor) const;
  /// "21 November 2026", and "21/11/2026" for tables.
  std::string Day(Date date) const;
  std::string ShortDay(Date date) const;

  std::string Status(const Line& line) const;
  /// A word for the style sheet, and a sign that tells the same without colour.
  std::string StatusClass(const Line& line) const;
  std::string StatusMark(const Line& line) const;

  bool has_several_currencies() const { return several_; }

 private:
  const Words& words_;
  Date today_;
  bool several_;
};

/// "21 November 2026 at 08:30", in the creditor's zone.
std::string Moment(const Speaker& speaker, const LegalEntity& entity, Instant at);

/// "As of 21 November 2026 at 08:30 (Europe/Paris); payments received up to ... are included."
std::string AsOf(const Speaker& speaker, const AccountPage& page);

}  // namespace relance::portal
