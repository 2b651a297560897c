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

/// "submitted", "temporary_failure"
std::string ResultInWords(notifier::v1::AttemptResult result) {
  constexpr std::string_view kPrefix = "ATTEMPT_RESULT_";
  std::string word = notifier::v1::AttemptResult_Name(result);
  if (word.starts_with(kPrefix)) word.erase(0, kPrefix.size());
  for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return word;
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
        {"--state", "planned, preparing, submitted, withdrawn, ..."}},
       List},
      {"notice",
       "show",
       "One notice with every attempt and the exact bytes that were sent.",
       {"notice show 5f0c... --account FR01/D42"},
       {{"ID", "as `notice list` shows it", Kind::kText, "", true},
        {"--account", "ENTITY/NUMBER", Kind::kText, "", true}},
       Show},
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
