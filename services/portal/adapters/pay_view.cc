#include "services/portal/adapters/pay_view.h"

#include <algorithm>

#include "libs/http/form.h"
#include "libs/text/text.h"
#include "services/portal/adapters/qr.h"
#include "services/portal/domain/payment_code.h"

namespace relance::portal {
namespace {

struct Payment {
  Money amount{};
  std::string title{};
  std::string reference{};
  int64_t credits = 0;  ///< Already deducted.
};

int64_t Less(int64_t amount, int64_t credits) {
  return amount > credits ? amount - credits : 0;
}

void AddQr(View& view, const Speaker& speaker, const BankAccount& bank, const Payment& payment) {
  const auto code = PaymentCode(bank, payment.amount, payment.reference);
  if (!code) return;
  const auto svg =
      QrSvg(*code, speaker.words().Say("pay_qr_alt", {{"amount", speaker.Amount(payment.amount)},
                                                      {"holder", bank.holder},
                                                      {"iban", GroupedIban(bank.iban)},
                                                      {"reference", payment.reference}}));
  if (svg) view.Add("qr").Set("svg", *svg);
}

View& AddPayment(View& view, const Speaker& speaker, const BankAccount& bank,
                 const Payment& payment) {
  View& shown = view.Add("payments");
  shown.Set("currency", payment.amount.currency.code()).Set("title", payment.title);
  shown.Set("amount", speaker.Amount(payment.amount)).Set("reference", payment.reference);
  shown.Set("holder", text::OneLine(bank.holder));
  shown.SetIf("iban", GroupedIban(bank.iban)).SetIf("domestic", bank.domestic);
  shown.SetIf("bic", bank.bic).SetIf("bank", bank.bank);
  if (payment.credits > 0) {
    const Money credits{payment.amount.currency, payment.credits};
    shown.SetIf("note", speaker.words().Say("pay_credits", {{"amount", speaker.Amount(credits)}}));
  }
  AddQr(shown, speaker, bank, payment);
  return shown;
}

void AddSafety(View& view, const Speaker& speaker, const LegalEntity& entity) {
  View& safe = view.Add("safe");
  if (entity.bank.unchanged_since) {
    const std::string date = speaker.Day(*entity.bank.unchanged_since);
    safe.SetIf("since", speaker.words().Say("pay_safe_since", {{"date", date}}));
  }
  if (entity.phone.empty()) return;
  std::string dial;
  std::copy_if(entity.phone.begin(), entity.phone.end(), std::back_inserter(dial),
               [](char c) { return c == '+' || (c >= '0' && c <= '9'); });
  safe.Add("phone").Set("dial", dial).Set("shown", entity.phone);
}

/// One currency: what is overdue, or everything open when asked for or when nothing is overdue.
void AddCurrency(View& view, const Speaker& speaker, const AccountPage& page, const Totals& of,
                 bool everything) {
  const Money overdue{of.currency, of.ToPay()};
  const Money open{of.currency, Less(of.open - of.disputed, of.credits)};
  const bool all = everything || overdue.minor == 0;
  const Money& amount = all ? open : overdue;
  if (amount.minor == 0) return;
  const char* key = all ? "pay_for_open" : "pay_for_overdue";
  View& payment = AddPayment(view, speaker, page.entity.bank,
                             {.amount = amount,
                              .title = speaker.words().Say(key, {{"currency", of.currency.code()}}),
                              .reference = page.account.id.account,
                              .credits = of.credits});
  if (overdue.minor == 0 || overdue == open) return;
  View& row = payment.Add("others").Add("rows");
  const char* other = all ? "pay_other_overdue" : "pay_other_open";
  row.Set("href", all ? "/pay" : "/pay?what=open");
  row.Set("text", speaker.words().Say(other, {{"amount", speaker.Amount(all ? overdue : open)}}));
}

/// A rate as the reader's language writes decimals.
std::string RateIn(const Words& words, std::string rate) {
  const std::string sample = text::FormatMoney(Currency::Of("EUR"), 111, words.language());
  if (sample.find(',') != std::string::npos) std::replace(rate.begin(), rate.end(), '.', ',');
  return rate;
}

void AddCost(View& view, const Speaker& speaker, const std::string& line, const LateCost& cost) {
  const Words& words = speaker.words();
  View& shown = view.Add("cost");
  for (const LateCost::Part& part : cost.parts) {
    shown.Add("rows").Set(
        "text", words.Say("cost_row", {{"rate", RateIn(words, part.rate)},
                                       {"days", text::FormatNumber(part.days, words.language())},
                                       {"year", std::to_string(part.days_of_year)},
                                       {"amount", speaker.Amount(part.open)},
                                       {"interest", speaker.Amount(part.interest)}}));
  }
  if (cost.indemnity.IsPositive()) {
    shown.Add("rows").Set("text",
                          words.Say("cost_fee", {{"amount", speaker.Amount(cost.indemnity)},
                                                 {"basis", text::OneLine(cost.indemnity_basis)}}));
  }
  const auto total = Add(cost.interest, cost.indemnity);
  if (total) shown.SetIf("total", words.Say("cost_total", {{"amount", speaker.Amount(*total)}}));
  shown.SetIf("basis", words.Say("cost_basis", {{"basis", text::OneLine(cost.basis)}}));
  shown.Add("statement").Set("href", "/statement?" + http::FormatForm({{"line", line}}));
  if (!cost.confirmed) shown.SetIf("unconfirmed", words.Say("cost_unconfirmed"));
}

}  // namespace

View PayView(const Words& words, const AccountPage& page, const std::vector<Totals>& totals,
             const PayWish& wish) {
  const Speaker speaker(words, page.account);
  const auto& lines = page.account.lines;
  View view;
  const auto line =
      std::find_if(lines.begin(), lines.end(), [&](const Line& l) { return l.id == wish.line; });
  if (line != lines.end()) {
    AddPayment(view, speaker, page.entity.bank,
               {.amount = line->open,
                .title = words.Say("pay_for_line", {{"document", line->document}}),
                .reference = page.account.id.account + " " + line->document});
    if (wish.cost) AddCost(view, speaker, line->id, *wish.cost);
  } else {
    for (const Totals& of : totals) AddCurrency(view, speaker, page, of, wish.everything);
  }
  view.Flag("nothing", view.lists().count("payments") == 0);
  AddSafety(view, speaker, page.entity);
  return view;
}

}  // namespace relance::portal
