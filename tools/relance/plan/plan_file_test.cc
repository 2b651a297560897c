#include "tools/relance/plan/plan_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace relance::cli {
namespace {

class PlanFileTest : public ::testing::Test {
 protected:
  PlanFileTest() {
    std::filesystem::create_directories(folder_);
    plan_.set_based_on_version(7);
    plan_.mutable_configuration()->add_legal_entities()->set_code("FR01");
    auto& feed = *plan_.mutable_configuration()->add_feeds();
    (*feed.mutable_types())["INVOIC"] = "invoice";
    (*feed.mutable_types())["PAYMNT"] = "payment";
    plan_.add_moves()->mutable_account()->set_number("D42");
  }
  ~PlanFileTest() override { std::filesystem::remove_all(folder_); }

  std::string Text() const {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }
  void Write(const std::string& text) const { std::ofstream(path_) << text; }

  const std::string folder_ = ::testing::TempDir() + "/relance-plan-file";
  const std::string path_ = folder_ + "/change.plan.json";
  scenario::v1::ConfigurationPlan plan_;
};

TEST_F(PlanFileTest, APlanIsReadAsItWasSaved) {
  ASSERT_TRUE(SavePlan(plan_, path_));
  const auto read = ReadPlan(path_);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->based_on_version(), 7U);
  EXPECT_EQ(read->moves(0).account().number(), "D42");
  EXPECT_EQ(read->configuration().feeds(0).types().size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(path_ + ".draft"));
}

TEST_F(PlanFileTest, APlanThatSomebodyChangedIsNotApplied) {
  ASSERT_TRUE(SavePlan(plan_, path_));
  std::string text = Text();
  text.replace(text.find("D42"), 3, "D43");
  Write(text);
  const auto read = ReadPlan(path_);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("was changed after it was saved"), std::string::npos);
}

TEST_F(PlanFileTest, ACutFileAndAFolderThatIsNotThereAreNamed) {
  ASSERT_TRUE(SavePlan(plan_, path_));
  Write(Text().substr(0, 40));
  const auto read = ReadPlan(path_);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("is no plan"), std::string::npos);
  const auto saved = SavePlan(plan_, folder_ + "/none/change.plan.json");
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().field, "--save");
}

}  // namespace
}  // namespace relance::cli
