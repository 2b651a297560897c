#include "services/scenario/adapters/case_document.h"

#include <fmt/format.h>

#include <map>
#include <memory>

namespace relance::scenario {
namespace {

constexpr int kAttempts = 5;

template <class Value, class Note>
std::string EncodePage(const void* page) {
  return Encode(static_cast<const Page<Value, Note>*>(page)->entries);
}

template <class Value, class Note>
void AddParts(std::string_view name, const Paged<Value, Note>& paged, const PagesElsewhere& unread,
              std::vector<journal::Part>& parts) {
  for (const int64_t number : unread.numbers) {
    parts.push_back({fmt::format("{}.{}", name, number), nullptr, nullptr});
  }
  if (!unread.numbers.empty() || paged.pages().size() <= 1) return;
  for (const auto& [number, page] : paged.pages()) {
    parts.push_back({fmt::format("{}.{}", name, number), page, &EncodePage<Value, Note>});
  }
}

template <class Value, class Note>
Result<void> ReadPages(PagesElsewhere& unread, std::vector<std::string>::const_iterator& next,
                       Paged<Value, Note>& paged) {
  if (unread.numbers.empty()) return {};
  typename Paged<Value, Note>::Pages pages;
  for (const int64_t number : unread.numbers) {
    auto entries = Decode<std::vector<std::pair<Text, Value>>>(*next++);
    if (!entries) return Failure(entries.error());
    entries->shrink_to_fit();
    pages.push_back({number, std::make_shared<Page<Value, Note>>()});
    pages.back().page->entries = std::move(*entries);
  }
  paged = Paged<Value, Note>(std::move(pages), unread.next_number);
  unread = {};
  return {};
}

/// The parts of all these cases, in their order.
std::vector<std::string> PartKeysOf(const std::vector<AccountId>& accounts,
                                    const std::vector<std::optional<CaseDocument>>& cases) {
  std::vector<std::string> keys;
  for (size_t i = 0; i < accounts.size(); ++i) {
    if (!cases[i]) continue;
    for (const auto& part : cases[i]->Parts()) {
      keys.push_back(journal::PartKey(CaseKey(accounts[i]), part.name));
    }
  }
  return keys;
}

Result<void> TakeParts(std::vector<std::optional<std::string>>::const_iterator next,
                       std::vector<std::optional<CaseDocument>>& cases) {
  for (auto& one : cases) {
    if (!one) continue;
    std::vector<std::string> bytes;
    for (size_t n = one->Parts().size(); n > 0; --n) bytes.push_back(next++->value_or(""));
    if (bytes.empty()) continue;
    if (auto read = one->ReadParts(bytes); !read) return read;
  }
  return {};
}

}  // namespace

std::vector<journal::Part> CaseDocument::Parts() const {
  std::vector<journal::Part> parts;
  AddParts("items", c.items, items, parts);
  AddParts("closed", c.closed, closed, parts);
  AddParts("documents", c.documents, documents, parts);
  return parts;
}

Result<void> CaseDocument::ReadParts(const std::vector<std::string>& bytes) {
  auto next = bytes.begin();
  if (auto read = ReadPages(items, next, c.items); !read) return read;
  if (auto read = ReadPages(closed, next, c.closed); !read) return read;
  if (auto read = ReadPages(documents, next, c.documents); !read) return read;
  ShareTexts(c);
  return {};
}

Result<CasesRead> ReadCases(journal::ViewReader& views, const journal::Token& at_least,
                            const std::vector<AccountId>& accounts,
                            const std::vector<std::string>& keys_beside, Millis timeout) {
  std::vector<std::string> parts;
  // What parts there are is known with the cases; then all is read again, at one position.
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    std::vector<std::string> keys;
    for (const AccountId& account : accounts) keys.push_back(CaseKey(account));
    keys.insert(keys.end(), keys_beside.begin(), keys_beside.end());
    keys.insert(keys.end(), parts.begin(), parts.end());
    auto loaded = views.Load(at_least, keys, timeout);
    if (!loaded) return Failure(loaded.error());
    CasesRead out{loaded->position, {}, {}};
    auto next = loaded->values.begin();
    for (size_t i = 0; i < accounts.size(); ++i, ++next) {
      out.cases.emplace_back();
      if (!*next) continue;
      auto decoded = Decode<CaseDocument>(**next);
      if (!decoded) return Corrupt("the case " + ToString(accounts[i]) + " cannot be read");
      out.cases.back() = std::move(*decoded);
    }
    const auto beside_end = next + static_cast<std::ptrdiff_t>(keys_beside.size());
    const auto found = PartKeysOf(accounts, out.cases);
    if (found != parts) {
      parts = found;
      continue;
    }
    if (auto taken = TakeParts(beside_end, out.cases); !taken) return Failure(taken.error());
    out.beside.assign(std::make_move_iterator(next), std::make_move_iterator(beside_end));
    return out;
  }
  return Unavailable("a large case is changing: ask again");
}

}  // namespace relance::scenario
