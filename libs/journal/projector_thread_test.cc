#include "libs/journal/projector_thread.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>

namespace relance::journal {
namespace {

/// Answers a projection when it is told to.
class SlowView : public ViewStore {
 public:
  Result<Projected> Project(const std::optional<Position>& from, const Position& to,
                            const Changes& changes) override {
    on = std::this_thread::get_id();
    met.push_back(from ? from->sequence : 0);
    met.push_back(to.sequence);
    met.push_back(changes.documents.size());
    begun.set_value();
    answer.get_future().wait();
    return result;
  }
  Result<Loaded> Load(const std::vector<std::string>&) override {
    return Loaded{Position{2, {}, 2}, {}};
  }
  Result<Listed> List(const std::string&, const std::string&, size_t) override { return Listed{}; }
  Result<void> Wipe() override { return {}; }
  Result<int> CountAttempt(const std::string&) override { return 1; }
  Result<void> ForgetAttempts(const std::string&) override { return {}; }
  Result<Instant> Time() override { return Instant{}; }

  std::promise<void> begun;
  std::promise<void> answer;
  Result<Projected> result = Projected{true, std::nullopt};
  std::vector<uint64_t> met;
  std::thread::id on;
};

Changes OneDocument() {
  Changes changes;
  changes.documents.insert(changes.documents.end(), {"account/D42", "open"});
  return changes;
}

TEST(ProjectorThreadTest, AProjectionIsStartedWithoutWaitingForIt) {
  SlowView view;
  ProjectorThread projector(view);
  projector.Start({Position{1, {}, 1}, Position{2, {}, 2}, OneDocument(), {"account/D43"}});
  view.begun.get_future().wait();  // and this thread is here, not there
  EXPECT_NE(view.on, std::this_thread::get_id());
  view.answer.set_value();
  const auto projected = projector.Await();
  ASSERT_TRUE(projected);
  EXPECT_TRUE(projected->projected.done);
  EXPECT_EQ(projected->loaded.position, (Position{2, {}, 2}));
  EXPECT_THAT(view.met, testing::ElementsAre(1, 2, 1));
}

TEST(ProjectorThreadTest, EachAwaitAnswersItsOwnStart) {
  SlowView view;
  ProjectorThread projector(view);
  for (uint64_t sequence = 1; sequence <= 100; ++sequence) {
    view.begun = {};
    view.answer = {};
    view.answer.set_value();
    view.result = sequence % 2 == 0 ? Result<Projected>(Unavailable("no answer in time"))
                                    : Projected{true, Position{sequence, {}, 0}};
    projector.Start({std::nullopt, Position{sequence, {}, 0}, {}, {}});
    const auto projected = projector.Await();
    ASSERT_EQ(projected.has_value(), sequence % 2 == 1);
    if (projected) {
      EXPECT_EQ(projected->projected.actual->sequence, sequence);
    }
  }
}

TEST(ProjectorThreadTest, ItEndsAfterWhatWasStarted) {
  SlowView view;
  {
    ProjectorThread projector(view);
    projector.Start({std::nullopt, Position{7, {}, 7}, {}, {}});
    view.answer.set_value();
  }
  EXPECT_THAT(view.met, testing::ElementsAre(0, 7, 0));
}

}  // namespace
}  // namespace relance::journal
