#include "services/portal/adapters/promise_views.h"

#include <algorithm>

#include "libs/http/form.h"
#include "libs/money/amount.h"
#include "libs/text/text.h"

namespace relance::portal {
namespace {

constexpr size_t kLinesOnForm = 20;
constexpr size_t kLinesOnReceipt = 20;

const Line* FindLine(const Account& account, const std::string& id) {
  const auto found = std::find_if(account.lines.begin(), account.lines.end(),
                                  [&](const Line& line) { return line.id == id; });
  return found == account.lines.end() ? nullptr : &*found;
}

/// "30 11 2026", a day of work that the debtor could choose.
std::string ExampleDay(const Account& account) {
  const std::chrono::year_month_day day{UsualArrival(account.today + std::chrono::days(4))};
  return std::to_string(static_cast<unsigned>(day.day())) + " " +
         std::to_string(static_cast<unsigned>(day.month())) + " " +
         std::to_string(static_cast<int>(day.year()));
}

std::string Limit(const Speaker& speaker, const AccountPage& page) {
  const auto days = std::chrono::days(page.entity.promise_max_days);
  return speaker.Day(page.account.today + days);
}

std::string ExampleAmount(const Words& words) {
  return words.language() == "fr" ? "1 240,50" : "1240.50";
}

const char* KeyOf(PromiseFault fault) {
  switch (fault) {
    case PromiseFault::kChoiceMissing:
      return "fault_choice_missing";
    case PromiseFault::kNothingOverdue:
      return "fault_nothing_overdue";
    case PromiseFault::kNoLineSelected:
      return "fault_no_line";
    case PromiseFault::kTwoCurrencies:
      return "fault_two_currencies";
    case PromiseFault::kLinePaidMeanwhile:
      return "fault_paid_meanwhile";
    case PromiseFault::kAmountUnreadable:
      return "fault_amount_unreadable";
    case PromiseFault::kAmountNotPositive:
      return "fault_amount_not_positive";
    case PromiseFault::kAmountAboveOpen:
      return "fault_amount_above";
    case PromiseFault::kDateMissing:
      return "fault_date_missing";
    case PromiseFault::kDateImpossible:
      return "fault_date_impossible";
    case PromiseFault::kDatePast:
      return "fault_date_past";
    case PromiseFault::kDateTooFar:
      return "fault_date_far";
  }
  return "";
}

std::string Say(const Speaker& speaker, const AccountPage& page, const PromiseForm& form,
                const PromiseProblem& problem) {
  const bool about_day = problem.field == "day";
  int64_t open = 0;
  Currency currency;
  for (const Line& line : page.account.lines) {
    if (!form.currency.empty() && line.open.currency.code() != form.currency) continue;
    currency = line.open.currency;
    open += line.open.minor;
  }
  return speaker.words().Say(
      KeyOf(problem.fault),
      {{"example", about_day ? ExampleDay(page.account) : ExampleAmount(speaker.words())},
       {"limit", Limit(speaker, page)},
       {"amount", currency == Currency() ? "" : speaker.Amount(currency, open)}});
}

/// The first field of a group: where a link of the summary takes the focus.
std::string AnchorOf(const std::string& field, const PromiseForm& form, const Account& account) {
  if (field == "day" || field == "amount") return "#" + field;
  if (field == "lines" && !account.lines.empty()) return "#line-0";
  return form.choice.empty() && !account.lines.empty() ? "#by-line" : "#choice";
}

const char* SlotOf(const std::string& field) {
  if (field == "day") return "date_error";
  if (field == "amount") return "amount_error";
  return field == "lines" ? "lines_error" : "choice_error";
}

void AddErrors(View& view, View& form_view, const Speaker& speaker, const AccountPage& page,
               const PromiseForm& form, const std::vector<PromiseProblem>& problems, bool refused) {
  if (problems.empty() && !refused) return;
  View& errors = view.Add("errors");
  for (const PromiseProblem& problem : problems) {
    const std::string text = Say(speaker, page, form, problem);
    errors.Add("rows").Set("text", text).SetIf("href", AnchorOf(problem.field, form, page.account));
    form_view.SetIf(SlotOf(problem.field), text);
  }
  if (refused) errors.Add("rows").Set("text", speaker.words().Say("fault_refused"));
}

void AddChoices(View& form_view, const Speaker& speaker, const std::vector<Totals>& totals,
                const PromiseForm& form) {
  const Words& words = speaker.words();
  const auto is_chosen = [&](const char* choice, const Totals& of) {
    return form.choice == choice && form.currency == of.currency.code();
  };
  for (const Totals& of : totals) {
    if (of.ToPay() == 0) continue;
    View& radio = form_view.Add("overdue");
    radio.Set("currency", of.currency.code());
    radio.Set("text", words.Count(of.credits > 0 ? "promise_overdue_net" : "promise_overdue",
                                  of.overdue_lines,
                                  {{"amount", speaker.Amount(of.currency, of.ToPay())},
                                   {"credits", speaker.Amount(of.currency, of.credits)}}));
    radio.Flag("checked", is_chosen("overdue", of));
  }
  for (const Totals& of : totals) {
    if (of.open_lines == 0) continue;
    View& radio = form_view.Add("amounts");
    radio.Set("currency", of.currency.code());
    radio.Set("text", speaker.has_several_currencies()
                          ? words.Say("promise_other_in", {{"currency", of.currency.code()}})
                          : words.Say("promise_other"));
    radio.Flag("checked", is_chosen("amount", of));
  }
  form_view.Flag("by_line", form.choice == "lines");
  form_view.Set("amount", form.amount);
  form_view.Set("amount_hint",
                words.Say("promise_amount_hint", {{"example", ExampleAmount(words)}}));
}

/// The first lines by due date, and every line that is selected already.
void AddLines(View& form_view, const Speaker& speaker, const Account& account,
              const PromiseForm& form) {
  size_t shown = 0;
  for (size_t i = 0; i < account.lines.size(); ++i) {
    const Line& line = account.lines[i];
    const auto& selected = form.lines;
    const bool checked = std::find(selected.begin(), selected.end(), line.id) != selected.end();
    if (i >= kLinesOnForm && !checked) continue;
    View& row = form_view.Add("lines");
    row.Set("id", line.id).Set("index", std::to_string(shown)).Set("document", line.document);
    row.Set("open", speaker.Amount(line.open)).Set("status", speaker.Status(line));
    row.Flag("checked", checked);
    ++shown;
  }
  const auto hidden = static_cast<int64_t>(account.lines.size() - shown);
  if (hidden > 0) form_view.SetIf("more", speaker.words().Count("promise_more", hidden));
}

void AddDocuments(View& view, const Speaker& speaker, const Account& account,
                  const std::vector<std::string>& items) {
  const auto count = static_cast<int64_t>(items.size());
  view.Set("lines_title", speaker.words().Count("receipt_lines", count));
  for (size_t i = 0; i < items.size() && i < kLinesOnReceipt; ++i) {
    const Line* line = FindLine(account, items[i]);
    View& row = view.Add("lines");
    row.Set("document", line == nullptr ? items[i] : line->document);
    if (line == nullptr) continue;
    row.Set("open", speaker.Amount(line->open)).Set("status", speaker.Status(*line));
  }
  if (items.size() <= kLinesOnReceipt) return;
  const auto more = static_cast<int64_t>(items.size() - kLinesOnReceipt);
  view.SetIf("more", speaker.words().Count("receipt_more", more));
}

void AddCreditsNote(View& view, const Speaker& speaker, const Account& account,
                    const CheckedPromise& promise) {
  const auto totals = TotalsOf(account);
  for (const Totals& of : totals.value_or(std::vector<Totals>())) {
    if (of.currency != promise.amount.currency || of.credits == 0) continue;
    const std::string credits = speaker.Amount(of.currency, of.credits);
    view.SetIf("note", speaker.words().Say("pay_credits", {{"amount", credits}}));
  }
}

/// What the promise does to reminders, from what the case says about its lines.
std::string Effect(const Speaker& speaker, const Account& account, const Promise& promise) {
  const Words& words = speaker.words();
  if (promise.state == PromiseState::kFar) return words.Say("receipt_effect_far");
  if (promise.state == PromiseState::kComment) return words.Say("receipt_effect_comment");
  if (promise.state == PromiseState::kOver) return words.Say("receipt_effect_over");
  std::optional<Date> until;
  for (const Line& line : account.lines) {
    const auto& items = promise.items;
    if (!line.held_until || std::find(items.begin(), items.end(), line.id) == items.end()) continue;
    until = std::min(until.value_or(*line.held_until), *line.held_until);
  }
  if (!until) return words.Say("receipt_effect_waits");
  return words.Say("receipt_effect", {{"date", speaker.Day(*until + std::chrono::days(1))}});
}

}  // namespace

PromiseForm ReadPromiseForm(const http::Fields& fields) {
  const auto value = [&](const char* name) { return std::string(http::ValueOf(fields, name)); };
  const std::string choice = value("choice");
  const size_t colon = choice.find(':');
  return {.choice = choice.substr(0, colon),
          .currency = colon == std::string::npos ? "" : choice.substr(colon + 1),
          .lines = http::ValuesOf(fields, "line"),
          .amount = value("amount"),
          .day = value("day"),
          .month = value("month"),
          .year = value("year"),
          .reviewed = value("reviewed")};
}

http::Fields PromiseFields(const PromiseForm& form) {
  http::Fields fields;
  const bool has_currency = !form.currency.empty();
  fields.emplace_back("choice", form.choice + (has_currency ? ":" + form.currency : ""));
  if (form.choice == "lines") {
    for (const std::string& line : form.lines) fields.emplace_back("line", line);
  }
  if (form.choice == "amount") fields.emplace_back("amount", form.amount);
  fields.emplace_back("day", form.day);
  fields.emplace_back("month", form.month);
  fields.emplace_back("year", form.year);
  return fields;
}

View PromiseFormView(const Words& words, const AccountPage& page, const PromiseForm& form,
                     const std::vector<PromiseProblem>& problems, bool refused) {
  const Speaker speaker(words, page.account);
  View view;
  if (page.account.lines.empty()) return view.Flag("closed", true);
  View form_view;
  AddErrors(view, form_view, speaker, page, form, problems, refused);
  AddChoices(form_view, speaker, TotalsOf(page.account).value_or(std::vector<Totals>()), form);
  AddLines(form_view, speaker, page.account, form);
  const bool limited = page.entity.promise_max_days > 0;
  form_view.Set("date_hint", words.Say(limited ? "promise_date_hint_max" : "promise_date_hint",
                                       {{"example", ExampleDay(page.account)},
                                        {"limit", Limit(speaker, page)}}));
  form_view.Set("day", form.day).Set("month", form.month).Set("year", form.year);
  view.Add("form") = std::move(form_view);
  return view;
}

View ReviewView(const Words& words, const AccountPage& page, const ReviewedPromise& reviewed) {
  const Speaker speaker(words, page.account);
  const CheckedPromise& promise = reviewed.promise;
  View view;
  view.Set("amount", speaker.Amount(promise.amount));
  view.Set("by", speaker.Day(promise.by)).Set("by_iso", FormatDate(promise.by));
  AddDocuments(view, speaker, page.account, promise.items);
  if (reviewed.form.choice == "overdue") AddCreditsNote(view, speaker, page.account, promise);
  view.Set("csrf", reviewed.csrf).Set("command", ToString(reviewed.command));
  http::Fields fields = PromiseFields(reviewed.form);
  view.Set("back", "/promise?" + http::FormatForm(fields));
  fields.emplace_back("reviewed", std::to_string(promise.amount.minor));
  for (const auto& [name, value] : fields) view.Add("fields").Set("name", name).Set("value", value);
  return view;
}

View ReceiptView(const Words& words, const AccountPage& page, const Promise& promise) {
  const Speaker speaker(words, page.account);
  View view;
  const bool stands = promise.state != PromiseState::kOver;
  view.Set("heading", words.Say(stands ? "receipt_title" : "receipt_title_over"));
  view.Set("effect", Effect(speaker, page.account, promise));
  view.Set("id", promise.id).Set("amount", speaker.Amount(promise.amount));
  view.Set("by", speaker.Day(promise.by)).Set("by_iso", FormatDate(promise.by));
  AddDocuments(view, speaker, page.account, promise.items);
  return view;
}

}  // namespace relance::portal
