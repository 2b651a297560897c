// Text of strangers on every page of the portal: whatever it is, it makes no tag and ends none.
#include <algorithm>
#include <set>
#include <string>

#include "services/portal/adapters/assets.h"
#include "services/portal/adapters/templates.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

constexpr const char* kPages[] = {"account", "article", "error",   "invoices", "lines",
                                  "pay",     "promise", "receipt", "review"};

/// The names that a page shows escaped, and those of its sections.
struct Names {
  std::set<std::string> texts;
  std::set<std::string> sections;
};
Names NamesIn(std::string_view page) {
  Names names;
  while (true) {
    const size_t open = page.find("{{");
    if (open == page.npos) return names;
    page.remove_prefix(open + 2);
    std::string name(page.substr(0, page.find("}}")));
    if (name.starts_with('#')) {
      names.sections.insert(name.substr(1));
    } else if (!name.starts_with('{') && !name.starts_with('/') && !name.starts_with('^')) {
      names.texts.insert(name);
    }
  }
}

portal::View ViewOf(const Names& names, std::string_view text, int depth) {
  portal::View view;
  for (const auto& name : names.texts) view.Set(name, text);
  if (depth == 0) return view;
  for (const auto& name : names.sections) view.Add(name) = ViewOf(names, text, depth - 1);
  return view;
}

std::string MarkUpOf(const std::string& html) {
  std::string marks;
  for (const char c : html) {
    if (c == '<' || c == '>' || c == '"') marks += c;
  }
  return marks;
}

void Run(std::string_view input) {
  const auto page = kPages[TakeByte(input) % std::size(kPages)];
  const Names names = NamesIn(portal::Asset(std::string(page) + ".mustache"));
  const auto& words = portal::WordsOf("en");
  const std::string html = portal::Render(page, words, ViewOf(names, input, 1));
  const std::string plain = portal::Render(page, words, ViewOf(names, "x", 1));
  Expect(MarkUpOf(html) == MarkUpOf(plain), "no text changes the mark-up of a page");
}

const bool kDeclared = Declare({"portal_page", Run});

}  // namespace
}  // namespace relance::fuzz
