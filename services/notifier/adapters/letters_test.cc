#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <regex>

#include "libs/text/text.h"
#include "services/notifier/adapters/mail.h"
#include "services/notifier/adapters/testing_letters.h"

namespace relance::notifier {

bool update_golden = false;

namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kLink = "https://portal.example/l/TOKEN";

struct Letter {
  const char* text;
  const char* language;
  int level;
};

class LetterTest : public testing::TestWithParam<Letter> {
 protected:
  Message Compose(const Cleared& cleared) {
    const auto message =
        letters_.composer().Compose(notice_, cleared, letters_.To(GetParam().language), kLink);
    EXPECT_TRUE(message) << message.error().message;
    return message.value_or(Message{});
  }
  texts::RenderedText Rendered(const Cleared& cleared) {
    const auto configuration = letters_.configuration();
    const auto* entity = FindEntity(*configuration, "FR01");
    const auto text = texts::TextOf(*configuration, cleared.text, GetParam().language, "fr");
    const auto values = ValuesOf(*configuration, *entity, **text, cleared,
                                 {"Anna Dubois", "Client & Fils <SARL>", ""}, kLink, {});
    EXPECT_TRUE(values) << values.error().message;
    const auto rendered = texts::RenderText(*configuration, **text, *values);
    EXPECT_TRUE(rendered) << rendered.error().message;
    return rendered.value_or(texts::RenderedText{});
  }

  Letters letters_;
  Notice notice_;
};

TEST_P(LetterTest, EveryLevelAndLanguageIsTheApprovedLetter) {
  const auto& letter = GetParam();
  const Message message = Compose(letters_.Of(letter.text, letter.level));
  const std::string path =
      std::string("services/notifier/golden/") + letter.text + "." + letter.language + ".eml";
  if (update_golden) std::ofstream(path, std::ios::binary) << message.bytes;
  EXPECT_EQ(message.bytes, ReadFile(path)) << path;
}

TEST_P(LetterTest, TheSameClearanceGivesTheSameBytes) {
  const Cleared cleared = letters_.Of(GetParam().text, GetParam().level);
  EXPECT_EQ(Compose(cleared).bytes, Compose(cleared).bytes);
}

TEST_P(LetterTest, TheSubjectFitsAndNoValueIsMissing) {
  const auto& letter = GetParam();
  for (const int lines : {1, 3, 37}) {
    const auto rendered = Rendered(letters_.Of(letter.text, letter.level, lines));
    EXPECT_LE(text::CountCharacters(SubjectOf(rendered.subject)), 60U);
    EXPECT_LT(rendered.html.size(), 30'000U);
    EXPECT_THAT(rendered.text, Not(HasSubstr("\n\n\n")));
    for (const auto& part : {rendered.subject, rendered.text, rendered.html}) {
      EXPECT_THAT(part, Not(HasSubstr("{{")));
      EXPECT_THAT(part, Not(HasSubstr("false")));
    }
  }
}

TEST_P(LetterTest, EveryLetterHasAPersonAndTheLineAgainstFraud) {
  const auto& letter = GetParam();
  const auto rendered = Rendered(letters_.Of(letter.text, letter.level));
  const bool french = std::string_view(letter.language) == "fr";
  for (const auto& part : {rendered.text, rendered.html}) {
    EXPECT_THAT(part, HasSubstr("Claire Martin"));
    EXPECT_THAT(part, HasSubstr("+33 4 72 00 00 00"));
  }
  EXPECT_THAT(rendered.text, HasSubstr(french ? "coordonnées bancaires n'ont pas changé"
                                              : "bank details have not changed"));
  EXPECT_THAT(rendered.html, HasSubstr("<html lang=\"" + std::string(letter.language) + "\">"));
  EXPECT_THAT(rendered.html, HasSubstr("role=\"presentation\""));
  EXPECT_THAT(rendered.html, Not(HasSubstr("<img")));
  EXPECT_THAT(rendered.html, Not(HasSubstr("{{{")));
}

TEST_P(LetterTest, LawIsSpokenOfFromLevelThreeOnAndNeverAnAmountThatNobodyComputed) {
  const auto& letter = GetParam();
  Cleared cleared = letters_.Of(letter.text, letter.level);
  cleared.charges = Charges::kNone;
  const auto rendered = Rendered(cleared);
  if (letter.level >= 3) {
    EXPECT_THAT(rendered.text, HasSubstr("L441-10"));
  } else {
    EXPECT_THAT(rendered.text, Not(HasSubstr("L441-10")));
  }
  EXPECT_THAT(rendered.text, Not(HasSubstr("indemnité forfaitaire")));
  EXPECT_THAT(rendered.text, Not(HasSubstr("fixed sum")));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, LetterTest,
    testing::Values(Letter{"preventive", "fr", 0}, Letter{"preventive", "en", 0},
                    Letter{"level1", "fr", 1}, Letter{"level1", "en", 1}, Letter{"level2", "fr", 2},
                    Letter{"level2", "en", 2}, Letter{"level3", "fr", 3}, Letter{"level3", "en", 3},
                    Letter{"formal_notice", "fr", 4}, Letter{"formal_notice", "en", 4},
                    Letter{"thanks", "fr", 0}, Letter{"thanks", "en", 0}),
    [](const auto& param) { return std::string(param.param.text) + "_" + param.param.language; });

class ComposerTest : public testing::Test {
 protected:
  texts::RenderedText Rendered(const Cleared& cleared, const std::string& language = "fr") {
    const auto configuration = letters_.configuration();
    const auto text = texts::TextOf(*configuration, cleared.text, language, "fr");
    const auto values = ValuesOf(*configuration, *FindEntity(*configuration, "FR01"), **text,
                                 cleared, {"Anna", "Client & Fils <SARL>", ""}, kLink, {});
    return *texts::RenderText(*configuration, **text, *values);
  }
  Result<Message> Compose(const Cleared& cleared, const Recipient& to) {
    return letters_.composer().Compose(notice_, cleared, to, kLink);
  }

  Letters letters_;
  Notice notice_;
};

TEST_F(ComposerTest, APreventiveReminderSaysNothingOfLateness) {
  const auto rendered = Rendered(letters_.Of("preventive", 0));
  for (const auto& part : {rendered.subject, rendered.text, rendered.html}) {
    for (const char* word : {"retard", "Retard", "échue", "échus", "impayé", "rappel"}) {
      EXPECT_THAT(part, Not(HasSubstr(word)));
    }
  }
  const auto english = Rendered(letters_.Of("preventive", 0), "en");
  for (const char* word : {"late", "Late", "overdue", "unpaid", "reminder"}) {
    EXPECT_THAT(english.text, Not(HasSubstr(word)));
  }
}

TEST_F(ComposerTest, AThankYouSpeaksOfThePaymentAndOfNothingThatIsOwed) {
  const auto french = Rendered(letters_.Of("thanks", 0));
  EXPECT_THAT(french.subject, HasSubstr("Merci de votre règlement – compte D42"));
  for (const auto& part : {french.text, french.html}) {
    EXPECT_THAT(text::WithPlainBlanks(part),
                HasSubstr("reçu 12 350,03 € le 6 novembre 2026, merci."));
    EXPECT_THAT(part, HasSubstr("Votre compte est à jour."));
    for (const char* word : {"échéance", "échu", "impayé", "retard", "portal.example", "1970"}) {
      EXPECT_THAT(part, Not(HasSubstr(word)));
    }
  }
  const auto english = Rendered(letters_.Of("thanks", 0), "en");
  for (const auto& part : {english.text, english.html}) {
    EXPECT_THAT(part, HasSubstr("received €12,350.03 on 6 November 2026, thank you."));
    for (const char* word : {"due", "overdue", "unpaid", "late", "portal.example", "1970"}) {
      EXPECT_THAT(part, Not(HasSubstr(std::string(" ") + word)));
    }
  }
}

TEST_F(ComposerTest, TenLinesAreShownAndTheOthersAreInTheStatement) {
  const auto rendered = Rendered(letters_.Of("level1", 1, 37), "en");
  EXPECT_THAT(rendered.text, HasSubstr("F-2026-1049"));
  EXPECT_THAT(rendered.text, Not(HasSubstr("F-2026-1050")));
  EXPECT_THAT(rendered.text, HasSubstr("27 more in the statement"));
}

TEST_F(ComposerTest, AFormalNoticeIsAnnouncedOnlyWhenTheScenarioHasOne) {
  Cleared cleared = letters_.Of("level3", 3);
  EXPECT_THAT(Rendered(cleared).text, HasSubstr("mise en demeure"));
  EXPECT_THAT(Rendered(cleared).subject, HasSubstr("Dernier rappel avant mise en demeure"));
  cleared.scenario = "unknown";
  const auto rendered = Rendered(cleared);
  EXPECT_THAT(rendered.text, Not(HasSubstr("mise en demeure")));
  EXPECT_THAT(rendered.text, HasSubstr("avant le 17 novembre 2026"));
  EXPECT_THAT(rendered.subject, Not(HasSubstr("mise en demeure")));
}

TEST_F(ComposerTest, OneEarlierReminderIsSpokenOfAsOne) {
  Cleared cleared = letters_.Of("level3", 3);
  cleared.earlier.resize(1);
  EXPECT_THAT(Rendered(cleared).text, HasSubstr("notre rappel du 20 octobre 2026 est"));
  cleared.earlier.clear();
  EXPECT_THAT(Rendered(cleared).text, Not(HasSubstr("rappel")));
}

TEST_F(ComposerTest, ChargesAreClaimedWithTheirDayAndTheSumOfAll) {
  const auto rendered = Rendered(letters_.Of("level3", 3, 1), "en");
  EXPECT_THAT(rendered.text,
              HasSubstr("Late-payment interest up to 9 November 2026 comes to €41.42 and the fixed "
                        "sum for recovery costs to €40.00. With the invoices, €4,231.42 is due"));
  EXPECT_THAT(Rendered(letters_.Of("formal_notice", 4, 1), "en").text,
              HasSubstr("plus late-payment interest of €41.42 up to 9 November 2026 and the fixed "
                        "sum of €40.00 for recovery costs: €4,231.42 in all, within 8 days"));
}

TEST_F(ComposerTest, ChargesThatAreOnlyShownAreNotAskedFor) {
  for (const char* text : {"level1", "level2", "level3", "formal_notice"}) {
    Cleared cleared = letters_.Of(text, 3, 1);
    cleared.charges = Charges::kShow;
    const auto rendered = Rendered(cleared, "en");
    EXPECT_THAT(rendered.text, HasSubstr("They are not part of the amount above.")) << text;
    EXPECT_THAT(rendered.html, HasSubstr("They are not part of the amount above.")) << text;
    EXPECT_THAT(rendered.text, Not(HasSubstr("4,231.42"))) << text;
  }
}

TEST_F(ComposerTest, WithoutAFixedSumOnlyInterestIsSpokenOf) {
  Cleared cleared = letters_.Of("level3", 3, 1);
  cleared.claims.front().indemnity = 0;
  const auto rendered = Rendered(cleared, "fr");
  EXPECT_THAT(rendered.text, HasSubstr("41,42"));
  EXPECT_THAT(rendered.text, Not(HasSubstr("forfaitaire")));
}

TEST_F(ComposerTest, ChargesThatCouldNotBeComputedAreNotSpokenOf) {
  for (const char* text : {"level3", "formal_notice"}) {
    Cleared cleared = letters_.Of(text, 3, 1);
    cleared.charges = Charges::kNone;
    EXPECT_THAT(Rendered(cleared, "en").text, Not(HasSubstr("interest up to"))) << text;
    cleared.charges = Charges::kClaim;
    cleared.claims.front().interest = cleared.claims.front().indemnity = 0;
    EXPECT_THAT(Rendered(cleared, "en").text, Not(HasSubstr("interest up to"))) << text;
  }
}

TEST_F(ComposerTest, NamesOfStrangersAreEscapedInHtmlOnly) {
  const auto rendered = Rendered(letters_.Of("formal_notice", 4));
  EXPECT_THAT(rendered.text, HasSubstr("Client & Fils <SARL>"));
  EXPECT_THAT(rendered.html, HasSubstr("Client &amp; Fils &lt;SARL&gt;"));
}

TEST_F(ComposerTest, CurrenciesStandBesideOneAnother) {
  Cleared cleared = letters_.Of("level1", 1, 1);
  Claim dollars = cleared.claims[0];
  dollars.currency = "USD";
  dollars.net = 100;
  cleared.claims.push_back(dollars);
  EXPECT_THAT(text::WithPlainBlanks(Rendered(cleared).text), HasSubstr("4 050,00 € et 1,00 $US"));
}

TEST_F(ComposerTest, ALineEndInANameReachesNoHeader) {
  const auto message = Compose(letters_.Of("level1", 1), letters_.To("fr", "anna@client.example",
                                                                     "Anna\r\nBcc: x@y.example"));
  ASSERT_TRUE(message);
  EXPECT_THAT(message->bytes, Not(HasSubstr("\nBcc:")));
}

TEST_F(ComposerTest, AnAddressThatCannotBeUsedIsTheContactsFault) {
  for (const char* address : {"anna@client.example\r\nBcc: x@y.example", "anna", "@client.example",
                              "\"a b\"@client.example", "a@b@c d", "anna@", "anna@localhost",
                              "anna\n@client.example", "anna@client..example"}) {
    const auto message = Compose(letters_.Of("level1", 1), letters_.To("fr", address));
    ASSERT_FALSE(message) << address;
    EXPECT_EQ(message.error().field, "contact") << address;
  }
}

TEST_F(ComposerTest, AnInternationalDomainIsWrittenInAscii) {
  EXPECT_EQ(CheckedAddress("anna@müller.example"), "anna@xn--mller-kva.example");
}

TEST_F(ComposerTest, ARetryIsTheSameMail) {
  const Cleared cleared = letters_.Of("level1", 1);
  const auto first = Compose(cleared, letters_.To("fr"));
  notice_.attempts.push_back({});
  notice_.attempts[0].contact = "c1";
  notice_.attempts[0].message_id = "<first@elsewhere.example>";
  EXPECT_EQ(Compose(cleared, letters_.To("fr"))->message_id, "<first@elsewhere.example>");
  EXPECT_EQ(first->message_id, "<5f1d3b0c9a7e4f62.c1@morel.example>");
}

TEST_F(ComposerTest, ALanguageWithoutTextsFallsBackToThatOfTheEntity) {
  const auto message = Compose(letters_.Of("level1", 1), letters_.To("de"));
  ASSERT_TRUE(message);
  EXPECT_THAT(message->bytes, HasSubstr("Content-Language: fr"));
  EXPECT_THAT(Compose(letters_.Of("level1", 1), letters_.To("en-US"))->bytes,
              HasSubstr("Content-Language: en"));
}

TEST_F(ComposerTest, AVersionThatIsNotHereYetIsWaitedFor) {
  Cleared cleared = letters_.Of("level1", 1);
  cleared.configuration_version = 2;
  EXPECT_EQ(Compose(cleared, letters_.To("fr")).error().code, ErrorCode::kUnavailable);
}

TEST(SubjectTest, TheFirstAlternativeThatFitsIsUsed) {
  EXPECT_EQ(SubjectOf(std::string(61, 'x') + "\nshort\n"), "short");
  EXPECT_EQ(text::CountCharacters(SubjectOf(std::string(61, 'x') + "\n" + std::string(70, 'y'))),
            60U);
}

TEST(MailTest, AHeaderWithALineEndIsRefusedByName) {
  Mail mail;
  mail.from = mail.to = "a@b.example";
  mail.message_id = "<m@b.example>";
  mail.boundary = "=_b";
  EXPECT_TRUE(WriteMail(mail));
  mail.subject = "x\r\nBcc: y@z.example";
  EXPECT_EQ(WriteMail(mail).error().field, "subject");
}

TEST(MailTest, NamesAndSubjectsOfAnyScriptAreInUtf8) {
  Mail mail;
  mail.from = mail.to = "a@b.example";
  mail.message_id = "<m@b.example>";
  mail.boundary = "=_b";
  mail.from_name = "Zoë Martin – Œuvres & Cie";
  mail.to_name = "Łukasz Дубов";
  mail.subject = "Échéance – 1 240,50 €";
  const auto bytes = WriteMail(mail);
  ASSERT_TRUE(bytes);
  const std::string headers = bytes->substr(0, bytes->find("\r\n\r\n"));
  static const std::regex charset("=\\?([^?]+)\\?[BbQq]\\?");
  const std::vector<std::string> found(
      std::sregex_token_iterator(headers.begin(), headers.end(), charset, 1),
      std::sregex_token_iterator());
  EXPECT_GE(found.size(), 4U) << headers;
  EXPECT_THAT(found, testing::Each(testing::StrCaseEq("utf-8"))) << headers;
}

}  // namespace
}  // namespace relance::notifier

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--update-golden") == 0) relance::notifier::update_golden = true;
  }
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
