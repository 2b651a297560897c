#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.h"
#include "relance/config/v1/config.pb.h"

/// The texts of a configuration version: mustache, one for each template and language. A template
/// whose name begins with "_" is a part that others include ({{> _lines}}).
namespace relance::texts {

struct RenderedText {
  std::string subject;
  std::string text;
  std::string html;
};

/// What a text may say. A name that is not here is an error; an empty value is for sections only.
struct TextValues {
  std::map<std::string, std::string> words;
  std::map<std::string, bool> flags;
  std::vector<std::map<std::string, std::string>> rows;  ///< {{#rows}}
};

struct TextProblem {
  std::string what;  ///< "text level1 fr"
  std::string reason;
};

/// The text for a template in the best language there is: the wanted one, its primary subtag, the
/// entity's language. kNotFound otherwise.
Result<const config::v1::Text*> TextOf(const config::v1::Configuration& configuration,
                                       std::string_view name, std::string_view language,
                                       std::string_view entity_language);

/// kInvalid (field `texts`) when the text is none, includes an unknown part, or would print a word
/// that has no value here.
Result<RenderedText> RenderText(const config::v1::Configuration& configuration,
                                const config::v1::Text& text, const TextValues& values);

/// A text that somebody is going to ask for.
struct NeededText {
  std::string template_id;
  std::string language;
  std::string reason;  ///< "FR01 writes in this language, step level1 of email-fr"
};

/// All faults of a configuration's texts: syntax, unknown variables and parts, and those that are
/// needed and missing, once each.
std::vector<TextProblem> CheckTexts(const config::v1::Configuration& configuration,
                                    const std::vector<NeededText>& needed);

/// The text that thanks for a payment; without it nobody is thanked.
inline constexpr std::string_view kThanks = "thanks";

/// There is one for the language, and it can be said: it prints nothing of what is owed.
bool CanThank(const config::v1::Configuration& configuration, std::string_view language);

/// Every name that a text may use.
const std::vector<std::string>& KnownWords();
const std::vector<std::string>& KnownFlags();
const std::vector<std::string>& KnownRowWords();

/// One file of deploy/config/texts: YAML with the keys template, language, subject, text, html.
/// kInvalid names the key at fault.
Result<config::v1::Text> ReadTextFile(const std::string& yaml, const std::string& file);

}  // namespace relance::texts
