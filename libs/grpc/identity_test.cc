#include "libs/grpc/identity.h"

#include <grpcpp/support/status.h>
#include <gtest/gtest.h>

#include "libs/grpc/call_guard.h"

namespace relance {
namespace {

TEST(ScopeTest, AnEntityIsInScopeByNameOrByTheStarAlone) {
  EXPECT_TRUE(InScope({"amelie", "collector", {"FR01", "DE01"}}, "DE01"));
  EXPECT_FALSE(InScope({"amelie", "collector", {"FR01"}}, "FR010"));
  EXPECT_FALSE(InScope({"amelie", "collector", {"FR*"}}, "FR01"));
  EXPECT_FALSE(InScope({"amelie", "collector", {}}, "FR01"));
  EXPECT_TRUE(InScope({"scenario", "service", {"*"}}, "FR01"));
}

TEST(ScopeTest, NobodyActingIsNotTheSameAsActingOutOfScope) {
  EXPECT_EQ(CheckScope({"", "", {"*"}}, "FR01").error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(CheckScope({"amelie", "collector", {"DE01"}}, "FR01").error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(CheckScope({"amelie", "collector", {"FR01"}}, "FR01").ok());
}

TEST(ScopeTest, ARefusalDoesNotSayWhichEntityWasAskedFor) {
  EXPECT_EQ(CheckScope({"a", "", {"DE01"}}, "FR01").error_message(),
            CheckScope({"a", "", {"DE01"}}, "XX99").error_message());
}

TEST(TraceTest, OnlyAWellFormedTraceparentNamesATrace) {
  const std::string good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  EXPECT_EQ(TraceId(good), "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(TraceId("00-00000000000000000000000000000000-b7ad6b7169203331-01"), "");
  EXPECT_EQ(TraceId("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"), "");
  EXPECT_EQ(TraceId("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"), "");
  EXPECT_EQ(TraceId("01" + good.substr(2)), "");
  EXPECT_EQ(TraceId(good + "-x"), "");
  EXPECT_EQ(TraceId(""), "");
}

class AllowListTest : public testing::Test {
 protected:
  AllowList list_{{{"/relance.ledger.v1.LedgerService/*", {"portal", "scenario"}},
                   {"/relance.ledger.v1.LedgerService/Fence", {"scenario"}},
                   {"/relance.open.v1.OpenService/*", {"*"}},
                   {"/relance.ledger.v1.LedgerService/Nobody", {}}}};
};

TEST_F(AllowListTest, TheRuleOfAMethodDecidesBeforeTheRuleOfItsService) {
  EXPECT_TRUE(list_.Allows("/relance.ledger.v1.LedgerService/GetAccount", {"portal"}));
  EXPECT_FALSE(list_.Allows("/relance.ledger.v1.LedgerService/Fence", {"portal"}));
  EXPECT_TRUE(list_.Allows("/relance.ledger.v1.LedgerService/Fence", {"scenario"}));
  EXPECT_FALSE(list_.Allows("/relance.ledger.v1.LedgerService/Nobody", {"portal"}));
}

TEST_F(AllowListTest, WhatNoRuleNamesIsRefused) {
  EXPECT_FALSE(list_.Allows("/relance.notifier.v1.NotifierService/Send", {"scenario"}));
  EXPECT_FALSE(list_.Allows("/relance.ledger.v1.LedgerServiceX/Get", {"scenario"}));
  EXPECT_FALSE(list_.Allows("", {"scenario"}));
  EXPECT_FALSE(list_.Allows("no slash", {"scenario"}));
}

TEST_F(AllowListTest, AnyOneOfACertificatesNamesIsEnough) {
  EXPECT_TRUE(list_.Allows("/relance.ledger.v1.LedgerService/Fence", {"pod-7", "scenario"}));
  EXPECT_FALSE(list_.Allows("/relance.ledger.v1.LedgerService/Fence", {}));
  EXPECT_TRUE(list_.Allows("/relance.open.v1.OpenService/Get", {}));
}

TEST_F(AllowListTest, ACertificateCannotBeCalledStar) {
  EXPECT_FALSE(list_.Allows("/relance.ledger.v1.LedgerService/Fence", {"*"}));
}

}  // namespace
}  // namespace relance
