#include "services/ledger/adapters/claim_speaker.h"

#include "libs/text/text.h"
#include "services/ledger/adapters/codec.h"

namespace relance::ledger {

std::string ClaimSpeaker::Amount(const std::string& currency, int64_t minor) {
  const auto known = ParseCurrency(currency);
  if (known) return text::FormatMoney(*known, minor, words_.language);
  fault_ = "currency";
  return std::to_string(minor) + " " + currency;
}

std::string ClaimSpeaker::Day(const common::v1::Date& date) {
  const auto day = DateFrom(date, "date");
  if (day) return text::FormatDate(*day, words_.language);
  fault_ = "date";
  return {};
}

std::string ClaimSpeaker::ShortDay(const common::v1::Date& date) {
  const auto day = DateFrom(date, "date");
  if (day) return text::FormatShortDate(*day, words_.language);
  fault_ = "date";
  return {};
}

std::string ClaimSpeaker::Number(int64_t number) const {
  return text::FormatNumber(number, words_.language);
}

std::string ClaimSpeaker::Percent(const std::string& rate) {
  auto percent = text::FormatPercent(rate, words_.language);
  if (percent) return *std::move(percent);
  fault_ = "rate";
  return rate;
}

std::string ClaimSpeaker::HalfYear(const std::string& half_year) const {
  const size_t dash = half_year.rfind('-');
  if (dash == std::string::npos) return half_year;
  const std::string year = half_year.substr(0, dash);
  const std::string half = half_year.substr(dash + 1);
  if (half == "1") return Say(words_.first_half, {{"year", year}});
  if (half == "2") return Say(words_.second_half, {{"year", year}});
  return half_year;
}

std::string ClaimSpeaker::Remark(const v1::ClaimWarning& warning) {
  const auto rate = [&](const std::string& percent) {
    return percent.empty() ? std::string() : Percent(percent);
  };
  const WordArguments arguments = {
      {"rate", rate(warning.rate())},
      {"floor", rate(warning.floor())},
      {"series", warning.series()},
      {"half_year", HalfYear(warning.half_year())},
      {"amount", warning.has_amount()
                     ? Amount(warning.amount().currency(), warning.amount().minor_units())
                     : std::string()}};
  const std::string& kind = warning.kind();
  if (kind == "rate_below_floor") {
    const std::string words = Say(words_.rate_below_floor, arguments);
    return warning.confirmed() ? words : words + " " + Say(words_.floor_to_be_confirmed, {});
  }
  if (kind == "floor_not_published") return Say(words_.floor_not_published, arguments);
  if (kind == "rate_to_be_confirmed") return Say(words_.rate_to_be_confirmed, arguments);
  if (kind == "surplus") return Say(words_.surplus_kept, arguments);
  if (kind == "indemnity_in_other_currency") {
    return Say(words_.indemnity_in_other_currency, arguments);
  }
  return warning.words();
}

}  // namespace relance::ledger
