#include "services/portal/adapters/pages.h"

#include <algorithm>
#include <charconv>

#include "libs/text/text.h"
#include "services/portal/adapters/account_views.h"
#include "services/portal/adapters/contact_views.h"
#include "services/portal/adapters/pay_view.h"
#include "services/portal/adapters/templates.h"

namespace relance::portal {
namespace {

/// Paragraphs of a text: its parts between '|'.
void AddParagraphs(View& part, std::string_view text) {
  while (true) {
    const size_t bar = text.find('|');
    part.Add("paragraphs").Set("text", text.substr(0, bar));
    if (bar == std::string_view::npos) return;
    text.remove_prefix(bar + 1);
  }
}

void AddPublisher(View& part, const LegalEntity& entity) {
  part.Add("paragraphs").Set("text", text::OneLine(entity.name));
  for (const std::string& line : entity.address) part.Add("paragraphs").Set("text", line);
  if (!entity.legal_notice.empty()) part.Add("paragraphs").Set("text", entity.legal_notice);
}

const LegalEntity* EntityOf(const Visit& visit) {
  if (visit.page) return &visit.page->entity;
  return visit.entity ? &*visit.entity : nullptr;
}

}  // namespace

http::Response AccountPages::Overview(const Visit& visit) const {
  const Words& words = voice_.WordsFor(visit);
  const auto totals = TotalsOf(visit.page->account);
  if (!totals) return voice_.Failed(visit, totals.error());
  return voice_.Page(visit,
                     {.menu = "account",
                      .title = words.Say("menu_account"),
                      .body = Render("account", words, OverviewView(words, *visit.page, *totals))});
}

http::Response AccountPages::Invoices(const Visit& visit) const {
  const Words& words = voice_.WordsFor(visit);
  const auto totals = TotalsOf(visit.page->account);
  if (!totals) return voice_.Failed(visit, totals.error());
  const std::string_view text = http::ValueOf(visit.request.query, "page");
  size_t number = 1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  const View view = InvoicesView(words, *visit.page, *totals, number);
  return voice_.Page(visit, {.menu = "invoices",
                             .title = words.Say("heading_invoices"),
                             .body = Render("invoices", words, view)});
}

http::Response AccountPages::Pay(const Visit& visit) const {
  const Words& words = voice_.WordsFor(visit);
  const auto totals = TotalsOf(visit.page->account);
  if (!totals) return voice_.Failed(visit, totals.error());
  const PayWish wish{.everything = http::ValueOf(visit.request.query, "what") == "open",
                     .line = std::string(http::ValueOf(visit.request.query, "line")),
                     .cost = visit.cost};
  return voice_.Page(visit,
                     {.menu = "pay",
                      .title = words.Say("pay_title"),
                      .body = Render("pay", words, PayView(words, *visit.page, *totals, wish))});
}

http::Response AccountPages::AlreadyPaid(const Visit& visit) const {
  const Words& words = voice_.WordsFor(visit);
  return voice_.Page(visit,
                     {.menu = {},
                      .title = words.Say("paid_title"),
                      .body = Render("already_paid", words, AlreadyPaidView(words, *visit.page))});
}

http::Response AccountPages::Problem(const Visit& visit) const {
  const Words& words = voice_.WordsFor(visit);
  return voice_.Page(visit, {.menu = {},
                             .title = words.Say("problem_title"),
                             .body = Render("problem", words, ProblemView(words, *visit.page))});
}

http::Response PlainPages::Article(const Visit& visit, const std::string& name) const {
  const Words& words = voice_.WordsFor(visit);
  View view;
  const std::string title = words.Say(name + "_title");
  view.Set("heading", title);
  view.Flag("home", visit.found.has_value());
  for (int i = 1; words.Has(name + "_" + std::to_string(i) + "_title"); ++i) {
    const std::string key = name + "_" + std::to_string(i);
    const bool publisher = !words.Has(key + "_text");
    if (publisher && EntityOf(visit) == nullptr) continue;
    View& part = view.Add("parts");
    part.Set("title", words.Say(key + "_title"));
    if (key == "help_6") part.SetIf("id", "sure");
    if (publisher) {
      AddPublisher(part, *EntityOf(visit));
    } else {
      AddParagraphs(part, words.Say(key + "_text"));
    }
  }
  if (EntityOf(visit) == nullptr) {
    View& part = view.Add("parts");
    part.Set("title", words.Say("contact_missing_title"));
    AddParagraphs(part, words.Say("contact_missing_text"));
  }
  return voice_.Page(visit, {.menu = name, .title = title, .body = Render("article", words, view)});
}

}  // namespace relance::portal
