#include "services/portal/adapters/account_views.h"

#include <algorithm>

#include "libs/http/form.h"
#include "libs/text/text.h"
#include "services/portal/adapters/templates.h"

namespace relance::portal {
namespace {

void AddCell(View& totals, const Speaker& speaker, std::string_view key, Currency currency,
             int64_t minor, std::string_view note = {}) {
  View& cell = totals.Add("cells");
  cell.Set("name", speaker.words().Say(key)).Set("amount", speaker.Amount(currency, minor));
  cell.SetIf("note", note);
  cell.Flag("is_late", key == "total_overdue" && minor > 0);
}

void AddTotals(View& view, const Speaker& speaker, const Totals& of) {
  const Words& words = speaker.words();
  View& totals = view.Add("totals");
  totals.Set("currency", of.currency.code());
  totals.Set("title", words.Say("totals_title", {{"currency", of.currency.code()}}));
  AddCell(totals, speaker, "total_overdue", of.currency, of.overdue,
          words.Count("total_lines", of.overdue_lines));
  AddCell(totals, speaker, "total_due_soon", of.currency, of.due_soon);
  AddCell(totals, speaker, "total_not_yet_due", of.currency, of.not_yet_due);
  if (of.credits > 0) AddCell(totals, speaker, "total_credits", of.currency, of.credits);
  if (of.disputed > 0) AddCell(totals, speaker, "total_disputed", of.currency, of.disputed);
  if (of.promised == 0) return;
  AddCell(totals, speaker, "total_promised", of.currency, of.promised,
          words.Say("total_for", {{"date", speaker.Day(*of.promised_for)}}));
}

/// The one sentence that most clerks come for.
std::string Answer(const Speaker& speaker, const Account& account,
                   const std::vector<Totals>& totals) {
  const Words& words = speaker.words();
  int late = 0;
  std::vector<std::string> overdue;
  std::vector<std::string> credits;
  for (const Totals& of : totals) {
    late += of.overdue_lines;
    if (of.overdue > 0) overdue.push_back(speaker.Amount(of.currency, of.overdue));
    if (of.credits > 0) credits.push_back(speaker.Amount(of.currency, of.credits));
  }
  if (late > 0) {
    return words.Count("answer_overdue", late, {{"amount", text::List(overdue, words.language())}});
  }
  if (!account.lines.empty()) return words.Say("answer_none_overdue");
  if (credits.empty()) return words.Say("answer_empty");
  return words.Say("answer_credit", {{"amount", text::List(credits, words.language())}});
}

/// What is left to transfer where credits stand against what is overdue.
void AddToPay(View& view, const Speaker& speaker, const Totals& of) {
  if (of.overdue == 0 || of.credits == 0) return;
  const Words::Arguments credits = {{"credits", speaker.Amount(of.currency, of.credits)}};
  View& row = view.Add("to_pay");
  row.Set("text", speaker.words().Say(of.ToPay() > 0 ? "to_pay_net" : "to_pay_covered", credits));
  if (of.ToPay() > 0) row.SetIf("amount", speaker.Amount(of.currency, of.ToPay()));
}

void AddPromises(View& view, const Speaker& speaker, const Account& account) {
  std::vector<const Promise*> standing;
  for (const Promise& promise : account.promises) {
    if (promise.Counts() && promise.by >= account.today) standing.push_back(&promise);
  }
  if (standing.empty()) return;
  const auto arguments = [&](const Promise& promise) {
    return Words::Arguments{{"amount", speaker.Amount(promise.amount)},
                            {"date", speaker.Day(promise.by)}};
  };
  if (standing.size() == 1 && standing[0]->state == PromiseState::kOpen) {
    view.SetIf("announced", speaker.words().Say("answer_announced", arguments(*standing[0])));
  }
  View& promises = view.Add("promises");
  for (const Promise* promise : standing) {
    const bool far = promise->state == PromiseState::kFar;
    View& row = promises.Add("rows");
    row.Set("id", promise->id);
    row.Set("text",
            speaker.words().Say(far ? "promise_row_far" : "promise_row", arguments(*promise)));
  }
}

void AddDueLines(View& view, const Speaker& speaker, const Account& account) {
  std::vector<const Line*> shown;
  const Date soon = account.today + std::chrono::days(kDueSoonDays);
  const bool any_due = std::any_of(account.lines.begin(), account.lines.end(),
                                   [&](const Line& line) { return line.due <= soon; });
  for (const Line& line : account.lines) {
    if (shown.size() < kLinesOnOverview && (!any_due || line.due <= soon)) shown.push_back(&line);
  }
  if (shown.empty()) return;
  View& due = view.Add("due");
  due.Set("title", speaker.words().Say(any_due ? "due_title" : "due_title_open"));
  due.Set("table", LinesTable(speaker, shown, {.labelled_by = "due"}));
  if (shown.size() == account.lines.size()) return;
  const auto all = static_cast<int64_t>(account.lines.size());
  view.SetIf("all", speaker.words().Count("all_invoices", all));
}

void AddCredits(View& view, const Speaker& speaker, const Account& account) {
  if (account.credits.empty()) return;
  View& credits = view.Add("credits");
  for (const Credit& credit : account.credits) {
    credits.Add("rows").Set(
        "text", speaker.words().Say("credit_row", {{"document", credit.document},
                                                   {"amount", speaker.Amount(credit.rest)}}));
  }
}

View RowOf(const Speaker& speaker, const Line& line, const TableOptions& options) {
  View row;
  row.Set("id", line.id).Set("document", line.document);
  row.Set("id_encoded", http::PercentEncode(line.id));
  row.SetIf("reference", text::OneLine(line.reference));
  if (line.issued != Date{}) {
    View& issued = row.Add("issued");
    issued.Set("iso", FormatDate(line.issued)).Set("shown", speaker.ShortDay(line.issued));
  }
  row.Set("due_iso", FormatDate(line.due)).Set("due", speaker.ShortDay(line.due));
  row.Set("amount", speaker.Amount(line.amount)).Set("open", speaker.Amount(line.open));
  row.Set("status", speaker.Status(line)).Set("status_class", speaker.StatusClass(line));
  row.Set("mark", speaker.StatusMark(line));
  row.Flag("select", options.select);
  row.Set("select_label", speaker.words().Say("select_line", {{"document", line.document}}));
  return row;
}

void AddPager(View& list, const Words& words, size_t number, size_t pages) {
  if (pages < 2) return;
  View& pager = list.Add("pager");
  const auto href = [](size_t page) { return "/invoices?page=" + std::to_string(page); };
  pager.Set("here", words.Say("page_here", {{"page", std::to_string(number)},
                                            {"pages", std::to_string(pages)}}));
  if (number > 1) pager.Add("previous").Set("href", href(number - 1));
  if (number < pages) pager.Add("next").Set("href", href(number + 1));
}

}  // namespace

std::string LinesTable(const Speaker& speaker, const std::vector<const Line*>& lines,
                       const TableOptions& options) {
  View table;
  table.Set("labelled_by", options.labelled_by);
  table.Flag("select", options.select);
  for (const Line* line : lines) table.Add("rows") = RowOf(speaker, *line, options);
  return Render("lines", speaker.words(), table);
}

View OverviewView(const Words& words, const AccountPage& page, const std::vector<Totals>& totals) {
  const Speaker speaker(words, page.account);
  View view;
  view.Set("heading",
           words.Say("heading_account", {{"debtor", text::OneLine(page.account.name.Reveal())},
                                         {"entity", text::OneLine(page.entity.name)}}));
  view.Set("as_of", AsOf(speaker, page));
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(StaleBy(page)).count();
  if (StaleBy(page) > Millis{0}) view.SetIf("stale", words.Count("stale", hours + 1));
  view.Set("answer", Answer(speaker, page.account, totals));
  bool late = false;
  for (const Totals& of : totals) {
    AddTotals(view, speaker, of);
    AddToPay(view, speaker, of);
    late = late || of.overdue > 0;
  }
  view.Flag("late", late);
  view.Flag("has_lines", !page.account.lines.empty());
  AddPromises(view, speaker, page.account);
  AddDueLines(view, speaker, page.account);
  AddCredits(view, speaker, page.account);
  return view;
}

View InvoicesView(const Words& words, const AccountPage& page, const std::vector<Totals>& totals,
                  size_t number) {
  const Speaker speaker(words, page.account);
  const auto& lines = page.account.lines;
  View view;
  view.Set("heading", words.Say("heading_invoices")).Set("as_of", AsOf(speaker, page));
  view.Flag("empty", lines.empty());
  if (lines.empty()) return view;
  const size_t pages = (lines.size() + kLinesPerPage - 1) / kLinesPerPage;
  number = std::clamp<size_t>(number, 1, pages);
  const size_t from = (number - 1) * kLinesPerPage;
  const size_t to = std::min(from + kLinesPerPage, lines.size());
  std::vector<const Line*> shown;
  for (size_t i = from; i < to; ++i) shown.push_back(&lines[i]);
  View& list = view.Add("some");
  const auto count = [&](size_t n) {
    return text::FormatNumber(static_cast<int64_t>(n), words.language());
  };
  list.Set("range", words.Say("invoices_range", {{"from", count(from + 1)},
                                                 {"to", count(to)},
                                                 {"total", count(lines.size())}}));
  list.Set("table", LinesTable(speaker, shown, {.labelled_by = "title", .select = true}));
  for (const Totals& of : totals) {
    if (of.open_lines == 0) continue;
    list.Add("sums")
        .Set("name", words.Say("total_open"))
        .Set("amount", speaker.Amount(of.currency, of.open));
  }
  AddPager(list, words, number, pages);
  return view;
}

}  // namespace relance::portal
