#include "services/notifier/domain/link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;

const Instant kNow = FromMillis(1'790'000'000'000);
const Link kLink{std::string(32, 'h'), {"FR01", "D42"}, "c1", "n1", kNow + 1h, false};

TEST(LinkTest, ATokenNamesItsPartitionAndNothingElseCanBeReadFromIt) {
  const LinkToken token{513, std::string(32, '\xfe')};
  const auto parsed = ParseLinkToken(ToString(token));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, token);
  EXPECT_EQ(ToString(token).size(), 46U);
  EXPECT_EQ(HashOf(token).size(), 32U);
}

TEST(LinkTest, EveryMalformedTokenIsAnsweredLikeAnUnknownOne) {
  const std::string good = ToString(LinkToken{1, std::string(32, 'x')});
  for (const std::string& bad : {std::string(), good.substr(1), good + "A", good + "=",
                                 std::string(46, '!'), std::string(100'000, 'A')}) {
    EXPECT_EQ(ParseLinkToken(bad).error(), ParseLinkToken("").error());
  }
}

TEST(LinkTest, AnotherPartitionMakesAnotherHash) {
  EXPECT_NE(HashOf({1, std::string(32, 'x')}), HashOf({2, std::string(32, 'x')}));
}

TEST(LinkTest, ALinkIsIssuedOnce) {
  EXPECT_EQ(std::get<LinkIssued>(DecideIssue(nullptr, kLink, kNow)).link, kLink);
  EXPECT_TRUE(std::holds_alternative<NothingNew>(DecideIssue(&kLink, kLink, kNow)));
  Link other = kLink;
  other.contact = "c2";
  EXPECT_EQ(std::get<LinkRefusal>(DecideIssue(&kLink, other, kNow)), LinkRefusal::kTaken);
}

TEST(LinkTest, ALinkWithoutHashOrAccountOrTimeLeftIsRefused) {
  Link link = kLink;
  link.hash.pop_back();
  EXPECT_EQ(std::get<LinkRefusal>(DecideIssue(nullptr, link, kNow)), LinkRefusal::kMalformed);
  link = kLink;
  link.account.entity.clear();
  EXPECT_EQ(std::get<LinkRefusal>(DecideIssue(nullptr, link, kNow)), LinkRefusal::kMalformed);
  EXPECT_EQ(std::get<LinkRefusal>(DecideIssue(nullptr, kLink, kNow + 1h)), LinkRefusal::kExpired);
}

TEST(LinkTest, ALinkLivesUntilItExpiresOrIsRevoked) {
  EXPECT_TRUE(IsLive(kLink, kNow));
  EXPECT_FALSE(IsLive(kLink, kNow + 1h));
  const Link revoked = Evolve(kLink, LinkRevoked{});
  EXPECT_FALSE(IsLive(revoked, kNow));
  EXPECT_TRUE(std::holds_alternative<NothingNew>(DecideRevoke(&revoked)));
  EXPECT_EQ(std::get<LinkRefusal>(DecideRevoke(nullptr)), LinkRefusal::kUnknown);
}

TEST(LinkTest, ALinkSaidTwiceIsTheFirst) {
  Link other = kLink;
  other.contact = "c2";
  EXPECT_EQ(Evolve(Evolve(Link{}, LinkIssued{kLink}), LinkIssued{other}), kLink);
}

}  // namespace
}  // namespace relance::notifier
