#include "libs/seal/key.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>
#include <vector>

#include "libs/base/encoding.h"
#include "libs/seal/testing/temporary_folder.h"

namespace relance::seal {
namespace {

class KeyFileTest : public testing::Test {
 protected:
  std::string Write(const std::string& content, mode_t mode = 0600) {
    std::ofstream(path_) << content;
    chmod(path_.c_str(), mode);
    return path_;
  }

  TemporaryFolder folder_;
  const std::string path_ = (folder_.path() / "entity.key").string();
};

TEST(KeyTest, AKeyHas32Bytes) {
  EXPECT_TRUE(Key::FromBytes(std::string(32, 'k')));
  EXPECT_FALSE(Key::FromBytes(std::string(31, 'k')));
  EXPECT_FALSE(Key::FromBytes(""));
  EXPECT_FALSE(Key::Random() == Key::Random());
}

/// RFC 4231, test case 2, with the key padded by zeros, which HMAC does itself.
TEST(KeyTest, ADerivedKeyIsHmacSha256UnderTheKey) {
  const Key key = *Key::FromBytes("Jefe" + std::string(28, '\0'));
  const Key derived = key.Derive("what do ya want for nothing?");
  EXPECT_EQ(ToHex(std::string_view(reinterpret_cast<const char*>(derived.data()), 32)),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_FALSE(derived == key.Derive("another purpose"));
}

TEST_F(KeyFileTest, AKeyFileHolds64HexadecimalDigits) {
  const std::string hex = ToHex(std::string_view(std::string(32, 'k')));
  for (const std::string end : {"", "\n", "\r\n"}) {
    const auto key = ReadKeyFile(Write(hex + end), IfMissing::kRefuse);
    ASSERT_TRUE(key) << key.error().message;
    EXPECT_TRUE(*key == *Key::FromBytes(std::string(32, 'k')));
  }
  for (const std::string& content :
       {std::string(), hex.substr(2), hex + "00", "zz" + hex.substr(2), std::string(10'000, '0')}) {
    EXPECT_FALSE(ReadKeyFile(Write(content), IfMissing::kCreate)) << content.size();
  }
}

TEST_F(KeyFileTest, AMalformedFileIsNamedButItsContentIsNotTold) {
  const auto key = ReadKeyFile(Write("secret-in-wrong-form"), IfMissing::kRefuse);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(key.error().message, testing::HasSubstr(path_));
  EXPECT_THAT(key.error().message, testing::Not(testing::HasSubstr("secret-in")));
}

TEST_F(KeyFileTest, AKeyThatOthersMayReadIsRefused) {
  const std::string hex(64, 'a');
  EXPECT_TRUE(ReadKeyFile(Write(hex, 0440), IfMissing::kRefuse));
  for (const mode_t mode : {0604, 0644, 0666, 0620}) {
    const auto key = ReadKeyFile(Write(hex, mode), IfMissing::kRefuse);
    ASSERT_FALSE(key) << mode;
    EXPECT_EQ(key.error().code, ErrorCode::kInvalid);
  }
}

TEST_F(KeyFileTest, AMissingKeyIsNeverInventedUnlessAskedFor) {
  const auto missing = ReadKeyFile(path_, IfMissing::kRefuse);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(path_));

  const auto made = ReadKeyFile(path_, IfMissing::kCreate);
  ASSERT_TRUE(made) << made.error().message;
  struct stat status {};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_TRUE(*ReadKeyFile(path_, IfMissing::kRefuse) == *made);
  EXPECT_TRUE(*ReadKeyFile(path_, IfMissing::kCreate) == *made);
}

TEST_F(KeyFileTest, ServicesThatStartAtOnceAgreeOnOneKey) {
  std::vector<Result<Key>> keys(8, Invalid("not read"));
  std::vector<std::thread> threads;
  for (auto& key : keys) {
    threads.emplace_back([&] { key = ReadKeyFile(path_, IfMissing::kCreate); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& key : keys) {
    ASSERT_TRUE(key) << key.error().message;
    EXPECT_TRUE(*key == *keys.front());
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(KeyFileTest, AFolderThatIsNotThereIsUnavailable) {
  const auto key = ReadKeyFile(path_ + "/deeper/key", IfMissing::kCreate);
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace relance::seal
