#include "libs/settings/settings.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <type_traits>
#include <vector>

namespace relance {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::StartsWith;

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};
static_assert(!Streamable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);

class SettingsTest : public testing::Test {
 protected:
  SettingsTest()
      : folder_(std::filesystem::temp_directory_path() /
                ("relance-settings-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~SettingsTest() override { std::filesystem::remove_all(folder_); }

  std::string File(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  static Result<Settings> Load(const std::vector<const char*>& args,
                               const std::vector<const char*>& environment = {}) {
    return Settings::Load("ledger", args, environment);
  }

  std::filesystem::path folder_;
};

struct KafkaSettings {
  std::string brokers;
  Millis timeout;
};

KafkaSettings ReadKafka(Settings& s) {
  return {.brokers = s.Text("kafka.brokers", "127.0.0.1:9092", "where Kafka listens"),
          .timeout = s.Duration("kafka.timeout", 5s, "the longest wait")};
}

TEST_F(SettingsTest, EachLayerWinsOverTheOnesBelow) {
  const std::string common = File("common.yaml", "kafka: {brokers: common:1, timeout: 1s}\n");
  const std::string own = File("own.yaml", "kafka: {brokers: own:1}\n");
  const std::vector<const char*> files = {"--config", common.c_str(), "--config", own.c_str()};

  auto nothing = Load({});
  EXPECT_EQ(ReadKafka(*nothing).brokers, "127.0.0.1:9092");

  auto from_files = Load(files);
  const KafkaSettings kafka = ReadKafka(*from_files);
  EXPECT_EQ(kafka.brokers, "own:1");
  EXPECT_EQ(kafka.timeout, 1s);

  auto from_environment = Load(
      files, {"RELANCE_LEDGER__KAFKA__BROKERS=env:1", "RELANCE_NOTIFIER__KAFKA__BROKERS=other:1"});
  EXPECT_EQ(ReadKafka(*from_environment).brokers, "env:1");

  auto args = files;
  args.push_back("--set=kafka.brokers=flag:1");
  auto from_flag = Load(args, {"RELANCE_LEDGER__KAFKA__BROKERS=env:1"});
  EXPECT_EQ(ReadKafka(*from_flag).brokers, "flag:1");
  EXPECT_TRUE(from_flag->Finish());
}

TEST_F(SettingsTest, ThePrintedConfigurationSaysWhereEachValueCameFromAndReadsBack) {
  const std::string own = File("own.yaml", "\nkafka:\n  brokers: \"a:1\"\n");
  auto settings =
      Load({"--config", own.c_str(), "--print-config"}, {"RELANCE_LEDGER__KAFKA__TIMEOUT=90s"});
  EXPECT_TRUE(settings->wants_print());
  ReadKafka(*settings);
  settings->Bool("grpc.reflection", false, "reflection");
  settings->Text("sender.name", "A \"B\": #c", "name");
  const std::string printed = settings->Print();
  EXPECT_EQ(printed, "kafka.brokers: \"a:1\"  # " + own + ":3\n" +
                         "kafka.timeout: 90s  # environment RELANCE_LEDGER__KAFKA__TIMEOUT\n"
                         "grpc.reflection: false  # default\n"
                         "sender.name: \"A \\\"B\\\": #c\"  # default\n");

  const std::string again = File("again.yaml", printed);
  auto reloaded = Load({"--config", again.c_str()});
  ASSERT_TRUE(reloaded) << reloaded.error().message;
  EXPECT_EQ(ReadKafka(*reloaded).timeout, 90s);
  EXPECT_EQ(reloaded->Text("sender.name", "", "name"), "A \"B\": #c");
}

TEST_F(SettingsTest, AKeyThatNobodyDeclaredIsAnErrorWithASuggestion) {
  auto settings = Load({"--set", "kafka.borkers=x"}, {"RELANCE_LEDGER__SMTP__HOST=x"});
  ReadKafka(*settings);
  const auto finished = settings->Finish();
  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(finished.error().field, "kafka.borkers");
  EXPECT_EQ(finished.error().message,
            "kafka.borkers: unknown setting; did you mean kafka.brokers? (--set)\n"
            "smtp.host: unknown setting (environment RELANCE_LEDGER__SMTP__HOST)");
}

TEST_F(SettingsTest, AllValuesThatDoNotFitAreReportedAtOnce) {
  auto settings = Load({"--set", "port=70000", "--set", "timeout=5", "--set", "on=yes", "--set",
                        "level=loud", "--set", "count=12x"});
  EXPECT_EQ(settings->Int("port", 1, 1, 65535, "h"), 1);
  EXPECT_EQ(settings->Duration("timeout", 5s, "h"), 5s);
  EXPECT_FALSE(settings->Bool("on", false, "h"));
  EXPECT_EQ(settings->Choice("level", "info", {"info", "warn"}, "h"), "info");
  EXPECT_EQ(settings->Int("count", 3, 0, 9, "h"), 3);
  settings->Required("installation", "h");
  const auto finished = settings->Finish();
  ASSERT_FALSE(finished);
  const std::string& message = finished.error().message;
  EXPECT_THAT(message, HasSubstr("port: '70000' is no whole number from 1 to 65535 (--set)\n"));
  EXPECT_THAT(message, HasSubstr("timeout: '5' is no duration such as 250ms, 5s"));
  EXPECT_THAT(message, HasSubstr("on: 'yes' is neither true nor false"));
  EXPECT_THAT(message, HasSubstr("level: 'loud' is none of info, warn"));
  EXPECT_THAT(message, HasSubstr("count: '12x' is no whole number"));
  EXPECT_THAT(message, HasSubstr("installation: has no value; set it in the configuration file or "
                                 "with RELANCE_LEDGER__INSTALLATION"));
}

TEST_F(SettingsTest, DurationsNeedAUnitAndAreExact) {
  auto settings = Load({"--set", "a=250ms", "--set", "b=10m", "--set", "c=30d", "--set",
                        "d=9999999999999999d", "--set", "e=-5s"});
  EXPECT_EQ(settings->Duration("a", 1s, "h"), 250ms);
  EXPECT_EQ(settings->Duration("b", 1s, "h"), 10min);
  EXPECT_EQ(settings->Duration("c", 1s, "h"), 720h);
  EXPECT_TRUE(settings->Finish().error().message.starts_with("d: unknown")) << "undeclared yet";
  EXPECT_EQ(settings->Duration("d", 1s, "h"), 1s) << "overflow";
  EXPECT_EQ(settings->Duration("e", 1s, "h"), 1s);
}

TEST_F(SettingsTest, ListsComeFromSequencesAndFromText) {
  const std::string own = File("own.yaml", "brokers: [a:1, b:2]\n");
  auto settings = Load({"--config", own.c_str(), "--set", "callers=portal, scenario,"});
  EXPECT_THAT(settings->List("brokers", {}, "h"), ElementsAre("a:1", "b:2"));
  EXPECT_THAT(settings->List("callers", {}, "h"), ElementsAre("portal", "scenario"));
  EXPECT_THAT(settings->List("absent", {"x", "y"}, "h"), ElementsAre("x", "y"));
  EXPECT_TRUE(settings->Finish());
}

TEST_F(SettingsTest, ASectionTakesKeysThatAreData) {
  const std::string own = File("own.yaml", "grpc:\n  callers:\n    fence: [scenario]\n");
  auto settings =
      Load({"--config", own.c_str()}, {"RELANCE_LEDGER__GRPC__CALLERS__READ=portal,cli"});
  EXPECT_THAT(settings->Section("grpc.callers", "h"),
              ElementsAre(Pair("fence", ElementsAre("scenario")),
                          Pair("read", ElementsAre("portal", "cli"))));
  EXPECT_TRUE(settings->Finish());
  EXPECT_THAT(settings->Print(), HasSubstr("grpc.callers.fence: scenario  # "));
}

TEST_F(SettingsTest, ASecretComesFromItsFileAndIsNeverShown) {
  const std::string file = File("password", "hunter2 \n");
  auto settings = Load({}, {("RELANCE_LEDGER__REDIS__PASSWORD_FILE=" + file).c_str()});
  const auto secret = settings->SecretText("redis.password", "h");
  ASSERT_TRUE(secret.has_value());
  EXPECT_EQ(secret->Reveal(), "hunter2 ");
  EXPECT_TRUE(settings->Finish());
  EXPECT_THAT(settings->Print(), Not(HasSubstr("hunter2")));
  EXPECT_THAT(settings->Print(), HasSubstr("content masked"));
}

TEST_F(SettingsTest, ASecretGivenAsAValueIsRefusedWithoutRepeatingIt) {
  auto settings = Load({"--set", "redis.password=hunter2"});
  EXPECT_FALSE(settings->SecretText("redis.password", "h").has_value());
  const auto finished = settings->Finish();
  ASSERT_FALSE(finished);
  EXPECT_THAT(finished.error().message,
              StartsWith("redis.password: a secret is never given as a value; name its file in "
                         "redis.password_file"));
  EXPECT_THAT(finished.error().message, Not(HasSubstr("hunter2")));
}

TEST_F(SettingsTest, ASecretWithoutItsFileIsAnErrorAndWithoutASettingIsNone) {
  auto settings = Load({"--set", "redis.password_file=/nonexistent"});
  EXPECT_FALSE(settings->SecretText("redis.password", "h").has_value());
  EXPECT_FALSE(settings->SecretText("kafka.password", "h").has_value());
  EXPECT_THAT(settings->Finish().error().message,
              HasSubstr("redis.password_file: '/nonexistent' gives no secret: cannot read"));
}

TEST_F(SettingsTest, SystemdCredentialsAreTakenWhenNoFileIsNamed) {
  File("redis.password", "from systemd\n");
  auto settings = Load({}, {("CREDENTIALS_DIRECTORY=" + folder_.string()).c_str()});
  const auto secret = settings->SecretText("redis.password", "h");
  ASSERT_TRUE(secret.has_value());
  EXPECT_EQ(secret->Reveal(), "from systemd");
  EXPECT_THAT(settings->Print(), HasSubstr("systemd credential"));
}

TEST_F(SettingsTest, AnUnknownFlagIsAnErrorWithASuggestion) {
  const auto typo = Load({"--pirnt-config"});
  ASSERT_FALSE(typo);
  EXPECT_EQ(typo.error().message,
            "unknown argument '--pirnt-config'; did you mean --print-config?");
  EXPECT_EQ(Load({"ledger.yaml"}).error().message, "unknown argument 'ledger.yaml'; see --help");
  EXPECT_EQ(Load({"--set"}).error().message, "--set needs a value");
  EXPECT_EQ(Load({"--set", "Kafka=1"}).error().field, "--set");
  EXPECT_EQ(Load({"--config", "/nonexistent.yaml"}).error().field, "--config");
  EXPECT_EQ(Load({"--config", "/"}).error().field, "--config");
}

TEST_F(SettingsTest, HelpListsEveryKeyWithItsVariableAndDefault) {
  auto settings = Load({"-h"});
  EXPECT_TRUE(settings->wants_help());
  ReadKafka(*settings);
  EXPECT_THAT(settings->Help(), HasSubstr("kafka.timeout\n    the longest wait\n    "
                                          "RELANCE_LEDGER__KAFKA__TIMEOUT, default 5s\n"));
}

}  // namespace
}  // namespace relance
