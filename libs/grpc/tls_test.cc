#include "libs/grpc/tls.h"

#include <gmock/gmock.h>

#include <chrono>
#include <fstream>
#include <string>

#include "libs/grpc/testing/authority.h"

namespace relance {
namespace {

using testing::HasSubstr;

TEST(LoopbackTest, OnlyThisMachineCounts) {
  for (const char* here :
       {"127.0.0.1:9001", "127.9.9.9:1", "[::1]:9001", "localhost:9001", "unix:/run/x",
        "unix-abstract:x", "dns:///localhost:9001", "ipv4:127.0.0.1:9001", "ipv6:[::1]:9001"}) {
    EXPECT_TRUE(IsLoopback(here)) << here;
  }
  for (const char* away : {"0.0.0.0:9001", "[::]:9001", "10.0.0.1:9001", "ledger:9001",
                           "localhost.example:9001", "127.0.0.1.example:9001", "dns:///ledger:1",
                           "127.0.0:9001", "ipv4:10.0.0.1:1", "", ":9001"}) {
    EXPECT_FALSE(IsLoopback(away)) << away;
  }
}

class TlsTest : public testing::Test {
 protected:
  TestAuthority authority_{"Relance test"};
  TlsFiles files_ = authority_.Issue({.common_name = "ledger", .dns_names = {"ledger"}, .days = 1});
};

TEST_F(TlsTest, TheEndOfTheOwnCertificateIsKnown) {
  const auto material = ReadTls(files_);
  ASSERT_TRUE(material) << material.error().message;
  const auto left = material->expires - std::chrono::system_clock::now();
  EXPECT_GT(left, std::chrono::hours(23));
  EXPECT_LE(left, std::chrono::hours(24));
}

TEST_F(TlsTest, AMissingFileNamesItsSetting) {
  TlsFiles files = files_;
  files.authority.clear();
  EXPECT_EQ(ReadTls(files).error().field, "tls.authority");
  files = files_;
  files.key = "/nonexistent";
  EXPECT_EQ(ReadTls(files).error().field, "tls.key");
  EXPECT_THAT(ReadTls(files).error().message, HasSubstr("/nonexistent"));
}

TEST_F(TlsTest, AKeyOfAnotherCertificateIsRefused) {
  TlsFiles files = files_;
  files.key = authority_.Issue({.common_name = "portal"}).key;
  const auto material = ReadTls(files);
  ASSERT_FALSE(material);
  EXPECT_EQ(material.error().field, "tls.key");
  EXPECT_THAT(material.error().message, HasSubstr("is not the key of"));
}

TEST_F(TlsTest, FilesThatAreNoPemAreRefused) {
  const std::string text = authority_.folder() / "text";
  std::ofstream(text) << "not a certificate\n";
  EXPECT_EQ(ReadTls({text, files_.key, files_.authority}).error().field, "tls.certificate");
  EXPECT_EQ(ReadTls({files_.certificate, text, files_.authority}).error().field, "tls.key");
  EXPECT_EQ(ReadTls({files_.certificate, files_.key, text}).error().field, "tls.authority");
}

}  // namespace
}  // namespace relance
