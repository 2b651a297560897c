#include "libs/texts/texts.h"

#include <gmock/gmock.h>

namespace relance::texts {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

void Add(config::v1::Configuration& configuration, const std::string& name,
         const std::string& language, const std::string& text) {
  auto& added = *configuration.add_texts();
  added.set_template_(name);
  added.set_language(language);
  added.set_subject("s");
  added.set_text(text);
  added.set_html("<p>" + text + "</p>");
}

class TextsTest : public ::testing::Test {
 protected:
  TextsTest() {
    Add(configuration_, "level1", "fr", "Bonjour {{> _who}}");
    Add(configuration_, "_who", "fr", "{{entity}}");
    Add(configuration_, "level1", "en", "Hello {{entity}}");
  }
  std::string LanguageOf(const std::string& wanted, const std::string& entity) {
    const auto text = TextOf(configuration_, "level1", wanted, entity);
    return text ? (*text)->language() : "none";
  }

  config::v1::Configuration configuration_;
};

TEST_F(TextsTest, TheBestLanguageThereIsIsTaken) {
  EXPECT_EQ(LanguageOf("en", "fr"), "en");
  EXPECT_EQ(LanguageOf("en-US", "fr"), "en");
  EXPECT_EQ(LanguageOf("de", "fr-CA"), "fr");
  EXPECT_EQ(LanguageOf("de", "nl"), "none");
}

TEST_F(TextsTest, PartsAndValuesArePutInAndEscapedInHtml) {
  TextValues values;
  values.words["entity"] = "Dupont & Fils";
  const auto text = TextOf(configuration_, "level1", "fr", "fr");
  ASSERT_TRUE(text);
  const auto rendered = RenderText(configuration_, **text, values);
  ASSERT_TRUE(rendered) << rendered.error().message;
  EXPECT_THAT(rendered->text, HasSubstr("Bonjour Dupont & Fils"));
  EXPECT_THAT(rendered->html, HasSubstr("Dupont &amp; Fils"));
}

TEST_F(TextsTest, FaultsAreNamed) {
  struct Fault {
    const char* source;
    const char* reason;
  };
  for (const Fault& fault :
       {Fault{"{{amout}}", "unknown variable amout"}, Fault{"{{#charges}}x", "is not closed"},
        Fault{"{{> _nothing}}", "unknown part _nothing"}, Fault{"{{{amount}}}", "unescaped"},
        Fault{"{{amount", "not closed"}, Fault{"{{/charges}}", "closes what is not open"},
        Fault{"{{item}}", "unknown variable item"}, Fault{"{{=<% %>=}}", "delimiters"}}) {
    auto configuration = configuration_;
    Add(configuration, "own", "fr", fault.source);
    const auto problems = CheckTexts(configuration, {});
    ASSERT_EQ(problems.size(), 1U) << fault.source;
    EXPECT_EQ(problems[0].what, "text own fr");
    EXPECT_THAT(problems[0].reason, HasSubstr(fault.reason));
  }
}

TEST_F(TextsTest, WhatIsNeededAndMissingIsNamedOnceWithItsReason) {
  EXPECT_THAT(CheckTexts(configuration_, {{"level1", "fr-CA", "FR01 writes in it"}}), IsEmpty());
  const auto problems = CheckTexts(configuration_, {{"level2", "fr", "FR01 writes in it"},
                                                    {"level2", "fr", "FR02 writes in it"}});
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].what, "text level2 fr");
  EXPECT_EQ(problems[0].reason, "missing: FR01 writes in it");
}

TEST_F(TextsTest, AWordWithoutValueIsNotPrinted) {
  Add(configuration_, "own", "fr", "{{#charges}}{{interest}}{{/charges}}");
  auto& text = *configuration_.mutable_texts(configuration_.texts_size() - 1);
  TextValues values;
  EXPECT_TRUE(RenderText(configuration_, text, values));
  text.set_text("Intérêts : {{interest}}");
  EXPECT_THAT(RenderText(configuration_, text, values).error().message,
              HasSubstr("{{interest}} has no value"));
}

TEST(TextFileTest, AnUnknownKeyIsNamedWithItsLine) {
  const auto text = ReadTextFile("template: a\nlanguage: fr\nsubjct: x\n", "a.fr.yaml");
  EXPECT_EQ(text.error().field, "subjct");
  EXPECT_THAT(text.error().message, HasSubstr("a.fr.yaml:3"));
  EXPECT_EQ(ReadTextFile("language: fr\n", "f").error().field, "template");
  EXPECT_FALSE(ReadTextFile("- a\n", "f"));
}

TEST_F(TextsTest, ThanksCanBeSaidInALanguageWhenTheyPrintNothingOfWhatIsOwed) {
  EXPECT_FALSE(CanThank(configuration_, "en"));
  Add(configuration_, "thanks", "en", "{{amount}} on {{received_on}}, {{> _end}}");
  Add(configuration_, "_end", "en", "{{#due_date}}due on {{due_date}}{{/due_date}}{{entity}}");
  EXPECT_TRUE(CanThank(configuration_, "en"));
  EXPECT_TRUE(CanThank(configuration_, "en-GB"));
  EXPECT_FALSE(CanThank(configuration_, "fr"));
  EXPECT_THAT(CheckTexts(configuration_, {}), IsEmpty());
  configuration_.mutable_texts(4)->set_html("<p>due on {{due_date}}</p>");
  EXPECT_FALSE(CanThank(configuration_, "en"));
  const auto problems = CheckTexts(configuration_, {});
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].what, "text thanks en");
  EXPECT_EQ(problems[0].reason, "of a payment {{due_date}} has no value here");
}

}  // namespace
}  // namespace relance::texts
