#include "services/portal/domain/payment_code.h"

#include <gmock/gmock.h>

namespace relance::portal {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr Currency kEur = Currency::Of("EUR");

BankAccount Sample() {
  return {.holder = "Aciers du Nord SAS",
          .iban = "FR76 3000 6000 0112 3456 7890 189",
          .bic = "AGRIFRPP",
          .bank =
              "Cr\xc3\xa9"
              "dit Agricole"};
}

TEST(PaymentCodeTest, AnIbanIsKnownByItsCheckDigits) {
  EXPECT_TRUE(IsIban("FR7630006000011234567890189"));
  EXPECT_TRUE(IsIban("DE89 3704 0044 0532 0130 00"));
  EXPECT_TRUE(IsIban("GB29NWBK60161331926819"));
  EXPECT_TRUE(IsIban("NO9386011117947"));
  EXPECT_FALSE(IsIban("FR7630006000011234567890188"));
  EXPECT_FALSE(IsIban("FR6730006000011234567890189"));  // two digits swapped
  EXPECT_FALSE(IsIban("fr7630006000011234567890189"));
  EXPECT_FALSE(IsIban("FR76"));
  EXPECT_FALSE(IsIban(""));
  EXPECT_FALSE(IsIban("FR76-3000-6000-0112-3456-7890-189"));
}

TEST(PaymentCodeTest, AnIbanIsShownInGroupsOfFour) {
  EXPECT_EQ(GroupedIban("FR7630006000011234567890189"), "FR76 3000 6000 0112 3456 7890 189");
  EXPECT_EQ(GroupedIban("FR76 30006000"), "FR76 3000 6000");
}

TEST(PaymentCodeTest, ACreditorReferenceIsKnownByItsCheckDigits) {
  EXPECT_TRUE(IsCreditorReference("RF18 5390 0754 7034"));
  EXPECT_FALSE(IsCreditorReference("RF19539007547034"));
  EXPECT_FALSE(IsCreditorReference("F-2026-1042"));
}

TEST(PaymentCodeTest, TheCodeIsThatOfTheGuidelineLineByLine) {
  EXPECT_EQ(*PaymentCode(Sample(), {kEur, 124'050}, "D42 F-2026-1042"),
            "BCD\n002\n1\nSCT\nAGRIFRPP\nAciers du Nord SAS\nFR7630006000011234567890189\n"
            "EUR1240.50\n\n\nD42 F-2026-1042");
}

TEST(PaymentCodeTest, AStructuredReferenceHasALineOfItsOwn) {
  EXPECT_THAT(*PaymentCode(Sample(), {kEur, 1}, "RF18 5390 0754 7034"),
              EndsWith("\nEUR0.01\n\nRF18539007547034"));
}

TEST(PaymentCodeTest, WhatNoSepaTransferCanCarryHasNoCode) {
  EXPECT_EQ(PaymentCode(Sample(), {Currency::Of("USD"), 100}, "x").error().field, "amount");
  EXPECT_EQ(PaymentCode(Sample(), {kEur, 0}, "x").error().field, "amount");
  EXPECT_EQ(PaymentCode(Sample(), {kEur, 100'000'000'000}, "x").error().field, "amount");
  EXPECT_TRUE(PaymentCode(Sample(), {kEur, 99'999'999'999}, "x"));
  BankAccount wrong = Sample();
  wrong.iban = "FR7630006000011234567890188";
  EXPECT_EQ(PaymentCode(wrong, {kEur, 1}, "x").error().field, "iban");
  BankAccount nobody = Sample();
  nobody.holder = "\n";
  EXPECT_EQ(PaymentCode(nobody, {kEur, 1}, "x").error().field, "holder");
}

TEST(PaymentCodeTest, LongTextIsCutAtACharacterAndTheCodeStaysWithin331Bytes) {
  BankAccount account = Sample();
  account.holder.clear();
  std::string reference;
  for (int i = 0; i < 200; ++i) {
    account.holder += "\xc3\xa9";
    reference += "\xe2\x82\xac";
  }
  const auto code = PaymentCode(account, {kEur, 99'999'999'999}, reference);
  ASSERT_TRUE(code);
  EXPECT_LE(code->size(), 331U);
  EXPECT_GE(code->size(), 329U);
  EXPECT_THAT(*code, EndsWith("\xe2\x82\xac"));
}

TEST(PaymentCodeTest, ALineEndInANameCannotAddLinesToTheCode) {
  BankAccount account = Sample();
  account.holder = "Good\nDE89370400440532013000";
  EXPECT_THAT(*PaymentCode(account, {kEur, 1}, "a\r\nb"),
              HasSubstr("\nGoodDE89370400440532013000\nFR76"));
}

}  // namespace
}  // namespace relance::portal
