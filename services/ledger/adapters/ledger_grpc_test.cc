#include "services/ledger/adapters/ledger_grpc.h"

#include <gmock/gmock.h>

#include "libs/grpc/rpc_channel.h"
#include "libs/interest/testing_book.h"
#include "services/ledger/adapters/fakes.h"
#include "services/ledger/adapters/translation_fixture.h"
#include "services/ledger/adapters/view_fake.h"

namespace relance::ledger {
namespace {

/// The service in a server of its own, called in process.
class LedgerGrpcTest : public testing::Test, public TranslationFixture {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::LedgerService::NewStub(server_->InProcessChannel({}));
  }
  void TearDown() override { server_->Shutdown(); }

  std::unique_ptr<grpc::ClientContext> By(std::vector<std::string> entities,
                                          const std::string& role = "collector") {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(Deadline(Millis{10'000}));
    SendIdentity(*context, {"anna", role, std::move(entities)});
    return context;
  }
  grpc::Status Record(const std::vector<v1::RecordDocumentsRequest>& events,
                      std::vector<std::string> entities, v1::RecordDocumentsResponse* response) {
    const auto context = By(std::move(entities));
    const auto writer = stub_->RecordDocuments(context.get(), response);
    for (const auto& event : events) {
      if (!writer->Write(event)) break;
    }
    writer->WritesDone();
    return writer->Finish();
  }

  FakeViews views_;
  FakeFront front_;
  FakeParkedEvents parked_;
  FakeParkedArchive archive_{parked_};
  LedgerQueries queries_{views_, store, ring, Millis{100}};
  ParkedDesk desk_{
      queries_, parked_, archive_, translator, store, front_, [](const std::string&, int, int64_t) {
        return Result<journal::LogRecord>(NotFound("gone"));
      }};
  WorkerPool pool_{2, 100};
  interest::LawBook book_ = interest::testing::Book();
  AllocationDesk allocations_{store, front_, Millis{100}};
  ClaimDesk claims_{views_, store, book_, front_, Millis{100}};
  ClaimPress press_{claims_, queries_, store, paper::Fonts::Load(paper::kDebianFonts)};
  LedgerGrpc service_{queries_,   allocations_, desk_,
                      claims_,    press_,       {store, translator, front_, parked_, pool_},
                      Millis{100}};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::LedgerService::Stub> stub_;
};

TEST_F(LedgerGrpcTest, AStreamIsAnsweredOnceAllIsWrittenOrParked) {
  std::vector<v1::RecordDocumentsRequest> events;
  for (int i = 0; i < 600; ++i) events.push_back(InvoiceEvent("F-" + std::to_string(i)));
  events[7].mutable_invoice()->set_amount("1.234,56");
  events.push_back(HeartbeatEvent());
  v1::RecordDocumentsResponse response;
  const auto status = Record(events, {"FR01"}, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.received(), 601);
  EXPECT_EQ(response.refused(), 1);
  EXPECT_EQ(response.refusals(0).field(), "amount");
  EXPECT_EQ(parked_.events.size(), 1U);
  EXPECT_EQ(front_.written.size(), 599U + 4U) << "the heartbeat goes to each partition";
  v1::LedgerInput last;
  last.ParseFromString(front_.written.back().content);
  EXPECT_TRUE(last.has_feed_seen()) << "after the documents";
}

TEST_F(LedgerGrpcTest, AStreamForAnotherEntityIsRefusedDocumentByDocument) {
  v1::RecordDocumentsResponse response;
  EXPECT_TRUE(Record({InvoiceEvent()}, {"DE01"}, &response).ok());
  EXPECT_EQ(response.refused(), 1);
  EXPECT_EQ(response.refusals(0).field(), "legal_entity");
  EXPECT_TRUE(front_.written.empty());
}

TEST_F(LedgerGrpcTest, AWriteThatFailsMakesTheCallRepeatable) {
  front_.failures = 1;
  v1::RecordDocumentsResponse response;
  const auto status = Record({InvoiceEvent(), InvoiceEvent("F-2")}, {"FR01"}, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(LedgerGrpcTest, EveryReadIsCheckedAgainstTheCallersEntities) {
  const auto expect_refused = [&](auto call) {
    EXPECT_EQ(call(*By({"DE01"})).error_code(), grpc::StatusCode::PERMISSION_DENIED);
    EXPECT_EQ(call(*By({})).error_code(), grpc::StatusCode::PERMISSION_DENIED);
    grpc::ClientContext nobody;
    EXPECT_EQ(call(nobody).error_code(), grpc::StatusCode::UNAUTHENTICATED);
  };
  common::v1::Account account;
  account.set_legal_entity("FR01");
  account.set_number("D42");
  expect_refused([&](grpc::ClientContext& context) {
    v1::GetAccountRequest request;
    *request.mutable_account() = account;
    v1::GetAccountResponse response;
    return stub_->GetAccount(&context, request, &response);
  });
  expect_refused([&](grpc::ClientContext& context) {
    v1::ListOpenItemsRequest request;
    *request.mutable_account() = account;
    v1::ListOpenItemsResponse response;
    return stub_->ListOpenItems(&context, request, &response);
  });
  expect_refused([&](grpc::ClientContext& context) {
    v1::ComputeClaimRequest request;
    *request.mutable_account() = account;
    v1::ComputeClaimResponse response;
    return stub_->ComputeClaim(&context, request, &response);
  });
  expect_refused([&](grpc::ClientContext& context) {
    v1::PrintClaimRequest request;
    *request.mutable_account() = account;
    request.set_format(v1::CLAIM_FORMAT_PDF);
    v1::PrintClaimResponse response;
    return stub_->PrintClaim(&context, request, &response);
  });
  expect_refused([&](grpc::ClientContext& context) {
    v1::ListClaimsRequest request;
    *request.mutable_account() = account;
    v1::ListClaimsResponse response;
    return stub_->ListClaims(&context, request, &response);
  });
  expect_refused([&](grpc::ClientContext& context) {
    v1::BillClaimRequest request;
    *request.mutable_account() = account;
    v1::BillClaimResponse response;
    return stub_->BillClaim(&context, request, &response);
  });
  expect_refused([&](grpc::ClientContext& context) {
    v1::ListFeedsRequest request;
    request.set_legal_entity("FR01");
    v1::ListFeedsResponse response;
    return stub_->ListFeeds(&context, request, &response);
  });
  expect_refused([&](grpc::ClientContext& context) {
    v1::ListParkedRequest request;
    request.set_legal_entity("FR01");
    v1::ListParkedResponse response;
    return stub_->ListParked(&context, request, &response);
  });
}

TEST_F(LedgerGrpcTest, AnAccountIsReadThroughTheCall) {
  const auto read = translator.Translate(InvoiceEvent(), {"FR01"});
  const auto& document = std::get<ReadDocument>(*read);
  views_.partitions[document.partition].Document(document.input);
  v1::GetAccountRequest request;
  request.mutable_account()->set_legal_entity("FR01");
  request.mutable_account()->set_number("D42");
  v1::GetAccountResponse response;
  const auto status = stub_->GetAccount(By({"FR01"}).get(), request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.balances(0).open(), 1'200'000);
}

TEST_F(LedgerGrpcTest, WhoOnlyReadsDoesNotAllocate) {
  v1::AllocateReceiptRequest request;
  request.mutable_account()->set_legal_entity("FR01");
  request.mutable_account()->set_number("D42");
  request.set_receipt("P-1");
  request.add_targets()->set_item("F-1");
  v1::AllocateReceiptResponse response;
  const auto told = [&](const std::string& entity, const std::string& role) {
    return stub_->AllocateReceipt(By({entity}, role).get(), request, &response).error_code();
  };
  EXPECT_EQ(told("FR01", "viewer"), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(told("FR01", "debtor"), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(told("DE01", "collector"), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(front_.submitted.empty());
  EXPECT_EQ(told("FR01", "collector"), grpc::StatusCode::OK);
  EXPECT_EQ(front_.submitted.size(), 1U);
}

TEST_F(LedgerGrpcTest, WhoOnlyReadsSeesWhatIsParkedAndDoesNotReplayIt) {
  archive_.Add({"erp.sap", 0, 1, {}, "garbage", "no", "value", "FR01", "D42", {}});
  v1::GetParkedRequest get;
  get.set_id("erp.sap/0/1");
  v1::GetParkedResponse got;
  EXPECT_TRUE(stub_->GetParked(By({"FR01"}, "viewer").get(), get, &got).ok());
  EXPECT_EQ(got.record().content(), "garbage");
  EXPECT_EQ(stub_->GetParked(By({"DE01"}, "viewer").get(), get, &got).error_code(),
            grpc::StatusCode::NOT_FOUND);
  v1::ReplayParkedRequest replay;
  replay.set_id("erp.sap/0/1");
  v1::ReplayParkedResponse replayed;
  EXPECT_EQ(stub_->ReplayParked(By({"FR01"}, "viewer").get(), replay, &replayed).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_TRUE(stub_->ReplayParked(By({"FR01"}, "collector").get(), replay, &replayed).ok());
  EXPECT_FALSE(replayed.accepted()) << "garbage is refused again";
}

TEST_F(LedgerGrpcTest, OnlySomeRolesBillAndFewerWaive) {
  v1::WaiveClaimRequest waive;
  waive.mutable_account()->set_legal_entity("FR01");
  waive.mutable_account()->set_number("D42");
  waive.set_document("F-9");
  v1::WaiveClaimResponse waived;
  for (const char* role : {"collector", "viewer"}) {
    EXPECT_EQ(stub_->WaiveClaim(By({"FR01"}, role).get(), waive, &waived).error_code(),
              grpc::StatusCode::PERMISSION_DENIED)
        << role;
  }
  EXPECT_EQ(stub_->WaiveClaim(By({"DE01"}, "lead").get(), waive, &waived).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(stub_->WaiveClaim(By({"FR01"}, "lead").get(), waive, &waived).error_code(),
            grpc::StatusCode::NOT_FOUND)
      << "may, but there is no such document";
  v1::BillClaimRequest bill;
  *bill.mutable_account() = waive.account();
  bill.set_document("F-9");
  v1::BillClaimResponse billed;
  EXPECT_EQ(stub_->BillClaim(By({"FR01"}, "auditor").get(), bill, &billed).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(stub_->BillClaim(By({"FR01"}).get(), bill, &billed).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(LedgerGrpcTest, AFenceIsAskedForOnceUnderItsOwnId) {
  front_.outcome = journal::Outcome{true, {}, {2, 77}};
  v1::RequestFenceRequest request;
  request.set_partition(2);
  request.set_fence_id("f-1");
  v1::RequestFenceResponse response;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(stub_->RequestFence(By({}).get(), request, &response).ok());
    EXPECT_EQ(response.sequence(), 77U);
  }
  ASSERT_EQ(front_.submitted.size(), 2U);
  EXPECT_EQ(front_.submitted[0].id, front_.submitted[1].id) << "a repeat has the first one's id";
  EXPECT_EQ(front_.submitted[0].content, front_.submitted[1].content);
  request.set_partition(3);
  ASSERT_TRUE(stub_->RequestFence(By({}).get(), request, &response).ok());
  EXPECT_NE(front_.submitted[2].id, front_.submitted[0].id);
  request.set_partition(4);
  EXPECT_EQ(stub_->RequestFence(By({}).get(), request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(LedgerGrpcTest, AFenceThatIsNotAnsweredInTimeIsUnavailable) {
  front_.outcome = Unavailable("the deadline has passed");
  v1::RequestFenceRequest request;
  request.set_fence_id(ToString(front_.NewId()));
  v1::RequestFenceResponse response;
  EXPECT_EQ(stub_->RequestFence(By({}).get(), request, &response).error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(IssuedAt(front_.submitted[0].id), IssuedAt(*ParseCommandId(request.fence_id())));
}

}  // namespace
}  // namespace relance::ledger
