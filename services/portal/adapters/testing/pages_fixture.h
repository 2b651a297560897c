#pragma once

#include <gmock/gmock.h>

#include <regex>
#include <sstream>
#include <string>

#include "libs/http/form.h"
#include "services/portal/adapters/memory_store.h"
#include "services/portal/adapters/site.h"
#include "services/portal/app/testing_fakes.h"

namespace relance::portal {

inline Line Open(const std::string& id, int64_t minor, const char* due) {
  return {.id = id,
          .document = id,
          .reference = "PO 7",
          .amount = {Currency::Of("EUR"), minor},
          .open = {Currency::Of("EUR"), minor},
          .issued = testing::Day("2026-09-01"),
          .due = testing::Day(due)};
}

/// A site with one account, of FR01/D42 in English, over fakes.
class PagesFixture : public ::testing::Test {
 protected:
  PagesFixture() {
    scenario_.entity = {.code = "FR01",
                        .name = "Aciers du Nord SAS",
                        .address = {"1 rue du Port", "59000 Lille"},
                        .zone = "Europe/Paris",
                        .language = "fr",
                        .bank = {.holder = "Aciers du Nord SAS",
                                 .iban = "FR7630006000011234567890189",
                                 .bic = "AGRIFRPP",
                                 .bank = "Banque",
                                 .unchanged_since = testing::Day("2019-03-01")},
                        .collector = "Claire Martin",
                        .email = "claire@example.com",
                        .phone = "+33 3 20 00 00 00",
                        .hours = "9-17",
                        .promise_max_days = 30};
    ledger_.account = {.name = Personal<std::string>("Dupont SARL"), .language = "en"};
    ledger_.lines = {Open("F-1", 1'000'00, "2026-11-09"), Open("F-2", 240'50, "2026-11-30"),
                     Open("F-3", 99'00, "2027-01-15")};
    notifier_.links["good"] = {{"FR01", "D42"}, "c1"};
  }

  http::Response Get(const std::string& target, http::Fields headers = {}) {
    return Send("GET", target, std::move(headers), {});
  }
  http::Response Post(const std::string& target, http::Fields form,
                      const std::string& origin = "http://127.0.0.1:8080") {
    return Send("POST", target, {{"origin", origin}}, std::move(form));
  }

  http::Response Send(const std::string& method, const std::string& target, http::Fields headers,
                      http::Fields form) {
    http::Request request;
    request.method = method;
    const size_t question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos) {
      request.query = *http::ParseForm(target.substr(question + 1));
    }
    request.headers = std::move(headers);
    request.form = std::move(form);
    request.peer = "192.0.2.1";
    if (!cookie_.empty()) request.cookies["relance"] = cookie_;
    return site_.Serve(request);
  }

  void SignIn() {
    const std::string set(http::ValueOf(Get("/l/good").headers, "Set-Cookie"));
    cookie_ = set.substr(8, set.find(';') - 8);
  }

  static std::string Field(const std::string& html, const std::string& name) {
    std::smatch match;
    const std::regex field("name=\"" + name + "\" value=\"([^\"]*)\"");
    return std::regex_search(html, match, field) ? match[1].str() : "";
  }
  http::Fields ReviewedForm(const std::string& query) {
    const std::string html = Get("/promise/review?" + query).body;
    http::Fields form;
    static const std::regex hidden("type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");
    for (std::sregex_iterator it(html.begin(), html.end(), hidden), end; it != end; ++it) {
      form.emplace_back((*it)[1], (*it)[2]);
    }
    return form;
  }

  testing::FakeLedger ledger_;
  testing::FakeScenario scenario_;
  testing::FakeNotifier notifier_;
  MemoryStore store_;
  testing::FakeClock clock_;
  testing::CountingRandomness randomness_;
  OpenLink links_{notifier_, store_, store_, randomness_};
  ReadAccount accounts_{ledger_, scenario_, clock_};
  AnnouncePayment announce_{accounts_, scenario_, store_};
  Gate gate_{store_, {.public_url = "http://127.0.0.1:8080"}};
  Metrics metrics_;
  std::ostringstream lines_;
  Logger log_{"portal", LogLevel::kDebug, lines_};
  Site site_{{links_, accounts_, announce_, scenario_, gate_, clock_, randomness_}, metrics_, log_};
  std::string cookie_;
};

}  // namespace relance::portal
