#include "services/portal/adapters/visit.h"

#include "libs/http/form.h"
#include "services/portal/adapters/language.h"
#include "services/portal/adapters/templates.h"

namespace relance::portal {
namespace {

std::string AddressOf(const http::Request& request) {
  if (request.path.empty()) return "/account";
  std::string address;
  for (const char c : request.path) {
    address += c == '/' ? "/" : http::PercentEncode(std::string_view(&c, 1));
  }
  return request.query.empty() ? address : address + "?" + http::FormatForm(request.query);
}

}  // namespace

const Words& Voice::WordsFor(const Visit& visit) const {
  std::vector<std::string> wishes = {std::string(http::ValueOf(visit.request.query, "lang")),
                                     gate_.LanguageOf(visit.request)};
  if (visit.page) {
    wishes.push_back(visit.page->account.contact_language);
    wishes.push_back(visit.page->account.language);
  }
  for (auto& tag : AcceptedLanguages(visit.request.Header("accept-language"))) {
    wishes.push_back(std::move(tag));
  }
  if (visit.page) wishes.push_back(visit.page->entity.language);
  if (visit.entity) wishes.push_back(visit.entity->language);
  return WordsOf(FirstSpoken(wishes));
}

http::Response Voice::Page(const Visit& visit, const Content& content) const {
  Framing framing{.words = &WordsFor(visit),
                  .here = content.here.empty() ? AddressOf(visit.request) : content.here,
                  .menu = content.menu,
                  .session = visit.found.has_value()};
  if (visit.page) {
    framing.entity = &visit.page->entity;
    framing.account = &visit.page->account;
  } else if (visit.entity) {
    framing.entity = &*visit.entity;
  }
  auto response = FramedPage(framing, content.status, content.title, content.body);
  const std::string chosen = FirstSpoken({std::string(http::ValueOf(visit.request.query, "lang"))});
  if (!chosen.empty()) response.Set("Set-Cookie", gate_.LanguageCookie(chosen));
  return response;
}

http::Response Voice::Failed(const Visit& visit, int status, const std::string& kind) const {
  const Words& words = WordsFor(visit);
  std::string key = "error_" + (kind.empty() ? std::to_string(status) : kind);
  if (!words.Has(key + "_title")) key = status < 500 ? "error_400" : "error_500";
  const std::string title = words.Say(key + "_title");
  View view;
  view.Set("heading", title).Set("what", words.Say(key + "_what"));
  view.Set("todo", words.Say(key + "_todo")).Set("reference", visit.reference);
  view.Flag("home", visit.found.has_value());
  view.Flag("stranger", !visit.page && !visit.entity);
  return Page(visit, {.title = words.Say("error_title", {{"title", title}}),
                      .body = Render("error", words, view),
                      .status = status,
                      .here = visit.request.method == "POST" ? "/account" : ""});
}

http::Response Voice::Failed(const Visit& visit, const Error& error) const {
  return Failed(visit, error.code == ErrorCode::kUnavailable ? 503 : 500);
}

}  // namespace relance::portal
