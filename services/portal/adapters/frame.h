#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "libs/http/message.h"
#include "services/portal/adapters/view.h"
#include "services/portal/adapters/words.h"
#include "services/portal/app/read_account.h"

namespace relance::portal {

/// What surrounds the content of a page.
struct Framing {
  const Words* words = nullptr;
  std::string here;  ///< Path and query that the language switch keeps.
  std::string menu;  ///< The entry shown as current: "account", "invoices" ...
  bool session = false;
  const LegalEntity* entity = nullptr;
  const Account* account = nullptr;
};

/// A whole page with the headers that every page has.
http::Response FramedPage(const Framing& framing, int status, std::string_view title,
                          std::string_view body);

/// Nothing of these pages is kept, embedded, indexed, scripted or told to other sites.
void SetSecurityHeaders(http::Response& response);

/// The one style sheet; its address changes with its content.
http::Response StyleSheet();

/// `path?query` with `lang` in place of any earlier one.
std::string WithLanguage(std::string_view here, std::string_view language);

}  // namespace relance::portal
