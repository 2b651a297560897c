#include "libs/law_files/law_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "libs/interest/testing_book.h"

namespace relance::interest {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr const char* kSeries = R"(id: ECB
title: ECB main refinancing rate
publisher: European Central Bank
values:
  2026-1:
    rate: 2.15
    source: Governing Council decision
    published: 2025-06-05
    confirmed: yes
  2026-2:
    rate: 2.40
    source: Governing Council decision
    published: not established
    confirmed: no
)";

constexpr const char* kProfiles = R"(version: 7
profiles:
  - id: it
    title: Italy
    basis: D.lgs. 231/2002
    series: ECB
    margins:
      - {percent: 7, by: DAY}
      - {from: 2013-01-01, percent: 8, by: CLAIM}
    rate_mode: FROZEN_AT_START
    rounding_up_step: 0.5
    day_count: ACT_ACT
    indemnity:
      - {from_amount: 0.00 EUR, amount: 40.00 EUR}
      - {from_date: 2020-01-01, from_amount: 100.00 EUR, amount: 50.00 EUR}
    indemnity_basis: article 6
    floor: {series: ECB, times: 2}
    limitation: {years: 10, counted_from: YEAR_END, restarted_by: [payment, formal-notice]}
    capitalise: NONE
rules:
  - {entity: [IT], debtor: [IT, SM], kind: [private, public], profile: it}
  - {profile: it}
)";

using Files = std::map<std::string, std::string>;

Files Good() {
  return {{"ecb.yaml", kSeries}, {"profiles.yaml", kProfiles}};
}

std::vector<std::string> Problems(const Files& files) {
  std::vector<std::string> problems;
  for (const auto& problem : ParseLawFiles(files).problems) problems.push_back(ToString(problem));
  return problems;
}

/// What is said once `before`, somewhere in the two files, is `after`.
std::vector<std::string> AfterChange(const std::string& before, const std::string& after) {
  Files files = Good();
  for (auto& [name, text] : files) {
    const size_t at = text.find(before);
    if (at == std::string::npos) continue;
    text.replace(at, before.size(), after);
    return Problems(files);
  }
  ADD_FAILURE() << "nowhere: " << before;
  return {};
}

TEST(LawFilesTest, ASeriesAndAProfileAreReadAsWritten) {
  const LawFiles files = ParseLawFiles(Good());
  ASSERT_THAT(files.problems, IsEmpty());
  EXPECT_THAT(files.book.version, StartsWith("7-"));
  EXPECT_EQ(files.book.version.size(), 14U);
  const RateSeries& ecb = files.book.series.at("ECB");
  EXPECT_EQ(ecb.title, "ECB main refinancing rate");
  ASSERT_EQ(ecb.values.size(), 2U);
  const PublishedRate& first = ecb.values.at(testing::H("2026-1"));
  EXPECT_EQ(first.rate, testing::R("2.15"));
  EXPECT_EQ(first.published, testing::D("2025-06-05"));
  EXPECT_TRUE(first.confirmed);
  const PublishedRate& second = ecb.values.at(testing::H("2026-2"));
  EXPECT_EQ(second.published, std::nullopt);
  EXPECT_FALSE(second.confirmed);

  const LawProfile& it = files.book.profiles.at("it");
  ASSERT_EQ(it.margins.size(), 2U);
  EXPECT_EQ(it.margins[0].by, MarginBy::kDay);
  EXPECT_EQ(it.margins[1].from, testing::D("2013-01-01"));
  EXPECT_EQ(it.margins[1].by, MarginBy::kClaim);
  EXPECT_EQ(it.mode, RateMode::kFrozenAtStart);
  EXPECT_EQ(it.rounding_up_step, testing::R("0.5"));
  EXPECT_EQ(it.day_count, DayCount::kActAct);
  ASSERT_EQ(it.indemnity.size(), 2U);
  EXPECT_EQ(it.indemnity[1].from_date, testing::D("2020-01-01"));
  EXPECT_EQ(it.indemnity[1].amount, testing::M("50.00 EUR"));
  EXPECT_EQ(it.floor->times, 2);
  EXPECT_EQ(it.limitation->years, 10);
  EXPECT_TRUE(it.limitation->to_year_end);
  EXPECT_THAT(it.limitation->restarted_by,
              ElementsAre(LimitationEventKind::kPayment, LimitationEventKind::kFormalNotice));
  ASSERT_EQ(files.book.rules.size(), 2U);
  EXPECT_THAT(files.book.rules[0].debtor_countries, ElementsAre("IT", "SM"));
  EXPECT_THAT(files.book.rules[1].kinds, IsEmpty());
}

TEST(LawFilesTest, AChangedFileIsAnotherVersion) {
  Files changed = Good();
  changed["ecb.yaml"] += "# a word\n";
  EXPECT_NE(ParseLawFiles(changed).book.version, ParseLawFiles(Good()).book.version);
}

TEST(LawFilesTest, AFaultIsNamedByFileLineColumnAndReason) {
  const std::pair<const char*, std::pair<const char*, const char*>> faults[] = {
      {"ecb.yaml:6:11: values.2026-1.rate: '2,15' is not a rate", {"rate: 2.15", "rate: 2,15"}},
      {"ecb.yaml:8:16: values.2026-1.published: '2025-06-31' is neither a date",
       {"2025-06-05", "2025-06-31"}},
      {"ecb.yaml:9:16: values.2026-1.confirmed: 'true' is none of yes, no",
       {"confirmed: yes", "confirmed: true"}},
      {"ecb.yaml:6:5: values.2026-1.source: is missing",
       {"    source: Governing Council decision\n", ""}},
      {"ecb.yaml:10:3: values.2026-1: is given twice", {"  2026-2:", "  2026-1:"}},
      {"ecb.yaml:10:3: values.2027-1: does not follow on 2026-1", {"  2026-2:", "  2027-1:"}},
      {"ecb.yaml:10:3: values: '2026-02' is not a half-year", {"  2026-2:", "  2026-02:"}},
      {"ecb.yaml:3:1: unknown key 'publishr'; did you mean 'publisher'?",
       {"publisher:", "publishr:"}},
      {"profiles.yaml:1:10: version: '0' is not a whole number from 1",
       {"version: 7", "version: 0"}},
      {"profiles.yaml:8:19: profiles[0].margins[0].percent: 'seven' is not a rate",
       {"percent: 7", "percent: seven"}},
      {"profiles.yaml:9:16: profiles[0].margins[1].from: the date 2013-02-30 does not exist",
       {"2013-01-01", "2013-02-30"}},
      {"profiles.yaml:9:44: profiles[0].margins[1].by: 'MONTH' is none of DAY, CLAIM",
       {"by: CLAIM", "by: MONTH"}},
      {"profiles.yaml:14:23: profiles[0].indemnity[0].from_amount: '0.00' is not an amount",
       {"from_amount: 0.00 EUR", "from_amount: 0.00"}},
      {"profiles.yaml:14:41: profiles[0].indemnity[0].amount:",
       {"amount: 40.00 EUR", "amount: 40.00 EURO"}},
      {"profiles.yaml:18:25: profiles[0].limitation.years: '-1' is not a whole number",
       {"years: 10", "years: -1"}},
      {"profiles.yaml:18:67: profiles[0].limitation.restarted_by: 'letter' is none of payment",
       {"[payment,", "[letter,"}},
      {"profiles.yaml:19:17: profiles[0].capitalise: 'DAILY' is none of NONE, YEARLY",
       {"capitalise: NONE", "capitalise: DAILY"}},
      {"profiles.yaml:21:44: rules[0].kind: 'other' is none of private", {"[private,", "[other,"}},
      {"profiles.yaml: rules[1].profile: no law profile is called 'xx'",
       {"{profile: it}", "{profile: xx}"}},
      {"profiles.yaml: profiles.it.series: no rate series is called 'EURIBOR'",
       {"series: ECB\n", "series: EURIBOR\n"}},
      {"profiles.yaml: profiles.it.capitalise: interest on interest is not computed",
       {"capitalise: NONE", "capitalise: YEARLY"}},
      {"profiles.yaml:2:11: profiles: must be a list", {kProfiles + 11, "profiles: none\n"}},
      {"profiles.yaml:7:7: profiles[0]: a key is one word",
       {"    margins:", "    ? [a]\n    : b\n    margins:"}},
  };
  for (const auto& [expected, change] : faults) {
    EXPECT_THAT(AfterChange(change.first, change.second), Contains(HasSubstr(expected)))
        << change.second;
  }
}

TEST(LawFilesTest, WhatIsNoYamlOrManyDocumentsIsRefused) {
  for (const char* text : {"a: [", "\t- a", "--- a\n--- b\n", "id: ECB\n---\nid: DE\n", "", "[]",
                           "x", "values: {2026-1: }", "id: {a: b}\nvalues: [1, 2]"}) {
    Files files = Good();
    files["other.yaml"] = text;
    EXPECT_THAT(Problems(files), Contains(StartsWith("other.yaml"))) << text;
  }
}

TEST(LawFilesTest, ABookNeedsItsProfilesAndOneFileASeries) {
  EXPECT_THAT(Problems({{"ecb.yaml", kSeries}}), ElementsAre("profiles.yaml: is missing"));
  Files twice = Good();
  twice["other.yaml"] = kSeries;
  EXPECT_THAT(Problems(twice), ElementsAre(HasSubstr("other.yaml:1:1: id: 'ECB' is the id of")));
}

TEST(LawFilesTest, AFolderIsReadAndWhatIsNoFolderIsSaid) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "law_files_test";
  std::filesystem::create_directories(folder);
  for (const auto& [name, text] : Good()) std::ofstream(folder / name) << text;
  std::ofstream(folder / "README.md") << "no yaml";
  std::ofstream(folder / ".hidden.yaml") << "[";
  const auto book = LoadLawBook(folder.string());
  ASSERT_TRUE(book) << book.error().message;
  EXPECT_EQ(book->version, ParseLawFiles(Good()).book.version);
  std::ofstream(folder / "broken.yaml") << "id: 7\nvalues: []\n";
  const auto broken = LoadLawBook(folder.string());
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(broken.error().message, AllOf(HasSubstr("broken.yaml:2:9: values: must be a map"),
                                            HasSubstr("broken.yaml:1:1: title: is missing")));
  std::filesystem::remove_all(folder);
  EXPECT_EQ(LoadLawBook(folder.string()).error().message,
            folder.string() + ": is not a folder that can be read");
}

}  // namespace
}  // namespace relance::interest
