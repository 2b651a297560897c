#include "services/portal/adapters/gate.h"

#include <gmock/gmock.h>

#include "libs/base/encoding.h"
#include "services/portal/adapters/memory_store.h"

namespace relance::portal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kId = ToBase64Url(std::string(32, 'k'));

class GateTest : public ::testing::Test {
 protected:
  GateTest() {
    session_.viewer = {{"FR01", "D42"}, "c1"};
    session_.csrf = "right";
    EXPECT_TRUE(store_.Put(kId, session_));
  }

  bool MayAct(http::Fields headers, std::string csrf = "right") {
    return gate_.MayAct(Post(std::move(headers), std::move(csrf)), session_);
  }
  static http::Request Post(http::Fields headers, std::string csrf) {
    http::Request request;
    request.method = "POST";
    request.headers = std::move(headers);
    request.form = {{"csrf", std::move(csrf)}};
    return request;
  }

  MemoryStore store_;
  Session session_;
  Gate gate_{store_, {.public_url = "https://pay.example"}};
  Gate plain_{store_, {.public_url = "http://127.0.0.1:8080"}};
};

TEST_F(GateTest, OnlyOurOwnPageMayAct) {
  EXPECT_TRUE(MayAct({{"origin", "https://pay.example"}}));
  EXPECT_TRUE(MayAct({{"origin", "null"}, {"sec-fetch-site", "same-origin"}}));
  EXPECT_TRUE(MayAct({{"origin", "null"}})) << "older browsers";

  EXPECT_FALSE(MayAct({}));
  EXPECT_FALSE(MayAct({{"origin", "https://evil.example"}}));
  EXPECT_FALSE(MayAct({{"origin", "https://pay.example.evil"}}));
  EXPECT_FALSE(MayAct({{"origin", "http://pay.example"}}));
  EXPECT_FALSE(MayAct({{"origin", "null"}, {"sec-fetch-site", "cross-site"}}));
  EXPECT_FALSE(MayAct({{"origin", "null"}, {"sec-fetch-site", "same-site"}}));
}

TEST_F(GateTest, TheFormHoldsTheTokenOfItsSession) {
  const http::Fields own = {{"origin", "https://pay.example"}};
  EXPECT_FALSE(MayAct(own, "wrong"));
  EXPECT_FALSE(MayAct(own, ""));
  Session without = session_;
  without.csrf.clear();
  EXPECT_FALSE(gate_.MayAct(Post(own, ""), without));
}

TEST_F(GateTest, ASessionIsFoundByItsCookieAlone) {
  http::Request request;
  request.cookies["__Host-relance"] = kId;
  EXPECT_TRUE(gate_.Find(request));
  EXPECT_FALSE(plain_.Find(request)) << "without https the cookie has another name";
  request.cookies["__Host-relance"] = kId + "x";
  EXPECT_EQ(gate_.Find(request).error().code, ErrorCode::kNotFound);
  request.cookies["__Host-relance"] = "../../etc";
  EXPECT_EQ(gate_.Find(request).error().code, ErrorCode::kNotFound);
}

TEST_F(GateTest, CookiesAreBoundToTheHostWhereThereIsHttps) {
  EXPECT_EQ(gate_.SessionCookie("abc"),
            "__Host-relance=abc; Path=/; Secure; HttpOnly; SameSite=Lax");
  EXPECT_THAT(plain_.SessionCookie("abc"), Not(HasSubstr("Secure")));
}

TEST_F(GateTest, AnAddressIsThatOfThePeerUnlessAProxyOfOursSaysWhose) {
  http::Request request;
  request.peer = "10.0.0.1";
  request.headers = {{"x-forwarded-for", "6.6.6.6, 192.0.2.7"}};
  EXPECT_EQ(gate_.OriginOf(request), "10.0.0.1");
  const Gate proxied(store_, {.public_url = "https://pay.example", .behind_proxy = true});
  EXPECT_EQ(proxied.OriginOf(request), "192.0.2.7");
  request.headers.clear();
  EXPECT_EQ(proxied.OriginOf(request), "10.0.0.1");
}

}  // namespace
}  // namespace relance::portal
