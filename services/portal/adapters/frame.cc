#include "services/portal/adapters/frame.h"

#include <algorithm>

#include "libs/digest/digest.h"
#include "libs/http/form.h"
#include "libs/text/text.h"
#include "services/portal/adapters/assets.h"
#include "services/portal/adapters/templates.h"

namespace relance::portal {
namespace {

constexpr const char* kPolicy =
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'";

const std::string& StyleVersion() {
  static const std::string version = ToHex(Sha256(Asset("style.css"))).substr(0, 12);
  return version;
}

/// Digits and a leading '+', as a "tel:" address has them.
std::string Dialled(std::string_view phone) {
  std::string out;
  for (const char c : phone) {
    if ((c >= '0' && c <= '9') || (c == '+' && out.empty())) out += c;
  }
  return out;
}

void AddContact(View& page, const Framing& framing) {
  const LegalEntity& entity = *framing.entity;
  page.Add("entity").Set("name", text::OneLine(entity.name));
  page.SetIf("legal_notice", entity.legal_notice);
  View& contact = page.Add("contact");
  contact.Set("entity", text::OneLine(entity.name));
  contact.SetIf("collector", entity.collector);
  contact.SetIf("email", entity.email);
  if (entity.phone.empty()) return;
  View& phone = contact.Add("phone");
  phone.Set("shown", entity.phone).Set("dial", Dialled(entity.phone)).Set("zone", entity.zone);
  phone.SetIf("hours", entity.hours);
}

void AddMenu(View& page, const Framing& framing) {
  View& menu = page.Add("menu");
  for (const char* name : {"account", "invoices", "pay", "help"}) {
    View& item = menu.Add("items");
    item.Set("href", "/" + std::string(name));
    item.Set("name", framing.words->Say("menu_" + std::string(name)));
    item.Flag("current", framing.menu == name);
  }
}

}  // namespace

std::string WithLanguage(std::string_view here, std::string_view language) {
  const size_t question = here.find('?');
  http::Fields fields;
  if (question != std::string_view::npos) {
    fields = http::ParseForm(here.substr(question + 1)).value_or(http::Fields{});
  }
  std::erase_if(fields, [](const auto& field) { return field.first == "lang"; });
  fields.emplace_back("lang", language);
  return std::string(here.substr(0, question)) + "?" + http::FormatForm(fields);
}

void SetSecurityHeaders(http::Response& response) {
  response.Set("Content-Security-Policy", kPolicy);
  response.Set("Referrer-Policy", "no-referrer");
  response.Set("Cache-Control", "no-store");
  response.Set("X-Robots-Tag", "noindex");
  response.Set("X-Content-Type-Options", "nosniff");
}

http::Response FramedPage(const Framing& framing, int status, std::string_view title,
                          std::string_view body) {
  const Words& words = *framing.words;
  View page;
  page.Set("lang", words.language()).Set("style", StyleVersion()).Set("body", body);
  std::string full_title(title);
  if (framing.entity != nullptr) full_title += " – " + text::OneLine(framing.entity->name);
  page.Set("title", full_title);
  for (const std::string& code : Languages()) {
    View& language = page.Add("languages");
    language.Set("code", code).Set("name", WordsOf(code).Say("language"));
    language.Set("href", WithLanguage(framing.here, code));
    language.Flag("current", code == words.language());
  }
  if (framing.entity != nullptr) AddContact(page, framing);
  if (framing.account != nullptr) {
    View& debtor = page.Add("debtor");
    debtor.Set("name", text::OneLine(framing.account->name.Reveal()));
    debtor.Set("number", framing.account->id.account);
  }
  if (framing.session) AddMenu(page, framing);
  page.Flag("session", framing.session);
  http::Response response{.status = status, .headers = {}, .body = {}};
  SetSecurityHeaders(response);
  response.Set("Content-Type", "text/html; charset=utf-8");
  response.Set("Content-Language", words.language());
  response.Set("Vary", "Accept-Language, Cookie");
  response.body = Render("layout", words, page);
  return response;
}

http::Response StyleSheet() {
  http::Response response;
  SetSecurityHeaders(response);
  for (auto& [name, value] : response.headers) {
    if (name == "Cache-Control") value = "public, max-age=31536000, immutable";
  }
  response.Set("Content-Type", "text/css; charset=utf-8");
  response.body = Asset("style.css");
  return response;
}

}  // namespace relance::portal
