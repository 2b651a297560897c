#include "libs/journal/fold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relance::journal {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

struct Sum {
  int64_t total = 0;
};
template <class Archive>
void Describe(Archive& archive, Sum& v) {
  archive(v.total);
}

/// Adds facts up; "bad" cannot be applied.
class Adder : public Domain {
 public:
  std::vector<std::string> Needs(const Input&, Documents&) override { return {}; }
  Decision Decide(const Input&, Documents&, Instant) override { return {}; }
  std::vector<Effect> Conclude(const std::vector<std::string>&, Documents&, Instant) override {
    return {};
  }
  std::vector<std::string> NeedsToEvolve(const std::string& key, const std::vector<std::string>&,
                                         Documents&) override {
    return {key};
  }
  Result<void> Evolve(const std::string& key, std::string_view fact, Documents& documents, uint64_t,
                      Instant) override {
    if (fact == "bad") return Corrupt("a fact of no kind");
    documents.Edit<Sum>(key).total += static_cast<int64_t>(fact.size());
    return {};
  }
  Effect Parked(const Input&, int, const ParkReason&) override { return {}; }
};

const Instant kNow = *ParseInstant("2026-10-02T06:30:00Z");

CommandId IssuedOn(const std::string& date) {
  return MakeCommandId(*ParseInstant(date + "T12:00:00Z"), {});
}

class FoldTest : public testing::Test {
 protected:
  Adder domain_;
  Documents documents_;
};

TEST_F(FoldTest, AnEntryNeedsItsAggregateItsOutcomeAndWhetherItsKeyIsBroken) {
  const RecordedOutcome outcome{IssuedOn("2026-10-01"), {}, true, ""};
  const Entry entry{"sum/A", WakeUpCause{}, {"1"}, outcome};
  EXPECT_THAT(NeedsToFold(entry, domain_, documents_),
              UnorderedElementsAre("sum/A", kBrokenKeys, OutcomeKey(IssuedOn("2026-10-01"))));
  EXPECT_THAT(NeedsToFold({"command", WakeUpCause{}, {}, {}}, domain_, documents_), IsEmpty());
}

TEST_F(FoldTest, AFactThatCannotBeAppliedBreaksItsKeyAndNoOther) {
  documents_.Install("sum/A", std::nullopt);
  documents_.Install("sum/B", std::nullopt);
  documents_.Install(kBrokenKeys, std::nullopt);
  const auto fold = [&](const std::string& key, std::vector<std::string> facts, uint64_t sequence) {
    return FoldEntry({key, WakeUpCause{}, std::move(facts), {}}, domain_, documents_, sequence,
                     kNow);
  };
  EXPECT_EQ(fold("sum/A", {"xx", "bad", "yyy"}, 7), "a fact of no kind");
  EXPECT_EQ(fold("sum/B", {"xx"}, 8), std::nullopt);
  EXPECT_EQ(fold("sum/A", {"zzzz"}, 9), std::nullopt) << "it was broken before";
  EXPECT_EQ(documents_.Find<Sum>("sum/A")->total, 2) << "nothing after the break";
  EXPECT_EQ(documents_.Find<Sum>("sum/B")->total, 2);
  EXPECT_THAT(documents_.Find<BrokenKeys>(kBrokenKeys)->keys,
              ElementsAre(Pair("sum/A", Field(&BrokenKey::sequence, 7U))));
}

TEST_F(FoldTest, TheFirstOutcomeIsKeptWithItsContentAndSequence) {
  const CommandId id = IssuedOn("2026-10-01");
  documents_.Install(OutcomeKey(id), std::nullopt);
  FoldEntry({"command", WakeUpCause{}, {}, RecordedOutcome{id, Sha256("c"), false, "no"}}, domain_,
            documents_, 5, kNow);
  const auto* stored = documents_.Find<StoredOutcome>(OutcomeKey(id));
  ASSERT_NE(stored, nullptr);
  EXPECT_EQ(stored->content_hash, ToBytes(Sha256("c")));
  EXPECT_FALSE(stored->accepted);
  EXPECT_EQ(stored->reply, "no");
  EXPECT_EQ(stored->sequence, 5U);
}

auto Forgotten(const std::string& previous, const std::string& now) {
  Documents documents;
  ForgetOldOutcomes(*ParseInstant(previous), *ParseInstant(now), documents);
  return documents.Take().dropped_families;
}

std::string FamilyOf(const std::string& date) {
  const std::string key = OutcomeKey(IssuedOn(date));
  return key.substr(0, key.find('/'));
}

TEST(ForgetOldOutcomesTest, ADayOfIssueIsForgottenSixtyThreeDaysLater) {
  EXPECT_THAT(Forgotten("2026-12-02T10:00:00Z", "2026-12-02T23:59:59Z"), IsEmpty());
  EXPECT_THAT(Forgotten("2026-12-02T23:59:59Z", "2026-12-03T00:00:00Z"),
              ElementsAre(FamilyOf("2026-10-01")));
}

TEST(ForgetOldOutcomesTest, NoDayIsLeftOutWhenNothingWasRecordedForAWhile) {
  EXPECT_THAT(
      Forgotten("2026-12-02T10:00:00Z", "2026-12-05T10:00:00Z"),
      UnorderedElementsAre(FamilyOf("2026-10-01"), FamilyOf("2026-10-02"), FamilyOf("2026-10-03")));
}

TEST(ForgetOldOutcomesTest, AfterYearsOfSilenceTheWorkIsBounded) {
  const auto forgotten = Forgotten("2026-12-02T10:00:00Z", "2036-12-02T10:00:00Z");
  EXPECT_EQ(forgotten.size(), 64U) << "the days that may hold outcomes, a day ahead included";
  EXPECT_TRUE(forgotten.contains(FamilyOf("2026-12-03")));
  EXPECT_LE(Forgotten("1970-01-01T00:00:00Z", "2026-12-02T10:00:00Z").size(), 64U);
}

}  // namespace
}  // namespace relance::journal
