#include "services/notifier/adapters/notifier_grpc.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <utility>

#include "libs/base/archive.h"
#include "libs/base/encoding.h"
#include "libs/grpc/identity.h"
#include "libs/grpc/status.h"
#include "relance/journal/v1/record.pb.h"
#include "relance/notifier/v1/inputs.pb.h"
#include "relance/notifier/v1/notifier.grpc.pb.h"
#include "services/notifier/adapters/codec.h"
#include "services/notifier/adapters/names.h"
#include "services/notifier/domain/receipt.h"

namespace relance::notifier {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 200;

/// One answer for every token that opens nothing.
grpc::Status NoSuchLink() {
  return {grpc::StatusCode::NOT_FOUND, "no such link"};
}

/// "bounced: 5.1.1 no such user", "presented on 2026-11-06"
std::string InWords(const Receipt& receipt) {
  std::string words(Name(receipt.kind));
  if (receipt.on) words += " on " + FormatDate(*receipt.on);
  return receipt.words.empty() ? words : words + ": " + receipt.words;
}

std::string StateOf(const Notice& notice) {
  switch (notice.state) {
    case NoticeState::kWithdrawn:
      return "withdrawn";
    case NoticeState::kReady:
    case NoticeState::kSending:
      return "preparing";
    case NoticeState::kQueued:
    case NoticeState::kEnded:
      break;
  }
  if (notice.attempts.empty()) return "planned";
  bool submitted = false;
  bool came_back = false;
  for (const Attempt& attempt : notice.attempts) {
    if (attempt.result != AttemptResult::kSubmitted) continue;
    if (HasArrived(attempt)) return "delivered";
    (NeverArrives(attempt) ? came_back : submitted) = true;
  }
  if (submitted) return "submitted";
  if (came_back) return "permanent_failure";
  return std::string(Name(notice.attempts.back().result.value_or(AttemptResult::kUnknown)));
}

v1::Notice Shown(const Notice& notice) {
  v1::Notice out;
  out.set_notice_id(notice.id);
  Put(notice.account, out.mutable_account());
  out.set_step(notice.step);
  out.set_state(StateOf(notice));
  if (!notice.withdrawn.empty()) {
    out.set_reason(notice.withdrawn);
  } else if (!notice.attempts.empty()) {
    const Attempt& last = notice.attempts.back();
    out.set_reason(last.receipts.empty() ? last.answer : InWords(last.receipts.back()));
  }
  out.set_changed_at_ms(ToMillis(notice.changed_at));
  if (notice.clearance) {
    out.set_fence_sequence(notice.clearance->fence);
    out.set_clearance_sequence(notice.clearance->sequence);
  }
  return out;
}

grpc::Status RefusalStatus(const journal::Outcome& outcome) {
  journal::v1::Refusal refusal;
  refusal.ParseFromString(outcome.reply);
  const bool unknown = refusal.reason() == Name(ReceiptRefusal::kUnknownNotice);
  return ToStatus(Error{unknown ? ErrorCode::kNotFound : ErrorCode::kInvalid, refusal.reason(),
                        refusal.field()});
}

/// Where a list goes on: a partition and the last member that was looked at.
struct Cursor {
  int partition = 0;
  std::string after;
};
template <class Archive>
void Describe(Archive& archive, Cursor& v) {
  archive(v.partition, v.after);
}

class NotifierGrpc : public v1::NotifierService::CallbackService {
 public:
  NotifierGrpc(journal::CommandFront& front, journal::ViewReader& view,
               const ConfigurationStore& configurations, const seal::BlobStore& blobs,
               Tokens& tokens, std::function<Instant()> now, NotifierGrpcOptions options)
      : front_(front),
        view_(view),
        configurations_(configurations),
        blobs_(blobs),
        tokens_(tokens),
        now_(std::move(now)),
        options_(std::move(options)) {}

  grpc::ServerUnaryReactor* ResolveLink(grpc::CallbackServerContext* context,
                                        const v1::ResolveLinkRequest* request,
                                        v1::ResolveLinkResponse* response) override {
    return Finish(context, Resolve(*request, *response));
  }

  grpc::ServerUnaryReactor* IssueLink(grpc::CallbackServerContext* context,
                                      const v1::IssueLinkRequest* request,
                                      v1::IssueLinkResponse* response) override;

  grpc::ServerUnaryReactor* ListNotices(grpc::CallbackServerContext* context,
                                        const v1::ListNoticesRequest* request,
                                        v1::ListNoticesResponse* response) override {
    return Finish(context, List(IdentityOf(*context), *request, *response));
  }

  grpc::ServerUnaryReactor* GetNotice(grpc::CallbackServerContext* context,
                                      const v1::GetNoticeRequest* request,
                                      v1::GetNoticeResponse* response) override {
    return Finish(context, Get(IdentityOf(*context), *request, *response));
  }

  grpc::ServerUnaryReactor* RecordReceipt(grpc::CallbackServerContext* context,
                                          const v1::RecordReceiptRequest* request,
                                          v1::RecordReceiptResponse* response) override;

 private:
  static grpc::ServerUnaryReactor* Finish(grpc::CallbackServerContext* context,
                                          const grpc::Status& status) {
    auto* reactor = context->DefaultReactor();
    reactor->Finish(status);
    return reactor;
  }

  grpc::Status Resolve(const v1::ResolveLinkRequest& request, v1::ResolveLinkResponse& response);
  grpc::Status List(const Identity& by, const v1::ListNoticesRequest& request,
                    v1::ListNoticesResponse& response);
  grpc::Status Get(const Identity& by, const v1::GetNoticeRequest& request,
                   v1::GetNoticeResponse& response);
  Result<void> ListPartition(const v1::ListNoticesRequest& request, Cursor& cursor, size_t page,
                             v1::ListNoticesResponse& response);
  Result<void> PutMessages(const Notice& notice, v1::GetNoticeResponse& response);

  journal::CommandFront& front_;
  journal::ViewReader& view_;
  const ConfigurationStore& configurations_;
  const seal::BlobStore& blobs_;
  Tokens& tokens_;
  const std::function<Instant()> now_;
  const NotifierGrpcOptions options_;
};

grpc::Status NotifierGrpc::Resolve(const v1::ResolveLinkRequest& request,
                                   v1::ResolveLinkResponse& response) {
  const auto token = ParseLinkToken(request.token());
  if (!token || token->partition >= configurations_.Partitions()) return NoSuchLink();
  const auto loaded =
      view_.Load({token->partition, 0}, {LinkKey(HashOf(*token))}, options_.timeout);
  if (!loaded) return ToStatus(loaded.error());
  if (loaded->values.empty() || !loaded->values[0]) return NoSuchLink();
  const auto link = Decode<Link>(*loaded->values[0]);
  if (!link) return ToStatus(link.error());
  if (!IsLive(*link, now_())) return NoSuchLink();
  Put(link->account, response.mutable_account());
  response.set_contact_id(link->contact);
  response.set_expires_at_ms(ToMillis(link->expires_at));
  return grpc::Status::OK;
}

grpc::ServerUnaryReactor* NotifierGrpc::IssueLink(grpc::CallbackServerContext* context,
                                                  const v1::IssueLinkRequest* request,
                                                  v1::IssueLinkResponse* response) {
  const Identity by = IdentityOf(*context);
  const AccountId account = AccountOf(request->account());
  if (const auto scope = CheckScope(by, account.entity); !scope.ok()) return Finish(context, scope);
  const auto partition = configurations_.PartitionOf(account);
  if (!partition) return Finish(context, ToStatus(partition.error()));
  const LinkToken token = tokens_.Mint(*partition);
  const Link link{HashOf(token), account, request->contact_id(), {}, now_() + options_.link_life,
                  false};
  v1::NotifierInput input;
  *input.mutable_issue_link()->mutable_link() = ToProto(link);
  auto* reactor = context->DefaultReactor();
  const std::string url = options_.portal_url + "/l/" + ToString(token);
  front_.Submit(*partition, front_.NewId(), by, input.SerializeAsString(), options_.timeout,
                [reactor, response, url, link](Result<journal::Outcome> outcome) {
                  if (!outcome) return reactor->Finish(ToStatus(outcome.error()));
                  if (!outcome->accepted) return reactor->Finish(RefusalStatus(*outcome));
                  response->set_url(url);
                  response->set_expires_at_ms(ToMillis(link.expires_at));
                  reactor->Finish(grpc::Status::OK);
                });
  return reactor;
}

/// What a provider may say in its own words.
Result<void> CheckWords(const std::string& words) {
  constexpr size_t kLongest = 200;
  if (words.size() > kLongest) return Invalid("longer than 200 bytes", "provider_words");
  const bool plain = std::ranges::all_of(words, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= ' ' && byte != 0x7f;
  });
  if (!plain) return Invalid("holds a control character", "provider_words");
  // An address in an answer is personal, and journals are for ever.
  if (words.find('@') != words.npos) return Invalid("holds an address", "provider_words");
  return {};
}

v1::NotifierInput CommandOf(const v1::RecordReceiptRequest& request) {
  v1::NotifierInput input;
  auto& receipt = *input.mutable_record_receipt()->mutable_receipt();
  receipt.set_notice_id(request.notice_id());
  *receipt.mutable_account() = request.account();
  receipt.set_contact_id(request.contact_id());
  receipt.set_receipt_kind(request.receipt_kind());
  if (request.has_on()) *receipt.mutable_on() = request.on();
  receipt.set_provider_words(request.provider_words());
  return input;
}

grpc::ServerUnaryReactor* NotifierGrpc::RecordReceipt(grpc::CallbackServerContext* context,
                                                      const v1::RecordReceiptRequest* request,
                                                      v1::RecordReceiptResponse* response) {
  const Identity by = IdentityOf(*context);
  const AccountId account = AccountOf(request->account());
  if (const auto scope = CheckScope(by, account.entity); !scope.ok()) return Finish(context, scope);
  if (!MayTellReceipts(by.role)) {
    return Finish(context, {grpc::StatusCode::PERMISSION_DENIED,
                            "receipts are told by collectors, leads, legal, admins and operators"});
  }
  if (const auto words = CheckWords(request->provider_words()); !words) {
    return Finish(context, ToStatus(words.error()));
  }
  const auto partition = configurations_.PartitionOf(account);
  if (!partition) return Finish(context, ToStatus(partition.error()));
  const auto id = request->command_id().empty() ? Result<CommandId>(front_.NewId())
                                                : ParseCommandId(request->command_id());
  if (!id) return Finish(context, ToStatus(id.error()));
  auto* reactor = context->DefaultReactor();
  front_.Submit(*partition, *id, by, CommandOf(*request).SerializeAsString(), options_.timeout,
                [reactor, response](Result<journal::Outcome> outcome) {
                  if (!outcome) return reactor->Finish(ToStatus(outcome.error()));
                  if (!outcome->accepted) return reactor->Finish(RefusalStatus(*outcome));
                  response->mutable_token()->set_service("notifier");
                  response->mutable_token()->set_partition(outcome->token.partition);
                  response->mutable_token()->set_sequence(outcome->token.sequence);
                  reactor->Finish(grpc::Status::OK);
                });
  return reactor;
}

/// One page's worth of one partition; the cursor moves to the next at the end of this one.
Result<void> NotifierGrpc::ListPartition(const v1::ListNoticesRequest& request, Cursor& cursor,
                                         size_t page, v1::ListNoticesResponse& response) {
  const bool one_account = request.has_account();
  const AccountId account = AccountOf(request.account());
  std::string prefix(kNotices);
  prefix += one_account ? ToString(account) + "/" : request.legal_entity() + "/";
  const uint64_t at_least =
      request.at_least().partition() == cursor.partition ? request.at_least().sequence() : 0;
  const journal::Token token{cursor.partition, at_least};
  const auto listed = view_.List(token, prefix, cursor.after, page, options_.timeout);
  if (!listed) return Failure(listed.error());
  const auto loaded = view_.Load(token, listed->members, options_.timeout);
  if (!loaded) return Failure(loaded.error());
  for (const auto& bytes : loaded->values) {
    if (!bytes) continue;
    const auto notice = Decode<Notice>(*bytes);
    if (!notice) return Failure(notice.error());
    if (one_account && notice->account != account) continue;  // "D" lists no notice of "D/4".
    const v1::Notice shown = Shown(*notice);
    if (request.state().empty() || request.state() == shown.state()) {
      *response.add_notices() = shown;
    }
  }
  if (listed->members.size() < page) {
    cursor = {cursor.partition + 1, {}};
  } else {
    cursor.after = listed->members.back();
  }
  return {};
}

grpc::Status NotifierGrpc::List(const Identity& by, const v1::ListNoticesRequest& request,
                                v1::ListNoticesResponse& response) {
  const std::string entity =
      request.has_account() ? request.account().legal_entity() : request.legal_entity();
  if (const auto scope = CheckScope(by, entity); !scope.ok()) return scope;
  if (request.page_size() < 0) return ToStatus(Error{ErrorCode::kInvalid, "negative", "page_size"});
  const int wanted =
      request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kLargestPage);
  int last = configurations_.Partitions() - 1;
  Cursor cursor;
  if (request.has_account()) {
    const auto partition = configurations_.PartitionOf(AccountOf(request.account()));
    if (!partition) return ToStatus(partition.error());
    cursor.partition = last = *partition;
  }
  if (!request.page_token().empty()) {
    const auto bytes = FromBase64Url(request.page_token());
    const auto at = bytes ? Decode<Cursor>(*bytes) : Result<Cursor>(Failure(bytes.error()));
    if (!at || at->partition < cursor.partition || at->partition > last) {
      return ToStatus(Error{ErrorCode::kInvalid, "not a token of this list", "page_token"});
    }
    cursor = *at;
  }
  while (cursor.partition <= last && response.notices_size() < wanted) {
    const auto page = static_cast<size_t>(wanted - response.notices_size());
    if (const auto ok = ListPartition(request, cursor, page, response); !ok) {
      return ToStatus(ok.error());
    }
  }
  if (cursor.partition <= last) response.set_next_page_token(ToBase64Url(Encode(cursor)));
  return grpc::Status::OK;
}

Result<void> NotifierGrpc::PutMessages(const Notice& notice, v1::GetNoticeResponse& response) {
  for (const Attempt& attempt : notice.attempts) {
    *response.add_attempts() = ToProto(attempt, notice.id, notice.account);
    if (attempt.result) {
      AttemptEnded ended;
      ended.attempt = attempt.id;
      ended.contact = attempt.contact;
      ended.result = *attempt.result;
      ended.answer = attempt.answer;
      ended.ended_at = attempt.ended_at;
      ended.channel = attempt.channel;
      *response.add_results() = ToProto(ended, notice.id, notice.account);
    }
    for (const Receipt& receipt : attempt.receipts) {
      *response.add_receipts() =
          ToProto(ReceiptRecorded{attempt.id, attempt.contact, attempt.channel, receipt}, notice.id,
                  notice.account);
    }
    auto bytes = blobs_.Get(DigestFromBytes(attempt.blob));
    if (!bytes) return Failure(bytes.error());
    response.add_messages(std::move(*bytes));
  }
  return {};
}

grpc::Status NotifierGrpc::Get(const Identity& by, const v1::GetNoticeRequest& request,
                               v1::GetNoticeResponse& response) {
  const AccountId account = AccountOf(request.account());
  if (const auto scope = CheckScope(by, account.entity); !scope.ok()) return scope;
  const auto partition = configurations_.PartitionOf(account);
  if (!partition) return ToStatus(partition.error());
  const auto loaded =
      view_.Load({*partition, 0}, {NoticeKey({account, request.notice_id()})}, options_.timeout);
  if (!loaded) return ToStatus(loaded.error());
  if (loaded->values.empty() || !loaded->values[0]) {
    return ToStatus(Error{ErrorCode::kNotFound, "no such notice", "notice_id"});
  }
  const auto notice = Decode<Notice>(*loaded->values[0]);
  if (!notice) return ToStatus(notice.error());
  *response.mutable_notice() = Shown(*notice);
  return ToStatus(PutMessages(*notice, response));
}

}  // namespace

std::unique_ptr<grpc::Service> MakeNotifierGrpc(journal::CommandFront& front,
                                                journal::ViewReader& view,
                                                const ConfigurationStore& configurations,
                                                const seal::BlobStore& blobs, Tokens& tokens,
                                                std::function<Instant()> now,
                                                NotifierGrpcOptions options) {
  return std::make_unique<NotifierGrpc>(front, view, configurations, blobs, tokens, std::move(now),
                                        std::move(options));
}

}  // namespace relance::notifier
