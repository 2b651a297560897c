#include "libs/http/cookies.h"

#include <algorithm>

namespace relance::http {
namespace {

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// RFC 6265 cookie-octet.
bool IsCookieOctet(unsigned char c) {
  return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

}  // namespace

std::map<std::string, std::string> ParseCookies(std::string_view header) {
  std::map<std::string, std::string> cookies;
  while (!header.empty()) {
    const size_t end = header.find(';');
    const std::string_view pair = Trimmed(header.substr(0, end));
    header = end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    std::string_view value = Trimmed(pair.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    if (!std::all_of(value.begin(), value.end(), IsCookieOctet)) continue;
    cookies.emplace(Trimmed(pair.substr(0, equals)), value);
  }
  return cookies;
}

std::string FormatCookie(const Cookie& cookie) {
  std::string text = cookie.name + "=" + (cookie.clear ? "" : cookie.value) + "; Path=/";
  if (cookie.clear) text += "; Max-Age=0";
  if (cookie.secure) text += "; Secure";
  return text + "; HttpOnly; SameSite=Lax";
}

}  // namespace relance::http
