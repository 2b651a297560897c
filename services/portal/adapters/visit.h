#pragma once

#include <functional>
#include <optional>
#include <string>

#include "libs/http/message.h"
#include "services/portal/adapters/frame.h"
#include "services/portal/adapters/gate.h"
#include "services/portal/app/read_account.h"

namespace relance::portal {

/// One request on its way to a page.
struct Visit {
  const http::Request& request;
  std::string reference;  ///< What the log knows it by.
  std::optional<Gate::Found> found{};
  std::optional<AccountPage> page{};
  std::optional<LegalEntity> entity{};  ///< For pages without an account.
  std::optional<LateCost> cost{};       ///< Of the line that the page is about.
  std::string lost{};                   ///< Why there is no session; for the log.
};

/// Pages and failures in the language of a visit.
class Voice {
 public:
  explicit Voice(const Gate& gate) : gate_(gate) {}

  /// Chosen by the reader, else of the contact, of the browser, of the creditor.
  const Words& WordsFor(const Visit& visit) const;

  struct Content {
    std::string menu{};
    std::string title{};
    std::string body{};
    int status = 200;
    std::string here{};  ///< For the language switch, when not the address of the request.
  };
  http::Response Page(const Visit& visit, const Content& content) const;

  /// What happened and what to do; `kind` is the status or "session".
  http::Response Failed(const Visit& visit, int status, const std::string& kind = {}) const;
  /// The page of a failed call: 503, or 500 for what is no outage.
  http::Response Failed(const Visit& visit, const Error& error) const;

 private:
  const Gate& gate_;
};

}  // namespace relance::portal
