#include "libs/http/router.h"

#include <gmock/gmock.h>

namespace relance::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

Handler Says(std::string body) {
  return [body](const Request&) { return Response{.status = 200, .headers = {}, .body = body}; };
}

std::string Body(const Router::Match& match) {
  return match.handler == nullptr ? "none" : (*match.handler)({}).body;
}

Router PortalLike() {
  Router router;
  router.Add("GET", "/", Says("root"));
  router.Add("GET", "/promise", Says("form"));
  router.Add("POST", "/promise", Says("act"));
  router.Add("GET", "/promise/review", Says("review"));
  router.Add("GET", "/promise/{id}", Says("receipt"));
  router.Add("GET", "/l/{token}", Says("link"));
  return router;
}

TEST(RouterTest, APathFindsItsTemplateAndParameters) {
  const Router router = PortalLike();
  const auto link = router.Find("GET", "/l/abc");
  EXPECT_EQ(link.route, "/l/{token}");
  EXPECT_THAT(link.parameters, ElementsAre(Pair("token", "abc")));
  EXPECT_EQ(Body(router.Find("GET", "/")), "root");
  EXPECT_EQ(Body(router.Find("POST", "/promise")), "act");
}

TEST(RouterTest, TheFirstOfTwoTemplatesCounts) {
  const Router router = PortalLike();
  EXPECT_EQ(Body(router.Find("GET", "/promise/review")), "review");
  EXPECT_EQ(Body(router.Find("GET", "/promise/p-1")), "receipt");
}

TEST(RouterTest, HeadIsServedByTheGetRoute) {
  EXPECT_EQ(Body(PortalLike().Find("HEAD", "/promise")), "form");
}

TEST(RouterTest, AnUnknownPathHasNoRoute) {
  const Router router = PortalLike();
  for (const char* path : {"/promises", "/l", "/l/", "/l/a/b", "/promise/", "//", ""}) {
    if (std::string(path).empty()) continue;
    EXPECT_EQ(router.Find("GET", path).route, "") << path;
  }
}

TEST(RouterTest, AKnownPathWithAnotherMethodSaysWhichThereAre) {
  const Router router = PortalLike();
  EXPECT_EQ(router.Find("POST", "/l/abc").handler, nullptr);
  EXPECT_EQ(router.Find("POST", "/l/abc").allow, "GET, HEAD");
  EXPECT_EQ(router.Find("DELETE", "/promise").allow, "GET, HEAD, POST");
}

TEST(RouterTest, EveryTemplateIsNamedOnce) {
  EXPECT_THAT(PortalLike().Routes(),
              ElementsAre("/", "/promise", "/promise/review", "/promise/{id}", "/l/{token}"));
}

}  // namespace
}  // namespace relance::http
