// A file of a notice's text, with a part beside it. Mustache and YAML, written by people.
#include <algorithm>

#include "services/notifier/adapters/texts.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

notifier::TextValues ValuesOf(const std::string& word) {
  notifier::TextValues values;
  for (const auto& name : notifier::KnownWords()) values.words[name] = word;
  for (const auto& name : notifier::KnownFlags()) values.flags[name] = true;
  auto& row = values.rows.emplace_back();
  for (const auto& name : notifier::KnownRowWords()) row[name] = word;
  return values;
}

void Run(std::string_view input) {
  const auto text = notifier::ReadTextFile(std::string(input), "level1.fr.yaml");
  if (!text) return;
  config::v1::Configuration configuration;
  *configuration.add_texts() = *text;
  auto& part = *configuration.add_texts();
  part.set_template_("_lines");
  part.set_language(text->language());
  part.set_text("{{#rows}}{{item}} {{open}}\n{{/rows}}");
  part.set_html("<ul>{{#rows}}<li>{{item}}</li>{{/rows}}</ul>");
  const auto problems = notifier::CheckTexts(configuration, {});
  const auto rendered = notifier::RenderText(configuration, *text, ValuesOf("x"));
  const auto hostile = notifier::RenderText(configuration, *text, ValuesOf("<&\">"));
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
