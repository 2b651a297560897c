#include "tools/relance/journal/verify.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "tools/relance/journal/testing_export.h"

namespace relance::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Verification Checked(const TestExport& archive, const ArchiveHeads& published = {}) {
  std::istringstream in(archive.Text());
  auto found = VerifyArchive(in, published);
  EXPECT_TRUE(found) << found.error().message;
  return found ? *found : Verification{};
}

std::vector<uint64_t> Accused(const TestExport& archive) {
  std::vector<uint64_t> sequences;
  for (const auto& finding : Checked(archive).findings) sequences.push_back(finding.sequence);
  return sequences;
}

/// The same by the program that shares no code with this one.
std::vector<uint64_t> AccusedByStranger(const TestExport& archive) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("relance-verify-" + std::to_string(getpid()) + ".ndjson");
  std::ofstream(path) << archive.Text();
  const std::string command = "/usr/bin/python3 tests/journal/verify.py " + path.string() + " 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  std::string output;
  std::array<char, 4096> bytes;
  while (std::fgets(bytes.data(), bytes.size(), pipe) != nullptr) output += bytes.data();
  const int ended = pclose(pipe);
  std::filesystem::remove(path);
  std::vector<uint64_t> sequences;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_object()) sequences.push_back(json["sequence"]);
  }
  EXPECT_EQ(WEXITSTATUS(ended), sequences.empty() ? 0 : 1) << output;
  return sequences;
}

TEST(VerifyTest, AnUntouchedExportIsUnbroken) {
  const auto archive = MakeExport(6);
  const auto found = Checked(archive);
  EXPECT_THAT(found.findings, IsEmpty());
  EXPECT_EQ(found.records, 6u);
  EXPECT_EQ(found.entries, 12u);
  EXPECT_THAT(AccusedByStranger(archive), IsEmpty());
}

TEST(VerifyTest, EachBitOfEachHeaderIsMissedByNobody) {
  const auto archive = MakeExport(4);
  for (size_t at = 0; at < archive.records.size(); ++at) {
    for (size_t bit = 0; bit < archive.records[at].header.size() * 8; ++bit) {
      auto damaged = archive;
      damaged.records[at].header[bit / 8] ^= static_cast<char>(1 << (bit % 8));
      ASSERT_THAT(Accused(damaged), ElementsAre(at + 1)) << "record " << at + 1 << " bit " << bit;
    }
  }
}

TEST(VerifyTest, EachBitOfEachEntryIsMissedByNobody) {
  const auto archive = MakeExport(3);
  for (size_t at = 0; at < archive.records.size(); ++at) {
    for (size_t entry = 0; entry < archive.records[at].entries.size(); ++entry) {
      for (size_t bit = 0; bit < archive.records[at].entries[entry].size() * 8; ++bit) {
        auto damaged = archive;
        damaged.records[at].entries[entry][bit / 8] ^= static_cast<char>(1 << (bit % 8));
        const auto found = Checked(damaged);
        ASSERT_EQ(found.findings.size(), 1u);
        EXPECT_EQ(found.findings[0].sequence, at + 1);
        EXPECT_EQ(found.findings[0].what, "entry " + std::to_string(entry) + " was altered");
      }
    }
  }
}

TEST(VerifyTest, ARecordThatWasTakenOutIsNamedTheLastOneToo) {
  for (size_t at = 0; at < 5; ++at) {
    auto damaged = MakeExport(5);
    damaged.records.erase(damaged.records.begin() + static_cast<std::ptrdiff_t>(at));
    const auto found = Checked(damaged);
    ASSERT_EQ(found.findings.size(), 1u) << at;
    EXPECT_EQ(found.findings[0], (Finding{2, at + 1, "is missing"}));
  }
}

TEST(VerifyTest, ARecordInAnotherPlaceIsNamed) {
  for (size_t at = 0; at + 1 < 5; ++at) {
    auto damaged = MakeExport(5);
    std::swap(damaged.records[at], damaged.records[at + 1]);
    const auto found = Checked(damaged);
    ASSERT_EQ(found.findings.size(), 1u) << at;
    EXPECT_EQ(found.findings[0], (Finding{2, at + 1, "is out of order, or here twice"}));
  }
}

TEST(VerifyTest, AStrangerWhoSharesNoCodeFindsTheSame) {
  const auto archive = MakeExport(4);
  std::vector<TestExport> damages;
  const size_t bits = archive.records[1].header.size() * 8;
  for (size_t bit = 0; bit < bits; bit += 37) {
    auto damaged = archive;
    damaged.records[1].header[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    damages.push_back(damaged);
  }
  for (size_t at = 0; at < 4; ++at) {
    auto altered = archive;
    altered.records[at].entries[0].back() ^= 1;
    damages.push_back(altered);
    auto cut = archive;
    cut.records.erase(cut.records.begin() + static_cast<std::ptrdiff_t>(at));
    damages.push_back(cut);
  }
  auto swapped = archive;
  std::swap(swapped.records[1], swapped.records[2]);
  damages.push_back(swapped);
  for (const auto& damaged : damages) {
    EXPECT_THAT(Accused(damaged), ::testing::Not(IsEmpty()));
    EXPECT_EQ(AccusedByStranger(damaged), Accused(damaged)) << damaged.Text();
  }
}

TEST(VerifyTest, AJournalOfAnotherInstallationDoesNotPass) {
  auto foreign = MakeExport(2);
  foreign.opening.installation = "b2";
  EXPECT_THAT(Accused(foreign), ElementsAre(1u));
  EXPECT_THAT(AccusedByStranger(foreign), ElementsAre(1u));
}

TEST(VerifyTest, ARewrittenJournalIsFoundByTheHeadsOfAnEarlierExport) {
  const auto yesterday = MakeExport(3);
  auto today = MakeExport(5);
  EXPECT_THAT(Checked(today, yesterday.heads).findings, IsEmpty());
  auto other = yesterday.heads;
  other[0].hash[0] ^= 1;
  EXPECT_THAT(Checked(today, other).findings,
              ElementsAre(Finding{2, 3, "is not the head that was published"}));
}

TEST(VerifyTest, ACutFileSaysSo) {
  std::string text = MakeExport(3).Text();
  text.resize(text.rfind("{\"heads\""));
  std::istringstream in(text);
  const auto found = VerifyArchive(in);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->findings.size(), 1u);
  EXPECT_EQ(found->findings[0].partition, -1);
}

TEST(VerifyTest, HeadsThatAreNoneAreAFinding) {
  const auto archive = MakeExport(3);
  for (const char* heads : {R"([1])", R"([{"partition":2,"sequence":3,"hash":7}])",
                            R"([{"partition":4294967298,"sequence":3,"hash":""}])"}) {
    std::string text = archive.Text();
    text.replace(text.rfind("{\"heads\""), text.npos, std::string("{\"heads\":") + heads + "}\n");
    std::istringstream in(text);
    const auto found = VerifyArchive(in);
    ASSERT_TRUE(found) << heads;
    EXPECT_EQ(found->findings.size(), 2u) << heads;
    EXPECT_EQ(found->findings[0].what, "line 5 is not a list of heads");
  }
}

TEST(VerifyTest, TheHighestSequenceThereIsEndsTheCountOfMissingOnes) {
  constexpr uint64_t kHighest = std::numeric_limits<uint64_t>::max();
  auto archive = MakeExport(3);
  journal::Header stray;
  stray.sequence = kHighest - 5;
  journal::v1::Record record;
  record.ParseFromString(journal::EncodeRecord(stray, {}, {}).bytes);
  archive.records.push_back({2, 3, record.header(), {}});
  archive.heads[0].sequence = kHighest;
  EXPECT_EQ(Accused(archive).back(), kHighest);
}

TEST(VerifyTest, AnotherFileIsNoExport) {
  std::istringstream in("{\"specversion\":\"1.0\"}\n");
  EXPECT_EQ(VerifyArchive(in).error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace relance::cli
