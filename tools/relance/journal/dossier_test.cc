#include "tools/relance/journal/dossier.h"

#include <gmock/gmock.h>

#include "tools/relance/journal/export.h"
#include "tools/relance/journal/testing_export.h"
#include "tools/relance/journal/verify.h"

namespace relance::cli {
namespace {

const AccountId kAccount{"FR01", "D42"};

std::string DossierOf(const TestExport& archive) {
  std::istringstream in(archive.Text());
  std::ostringstream out;
  const auto dossier = CutDossier(in, kAccount, out);
  EXPECT_TRUE(dossier);
  EXPECT_EQ(dossier->entries, archive.records.size());
  return out.str();
}

TEST(DossierTest, ItVerifiesAndHoldsNothingOfAnybodyElse) {
  const std::string dossier = DossierOf(MakeExport(4));
  std::istringstream in(dossier);
  const auto found = VerifyArchive(in);
  ASSERT_TRUE(found);
  EXPECT_THAT(found->findings, ::testing::IsEmpty());
  EXPECT_EQ(found->records, 4u);
  EXPECT_EQ(found->entries, 4u);
  EXPECT_EQ(found->opening.account, "FR01/D42");
  std::istringstream lines(dossier);
  for (std::string line; std::getline(lines, line);) {
    const auto parsed = ParseArchiveLine(line);
    if (const auto* record = std::get_if<ArchiveRecord>(&*parsed)) {
      EXPECT_EQ(record->entries.at(1), "");
    }
  }
}

TEST(DossierTest, AnAlteredEntryOfTheAccountIsFoundInTheDossierToo) {
  auto archive = MakeExport(4);
  archive.records[2].entries[0].back() ^= 1;
  std::istringstream in(DossierOf(archive));
  const auto found = VerifyArchive(in);
  ASSERT_TRUE(found);
  EXPECT_THAT(found->findings, ::testing::ElementsAre(Finding{2, 3, "entry 0 was altered"}));
}

TEST(DossierTest, AnEntryMayNotBeLeftOutOfAFullExport) {
  auto archive = MakeExport(2);
  archive.records[0].entries[1].clear();
  std::istringstream in(archive.Text());
  EXPECT_EQ(VerifyArchive(in)->findings.size(), 1u);
}

TEST(DossierTest, AKeyIsOfAnAccountOnlyAsAWhole) {
  EXPECT_TRUE(IsKeyOf("account/FR01/D42", kAccount));
  EXPECT_TRUE(IsKeyOf("notice/FR01/D42/0a1b", kAccount));
  EXPECT_FALSE(IsKeyOf("account/FR01/D421", kAccount));
  EXPECT_FALSE(IsKeyOf("account/FR011/D42", kAccount));
  EXPECT_FALSE(IsKeyOf("partition/fences", kAccount));
  EXPECT_TRUE(IsKeyOf("account/FR01/D%2F42", {"FR01", "D/42"}));
  EXPECT_TRUE(IsKeyOf("case/FR01/D/42", {"FR01", "D/42"}));
}

TEST(DossierTest, AnAccountWithoutEntriesHasNoDossier) {
  std::istringstream in(MakeExport(2).Text());
  std::ostringstream out;
  EXPECT_EQ(CutDossier(in, {"FR01", "D9"}, out).error().code, ErrorCode::kNotFound);
}

/// A topic in memory that gives two records at a time.
PartitionSource SourceOf(const std::vector<std::string>& stored) {
  return {[&stored](int) -> Result<journal::Extent> {
            return journal::Extent{0, static_cast<int64_t>(stored.size())};
          },
          [&stored](int, int64_t from) -> Result<std::vector<journal::LogRecord>> {
            std::vector<journal::LogRecord> records;
            for (auto at = from; at < static_cast<int64_t>(stored.size()) && at < from + 2; ++at) {
              records.push_back({at, stored[static_cast<size_t>(at)]});
            }
            return records;
          }};
}

TEST(ExportTest, LateAndRepeatedRecordsAreLeftOutAndCounted) {
  const auto archive = MakeExport(3);
  auto stored = archive.Stored();
  stored.insert(stored.begin() + 2, stored[1]);
  stored.push_back(stored[0]);
  std::ostringstream out;
  const auto done =
      ExportJournal(SourceOf(stored), archive.opening, {2}, out, [](const std::string&) {});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->accepted, 3u);
  EXPECT_EQ(done->ignored, 2u);
  EXPECT_EQ(done->heads, archive.heads);
  std::istringstream in(out.str());
  EXPECT_THAT(VerifyArchive(in)->findings, ::testing::IsEmpty());
}

TEST(ExportTest, AJournalThatContradictsItselfIsNotExported) {
  auto archive = MakeExport(3);
  archive.records[1].entries[0].back() ^= 1;
  const auto stored = archive.Stored();
  std::ostringstream out;
  const auto done =
      ExportJournal(SourceOf(stored), archive.opening, {2}, out, [](const std::string&) {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace relance::cli
