#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>

#include <array>
#include <functional>
#include <sstream>
#include <string>

#include "libs/grpc/rpc_server.h"
#include "libs/grpc/testing/authority.h"
#include "libs/grpc/testing/clock_service.h"
#include "libs/grpc/testing/raw_call.h"
#include "libs/log/logger.h"
#include "libs/metrics/metrics.h"

namespace relance {
namespace {

using namespace std::chrono_literals;
using grpc::StatusCode;
using testing::AllOf;
using testing::HasSubstr;

constexpr std::array kMethods = {
    "/relance.dev.v1.DevClockService/GetClock",   // scenario alone
    "/relance.dev.v1.DevClockService/SetClock",   // portal alone
    "/relance.dev.v1.DevClockService/GetStatus",  // no rule
    "/grpc.health.v1.Health/Check",               // everybody
};
using Codes = std::array<StatusCode, kMethods.size()>;
constexpr Codes kNobody = {StatusCode::UNAVAILABLE, StatusCode::UNAVAILABLE,
                           StatusCode::UNAVAILABLE, StatusCode::UNAVAILABLE};
constexpr StatusCode kDenied = StatusCode::PERMISSION_DENIED;

class RpcTlsTest : public testing::Test {
 protected:
  RpcTlsTest() {
    RpcServerOptions options;
    options.tls = authority_.Issue({.common_name = "ledger-0", .dns_names = {"ledger"}});
    options.rules = {{kMethods[0], {"scenario"}}, {kMethods[1], {"portal"}}};
    server_ = RpcServer::Start(options, {&service_}, metrics_, log_).value();
  }

  std::string Target() const { return "127.0.0.1:" + std::to_string(server_->port()); }

  std::shared_ptr<grpc::Channel> With(const TlsFiles& files,
                                      const std::string& server_name = "ledger") const {
    return RpcChannel({.target = Target(), .tls = files, .server_name = server_name}).value();
  }

  static Codes CallAll(const std::shared_ptr<grpc::Channel>& channel) {
    Codes codes{};
    for (size_t i = 0; i < kMethods.size(); ++i) {
      codes.at(i) = RawCall(channel, kMethods.at(i), "\x08\xd0\x0f", 5s).status.error_code();
    }
    return codes;
  }

  TestAuthority authority_{"Relance test"};
  TestAuthority stranger_{"Relance test"};  // The same name, another key.
  std::ostringstream log_text_;
  Logger log_{"ledger", LogLevel::kInfo, log_text_};
  Metrics metrics_;
  TestClockService service_;
  std::unique_ptr<RpcServer> server_;
};

TEST_F(RpcTlsTest, EachServiceMayCallWhatTheAllowListSays) {
  const auto scenario = authority_.Issue({.common_name = "scenario"});
  EXPECT_EQ(CallAll(With(scenario)), (Codes{StatusCode::OK, kDenied, kDenied, StatusCode::OK}));
  const auto portal = authority_.Issue({.common_name = "portal"});
  EXPECT_EQ(CallAll(With(portal)), (Codes{kDenied, StatusCode::OK, kDenied, StatusCode::OK}));
}

TEST_F(RpcTlsTest, AnAlternativeNameCountsLikeTheCommonName) {
  const auto pod =
      authority_.Issue({.common_name = "pod-7", .dns_names = {"pod-7.local", "scenario"}});
  EXPECT_EQ(CallAll(With(pod)), (Codes{StatusCode::OK, kDenied, kDenied, StatusCode::OK}));
}

TEST_F(RpcTlsTest, ACertificateThatNoRuleNamesMayOnlyAskForHealth) {
  const auto notifier = authority_.Issue({.common_name = "notifier"});
  EXPECT_EQ(CallAll(With(notifier)), (Codes{kDenied, kDenied, kDenied, StatusCode::OK}));
}

TEST_F(RpcTlsTest, AForeignAuthorityIsNobodyWhateverNameItSigned) {
  TlsFiles files = stranger_.Issue({.common_name = "scenario", .dns_names = {"portal"}});
  files.authority = authority_.folder() / "authority.pem";
  EXPECT_EQ(CallAll(With(files)), kNobody);
}

TEST_F(RpcTlsTest, AnExpiredCertificateIsNobody) {
  const auto files = authority_.Issue({.common_name = "scenario", .days = -1});
  EXPECT_EQ(CallAll(With(files)), kNobody);
}

TEST_F(RpcTlsTest, ACallerWithoutACertificateIsNobody) {
  const auto material = ReadTls(authority_.Issue({.common_name = "unused"})).value();
  grpc::SslCredentialsOptions roots_only;
  roots_only.pem_root_certs = material.authority;
  grpc::ChannelArguments arguments;
  arguments.SetSslTargetNameOverride("ledger");
  EXPECT_EQ(
      CallAll(grpc::CreateCustomChannel(Target(), grpc::SslCredentials(roots_only), arguments)),
      kNobody);
}

TEST_F(RpcTlsTest, PlainTextIsNobody) {
  EXPECT_EQ(CallAll(grpc::CreateChannel(Target(), grpc::InsecureChannelCredentials())), kNobody);
}

TEST_F(RpcTlsTest, ACallerTrustsOnlyTheServerItMeans) {
  const auto scenario = authority_.Issue({.common_name = "scenario"});
  EXPECT_EQ(CallAll(With(scenario, "notifier")), kNobody) << "another service's name";
  TlsFiles deceived = scenario;
  deceived.authority = stranger_.folder() / "authority.pem";
  EXPECT_EQ(CallAll(With(deceived)), kNobody) << "another authority";
}

TEST_F(RpcTlsTest, ARefusedCallNeverReachesItsHandlerAndIsCountedAndLogged) {
  const auto portal = authority_.Issue({.common_name = "portal"});
  const auto answer = RawCall(With(portal), kMethods[0], "");
  EXPECT_EQ(answer.status.error_code(), kDenied);
  EXPECT_EQ(answer.status.error_message(), "this certificate may not call this method");
  EXPECT_EQ(service_.calls, 0);
  EXPECT_THAT(metrics_.Render(), HasSubstr("\nrelance_grpc_refused_total 1\n"));
  EXPECT_THAT(log_text_.str(),
              AllOf(HasSubstr(R"("grpc_method":"/relance.dev.v1.DevClockService/GetClock")"),
                    HasSubstr(R"("caller":"portal")")));
}

TEST_F(RpcTlsTest, TheEndOfTheCertificateIsAMetric) {
  EXPECT_THAT(metrics_.Render(), HasSubstr("\nrelance_tls_certificate_expiry_timestamp_seconds 1"));
}

TEST_F(RpcTlsTest, CertificatesThatDoNotFitStopTheStart) {
  RpcServerOptions options;
  options.tls = authority_.Issue({.common_name = "ledger-1"});
  options.tls.key = "/nonexistent";
  const auto server = RpcServer::Start(options, {}, metrics_, log_);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().field, "tls.key");
}

}  // namespace
}  // namespace relance
