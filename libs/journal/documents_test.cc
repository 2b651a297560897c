#include "libs/journal/documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relance::journal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

struct Balance {
  int64_t open = 0;
};
template <class Archive>
void Describe(Archive& archive, Balance& v) {
  archive(v.open);
}

std::string Stored(int64_t open) {
  return Encode(Balance{open});
}

TEST(DocumentsTest, ADocumentThatNobodyLoadedAborts) {
  Documents documents;
  EXPECT_DEATH(documents.Find<Balance>("account/D42"), "account/D42.*without having been loaded");
  EXPECT_DEATH(documents.Edit<Balance>("account/D42"), "without having been loaded");
  EXPECT_DEATH(documents.Remove("account/D42"), "without having been loaded");
  EXPECT_DEATH(documents.Exists("account/D42"), "without having been loaded");
}

TEST(DocumentsTest, AnAttemptNotesWhatNobodyLoadedAndReadsItAsAbsent) {
  Documents documents;
  documents.Install("account/D42", Stored(1));
  {
    const Documents::Attempt attempt(documents);
    EXPECT_EQ(documents.Find<Balance>("account/D42")->open, 1);
    EXPECT_THAT(attempt.missing(), IsEmpty());
    EXPECT_EQ(documents.Find<Balance>("account/D44"), nullptr);
    EXPECT_FALSE(documents.Exists("account/D43"));
    EXPECT_EQ(documents.Find<Balance>("account/D43"), nullptr);
    EXPECT_THAT(attempt.missing(), ElementsAre("account/D43", "account/D44"));
    EXPECT_DEATH(documents.Edit<Balance>("account/D43"), "without having been loaded");
  }
  EXPECT_FALSE(documents.Knows("account/D43"));
  EXPECT_DEATH(documents.Find<Balance>("account/D43"), "without having been loaded");
}

TEST(DocumentsTest, WhatChangedBeforeItsFamilyWasDroppedIsNotWritten) {
  Documents documents;
  documents.Install("outcome-1/a", std::nullopt);
  documents.Install("account/D42", Stored(1));
  documents.Edit<Balance>("outcome-1/a").open = 5;
  documents.Edit<Balance>("account/D42").open = 7;
  documents.DropFamily("outcome-1");
  documents.Edit<Balance>("account/D42").open = 8;
  const Changes changes = documents.Take();
  EXPECT_THAT(changes.documents, ElementsAre(Pair("account/D42", Stored(8))));
  EXPECT_THAT(changes.dropped_families, ElementsAre("outcome-1"));
}

TEST(DocumentsTest, ADocumentWithBytesLeftOverAborts) {
  Documents documents;
  documents.Install("account/D42", Stored(1) + "x");
  EXPECT_DEATH(documents.Find<Balance>("account/D42"), "cut or has bytes left over");
}

TEST(DocumentsTest, AnAbsentDocumentIsKnownAndMadeByItsFirstEdit) {
  Documents documents;
  documents.Install("account/D42", std::nullopt);
  EXPECT_TRUE(documents.Knows("account/D42"));
  EXPECT_EQ(documents.Find<Balance>("account/D42"), nullptr);
  documents.Edit<Balance>("account/D42").open = 5;
  EXPECT_EQ(documents.Find<Balance>("account/D42")->open, 5);
  EXPECT_THAT(documents.Take().documents, ElementsAre(Pair("account/D42", Stored(5))));
}

TEST(DocumentsTest, OnlyWhatChangedIsTakenAndOnlyOnce) {
  Documents documents;
  documents.Install("account/D42", Stored(1));
  documents.Install("account/D43", Stored(2));
  EXPECT_EQ(documents.Find<Balance>("account/D42")->open, 1);
  documents.Edit<Balance>("account/D43").open = 3;
  documents.AddToIndex("due/1");
  EXPECT_THAT(documents.Take().documents, ElementsAre(Pair("account/D43", Stored(3))));
  EXPECT_TRUE(documents.Take().Empty());
  EXPECT_EQ(documents.Find<Balance>("account/D43")->open, 3);
}

TEST(DocumentsTest, WhatIsWantedIsWantedOnceAndInstalledInItsOrder) {
  Documents documents;
  documents.Install("account/D40", Stored(4));
  EXPECT_FALSE(documents.Want("account/D40"));
  EXPECT_TRUE(documents.Want("account/D43"));
  EXPECT_TRUE(documents.Want("account/D42"));
  EXPECT_TRUE(documents.Want("account/D43"));
  EXPECT_FALSE(documents.Knows("account/D43"));
  EXPECT_THAT(documents.Contents(), ElementsAre(Pair("account/D40", Stored(4))));
  EXPECT_DEATH(documents.Find<Balance>("account/D43"), "without having been loaded");
  EXPECT_THAT(documents.AskForWanted(), ElementsAre("account/D43", "account/D42"));
  EXPECT_TRUE(documents.Want("account/D42"));
  EXPECT_TRUE(documents.Want("account/D44"));
  EXPECT_TRUE(documents.WantsAny());
  documents.InstallAsked({Stored(3), std::nullopt});
  EXPECT_FALSE(documents.HasAsked());
  EXPECT_EQ(documents.Find<Balance>("account/D43")->open, 3);
  EXPECT_EQ(documents.Find<Balance>("account/D42"), nullptr);
  EXPECT_THAT(documents.AskForWanted(), ElementsAre("account/D44"));
  EXPECT_FALSE(documents.WantsAny());
  documents.InstallAsked({Stored(5)});
  EXPECT_EQ(documents.Find<Balance>("account/D44")->open, 5);
}

TEST(DocumentsTest, WhatAFamilyHeldWhenItWasDroppedIsNotInstalledAfterwards) {
  Documents documents;
  documents.Want("account/D42");
  EXPECT_THAT(documents.AskForWanted(), ElementsAre("account/D42"));
  documents.Want("account/D43");
  documents.DropFamily("account");
  documents.Take();
  documents.InstallAsked({Stored(2)});  // of a view in which it was not dropped yet
  EXPECT_FALSE(documents.Exists("account/D42"));
  documents.AskForWanted();
  documents.InstallAsked({Stored(3)});
  EXPECT_FALSE(documents.Exists("account/D43"));
  EXPECT_TRUE(documents.Take().Empty());
}

TEST(DocumentsTest, ADocumentThatWasLookedUpOnceIsReadAndWrittenThere) {
  Documents documents;
  documents.Install("account/D42", std::nullopt);
  auto document = documents.At("account/D42");
  EXPECT_FALSE(document.Exists());
  EXPECT_EQ(document.Find<Balance>(), nullptr);
  document.Edit<Balance>().open = 5;
  EXPECT_EQ(document.Find<Balance>()->open, 5);
  EXPECT_EQ(documents.Find<Balance>("account/D42")->open, 5);
  EXPECT_THAT(documents.Take().documents, ElementsAre(Pair("account/D42", Stored(5))));
  document.Edit<Balance>().open = 6;
  EXPECT_THAT(documents.Take().documents, ElementsAre(Pair("account/D42", Stored(6))));
  const Documents::Attempt attempt(documents);
  auto unknown = documents.At("account/D43");
  EXPECT_FALSE(unknown.Exists());
  EXPECT_EQ(unknown.Find<Balance>(), nullptr);
  EXPECT_THAT(attempt.missing(), ElementsAre("account/D43"));
  EXPECT_DEATH(unknown.Edit<Balance>(), "without having been loaded");
}

TEST(DocumentsTest, WhatIsKnownIsNotOverwrittenByTheView) {
  Documents documents;
  documents.Install("account/D42", Stored(1));
  documents.Edit<Balance>("account/D42").open = 2;
  documents.Install("account/D42", Stored(1));
  EXPECT_EQ(documents.Find<Balance>("account/D42")->open, 2);
}

TEST(DocumentsTest, ARemovedDocumentIsAbsentAndTakenAsSuch) {
  Documents documents;
  documents.Install("account/D42", Stored(1));
  documents.Remove("account/D42");
  EXPECT_EQ(documents.Find<Balance>("account/D42"), nullptr);
  EXPECT_THAT(documents.Take().documents, ElementsAre(Pair("account/D42", std::nullopt)));
}

TEST(DocumentsTest, ADroppedFamilyIsGoneAlsoWhereTheViewStillShowsIt) {
  Documents documents;
  documents.Install("items/1", Stored(1));
  documents.Install("items2/1", Stored(2));
  documents.Edit<Balance>("items/1").open = 9;
  documents.DropFamily("items");
  documents.Install("items/2", Stored(3));
  EXPECT_EQ(documents.Find<Balance>("items/1"), nullptr);
  EXPECT_EQ(documents.Find<Balance>("items/2"), nullptr);
  EXPECT_EQ(documents.Find<Balance>("items2/1")->open, 2);
  documents.Edit<Balance>("items/2").open = 4;  // born after the drop
  const Changes changes = documents.Take();
  EXPECT_THAT(changes.dropped_families, ElementsAre("items"));
  EXPECT_THAT(changes.documents, ElementsAre(Pair("items/2", Stored(4))));
  documents.Install("items/3", Stored(5));  // projected by now: the view is right again
  EXPECT_EQ(documents.Find<Balance>("items/3")->open, 5);
}

TEST(DocumentsTest, WhatIsSaidOfTheIndexIsKeptInItsOrder) {
  Documents documents;
  documents.AddToIndex("due/1");
  documents.RemoveFromIndex("due/1");
  documents.RemoveFromIndex("due/2");
  documents.AddToIndex("due/2");
  EXPECT_THAT(documents.Take().index, ElementsAre(Pair("due/1", true), Pair("due/1", false),
                                                  Pair("due/2", false), Pair("due/2", true)));
}

TEST(DocumentsTest, ContentsAreAsTheyWouldBeWritten) {
  Documents documents;
  documents.Install("account/D42", Stored(1));
  documents.Install("account/D43", std::nullopt);
  documents.Install("account/D44", Stored(2));
  documents.Edit<Balance>("account/D44").open = 3;
  EXPECT_THAT(documents.Contents(),
              ElementsAre(Pair("account/D42", Stored(1)), Pair("account/D43", std::nullopt),
                          Pair("account/D44", Stored(3))));
  documents.Clear();
  EXPECT_THAT(documents.Contents(), IsEmpty());
}

/// Pages of balances; Describe is about their names.
struct Book {
  std::map<std::string, std::shared_ptr<Balance>> pages;

  Balance& Own(const std::string& name) {
    auto& page = pages[name];
    page = page ? std::make_shared<Balance>(*page) : std::make_shared<Balance>();
    return *page;
  }
  static std::string EncodePage(const void* page) {
    return Encode(*static_cast<const Balance*>(page));
  }
  std::vector<Part> Parts() const {
    std::vector<Part> parts;
    for (const auto& [name, page] : pages) parts.push_back({name, page, &EncodePage});
    return parts;
  }
  Result<void> ReadParts(const std::vector<std::string>& bytes) {
    auto next = bytes.begin();
    for (auto& [name, page] : pages) {
      const auto decoded = Decode<Balance>(*next++);
      if (!decoded) return Failure(decoded.error());
      page = std::make_shared<Balance>(*decoded);
    }
    return {};
  }
};
template <class Archive>
void Describe(Archive& archive, Book& v) {
  std::vector<std::string> names;
  for (const auto& [name, page] : v.pages) names.push_back(name);
  archive(names);
  for (const auto& name : names) v.pages[name];
}

std::string Names(const std::vector<std::string>& names) {
  return Encode(names);
}

TEST(PartedDocumentTest, OnlyPartsThatChangedAreTaken) {
  Documents documents;
  documents.Install("book/D42", std::nullopt);
  documents.Edit<Book>("book/D42").Own("a").open = 1;
  documents.Edit<Book>("book/D42").Own("b").open = 2;
  EXPECT_THAT(documents.Take().documents,
              ElementsAre(Pair("book/D42", Names({"a", "b"})), Pair("book.part/D42/a", Stored(1)),
                          Pair("book.part/D42/b", Stored(2))));
  documents.Edit<Book>("book/D42").Own("b").open = 3;
  EXPECT_THAT(documents.Take().documents,
              ElementsAre(Pair("book/D42", Names({"a", "b"})), Pair("book.part/D42/b", Stored(3))));
  documents.Edit<Book>("book/D42").pages.erase("a");
  EXPECT_THAT(documents.Take().documents,
              ElementsAre(Pair("book/D42", Names({"b"})), Pair("book.part/D42/a", std::nullopt)));
  EXPECT_THAT(documents.Contents(),
              ElementsAre(Pair("book.part/D42/b", Stored(3)), Pair("book/D42", Names({"b"}))));
}

TEST(PartedDocumentTest, ItIsReadOnceItsPartsAreKnown) {
  Documents documents;
  std::vector<std::string> needed;
  documents.Need<Book>("book/D42", needed);
  EXPECT_THAT(needed, ElementsAre("book/D42"));
  documents.Install("book/D42", Names({"a", "b"}));
  documents.Install("book.part/D42/a", Stored(1));
  needed.clear();
  documents.Need<Book>("book/D42", needed);
  EXPECT_THAT(needed, ElementsAre("book.part/D42/b"));
  {
    const Documents::Attempt attempt(documents);
    EXPECT_EQ(documents.Find<Book>("book/D42"), nullptr);
    EXPECT_THAT(attempt.missing(), ElementsAre("book.part/D42/b"));
  }
  EXPECT_DEATH(documents.Find<Book>("book/D42"), "without having been loaded");
  EXPECT_DEATH(documents.Edit<Book>("book/D42"), "without having been loaded");
  documents.Install("book.part/D42/b", Stored(2));
  needed.clear();
  documents.Need<Book>("book/D42", needed);
  EXPECT_THAT(needed, IsEmpty());
  EXPECT_EQ(documents.Find<Book>("book/D42")->pages.at("b")->open, 2);
  documents.Edit<Book>("book/D42").Own("a").open = 7;
  EXPECT_THAT(documents.Take().documents,
              ElementsAre(Pair("book/D42", Names({"a", "b"})), Pair("book.part/D42/a", Stored(7))));
}

TEST(PartedDocumentTest, WithoutAPartItAborts) {
  Documents documents;
  documents.Install("book/D42", Names({"a"}));
  documents.Install("book.part/D42/a", std::nullopt);
  EXPECT_DEATH(documents.Find<Book>("book/D42"), "book/D42.*cut");
}

TEST(PartedDocumentTest, ItsPartsGoWithIt) {
  Documents documents;
  documents.Install("book/D42", Names({"a"}));
  documents.Install("book.part/D42/a", Stored(1));
  ASSERT_NE(documents.Find<Book>("book/D42"), nullptr);
  documents.Remove("book/D42");
  EXPECT_THAT(documents.Take().documents,
              ElementsAre(Pair("book/D42", std::nullopt), Pair("book.part/D42/a", std::nullopt)));
  EXPECT_TRUE(documents.Take().Empty());
}

}  // namespace
}  // namespace relance::journal
