#include <curl/curl.h>
#include <gmock/gmock.h>

#include <regex>
#include <thread>

#include "libs/http/form.h"
#include "services/portal/adapters/testing/sample_portal.h"

/// The whole way of a debtor's clerk over real HTTP and real gRPC.
namespace relance::portal {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

struct Answer {
  int status = 0;
  std::string headers;
  std::string body;

  std::string Header(const std::string& name) const {
    std::smatch match;
    const std::regex line("(?:^|\r\n)" + name + ": ([^\r]*)", std::regex::icase);
    return std::regex_search(headers, match, line) ? match[1].str() : "";
  }
};

size_t Append(char* bytes, size_t size, size_t count, void* out) {
  static_cast<std::string*>(out)->append(bytes, size * count);
  return size * count;
}

/// Keeps cookies, follows nothing by itself.
class Browser {
 public:
  explicit Browser(std::string url) : url_(std::move(url)), curl_(curl_easy_init()) {
    curl_easy_setopt(curl_, CURLOPT_COOKIEFILE, "");
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT, 20L);
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, &Append);
    curl_easy_setopt(curl_, CURLOPT_HEADERFUNCTION, &Append);
  }
  ~Browser() { curl_easy_cleanup(curl_); }
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  Answer Get(const std::string& target) {
    curl_easy_setopt(curl_, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, nullptr);
    return Perform(target);
  }
  Answer Post(const std::string& target, const http::Fields& form) {
    const std::string body = http::FormatForm(form);
    curl_slist* headers = curl_slist_append(nullptr, ("Origin: " + url_).c_str());
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl_, CURLOPT_COPYPOSTFIELDS, body.c_str());
    Answer answer = Perform(target);
    curl_slist_free_all(headers);
    return answer;
  }
  Answer Follow(const Answer& answer) { return Get(answer.Header("Location")); }

 private:
  Answer Perform(const std::string& target) {
    Answer answer;
    const std::string url = url_ + target;
    curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl_, CURLOPT_HEADERDATA, &answer.headers);
    const CURLcode code = curl_easy_perform(curl_);
    EXPECT_EQ(code, CURLE_OK) << curl_easy_strerror(code) << " " << target;
    long status = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
  }

  const std::string url_;
  CURL* curl_;
};

http::Fields HiddenFields(const std::string& html) {
  static const std::regex hidden("type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");
  http::Fields fields;
  for (std::sregex_iterator it(html.begin(), html.end(), hidden), end; it != end; ++it) {
    fields.emplace_back((*it)[1], (*it)[2]);
  }
  return fields;
}

const std::string kLink = "/l/" + std::string(SampleServices::kToken);
constexpr const char* kReview = "/promise/review?choice=overdue:EUR&day=30&month=11&year=2026";

class JourneyTest : public ::testing::Test {
 protected:
  static SamplePortal::Options Options() {
    SamplePortal::Options options;
    options.now = *ParseInstant("2026-11-21T07:30:00Z");
    options.services.today = *ParseDate("2026-11-21");
    options.services.late_views = true;
    options.services.extra_lines = 600;  // more than one page of the ledger's list
    return options;
  }
  void OpenLink() {
    const Answer link = browser_.Get(kLink);
    ASSERT_EQ(link.status, 303);
    ASSERT_EQ(link.Header("Location"), "/account");
  }

  SamplePortal portal_{Options()};
  Browser browser_{portal_.url()};
};

TEST_F(JourneyTest, AClerkOpensTheLinkAnnouncesAPaymentAndSeesItAtOnce) {
  OpenLink();
  const Answer account = browser_.Get("/account");
  EXPECT_EQ(account.status, 200);
  EXPECT_THAT(account.body, HasSubstr("2 invoices are overdue: €9,290.50."));
  EXPECT_THAT(account.body, HasSubstr("Menuiserie Lefèvre &amp; Fils"));
  EXPECT_THAT(account.body, HasSubstr("deducted: <strong>€8,980.50</strong>"));
  EXPECT_THAT(account.body, HasSubstr("All 605 open invoices"));

  const Answer review = browser_.Get(kReview);
  EXPECT_EQ(review.status, 200);
  EXPECT_THAT(review.body, HasSubstr("30 November 2026"));
  const Answer done = browser_.Post("/promise", HiddenFields(review.body));
  ASSERT_EQ(done.status, 303);
  const Answer receipt = browser_.Follow(done);
  EXPECT_EQ(receipt.status, 200);
  EXPECT_THAT(receipt.body,
              HasSubstr("We will not send reminders for these invoices before 3 December 2026."));
  const Answer after = browser_.Get("/account");
  EXPECT_THAT(after.body, HasSubstr("You have announced a payment of €8,980.50"));
  EXPECT_THAT(after.body, HasSubstr("Payment announced for 30 Nov 2026"));
  EXPECT_THAT(portal_.services().actors(), Each("portal:c1"));
}

TEST_F(JourneyTest, AClerkWhoHasPaidMakesRemindersWaitForTheTransfer) {
  const Answer link = browser_.Get(kLink + "?go=already-paid");
  ASSERT_EQ(link.status, 303);
  const Answer page = browser_.Follow(link);
  EXPECT_THAT(page.body, HasSubstr("Payments received up to"));
  EXPECT_THAT(page.body, HasSubstr("mailto:comptes@aciers-du-nord.example?subject=Account%20D42"));
  const std::string promise = "/promise?day=23&amp;month=11&amp;year=2026";
  ASSERT_THAT(page.body, HasSubstr("href=\"" + promise + "\""));
  EXPECT_THAT(browser_.Get("/promise?day=23&month=11&year=2026").body,
              HasSubstr("name=\"day\" type=\"text\" inputmode=\"numeric\" autocomplete=\"off\" "
                        "maxlength=\"2\" size=\"2\" value=\"23\""));
  const Answer review =
      browser_.Get("/promise/review?choice=overdue:EUR&day=23&month=11&year=2026");
  const Answer done = browser_.Post("/promise", HiddenFields(review.body));
  EXPECT_THAT(browser_.Follow(done).body, HasSubstr("before 26 November 2026."));
}

TEST_F(JourneyTest, ADoubleSubmitIsOnePromiseWithOneReceipt) {
  OpenLink();
  const auto form = HiddenFields(browser_.Get(kReview).body);
  const Answer first = browser_.Post("/promise", form);
  const Answer second = browser_.Post("/promise", form);
  EXPECT_EQ(first.Header("Location"), second.Header("Location"));
  EXPECT_EQ(portal_.services().promises(), 1U);
}

TEST_F(JourneyTest, ALinePaidMeanwhileIsShownBeforeAnythingIsPromised) {
  OpenLink();
  const auto form = HiddenFields(browser_.Get(kReview).body);
  portal_.services().PayFirstLine();
  const Answer refused = browser_.Post("/promise", form);
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, HasSubstr("€1,140.50"));
  EXPECT_EQ(portal_.services().promises(), 0U);
}

TEST_F(JourneyTest, ReplayedGetsChangeNothing) {
  OpenLink();
  const std::string before = portal_.services().StateHash();
  for (int i = 0; i < 2; ++i) {
    for (const char* path : {"/account", "/invoices", "/invoices?page=2", "/pay", "/promise",
                             kReview, "/promise/x", "/already-paid", "/disputes/new", "/help",
                             "/l/sample-link", "/l/sample-link?go=dispute"}) {
      browser_.Get(path);
    }
  }
  EXPECT_EQ(portal_.services().StateHash(), before);
}

TEST_F(JourneyTest, WithoutTheServicesThePageSaysSoAndTheLinkIsNotCalledExpired) {
  OpenLink();
  browser_.Get("/account");
  portal_.services().Stop();
  EXPECT_EQ(browser_.Get("/account").status, 503);
  EXPECT_EQ(browser_.Get("/l/sample-link").status, 503);
  EXPECT_THAT(portal_.Scrape(), HasSubstr("relance_portal_links_total{outcome=\"unavailable\"} 1"));
}

TEST_F(JourneyTest, ManyClerksAreServedAtOnce) {
  std::vector<std::thread> clerks;
  std::atomic<int> served = 0;
  for (int i = 0; i < 8; ++i) {
    clerks.emplace_back([&] {
      Browser browser(portal_.url());
      browser.Get("/l/" + std::string(SampleServices::kToken));
      for (int j = 0; j < 5; ++j) served += browser.Get("/account").status == 200 ? 1 : 0;
    });
  }
  for (auto& clerk : clerks) clerk.join();
  EXPECT_EQ(served, 40);
}

TEST_F(JourneyTest, ARequestWithoutACookieOfOursSeesNothingOfAnyAccount) {
  const Answer page = browser_.Get("/account");
  EXPECT_EQ(page.status, 403);
  EXPECT_THAT(page.body, Not(HasSubstr("Menuiserie")));
  EXPECT_EQ(page.Header("Content-Security-Policy").substr(0, 18), "default-src 'none'");
}

}  // namespace
}  // namespace relance::portal
