#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>

#include <set>

#include "services/scenario/adapters/turn.h"

namespace relance::scenario {
namespace {

using ::testing::UnorderedElementsAre;

/// Every kind of input, by the name of its field.
std::vector<std::pair<std::string, v1::ScenarioInput>> AllInputs() {
  std::vector<std::pair<std::string, v1::ScenarioInput>> inputs;
  const auto* kinds = v1::ScenarioInput::descriptor()->FindOneofByName("kind");
  for (int i = 0; i < kinds->field_count(); ++i) {
    auto& [name, input] = inputs.emplace_back();
    name = kinds->field(i)->name();
    input.GetReflection()->MutableMessage(&input, kinds->field(i));
  }
  return inputs;
}

TEST(RightOfTest, OnlyWhatServicesSayNeedsNoRight) {
  std::vector<std::string> free;
  for (const auto& [name, input] : AllInputs()) {
    if (!RightOf(input)) free.push_back(name);
  }
  EXPECT_THAT(free, UnorderedElementsAre("ask_clearance"));
}

TEST(RightOfTest, AnActOfAPersonIsAboutAnAccountUnlessItIsAboutMany) {
  const std::set<std::string> about_many{"set_stop_switch", "activate_configuration", "move_cases"};
  for (const auto& [name, input] : AllInputs()) {
    const bool of_account = AccountOfCommand(input).has_value();
    EXPECT_EQ(of_account, RightOf(input) && !about_many.contains(name)) << name;
  }
}

TEST(RightOfTest, ToStopIsForMoreThanToLetLeaveAgain) {
  v1::ScenarioInput input;
  input.mutable_set_stop_switch()->set_stopped(true);
  EXPECT_EQ(RightOf(input), Right::kWork);
  input.mutable_set_stop_switch()->set_stopped(false);
  EXPECT_EQ(RightOf(input), Right::kDecide);
}

TEST(RightOfTest, ToForceNeedsItsOwnRight) {
  v1::ScenarioInput input;
  input.mutable_force_step();
  EXPECT_EQ(RightOf(input), Right::kForce);
  input.mutable_confirm_force();
  EXPECT_EQ(RightOf(input), Right::kForce);
  input.mutable_refuse_force();
  EXPECT_EQ(RightOf(input), Right::kForce);
}

}  // namespace
}  // namespace relance::scenario
