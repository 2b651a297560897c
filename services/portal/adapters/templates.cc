#include "services/portal/adapters/templates.h"

#include <kainjow/mustache.hpp>
#include <map>

#include "services/portal/adapters/assets.h"

namespace relance::portal {
namespace {

namespace mustache = kainjow::mustache;

mustache::data DataOf(const View& view) {
  mustache::data data;
  for (const auto& [name, text] : view.texts()) data.set(name, text);
  for (const auto& [name, entries] : view.lists()) {
    mustache::data list{mustache::data::type::list};
    for (const View& entry : entries) list.push_back(DataOf(entry));
    data.set(name, list);
  }
  return data;
}

/// Words may hold braces only in plurals, which no template names: nothing of them is a tag.
std::string WithWords(std::string_view text, const Words& words) {
  std::string out;
  while (true) {
    const size_t open = text.find("[[");
    const size_t close = open == std::string_view::npos ? open : text.find("]]", open);
    if (close == std::string_view::npos) return out += text;
    out += text.substr(0, open);
    out += mustache::html_escape(words.Say(text.substr(open + 2, close - open - 2)));
    text = text.substr(close + 2);
  }
}

/// Parsed once a thread: rendering changes a template's state.
mustache::mustache& TemplateOf(std::string_view name, const Words& words) {
  thread_local std::map<std::string, mustache::mustache> parsed;
  const std::string key = std::string(name) + "/" + words.language();
  auto found = parsed.find(key);
  if (found == parsed.end()) {
    const std::string file = std::string(name) + ".mustache";
    found = parsed.emplace(key, mustache::mustache(WithWords(Asset(file), words))).first;
  }
  return found->second;
}

}  // namespace

std::string Render(std::string_view name, const Words& words, const View& view) {
  return TemplateOf(name, words).render(DataOf(view));
}

}  // namespace relance::portal
