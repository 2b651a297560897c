#include "tools/relance/config/checks.h"

#include <algorithm>
#include <string>

namespace relance::cli {
namespace {

bool IsUpper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool IsLower(char c) {
  return c >= 'a' && c <= 'z';
}
bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsUpperOrDigit(char c) {
  return IsUpper(c) || IsDigit(c);
}

}  // namespace

bool IsIban(std::string_view text) {
  std::string iban;
  std::ranges::copy_if(text, std::back_inserter(iban), [](char c) { return c != ' '; });
  constexpr size_t kShortest = 15;
  constexpr size_t kLongest = 34;
  if (iban.size() < kShortest || iban.size() > kLongest) return false;
  if (!IsUpper(iban[0]) || !IsUpper(iban[1]) || !IsDigit(iban[2]) || !IsDigit(iban[3]))
    return false;
  std::rotate(iban.begin(), iban.begin() + 4, iban.end());
  int remainder = 0;
  for (const char c : iban) {
    if (!IsUpperOrDigit(c)) return false;
    // A letter stands for a number of two digits, A = 10.
    remainder = IsDigit(c) ? remainder * 10 + (c - '0') : remainder * 100 + (c - 'A' + 10);
    remainder %= 97;
  }
  return remainder == 1;
}

bool IsBic(std::string_view text) {
  if (text.size() != 8 && text.size() != 11) return false;
  return std::ranges::all_of(text.substr(0, 6), IsUpper) &&
         std::ranges::all_of(text.substr(6), IsUpperOrDigit);
}

bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  constexpr size_t kLongest = 254;
  if (at == std::string_view::npos || at == 0 || text.size() > kLongest) return false;
  const auto domain = text.substr(at + 1);
  const bool plain = std::ranges::all_of(text, [](unsigned char c) { return c > 32 && c < 127; });
  const size_t dot = domain.find('.');
  return plain && domain.find('@') == std::string_view::npos && dot != std::string_view::npos &&
         dot > 0 && domain.back() != '.' && domain.find("..") == std::string_view::npos &&
         text.find_first_of("<>()[],;:\"\\") == std::string_view::npos;
}

bool IsLanguage(std::string_view text) {
  const auto primary = text.substr(0, text.find('-'));
  if (primary.size() < 2 || primary.size() > 3 || !std::ranges::all_of(primary, IsLower)) {
    return false;
  }
  if (primary.size() == text.size()) return true;
  const auto region = text.substr(primary.size() + 1);
  return region.size() == 2 && std::ranges::all_of(region, IsUpper);
}

}  // namespace relance::cli
