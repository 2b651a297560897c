#include "tools/relance/shell/command_line.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tools/relance/shell/session.h"

namespace relance::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CommandLineTest : public ::testing::Test {
 protected:
  /// Runs the words against one command, `item add`, that fails with `fault` if there is one.
  ExitCode Run(const std::vector<std::string>& words) {
    const std::vector<Command> commands = {{"item",
                                            "add",
                                            "Add an item.",
                                            {"item add I1 --tag new"},
                                            {{"ITEM", "its name", Parameter::Kind::kText, "", true},
                                             {"NOTE", "a remark"},
                                             {"--tag", "any number", Parameter::Kind::kMany},
                                             {"--price", "two words", Parameter::Kind::kPair},
                                             {"--size", "a number", Parameter::Kind::kText, "7"},
                                             {"--deep", "a flag", Parameter::Kind::kFlag}},
                                            [this](Session& session) -> Result<ExitCode> {
                                              arguments = session.arguments;
                                              identity = session.identity;
                                              targets = session.targets;
                                              json = session.console.json();
                                              if (fault) return Failure(*fault);
                                              session.console.Data("done");
                                              return ExitCode::kOk;
                                            }}};
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const ExitCode code = RunCommandLine(commands, words);
    out = ::testing::internal::GetCapturedStdout();
    err = ::testing::internal::GetCapturedStderr();
    return code;
  }

  Arguments arguments;
  journal::Identity identity;
  Targets targets;
  bool json = false;
  std::optional<Error> fault;
  std::string out;
  std::string err;
};

TEST_F(CommandLineTest, APairTakesTwoWordsAndNoOther) {
  EXPECT_EQ(Run({"item", "add", "--price", "-12.00", "EUR", "I1"}), ExitCode::kOk);
  EXPECT_THAT(arguments.Many("--price"), ElementsAre("-12.00", "EUR"));
  EXPECT_EQ(arguments.Text("ITEM"), "I1");
  EXPECT_EQ(Run({"item", "add", "I1", "--price", "12.00"}), ExitCode::kUsage);
}

TEST_F(CommandLineTest, WordsReachTheCommandWhereverTheOptionsStand) {
  EXPECT_EQ(Run({"item", "add", "--tag", "a", "I1", "--json", "--tag", "b", "--deep", "--ledger",
                 "127.0.0.1:1"}),
            ExitCode::kOk);
  EXPECT_EQ(arguments.Text("ITEM"), "I1");
  EXPECT_THAT(arguments.Many("--tag"), ElementsAre("a", "b"));
  EXPECT_EQ(arguments.Text("--size"), "7");
  EXPECT_TRUE(arguments.Has("--deep"));
  EXPECT_TRUE(json);
  EXPECT_EQ(targets.ledger, "127.0.0.1:1");
  EXPECT_EQ(out, "done\n");
  EXPECT_EQ(err, "");
}

TEST_F(CommandLineTest, EachPlaceTakesOneWord) {
  EXPECT_EQ(Run({"item", "add", "--size", "3", "I1", "second"}), ExitCode::kOk);
  EXPECT_EQ(arguments.Text("ITEM"), "I1");
  EXPECT_EQ(arguments.Text("NOTE"), "second");
  EXPECT_EQ(arguments.Text("--size"), "3");
  EXPECT_EQ(Run({"item", "add", "-", "--tag", "a", "second"}), ExitCode::kOk);
  EXPECT_EQ(arguments.Text("ITEM"), "-");
  EXPECT_EQ(arguments.Text("NOTE"), "second");
  EXPECT_THAT(arguments.Many("--tag"), ElementsAre("a"));
  EXPECT_EQ(Run({"item", "add", "I1", "second", "third"}), ExitCode::kUsage);
}

TEST_F(CommandLineTest, WhoActsIsToldOrTheUser) {
  EXPECT_EQ(Run({"item", "add", "I1", "--as", "anna:lead:FR01,DE01"}), ExitCode::kOk);
  EXPECT_EQ(identity.actor, "anna");
  EXPECT_EQ(identity.role, "lead");
  EXPECT_THAT(identity.entities, ElementsAre("FR01", "DE01"));
  setenv("USER", "bob", 1);
  EXPECT_EQ(Run({"item", "add", "I1"}), ExitCode::kOk);
  EXPECT_EQ(identity.actor, "bob");
  EXPECT_EQ(identity.role, "operator");
  EXPECT_THAT(identity.entities, ElementsAre("*"));
  EXPECT_EQ(Run({"item", "add", "I1", "--as", "anna"}), ExitCode::kUsage);
}

TEST_F(CommandLineTest, ASlipIsAnsweredWithWhatWasMeant) {
  EXPECT_EQ(Run({"itm", "add"}), ExitCode::kUsage);
  EXPECT_THAT(err, HasSubstr("did you mean 'item'?"));
  EXPECT_EQ(Run({"item", "ad", "I1"}), ExitCode::kUsage);
  EXPECT_THAT(err, HasSubstr("did you mean 'add'?"));
  EXPECT_EQ(Run({"item", "add", "I1", "--tags", "a"}), ExitCode::kUsage);
  EXPECT_THAT(err, HasSubstr("did you mean --tag?"));
  EXPECT_EQ(Run({"item", "add"}), ExitCode::kUsage);
  EXPECT_THAT(err, HasSubstr("ITEM"));
  EXPECT_EQ(out, "");
}

TEST_F(CommandLineTest, HelpLeadsWithExamplesAndGoesToTheOutput) {
  EXPECT_EQ(Run({"item", "add", "--help"}), ExitCode::kOk);
  EXPECT_LT(out.find("relance item add I1 --tag new"), out.find("Options:"));
  EXPECT_EQ(Run({"--version"}), ExitCode::kOk);
  EXPECT_NE(out, "");
}

TEST_F(CommandLineTest, EachKindOfFailureHasItsExitCode) {
  const auto code_of = [&](ErrorCode code, const std::string& field) {
    fault = Error{code, "because", field};
    return Run({"item", "add", "I1"});
  };
  EXPECT_EQ(code_of(ErrorCode::kInvalid, "amount"), ExitCode::kBadData);
  EXPECT_EQ(code_of(ErrorCode::kInvalid, "--size"), ExitCode::kUsage);
  EXPECT_EQ(code_of(ErrorCode::kInvalid, "ITEM"), ExitCode::kUsage);
  EXPECT_EQ(code_of(ErrorCode::kInvalid, std::string(kPermissionField)), ExitCode::kNoPermission);
  EXPECT_EQ(code_of(ErrorCode::kUnavailable, ""), ExitCode::kUnavailable);
  EXPECT_EQ(code_of(ErrorCode::kConflict, ""), ExitCode::kTemporary);
  EXPECT_EQ(code_of(ErrorCode::kNotFound, ""), ExitCode::kFailure);
  EXPECT_EQ(err, "relance: because\n");
  EXPECT_EQ(out, "");
}

TEST_F(CommandLineTest, TheStackOfTheFolderIsKnownWithoutFlags) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("relance-targets-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "dev.json")
      << R"({"brokers":"127.0.0.1:9","partitions":4,"development_clock":true,)"
      << R"("ledger":{"grpc":"127.0.0.1:10"}})";
  EXPECT_EQ(Run({"item", "add", "I1", "--dir", folder.string()}), ExitCode::kOk);
  EXPECT_EQ(targets.brokers, "127.0.0.1:9");
  EXPECT_EQ(targets.ledger, "127.0.0.1:10");
  EXPECT_EQ(targets.partitions, 4);
  EXPECT_TRUE(targets.development_clock);
  setenv("RELANCE_BROKERS", "kafka:9092", 1);
  EXPECT_EQ(Run({"item", "add", "I1", "--dir", folder.string()}), ExitCode::kOk);
  unsetenv("RELANCE_BROKERS");
  EXPECT_EQ(targets.brokers, "kafka:9092");
  std::filesystem::remove_all(folder);
}

TEST(CompletionTest, TheScriptIsGoodBashAndKnowsEveryVerb) {
  const std::vector<Command> commands = {{"item", "add", "", {}, {{"ITEM", ""}, {"--tag", ""}}, {}},
                                         {"item", "list", "", {}, {}, {}}};
  const auto path = std::filesystem::temp_directory_path() /
                    ("relance-completion-" + std::to_string(getpid()) + ".bash");
  std::ofstream(path) << CompletionScript(commands, "bash");
  const std::string script =
      "source " + path.string() +
      "; COMP_WORDS=(relance item add --t); COMP_CWORD=3; _relance; [ \"${COMPREPLY[*]}\" = --tag ]"
      "; COMP_WORDS=(relance item l); COMP_CWORD=2; _relance; [ \"${COMPREPLY[*]}\" = list ]";
  EXPECT_EQ(std::system(("bash -e -c '" + script + "'").c_str()), 0);
  std::filesystem::remove(path);
  EXPECT_THAT(CompletionScript(commands, "fish"), HasSubstr("-l tag"));
  EXPECT_THAT(CompletionScript(commands, "zsh"), HasSubstr("bashcompinit"));
}

}  // namespace
}  // namespace relance::cli
