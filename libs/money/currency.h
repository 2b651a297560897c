#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "libs/base/result.h"

namespace relance {

/// The active codes of ISO 4217 in which something can be paid, in order, each followed by a blank.
/// Left out: metals, bond-market units, SDR, test and "none" codes (they have no minor unit), and
/// the indexed units of account CLF, UYI and UYW.
inline constexpr std::string_view kCurrencyCodes =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHE CHF CHW CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD "
    "FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES "
    "KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR "
    "MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY "
    "TTD TWD TZS UAH UGX USD USN UYU UZS VED VES VND VUV WST XAD XAF XCD XCG XOF XPF YER ZAR ZMW "
    "ZWG ";

/// One currency of ISO 4217. Four bytes, ordered as its code. Without a value: no currency ("XXX"),
/// which no input can name.
class Currency {
 public:
  constexpr Currency() = default;

  /// For currencies named in the program: Currency::Of("EUR"). An unknown code does not compile.
  static consteval Currency Of(std::string_view code) {
    if (!IsListed(code)) NotAnActiveCurrencyOfIso4217();
    return Currency(Pack(code));
  }

  std::string code() const;
  /// Digits after the decimal point: 0, 2 or 3.
  int decimals() const;
  /// Minor units in one main unit: 1, 100 or 1000.
  int64_t minor_per_main() const;

  constexpr auto operator<=>(const Currency&) const = default;

  template <class Archive>
  friend void Describe(Archive& archive, Currency& currency) {
    archive(currency.letters_);
  }

 private:
  friend Result<Currency> ParseCurrency(std::string_view code);

  /// Declared only: calling it where a constant is needed is what the compiler refuses.
  static void NotAnActiveCurrencyOfIso4217();
  constexpr explicit Currency(uint32_t letters) : letters_(letters) {}
  static constexpr bool IsListed(std::string_view code) {
    if (code.size() != 3) return false;
    for (size_t at = 0; at < kCurrencyCodes.size(); at += 4) {
      if (kCurrencyCodes.substr(at, 3) == code) return true;
    }
    return false;
  }
  static constexpr uint32_t Pack(std::string_view code) {
    uint32_t letters = 0;
    for (const char c : code) letters = letters << 8 | static_cast<unsigned char>(c);
    return letters;
  }

  uint32_t letters_ = 0;
};

/// "EUR": an active code in capitals. kInvalid, field `currency`.
Result<Currency> ParseCurrency(std::string_view code);

}  // namespace relance
