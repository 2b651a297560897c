#include "libs/http/form.h"

#include <algorithm>
#include <cstdint>

namespace relance::http {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> DecodePart(std::string_view part) {
  std::string text(part);
  std::replace(text.begin(), text.end(), '+', ' ');
  auto decoded = PercentDecode(text);
  if (!decoded) return decoded;
  if (decoded->find('\0') != std::string::npos) return Invalid("holds a NUL character");
  if (!IsUtf8(*decoded)) return Invalid("is not UTF-8");
  return decoded;
}

/// Length of the sequence that a lead byte announces and the least value it may stand for.
struct Sequence {
  size_t length;
  uint32_t least;
  uint32_t bits;
};

Sequence SequenceOf(unsigned char lead) {
  if (lead < 0x80) return {1, 0, lead};
  if (lead >= 0xc2 && lead <= 0xdf) return {2, 0x80, lead & 0x1fU};
  if (lead >= 0xe0 && lead <= 0xef) return {3, 0x800, lead & 0x0fU};
  if (lead >= 0xf0 && lead <= 0xf4) return {4, 0x10000, lead & 0x07U};
  return {0, 0, 0};
}

}  // namespace

Result<std::string> PercentDecode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out.push_back(text[at]);
      continue;
    }
    const int high = at + 2 < text.size() ? HexDigit(text[at + 1]) : -1;
    const int low = at + 2 < text.size() ? HexDigit(text[at + 2]) : -1;
    if (high < 0 || low < 0) return Invalid("'%' without two hexadecimal digits");
    out.push_back(static_cast<char>(high * 16 + low));
    at += 2;
  }
  return out;
}

std::string PercentEncode(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out.push_back(c);
    } else {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

Result<Fields> ParseForm(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    const size_t end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (pair.empty()) continue;
    if (fields.size() == kMostFields) return Invalid("more fields than any form has");
    const size_t equals = pair.find('=');
    auto name = DecodePart(pair.substr(0, equals));
    if (!name) return Invalid("a field name " + name.error().message);
    auto value =
        DecodePart(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
    if (!value) return Invalid(value.error().message, *name);
    fields.emplace_back(std::move(*name), std::move(*value));
  }
  return fields;
}

std::string FormatForm(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    out += PercentEncode(name) + '=' + PercentEncode(value);
  }
  return out;
}

bool IsUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const Sequence sequence = SequenceOf(static_cast<unsigned char>(text[at]));
    if (sequence.length == 0 || at + sequence.length > text.size()) return false;
    uint32_t value = sequence.bits;
    for (size_t i = 1; i < sequence.length; ++i) {
      const auto byte = static_cast<unsigned char>(text[at + i]);
      if ((byte & 0xc0U) != 0x80U) return false;
      value = value << 6 | (byte & 0x3fU);
    }
    if (value < sequence.least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
      return false;
    }
    at += sequence.length;
  }
  return true;
}

}  // namespace relance::http
