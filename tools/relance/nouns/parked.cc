#include <algorithm>
#include <sstream>

#include "libs/text/text.h"
#include "relance/ledger/v1/ledger.grpc.pb.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/nouns/words.h"
#include "tools/relance/rpc/call.h"

namespace relance::cli {
namespace {

using Stub = ledger::v1::LedgerService::Stub;

constexpr int kPage = 200;

Result<ledger::v1::ListParkedResponse> AllParked(Session& session, Stub& stub) {
  ledger::v1::ListParkedResponse all;
  ledger::v1::ListParkedRequest request;
  request.set_legal_entity(session.arguments.Text("--entity"));
  request.set_page_size(kPage);
  do {
    const auto page = Call(stub, &Stub::ListParked, request, session.identity);
    if (!page) return page;
    all.mutable_records()->MergeFrom(page->records());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

Result<ExitCode> List(Session& session) {
  auto channel = ChannelTo(session, session.targets.ledger, "--ledger");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto all = AllParked(session, stub);
  if (!all) return Failure(all.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*all));
    return ExitCode::kOk;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& record : all->records()) {
    rows.push_back({record.id(), record.legal_entity() + "/" + record.account(), record.field(),
                    record.reason()});
  }
  session.console.Table({"ID", "ACCOUNT", "FIELD", "REASON"}, rows);
  return ExitCode::kOk;
}

/// What its sender wrote, whatever it is: a terminal obeys none of it.
void ShowContent(Console& console, const ledger::v1::ParkedRecord& record) {
  const bool readable = !record.json().empty();
  const size_t size = record.content().size();
  if (size == 0) return console.Data("content  none (a tombstone, or no longer kept)");
  console.Data("content  " + std::to_string(size) + " bytes" + (readable ? ", which say" : ""));
  std::istringstream lines(readable ? record.json() : record.content());
  for (std::string line; std::getline(lines, line);) {
    const size_t indented = std::min(line.find_first_not_of(' '), line.size());
    console.Data(line.substr(0, indented) + text::OneLine(line));
  }
}

Result<ExitCode> Show(Session& session) {
  auto channel = ChannelTo(session, session.targets.ledger, "--ledger");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  ledger::v1::GetParkedRequest request;
  request.set_id(session.arguments.Text("ID"));
  const auto answer = Call(stub, &Stub::GetParked, request, session.identity);
  if (!answer) return Failure(answer.error());
  const auto& record = answer->record();
  if (session.console.json()) {
    session.console.Data(JsonOf(record));
    return ExitCode::kOk;
  }
  session.console.Data("id       " + record.id());
  session.console.Data("account  " + record.legal_entity() + "/" + record.account());
  session.console.Data("field    " + record.field());
  session.console.Data("reason   " + record.reason());
  session.console.Data("parked   " + MomentInWords(record.parked_at_ms()));
  if (record.replayed_at_ms() > 0) {
    session.console.Data("replayed " + MomentInWords(record.replayed_at_ms()));
  }
  for (const auto& header : record.headers()) {
    session.console.Data("header   " + header.name() + ": " + header.value());
  }
  ShowContent(session.console, record);
  return ExitCode::kOk;
}

Result<ExitCode> Replay(Session& session) {
  auto channel = ChannelTo(session, session.targets.ledger, "--ledger");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  ledger::v1::ReplayParkedRequest request;
  request.set_id(session.arguments.Text("ID"));
  const auto answer = Call(stub, &Stub::ReplayParked, request, session.identity);
  if (!answer) return Failure(answer.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*answer));
  } else {
    session.console.Data(answer->accepted() ? "accepted" : "refused again: " + answer->reason());
  }
  return answer->accepted() ? ExitCode::kOk : ExitCode::kBadData;
}

const Parameter kId = {"ID", "TOPIC/PARTITION/OFFSET, as `parked list` shows it",
                       Parameter::Kind::kText, "", true};

}  // namespace

std::vector<Command> ParkedCommands() {
  return {
      {"parked",
       "list",
       "Inputs that could not be decided and were not replayed, and why.",
       {"parked list --entity FR01"},
       {{"--entity", "of one legal entity"}},
       List},
      {"parked",
       "show",
       "One of them, with its content.",
       {"parked show erp.demo.documents.v1/0/17"},
       {kId},
       Show},
      {"parked",
       "replay",
       "Try one again, after what was wrong has been mended.",
       {"parked replay erp.demo.documents.v1/0/17"},
       {kId},
       Replay},
  };
}

}  // namespace relance::cli
