#include "libs/grpc/status.h"

#include <grpcpp/support/status.h>
#include <gtest/gtest.h>

#include <string>

namespace relance {
namespace {

class ErrorCodeTest : public testing::TestWithParam<ErrorCode> {};

TEST_P(ErrorCodeTest, AnErrorComesBackAsItWasSent) {
  const Error plain{GetParam(), "invoice F-1 is closed", ""};
  EXPECT_EQ(FromStatus(ToStatus(plain)).error(), plain);
  const Error of_field{GetParam(), "due before issue", "invoice.due_date"};
  EXPECT_EQ(FromStatus(ToStatus(of_field)).error(), of_field);
}

INSTANTIATE_TEST_SUITE_P(All, ErrorCodeTest,
                         testing::Values(ErrorCode::kInvalid, ErrorCode::kNotFound,
                                         ErrorCode::kConflict, ErrorCode::kUnavailable,
                                         ErrorCode::kCorrupt));

TEST(StatusTest, SuccessIsOkBothWays) {
  EXPECT_TRUE(ToStatus(Result<void>()).ok());
  EXPECT_TRUE(FromStatus(grpc::Status::OK));
  EXPECT_EQ(ToStatus(Result<void>(Invalid("x"))).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

/// google.rpc.Status{3, "bad", [Any{BadRequest{[{"due", "bad"}]}}]}, written by hand from the field
/// numbers of its public definition.
TEST(StatusTest, AFieldTravelsInTheBytesOfGoogleRpc) {
  const std::string bad_request =
      "\x0a\x0a\x0a\x03"
      "due"
      "\x12\x03"
      "bad";
  const std::string type = "type.googleapis.com/google.rpc.BadRequest";
  const std::string any = "\x0a" + std::string(1, static_cast<char>(type.size())) + type + "\x12" +
                          std::string(1, static_cast<char>(bad_request.size())) + bad_request;
  const std::string expected =
      "\x08\x03\x12\x03"
      "bad"
      "\x1a" +
      std::string(1, static_cast<char>(any.size())) + any;
  EXPECT_EQ(ToStatus(Error{ErrorCode::kInvalid, "bad", "due"}).error_details(), expected);
}

TEST(StatusTest, WhatACallerMayDoFollowsFromTheCode) {
  const auto code = [](grpc::StatusCode status) {
    return FromStatus(grpc::Status(status, "m")).error().code;
  };
  EXPECT_EQ(code(grpc::StatusCode::DEADLINE_EXCEEDED), ErrorCode::kUnavailable);
  EXPECT_EQ(code(grpc::StatusCode::CANCELLED), ErrorCode::kUnavailable);
  EXPECT_EQ(code(grpc::StatusCode::UNKNOWN), ErrorCode::kUnavailable);
  EXPECT_EQ(code(grpc::StatusCode::PERMISSION_DENIED), ErrorCode::kInvalid);
  EXPECT_EQ(code(grpc::StatusCode::RESOURCE_EXHAUSTED), ErrorCode::kInvalid);
  EXPECT_EQ(code(grpc::StatusCode::ALREADY_EXISTS), ErrorCode::kConflict);
}

TEST(StatusTest, ForeignDetailsAreNoField) {
  const grpc::Status status(grpc::StatusCode::INVALID_ARGUMENT, "m", "\xff\xff not a message");
  EXPECT_EQ(FromStatus(status).error().field, "");
}

}  // namespace
}  // namespace relance
