#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libs/journal/view.h"

/// What every ViewStore promises, as tests over any of them:
///
///     INSTANTIATE_TEST_SUITE_P(Memory, ViewStoreContract, testing::Values(ViewStoreMaker{
///         "Memory", [] { return std::make_unique<MemoryViewStore>(); }}));
///
/// Include it in one translation unit of a test program.
namespace relance::journal {

struct ViewStoreMaker {
  std::string name;
  std::function<std::unique_ptr<ViewStore>()> make;  ///< An empty view each time.
};

inline void PrintTo(const ViewStoreMaker& maker, std::ostream* out) {
  *out << maker.name;
}

class ViewStoreContract : public testing::TestWithParam<ViewStoreMaker> {
 protected:
  using Texts = std::vector<std::string>;

  static Position At(uint64_t sequence, const std::string& branch = "a") {
    return {sequence, Sha256(branch + std::to_string(sequence)),
            static_cast<int64_t>(sequence) * 10};
  }
  static Changes Set(const std::string& document, const std::string& value) {
    return {.documents = {{document, value}}, .index = {}, .dropped_families = {}};
  }
  static Changes Index(const Texts& members) {
    Changes changes;
    for (const std::string& member : members) changes.index.emplace_back(member, true);
    return changes;
  }

  Projected MustProject(const std::optional<Position>& from, const Position& to,
                        const Changes& changes) {
    auto projected = store_->Project(from, to, changes);
    EXPECT_TRUE(projected) << projected.error().message;
    return projected.value_or(Projected{});
  }
  Loaded MustLoad(const Texts& keys) {
    auto loaded = store_->Load(keys);
    EXPECT_TRUE(loaded) << loaded.error().message;
    return loaded.value_or(Loaded{});
  }
  Texts MustList(const std::string& prefix, const std::string& after = "", size_t limit = 1000) {
    auto listed = store_->List(prefix, after, limit);
    EXPECT_TRUE(listed) << listed.error().message;
    return listed.value_or(Listed{}).members;
  }
  std::optional<std::string> Value(const std::string& document) {
    const Loaded loaded = MustLoad({document});
    return loaded.values.size() == 1 ? loaded.values[0] : std::nullopt;
  }

  std::unique_ptr<ViewStore> store_ = GetParam().make();
};

TEST_P(ViewStoreContract, AnEmptyViewHasNoPositionAndNoDocuments) {
  const Loaded loaded = MustLoad({"account/D42"});
  EXPECT_EQ(loaded.position, std::nullopt);
  EXPECT_EQ(loaded.values, std::vector<std::optional<std::string>>{std::nullopt});
  const auto listed = store_->List("", "", 10);
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->position, std::nullopt);
  EXPECT_TRUE(listed->members.empty());
}

TEST_P(ViewStoreContract, AProjectionShowsItsDocumentsItsIndexAndItsPositionTogether) {
  Changes changes = Set("account/D42", "open 120.00");
  changes.documents.emplace_back("case/C1", "level 1");
  changes.index.emplace_back("due/2026-10-02/D42", true);
  const Projected projected = MustProject(std::nullopt, At(1), changes);
  EXPECT_TRUE(projected.done);
  EXPECT_EQ(projected.actual, At(1));

  const Loaded loaded = MustLoad({"case/C1", "account/D42", "case/C2", "account/D42"});
  EXPECT_EQ(loaded.position, At(1));
  EXPECT_THAT(loaded.values,
              testing::ElementsAre("level 1", "open 120.00", std::nullopt, "open 120.00"));
  const auto listed = store_->List("due/", "", 10);
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->position, At(1));
  EXPECT_THAT(listed->members, testing::ElementsAre("due/2026-10-02/D42"));
}

TEST_P(ViewStoreContract, AnOwnerThatIsBehindWritesNothingAndLearnsWhereTheViewStands) {
  MustProject(std::nullopt, At(1), Set("account/D42", "one"));
  MustProject(At(1), At(2), Set("account/D42", "two"));
  Changes late = Set("account/D42", "late");
  late.index.emplace_back("late", true);
  late.dropped_families.insert("account");
  const Projected refused = MustProject(At(1), At(3, "b"), late);
  EXPECT_FALSE(refused.done);
  EXPECT_EQ(refused.actual, At(2));
  EXPECT_EQ(Value("account/D42"), "two");
  EXPECT_TRUE(MustList("").empty());
}

TEST_P(ViewStoreContract, AnOwnerThatIsAheadOfARolledBackViewLearnsTheLowerPosition) {
  MustProject(std::nullopt, At(1), Set("account/D42", "one"));
  const Projected refused = MustProject(At(2), At(3), Set("account/D42", "three"));
  EXPECT_FALSE(refused.done);
  EXPECT_EQ(refused.actual, At(1));
  EXPECT_EQ(Value("account/D42"), "one");
}

TEST_P(ViewStoreContract, TheSameSequenceOfAnotherBranchIsAnotherPosition) {
  MustProject(std::nullopt, At(1), {});
  MustProject(At(1), At(2), Set("account/D42", "a"));
  const Projected refused = MustProject(At(2, "b"), At(3, "b"), Set("account/D42", "b"));
  EXPECT_FALSE(refused.done);
  EXPECT_EQ(refused.actual, At(2));
  EXPECT_FALSE(MustProject(At(1), At(2, "b"), {}).done);
  EXPECT_EQ(Value("account/D42"), "a");
}

TEST_P(ViewStoreContract, AFirstProjectionIsRefusedOnAViewThatStandsSomewhere) {
  MustProject(std::nullopt, At(5), Set("account/D42", "five"));
  const Projected refused = MustProject(std::nullopt, At(1), Set("account/D42", "one"));
  EXPECT_FALSE(refused.done);
  EXPECT_EQ(refused.actual, At(5));
  EXPECT_EQ(Value("account/D42"), "five");
}

TEST_P(ViewStoreContract, ALaterProjectionIsRefusedOnAnEmptyView) {
  const Projected refused = MustProject(At(1), At(2), Set("account/D42", "two"));
  EXPECT_FALSE(refused.done);
  EXPECT_EQ(refused.actual, std::nullopt);
  EXPECT_EQ(Value("account/D42"), std::nullopt);
}

TEST_P(ViewStoreContract, AProjectionRepeatedAfterALostReplyIsDoneAndWritesNothing) {
  MustProject(std::nullopt, At(1), Set("account/D42", "first"));
  const Projected repeated = MustProject(std::nullopt, At(1), Set("account/D42", "second"));
  EXPECT_TRUE(repeated.done);
  EXPECT_EQ(repeated.actual, At(1));
  EXPECT_EQ(Value("account/D42"), "first");

  MustProject(At(1), At(2), Set("account/D42", "third"));
  EXPECT_TRUE(MustProject(At(1), At(2), Set("account/D42", "fourth")).done);
  EXPECT_EQ(Value("account/D42"), "third");
}

TEST_P(ViewStoreContract, ACheckpointMovesThePositionAlone) {
  MustProject(std::nullopt, At(1), Set("account/D42", "one"));
  EXPECT_TRUE(MustProject(At(1), At(2), {}).done);
  const Loaded loaded = MustLoad({"account/D42"});
  EXPECT_EQ(loaded.position, At(2));
  EXPECT_THAT(loaded.values, testing::ElementsAre("one"));
}

TEST_P(ViewStoreContract, DocumentsAndMembersAreReplacedAndRemoved) {
  Changes first = Set("account/D42", "one");
  first.documents.emplace_back("account/D43", "one");
  first.index = {{"a", true}, {"b", true}};
  MustProject(std::nullopt, At(1), first);
  Changes second = Set("account/D42", "two");
  second.documents.emplace_back("account/D43", std::nullopt);
  second.documents.emplace_back("account/never", std::nullopt);
  second.index = {{"a", false}, {"b", true}, {"c", true}, {"never", false}};
  MustProject(At(1), At(2), second);
  EXPECT_THAT(MustLoad({"account/D42", "account/D43"}).values,
              testing::ElementsAre("two", std::nullopt));
  EXPECT_THAT(MustList(""), testing::ElementsAre("b", "c"));
}

TEST_P(ViewStoreContract, TheLastWordOnAMemberOfTheIndexCounts) {
  Changes changes;
  changes.index = {{"a", true}, {"b", false}, {"a", false}, {"b", true}, {"c", true}, {"c", true}};
  MustProject(std::nullopt, At(1), changes);
  EXPECT_THAT(MustList(""), testing::ElementsAre("b", "c"));
}

TEST_P(ViewStoreContract, ADroppedFamilyIsGoneBeforeTheDocumentsAreWritten) {
  Changes first = Set("items:D42/I1", "one");
  first.documents.emplace_back("items:D42/I2", "two");
  first.documents.emplace_back("items:D43/I1", "other");
  MustProject(std::nullopt, At(1), first);
  Changes second = Set("items:D42/I3", "three");
  second.dropped_families = {"items:D42", "items:never"};
  MustProject(At(1), At(2), second);
  EXPECT_THAT(MustLoad({"items:D42/I1", "items:D42/I2", "items:D42/I3", "items:D43/I1"}).values,
              testing::ElementsAre(std::nullopt, std::nullopt, "three", "other"));
}

TEST_P(ViewStoreContract, NamesAndValuesAreAnyBytes) {
  const std::string odd("f\0\xff\r\n {}/n\0/m", 13);
  const std::string value("\0\x80\r\n\"", 5);
  Changes changes = Set(odd, value);
  changes.documents.emplace_back("f/", "");
  MustProject(std::nullopt, At(1), changes);
  EXPECT_THAT(MustLoad({odd, "f/"}).values, testing::ElementsAre(value, ""));
}

TEST_P(ViewStoreContract, ADocumentWithoutAFamilyIsInvalid) {
  const auto loaded = store_->Load({"nofamily"});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::kInvalid);
  const auto projected = store_->Project(std::nullopt, At(1), Set("nofamily", "x"));
  ASSERT_FALSE(projected);
  EXPECT_EQ(projected.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(MustLoad({}).position, std::nullopt);
}

TEST_P(ViewStoreContract, TheIndexIsPagedByPrefixInByteOrder) {
  const std::string zero("due\0x", 5);
  const Texts members{"due",          zero,       "due/1",        "due/10", "due/2", "due/\x7f",
                      "due/\xc3\xa9", "due/\xff", "due/\xff\xff", "due0",   "dud/9", "",
                      "12",           "012"};
  MustProject(std::nullopt, At(1), Index(members));
  EXPECT_THAT(MustList("due/"), testing::ElementsAre("due/1", "due/10", "due/2", "due/\x7f",
                                                     "due/\xc3\xa9", "due/\xff", "due/\xff\xff"));
  EXPECT_THAT(MustList("due/", "", 2), testing::ElementsAre("due/1", "due/10"));
  EXPECT_THAT(MustList("due/", "due/10", 2), testing::ElementsAre("due/2", "due/\x7f"));
  EXPECT_THAT(MustList("due/", "due/\xff", 9), testing::ElementsAre("due/\xff\xff"));
  EXPECT_THAT(MustList("due/\xff"), testing::ElementsAre("due/\xff", "due/\xff\xff"));
  EXPECT_THAT(MustList("due/", "zzz"), testing::ElementsAre());
  EXPECT_THAT(MustList("due/", "a", 1), testing::ElementsAre("due/1"));
  EXPECT_THAT(MustList("due/", "", 0), testing::ElementsAre());
  EXPECT_THAT(MustList("", "", 4), testing::ElementsAre("012", "12", "dud/9", "due"));
  EXPECT_THAT(MustList("", "due", 1), testing::ElementsAre(zero));
}

TEST_P(ViewStoreContract, APrefixOfHighestBytesHasNoUpperBound) {
  MustProject(std::nullopt, At(1), Index({"a", "\xff", "\xff\xff", "\xff\xff\x01"}));
  EXPECT_THAT(MustList("\xff\xff"), testing::ElementsAre("\xff\xff", "\xff\xff\x01"));
}

TEST_P(ViewStoreContract, TenThousandDocumentsAreProjectedAndLoadedAtOnce) {
  Changes changes;
  Texts keys;
  for (int i = 0; i < 10'000; ++i) {
    const std::string n = std::to_string(i);
    keys.push_back("items:" + std::to_string(i % 3) + "/" + n);
    changes.documents.emplace_back(keys.back(), n + std::string(200, 'x'));
    changes.index.emplace_back("item/" + n, true);
  }
  EXPECT_TRUE(MustProject(std::nullopt, At(1), changes).done);
  const Loaded loaded = MustLoad(keys);
  ASSERT_EQ(loaded.values.size(), keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    ASSERT_EQ(loaded.values[i], changes.documents[i].second) << keys[i];
  }
  Texts all;
  for (Texts page = MustList("item/"); !page.empty(); page = MustList("item/", all.back())) {
    all.insert(all.end(), page.begin(), page.end());
  }
  Texts wanted;
  for (const auto& [member, is_member] : changes.index) wanted.push_back(member);
  std::sort(wanted.begin(), wanted.end());
  EXPECT_EQ(all, wanted);
}

TEST_P(ViewStoreContract, AWipedViewIsEmptyAndCanBeBuiltAgain) {
  Changes first = Set("account/D42", "one");
  first.documents.emplace_back("case/C1", "old");
  first.index.emplace_back("due/1", true);
  MustProject(std::nullopt, At(7), first);
  ASSERT_TRUE(store_->Wipe());
  ASSERT_TRUE(store_->Wipe());
  EXPECT_EQ(MustLoad({"account/D42"}).position, std::nullopt);
  EXPECT_EQ(Value("account/D42"), std::nullopt);
  EXPECT_TRUE(MustList("").empty());
  EXPECT_TRUE(MustProject(std::nullopt, At(1), Set("account/D42", "new")).done);
  EXPECT_EQ(Value("account/D42"), "new");
  EXPECT_EQ(Value("case/C1"), std::nullopt);
}

TEST_P(ViewStoreContract, AttemptsAreCountedPerInputOutsideTheView) {
  EXPECT_EQ(store_->CountAttempt("commands/17"), 1);
  EXPECT_EQ(store_->CountAttempt("commands/17"), 2);
  EXPECT_EQ(store_->CountAttempt("bulk/17"), 1);
  ASSERT_TRUE(store_->Wipe());
  EXPECT_EQ(store_->CountAttempt("commands/17"), 3);
  ASSERT_TRUE(store_->ForgetAttempts("commands/17"));
  EXPECT_EQ(store_->CountAttempt("commands/17"), 1);
  EXPECT_EQ(MustLoad({}).position, std::nullopt);
}

TEST_P(ViewStoreContract, TheStoreHasAClockThatDoesNotGoBack) {
  const auto first = store_->Time();
  const auto second = store_->Time();
  ASSERT_TRUE(first && second);
  EXPECT_LE(*first, *second);
}

}  // namespace relance::journal
