#include "libs/base/encoding.h"

#include <cstdint>

namespace relance {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string ToHex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const unsigned char b : bytes) {
    out += kHex[b >> 4];
    out += kHex[b & 15];
  }
  return out;
}

Result<std::string> FromHex(std::string_view hex) {
  if (hex.size() % 2 != 0) return Invalid("hexadecimal text has an odd length");
  std::string out;
  out.reserve(hex.size() / 2);
  for (size_t i = 0; i < hex.size(); i += 2) {
    const size_t high = kHex.find(hex[i]);
    const size_t low = kHex.find(hex[i + 1]);
    if (high == kHex.npos || low == kHex.npos) return Invalid("not lower-case hexadecimal");
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

std::string ToBase64Url(std::string_view bytes) {
  std::string out;
  uint32_t bits = 0;
  int held = 0;
  for (const unsigned char b : bytes) {
    bits = bits << 8 | b;
    for (held += 8; held >= 6; held -= 6) out += kBase64Url[bits >> (held - 6) & 63];
  }
  if (held > 0) out += kBase64Url[bits << (6 - held) & 63];
  return out;
}

Result<std::string> FromBase64Url(std::string_view text) {
  std::string out;
  uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const size_t value = kBase64Url.find(c);
    if (value == kBase64Url.npos) return Invalid("not base64url");
    bits = bits << 6 | static_cast<uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 255);
  }
  if (held >= 6 || (bits & ((1u << held) - 1)) != 0) return Invalid("base64url is cut or padded");
  return out;
}

}  // namespace relance
