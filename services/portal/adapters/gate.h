#pragma once

#include <string>

#include "libs/http/message.h"
#include "services/portal/app/ports.h"

namespace relance::portal {

struct GateOptions {
  std::string public_url;     ///< As browsers see it: "https://pay.example.com".
  bool behind_proxy = false;  ///< The peer is a proxy of ours: the last X-Forwarded-For counts.
};

/// Who a request comes from: its session, whether it may change something, from where.
class Gate {
 public:
  Gate(SessionStore& sessions, GateOptions options);

  struct Found {
    std::string id;
    Session session;
  };
  /// kNotFound without a session.
  Result<Found> Find(const http::Request& request) const;

  /// A POST of our own page: its Origin (or what the browser says in its place) is ours, and it
  /// holds the session's token. Browsers send "Origin: null" from pages with our referrer policy.
  bool MayAct(const http::Request& request, const Session& session) const;

  std::string OriginOf(const http::Request& request) const;

  /// Set-Cookie values.
  std::string SessionCookie(const std::string& id) const;
  std::string LanguageCookie(const std::string& language) const;
  std::string LanguageOf(const http::Request& request) const;

 private:
  std::string CookieName(const std::string& name) const;
  bool IsOwnOrigin(const http::Request& request) const;

  SessionStore& sessions_;
  const GateOptions options_;
  const bool secure_;
};

}  // namespace relance::portal
