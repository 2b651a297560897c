#include "services/portal/adapters/gate.h"

#include "libs/base/encoding.h"
#include "libs/http/cookies.h"

namespace relance::portal {
namespace {

constexpr size_t kSessionIdBytes = 32;

/// Takes the same time wherever the texts differ.
bool IsSame(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

}  // namespace

Gate::Gate(SessionStore& sessions, GateOptions options)
    : sessions_(sessions),
      options_(std::move(options)),
      secure_(options_.public_url.starts_with("https://")) {}

std::string Gate::CookieName(const std::string& name) const {
  return secure_ ? "__Host-" + name : name;
}

std::string Gate::SessionCookie(const std::string& id) const {
  return http::FormatCookie(
      {.name = CookieName("relance"), .value = id, .secure = secure_, .clear = false});
}

std::string Gate::LanguageCookie(const std::string& language) const {
  return http::FormatCookie(
      {.name = CookieName("relance-lang"), .value = language, .secure = secure_, .clear = false});
}

std::string Gate::LanguageOf(const http::Request& request) const {
  const auto cookie = request.cookies.find(CookieName("relance-lang"));
  return cookie == request.cookies.end() ? "" : cookie->second;
}

Result<Gate::Found> Gate::Find(const http::Request& request) const {
  const auto cookie = request.cookies.find(CookieName("relance"));
  if (cookie == request.cookies.end()) return NotFound("no session cookie");
  const auto bytes = FromBase64Url(cookie->second);
  if (!bytes || bytes->size() != kSessionIdBytes) return NotFound("no session has such an id");
  auto session = sessions_.Find(cookie->second);
  if (!session) return Failure(session.error());
  return Found{cookie->second, std::move(*session)};
}

bool Gate::IsOwnOrigin(const http::Request& request) const {
  const std::string_view origin = request.Header("origin");
  const std::string_view site = request.Header("sec-fetch-site");
  if (!origin.empty() && origin != "null") return origin == options_.public_url;
  if (!site.empty()) return site == "same-origin";
  return origin == "null";
}

bool Gate::MayAct(const http::Request& request, const Session& session) const {
  return IsOwnOrigin(request) && !session.csrf.empty() &&
         IsSame(http::ValueOf(request.form, "csrf"), session.csrf);
}

std::string Gate::OriginOf(const http::Request& request) const {
  if (!options_.behind_proxy) return request.peer;
  std::string_view forwarded = request.Header("x-forwarded-for");
  const size_t comma = forwarded.rfind(',');
  if (comma != std::string_view::npos) forwarded.remove_prefix(comma + 1);
  while (forwarded.starts_with(' ')) forwarded.remove_prefix(1);
  return forwarded.empty() ? request.peer : std::string(forwarded.substr(0, 64));
}

}  // namespace relance::portal
