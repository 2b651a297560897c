#include "libs/seal/key_ring.h"

#include <gmock/gmock.h>

#include <type_traits>

#include "libs/seal/sealer.h"

namespace relance::seal {
namespace {

const std::string kD42 = "FR01/D42#1";
const std::string kD43 = "FR01/D43#1";

class KeyRingTest : public testing::Test {
 protected:
  const Key fr01_ = Key::Random();
  const Key be01_ = Key::Random();
  KeyRing ring_{{{"FR01", fr01_}, {"BE01", be01_}}};
};

TEST(KeyIdTest, AKeyIdNamesEntityAccountAndNumber) {
  EXPECT_EQ(KeyId("FR01", "D42", 1), kD42);
  EXPECT_EQ(EntityOf(kD42), "FR01");
  EXPECT_EQ(EntityOf(KeyId("FR01", "A/B#2", 3)), "FR01");
  for (const char* text : {"", "FR01", "FR01/", "FR01/D42", "FR01/#1", "FR01/D42#", "/"}) {
    EXPECT_EQ(EntityOf(text), "") << text;
  }
}

TEST_F(KeyRingTest, ANewDebtorsKeySealsHereAndOpensWhereTheWrappedKeyIsRead) {
  const auto wrapped = ring_.Create(kD42);
  ASSERT_TRUE(wrapped);
  const auto sealed = ring_.Seal("Chantal Durand", kD42);
  ASSERT_TRUE(sealed);

  KeyRing elsewhere({{"FR01", fr01_}});
  EXPECT_EQ(elsewhere.Open(*sealed).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(elsewhere.Put(kD42, *wrapped));
  EXPECT_EQ(elsewhere.Open(*sealed)->Reveal(), "Chantal Durand");
}

TEST_F(KeyRingTest, AskingAgainForADebtorsKeyGivesTheSameOne) {
  const auto first = ring_.Create(kD42);
  const auto again = ring_.Create(kD42);
  ASSERT_TRUE(first && again);
  EXPECT_EQ(*first, *again);
  EXPECT_TRUE(ring_.Put(kD42, *first));
  EXPECT_EQ(ring_.Size(), 1u);
}

TEST_F(KeyRingTest, EveryDebtorHasAKeyOfHisOwn) {
  ASSERT_TRUE(ring_.Create(kD42) && ring_.Create(kD43));
  EXPECT_FALSE(*ring_.Find(kD42) == *ring_.Find(kD43));
  auto sealed = *ring_.Seal("Chantal Durand", kD42);
  sealed.key_id = kD43;
  EXPECT_EQ(ring_.Open(sealed).error().code, ErrorCode::kCorrupt);
}

TEST_F(KeyRingTest, AnErasedPersonCannotBeOpenedSealedOrBroughtBack) {
  const auto wrapped = *ring_.Create(kD42);
  const auto sealed = *ring_.Seal("Chantal Durand", kD42);
  ring_.Erase(kD42);
  EXPECT_TRUE(ring_.IsErased(kD42));
  EXPECT_EQ(ring_.Open(sealed).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ring_.Seal("again", kD42).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ring_.Put(kD42, wrapped).error().code, ErrorCode::kConflict);
  EXPECT_EQ(ring_.Create(kD42).error().code, ErrorCode::kConflict);
  EXPECT_EQ(ring_.Open(sealed).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ring_.Size(), 0u);
  EXPECT_TRUE(ring_.Create(KeyId("FR01", "D42", 2)));
}

TEST_F(KeyRingTest, ATombstoneBeforeTheKeyIsATombstone) {
  const auto wrapped = *ring_.Create(kD42);
  KeyRing reader({{"FR01", fr01_}});
  reader.Erase(kD42);
  EXPECT_EQ(reader.Put(kD42, wrapped).error().code, ErrorCode::kConflict);
  EXPECT_FALSE(ring_.IsErased(kD43));
}

TEST_F(KeyRingTest, AnotherKeyUnderAKnownIdIsAConflictAndChangesNothing) {
  ASSERT_TRUE(ring_.Create(kD42));
  const auto sealed = *ring_.Seal("Chantal Durand", kD42);
  const auto refused = ring_.Put(kD42, WrapKey(Key::Random(), kD42, fr01_));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_EQ(ring_.Open(sealed)->Reveal(), "Chantal Durand");
}

TEST_F(KeyRingTest, TheSameKeyWrappedAnewIsTaken) {
  ASSERT_TRUE(ring_.Create(kD42));
  const auto sealed = *ring_.Seal("Chantal Durand", kD42);
  EXPECT_TRUE(ring_.Put(kD42, WrapKey(*ring_.Find(kD42), kD42, fr01_)));
  EXPECT_EQ(ring_.Open(sealed)->Reveal(), "Chantal Durand");
}

TEST_F(KeyRingTest, AWrappingOfAnotherEntityOrOfNoneIsRefused) {
  EXPECT_EQ(ring_.Put(kD42, WrapKey(Key::Random(), kD42, be01_)).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(ring_.Put(kD42, "garbage").error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(ring_.Put("DE01/D1#1", "x").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(ring_.Create("DE01/D1#1").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(ring_.Create("garbage").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(ring_.Find(kD42).error().code, ErrorCode::kNotFound);
}

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(!Printable<Key>, "a key must not reach a log");
static_assert(!Printable<Personal<std::string>>, "a phone number must not reach a log");

}  // namespace
}  // namespace relance::seal
