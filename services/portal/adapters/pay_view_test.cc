#include "services/portal/adapters/pay_view.h"

#include "services/portal/adapters/testing/pages_fixture.h"

namespace relance::portal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PayPageTest : public PagesFixture {};

TEST_F(PayPageTest, PaymentDetailsNameTheReferenceAndOfferACodeInEurosOnly) {
  SignIn();
  const std::string page = Get("/pay").body;
  EXPECT_THAT(page, HasSubstr("FR76 3000 6000 0112 3456 7890 189"));
  EXPECT_THAT(page, HasSubstr("unchanged since 1 March 2019"));
  EXPECT_THAT(page, HasSubstr("€1,000.00"));
  EXPECT_THAT(page, HasSubstr("<svg "));
  EXPECT_THAT(Get("/pay?line=F-2").body, HasSubstr("D42 F-2"));
  EXPECT_THAT(Get("/pay?what=open").body, HasSubstr("€1,339.50"));
  for (Line& line : ledger_.lines) line.open.currency = line.amount.currency = Currency::Of("USD");
  EXPECT_THAT(Get("/pay").body, Not(HasSubstr("<svg ")));
}

TEST_F(PayPageTest, TheCostOfDelayIsShownWithFormulaAndLegalBasisWhereTheCreditorEnablesIt) {
  const Currency eur = Currency::Of("EUR");
  ledger_.cost = LateCost{
      .parts = {{.days = 12, .open = {eur, 1'000'00}, .rate = "12.40", .interest = {eur, 408}}},
      .interest = {eur, 408},
      .indemnity = {eur, 4'000},
      .basis = "C. com. L441-10 <1>",
      .indemnity_basis = "D441-5",
      .confirmed = false};
  SignIn();
  EXPECT_THAT(Get("/pay?line=F-1").body, Not(HasSubstr("Cost of late payment")));
  scenario_.entity.show_late_payment_cost = true;
  const std::string page = Get("/pay?line=F-1").body;
  EXPECT_THAT(page, HasSubstr("Interest 12.40 % × 12 d × €1,000.00 / 365 = €4.08"));
  EXPECT_THAT(page, HasSubstr("Fixed sum for recovery costs: €40.00 (D441-5)"));
  EXPECT_THAT(page, HasSubstr("Together: €44.08"));
  EXPECT_THAT(page, HasSubstr("C. com. L441-10 &lt;1&gt;"));
  EXPECT_THAT(page, HasSubstr("still to be confirmed"));
  EXPECT_THAT(Get("/pay?line=F-1&lang=fr").body, HasSubstr("Intérêts 12,40"));
  EXPECT_THAT(Get("/pay?line=F-2").body, Not(HasSubstr("Cost of late payment")));
  EXPECT_THAT(Get("/pay").body, Not(HasSubstr("Cost of late payment")));
  ledger_.cost_failure = Error{ErrorCode::kInvalid, "no law profile is known", "profile"};
  const auto without = Get("/pay?line=F-1");
  EXPECT_EQ(without.status, 200) << "a page does not fail for want of a rate";
  EXPECT_THAT(without.body, Not(HasSubstr("Cost of late payment")));
}

TEST_F(PayPageTest, TheStatementOfTheCostIsDownloadedFromItsPageAlone) {
  ledger_.cost =
      LateCost{.interest = {Currency::Of("EUR"), 408}, .indemnity = {Currency::Of("EUR"), 4'000}};
  SignIn();
  EXPECT_EQ(Get("/statement?line=F-1").status, 404) << "not shown unless the creditor says so";
  scenario_.entity.show_late_payment_cost = true;
  EXPECT_THAT(
      Get("/pay?line=F-1").body,
      HasSubstr("<a href=\"/statement?line=F-1\" type=\"application/pdf\">Statement (PDF)"));
  EXPECT_THAT(Get("/pay?line=F-1&lang=fr").body, HasSubstr("Décompte (PDF)"));
  EXPECT_THAT(Get("/pay?line=F-2").body, Not(HasSubstr("/statement")));
  const auto paper = Get("/statement?line=F-1");
  EXPECT_EQ(paper.status, 200);
  EXPECT_EQ(paper.body, "%PDF- of D42-F-1-en");
  EXPECT_EQ(http::ValueOf(paper.headers, "Content-Type"), "application/pdf");
  EXPECT_EQ(http::ValueOf(paper.headers, "Content-Disposition"),
            "attachment; filename=\"D42-F-1-en.pdf\"");
  EXPECT_EQ(http::ValueOf(paper.headers, "Cache-Control"), "no-store");
  EXPECT_EQ(http::ValueOf(paper.headers, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(Get("/statement?line=F-1&lang=fr").body, "%PDF- of D42-F-1-fr");
  const auto foreign = Get("/statement?line=F-9");
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(Get("/statement?line=F-2").status, 404) << "not late";
  EXPECT_EQ(Get("/statement").status, 404);
  ledger_.cost_failure = Error{ErrorCode::kUnavailable, "no fonts", ""};
  EXPECT_EQ(Get("/statement?line=F-1").status, 503);
  cookie_.clear();
  EXPECT_EQ(Get("/statement?line=F-1").status, 403) << "without a session";
}

TEST_F(PayPageTest, CreditsAreDeductedFromWhatToPay) {
  ledger_.account.credits = {{.document = "A-9", .rest = {Currency::Of("EUR"), 310'00}}};
  SignIn();
  const std::string page = Get("/pay").body;
  EXPECT_THAT(page, HasSubstr("€690.00"));
  EXPECT_THAT(page, HasSubstr("Your credit of €310.00 is already deducted."));
}

}  // namespace
}  // namespace relance::portal
