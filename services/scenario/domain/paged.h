#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "services/scenario/domain/text.h"

namespace relance::scenario {

/// One page of a Paged: some entries, in order, never none. A Note is what somebody worked out
/// about them; it is gone when one of them changes.
template <class Value, class Note>
struct Page {
  using Entry = std::pair<Text, Value>;

  std::vector<Entry> entries;
  mutable std::shared_ptr<const Note> note;
};

template <class Value, class Note>
struct NumberedPage {
  int64_t number = 0;  ///< Unique in its map, for good.
  std::shared_ptr<Page<Value, Note>> page;
};
template <class Archive, class Value, class Note>
void Describe(Archive& archive, NumberedPage<Value, Note>& v) {
  if constexpr (std::is_same_v<Archive, Reader>) v.page = std::make_shared<Page<Value, Note>>();
  archive(v.number, v.page->entries);
  if constexpr (std::is_same_v<Archive, Reader>) v.page->entries.shrink_to_fit();
}

/// A map by Text in pages, for accounts with 100,000 items. Copies share a page until one of them
/// changes something in it, so that a copy costs its pages and not its entries; and whoever keeps
/// the pages elsewhere sees by their addresses which ones changed. Copies belong to one thread.
///
/// What was found in it (an iterator, a reference) is the entry as it was: after a change by Edit,
/// Make, Put, Take or erase it has to be found again.
template <class Value, class Note = void>
class Paged {
 public:
  using Page = scenario::Page<Value, Note>;
  using Entry = typename Page::Entry;
  static constexpr size_t kMost = 64;  ///< Entries of a page.

  using Numbered = NumberedPage<Value, Note>;
  using Pages = std::vector<Numbered>;

  class const_iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;
    using pointer = const Entry*;
    using reference = const Entry&;

    const_iterator() = default;
    reference operator*() const { return page_->page->entries[at_]; }
    pointer operator->() const { return &**this; }
    const_iterator& operator++() {
      if (++at_ == page_->page->entries.size()) {
        ++page_;
        at_ = 0;
      }
      return *this;
    }
    const_iterator operator++(int) { return std::exchange(*this, std::next(*this)); }
    bool operator==(const const_iterator&) const = default;

   private:
    friend class Paged;
    const_iterator(typename Pages::const_iterator page, size_t at) : page_(page), at_(at) {}

    typename Pages::const_iterator page_{};
    size_t at_ = 0;
  };

  Paged() = default;
  /// Pages that were kept elsewhere, and the number that the next one gets.
  Paged(Pages pages, int64_t next_number) { Adopt(std::move(pages), next_number); }

  bool empty() const { return pages_.empty(); }
  size_t size() const { return size_; }
  const_iterator begin() const { return {pages_.begin(), 0}; }
  const_iterator end() const { return {pages_.end(), 0}; }
  const_iterator find(std::string_view key) const {
    if (pages_.empty()) return end();
    const size_t i = PageOf(key);
    const auto& entries = pages_[i].page->entries;
    const size_t at = PlaceIn(entries, key);
    if (!IsAt(entries, at, key)) return end();
    return {pages_.begin() + static_cast<std::ptrdiff_t>(i), at};
  }
  bool contains(std::string_view key) const { return find(key) != end(); }
  /// One that is there: another one is a broken invariant, and aborts.
  const Value& at(std::string_view key) const {
    const auto found = find(key);
    if (found == end()) std::abort();
    return found->second;
  }

  /// For writing; nullptr when there is none.
  Value* Edit(std::string_view key) {
    const auto found = find(key);
    return found == end() ? nullptr : &OwnEntry(found).second;
  }
  /// For writing; a new one when there is none.
  Entry& Make(const Text& key) {
    if (!contains(key)) Put(key, Value{});
    return OwnEntry(find(key));
  }
  template <class Change>
  void EditEach(Change change) {
    for (size_t i = 0; i < pages_.size(); ++i) {
      for (auto& [key, value] : OwnPage(i)) change(std::as_const(key), value);
    }
  }
  /// Changes the entries that `wanted` says; pages without any stay shared.
  template <class Predicate, class Change>
  void EditWhere(Predicate wanted, Change change) {
    const auto is_wanted = [&](const Entry& entry) { return wanted(entry.second); };
    for (size_t i = 0; i < pages_.size(); ++i) {
      if (!std::ranges::any_of(pages_[i].page->entries, is_wanted)) continue;
      for (auto& [key, value] : OwnPage(i)) {
        if (wanted(std::as_const(value))) change(value);
      }
    }
  }

  /// One that is there already stays.
  void Put(const Text& key, Value value) {
    if (contains(key)) return;
    auto& entries = OwnPage(RoomFor(key));
    const auto at = entries.begin() + static_cast<std::ptrdiff_t>(PlaceIn(entries, key));
    entries.emplace(at, key, std::move(value));
    ++size_;
  }
  /// Takes it out.
  std::optional<Value> Take(std::string_view key) {
    if (!contains(key)) return std::nullopt;
    const size_t i = PageOf(key);
    auto& entries = OwnPage(i);
    const auto at = entries.begin() + static_cast<std::ptrdiff_t>(PlaceIn(entries, key));
    std::optional<Value> value = std::move(at->second);
    entries.erase(at);
    --size_;
    if (entries.empty()) {
      ErasePage(i);
    } else if (!JoinWithNext(i) && i > 0) {
      JoinWithNext(i - 1);
    }
    return value;
  }
  void erase(std::string_view key) { Take(key); }

  const Pages& pages() const { return pages_; }
  int64_t next_number() const { return next_number_; }

  bool operator==(const Paged& other) const {
    return size_ == other.size_ && std::equal(begin(), end(), other.begin());
  }

 private:
  using Entries = std::vector<Entry>;

  static size_t PlaceIn(const Entries& entries, std::string_view key) {
    const auto at = std::ranges::lower_bound(entries, key, {}, KeyOf);
    return static_cast<size_t>(at - entries.begin());
  }
  static std::string_view KeyOf(const Entry& entry) { return entry.first; }
  static bool IsAt(const Entries& entries, size_t at, std::string_view key) {
    return at < entries.size() && entries[at].first == key;
  }

  /// The last page that begins with `key` or before it, else the first.
  size_t PageOf(std::string_view key) const {
    const auto first_key = [](const Numbered& one) { return KeyOf(one.page->entries.front()); };
    const auto behind = std::ranges::upper_bound(pages_, key, {}, first_key);
    return behind == pages_.begin() ? 0 : static_cast<size_t>(behind - pages_.begin()) - 1;
  }

  /// For writing: it is nobody else's, and what was worked out about it does not hold.
  Entries& OwnPage(size_t i) {
    auto& page = pages_[i].page;
    if (page.use_count() > 1) page = std::make_shared<Page>(Page{page->entries, nullptr});
    page->note.reset();
    return page->entries;
  }
  Entry& OwnEntry(const_iterator found) {
    return OwnPage(static_cast<size_t>(found.page_ - pages_.begin()))[found.at_];
  }

  /// The page that `key` goes to, with room in it. Numbers usually grow: behind a full last page a
  /// new one begins, and any other full one is cut in halves.
  size_t RoomFor(const Text& key) {
    if (pages_.empty()) return AddPage(0);
    const size_t i = PageOf(key);
    if (pages_[i].page->entries.size() < kMost) return i;
    if (i + 1 == pages_.size() && key > pages_[i].page->entries.back().first) {
      return AddPage(i + 1);
    }
    Entries& lower = OwnPage(i);
    const auto middle = lower.begin() + kMost / 2;
    AddPage(i + 1);
    pages_[i + 1].page->entries.assign(std::make_move_iterator(middle),
                                       std::make_move_iterator(lower.end()));
    lower.erase(middle, lower.end());
    return key > pages_[i + 1].page->entries.front().first ? i + 1 : i;
  }
  size_t AddPage(size_t i) {
    pages_.insert(pages_.begin() + static_cast<std::ptrdiff_t>(i),
                  {next_number_++, std::make_shared<Page>()});
    return i;
  }

  /// Two pages that fill half of one become one.
  bool JoinWithNext(size_t i) {
    if (i + 1 >= pages_.size()) return false;
    const size_t together = pages_[i].page->entries.size() + pages_[i + 1].page->entries.size();
    if (together > kMost / 2) return false;
    const Entries& next = pages_[i + 1].page->entries;
    Entries& own = OwnPage(i);
    own.insert(own.end(), next.begin(), next.end());
    ErasePage(i + 1);
    return true;
  }
  void ErasePage(size_t i) { pages_.erase(pages_.begin() + static_cast<std::ptrdiff_t>(i)); }

  /// Bytes that nobody wrote may hold any pages: those that cannot be are made anew.
  void Adopt(Pages pages, int64_t next_number) {
    if (AreSound(pages, next_number)) {
      pages_ = std::move(pages);
      next_number_ = next_number;
      for (const Numbered& one : pages_) size_ += one.page->entries.size();
      return;
    }
    for (const Numbered& one : pages) {
      for (auto& [key, value] : one.page->entries) Put(key, std::move(value));
    }
  }
  static bool AreSound(const Pages& pages, int64_t next_number) {
    std::set<int64_t> numbers;
    const Text* last = nullptr;
    for (const auto& [number, page] : pages) {
      if (page->entries.empty() || page->entries.size() > kMost) return false;
      if (number >= next_number || !numbers.insert(number).second) return false;
      for (const auto& [key, value] : page->entries) {
        if (last != nullptr && key <= *last) return false;
        last = &key;
      }
    }
    return true;
  }

  Pages pages_;
  size_t size_ = 0;
  int64_t next_number_ = 0;
};

/// With its pages as they are.
template <class Archive, class Value, class Note>
void Describe(Archive& archive, Paged<Value, Note>& v) {
  if constexpr (std::is_same_v<Archive, Reader>) {
    int64_t next_number = 0;
    typename Paged<Value, Note>::Pages pages;
    archive(next_number, pages);
    v = Paged<Value, Note>(std::move(pages), next_number);
  } else {
    archive(v.next_number(), v.pages());
  }
}

}  // namespace relance::scenario
