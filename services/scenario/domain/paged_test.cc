#include "services/scenario/domain/paged.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>

namespace relance::scenario {
namespace {

using Numbers = Paged<int>;

Text Key(int i) {
  return std::to_string(100'000 + i);
}

Numbers Many(int count) {
  Numbers many;
  for (int i = 0; i < count; ++i) many.Make(Key(i)).second = i;
  return many;
}

std::map<Text, int> ContentsOf(const Numbers& numbers) {
  return {numbers.begin(), numbers.end()};
}

TEST(PagedTest, WhatIsAddedInOrderFillsItsPages) {
  const Numbers many = Many(3 * static_cast<int>(Numbers::kMost));
  EXPECT_EQ(many.pages().size(), 3u);
  EXPECT_EQ(many.size(), 3 * Numbers::kMost);
}

TEST(PagedTest, ACopySharesEveryPageUntilOneOfThemChanges) {
  Numbers many = Many(1'000);
  const Numbers before = many;
  *many.Edit(Key(500)) = -1;
  EXPECT_EQ(before.at(Key(500)), 500);
  EXPECT_EQ(many.at(Key(500)), -1);
  size_t shared = 0;
  for (size_t i = 0; i < many.pages().size(); ++i) {
    shared += many.pages()[i].page == before.pages()[i].page ? 1 : 0;
  }
  EXPECT_EQ(shared, many.pages().size() - 1);
}

TEST(PagedTest, AskingForWhatIsNotThereChangesNothing) {
  Numbers many = Many(1'000);
  const Numbers before = many;
  EXPECT_EQ(many.Edit("none"), nullptr);
  EXPECT_FALSE(many.Take("none"));
  many.EditWhere([](int i) { return i < 0; }, [](int& i) { i = 0; });
  for (size_t i = 0; i < many.pages().size(); ++i) {
    EXPECT_EQ(many.pages()[i].page, before.pages()[i].page);
  }
}

TEST(PagedTest, AnEmptyPageIsGoneAndItsNumberIsNotGivenAgain) {
  Numbers many = Many(2 * static_cast<int>(Numbers::kMost));
  for (int i = 0; i < static_cast<int>(Numbers::kMost); ++i) many.erase(Key(i));
  ASSERT_EQ(many.pages().size(), 1u);
  EXPECT_EQ(many.pages().front().number, 1);
  for (int i = 300; i < 500; ++i) many.Make(Key(i));
  EXPECT_EQ(many.pages()[1].number, 2);
}

TEST(PagedTest, SparseNeighboursBecomeOnePage) {
  Numbers many = Many(1'000);
  for (int i = 0; i < 1'000; ++i) {
    if (i % 20 != 0) many.erase(Key(i));
  }
  EXPECT_EQ(many.size(), 50u);
  EXPECT_LE(many.pages().size(), 3u);
}

TEST(PagedTest, PagesReadBackAreThePagesThatWereWritten) {
  Numbers many = Many(1'000);
  for (int i = 0; i < 1'000; i += 3) many.erase(Key(i));
  const auto back = Decode<Numbers>(Encode(many));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, many);
  EXPECT_EQ(Encode(*back), Encode(many));
}

TEST(PagedTest, PagesThatCannotBeAreMadeAnewWithTheirEntries) {
  const auto page = [](int64_t number, std::vector<std::pair<Text, int>> entries) {
    auto made = std::make_shared<Numbers::Page>();
    made->entries = std::move(entries);
    return Numbers::Numbered{number, made};
  };
  const Numbers found({page(0, {{"b", 2}}), page(0, {}), page(9, {{"b", 3}, {"a", 1}})}, 1);
  EXPECT_EQ(ContentsOf(found), (std::map<Text, int>{{"a", 1}, {"b", 2}}));
  EXPECT_EQ(found.pages().size(), 1u);
}

/// What stands beside a map and must say the same.
struct Twin {
  Numbers paged;
  std::map<Text, int> plain;
};

void Change(Twin& twin) {
  const Text key = Key(*rc::gen::inRange(0, 600));
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
    case 1:
      twin.paged.Make(key).second += 7;
      twin.plain[key] += 7;
      break;
    case 2:
      twin.paged.erase(key);
      twin.plain.erase(key);
      break;
    case 3: {
      const auto at = twin.plain.find(key);
      int* found = twin.paged.Edit(key);
      RC_ASSERT((found != nullptr) == (at != twin.plain.end()));
      if (found != nullptr) at->second = *found = -1;
      break;
    }
    default: {
      const auto odd = [](int i) { return i % 2 != 0; };
      twin.paged.EditWhere(odd, [](int& i) { ++i; });
      for (auto& [k, i] : twin.plain) i += odd(i) ? 1 : 0;
    }
  }
}

RC_GTEST_PROP(PagedProperty, HoldsWhatAMapHoldsAndCopiesStayAsTheyWere, ()) {
  Twin twin;
  const int first = *rc::gen::inRange(0, 500);
  for (int i = 0; i < first; ++i) twin.plain[Key(i)] = twin.paged.Make(Key(i)).second = i;
  for (int copies = 0; copies < 4; ++copies) {
    const Twin before = twin;
    const int changes = *rc::gen::inRange(0, 100);
    for (int i = 0; i < changes; ++i) Change(twin);
    RC_ASSERT(ContentsOf(before.paged) == before.plain);
    RC_ASSERT(ContentsOf(twin.paged) == twin.plain);
    RC_ASSERT(twin.paged.size() == twin.plain.size());
    for (const Numbers::Numbered& page : twin.paged.pages()) {
      RC_ASSERT(!page.page->entries.empty() && page.page->entries.size() <= Numbers::kMost);
    }
    for (const auto& [key, i] : twin.plain) RC_ASSERT(twin.paged.at(key) == i);
    RC_ASSERT(Decode<Numbers>(Encode(twin.paged)).value() == twin.paged);
  }
}

}  // namespace
}  // namespace relance::scenario
