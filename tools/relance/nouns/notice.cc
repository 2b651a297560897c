#include "relance/notifier/v1/notifier.grpc.pb.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/nouns/words.h"
#include "tools/relance/rpc/call.h"

namespace relance::cli {
namespace {

using Stub = notifier::v1::NotifierService::Stub;
using Kind = Parameter::Kind;

constexpr int kPage = 200;

Result<notifier::v1::ListNoticesResponse> AllNotices(Session& session, Stub& stub,
                                                     notifier::v1::ListNoticesRequest request) {
  notifier::v1::ListNoticesResponse all;
  request.set_page_size(kPage);
  do {
    const auto page = Call(stub, &Stub::ListNotices, request, session.identity);
    if (!page) return page;
    all.mutable_notices()->MergeFrom(page->notices());
    request.set_page_token(page->next_page_token());
    session.console.Progress(std::to_string(all.notices_size()) + " notices");
  } while (!request.page_token().empty());
  return all;
}

Result<ExitCode> List(Session& session) {
  notifier::v1::ListNoticesRequest request;
  request.set_legal_entity(session.arguments.Text("--entity"));
  request.set_state(session.arguments.Text("--state"));
  if (session.arguments.Has("--account")) {
    const auto account = AccountIn(session, "--account");
    if (!account) return Failure(account.error());
    *request.mutable_account() = *account;
  }
  if (request.legal_entity().empty() == !request.has_account()) {
    return Invalid("give either --entity or --account", "--entity");
  }
  auto channel = ChannelTo(session, session.targets.notifier, "--notifier");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto all = AllNotices(session, stub, request);
  if (!all) return Failure(all.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*all));
    return ExitCode::kOk;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& notice : all->notices()) {
    rows.push_back({notice.notice_id(), InWords(notice.account()), notice.step(), notice.state(),
                    MomentInWords(notice.changed_at_ms()), notice.reason()});
  }
  session.console.Table({"NOTICE", "ACCOUNT", "STEP", "STATE", "SINCE", "REASON"}, rows);
  return ExitCode::kOk;
}

/// The name of an enumerator without its prefix, in small letters.
std::string SmallWord(std::string name, std::string_view prefix) {
  if (name.starts_with(prefix)) name.erase(0, prefix.size());
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return name;
}

/// "submitted", "temporary_failure"
std::string ResultInWords(notifier::v1::AttemptResult result) {
  return SmallWord(notifier::v1::AttemptResult_Name(result), "ATTEMPT_RESULT_");
}

/// "bounced", "presented"
std::string KindInWords(notifier::v1::ReceiptKind kind) {
  return SmallWord(notifier::v1::ReceiptKind_Name(kind), "RECEIPT_KIND_");
}

Result<notifier::v1::ReceiptKind> KindNamed(const std::string& word) {
  for (int kind = notifier::v1::RECEIPT_KIND_DELIVERED; kind <= notifier::v1::ReceiptKind_MAX;
       ++kind) {
    const auto known = static_cast<notifier::v1::ReceiptKind>(kind);
    if (KindInWords(known) == word) return known;
  }
  return Invalid("is none of delivered, bounced, failed, presented, refused, unclaimed", "WHAT");
}

void Print(Console& console, const notifier::v1::GetNoticeResponse& found) {
  const auto& notice = found.notice();
  console.Data("notice   " + notice.notice_id());
  console.Data("account  " + InWords(notice.account()));
  console.Data("step     " + notice.step());
  console.Data("state    " + notice.state() + " since " + MomentInWords(notice.changed_at_ms()));
  console.Data("cleared  ledger " + std::to_string(notice.fence_sequence()) + ", scenario " +
               std::to_string(notice.clearance_sequence()));
  for (int i = 0; i < found.attempts_size(); ++i) {
    const auto& attempt = found.attempts(i);
    console.Data("attempt  " + std::to_string(attempt.number()) + " to " + attempt.contact_id() +
                 " by " + InWords(attempt.channel()) + " as " + attempt.message_id());
    for (const auto& result : found.results()) {
      if (result.attempt_id() != attempt.attempt_id()) continue;
      console.Data("         " + ResultInWords(result.result()) + " at " +
                   MomentInWords(result.ended_at_ms()) + "  " + result.provider_answer());
    }
  }
  for (const auto& receipt : found.receipts()) {
    std::string words = KindInWords(receipt.receipt_kind());
    if (receipt.has_on()) words += " on " + InWords(receipt.on());
    if (!receipt.provider_words().empty()) words += ": " + receipt.provider_words();
    console.Data("receipt  " + receipt.contact_id() + " by " + InWords(receipt.channel()) + " " +
                 words + ", told by " + receipt.by() + " at " +
                 MomentInWords(receipt.received_at_ms()));
  }
  for (const auto& message : found.messages()) {
    console.Data("");
    console.Data(message);
  }
}

Result<ExitCode> Show(Session& session) {
  notifier::v1::GetNoticeRequest request;
  const auto account = AccountIn(session, "--account");
  if (!account) return Failure(account.error());
  request.set_notice_id(session.arguments.Text("ID"));
  *request.mutable_account() = *account;
  auto channel = ChannelTo(session, session.targets.notifier, "--notifier");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto found = Call(stub, &Stub::GetNotice, request, session.identity);
  if (!found) return Failure(found.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*found));
  } else {
    Print(session.console, *found);
  }
  return ExitCode::kOk;
}

/// What a provider told of a message, or a letter that came back on paper.
Result<ExitCode> Receipt(Session& session) {
  notifier::v1::RecordReceiptRequest request;
  const auto account = AccountIn(session, "--account");
  if (!account) return Failure(account.error());
  *request.mutable_account() = *account;
  request.set_notice_id(session.arguments.Text("ID"));
  const auto kind = KindNamed(session.arguments.Text("WHAT"));
  if (!kind) return Failure(kind.error());
  request.set_receipt_kind(*kind);
  request.set_contact_id(session.arguments.Text("--contact"));
  if (session.arguments.Has("--on")) {
    const auto on = DateIn(session, "--on");
    if (!on) return Failure(on.error());
    *request.mutable_on() = *on;
  }
  request.set_provider_words(session.arguments.Text("--words"));
  const auto id = NewCommandId(session);
  if (!id) return Failure(id.error());
  request.set_command_id(*id);
  auto channel = ChannelTo(session, session.targets.notifier, "--notifier");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto told = Call(stub, &Stub::RecordReceipt, request, session.identity);
  if (!told) return Failure(told.error());
  session.console.Data(session.console.json()
                           ? JsonOf(*told)
                           : "notice " + request.notice_id() + ": " + KindInWords(*kind));
  session.console.Say("What follows from it: relance case explain " + InWords(*account));
  return ExitCode::kOk;
}

Result<ExitCode> Link(Session& session) {
  notifier::v1::IssueLinkRequest request;
  const auto account = AccountIn(session, "ACCOUNT");
  if (!account) return Failure(account.error());
  *request.mutable_account() = *account;
  request.set_contact_id(session.arguments.Text("--contact"));
  auto channel = ChannelTo(session, session.targets.notifier, "--notifier");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto link = Call(stub, &Stub::IssueLink, request, session.identity);
  if (!link) return Failure(link.error());
  session.console.Data(session.console.json() ? JsonOf(*link) : link->url());
  session.console.Say("Opens the account until " + MomentInWords(link->expires_at_ms()));
  return ExitCode::kOk;
}

}  // namespace

std::vector<Command> NoticeCommands() {
  return {
      {"notice",
       "list",
       "What was planned, sent or withdrawn.",
       {"notice list --entity FR01", "notice list --account FR01/D42 --state submitted"},
       {{"--entity", "of a legal entity"},
        {"--account", "of one account, ENTITY/NUMBER"},
        {"--state", "planned, preparing, submitted, delivered, withdrawn, ..."}},
       List},
      {"notice",
       "show",
       "One notice with every attempt and the exact bytes that were sent.",
       {"notice show 5f0c... --account FR01/D42"},
       {{"ID", "as `notice list` shows it", Kind::kText, "", true},
        {"--account", "ENTITY/NUMBER", Kind::kText, "", true}},
       Show},
      {"notice",
       "receipt",
       "Tell what became of a message: it bounced, or a registered letter was presented.",
       {"notice receipt 5f0c... bounced --account FR01/D42 --words \"5.1.1 no such user\"",
        "notice receipt 5f0c... presented --account FR01/D42 --contact c2 --on 2026-11-06"},
       {{"ID", "as `notice list` shows it", Kind::kText, "", true},
        {"WHAT",
         "delivered; bounced (the address is dead), failed (only this message); presented, "
         "refused, "
         "unclaimed (a registered letter)",
         Kind::kText, "", true},
        {"--account", "ENTITY/NUMBER", Kind::kText, "", true},
        {"--contact", "to whom; needed when the notice went to several"},
        {"--on", "of the first presentation, YYYY-MM-DD; else today"},
        {"--words", "what the provider said; no addresses, it is kept for ever"}},
       Receipt},
      {"portal",
       "link",
       "A fresh link into the portal, for a debtor on the phone.",
       {"portal link FR01/D42 --contact c1"},
       {{"ACCOUNT", "ENTITY/NUMBER", Kind::kText, "", true},
        {"--contact", "whose link it is", Kind::kText, "c1"}},
       Link},
  };
}

}  // namespace relance::cli
