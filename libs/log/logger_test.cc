#include "libs/log/logger.h"

#include <gmock/gmock.h>

#include <concepts>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "libs/base/personal.h"
#include "libs/base/sealed.h"

namespace relance {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// A phone number, sealed bytes, money or a pointer in a log line do not compile.
template <class T>
concept Loggable = requires(const Logger& log, T value) {
  log.Info("m", {{"field", value}});
};
static_assert(Loggable<std::string> && Loggable<const char*> && Loggable<std::string_view>);
static_assert(Loggable<int> && Loggable<uint64_t> && Loggable<bool>);
static_assert(!Loggable<Personal<std::string>>);
static_assert(!Loggable<Sealed>);
static_assert(!Loggable<double>);
static_assert(!Loggable<const int*>);
static_assert(!Loggable<Instant>);

class LoggerTest : public testing::Test {
 protected:
  std::vector<nlohmann::json> Lines() const {
    std::vector<nlohmann::json> lines;
    std::istringstream in(out_.str());
    for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
    return lines;
  }

  std::ostringstream out_;
  Logger log_{"ledger", LogLevel::kInfo, out_,
              [] { return ParseInstant("2026-10-02T06:30:00Z").value(); }};
};

TEST_F(LoggerTest, ALineSaysWhenHowBadWhoWhatAndThenItsFields) {
  log_.Info("partition assigned", {{"partition", 3}, {"topic", "t"}, {"owned", true}});
  EXPECT_EQ(out_.str(), R"({"ts":"2026-10-02T06:30:00.000Z","level":"info","service":"ledger",)"
                        R"("msg":"partition assigned","partition":3,"topic":"t","owned":true})"
                        "\n");
}

TEST_F(LoggerTest, WhatADebtorWroteStaysOneFieldOfOneLine) {
  const std::string hostile = "x\",\"level\":\"error\"}\n{\"msg\":\"forged\0\xFF"s;
  log_.Warn(hostile, {{"error", hostile}});
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["level"], "warn");
  EXPECT_EQ(lines[0]["error"], "x\",\"level\":\"error\"}\n{\"msg\":\"forged\0\uFFFD"s);
}

TEST_F(LoggerTest, LinesBelowTheLevelAreNotWritten) {
  log_.Debug("quiet");
  EXPECT_EQ(out_.str(), "");
  log_.Error("loud");
  EXPECT_THAT(out_.str(), HasSubstr("loud"));
}

TEST_F(LoggerTest, AContextIsAddedToEveryLineOfItsLoggerOnly) {
  const Logger partition = log_.With({{"partition", 7}});
  partition.With({{"trace_id", "abc"}}).Info("a");
  log_.Info("b");
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["partition"], 7);
  EXPECT_EQ(lines[0]["trace_id"], "abc");
  EXPECT_FALSE(lines[1].contains("partition"));
}

TEST_F(LoggerTest, NumbersKeepTheirSignAndTheTooLargeStayAtTheLimit) {
  log_.Info("n", {{"least", std::numeric_limits<int64_t>::min()},
                  {"most", std::numeric_limits<uint64_t>::max()}});
  EXPECT_THAT(out_.str(), HasSubstr(R"("least":-9223372036854775808)"));
  EXPECT_THAT(out_.str(), HasSubstr(R"("most":9223372036854775807)"));
}

TEST_F(LoggerTest, BracesInAMessageAreText) {
  log_.Info("{} {0} {{");
  EXPECT_EQ(Lines().at(0)["msg"], "{} {0} {{");
}

TEST_F(LoggerTest, LinesOfSeveralThreadsDoNotMix) {
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 200; ++i) log_.Info("line", {{"thread", t}, {"i", i}});
    });
  }
  threads.clear();
  EXPECT_EQ(Lines().size(), 800u);
}

TEST(LogLevelTest, AnUnknownLevelNamesTheSetting) {
  EXPECT_EQ(ParseLogLevel("warn").value(), LogLevel::kWarn);
  EXPECT_EQ(ParseLogLevel("WARN").error().field, "log.level");
}

}  // namespace
}  // namespace relance
