#include "tools/relance/clock/advance.h"

#include <gmock/gmock.h>

#include <set>

namespace relance::cli {
namespace {

using ::testing::ElementsAre;

Instant At(const char* text) {
  return *ParseInstant(text);
}

/// A service that acts at fixed moments, and is busy for some questions after it did.
class FakeClock : public MovableClock {
 public:
  FakeClock(std::string name, Instant now, std::set<Instant> moments)
      : name_(std::move(name)), now_(now), moments_(std::move(moments)) {}

  const std::string& Name() const override { return name_; }
  Result<Instant> Now() override { return now_; }
  Result<void> Set(Instant at) override {
    now_ = at;
    visited.push_back(FormatInstant(at));
    return {};
  }
  Result<Status> GetStatus() override {
    while (!moments_.empty() && *moments_.begin() <= now_) {
      moments_.erase(moments_.begin());
      ++activity_;
      busy_ = 3;
    }
    Status status;
    status.quiet = busy_ == 0 && !never_quiet;
    if (busy_ > 0) --busy_;
    status.activity = activity_;
    if (!moments_.empty()) status.next_moment = *moments_.begin();
    return status;
  }

  std::vector<std::string> visited;
  bool never_quiet = false;

 private:
  const std::string name_;
  Instant now_;
  std::set<Instant> moments_;
  uint64_t activity_ = 0;
  int busy_ = 0;
};

struct Two {
  std::vector<std::unique_ptr<MovableClock>> clocks;
  FakeClock* ledger;
  FakeClock* scenario;

  Two(std::set<Instant> first, std::set<Instant> second) {
    const auto now = At("2026-09-01T08:00:00Z");
    auto a = std::make_unique<FakeClock>("ledger", now, std::move(first));
    auto b = std::make_unique<FakeClock>("scenario", now, std::move(second));
    ledger = a.get();
    scenario = b.get();
    clocks.push_back(std::move(a));
    clocks.push_back(std::move(b));
  }
};

TEST(AdvanceTest, AllClocksStopAtEachMomentOfAnyService) {
  Two two({At("2026-09-03T06:30:00Z")}, {At("2026-09-02T06:30:00Z"), At("2026-09-09T00:00:00Z")});
  const auto moments = Advance(two.clocks, At("2026-09-04T00:00:00Z"), {});
  ASSERT_TRUE(moments);
  const auto way = ElementsAre("2026-09-02T06:30:00.000Z", "2026-09-03T06:30:00.000Z",
                               "2026-09-04T00:00:00.000Z");
  EXPECT_THAT(two.ledger->visited, way);
  EXPECT_THAT(two.scenario->visited, way);
  EXPECT_EQ(moments->at(0).records, (std::map<std::string, uint64_t>{{"scenario", 1}}));
  EXPECT_EQ(moments->at(1).records, (std::map<std::string, uint64_t>{{"ledger", 1}}));
  EXPECT_TRUE(moments->at(2).records.empty());
}

TEST(AdvanceTest, TimeNeverGoesBack) {
  Two two({}, {});
  const auto moments = Advance(two.clocks, At("2026-08-31T00:00:00Z"), {});
  ASSERT_FALSE(moments);
  EXPECT_EQ(moments.error().field, "--to");
  EXPECT_THAT(two.ledger->visited, ::testing::IsEmpty());
}

TEST(AdvanceTest, AServiceThatNeverRestsIsNamed) {
  Two two({}, {});
  two.scenario->never_quiet = true;
  AdvanceOptions options;
  options.patience = Millis{5};
  const auto moments = Advance(two.clocks, At("2026-09-02T00:00:00Z"), options);
  ASSERT_FALSE(moments);
  EXPECT_EQ(moments.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(moments.error().message, ::testing::HasSubstr("scenario is busy"));
}

TEST(AdvanceTest, SpansHaveUnits) {
  EXPECT_EQ(*ParseSpan("90m"), Millis{5'400'000});
  EXPECT_EQ(*ParseSpan("1d"), Millis{86'400'000});
  EXPECT_EQ(*ParseSpan("2w"), Millis{1'209'600'000});
  for (const char* wrong : {"", "1", "d", "-1d", "1 d", "1y", "99999d"}) {
    EXPECT_EQ(ParseSpan(wrong).error().field, "--by") << wrong;
  }
}

}  // namespace
}  // namespace relance::cli
