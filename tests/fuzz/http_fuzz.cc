// Forms, queries, cookies and paths as a browser, or somebody who is none, sends them.
#include "libs/http/cookies.h"
#include "libs/http/form.h"
#include "libs/http/router.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

http::Router Routes() {
  http::Router router;
  for (const char* route : {"/", "/l/{token}", "/account/{entity}/{line}", "/account/help"}) {
    router.Add("GET", route, [](const http::Request&) { return http::Response{}; });
  }
  return router;
}

void ReadCookies(std::string_view header) {
  const auto cookies = http::ParseCookies(header);
  std::string written;
  for (const auto& [name, value] : cookies) written += name + "=" + value + "; ";
  Expect(http::ParseCookies(written) == cookies, "cookies that are written are read back");
}

void Run(std::string_view input) {
  static const http::Router router = Routes();
  Expect(http::PercentDecode(http::PercentEncode(input)) == input, "percent codes hold any bytes");
  (void)http::PercentDecode(input);
  if (const auto fields = http::ParseForm(input)) {
    for (const auto& [name, value] : *fields) {
      Expect(http::IsUtf8(name) && http::IsUtf8(value), "a form is text");
    }
    Expect(http::ParseForm(http::FormatForm(*fields)) == *fields, "a form is read back as written");
  }
  ReadCookies(input);
  for (const auto& [name, part] : router.Find("GET", input).parameters) {
    Expect(part.find('/') == part.npos && !part.empty(), "a parameter is one part of a path");
  }
  const bool safe = http::IsSafeHeader("X-Text", input);
  Expect(!safe || input.find_first_of(std::string_view("\r\n\0", 3)) == input.npos,
         "no header ends another");
}

const bool kDeclared = Declare({"http", Run});

}  // namespace
}  // namespace relance::fuzz
