#include "libs/paper/catalogue.h"

#include <charconv>
#include <optional>

#include "libs/digest/digest.h"

namespace relance::paper {
namespace {

constexpr size_t kIdDigits = 32;  // 16 bytes

/// The number after the last `key` of `text`.
std::optional<size_t> NumberAfter(const std::string& text, const std::string& key) {
  size_t at = text.rfind(key);
  if (at == std::string::npos) return std::nullopt;
  at += key.size();
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n')) ++at;
  size_t number = 0;
  const auto read = std::from_chars(text.data() + at, text.data() + text.size(), number);
  if (read.ec != std::errc()) return std::nullopt;
  return number;
}

bool IsTag(const std::string& language) {
  for (const char c : language) {
    const bool is_one = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!is_one && c != '-') return false;
  }
  return !language.empty();
}

/// Ten digits, as a table of cross-references has them.
std::string Offset(size_t offset) {
  std::string digits = std::to_string(offset);
  return std::string(digits.size() < 10 ? 10 - digits.size() : 0, '0') + digits;
}

}  // namespace

Result<std::string> WithLanguage(std::string pdf, const std::string& language) {
  const size_t trailer = pdf.rfind("trailer");
  if (trailer == std::string::npos) return Corrupt("a PDF without a trailer");
  const std::string end = pdf.substr(trailer);
  const auto root = NumberAfter(end, "/Root ");
  const auto size = NumberAfter(end, "/Size ");
  const auto info = NumberAfter(end, "/Info ");
  const auto table = NumberAfter(end, "startxref");
  if (!root || !size || !info || !table) return Corrupt("a PDF whose trailer names no catalogue");
  const std::string name = std::to_string(*root) + " 0 obj\n<<";
  const size_t object = pdf.rfind("\n" + name);
  const size_t close = object == std::string::npos ? object : pdf.find("endobj", object);
  if (close == std::string::npos) return Corrupt("a PDF without its catalogue");
  const std::string id = ToHex(Sha256(pdf)).substr(0, kIdDigits);
  const std::string rest = pdf.substr(object + 1 + name.size(), close - object - 1 - name.size());
  const size_t catalogue = pdf.size();
  pdf += name;
  if (IsTag(language)) pdf += " /Lang (" + language + ")";
  const bool tagged = rest.find("/StructTreeRoot") != std::string::npos;
  if (tagged) pdf += " /MarkInfo << /Marked true >>";
  pdf += " /ViewerPreferences << /DisplayDocTitle true >>" + rest + "endobj\n";
  const size_t references = pdf.size();
  pdf += "xref\n" + std::to_string(*root) + " 1\n" + Offset(catalogue) + " 00000 n \n";
  pdf += "trailer\n<< /Size " + std::to_string(*size) + " /Root " + std::to_string(*root) +
         " 0 R /Info " + std::to_string(*info) + " 0 R /Prev " + std::to_string(*table) +
         " /ID [<" + id + "> <" + id + ">] >>\nstartxref\n" + std::to_string(references) +
         "\n%%EOF\n";
  return pdf;
}

}  // namespace relance::paper
