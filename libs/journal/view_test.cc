#include "libs/journal/view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relance::journal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Says what it is told to, and notes what it is asked.
class ToldView : public ViewStore {
 public:
  Result<Projected> Project(const std::optional<Position>&, const Position& to,
                            const Changes&) override {
    asked.push_back("project " + std::to_string(to.sequence));
    return projected;
  }
  Result<Loaded> Load(const std::vector<std::string>& keys) override {
    for (const std::string& key : keys) asked.push_back("load " + key);
    return loaded;
  }
  Result<Listed> List(const std::string&, const std::string&, size_t) override { return Listed{}; }
  Result<void> Wipe() override { return {}; }
  Result<int> CountAttempt(const std::string&) override { return 1; }
  Result<void> ForgetAttempts(const std::string&) override { return {}; }
  Result<Instant> Time() override { return Instant{}; }

  std::vector<std::string> asked;
  Result<Projected> projected = Projected{true, std::nullopt};
  Result<Loaded> loaded = Loaded{Position{3, {}, 3}, {"open"}};
};

const Visit kVisit{Position{2, {}, 2}, Position{3, {}, 3}, {}, {"account/D42"}};

TEST(ViewTest, AVisitReadsWhatItHasProjectedTo) {
  ToldView view;
  const auto visited = Make(view, kVisit);
  ASSERT_TRUE(visited);
  EXPECT_THAT(view.asked, ElementsAre("project 3", "load account/D42"));
  EXPECT_TRUE(visited->projected.done);
  EXPECT_EQ(visited->loaded.position, kVisit.to);
  EXPECT_THAT(visited->loaded.values, ElementsAre("open"));
}

TEST(ViewTest, NothingIsReadWhereTheProjectionWasRefused) {
  ToldView view;
  view.projected = Projected{false, Position{7, {}, 7}};
  const auto visited = Make(view, kVisit);
  ASSERT_TRUE(visited);
  EXPECT_THAT(view.asked, ElementsAre("project 3"));
  EXPECT_EQ(visited->projected.actual->sequence, 7U);
  EXPECT_THAT(visited->loaded.values, IsEmpty());
}

TEST(ViewTest, AVisitWithoutKeysReadsNothing) {
  ToldView view;
  Visit visit = kVisit;
  visit.keys.clear();
  EXPECT_TRUE(Make(view, visit));
  EXPECT_THAT(view.asked, ElementsAre("project 3"));
}

TEST(ViewTest, AVisitFailsWithWhateverFails) {
  ToldView view;
  view.loaded = Unavailable("no answer in time");
  EXPECT_EQ(Make(view, kVisit).error().message, "no answer in time");
  view.projected = Unavailable("no connection");
  EXPECT_EQ(Make(view, kVisit).error().message, "no connection");
}

}  // namespace
}  // namespace relance::journal
