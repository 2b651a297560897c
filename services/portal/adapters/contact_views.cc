#include "services/portal/adapters/contact_views.h"

#include <algorithm>

#include "libs/http/form.h"
#include "libs/text/text.h"
#include "services/portal/adapters/account_views.h"
#include "services/portal/adapters/speaker.h"
#include "services/portal/domain/promise_form.h"
#include "services/portal/domain/totals.h"

namespace relance::portal {
namespace {

/// Mail programs cut long addresses off.
constexpr size_t kDocumentsInMail = 10;

/// A text of words whose lines are parted by '|', as the body of a mail.
std::string Lines(std::string text) {
  std::string out;
  for (const char c : text) out += c == '|' ? "\r\n" : std::string(1, c);
  return out;
}

/// "mailto:" with everything but the '@' encoded.
std::string MailTo(std::string_view address, std::string_view subject, const std::string& body) {
  const size_t at = address.rfind('@');
  std::string out = "mailto:" + http::PercentEncode(address.substr(0, at));
  if (at != std::string_view::npos) out += "@" + http::PercentEncode(address.substr(at + 1));
  return out + "?subject=" + http::PercentEncode(subject) +
         "&body=" + http::PercentEncode(Lines(body));
}

struct Letter {
  std::string subject{};
  std::string body{};
};

/// The creditor's mailbox with a letter begun, its telephone, or the advice to answer the message.
void AddPerson(View& view, const Words& words, const LegalEntity& entity, const Letter& letter) {
  if (!entity.email.empty()) {
    const std::string& who = entity.collector.empty() ? entity.name : entity.collector;
    View& mail = view.Add("mail");
    mail.Set("href", MailTo(entity.email, letter.subject, letter.body));
    mail.Set("text", words.Say("write_act", {{"name", text::OneLine(who)}}));
  }
  view.Flag("phone", !entity.phone.empty());
  view.Flag("nobody", entity.email.empty() && entity.phone.empty());
}

std::vector<const Line*> OverdueLines(const Account& account) {
  std::vector<const Line*> lines;
  for (const Line& line : account.lines) {
    if (IsOverdue(line, account.today)) lines.push_back(&line);
  }
  return lines;
}

std::string Booked(const Speaker& speaker, const AccountPage& page) {
  if (!page.account.received_up_to) return speaker.words().Say("paid_booked");
  return speaker.words().Say(
      "paid_booked_up_to",
      {{"received", Moment(speaker, page.entity, *page.account.received_up_to)}});
}

std::string DocumentsOf(const std::vector<const Line*>& lines) {
  std::string out;
  for (size_t i = 0; i < lines.size() && i < kDocumentsInMail; ++i) {
    out += (i == 0 ? "" : ", ") + text::OneLine(lines[i]->document);
  }
  return lines.size() > kDocumentsInMail ? out + " …" : out;
}

}  // namespace

View AlreadyPaidView(const Words& words, const AccountPage& page) {
  const Account& account = page.account;
  const Speaker speaker(words, account);
  View view;
  view.Set("booked", Booked(speaker, page));
  const auto overdue = OverdueLines(account);
  if (overdue.empty()) {
    view.SetIf("settled",
               words.Say(account.lines.empty() ? "answer_empty" : "answer_none_overdue"));
  } else {
    std::vector<const Line*> shown = overdue;
    shown.resize(std::min(shown.size(), kLinesOnOverview));
    View& open = view.Add("open");
    open.Set("table", LinesTable(speaker, shown, {.labelled_by = "open"}));
    if (shown.size() < overdue.size()) {
      open.SetIf("all", words.Count("all_invoices", static_cast<int64_t>(account.lines.size())));
    }
    const std::chrono::year_month_day day{UsualArrival(account.today)};
    const auto number = [](auto part) { return std::to_string(static_cast<unsigned>(part)); };
    open.Set(
        "promise",
        "/promise?" + http::FormatForm({{"day", number(day.day())},
                                        {"month", number(day.month())},
                                        {"year", std::to_string(static_cast<int>(day.year()))}}));
  }
  const std::string number = text::OneLine(account.id.account);
  AddPerson(view, words, page.entity,
            {.subject = words.Say("paid_mail_subject", {{"account", number}}),
             .body = words.Say("paid_mail_body", {{"documents", DocumentsOf(overdue)}})});
  return view;
}

View ProblemView(const Words& words, const AccountPage& page) {
  const Account& account = page.account;
  const Speaker speaker(words, account);
  View view;
  const std::string all_hints = words.Say("problem_hints");
  std::string_view hints = all_hints;
  while (!hints.empty()) {
    const size_t bar = hints.find('|');
    view.Add("hints").Set("text", hints.substr(0, bar));
    hints = bar == std::string_view::npos ? std::string_view() : hints.substr(bar + 1);
  }
  const bool any = std::any_of(account.lines.begin(), account.lines.end(),
                               [](const Line& line) { return line.disputed > 0; });
  View* checking = any ? &view.Add("checking") : nullptr;
  for (const Line& line : account.lines) {
    if (line.disputed == 0) continue;
    const Money disputed{line.open.currency, line.open.minor - line.Claimed()};
    checking->Add("rows").Set(
        "text", words.Say("credit_row",
                          {{"document", line.document}, {"amount", speaker.Amount(disputed)}}));
  }
  const std::string number = text::OneLine(account.id.account);
  AddPerson(view, words, page.entity,
            {.subject = words.Say("problem_mail_subject", {{"account", number}}),
             .body = words.Say("problem_mail_body")});
  return view;
}

}  // namespace relance::portal
