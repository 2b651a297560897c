#include <algorithm>
#include <array>

#include "libs/http/form.h"
#include "services/portal/adapters/pages.h"
#include "services/portal/adapters/promise_views.h"
#include "services/portal/adapters/templates.h"

namespace relance::portal {

CommandId CommandIds::Next() {
  std::array<uint8_t, 10> random{};
  const std::string bytes = randomness_.Bytes(random.size());
  std::copy(bytes.begin(), bytes.end(), random.begin());
  return MakeCommandId(clock_.Now(), random);
}

http::Response PromisePages::ShowForm(const Visit& visit, const PromiseForm& form,
                                      const std::vector<PromiseProblem>& problems, int status,
                                      bool refused) const {
  const Words& words = voice_.WordsFor(visit);
  const std::string title = words.Say("promise_title");
  const bool wrong = status != 200;
  const View view = PromiseFormView(words, *visit.page, form, problems, refused);
  return voice_.Page(visit,
                     {.menu = {},
                      .title = wrong ? words.Say("error_title", {{"title", title}}) : title,
                      .body = Render("promise", words, view),
                      .status = status,
                      .here = wrong ? "/promise?" + http::FormatForm(PromiseFields(form)) : ""});
}

http::Response PromisePages::Form(const Visit& visit) const {
  PromiseForm form = ReadPromiseForm(visit.request.query);
  const auto totals = TotalsOf(visit.page->account);
  if (!totals) return voice_.Failed(visit, totals.error());
  const auto overdue =
      std::find_if(totals->begin(), totals->end(), [](const Totals& of) { return of.ToPay() > 0; });
  if (form.choice.empty() && overdue != totals->end()) {
    form.choice = "overdue";
    form.currency = overdue->currency.code();
  }
  return ShowForm(visit, form, {}, 200, false);
}

http::Response PromisePages::Review(const Visit& visit) const {
  const PromiseForm form = ReadPromiseForm(visit.request.query);
  auto answer = CheckPromise(form, visit.page->account, visit.page->entity.promise_max_days);
  if (!answer.promise) return ShowForm(visit, form, answer.problems, 400, false);
  const Words& words = voice_.WordsFor(visit);
  const View view = ReviewView(words, *visit.page,
                               {.form = form,
                                .promise = std::move(*answer.promise),
                                .command = ids_.Next(),
                                .csrf = visit.found->session.csrf});
  return voice_.Page(
      visit,
      {.menu = {}, .title = words.Say("review_title"), .body = Render("review", words, view)});
}

http::Response PromisePages::Announce(Visit& visit) const {
  const auto command = ParseCommandId(http::ValueOf(visit.request.form, "command"));
  if (!command) return voice_.Failed(visit, 400);
  const PromiseForm form = ReadPromiseForm(visit.request.form);
  auto outcome = announce_.Run(visit.found->id, visit.found->session, *command, form);
  if (!outcome && outcome.error().code == ErrorCode::kNotFound) return voice_.Failed(visit, 410);
  if (!outcome) return voice_.Failed(visit, outcome.error());
  if (const auto* announced = std::get_if<PromiseAnnounced>(&*outcome)) {
    auto response = http::SeeOther("/promise/" + http::PercentEncode(announced->id));
    SetSecurityHeaders(response);
    return response;
  }
  auto& refused = std::get<PromiseRefused>(*outcome);
  visit.page = std::move(refused.page);
  return ShowForm(visit, form, refused.problems, 409, refused.problems.empty());
}

http::Response PromisePages::Receipt(const Visit& visit) const {
  const std::string& id = visit.request.parameters.at("id");
  const auto& promises = visit.page->account.promises;
  const auto promise =
      std::find_if(promises.begin(), promises.end(), [&](const Promise& p) { return p.id == id; });
  if (promise == promises.end()) return voice_.Failed(visit, 404);
  const Words& words = voice_.WordsFor(visit);
  return voice_.Page(visit,
                     {.menu = {},
                      .title = words.Say("receipt_title"),
                      .body = Render("receipt", words, ReceiptView(words, *visit.page, *promise))});
}

}  // namespace relance::portal
