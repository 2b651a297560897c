#include "libs/journal/record.h"

#include <gmock/gmock.h>
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "libs/base/encoding.h"
#include "libs/journal/acceptor.h"
#include "relance/journal/v1/record.pb.h"

namespace relance::journal {
namespace {

constexpr const char* kGolden = "libs/journal/golden/record.hex";

const Digest kOrigin = OriginHash("demo", "ledger.journal", 3);

CommandId SomeId() {
  return *ParseCommandId("0199f1d0-0000-7abc-8def-0123456789ab");
}

/// A record with one of everything that a record may hold.
Header SomeHeader() {
  Header header;
  header.sequence = 1;
  header.previous_hash = kOrigin;
  header.recorded_at = *ParseInstant("2026-10-02T06:30:00.123Z");
  header.writer = {"0123456789abcdef", 7};
  header.positions = {{"ledger.commands", 1, 42, "12345678", std::nullopt},
                      {"scenario.journal", 1, 9, "abcdefgh", FollowedHead{5, Sha256("five"), 8}}};
  return header;
}
std::vector<Entry> SomeEntries() {
  return {{"account/FR01/D42",
           ConsumedInput{"ledger.commands", 3, 41},
           {"one", "two"},
           RecordedOutcome{SomeId(), Sha256("content"), true, "reply"}},
          {"case/FR01/D42", WakeUpCause{"case/FR01/D42", 17}, {std::string("\0\xff", 2)}, {}}};
}
EncodedRecord SomeRecord() {
  return EncodeRecord(SomeHeader(), SomeEntries(), std::string(16, 's') + std::string(16, 't'));
}

TEST(RecordTest, WhatIsWrittenIsReadBack) {
  const EncodedRecord encoded = SomeRecord();
  const auto record = ReadRecord(encoded.bytes);
  ASSERT_TRUE(record) << record.error().message;
  EXPECT_EQ(record->hash, encoded.hash);
  EXPECT_EQ(record->header.sequence, 1U);
  EXPECT_EQ(record->header.previous_hash, kOrigin);
  EXPECT_EQ(record->header.recorded_at, SomeHeader().recorded_at);
  EXPECT_EQ(record->header.writer, SomeHeader().writer);
  EXPECT_EQ(record->header.positions, SomeHeader().positions);
  EXPECT_EQ(record->entries, SomeEntries());
}

TEST(RecordTest, TheBytesOfARecordAreFrozen) {
  const std::string hex = ToHex(SomeRecord().bytes);
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(kGolden) << hex << '\n';
  std::ifstream file(kGolden);
  std::string golden;
  ASSERT_TRUE(file >> golden) << kGolden << " is missing; UPDATE_GOLDEN=1 writes it";
  EXPECT_EQ(hex, golden);
}

TEST(RecordTest, TheFirstRecordNamesInstallationTopicAndPartition) {
  EXPECT_EQ(ToHex(kOrigin), ToHex(Sha256("relance journal 1\ndemo\nledger.journal\n3")));
  EXPECT_NE(kOrigin, OriginHash("demo", "ledger.journal", 4));
  EXPECT_NE(kOrigin, OriginHash("demo", "scenario.journal", 3));
  EXPECT_NE(kOrigin, OriginHash("other", "ledger.journal", 3));
}

/// A flipped bit makes the record no longer extend the chain, contradict itself, or, in the header,
/// get another hash, so that the true successor does not extend it. It never passes.
TEST(RecordTest, NoFlippedBitPasses) {
  const google::protobuf::LogSilencer silent;  // of names that are no text any more
  const EncodedRecord encoded = SomeRecord();
  Header next = SomeHeader();
  next.sequence = 2;
  next.previous_hash = encoded.hash;
  const std::string successor = EncodeRecord(next, {}, {}).bytes;
  int ignored = 0;
  int broken = 0;
  int cut_off = 0;
  for (size_t bit = 0; bit < encoded.bytes.size() * 8; ++bit) {
    std::string bytes = encoded.bytes;
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
    Acceptor acceptor(Position{0, kOrigin, -1});
    const auto offered = acceptor.Offer(0, bytes);
    if (offered.verdict == Acceptor::Verdict::kIgnored) ++ignored;
    if (offered.verdict == Acceptor::Verdict::kBroken) ++broken;
    if (offered.verdict != Acceptor::Verdict::kAccepted) continue;
    EXPECT_EQ(acceptor.Offer(1, successor).verdict, Acceptor::Verdict::kIgnored) << "bit " << bit;
    EXPECT_FALSE(IsAnchor(bytes, Position{1, encoded.hash, 0})) << "bit " << bit;
    ++cut_off;
  }
  EXPECT_GT(ignored, 256);  // the 32 bytes of the predecessor's hash at least
  EXPECT_GT(broken, 512);   // entries and digests
  EXPECT_GT(cut_off, 128);  // recorded_at, writer, positions
}

TEST(RecordTest, EveryTruncationIsNoticed) {
  const std::string bytes = SomeRecord().bytes;
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(ReadRecord(bytes.substr(0, size))) << size;
  }
}

TEST(RecordTest, AnArchiveMayDropEntriesAndStillProvesItsChain) {
  v1::Record stored;
  ASSERT_TRUE(stored.ParseFromString(SomeRecord().bytes));
  stored.set_entries(0, "");
  const std::string archived = stored.SerializeAsString();
  EXPECT_EQ(ReadRecord(archived).error().code, ErrorCode::kCorrupt);
  const auto record = ReadRecord(archived, true);
  ASSERT_TRUE(record) << record.error().message;
  EXPECT_EQ(record->hash, SomeRecord().hash);
  EXPECT_EQ(record->entries[0], Entry{});
  EXPECT_EQ(record->entries[1], SomeEntries()[1]);
}

TEST(RecordTest, AnArchiveMayNotAlterWhatItKeeps) {
  v1::Record stored;
  ASSERT_TRUE(stored.ParseFromString(SomeRecord().bytes));
  stored.set_entries(0, "");
  (*stored.mutable_entries(1))[20] ^= 1;
  EXPECT_FALSE(ReadRecord(stored.SerializeAsString(), true));
  stored.mutable_entries()->RemoveLast();
  EXPECT_FALSE(ReadRecord(stored.SerializeAsString(), true));
}

TEST(RecordTest, AFormatOfTomorrowIsNotGuessedAt) {
  v1::Record stored;
  v1::Header header;
  ASSERT_TRUE(stored.ParseFromString(SomeRecord().bytes));
  ASSERT_TRUE(header.ParseFromString(stored.header()));
  header.set_format(2);
  stored.set_header(header.SerializeAsString());
  EXPECT_EQ(ReadRecord(stored.SerializeAsString()).error().code, ErrorCode::kCorrupt);
}

TEST(RecordTest, TheSaltHidesWhatAnEntrySays) {
  const auto one = EncodeRecord(SomeHeader(), SomeEntries(), std::string(32, 's'));
  const auto two = EncodeRecord(SomeHeader(), SomeEntries(), std::string(32, 't'));
  EXPECT_NE(one.hash, two.hash);
}

TEST(RecordTest, AnInputIsRecognisedByEightBytes) {
  EXPECT_EQ(InputDigest("input"), ToBytes(Sha256("input")).substr(0, 8));
}

}  // namespace
}  // namespace relance::journal
