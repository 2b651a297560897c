// A file of a notice's text, with a part beside it. Mustache and YAML, written by people.
#include <algorithm>

#include "libs/texts/texts.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

texts::TextValues ValuesOf(const std::string& word) {
  texts::TextValues values;
  for (const auto& name : texts::KnownWords()) values.words[name] = word;
  for (const auto& name : texts::KnownFlags()) values.flags[name] = true;
  auto& row = values.rows.emplace_back();
  for (const auto& name : texts::KnownRowWords()) row[name] = word;
  return values;
}

void Run(std::string_view input) {
  const auto text = texts::ReadTextFile(std::string(input), "level1.fr.yaml");
  if (!text) return;
  config::v1::Configuration configuration;
  *configuration.add_texts() = *text;
  auto& part = *configuration.add_texts();
  part.set_template_("_lines");
  part.set_language(text->language());
  part.set_text("{{#rows}}{{item}} {{open}}\n{{/rows}}");
  part.set_html("<ul>{{#rows}}<li>{{item}}</li>{{/rows}}</ul>");
  const auto problems = texts::CheckTexts(configuration, {});
  const auto rendered = texts::RenderText(configuration, *text, ValuesOf("x"));
  const auto hostile = texts::RenderText(configuration, *text, ValuesOf("<&\">"));
  Expect(rendered.has_value() == hostile.has_value(),
         "a value does not decide whether one renders");
  if (!rendered) return;
  Expect(problems.empty() || text->subject().empty() || text->text().empty() ||
             text->html().empty() || text->template_().starts_with("_"),
         "what renders was not refused");
  const auto tags = [](const std::string& html) { return std::ranges::count(html, '<'); };
  Expect(tags(rendered->html) == tags(hostile->html), "no value makes a tag");
}

const bool kDeclared = Declare({"notice_text", Run});

}  // namespace
}  // namespace relance::fuzz
