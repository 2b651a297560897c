#include "services/portal/domain/payment_code.h"

#include <algorithm>

#include "libs/money/amount.h"

namespace relance::portal {
namespace {

constexpr size_t kMostBytes = 331;
constexpr size_t kMostNameCharacters = 70;
constexpr size_t kMostTextCharacters = 140;
constexpr int64_t kMostMinorUnits = 99'999'999'999;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsCapital(char c) {
  return c >= 'A' && c <= 'Z';
}

std::string WithoutBlanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ') out += c;
  }
  return out;
}

/// Modulo 97 of the text with its first four characters moved to the end and letters as 10 to 35.
int Modulo97(std::string_view text) {
  std::string turned(text.substr(4));
  turned += text.substr(0, 4);
  int rest = 0;
  for (const char c : turned) {
    const int value = IsDigit(c) ? c - '0' : c - 'A' + 10;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/// One line: control characters would add lines to the code. Cut at a character.
std::string OneLine(std::string_view text, size_t most_characters) {
  std::string out;
  size_t characters = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) continue;
    if ((byte & 0xc0U) != 0x80U && ++characters > most_characters) break;
    out += c;
  }
  return out;
}

void DropLastCharacter(std::string& text) {
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0U) == 0x80U) {
    text.pop_back();
  }
  if (!text.empty()) text.pop_back();
}

}  // namespace

bool IsIban(std::string_view text) {
  const std::string iban = WithoutBlanks(text);
  if (iban.size() < 15 || iban.size() > 34) return false;
  const bool letters = IsCapital(iban[0]) && IsCapital(iban[1]);
  const bool digits = IsDigit(iban[2]) && IsDigit(iban[3]);
  const bool rest =
      std::all_of(iban.begin() + 4, iban.end(), [](char c) { return IsDigit(c) || IsCapital(c); });
  return letters && digits && rest && Modulo97(iban) == 1;
}

std::string GroupedIban(std::string_view iban) {
  std::string out;
  size_t count = 0;
  for (const char c : WithoutBlanks(iban)) {
    if (count != 0 && count % 4 == 0) out += ' ';
    out += c;
    ++count;
  }
  return out;
}

bool IsCreditorReference(std::string_view text) {
  const std::string reference = WithoutBlanks(text);
  return reference.size() >= 5 && reference.size() <= 25 && reference.starts_with("RF") &&
         IsDigit(reference[2]) && IsDigit(reference[3]) &&
         std::all_of(reference.begin() + 4, reference.end(),
                     [](char c) { return IsDigit(c) || IsCapital(c); }) &&
         Modulo97(reference) == 1;
}

Result<std::string> PaymentCode(const BankAccount& to, const Money& amount,
                                std::string_view reference) {
  if (amount.currency != Currency::Of("EUR")) return Invalid("not in EUR", "amount");
  if (amount.minor < 1 || amount.minor > kMostMinorUnits) {
    return Invalid("outside 0.01 to 999999999.99 EUR", "amount");
  }
  if (!IsIban(to.iban)) return Invalid("the IBAN's check digits are wrong", "iban");
  const std::string holder = OneLine(to.holder, kMostNameCharacters);
  if (holder.empty()) return Invalid("a credit transfer names the account's holder", "holder");
  const bool structured = IsCreditorReference(reference);
  std::string text =
      structured ? WithoutBlanks(reference) : OneLine(reference, kMostTextCharacters);
  const std::string head = "BCD\n002\n1\nSCT\n" + WithoutBlanks(to.bic) + "\n" + holder + "\n" +
                           WithoutBlanks(to.iban) + "\nEUR" + FormatAmount(amount) + "\n\n";
  if (structured) return head + text;
  while (!text.empty() && head.size() + 1 + text.size() > kMostBytes) DropLastCharacter(text);
  std::string code = head + "\n" + text;
  if (code.size() > kMostBytes) return Invalid("too long for a payment code", "holder");
  return code;
}

}  // namespace relance::portal
