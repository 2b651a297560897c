#include "services/ledger/adapters/personal_sealer.h"

#include "services/ledger/adapters/translation_fixture.h"

namespace relance::ledger {
namespace {

class PersonalSealerTest : public testing::Test, public TranslationFixture {};

TEST_F(PersonalSealerTest, OneDebtorHasOneKeyPublishedBeforeItIsUsed) {
  const auto first = sealer.Seal({"FR01", "D42"}, "Jeanne");
  const auto second = sealer.Seal({"FR01", "D42"}, "Jeanne");
  const auto other = sealer.Seal({"FR01", "D43"}, "Jeanne");
  EXPECT_EQ(first->key_id, second->key_id);
  EXPECT_NE(first->bytes, second->bytes);
  EXPECT_NE(first->key_id, other->key_id);
  EXPECT_EQ(published.size(), 2U);
}

TEST_F(PersonalSealerTest, AnotherProcessWithTheSameKeysRecognisesTheContent) {
  const auto here = sealer.Fingerprint({"FR01", "D42"}, "Jeanne");
  EXPECT_EQ(*here, *sealer.Fingerprint({"FR01", "D42"}, "Jeanne"));
  EXPECT_NE(*here, *sealer.Fingerprint({"FR01", "D42"}, "Jeanny"));
  EXPECT_NE(*here, *sealer.Fingerprint({"FR01", "D43"}, "Jeanne"));
  EXPECT_NE(ToBytes(*here), ToBytes(Sha256("Jeanne"))) << "not to be guessed from the content";
}

TEST_F(PersonalSealerTest, AnErasedDebtorWhoComesBackHasANewKey) {
  const auto before = sealer.Seal({"FR01", "D42"}, "Jeanne");
  ring.Erase("FR01/D42#1");
  EXPECT_FALSE(ring.Open(*before).has_value());
  EXPECT_EQ(sealer.Seal({"FR01", "D42"}, "Jeanne")->key_id, "FR01/D42#2");
}

TEST_F(PersonalSealerTest, AnEntityWithoutAKeyIsRefused) {
  const auto sealed = sealer.Seal({"XX01", "D42"}, "Jeanne");
  ASSERT_FALSE(sealed.has_value());
  EXPECT_EQ(sealed.error().field, "legal_entity");
}

}  // namespace
}  // namespace relance::ledger
