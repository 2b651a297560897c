#include "services/ledger/domain/item_id.h"

#include <algorithm>

namespace relance::ledger {
namespace {

constexpr std::string_view kBlanks[] = {" ", "\t", "\r", "\n", "\xC2\xA0", "\xE2\x80\xAF"};

}  // namespace

std::vector<std::string> ItemIds(const std::string& document, size_t count) {
  if (count == 1) return {document};
  std::vector<std::string> ids;
  for (size_t k = 1; k <= count; ++k) ids.push_back(document + "/" + std::to_string(k));
  return ids;
}

bool Means(std::string_view named, std::string_view item) {
  constexpr std::string_view kFirst = "/1";
  const bool first =
      named.ends_with(kFirst) && named.substr(0, named.size() - kFirst.size()) == item;
  return named.empty() || named == item || first;
}

std::vector<std::string> DocumentsOfItem(std::string_view item) {
  std::vector<std::string> documents{std::string(item)};
  const size_t slash = item.rfind('/');
  if (slash == item.npos || slash == 0) return documents;
  const std::string_view k = item.substr(slash + 1);
  const bool number = !k.empty() && k.front() != '0' &&
                      std::ranges::all_of(k, [](char c) { return c >= '0' && c <= '9'; });
  if (number) documents.emplace_back(item.substr(0, slash));
  return documents;
}

std::string NormaliseNumber(std::string_view number) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view blank : kBlanks) {
      if (number.starts_with(blank)) number.remove_prefix(blank.size()), again = true;
      if (number.ends_with(blank)) number.remove_suffix(blank.size()), again = true;
    }
  }
  return std::string(number);
}

}  // namespace relance::ledger
