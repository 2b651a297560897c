#include "libs/grpc/rpc_server.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>

#include <future>
#include <sstream>
#include <string>
#include <thread>

#include "libs/grpc/testing/clock_service.h"
#include "libs/grpc/testing/raw_call.h"
#include "libs/log/logger.h"
#include "libs/metrics/metrics.h"

namespace relance {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::Gt;
using testing::HasSubstr;
using testing::Le;
using testing::Not;

constexpr char kService[] = "relance.dev.v1.DevClockService";

class RpcServerTest : public testing::Test {
 protected:
  RpcServerTest() { Start({}); }

  void Start(const RpcServerOptions& options) {
    server_.reset();
    server_ = RpcServer::Start(options, {&service_}, metrics_, log_).value();
    channel_ = Channel({});
    stub_ = dev::v1::DevClockService::NewStub(channel_);
  }

  std::shared_ptr<grpc::Channel> Channel(RpcChannelOptions options) const {
    options.target = "127.0.0.1:" + std::to_string(server_->port());
    return RpcChannel(options).value();
  }

  grpc::Status GetClock(const CallOptions& options = {}) {
    grpc::ClientContext context;
    Prepare(context, options);
    dev::v1::GetClockResponse response;
    return stub_->GetClock(&context, {}, &response);
  }

  grpc::Status SetClock(int64_t now_ms) {
    grpc::ClientContext context;
    Prepare(context, {});
    dev::v1::SetClockRequest request;
    request.set_now_ms(now_ms);
    dev::v1::SetClockResponse response;
    return stub_->SetClock(&context, request, &response);
  }

  /// A GetStatus that is in flight until the service finishes it.
  std::future<grpc::Status> HoldCall() {
    auto done = std::make_shared<std::promise<grpc::Status>>();
    Prepare(held_context_, {});
    stub_->async()->GetStatus(&held_context_, &held_request_, &held_response_,
                              [done](const grpc::Status& status) { done->set_value(status); });
    service_.arrived.wait();
    return done->get_future();
  }

  std::ostringstream log_text_;
  Logger log_{"ledger", LogLevel::kInfo, log_text_};
  Metrics metrics_;
  TestClockService service_;
  std::unique_ptr<RpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<dev::v1::DevClockService::Stub> stub_;
  grpc::ClientContext held_context_;
  dev::v1::GetStatusRequest held_request_;
  dev::v1::GetStatusResponse held_response_;
};

TEST_F(RpcServerTest, WhoActsArrivesAsItWasSent) {
  const Identity sent{"amélie, lead\n%41", "lead", {"FR01", "DE,01"}};
  ASSERT_TRUE(GetClock({.identity = sent}).ok());
  EXPECT_EQ(service_.last_identity.actor, sent.actor);
  EXPECT_EQ(service_.last_identity.role, "lead");
  EXPECT_THAT(service_.last_identity.entities, ElementsAre("FR01", "DE,01"));
}

TEST_F(RpcServerTest, ACallerWhoSaysNothingIsNobody) {
  ASSERT_TRUE(GetClock().ok());
  EXPECT_EQ(service_.last_identity.actor, "");
  EXPECT_TRUE(service_.last_identity.entities.empty());
}

TEST_F(RpcServerTest, TwoActorsInOneCallAreNobody) {
  grpc::ClientContext context;
  Prepare(context, {.identity = {"amelie", "viewer", {"FR01"}}});
  context.AddMetadata("relance-actor", "root");
  dev::v1::GetClockResponse response;
  ASSERT_TRUE(stub_->GetClock(&context, {}, &response).ok());
  EXPECT_EQ(service_.last_identity.actor, "");
}

TEST_F(RpcServerTest, TheTraceOfTheCallerIsPassedOnWhenItIsOne) {
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  ASSERT_TRUE(GetClock({.traceparent = trace}).ok());
  EXPECT_EQ(service_.last_traceparent, trace);

  grpc::ClientContext context;
  context.set_deadline(Deadline(5s));
  context.AddMetadata("traceparent", "00-garbage");
  dev::v1::GetClockResponse response;
  ASSERT_TRUE(stub_->GetClock(&context, {}, &response).ok());
  EXPECT_EQ(service_.last_traceparent, "");
}

TEST_F(RpcServerTest, AnErrorArrivesWithItsCodeMessageAndField) {
  const Error error = FromStatus(SetClock(1)).error();
  EXPECT_EQ(error, (Error{ErrorCode::kInvalid, "never back", "now_ms"}));
}

TEST_F(RpcServerTest, CallsAreCountedUnderTheNamesOfGoGrpcPrometheus) {
  ASSERT_TRUE(SetClock(2000).ok());
  ASSERT_FALSE(SetClock(1).ok());
  const std::string text = metrics_.Render();
  const std::string method =
      R"(grpc_method="SetClock",grpc_service="relance.dev.v1.DevClockService",grpc_type="unary")";
  EXPECT_THAT(text, HasSubstr("grpc_server_started_total{" + method + "} 2\n"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handled_total{grpc_code=\"OK\"," + method + "} 1\n"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handled_total{grpc_code=\"InvalidArgument\"," + method +
                              "} 1\n"));
  EXPECT_THAT(text,
              HasSubstr("grpc_server_handling_seconds_bucket{" + method + ",le=\"+Inf\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("grpc_server_msg_received_total{" + method + "} 2\n"));
  EXPECT_THAT(text, HasSubstr("grpc_server_msg_sent_total{" + method + "} "));
}

TEST_F(RpcServerTest, AServiceIsServingOnceItSaysSo) {
  EXPECT_EQ(HealthOf(channel_, ""), 2);
  EXPECT_EQ(HealthOf(channel_, kService), 0);
  server_->SetServing("", true);
  server_->SetServing(kService, true);
  EXPECT_EQ(HealthOf(channel_, ""), 1);
  EXPECT_EQ(HealthOf(channel_, kService), 1);
  server_->SetServing(kService, false);
  EXPECT_EQ(HealthOf(channel_, kService), 2);
}

TEST_F(RpcServerTest, HealthFlipsBeforeCallsAreRefused) {
  server_->SetServing(kService, true);
  server_->Withdraw();
  EXPECT_EQ(HealthOf(channel_, kService), 2);
  EXPECT_EQ(HealthOf(channel_, ""), 2);
  server_->SetServing(kService, true);
  EXPECT_EQ(HealthOf(channel_, kService), 2) << "withdrawn is for good";
  EXPECT_TRUE(GetClock().ok());
}

TEST_F(RpcServerTest, ShutdownLetsCallsInFlightFinishAndTakesNoNewOnes) {
  auto held = HoldCall();
  const auto other = Channel({});
  std::jthread shutting([this] { server_->Shutdown(); });
  grpc::StatusCode refused = grpc::StatusCode::OK;
  for (const auto end = std::chrono::steady_clock::now() + 10s;
       refused != grpc::StatusCode::UNAVAILABLE && std::chrono::steady_clock::now() < end;) {
    refused = RawCall(other, "/relance.dev.v1.DevClockService/GetClock", "").status.error_code();
  }
  EXPECT_EQ(refused, grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(held.wait_for(0s), std::future_status::timeout);
  service_.waiting->Finish(grpc::Status::OK);
  EXPECT_TRUE(held.get().ok());
}

TEST_F(RpcServerTest, ACallThatOutlivesTheDrainIsCancelled) {
  Start({.drain = 50ms});
  auto held = HoldCall();
  std::jthread shutting([this] { server_->Shutdown(); });
  ASSERT_EQ(held.wait_for(10s), std::future_status::ready);
  EXPECT_FALSE(held.get().ok());
  service_.waiting->Finish(grpc::Status::OK);  // As a handler does that sees the cancellation.
}

TEST_F(RpcServerTest, AMessageAboveOneMebibyteIsRefused) {
  const auto unlimited = grpc::CreateChannel("127.0.0.1:" + std::to_string(server_->port()),
                                             grpc::InsecureChannelCredentials());
  const std::string method = "/relance.dev.v1.DevClockService/GetClock";
  const auto of_size = [&](size_t size) {
    const auto varint = [](size_t n) {
      return std::string{static_cast<char>(n | 0x80), static_cast<char>(n >> 7 | 0x80),
                         static_cast<char>(n >> 14)};
    };
    const size_t text = size - 4;
    return RawCall(unlimited, method, "\x7a" + varint(text) + std::string(text, 'x')).status;
  };
  EXPECT_TRUE(of_size(1 << 20).ok());
  EXPECT_EQ(of_size((1 << 20) + 1).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(RpcServerTest, ReflectionIsThereOnlyWhenAskedFor) {
  const std::string method = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
  const std::string list_services("\x3a\x00", 2);
  Start({.reflection = true});
  EXPECT_THAT(RawCall(channel_, method, list_services).bytes, HasSubstr(kService));
  Start({.reflection = false});
  EXPECT_EQ(RawCall(channel_, method, list_services).status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(RpcServerTest, WithoutCertificatesOnlyThisMachineIsServedOrCalled) {
  const auto server = RpcServer::Start({.listen = "0.0.0.0:0"}, {&service_}, metrics_, log_);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().field, "grpc.listen");
  EXPECT_EQ(RpcChannel({.target = "ledger:9001"}).error().field, "grpc.target");
}

TEST_F(RpcServerTest, APortThatIsTakenIsUnavailable) {
  TestClockService other;
  const auto second = RpcServer::Start({.listen = "127.0.0.1:" + std::to_string(server_->port())},
                                       {&other}, metrics_, log_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kUnavailable);
}

TEST_F(RpcServerTest, ACallWithoutADeadlineIsRefusedBeforeItLeaves) {
  grpc::ClientContext context;
  dev::v1::GetClockResponse response;
  const grpc::Status status = stub_->GetClock(&context, {}, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(status.error_message(), HasSubstr("GetClock set no deadline"));
  EXPECT_TRUE(GetClock().ok());
  EXPECT_EQ(service_.calls, 1);
}

TEST_F(RpcServerTest, ACallThatIsNotAnsweredEndsAtItsDeadline) {
  grpc::ClientContext context;
  Prepare(context, {.timeout = 1s});
  dev::v1::GetStatusResponse response;
  EXPECT_EQ(stub_->GetStatus(&context, {}, &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  service_.arrived.wait();
  service_.waiting->Finish(grpc::Status::OK);
}

TEST_F(RpcServerTest, TheServerSeesTheDeadlineOfTheCall) {
  ASSERT_TRUE(GetClock({.timeout = 5s}).ok());
  const auto left = service_.last_deadline - std::chrono::system_clock::now();
  EXPECT_THAT(left, AllOf(Gt(0s), Le(5100ms))) << "the wire rounds up";
}

TEST_F(RpcServerTest, UnavailableIsRetriedWithinTheCallAndOtherErrorsAreNot) {
  service_.failing_calls = 2;
  EXPECT_TRUE(GetClock().ok());
  EXPECT_EQ(service_.calls, 3);
  service_.failing_calls = 100;
  EXPECT_EQ(FromStatus(GetClock()).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(service_.calls, 7) << "four attempts";
  ASSERT_FALSE(SetClock(1).ok());
  EXPECT_THAT(metrics_.Render(),
              HasSubstr("grpc_server_started_total{grpc_method=\"SetClock\",grpc_service=\"" +
                        std::string(kService) + "\",grpc_type=\"unary\"} 1\n"));
}

TEST_F(RpcServerTest, ACallMayWaitForAServerThatComesLater) {
  const std::string listen = "127.0.0.1:" + std::to_string(server_->port());
  server_.reset();
  const auto patient = RpcChannel({.target = listen, .wait_for_ready = true}).value();
  auto answer = std::async(std::launch::async, [&] {
    return RawCall(patient, "/relance.dev.v1.DevClockService/GetClock", "").status;
  });
  Start({.listen = listen});
  EXPECT_TRUE(answer.get().ok());
}

TEST_F(RpcServerTest, StartAndStopAreLogged) {
  server_->Shutdown();
  EXPECT_THAT(log_text_.str(),
              AllOf(HasSubstr(R"("msg":"gRPC served")"), HasSubstr(R"("msg":"gRPC stopped")"),
                    Not(HasSubstr("refused"))));
}

}  // namespace
}  // namespace relance
