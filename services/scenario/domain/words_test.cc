#include "services/scenario/domain/words.h"

#include <gtest/gtest.h>

#include <set>

namespace relance::scenario {
namespace {

TEST(WordsTest, EveryChannelIsFoundByItsWord) {
  for (const Channel channel : kChannels) EXPECT_EQ(ChannelOf(Word(channel)), channel);
  EXPECT_EQ(ChannelOf("fax"), std::nullopt);
  EXPECT_EQ(ChannelOf(""), std::nullopt);
}

TEST(WordsTest, AStatusAndAModeOfPaymentAreFoundByTheirWord) {
  EXPECT_EQ(InvoiceStatusOf("suspended"), InvoiceStatus::kSuspended);
  EXPECT_EQ(InvoiceStatusOf("lost"), std::nullopt);
  EXPECT_EQ(PaymentModeOf("debit"), PaymentMode::kDebit);
  EXPECT_EQ(PaymentModeOf("cheque"), std::nullopt);
}

TEST(WordsTest, ANoticeOfClosedItemsIsWithdrawnWithTheWordOfTheirClosing) {
  for (const Closing closing : {Closing::kPaid, Closing::kCredited, Closing::kTolerance,
                                Closing::kWrittenOff, Closing::kCorrected}) {
    EXPECT_EQ(Word(ObstacleOf(closing)), Word(closing));
  }
}

TEST(WordsTest, NoTwoObstaclesShareAWord) {
  std::set<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(Obstacle::kApproval); ++i) {
    EXPECT_TRUE(words.insert(Word(static_cast<Obstacle>(i))).second) << i;
  }
}

}  // namespace
}  // namespace relance::scenario
