#include "libs/journal/acceptor.h"

#include <gtest/gtest.h>

namespace relance::journal {
namespace {

using Verdict = Acceptor::Verdict;

const Position kStart{0, OriginHash("demo", "ledger.journal", 0), -1};

EncodedRecord After(const Position& head, const std::string& writer, uint64_t sequence) {
  Header header;
  header.sequence = sequence;
  header.previous_hash = head.hash;
  header.writer = {writer, 1};
  return EncodeRecord(header, {}, {});
}
EncodedRecord After(const Position& head, const std::string& writer) {
  return After(head, writer, head.sequence + 1);
}

TEST(AcceptorTest, OfTwoRecordsThatExtendTheSameHeadTheFirstWins) {
  Acceptor acceptor(kStart);
  const auto first = After(kStart, "P");
  const auto second = After(kStart, "Q");
  EXPECT_NE(first.bytes, second.bytes);  // two owners never write equal bytes
  EXPECT_EQ(acceptor.Offer(0, first.bytes).verdict, Verdict::kAccepted);
  EXPECT_EQ(acceptor.Offer(1, second.bytes).verdict, Verdict::kIgnored);
  EXPECT_EQ(acceptor.head(), (Position{1, first.hash, 0}));
}

TEST(AcceptorTest, ARecordThatLandsTwiceCountsOnce) {
  Acceptor acceptor(kStart);
  const auto record = After(kStart, "P");
  EXPECT_EQ(acceptor.Offer(0, record.bytes).verdict, Verdict::kAccepted);
  EXPECT_EQ(acceptor.Offer(1, record.bytes).verdict, Verdict::kIgnored);
  EXPECT_EQ(acceptor.head().offset, 0);
}

TEST(AcceptorTest, AnotherBranchIsIgnoredWhateverItsSequence) {
  Acceptor acceptor(kStart);
  const auto first = After(kStart, "P");
  acceptor.Offer(0, first.bytes);
  for (const uint64_t sequence : {uint64_t{0}, uint64_t{1}, uint64_t{2}, uint64_t{99}}) {
    const Position elsewhere{sequence, Sha256("another branch"), 0};
    EXPECT_EQ(acceptor.Offer(1, After(elsewhere, "zombie").bytes).verdict, Verdict::kIgnored);
  }
}

TEST(AcceptorTest, AWriterThatMiscountsIsBroken) {
  for (const uint64_t sequence : {uint64_t{0}, uint64_t{2}}) {
    Acceptor acceptor(kStart);
    const auto offered = acceptor.Offer(0, After(kStart, "P", sequence).bytes);
    EXPECT_EQ(offered.verdict, Verdict::kBroken);
    EXPECT_FALSE(offered.reason.empty());
    EXPECT_EQ(acceptor.head(), kStart);
  }
}

TEST(AcceptorTest, WhatIsNoRecordIsIgnored) {
  Acceptor acceptor(kStart);
  for (const std::string& bytes : {std::string(), std::string("hello"), std::string(500, '\xff')}) {
    EXPECT_EQ(acceptor.Offer(0, bytes).verdict, Verdict::kIgnored);
  }
}

TEST(AcceptorTest, AnAnchorIsKnownByItsHashAndSequence) {
  const auto record = After(kStart, "P");
  EXPECT_TRUE(IsAnchor(record.bytes, {1, record.hash, 0}));
  EXPECT_FALSE(IsAnchor(record.bytes, {2, record.hash, 0}));
  EXPECT_FALSE(IsAnchor(record.bytes, {1, Sha256("other"), 0}));
  EXPECT_FALSE(IsAnchor("no record", {1, record.hash, 0}));
}

}  // namespace
}  // namespace relance::journal
