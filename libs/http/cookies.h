#pragma once

#include <map>
#include <string>
#include <string_view>

namespace relance::http {

/// The Cookie header. Pairs that are malformed are left out; of two with one name the first counts,
/// so that a cookie planted for a wider path never hides ours.
std::map<std::string, std::string> ParseCookies(std::string_view header);

struct Cookie {
  std::string name;
  std::string value;  ///< Letters, digits and "-_." only.
  bool secure = true;
  bool clear = false;  ///< Tells the browser to forget it.
};

/// A Set-Cookie value: Path=/, HttpOnly, SameSite=Lax, of this browser session.
std::string FormatCookie(const Cookie& cookie);

}  // namespace relance::http
