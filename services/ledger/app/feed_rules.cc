#include "services/ledger/app/feed_rules.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "libs/money/amount.h"
#include "services/ledger/domain/item_id.h"

namespace relance::ledger {
namespace {

Failure Refuse(std::string_view field, std::string reason) {
  return Invalid(std::move(reason), std::string(field));
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The next code point and its length; nullopt for bytes that are no UTF-8 (overlong forms and
/// surrogates included).
struct CodePoint {
  uint32_t value = 0;
  size_t size = 0;
};
std::optional<CodePoint> Next(std::string_view text) {
  const auto b = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = b(0);
  if (lead < 0x80) return CodePoint{lead, 1};
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return std::nullopt;
  uint32_t value = lead & (0xFFU >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    if ((b(i) & 0xC0) != 0x80) return std::nullopt;
    value = value << 6 | (b(i) & 0x3F);
  }
  const uint32_t least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < least || value > 0x10FFFF || surrogate) return std::nullopt;
  return CodePoint{value, size};
}

bool IsControl(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

bool IsDirection(uint32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

bool IsZeroWidth(uint32_t c) {
  return (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF || c == 0x180E || c == 0x00AD;
}

/// Numbers that cost more than a message is worth, by country.
constexpr std::array<std::string_view, 6> kPremium = {"+3389", "+449",  "+49900",
                                                      "+1900", "+3290", "+41900"};

bool IsAtomCharacter(char c) {
  const auto b = static_cast<unsigned char>(c);
  return IsLetter(c) || IsDigit(c) || b >= 0x80 ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool IsDotAtom(std::string_view local) {
  if (local.empty() || local.front() == '.' || local.back() == '.') return false;
  for (size_t i = 0; i < local.size(); ++i) {
    if (local[i] == '.' ? local[i + 1] == '.' : !IsAtomCharacter(local[i])) return false;
  }
  return true;
}

/// Between its quotes anything printable; a quote or backslash only after a backslash.
bool IsQuotedLocal(std::string_view local) {
  if (local.size() < 3 || local.front() != '"' || local.back() != '"') return false;
  const std::string_view inner = local.substr(1, local.size() - 2);
  for (size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] == '"') return false;
    if (inner[i] == '\\' && ++i == inner.size()) return false;
  }
  return true;
}

bool IsDomain(std::string_view domain) {
  size_t labels = 0;
  while (true) {
    const size_t dot = domain.find('.');
    const std::string_view label = domain.substr(0, dot);
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') {
      return false;
    }
    const bool valid = std::ranges::all_of(label, [](char c) {
      return IsLetter(c) || IsDigit(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    });
    if (!valid) return false;
    ++labels;
    if (dot == domain.npos) break;
    domain.remove_prefix(dot + 1);
  }
  return labels >= 2;
}

/// Where the local part ends: the last '@' outside quotes.
size_t AtOf(std::string_view address) {
  if (!address.starts_with('"')) return address.find('@');
  for (size_t i = 1; i < address.size(); ++i) {
    if (address[i] == '\\') {
      ++i;
    } else if (address[i] == '"') {
      return i + 1 < address.size() && address[i + 1] == '@' ? i + 1 : address.npos;
    }
  }
  return address.npos;
}

}  // namespace

Result<void> CheckText(std::string_view field, std::string_view text, Lines lines, size_t longest) {
  if (text.size() > longest) {
    return Refuse(field, "longer than " + std::to_string(longest) + " bytes");
  }
  while (!text.empty()) {
    const auto c = Next(text);
    if (!c) return Refuse(field, "not valid UTF-8");
    if (IsControl(c->value) && !(c->value == '\n' && lines == Lines::kMany)) {
      return Refuse(field, "holds a control character");
    }
    if (IsDirection(c->value)) return Refuse(field, "holds a text direction override");
    if (IsZeroWidth(c->value)) return Refuse(field, "holds a zero-width character");
    text.remove_prefix(c->size);
  }
  return {};
}

Result<std::string> Number(std::string_view field, std::string_view text) {
  if (text.size() > kLongestText) return Refuse(field, "too long");
  std::string number = NormaliseNumber(text);
  if (number.empty()) return Refuse(field, "is missing");
  if (auto checked = CheckText(field, number, Lines::kOne, kLongestNumber); !checked) {
    return Failure(checked.error());
  }
  return number;
}

Result<std::string> Word(std::string_view field, std::string_view text) {
  if (auto checked = CheckText(field, text, Lines::kOne, kLongestWord); !checked) {
    return Failure(checked.error());
  }
  return NormaliseNumber(text);
}

Result<int64_t> PositiveAmount(std::string_view field, std::string_view text, Currency currency) {
  if (text.empty()) return Refuse(field, "is missing");
  const size_t point = text.find('.');
  const size_t decimals = point == text.npos ? 0 : text.size() - point - 1;
  if (decimals > static_cast<size_t>(currency.decimals())) {
    return Refuse(field, currency.code() + " has " + std::to_string(currency.decimals()) +
                             " decimals, not " + std::to_string(decimals));
  }
  const auto amount = ParseAmountLenient(text, currency);
  if (!amount) {
    // Without the text itself, which may be anything: '"x" is not an amount: the reason'.
    const std::string& message = amount.error().message;
    const size_t reason = message.rfind(": ");
    return Refuse(field,
                  "is not an amount" + (reason == message.npos ? "" : message.substr(reason)));
  }
  if (amount->minor <= 0) return Refuse(field, "must be above 0");
  if (amount->minor > kLargestAmount) return Refuse(field, "is too large");
  return amount->minor;
}

Result<Currency> CurrencyOf(std::string_view field, std::string_view code) {
  const auto currency = ParseCurrency(code);
  if (currency) return *currency;
  return Refuse(field, code.empty() ? "is missing" : "is not a currency code of ISO 4217");
}

Result<Date> CivilDate(std::string_view field, int year, int month, int day) {
  if (year == 0 && month == 0 && day == 0) return Refuse(field, "is missing");
  const bool in_range = month >= 1 && month <= 12 && day >= 1 && day <= 31;
  const std::chrono::year_month_day civil{std::chrono::year(year),
                                          std::chrono::month(static_cast<unsigned>(month)),
                                          std::chrono::day(static_cast<unsigned>(day))};
  if (!in_range || year < 1 || year > 9999 || !civil.ok()) {
    return Refuse(field, "there is no such day");
  }
  const Date date(civil);
  using std::chrono::sys_days;
  constexpr Date kFirst = sys_days{std::chrono::year{1990} / 1 / 1};
  constexpr Date kLast = sys_days{std::chrono::year{2200} / 1 / 1};
  if (date < kFirst || date > kLast) {
    return Refuse(field, "is not between 1990-01-01 and 2200-01-01");
  }
  return date;
}

Result<int64_t> Version(int64_t version) {
  if (version < 0) return Refuse("version", "must be at least 1");
  return version == 0 ? 1 : version;
}

Result<void> CheckEmail(std::string_view field, std::string_view address) {
  if (auto text = CheckText(field, address, Lines::kOne, 254); !text) return text;
  const size_t at = AtOf(address);
  if (at == address.npos) return Refuse(field, "is not an e-mail address");
  const std::string_view local = address.substr(0, at);
  if (local.size() > 64 || !(IsDotAtom(local) || IsQuotedLocal(local))) {
    return Refuse(field, "has no valid part before the @");
  }
  if (!IsDomain(address.substr(at + 1))) return Refuse(field, "has no valid domain after the @");
  return {};
}

Result<std::string> Phone(std::string_view field, std::string_view number) {
  if (auto text = CheckText(field, number, Lines::kOne, 64); !text) return Failure(text.error());
  std::string digits;
  std::string dialled(number);
  // "+33 (0)6": the national prefix that is not dialled from abroad.
  if (const size_t zero = dialled.find("(0)"); zero != dialled.npos) dialled.erase(zero, 3);
  for (const char c : dialled) {
    if (IsDigit(c) || (c == '+' && digits.empty())) {
      digits += c;
    } else if (std::string_view(" .-/()").find(c) == std::string_view::npos) {
      return Refuse(field, "holds a character that no phone number has");
    }
  }
  if (!digits.starts_with('+')) return Refuse(field, "must start with + and the country");
  if (digits.size() < 9 || digits.size() > 16 || digits[1] == '0') {
    return Refuse(field, "has not the length of a phone number");
  }
  for (const std::string_view prefix : kPremium) {
    if (digits.starts_with(prefix)) return Refuse(field, "is a premium rate number");
  }
  return digits;
}

Result<void> CheckLanguage(std::string_view field, std::string_view language) {
  const auto wrong = [&] { return Refuse(field, "is not a language tag such as fr or de-CH"); };
  if (language.empty()) return {};
  bool first = true;
  if (language.size() > 35) return wrong();
  while (true) {
    const size_t dash = language.find('-');
    const std::string_view part = language.substr(0, dash);
    const bool letters = std::ranges::all_of(part, IsLetter);
    const bool sound = std::ranges::all_of(part, [](char c) { return IsLetter(c) || IsDigit(c); });
    if (first ? part.size() < 2 || part.size() > 3 || !letters
              : part.empty() || part.size() > 8 || !sound) {
      return wrong();
    }
    if (dash == language.npos) return {};
    language.remove_prefix(dash + 1);
    first = false;
  }
}

Result<void> CheckCountry(std::string_view field, std::string_view country) {
  const bool capitals = std::ranges::all_of(country, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (country.empty() || (country.size() == 2 && capitals)) return {};
  return Refuse(field, "is not a country code such as FR");
}

}  // namespace relance::ledger
