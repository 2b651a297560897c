#include "libs/seal/sealer.h"

#include <gmock/gmock.h>

#include <set>

#include "libs/base/encoding.h"
#include "libs/seal/random.h"

namespace relance::seal {
namespace {

const std::string kDebtor = "FR01/D42#1";

std::string Hex(std::string_view hex) {
  return *FromHex(hex);
}
Key KeyOf(std::string_view hex) {
  return *Key::FromBytes(Hex(hex));
}

/// Every sealed byte altered in turn, and every shorter text.
std::vector<std::string> Tampered(const std::string& bytes) {
  std::vector<std::string> all;
  for (size_t i = 0; i < bytes.size(); ++i) {
    all.push_back(bytes);
    all.back()[i] = static_cast<char>(all.back()[i] ^ 1);
    all.push_back(bytes.substr(0, i));
  }
  all.push_back(bytes + '\0');
  return all;
}

/// The GCM specification of McGrew and Viega, test cases 13 to 16 (256-bit keys, 96-bit nonces).
TEST(GcmTest, ThePublishedVectorsOfAes256GcmAreMet) {
  const std::string key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
  const std::string nonce = "cafebabefacedbaddecaf888";
  const std::string plain =
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
  const std::string cipher =
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
      "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad";
  struct Vector {
    std::string key, nonce, plain, context, cipher_and_tag;
  };
  const std::string zero_key(64, '0');
  const std::string zero_nonce(24, '0');
  const std::vector<Vector> vectors{
      {zero_key, zero_nonce, "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
      {zero_key, zero_nonce, std::string(32, '0'), "",
       "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
      {key, nonce, plain, "", cipher + "b094dac5d93471bdec1a502270e3cc6c"},
      {key, nonce, plain.substr(0, 120), "feedfacedeadbeeffeedfacedeadbeefabaddad2",
       cipher.substr(0, 120) + "76fc6ece0f4e1768cddf8853bb2d551b"},
  };
  for (const Vector& v : vectors) {
    const std::string sealed = Encrypt(Hex(v.plain), Hex(v.context), Hex(v.nonce), KeyOf(v.key));
    EXPECT_EQ(ToHex(std::string_view(sealed)), v.cipher_and_tag);
    EXPECT_EQ(*Decrypt(sealed, Hex(v.context), Hex(v.nonce), KeyOf(v.key)), Hex(v.plain));
  }
}

TEST(SealerTest, WhatIsSealedForADebtorOpensWithHisKey) {
  const Key key = Key::Random();
  for (const std::string& plain : {std::string(), std::string("Chantal Durand"),
                                   std::string("\0\xff", 2), std::string(100'000, 'x')}) {
    const Sealed sealed = Seal(plain, kDebtor, key);
    EXPECT_EQ(sealed.key_id, kDebtor);
    EXPECT_EQ(sealed.nonce.size(), 12u);
    EXPECT_EQ(sealed.bytes.size(), plain.size() + 16);
    EXPECT_EQ(Open(sealed, key)->Reveal(), plain);
  }
}

TEST(SealerTest, TheSamePersonIsNeverSealedIntoTheSameBytes) {
  const Key key = Key::Random();
  std::set<Sealed> all;
  for (int i = 0; i < 1000; ++i) all.insert(Seal("Chantal Durand", kDebtor, key));
  EXPECT_EQ(all.size(), 1000u);
}

TEST(SealerTest, AlteredBytesDoNotOpen) {
  const Key key = Key::Random();
  const Sealed sealed = Seal("+33 6 12 34 56 78", kDebtor, key);
  for (const std::string& bytes : Tampered(sealed.bytes)) {
    const auto opened = Open({sealed.key_id, sealed.nonce, bytes}, key);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
  }
  for (const std::string& nonce : Tampered(sealed.nonce)) {
    EXPECT_FALSE(Open({sealed.key_id, nonce, sealed.bytes}, key));
  }
}

TEST(SealerTest, SealedBytesCannotMoveToAnotherDebtor) {
  const Key key = Key::Random();
  Sealed sealed = Seal("Chantal Durand", kDebtor, key);
  EXPECT_FALSE(Open(sealed, Key::Random()));
  sealed.key_id = "FR01/D43#1";
  EXPECT_FALSE(Open(sealed, key));
}

TEST(SealerTest, AWrappedKeyIsBoundToItsIdAndItsEntity) {
  const Key data_key = Key::Random();
  const Key entity_key = Key::Random();
  const std::string wrapped = WrapKey(data_key, kDebtor, entity_key);
  EXPECT_EQ(wrapped.find(std::string(reinterpret_cast<const char*>(data_key.data()), 32)),
            std::string::npos);
  EXPECT_TRUE(*UnwrapKey(wrapped, kDebtor, entity_key) == data_key);
  EXPECT_FALSE(UnwrapKey(wrapped, "FR01/D43#1", entity_key));
  EXPECT_FALSE(UnwrapKey(wrapped, kDebtor, Key::Random()));
  for (const std::string& bytes : Tampered(wrapped)) {
    EXPECT_FALSE(UnwrapKey(bytes, kDebtor, entity_key));
  }
}

TEST(SealerTest, PersonalDataIsNoWrappedKeyEvenUnderTheSameKey) {
  const Key key = Key::Random();
  const Sealed sealed = Seal(std::string(32, 'k'), kDebtor, key);
  EXPECT_FALSE(UnwrapKey(sealed.nonce + sealed.bytes, kDebtor, key));
}

TEST(RandomTest, RandomBytesHaveTheLengthAskedForAndNeverRepeat) {
  EXPECT_EQ(RandomBytes(0), "");
  std::set<std::string> all;
  for (int i = 0; i < 1000; ++i) all.insert(RandomBytes(32));
  EXPECT_EQ(all.size(), 1000u);
  EXPECT_EQ(all.begin()->size(), 32u);
}

}  // namespace
}  // namespace relance::seal
