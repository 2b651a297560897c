#include "services/portal/adapters/testing/pages_fixture.h"

namespace relance::portal {
namespace {

using namespace relance::portal::testing;  // NOLINT: fakes of the use cases
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr Currency kEur = Currency::Of("EUR");

class PagesTest : public PagesFixture {};

constexpr const char* kPromise = "choice=overdue:EUR&day=30&month=11&year=2026";

TEST_F(PagesTest, TheOverviewAnswersInOneSentence) {
  SignIn();
  const auto page = Get("/account");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("<h1>Dupont SARL – account with Aciers du Nord SAS</h1>"));
  EXPECT_THAT(page.body, HasSubstr("1 invoice is overdue: €1,000.00."));
  EXPECT_THAT(page.body, HasSubstr("Overdue, 12 days"));
  EXPECT_THAT(page.body, HasSubstr("As of 21 November 2026 at 08:30 (Europe/Paris)."));
  EXPECT_THAT(page.body, HasSubstr("Tell us when we will be paid"));
}

TEST_F(PagesTest, AnAccountWithoutOpenLinesIsThankedAndAskedNothing) {
  ledger_.lines.clear();
  SignIn();
  const auto page = Get("/account");
  EXPECT_THAT(page.body, HasSubstr("You have no open invoice. Thank you."));
  EXPECT_THAT(page.body, Not(HasSubstr("href=\"/promise\"")));
  EXPECT_THAT(Get("/promise").body, HasSubstr("There is nothing to announce."));
}

TEST_F(PagesTest, CreditsAloneAreOffered) {
  ledger_.lines.clear();
  ledger_.account.credits = {{.document = "A-9", .rest = {kEur, 310'00}}};
  SignIn();
  EXPECT_THAT(Get("/account").body, HasSubstr("You have €310.00 of credit."));
}

TEST_F(PagesTest, StaleFiguresSaySoAndAskNothingOfThoseWhoPaid) {
  scenario_.entity.feed_max_silence = std::chrono::hours(1);
  ledger_.account.received_up_to = clock_.now - std::chrono::hours(5);
  SignIn();
  EXPECT_THAT(Get("/account").body, HasSubstr("If you have paid, you need do nothing."));
}

TEST_F(PagesTest, TheLanguageIsTheContactsThenTheBrowsersUnlessChosen) {
  SignIn();
  EXPECT_THAT(Get("/account", {{"accept-language", "fr"}}).body, HasSubstr("<html lang=\"en\""));
  ledger_.account.language.clear();
  EXPECT_THAT(Get("/account", {{"accept-language", "fr"}}).body, HasSubstr("<html lang=\"fr\""));
  ledger_.account.contact_languages["c1"] = "en";
  const auto chosen = Get("/invoices?page=1&lang=fr");
  EXPECT_THAT(chosen.body, HasSubstr("<html lang=\"fr\""));
  EXPECT_THAT(chosen.body, HasSubstr("href=\"/invoices?page=1&amp;lang=en\""));
  EXPECT_EQ(http::ValueOf(chosen.headers, "Set-Cookie"),
            "relance-lang=fr; Path=/; HttpOnly; SameSite=Lax");
}

TEST_F(PagesTest, WhatIsLeftToPayAfterCreditsStandsUnderTheAnswer) {
  ledger_.account.credits = {{.document = "A-9", .rest = {kEur, 310'00}}};
  SignIn();
  EXPECT_THAT(Get("/account").body,
              HasSubstr("To pay, your credit of €310.00 deducted: <strong>€690.00</strong>"));
  EXPECT_THAT(Get("/promise").body,
              HasSubstr("Everything overdue, your credit of €310.00 deducted: €690.00"));
  EXPECT_THAT(Get("/promise/review?" + std::string(kPromise)).body,
              HasSubstr("Your credit of €310.00 is already deducted."));
  ledger_.account.credits[0].rest.minor = 1'000'00;
  EXPECT_THAT(Get("/account").body, HasSubstr("covers this: there is nothing to pay."));
  EXPECT_THAT(Get("/promise").body, Not(HasSubstr("Everything overdue")));
}

TEST_F(PagesTest, WhatIsInDisputeIsNotAskedFor) {
  scenario_.view.lines["F-1"] = {.disputed = 400'00};
  SignIn();
  EXPECT_THAT(Get("/account").body, HasSubstr("1 invoice is overdue: €600.00."));
  EXPECT_THAT(Get("/pay").body, HasSubstr("€600.00"));
  EXPECT_THAT(Get("/pay?what=open").body, HasSubstr("€939.50"));
  EXPECT_THAT(Get("/disputes/new").body, HasSubstr("<li>F-1: €400.00</li>"));
  scenario_.view.lines["F-1"] = {.disputed = 1'000'00};
  EXPECT_THAT(Get("/account").body, HasSubstr("Nothing is overdue."));
}

TEST_F(PagesTest, EachLinkOfAMessageOpensThePageThatItsWordsName) {
  const auto place = [&](const std::string& go) {
    return std::string(http::ValueOf(Get("/l/good?go=" + go).headers, "Location"));
  };
  EXPECT_EQ(place("promise"), "/promise");
  EXPECT_EQ(place("already-paid"), "/already-paid");
  EXPECT_EQ(place("dispute"), "/disputes/new");
  EXPECT_EQ(place("//evil.example"), "/account");
  EXPECT_EQ(Get("/l/bad?go=promise").status, 410);
}

TEST_F(PagesTest, WhoHasPaidReadsWhatIsBookedAndWhatIsStillOverdue) {
  ledger_.account.received_up_to = clock_.now - std::chrono::hours(5);
  SignIn();
  const std::string page = Get("/already-paid").body;
  EXPECT_THAT(page, HasSubstr("Payments received up to 21 November 2026 at 03:30 are counted"));
  EXPECT_THAT(page, HasSubstr("Overdue, 12 days"));
  EXPECT_THAT(page, Not(HasSubstr("Due on 30 Nov")));
  EXPECT_THAT(page, HasSubstr("href=\"/promise?day=23&amp;month=11&amp;year=2026\""));
  EXPECT_THAT(page, HasSubstr("Write to Claire Martin"));
  EXPECT_THAT(page, HasSubstr("mailto:claire@example.com?subject=Account%20D42%3A%20already%20paid"
                              "&amp;body=Good%20day"));
  EXPECT_THAT(page, HasSubstr("F-1%0D%0A"));
  ledger_.lines.erase(ledger_.lines.begin());
  const std::string settled = Get("/already-paid").body;
  EXPECT_THAT(settled, HasSubstr("Nothing is overdue. Thank you."));
  EXPECT_THAT(settled, Not(HasSubstr("/promise?day")));
}

TEST_F(PagesTest, ALineWithoutAReferenceOfTheDebtorHasNoEmptyCard) {
  ledger_.lines[0].reference.clear();
  SignIn();
  EXPECT_THAT(Get("/account").body, HasSubstr("data-label=\"Your reference\"></td>"));
  EXPECT_THAT(Get("/account").body, Not(HasSubstr("<bdi></bdi>")));
}

TEST_F(PagesTest, WithoutAMailboxOrATelephoneTheMessageIsAnswered) {
  scenario_.entity.email.clear();
  SignIn();
  EXPECT_THAT(Get("/disputes/new").body, Not(HasSubstr("mailto:")));
  EXPECT_THAT(Get("/disputes/new").body, HasSubstr("Or call us"));
  scenario_.entity.phone.clear();
  EXPECT_THAT(Get("/disputes/new").body, HasSubstr("Answer the message in which you found"));
}

TEST_F(PagesTest, WhatIsWrongWithAPromiseIsToldAndNothingTypedIsLost) {
  SignIn();
  const auto page = Get("/promise/review?choice=amount:EUR&amount=2000&day=31&month=11&year=2026");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, HasSubstr("<title>Error: "));
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#amount\">The amount is more than what is open"));
  EXPECT_THAT(page.body, HasSubstr("<a href=\"#day\">Enter a day that exists"));
  EXPECT_THAT(page.body, HasSubstr("name=\"amount\" type=\"text\" inputmode=\"decimal\" "
                                   "autocomplete=\"off\" value=\"2000\""));
  EXPECT_THAT(page.body, HasSubstr("value=\"31\""));
  EXPECT_THAT(page.body, HasSubstr("amount=2000&amp;day=31&amp;month=11&amp;year=2026&amp;lang=fr"))
      << "the language switch keeps what was typed";
}

TEST_F(PagesTest, ADateBeyondTheLimitIsToldWithTheLimitAndAPaymentPlan) {
  SignIn();
  EXPECT_THAT(Get("/promise/review?choice=overdue:EUR&day=1&month=1&year=2027").body,
              HasSubstr("The latest day is 21 December 2026. If you need longer, ask us for a "
                        "payment plan"));
}

TEST_F(PagesTest, APromiseIsReviewedMadeOnceAndItsReceiptSaysWhatItDoes) {
  SignIn();
  const auto form = ReviewedForm(kPromise);
  const auto first = Post("/promise", form);
  EXPECT_EQ(first.status, 303);
  const auto second = Post("/promise", form);
  EXPECT_EQ(http::ValueOf(first.headers, "Location"), http::ValueOf(second.headers, "Location"));
  EXPECT_EQ(scenario_.recorded.size(), 1U);

  const std::string receipt(http::ValueOf(first.headers, "Location"));
  scenario_.view.promises = {{.id = receipt.substr(9),
                              .amount = {kEur, 1'000'00},
                              .by = Day("2026-11-30"),
                              .items = {"F-1"}}};
  scenario_.view.lines["F-1"] = {.promised_for = Day("2026-11-30"),
                                 .held_until = Day("2026-12-02")};
  EXPECT_THAT(Get(receipt).body,
              HasSubstr("We will not send reminders for these invoices before 3 December 2026."));
  EXPECT_EQ(scenario_.asked_at_least, (ReadToken{"scenario", 2, 77}));
  EXPECT_THAT(Get("/account").body, HasSubstr("Payment announced for 30 Nov 2026"));
  EXPECT_EQ(Get("/promise/unknown").status, 404);
}

TEST_F(PagesTest, ATotalThatChangedAfterTheReviewIsReviewedAgain) {
  SignIn();
  const auto form = ReviewedForm(kPromise);
  ledger_.lines[0].open.minor = 400'00;
  const auto page = Post("/promise", form);
  EXPECT_EQ(page.status, 409);
  EXPECT_THAT(page.body, HasSubstr("Something was paid or changed meanwhile"));
  EXPECT_THAT(page.body, HasSubstr("€400.00"));
  EXPECT_THAT(page.body, HasSubstr("id=\"day\" name=\"day\""));
  EXPECT_TRUE(scenario_.recorded.empty());
}

TEST_F(PagesTest, AFormOfAnotherSiteOrAnotherSessionChangesNothing) {
  SignIn();
  auto form = ReviewedForm(kPromise);
  EXPECT_EQ(Post("/promise", form, "https://evil.example").status, 403);
  for (auto& [name, value] : form) {
    if (name == "csrf") value = "forged";
  }
  EXPECT_EQ(Post("/promise", form).status, 403);
  cookie_.clear();
  EXPECT_EQ(Post("/promise", form).status, 403);
  EXPECT_TRUE(scenario_.recorded.empty());
}

TEST_F(PagesTest, ACommandIdThatIsNoneIsABadRequest) {
  SignIn();
  auto form = ReviewedForm(kPromise);
  for (auto& [name, value] : form) {
    if (name == "command") value = "1";
  }
  EXPECT_EQ(Post("/promise", form).status, 400);
}

TEST_F(PagesTest, EveryRouteHasTheSecurityHeaders) {
  SignIn();
  const auto check = [&](const http::Response& response, const std::string& what) {
    const auto header = [&](const char* name) { return http::ValueOf(response.headers, name); };
    EXPECT_EQ(header("Content-Security-Policy"),
              "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
              "frame-ancestors 'none'; base-uri 'none'")
        << what;
    EXPECT_EQ(header("Referrer-Policy"), "no-referrer") << what;
    EXPECT_EQ(header("X-Robots-Tag"), "noindex") << what;
    EXPECT_EQ(header("X-Content-Type-Options"), "nosniff") << what;
    const bool is_style = what == "/style.css";
    EXPECT_EQ(header("Cache-Control"),
              is_style ? "public, max-age=31536000, immutable" : "no-store")
        << what;
  };
  for (const std::string& route : site_.Routes()) check(Get(route), route);
  check(Get("/l/bad"), "bad link");
  check(Get("/nowhere"), "404");
  check(Post("/account", {}), "405");
  check(Post("/promise", ReviewedForm(kPromise)), "303");
  for (const int status : {400, 408, 413, 431, 500, 501, 503}) {
    http::Request request;
    check(site_.Refuse(request, status), std::to_string(status));
    EXPECT_EQ(site_.Refuse(request, status).status, status);
  }
}

TEST_F(PagesTest, ExpiredForeignAndMalformedLinksGetTheSamePage) {
  const auto without_reference = [](const std::string& body) {
    return std::regex_replace(body, std::regex("[0-9a-f]{32}"), "");
  };
  const auto first = Get("/l/aaaa");
  EXPECT_EQ(first.status, 410);
  EXPECT_EQ(without_reference(first.body),
            std::regex_replace(without_reference(Get("/l/b%22").body), std::regex("/l/[^?]*"),
                               "/l/aaaa"));
  EXPECT_THAT(first.body, HasSubstr("Claire Martin")) << "who can help";
  for (int i = 0; i < 10; ++i) Get("/l/guess");
  const auto limited = Get("/l/good");
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(http::ValueOf(limited.headers, "Retry-After"), "600");
}

TEST_F(PagesTest, WhereNobodyKnowsWhichCreditorIsMeantThePageSaysHowToFindHelp) {
  EXPECT_THAT(Get("/l/bad").body, Not(HasSubstr("Answer the message in which you found")));
  scenario_.others = {"GB01"};
  EXPECT_THAT(Get("/l/bad").body, HasSubstr("Answer the message in which you found the link"));
}

TEST_F(PagesTest, AHeadOfALinkOpensNothing) {
  const auto head = Send("HEAD", "/l/good", {}, {});
  EXPECT_EQ(head.status, 303);
  EXPECT_EQ(http::ValueOf(head.headers, "Set-Cookie"), "");
}

TEST_F(PagesTest, WithoutASessionAPageAsksForTheLink) {
  for (const char* path : {"/account", "/invoices", "/pay", "/promise", "/promise/p-1",
                           "/already-paid", "/disputes/new"}) {
    const auto page = Get(path);
    EXPECT_EQ(page.status, 403) << path;
    EXPECT_THAT(page.body, Not(HasSubstr("Dupont"))) << path;
  }
  EXPECT_EQ(Get("/help").status, 200);
  EXPECT_EQ(Get("/legal").status, 200);
}

TEST_F(PagesTest, AServiceThatIsAwayIsA503WithAReference) {
  SignIn();
  ledger_.failure = Error{ErrorCode::kUnavailable, "down", ""};
  const auto page = Get("/account");
  EXPECT_EQ(page.status, 503);
  EXPECT_THAT(page.body, ::testing::ContainsRegex("[0-9a-f]{32}"));
  ledger_.failure = Error{ErrorCode::kNotFound, "closed", ""};
  EXPECT_EQ(Get("/account").status, 410);
}

TEST_F(PagesTest, NoTextOfAStrangerBecomesMarkup) {
  const std::string attack = "\"><script>alert(1)</script>'{{name}}[[skip]]&amp;\xe2\x80\xae=2+5";
  ledger_.account.name = Personal<std::string>(attack);
  ledger_.account.credits = {{.document = attack, .rest = {kEur, 100}}};
  for (Line& line : ledger_.lines) {
    line.id = line.document = line.reference = attack + line.id;
  }
  scenario_.entity.name = scenario_.entity.collector = scenario_.entity.email = attack;
  scenario_.entity.phone = scenario_.entity.hours = scenario_.entity.legal_notice = attack;
  scenario_.entity.address = {attack};
  scenario_.entity.bank = {
      .holder = attack, .iban = attack, .bic = attack, .bank = attack, .domestic = attack};
  scenario_.view.promises = {
      {.id = attack, .amount = {kEur, 100}, .by = Day("2026-11-30"), .items = {attack + "F-1"}}};
  notifier_.links["good"].account.account = attack;
  SignIn();
  const std::string typed = http::PercentEncode(attack);
  for (const std::string& path :
       {std::string("/account"), std::string("/invoices"), std::string("/pay"),
        "/pay?line=" + typed + "F-1", std::string("/legal"), std::string("/already-paid"),
        std::string("/disputes/new"), std::string("/nowhere/") + typed,
        "/promise/review?choice=amount:EUR&amount=" + typed + "&day=" + typed + "&month=" + typed,
        "/promise/review?choice=lines&line=" + typed + "F-1&day=30&month=11&year=2026",
        "/promise?choice=" + typed + "&line=" + typed + "F-1"}) {
    const std::string body = Get(path).body;
    EXPECT_THAT(body, Not(HasSubstr("<script"))) << path;
    EXPECT_THAT(body, Not(HasSubstr("\"><script"))) << path;
    EXPECT_THAT(body, HasSubstr("</html>")) << path;
  }
  EXPECT_THAT(Get("/account").body, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

TEST_F(PagesTest, ReplayedGetsChangeNothing) {
  SignIn();
  const auto recorded = scenario_.recorded;
  for (int i = 0; i < 2; ++i) {
    for (const std::string& route : site_.Routes()) Get(route);
    Get("/promise/review?" + std::string(kPromise));
  }
  EXPECT_EQ(scenario_.recorded, recorded);
}

TEST_F(PagesTest, AFirstPageIsLight) {
  for (int i = 0; i < 500; ++i) {
    ledger_.lines.push_back(Open("F-" + std::to_string(100 + i), 12'345'67, "2026-11-09"));
  }
  SignIn();
  EXPECT_LT(Get("/account").body.size() + Get("/style.css").body.size(), 60U * 1024);
  EXPECT_LT(Get("/style.css").body.size(), 20U * 1024);
  EXPECT_THAT(Get("/invoices?page=11").body, HasSubstr("Page 11 of 11"));
  EXPECT_THAT(Get("/invoices?page=999").body, HasSubstr("Page 11 of 11"));
  EXPECT_EQ(Get("/invoices?page=abc").status, 200);
  for (const char* path : {"/account", "/invoices", "/pay", "/promise"}) {
    EXPECT_THAT(Get(path).body, Not(HasSubstr("<script"))) << path;
    EXPECT_THAT(Get(path).body, Not(HasSubstr(" style="))) << path;
  }
}

TEST_F(PagesTest, RequestsLinksAndActsAreCountedAndNoNameIsLogged) {
  SignIn();
  Get("/account");
  Get("/l/bad");
  Post("/promise", ReviewedForm(kPromise));
  ledger_.failure = Error{ErrorCode::kUnavailable, "down", ""};
  Get("/account");
  const std::string scrape = metrics_.Render();
  for (const char* line :
       {"relance_portal_http_requests_total{code=\"200\",method=\"GET\",route=\"/account\"} 1",
        "relance_portal_http_requests_total{code=\"410\",method=\"GET\",route=\"/l/{token}\"} 1",
        "relance_portal_links_total{outcome=\"resolved\"} 1",
        "relance_portal_links_total{outcome=\"invalid\"} 1",
        "relance_portal_links_total{outcome=\"opened\"} 1",
        "relance_portal_actions_total{kind=\"promise\"} 1",
        "relance_portal_http_requests_seconds_count{route=\"/account\"} 2"}) {
    EXPECT_THAT(scrape, HasSubstr(line));
  }
  EXPECT_THAT(lines_.str(), HasSubstr("an account could not be read"));
  for (const char* personal : {"Dupont", "D42", "192.0.2.1", "good"}) {
    EXPECT_THAT(lines_.str(), Not(HasSubstr(personal)));
  }
}

}  // namespace
}  // namespace relance::portal
