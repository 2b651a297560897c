#include "services/notifier/adapters/notifier_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;

Settings Load(std::vector<const char*> args) {
  return *Settings::Load("notifier", std::span<const char* const>(args),
                         std::span<const char* const>());
}

TEST(NotifierSettingsTest, MailsAreSentOverTlsUnlessToldOtherwise) {
  Settings settings = Load({});
  const auto read = ReadNotifierSettings(settings);
  EXPECT_TRUE(settings.Finish());
  EXPECT_TRUE(read.smtp.starttls_required);
  EXPECT_EQ(read.hand_over.link_life, 24h * 90);
  EXPECT_EQ(read.formal_delay_days, 8);
}

TEST(NotifierSettingsTest, WhatIsSetIsUsed) {
  Settings settings =
      Load({"--set", "smtp.tls=optional", "--set", "smtp.port=2525", "--set", "worker.senders=8"});
  const auto read = ReadNotifierSettings(settings);
  EXPECT_TRUE(settings.Finish());
  EXPECT_FALSE(read.smtp.starttls_required);
  EXPECT_EQ(read.smtp.port, 2525);
  EXPECT_EQ(read.worker.senders, 8);
}

TEST(NotifierSettingsTest, APortThatIsNoneIsRefused) {
  Settings settings = Load({"--set", "smtp.port=0"});
  ReadNotifierSettings(settings);
  EXPECT_THAT(settings.Finish().error().message, testing::HasSubstr("smtp.port"));
}

}  // namespace
}  // namespace relance::notifier
