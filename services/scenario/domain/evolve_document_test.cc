#include "services/scenario/domain/evolve_document.h"

#include <gmock/gmock.h>

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;

DocumentRecorded Recorded(const std::string& document, int64_t version,
                          const std::vector<std::string>& items) {
  DocumentRecorded fact;
  fact.document = document;
  fact.version = version;
  for (const std::string& id : items) fact.items.push_back({id, 100'00, 100'00, Date{}, false});
  return fact;
}

TEST(EvolveDocumentTest, ADocumentOfOneItemOfItsNameIsThatItem) {
  Case c;
  On(c, Recorded("F-1", 2, {"F-1"}));
  EXPECT_TRUE(c.documents.empty());
  EXPECT_EQ(c.FindDocument("F-1"), (Document{2, {"F-1"}}));
}

TEST(EvolveDocumentTest, OneOfSeveralItemsNamesThem) {
  Case c;
  On(c, Recorded("F-1", 1, {"F-1/1", "F-1/2"}));
  EXPECT_EQ(c.FindDocument("F-1"), (Document{1, {"F-1/1", "F-1/2"}}));
  EXPECT_EQ(c.items.at("F-1/1").document, "F-1");
  EXPECT_FALSE(c.FindDocument("F-1/1").has_value());
}

TEST(EvolveDocumentTest, ItsLastVersionSaysWhatItIs) {
  Case c;
  On(c, Recorded("F-1", 1, {"F-1"}));
  On(c, Recorded("F-1", 2, {"F-1/1", "F-1/2"}));
  EXPECT_EQ(c.FindDocument("F-1"), (Document{2, {"F-1/1", "F-1/2"}}));
  On(c, Recorded("F-1", 3, {"F-1"}));
  EXPECT_EQ(c.FindDocument("F-1"), (Document{3, {"F-1"}}));
}

TEST(EvolveDocumentTest, ADocumentStaysKnownThoughItsItemWentOverToAnother) {
  Case c;
  On(c, Recorded("F-1/1", 7, {"F-1/1"}));
  On(c, Recorded("F-1", 1, {"F-1/1"}));
  EXPECT_EQ(c.FindDocument("F-1"), (Document{1, {"F-1/1"}}));
  EXPECT_EQ(c.FindDocument("F-1/1"), (Document{7, {"F-1/1"}}));
}

TEST(EvolveDocumentTest, TheNumberOfAnInvoiceIsKeptOnce) {
  Case c;
  auto fact = Recorded("F-1", 1, {"F-1"});
  fact.reference = "F-1";
  On(c, fact);
  const Item& item = c.items.at("F-1");
  EXPECT_TRUE(item.id.SharesLettersWith(c.items.begin()->first));
  EXPECT_TRUE(item.document.SharesLettersWith(item.id));
  EXPECT_TRUE(item.reference.SharesLettersWith(item.id));
}

}  // namespace
}  // namespace relance::scenario
