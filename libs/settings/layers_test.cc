#include "libs/settings/layers.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace relance {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

TEST(YamlTest, MappingsBecomeDottedKeysAndRememberTheirLine) {
  const auto values = ReadYaml(
      "kafka:\n  brokers: [a:1, b:2]\n  timeout: 5s\nredis.address: 127.0.0.1:6379\n", "l.yaml");
  ASSERT_TRUE(values) << values.error().message;
  EXPECT_THAT(*values,
              ElementsAre(Pair("kafka.brokers", SettingValue{"a:1,b:2", "l.yaml:2"}),
                          Pair("kafka.timeout", SettingValue{"5s", "l.yaml:3"}),
                          Pair("redis.address", SettingValue{"127.0.0.1:6379", "l.yaml:4"})));
}

TEST(YamlTest, WordsThatYamlWouldTurnIntoOtherThingsStayAsWritten) {
  const auto values = ReadYaml("country: NO\nfolder: 1e3\nzip: 01000\n", "l.yaml");
  ASSERT_TRUE(values);
  EXPECT_EQ(values->at("country").text, "NO");
  EXPECT_EQ(values->at("folder").text, "1e3");
  EXPECT_EQ(values->at("zip").text, "01000");
}

TEST(YamlTest, AnEmptyFileSetsNothing) {
  EXPECT_TRUE(ReadYaml("", "l.yaml").value().empty());
  EXPECT_TRUE(ReadYaml("# only a comment\n", "l.yaml").value().empty());
}

struct BadYaml {
  const char* text;
  const char* place;
  const char* reason;
};

class BadYamlTest : public testing::TestWithParam<BadYaml> {};

TEST_P(BadYamlTest, IsRefusedWithItsPlace) {
  const auto values = ReadYaml(GetParam().text, "l.yaml");
  ASSERT_FALSE(values);
  EXPECT_EQ(values.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(values.error().message, testing::StartsWith(GetParam().place));
  EXPECT_THAT(values.error().message, HasSubstr(GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadYamlTest,
    testing::Values(BadYaml{"a: 1\nb: [1, 2\n", "l.yaml:3:1: ", ""},
                    BadYaml{"kafka:\n  timeout: 5s\n  timeout: 6s\n",
                            "l.yaml:3:12: ", "'kafka.timeout' is given twice, first at l.yaml:2"},
                    BadYaml{"a: 1\nkafka:\n", "l.yaml:2:1: ", "'kafka' has no value"},
                    BadYaml{"a: 1\nb: ~\n", "l.yaml:2:1: ", "'b' has no value"},
                    BadYaml{"a: [[1]]\n", "l.yaml:1:5: ", "plain values only"},
                    BadYaml{"a: ['x,y']\n", "l.yaml:1:5: ", "no comma"},
                    BadYaml{"- a\n", "l.yaml:1:1: ", "a mapping"},
                    BadYaml{"just text\n", "l.yaml:1:1: ", "a mapping"}));

TEST(EnvironmentNameTest, DotsAreTwoUnderscores) {
  EXPECT_EQ(EnvironmentName("ledger", "kafka.group_id"), "RELANCE_LEDGER__KAFKA__GROUP_ID");
}

TEST(NearestTest, ATypoFindsItsWordAndNonsenseFindsNone) {
  const std::vector<std::string> keys = {"kafka.brokers", "kafka.timeout", "redis.address"};
  EXPECT_EQ(Nearest("kafka.borkers", keys), "kafka.brokers");
  EXPECT_EQ(Nearest("redis.adress", keys), "redis.address");
  EXPECT_EQ(Nearest("smtp.host", keys), "");
}

}  // namespace
}  // namespace relance
