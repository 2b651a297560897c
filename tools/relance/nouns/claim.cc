#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>

#include "libs/money/amount.h"
#include "relance/ledger/v1/ledger.grpc.pb.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/nouns/words.h"
#include "tools/relance/rpc/call.h"

// What late payment costs a debtor, and what people do about it.
namespace relance::cli {
namespace {

using Stub = ledger::v1::LedgerService::Stub;
using Kind = Parameter::Kind;

/// A claim of hundreds of documents is set on as many pages.
constexpr Millis kPrintTimeout{60'000};

std::string Amount(const std::string& currency, int64_t minor) {
  common::v1::Money money;
  money.set_currency(currency);
  money.set_minor_units(minor);
  return InWords(money);
}

void ShowItem(Console& console, const ledger::v1::ClaimedItem& item) {
  console.Data(item.item() + "  " + Amount(item.currency(), item.amount()) + "  due " +
               InWords(item.due_date()) + "  " + item.profile() + " (" + item.basis() + ")");
  std::vector<std::vector<std::string>> rows;
  for (const auto& segment : item.segments()) {
    rows.push_back({InWords(segment.from()), InWords(segment.to()),
                    std::to_string(segment.days()) + "/" + std::to_string(segment.days_of_year()),
                    Amount(item.currency(), segment.amount()), segment.rate() + " %",
                    segment.rate_id().empty() ? "contract" : segment.rate_id(),
                    Amount(item.currency(), segment.interest())});
  }
  if (!rows.empty()) {
    console.Table({"FROM", "TO", "DAYS", "OPEN", "RATE", "RATE ID", "INTEREST"}, rows);
  }
  for (const auto& receipt : item.receipts()) {
    console.Data(std::string("  ") + (receipt.credit_note() ? "credit note " : "payment ") +
                 receipt.receipt() + " of " + InWords(receipt.value_date()) + ": " +
                 Amount(item.currency(), receipt.amount()));
  }
  if (item.interest_settled() != 0) {
    console.Data("  interest settled " + Amount(item.currency(), item.interest_settled()));
  }
  std::string sums = "  principal " + Amount(item.currency(), item.principal()) + ", interest " +
                     Amount(item.currency(), item.interest());
  if (item.indemnity() != 0) {
    sums += ", indemnity " + Amount(item.currency(), item.indemnity()) + " (" +
            item.indemnity_basis() + ")";
  }
  console.Data(sums + ", total " + Amount(item.currency(), item.total()));
  for (const auto& warning : item.warnings()) console.Data("  warning: " + warning.words());
}

std::string InWords(const ledger::v1::ClaimAct& act) {
  const bool billed = act.kind() == ledger::v1::CLAIM_ACT_KIND_BILL;
  return std::string(billed ? "billed " : "waived ") + cli::InWords(act.amount()) + " as of " +
         cli::InWords(act.statement().as_of()) + " by " + act.by() +
         (act.reason().empty() ? "" : ": " + act.reason());
}

void ShowClaims(Console& console, const ledger::v1::ComputeClaimResponse& answer) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& claim : answer.claims()) {
    rows.push_back({claim.document(), Amount(claim.currency(), claim.claimed()),
                    Amount(claim.currency(), claim.billed()),
                    Amount(claim.currency(), claim.waived()),
                    Amount(claim.currency(), claim.left())});
  }
  if (!rows.empty()) {
    console.Table({"DOCUMENT", "INTEREST AND INDEMNITY", "BILLED", "WAIVED", "LEFT"}, rows);
  }
  for (const auto& claim : answer.claims()) {
    for (const auto& act : claim.acts()) console.Data(claim.document() + ": " + InWords(act));
  }
}

/// Which claim `show` is about: ComputeClaimRequest or PrintClaimRequest.
template <class Request>
Result<Request> Selection(const Session& session) {
  const auto account = AccountIn(session, "ACCOUNT");
  if (!account) return Failure(account.error());
  Request request;
  *request.mutable_account() = *account;
  for (const auto& document : session.arguments.Many("--document")) {
    request.add_documents(document);
  }
  if (session.arguments.Has("--as-of")) {
    const auto as_of = DateIn(session, "--as-of");
    if (!as_of) return Failure(as_of.error());
    *request.mutable_as_of() = *as_of;
  }
  request.set_in_insolvency(session.arguments.Has("--insolvency"));
  return request;
}

/// To a file, or to the standard output.
Result<void> Deliver(const std::string& content, const std::string& path) {
  if (path == "-") {
    std::cout.write(content.data(), static_cast<std::streamsize>(content.size())).flush();
    if (!std::cout) return Unavailable("the standard output cannot be written");
    return {};
  }
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  if (!file) return Invalid("cannot be written: " + path, "--output");
  return {};
}

/// The statement of account as the ledger prints it.
Result<ExitCode> Print(Session& session, ledger::v1::ClaimFormat format) {
  const std::string path = session.arguments.Text("--output");
  const bool is_pdf = format == ledger::v1::CLAIM_FORMAT_PDF;
  if (is_pdf && path == "-" && isatty(fileno(stdout)) == 1) {
    return Invalid("a PDF is not for a terminal: name a file with --output, or redirect",
                   "--format");
  }
  auto request = Selection<ledger::v1::PrintClaimRequest>(session);
  if (!request) return Failure(request.error());
  request->set_format(format);
  request->set_language(session.arguments.Text("--language"));
  auto channel = ChannelTo(session, session.targets.ledger, "--ledger");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto answer = Call(stub, &Stub::PrintClaim, *request, session.identity, kPrintTimeout);
  if (!answer) return Failure(answer.error());
  if (const auto done = Deliver(answer->content(), path); !done) return Failure(done.error());
  if (path != "-")
    session.console.Say(path + ": " + answer->media_type() + ", in " + answer->language() +
                        ", of statement " + answer->digest());
  return ExitCode::kOk;
}

Result<ExitCode> ShowComputed(Session& session, bool json) {
  const auto request = Selection<ledger::v1::ComputeClaimRequest>(session);
  if (!request) return Failure(request.error());
  auto channel = ChannelTo(session, session.targets.ledger, "--ledger");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto answer = Call(stub, &Stub::ComputeClaim, *request, session.identity);
  if (!answer) return Failure(answer.error());
  if (json) {
    const auto done = Deliver(JsonOf(*answer) + "\n", session.arguments.Text("--output"));
    if (!done) return Failure(done.error());
    return ExitCode::kOk;
  }
  const auto& statement = answer->statement();
  session.console.Data(cli::InWords(request->account()) + "  claim as of " +
                       cli::InWords(statement.as_of()) + ", rates " + statement.law_book());
  for (const auto& item : statement.items()) ShowItem(session.console, item);
  ShowClaims(session.console, *answer);
  for (const auto& total : statement.totals()) {
    session.console.Data("total " + Amount(total.currency(), total.total()) + ": principal " +
                         Amount(total.currency(), total.principal()) + ", interest " +
                         Amount(total.currency(), total.interest()) + ", indemnity " +
                         Amount(total.currency(), total.indemnity()));
  }
  if (statement.items().empty()) session.console.Data("nothing is or was late");
  return ExitCode::kOk;
}

Result<ExitCode> Show(Session& session) {
  const std::string format = session.arguments.Text("--format");
  const bool json = session.console.json();
  if (json && !format.empty() && format != "json") {
    return Invalid("--json and --format " + format + " do not go together", "--format");
  }
  if (format == "json" || (json && format.empty())) return ShowComputed(session, /*json=*/true);
  if (format == "text") return Print(session, ledger::v1::CLAIM_FORMAT_TEXT);
  if (format == "pdf") return Print(session, ledger::v1::CLAIM_FORMAT_PDF);
  if (!format.empty()) return Invalid("is text, pdf or json", "--format");
  for (const char* needs_format : {"--output", "--language"}) {
    const std::string given = session.arguments.Text(needs_format);
    if (!given.empty() && given != "-") {
      return Invalid("goes with --format text, pdf or json", needs_format);
    }
  }
  return ShowComputed(session, /*json=*/false);
}

Result<ExitCode> List(Session& session) {
  const auto account = AccountIn(session, "ACCOUNT");
  if (!account) return Failure(account.error());
  auto channel = ChannelTo(session, session.targets.ledger, "--ledger");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  ledger::v1::ListClaimsRequest request;
  *request.mutable_account() = *account;
  request.set_waiting(session.arguments.Has("--waiting"));
  ledger::v1::ListClaimsResponse all;
  do {
    const auto page = Call(stub, &Stub::ListClaims, request, session.identity);
    if (!page) return Failure(page.error());
    all.mutable_claims()->MergeFrom(page->claims());
    *all.mutable_token() = page->token();
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  if (session.console.json()) {
    session.console.Data(JsonOf(all));
    return ExitCode::kOk;
  }
  for (const auto& claim : all.claims()) {
    if (request.waiting()) session.console.Data(claim.document());
    for (const auto& act : claim.acts()) {
      session.console.Data(claim.document() + ": " + InWords(act));
    }
  }
  return ExitCode::kOk;
}

template <class Request, class Response>
Result<ExitCode> Act(Session& session, grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*)) {
  const auto account = AccountIn(session, "ACCOUNT");
  if (!account) return Failure(account.error());
  Request request;
  *request.mutable_account() = *account;
  request.set_document(session.arguments.Text("--document"));
  request.set_reason(session.arguments.Text("--reason"));
  request.set_in_insolvency(session.arguments.Has("--insolvency"));
  if (session.arguments.Has("--as-of")) {
    const auto as_of = DateIn(session, "--as-of");
    if (!as_of) return Failure(as_of.error());
    *request.mutable_as_of() = *as_of;
  }
  const auto id =
      session.arguments.Has("--id") ? session.arguments.Text("--id") : NewCommandId(session);
  if (!id) return Failure(id.error());
  request.set_command_id(*id);
  auto channel = ChannelTo(session, session.targets.ledger, "--ledger");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto answer = Call(stub, method, request, session.identity);
  if (!answer) return Failure(answer.error());
  session.console.Data(session.console.json() ? JsonOf(*answer)
                                              : request.document() + ": " + InWords(answer->act()));
  return ExitCode::kOk;
}

}  // namespace

std::vector<Command> ClaimCommands() {
  const Parameter account = {"ACCOUNT", "ENTITY/NUMBER", Kind::kText, "", true};
  const Parameter document = {"--document", "the invoice whose claim it is", Kind::kText, "", true};
  const Parameter as_of = {"--as-of", "YYYY-MM-DD, the last day counted; else today"};
  const Parameter insolvency = {"--insolvency", "the debtor is in proceedings: no indemnity",
                                Kind::kFlag};
  const Parameter id = {"--id", "UUIDv7 of the command, to repeat it safely"};
  return {
      {"claim",
       "show",
       "Late interest and indemnity of an account, day by day.",
       {"claim show FR01/D42", "claim show FR01/D42 --document F-1 --as-of 2026-09-01",
        "claim show FR01/D42 --format pdf --language fr --output decompte.pdf"},
       {account,
        {"--document", "only this invoice; may be repeated", Kind::kMany},
        as_of,
        insolvency,
        {"--format", "text or pdf: the statement of account, to be sent; json: as computed"},
        {"--language", "fr or en; else the debtor's"},
        {"--output", "a file; - for the standard output", Kind::kText, "-"}},
       Show},
      {"claim",
       "list",
       "What was billed and waived, with the statements of then.",
       {"claim list FR01/D42 --json", "claim list FR01/D42 --waiting"},
       {account, {"--waiting", "invoices paid late whose claim waits for an act", Kind::kFlag}},
       List},
      {"claim",
       "bill",
       "Bill what is left of an invoice's late interest and indemnity.",
       {"claim bill FR01/D42 --document F-1 --as anna:collector"},
       {account, document, as_of, {"--reason", "recorded with the act"}, insolvency, id},
       [](Session& session) { return Act(session, &Stub::BillClaim); }},
      {"claim",
       "waive",
       "Give up what is left of an invoice's late interest and indemnity.",
       {"claim waive FR01/D42 --document F-1 --reason goodwill --as anna:lead"},
       {account,
        document,
        as_of,
        {"--reason", "why; recorded with the act", Kind::kText, "", true},
        insolvency,
        id},
       [](Session& session) { return Act(session, &Stub::WaiveClaim); }},
  };
}

}  // namespace relance::cli
