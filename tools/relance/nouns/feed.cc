#include <poll.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>

#include "libs/kafka/event_producer.h"
#include "relance/ledger/v1/ledger.grpc.pb.h"
#include "tools/relance/clock/service_clocks.h"
#include "tools/relance/feed/event.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/rpc/call.h"

namespace relance::cli {
namespace {

using Steady = std::chrono::steady_clock;
using LedgerStub = ledger::v1::LedgerService::Stub;

constexpr Millis kFlushTimeout{60'000};
constexpr int kPauseMs = 50;

struct Counts {
  int64_t lines = 0;
  int64_t sent = 0;
  int64_t rejected = 0;
};

/// Calls `take` with every line that is an event; says where one is not.
Result<Counts> ReadEvents(Session& session, EventFormat format,
                          const std::function<Result<void>(FeedEvent)>& take) {
  const std::string path = session.arguments.Text("FILE");
  std::ifstream file;
  if (path != "-") file.open(path);
  std::istream& in = path == "-" ? std::cin : file;
  if (!in) return Invalid("cannot be read: " + path, "FILE");
  Counts counts;
  for (std::string line; std::getline(in, line);) {
    ++counts.lines;
    if (line.empty()) continue;
    auto event = ReadEventLine(line, format);
    if (!event) {
      ++counts.rejected;
      session.console.Say("line " + std::to_string(counts.lines) + ": " + event.error().field +
                          ": " + event.error().message);
      continue;
    }
    if (auto taken = take(std::move(*event)); !taken) return Failure(taken.error());
    ++counts.sent;
  }
  return counts;
}

ExitCode Tell(Session& session, const Counts& counts, const std::string& done) {
  if (session.console.json()) {
    session.console.Data(
        nlohmann::ordered_json(
            {{"lines", counts.lines}, {done, counts.sent}, {"rejected", counts.rejected}})
            .dump());
  } else {
    session.console.Data(std::to_string(counts.sent) + " " + done + ", " +
                         std::to_string(counts.rejected) + " rejected");
  }
  return counts.rejected == 0 ? ExitCode::kOk : ExitCode::kBadData;
}

EventFormat FormatOf(const Session& session) {
  return session.arguments.Has("--protobuf") ? EventFormat::kProtobuf : EventFormat::kJson;
}

Result<ExitCode> Send(Session& session) {
  const auto brokers = Need(session.targets.brokers, "--brokers");
  if (!brokers) return Failure(brokers.error());
  kafka::ClientConfig config;
  config.bootstrap = *brokers;
  config.client_id = "relance-cli";
  kafka::ProducerOptions options;
  options.linger = Millis{5};
  options.timeout = Millis{30'000};
  auto producer = kafka::Producer::Create(config, options);
  if (!producer) return Failure(producer.error());
  kafka::EventProducer events(**producer);
  const std::string topic = session.arguments.Text("--topic");
  const auto begin = Steady::now();
  int64_t sent = 0;
  auto counts = ReadEvents(session, FormatOf(session), [&](FeedEvent event) -> Result<void> {
    constexpr int64_t kBetweenProgress = 500;
    if (++sent % kBetweenProgress == 0) {
      const auto ms = std::chrono::floor<Millis>(Steady::now() - begin).count() + 1;
      session.console.Progress(std::to_string(sent) + " documents, " +
                               std::to_string(sent * 1'000 / ms) + " a second");
    }
    return events.Send(topic, std::move(event.key), std::move(event.value),
                       std::move(event.headers));
  });
  // What was taken before an error is on its way: wait for it in any case.
  const auto finished = events.Finish(kFlushTimeout);
  if (!counts) return Failure(counts.error());
  if (!finished) return Failure(finished.error());
  return Tell(session, *counts, "sent");
}

Result<ExitCode> Check(Session& session) {
  // As protobuf: every field is then read by its contract.
  const auto counts =
      ReadEvents(session, EventFormat::kProtobuf, [](const FeedEvent&) { return Result<void>(); });
  if (!counts) return Failure(counts.error());
  return Tell(session, *counts, "good");
}

Result<ExitCode> List(Session& session) {
  auto channel = ChannelTo(session, session.targets.ledger, "--ledger");
  if (!channel) return Failure(channel.error());
  LedgerStub stub(*channel);
  ledger::v1::ListFeedsRequest request;
  request.set_legal_entity(session.arguments.Text("--entity"));
  const auto feeds = Call(stub, &LedgerStub::ListFeeds, request, session.identity);
  if (!feeds) return Failure(feeds.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*feeds));
    return ExitCode::kOk;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& feed : feeds->feeds()) {
    rows.push_back({feed.legal_entity(), feed.source(), FormatInstant(FromMillis(feed.up_to_ms())),
                    std::to_string(feed.behind())});
  }
  session.console.Table({"ENTITY", "SOURCE", "SENT UP TO", "BEHIND"}, rows);
  return ExitCode::kOk;
}

Result<ExitCode> Wait(Session& session) {
  const auto clocks = ServiceClocks(session);
  if (!clocks) return Failure(clocks.error());
  const auto patience = session.arguments.Int("--patience", 1, 86'400);
  if (!patience) return Failure(patience.error());
  AdvanceOptions options;
  options.patience = Millis{*patience * 1'000};
  options.pause = [] { poll(nullptr, 0, kPauseMs); };
  if (auto rest = AwaitRest(*clocks, options); !rest) return Failure(rest.error());
  if (session.console.json()) session.console.Data(R"({"at_rest":true})");
  session.console.Say("Everything sent so far has been read and dealt with");
  return ExitCode::kOk;
}

const Parameter kFile = {"FILE", "one CloudEvent a line, structured JSON; - for the standard input",
                         Parameter::Kind::kText, "", true};

}  // namespace

std::vector<Command> FeedCommands() {
  return {
      {"feed",
       "send",
       "Send documents to an ERP topic, as a connector would.",
       {"feed send invoices.ndjson", "feed send - --topic erp.demo.documents.v1 < invoices.ndjson"},
       {kFile,
        {"--topic", "where they go", Parameter::Kind::kText, "erp.demo.documents.v1"},
        {"--protobuf", "as protobuf in place of JSON", Parameter::Kind::kFlag}},
       Send},
      {"feed",
       "check",
       "Check the form of documents without sending them.",
       {"feed check invoices.ndjson"},
       {kFile},
       Check},
      {"feed",
       "list",
       "How far each source has sent, and how far the ledger is behind.",
       {"feed list --entity FR01"},
       {{"--entity", "of one legal entity", Parameter::Kind::kText, "", true}},
       List},
      {"feed",
       "wait",
       "Wait until a development stack has dealt with everything sent.",
       {"feed wait"},
       {{"--patience", "seconds at most", Parameter::Kind::kText, "120"}},
       Wait},
  };
}

}  // namespace relance::cli
