#include "libs/process/read_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace relance {
namespace {

TEST(ReadFileTest, EveryByteArrivesWhateverTheSize) {
  const auto path =
      std::filesystem::temp_directory_path() / ("relance-read-" + std::to_string(getpid()));
  std::string content(100'000, 'x');
  content[50'000] = '\0';
  std::ofstream(path, std::ios::binary) << content;
  EXPECT_EQ(ReadFile(path, "f").value(), content);
  std::filesystem::remove(path);
}

TEST(ReadFileTest, AFolderOrAMissingFileIsRefusedWithTheSystemsReason) {
  EXPECT_EQ(ReadFile("/", "tls.key").error().message, "cannot read '/': Is a directory");
  EXPECT_EQ(ReadFile("/", "tls.key").error().field, "tls.key");
  EXPECT_EQ(ReadFile("/nonexistent", "").error().message,
            "cannot read '/nonexistent': No such file or directory");
}

}  // namespace
}  // namespace relance
