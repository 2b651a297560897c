#include "libs/texts/texts.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <set>
#include <utility>

namespace relance::texts {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;
using kainjow::mustache::partial;

constexpr int kDeepestPart = 8;

const config::v1::Text* Find(const config::v1::Configuration& configuration, std::string_view name,
                             std::string_view language) {
  for (const auto& text : configuration.texts()) {
    if (text.template_() == name && text.language() == language) return &text;
  }
  return nullptr;
}

bool Knows(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

struct Tag {
  char kind = 0;  ///< '#', '^', '/', '>', '!' or 0 for a variable.
  std::string name;
};

Result<std::vector<Tag>> TagsOf(const std::string& source) {
  std::vector<Tag> tags;
  for (size_t at = source.find("{{"); at != std::string::npos; at = source.find("{{", at)) {
    const bool triple = source.compare(at, 3, "{{{") == 0;
    const std::string close = triple ? "}}}" : "}}";
    const size_t begin = at + close.size();
    const size_t end = source.find(close, begin);
    if (end == std::string::npos) return Invalid("a tag is not closed", "texts");
    std::string name = source.substr(begin, end - begin);
    Tag tag;
    if (!name.empty() && std::string_view("#^/>!=&").find(name[0]) != std::string_view::npos) {
      tag.kind = name[0];
      name.erase(0, 1);
    }
    // Everything is escaped: names of debtors and entities reach HTML through here.
    if (triple || tag.kind == '&') return Invalid("unescaped tags are not allowed", "texts");
    if (tag.kind == '=') return Invalid("delimiters may not be changed", "texts");
    const size_t first = name.find_first_not_of(' ');
    tag.name = first == std::string::npos
                   ? ""
                   : name.substr(first, name.find_last_not_of(' ') - first + 1);
    if (tag.kind != '!') tags.push_back(std::move(tag));
    at = end + close.size();
  }
  return tags;
}

/// Walks the tags of one source: the sections that are open, and what each tag may name.
Result<void> CheckTag(const Tag& tag, std::vector<std::string>& open,
                      const std::set<std::string>& parts) {
  const bool in_rows = std::ranges::find(open, "rows") != open.end();
  switch (tag.kind) {
    case '#':
    case '^':
      if (tag.name != "rows" && !Knows(KnownFlags(), tag.name) && !Knows(KnownWords(), tag.name) &&
          !(in_rows && Knows(KnownRowWords(), tag.name))) {
        return Invalid("unknown section " + tag.name, "texts");
      }
      open.push_back(tag.name);
      return {};
    case '/':
      if (open.empty() || open.back() != tag.name) {
        return Invalid("{{/" + tag.name + "}} closes what is not open", "texts");
      }
      open.pop_back();
      return {};
    case '>':
      if (!parts.contains(tag.name)) return Invalid("unknown part " + tag.name, "texts");
      return {};
    default:
      break;
  }
  if (Knows(KnownWords(), tag.name) || (in_rows && Knows(KnownRowWords(), tag.name))) return {};
  return Invalid("unknown variable " + tag.name, "texts");
}

Result<void> CheckSource(const std::string& source, const std::set<std::string>& parts) {
  const auto tags = TagsOf(source);
  if (!tags) return Failure(tags.error());
  std::vector<std::string> open;
  for (const Tag& tag : *tags) {
    if (const auto ok = CheckTag(tag, open, parts); !ok) return ok;
  }
  if (!open.empty()) return Invalid("{{#" + open.back() + "}} is not closed", "texts");
  const mustache parsed(source);
  if (!parsed.is_valid()) return Invalid(parsed.error_message(), "texts");
  return {};
}

std::set<std::string> PartsOf(const config::v1::Configuration& configuration,
                              std::string_view language) {
  std::set<std::string> parts;
  for (const auto& text : configuration.texts()) {
    if (text.language() == language && text.template_().starts_with("_")) {
      parts.insert(text.template_());
    }
  }
  return parts;
}

Result<void> CheckText(const config::v1::Configuration& configuration,
                       const config::v1::Text& text) {
  const auto parts = PartsOf(configuration, text.language());
  for (const std::string* source : {&text.subject(), &text.text(), &text.html()}) {
    if (const auto ok = CheckSource(*source, parts); !ok) return ok;
  }
  const bool part = text.template_().starts_with("_");
  if (!part && text.subject().empty()) return Invalid("no subject", "texts");
  if (!part && text.text().empty()) return Invalid("no text", "texts");
  if (!part && text.html().empty()) return Invalid("no html", "texts");
  return {};
}

/// Replaces {{> part}} by the part, so that what is checked is what is rendered.
Result<std::string> WithParts(const config::v1::Configuration& configuration,
                              const std::string& source, const std::string& language, bool html,
                              int depth) {
  if (depth > kDeepestPart) return Invalid("parts include one another", "texts");
  std::string out;
  size_t from = 0;
  for (size_t at = source.find("{{>"); at != std::string::npos; at = source.find("{{>", from)) {
    const size_t end = source.find("}}", at);
    if (end == std::string::npos) return Invalid("a tag is not closed", "texts");
    std::string name = source.substr(at + 3, end - at - 3);
    std::erase(name, ' ');
    const config::v1::Text* part = Find(configuration, name, language);
    if (part == nullptr) return Invalid("unknown part " + name, "texts");
    auto inner =
        WithParts(configuration, html ? part->html() : part->text(), language, html, depth + 1);
    if (!inner) return inner;
    out += source.substr(from, at - from) + *inner;
    from = end + 2;
    // A part alone on its line brings its own line end.
    if (inner->ends_with("\n") && source.compare(from, 1, "\n") == 0) ++from;
  }
  return out + source.substr(from);
}

data DataOf(const TextValues& values) {
  data out(data::type::object);
  for (const auto& name : KnownWords()) {
    const auto at = values.words.find(name);
    // Absent and empty words are falsy, so that sections leave them out.
    if (at == values.words.end() || at->second.empty()) {
      out.set(name, data(data::type::bool_false));
    } else {
      out.set(name, at->second);
    }
  }
  for (const auto& name : KnownFlags()) {
    const auto at = values.flags.find(name);
    out.set(name, at != values.flags.end() && at->second ? data(data::type::bool_true)
                                                         : data(data::type::bool_false));
  }
  data rows(data::type::list);
  for (const auto& row : values.rows) {
    data entry(data::type::object);
    for (const auto& name : KnownRowWords()) {
      const auto at = row.find(name);
      if (at == row.end() || at->second.empty()) {
        entry.set(name, data(data::type::bool_false));
      } else {
        entry.set(name, at->second);
      }
    }
    rows.push_back(entry);
  }
  out.set("rows", rows);
  return out;
}

/// A word that is printed although it has no value, by walking the sections that are shown.
std::string EmptyWord(const std::vector<Tag>& tags, const TextValues& values) {
  const auto shown = [&](const std::string& name) {
    if (name == "rows") return !values.rows.empty();
    if (const auto flag = values.flags.find(name); flag != values.flags.end()) return flag->second;
    const auto word = values.words.find(name);
    return word != values.words.end() && !word->second.empty();
  };
  std::vector<std::pair<std::string, bool>> open;  // With whether it is shown.
  for (const Tag& tag : tags) {
    if (tag.kind == '#' || tag.kind == '^') {
      const bool above = open.empty() || open.back().second;
      const bool row = Knows(KnownRowWords(), tag.name) && !Knows(KnownWords(), tag.name);
      open.emplace_back(tag.name, above && !row && (tag.kind == '#') == shown(tag.name));
    } else if (tag.kind == '/') {
      open.pop_back();
    } else if (tag.kind == 0 && (open.empty() || open.back().second)) {
      if (Knows(KnownWords(), tag.name) && !shown(tag.name)) return tag.name;
    }
  }
  return {};
}

/// Sections that are left out leave their line ends behind: at most one blank line stays in a text,
/// none in HTML.
std::string WithoutGaps(const std::string& rendered, bool html) {
  const size_t most = html ? 1 : 2;
  std::string out;
  size_t ends = 0;
  for (const char c : rendered) {
    ends = c == '\n' ? ends + 1 : 0;
    if (ends <= most) out += c;
  }
  return out;
}

Result<std::string> RenderSource(const config::v1::Configuration& configuration,
                                 const std::string& source, const std::string& language, bool html,
                                 const TextValues& values) {
  const auto whole = WithParts(configuration, source, language, html, 0);
  if (!whole) return whole;
  if (const auto ok = CheckSource(*whole, {}); !ok) return Failure(ok.error());
  const auto tags = TagsOf(*whole);
  if (!tags) return Failure(tags.error());
  if (const auto empty = EmptyWord(*tags, values); !empty.empty()) {
    return Invalid("{{" + empty + "}} has no value here", "texts");
  }
  mustache rendered(*whole);
  if (!html) rendered.set_custom_escape([](const std::string& text) { return text; });
  return WithoutGaps(rendered.render(DataOf(values)), html);
}

/// Words that every thank-you has: where nothing is owed, there is nothing to say of it.
TextValues OfAnyThanks() {
  TextValues values;
  for (const char* word : {"entity", "account", "collector", "email", "amount", "received_on",
                           "today", "link", "language"}) {
    values.words[word] = word;
  }
  return values;
}

}  // namespace

const std::vector<std::string>& KnownWords() {
  static const std::vector<std::string> words{
      "entity",        "entity_address",  "entity_notice",  "account",  "debtor_name",
      "contact_name",  "collector",       "phone",          "hours",    "email",
      "count_text",    "count_short",     "amount",         "gross",    "credits",
      "due_date",      "oldest_due_date", "days_late_text", "today",    "reply_by",
      "previous_date", "previous_dates",  "deadline",       "more",     "link",
      "promise_link",  "dispute_link",    "paid_link",      "interest", "fixed_fee",
      "total",         "law_text",        "formal_delay",   "language", "charges_date",
      "received_on"};
  return words;
}

const std::vector<std::string>& KnownFlags() {
  static const std::vector<std::string> flags{
      "charges",      "broken_promise",   "next_formal", "next_hand_over", "any_late",
      "one_previous", "several_previous", "one_invoice", "any_soon",       "charges_claimed"};
  return flags;
}

const std::vector<std::string>& KnownRowWords() {
  static const std::vector<std::string> words{"item", "reference", "due", "late", "open"};
  return words;
}

Result<const config::v1::Text*> TextOf(const config::v1::Configuration& configuration,
                                       std::string_view name, std::string_view language,
                                       std::string_view entity_language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  const std::string_view home = entity_language.substr(0, entity_language.find('-'));
  for (const std::string_view candidate : {language, primary, entity_language, home}) {
    if (candidate.empty()) continue;
    if (const auto* text = Find(configuration, name, candidate)) return text;
  }
  return NotFound("no text " + std::string(name) + " in " + std::string(language));
}

Result<RenderedText> RenderText(const config::v1::Configuration& configuration,
                                const config::v1::Text& text, const TextValues& values) {
  RenderedText out;
  auto subject = RenderSource(configuration, text.subject(), text.language(), false, values);
  auto plain = RenderSource(configuration, text.text(), text.language(), false, values);
  auto html = RenderSource(configuration, text.html(), text.language(), true, values);
  for (auto* part : {&subject, &plain, &html}) {
    if (!*part) return Failure(part->error());
  }
  return RenderedText{std::move(*subject), std::move(*plain), std::move(*html)};
}

bool CanThank(const config::v1::Configuration& configuration, std::string_view language) {
  const auto text = TextOf(configuration, kThanks, language, language);
  return text && RenderText(configuration, **text, OfAnyThanks()).has_value();
}

std::vector<TextProblem> CheckTexts(const config::v1::Configuration& configuration,
                                    const std::vector<NeededText>& needed) {
  std::vector<TextProblem> problems;
  for (const auto& text : configuration.texts()) {
    const std::string what = "text " + text.template_() + " " + text.language();
    if (const auto ok = CheckText(configuration, text); !ok) {
      problems.push_back({what, ok.error().message});
    } else if (text.template_() == kThanks) {
      const auto said = RenderText(configuration, text, OfAnyThanks());
      if (!said) problems.push_back({what, "of a payment " + said.error().message});
    }
  }
  std::set<std::pair<std::string, std::string>> told;
  for (const auto& [name, language, reason] : needed) {
    if (TextOf(configuration, name, language, language)) continue;
    if (!told.emplace(name, language).second) continue;
    problems.push_back({"text " + name + " " + language, "missing: " + reason});
  }
  return problems;
}

Result<config::v1::Text> ReadTextFile(const std::string& yaml, const std::string& file) {
  config::v1::Text out;
  try {
    const YAML::Node root = YAML::Load(yaml);
    if (!root.IsMap()) return Invalid(file + ": not a mapping");
    for (const auto& entry : root) {
      const auto key = entry.first.as<std::string>();
      const auto value = entry.second.as<std::string>();
      if (key == "template") {
        out.set_template_(value);
      } else if (key == "language") {
        out.set_language(value);
      } else if (key == "subject") {
        out.set_subject(value);
      } else if (key == "text") {
        out.set_text(value);
      } else if (key == "html") {
        out.set_html(value);
      } else {
        return Invalid(
            file + ":" + std::to_string(entry.first.Mark().line + 1) + ": unknown key " + key, key);
      }
    }
  } catch (const YAML::Exception& fault) {
    return Invalid(file + ": " + fault.what());
  }
  if (out.template_().empty()) return Invalid(file + ": no template", "template");
  if (out.language().empty()) return Invalid(file + ": no language", "language");
  return out;
}

}  // namespace relance::texts
