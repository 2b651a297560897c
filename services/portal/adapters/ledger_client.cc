#include "services/portal/adapters/ledger_client.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "libs/grpc/status.h"
#include "relance/ledger/v1/ledger.grpc.pb.h"
#include "services/portal/adapters/wire.h"

namespace relance::portal {
namespace {

namespace v1 = ledger::v1;

constexpr int kPageSize = 500;
/// 500,000 lines: a list that never ends must not hold a worker for ever.
constexpr int kMostPages = 1'000;

Result<Line> ReadLine(const v1::OpenItem& item) {
  const auto amount = ReadMoney(item.amount());
  const auto open = ReadMoney(item.open());
  const auto due = ReadDate(item.due_date());
  const auto issued = ReadOptionalDate(item.has_issue_date(), item.issue_date());
  if (!amount || !open || !due || !issued) return Corrupt("open item " + item.id());
  return Line{.id = item.id(),
              .document = item.document(),
              .reference = item.reference(),
              .amount = *amount,
              .open = *open,
              .issued = issued->value_or(Date{}),
              .due = *due};
}

Result<Credit> ReadCredit(const v1::OpenReceipt& receipt) {
  const auto rest = ReadMoney(receipt.rest());
  const auto value_date = ReadOptionalDate(receipt.has_value_date(), receipt.value_date());
  if (!rest || !value_date) return Corrupt("credit " + receipt.document());
  return Credit{receipt.document(), *rest, value_date->value_or(Date{}), receipt.credit_note()};
}

Result<LateCost> ReadCost(const v1::ClaimedItem& item) {
  const auto currency = ParseCurrency(item.currency());
  if (!currency) return Corrupt("claim of " + item.item());
  LateCost cost{.interest = {*currency, item.interest()},
                .indemnity = {*currency, item.indemnity()},
                .basis = item.basis(),
                .indemnity_basis = item.indemnity_basis()};
  for (const auto& segment : item.segments()) {
    cost.parts.push_back({.days = segment.days(),
                          .days_of_year = segment.days_of_year(),
                          .open = {*currency, segment.amount()},
                          .rate = segment.rate(),
                          .interest = {*currency, segment.interest()}});
    cost.confirmed = cost.confirmed && segment.confirmed();
  }
  return cost;
}

}  // namespace

struct LedgerClient::Stub {
  explicit Stub(const std::shared_ptr<grpc::Channel>& channel)
      : rpc(v1::LedgerService::NewStub(channel)) {}
  std::unique_ptr<v1::LedgerService::Stub> rpc;
};

LedgerClient::LedgerClient(std::shared_ptr<grpc::Channel> channel, Millis timeout)
    : stub_(std::make_unique<Stub>(channel)), timeout_(timeout) {}
LedgerClient::~LedgerClient() = default;

Result<LedgerAccount> LedgerClient::Account(const Viewer& viewer) {
  v1::GetAccountRequest request;
  *request.mutable_account() = WriteAccount(viewer.account);
  v1::GetAccountResponse response;
  grpc::ClientContext context;
  Prepare(context, AsContact(viewer, timeout_));
  const auto done = FromStatus(stub_->rpc->GetAccount(&context, request, &response));
  if (!done) return Failure(done.error());
  LedgerAccount account{.name = Personal<std::string>(response.name()),
                        .language = response.language()};
  for (const auto& contact : response.contacts()) {
    account.contact_languages[contact.id()] = contact.language();
  }
  for (const auto& receipt : response.unallocated()) {
    auto credit = ReadCredit(receipt);
    if (!credit) return Failure(credit.error());
    account.credits.push_back(std::move(*credit));
  }
  if (response.received_up_to_ms() != 0) {
    account.received_up_to = FromMillis(response.received_up_to_ms());
  }
  return account;
}

Result<std::vector<Line>> LedgerClient::OpenLines(const Viewer& viewer) {
  std::vector<Line> lines;
  v1::ListOpenItemsRequest request;
  *request.mutable_account() = WriteAccount(viewer.account);
  request.set_page_size(kPageSize);
  for (int page = 0; page < kMostPages; ++page) {
    v1::ListOpenItemsResponse response;
    grpc::ClientContext context;
    Prepare(context, AsContact(viewer, timeout_));
    const auto done = FromStatus(stub_->rpc->ListOpenItems(&context, request, &response));
    if (!done) return Failure(done.error());
    for (const auto& item : response.items()) {
      auto line = ReadLine(item);
      if (!line) return Failure(line.error());
      lines.push_back(std::move(*line));
    }
    if (response.next_page_token().empty()) return lines;
    request.set_page_token(response.next_page_token());
    if (response.has_token()) *request.mutable_at_least() = response.token();
  }
  return Unavailable("an account with more lines than a page can total");
}

Result<std::optional<LateCost>> LedgerClient::CostOfDelay(const Viewer& viewer, const Line& line) {
  v1::ComputeClaimRequest request;
  *request.mutable_account() = WriteAccount(viewer.account);
  request.add_documents(line.document);
  v1::ComputeClaimResponse response;
  grpc::ClientContext context;
  Prepare(context, AsContact(viewer, timeout_));
  const auto done = FromStatus(stub_->rpc->ComputeClaim(&context, request, &response));
  if (!done) return Failure(done.error());
  for (const auto& claim : response.claims()) {
    if (!claim.acts().empty()) return std::optional<LateCost>();
  }
  for (const auto& item : response.statement().items()) {
    if (item.item() != line.id || !item.was_late()) continue;
    auto cost = ReadCost(item);
    if (!cost) return Failure(cost.error());
    return std::optional<LateCost>(*std::move(cost));
  }
  return std::optional<LateCost>();
}

Result<Paper> LedgerClient::Statement(const Viewer& viewer, const Line& line,
                                      const std::string& language) {
  v1::PrintClaimRequest request;
  *request.mutable_account() = WriteAccount(viewer.account);
  request.add_documents(line.document);
  request.set_language(language);
  request.set_format(v1::CLAIM_FORMAT_PDF);
  v1::PrintClaimResponse response;
  grpc::ClientContext context;
  Prepare(context, AsContact(viewer, timeout_));
  const auto done = FromStatus(stub_->rpc->PrintClaim(&context, request, &response));
  if (!done) return Failure(done.error());
  return Paper{response.content(), response.media_type(), response.file_name()};
}

}  // namespace relance::portal
