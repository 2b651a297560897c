#include "services/notifier/adapters/notifier_grpc.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "libs/digest/digest.h"
#include "libs/grpc/identity.h"
#include "libs/grpc/rpc_channel.h"
#include "relance/notifier/v1/inputs.pb.h"
#include "relance/notifier/v1/notifier.grpc.pb.h"
#include "relance/scenario/v1/facts.pb.h"
#include "services/notifier/adapters/codec.h"
#include "services/notifier/adapters/journal_commands.h"
#include "services/notifier/adapters/platform_ports.h"
#include "services/notifier/adapters/testing_journal.h"

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr int kPartitions = 1;

config::v1::Configuration OneEntity() {
  config::v1::Configuration out;
  out.set_version(1);
  auto* entity = out.add_legal_entities();
  entity->set_code("FR01");
  entity->set_register_("FR01");
  out.set_digest(ContentDigest(out));
  return out;
}

class NotifierGrpcTest : public testing::Test {
 protected:
  NotifierGrpcTest() {
    EXPECT_TRUE(configurations_.Put(OneEntity()));
    service_ = MakeNotifierGrpc(journal_, journal_, configurations_, blobs_, tokens_,
                                [this] { return now_; }, {"https://portal.example", 24h * 90, 5s});
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = v1::NotifierService::NewStub(grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                                                             grpc::InsecureChannelCredentials()));
  }
  ~NotifierGrpcTest() override {
    server_->Shutdown();
    std::filesystem::remove_all(folder_);
  }

  template <class Call, class Request, class Response>
  grpc::Status As(const std::vector<std::string>& entities, Call call, const Request& request,
                  Response* response) {
    grpc::ClientContext context;
    Prepare(context, CallOptions{5s, {"anna", "collector", entities}, {}});
    return (stub_.get()->*call)(&context, request, response);
  }

  void Follow(uint64_t sequence, const scenario::v1::ScenarioFact& fact) {
    const journal::FollowedRecord record{sequence, now_, {{"case", {fact.SerializeAsString()}}}};
    journal_.Take({"s", 1, record});
  }

  void Plan(const std::string& account, const std::string& notice) {
    scenario::v1::ScenarioFact fact;
    auto* planned = fact.mutable_notice_planned();
    planned->set_notice_id(notice);
    Put({"FR01", account}, planned->mutable_account());
    Follow(1, fact);
  }

  v1::IssueLinkResponse Issue() {
    v1::IssueLinkRequest request;
    Put({"FR01", "D42"}, request.mutable_account());
    request.set_contact_id("c1");
    v1::IssueLinkResponse response;
    const auto status = As({"FR01"}, &v1::NotifierService::Stub::IssueLink, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  grpc::Status Resolve(const std::string& token, v1::ResolveLinkResponse* response) {
    v1::ResolveLinkRequest request;
    request.set_token(token);
    return As({}, &v1::NotifierService::Stub::ResolveLink, request, response);
  }

  Instant now_ = FromMillis(1'790'000'000'000);
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("relance-grpc-" + std::to_string(getpid()));
  ConfigurationStore configurations_{kPartitions};
  seal::BlobStore blobs_{folder_, seal::Key::Random()};
  MemoryJournal journal_{[this] { return now_; }};
  RandomTokens tokens_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::NotifierService::Stub> stub_;
};

TEST_F(NotifierGrpcTest, AnIssuedLinkOpensItsAccountUntilItExpires) {
  const auto issued = Issue();
  const std::string prefix = "https://portal.example/l/";
  ASSERT_TRUE(issued.url().starts_with(prefix));
  const std::string token = issued.url().substr(prefix.size());
  v1::ResolveLinkResponse resolved;
  ASSERT_TRUE(Resolve(token, &resolved).ok());
  EXPECT_EQ(resolved.account().number(), "D42");
  EXPECT_EQ(resolved.contact_id(), "c1");
  for (const auto& fact : journal_.facts) EXPECT_EQ(fact.find(token), std::string::npos);
  now_ += 24h * 90;
  EXPECT_EQ(Resolve(token, &resolved).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(NotifierGrpcTest, EveryTokenThatOpensNothingGetsTheSameAnswer) {
  const std::string token = Issue().url().substr(25);
  v1::NotifierInput revoke;
  revoke.mutable_revoke_link()->mutable_link()->set_token_hash(HashOf(*ParseLinkToken(token)));
  journal_.Submit(0, {}, OwnIdentity(), revoke.SerializeAsString(), 1s,
                  [](const auto& outcome) { EXPECT_TRUE(outcome->accepted); });
  const LinkToken unknown{0, std::string(32, 'u')};
  const LinkToken elsewhere{999, std::string(32, 'u')};
  for (const std::string& bad : {token, ToString(unknown), ToString(elsewhere), std::string("x"),
                                 std::string(), std::string(5'000, 'A')}) {
    v1::ResolveLinkResponse response;
    const auto status = Resolve(bad, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND) << bad;
    EXPECT_EQ(status.error_message(), "no such link");
    EXPECT_EQ(status.error_details(), "");
  }
}

TEST_F(NotifierGrpcTest, NoticesOfAnAccountAreListedInPages) {
  for (const char* notice : {"n1", "n2", "n3"}) Plan("D42", notice);
  Plan("D42/7", "n4");
  v1::ListNoticesRequest request;
  Put({"FR01", "D42"}, request.mutable_account());
  request.set_page_size(2);
  v1::ListNoticesResponse first;
  ASSERT_TRUE(As({"FR01"}, &v1::NotifierService::Stub::ListNotices, request, &first).ok());
  EXPECT_EQ(first.notices_size(), 2);
  EXPECT_EQ(first.notices(0).state(), "planned");
  request.set_page_token(first.next_page_token());
  v1::ListNoticesResponse second;
  ASSERT_TRUE(As({"FR01"}, &v1::NotifierService::Stub::ListNotices, request, &second).ok());
  ASSERT_EQ(second.notices_size(), 1);
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(NotifierGrpcTest, NoticesOfAnEntityAreFilteredByState) {
  Plan("D42", "n1");
  Plan("D43", "n2");
  v1::ListNoticesRequest request;
  request.set_legal_entity("FR01");
  request.set_state("planned");
  v1::ListNoticesResponse response;
  ASSERT_TRUE(As({"*"}, &v1::NotifierService::Stub::ListNotices, request, &response).ok());
  EXPECT_EQ(response.notices_size(), 2);
  request.set_state("submitted");
  ASSERT_TRUE(As({"*"}, &v1::NotifierService::Stub::ListNotices, request, &response).ok());
  EXPECT_EQ(response.notices_size(), 0);
  request.set_page_token("!");
  EXPECT_EQ(As({"*"}, &v1::NotifierService::Stub::ListNotices, request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(NotifierGrpcTest, ANoticeIsShownWithTheExactBytesThatWereSent) {
  Plan("D42", "n1");
  scenario::v1::ScenarioFact fact;
  auto* cleared = fact.mutable_notice_cleared();
  cleared->set_notice_id("n1");
  Put({"FR01", "D42"}, cleared->mutable_account());
  auto* contact = cleared->add_contacts()->mutable_contact();
  contact->set_id("c1");
  contact->set_channel(common::v1::CHANNEL_EMAIL);
  cleared->add_contents()->set_currency("EUR");
  cleared->mutable_local_date()->set_year(2026);
  cleared->mutable_local_date()->set_month(1);
  cleared->mutable_local_date()->set_day(1);
  Follow(2, fact);
  JournalCommands commands(journal_, 1s, 1);
  const std::string bytes("exactly\0these", 13);
  Attempt attempt;
  attempt.contact = "c1";
  attempt.channel = Channel::kEmail;
  attempt.number = 1;
  attempt.id = AttemptId("n1", "c1", 1);
  attempt.blob = ToBytes(*blobs_.Put(bytes));
  attempt.message_id = "<m@example.com>";
  attempt.clearance = 2;
  const NoticeRef ref{{"FR01", "D42"}, "n1"};
  const auto started = commands.Start(0, ref, attempt, {});
  ASSERT_TRUE(started && started->accepted) << (started ? started->reason : "");
  EXPECT_EQ(commands.Start(0, ref, attempt, {})->reason, "running");
  ASSERT_TRUE(commands.End(0, ref, {attempt.id, AttemptResult::kSubmitted, "250 ok"})->accepted);

  v1::GetNoticeRequest request;
  Put(ref.account, request.mutable_account());
  request.set_notice_id("n1");
  v1::GetNoticeResponse response;
  ASSERT_TRUE(As({"FR01"}, &v1::NotifierService::Stub::GetNotice, request, &response).ok());
  EXPECT_EQ(response.notice().state(), "submitted");
  EXPECT_EQ(response.notice().clearance_sequence(), 2U);
  EXPECT_THAT(response.messages(), ElementsAre(bytes));
  EXPECT_EQ(response.results(0).provider_answer(), "250 ok");

  v1::RecordReceiptRequest receipt;
  Put(ref.account, receipt.mutable_account());
  receipt.set_notice_id("n1");
  receipt.set_receipt_kind(v1::RECEIPT_KIND_BOUNCED);
  v1::RecordReceiptResponse told;
  const auto tell = [&](const std::string& words) {
    receipt.set_provider_words(words);
    return As({"FR01"}, &v1::NotifierService::Stub::RecordReceipt, receipt, &told).error_code();
  };
  EXPECT_EQ(tell("no such user anne@durand.example"), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(tell("two\nlines"), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(tell("5.1.1 no such user"), grpc::StatusCode::OK);
  EXPECT_GT(told.token().sequence(), 0U);
  response.Clear();
  ASSERT_TRUE(As({"FR01"}, &v1::NotifierService::Stub::GetNotice, request, &response).ok());
  EXPECT_EQ(response.notice().state(), "permanent_failure");
  EXPECT_EQ(response.notice().reason(), "bounced: 5.1.1 no such user");
  ASSERT_EQ(response.receipts_size(), 1);
  EXPECT_EQ(response.receipts(0).contact_id(), "c1");
  EXPECT_EQ(response.receipts(0).receipt_kind(), v1::RECEIPT_KIND_BOUNCED);

  receipt.set_receipt_kind(v1::RECEIPT_KIND_PRESENTED);
  EXPECT_EQ(tell(""), grpc::StatusCode::INVALID_ARGUMENT) << "not a registered letter";
  receipt.set_notice_id("n9");
  EXPECT_EQ(tell(""), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(As({"FR02"}, &v1::NotifierService::Stub::RecordReceipt, receipt, &told).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(NotifierGrpcTest, AnotherEntitysNoticesAreOutOfReach) {
  Plan("D42", "n1");
  v1::GetNoticeRequest get;
  Put({"FR01", "D42"}, get.mutable_account());
  get.set_notice_id("n1");
  v1::GetNoticeResponse notice;
  EXPECT_EQ(As({"FR02"}, &v1::NotifierService::Stub::GetNotice, get, &notice).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  v1::ListNoticesRequest list;
  list.set_legal_entity("FR01");
  v1::ListNoticesResponse notices;
  EXPECT_EQ(As({"FR02"}, &v1::NotifierService::Stub::ListNotices, list, &notices).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  v1::IssueLinkRequest issue;
  Put({"FR01", "D42"}, issue.mutable_account());
  v1::IssueLinkResponse link;
  EXPECT_EQ(As({"FR02"}, &v1::NotifierService::Stub::IssueLink, issue, &link).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(NotifierGrpcTest, AnUnknownNoticeIsNotFound) {
  v1::GetNoticeRequest request;
  Put({"FR01", "D42"}, request.mutable_account());
  request.set_notice_id("nothing");
  v1::GetNoticeResponse response;
  EXPECT_EQ(As({"FR01"}, &v1::NotifierService::Stub::GetNotice, request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace relance::notifier
