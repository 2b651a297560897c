#include <nlohmann/json.hpp>

#include "libs/kafka/reader.h"
#include "libs/money/amount.h"
#include "libs/process/read_file.h"
#include "relance/scenario/v1/scenario.grpc.pb.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/rehearsal/rehearse.h"
#include "tools/relance/rpc/call.h"

namespace relance::cli {
namespace {

using Stub = scenario::v1::ScenarioService::Stub;

Result<Date> DateOf(const Session& session, const std::string& parameter) {
  const auto date = ParseDate(session.arguments.Text(parameter));
  if (!date) return Invalid("is no date like 2026-09-28", parameter);
  return *date;
}

/// What is configured, with the file in place of the scenario of its name.
Result<config::v1::Configuration> Candidate(Session& session) {
  const auto text = ReadFile(session.arguments.Text("FILE"), "FILE");
  if (!text) return Failure(text.error());
  auto channel = ChannelTo(session, session.targets.scenario, "--scenario");
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto configured = Call(stub, &Stub::GetConfiguration,
                               scenario::v1::GetConfigurationRequest(), session.identity);
  if (!configured) return Failure(configured.error());
  return WithScenario(configured->configuration(), *text);
}

void ShowNotices(Session& session, const Rehearsed& rehearsed, Date from, Date to) {
  for (const auto& notice : rehearsed.notices) {
    const auto& day = notice.local_date();
    const Date on = std::chrono::year(day.year()) / day.month() / day.day();
    if (on >= from && on <= to) session.console.Data(JsonOf(notice));
  }
}

void ShowRows(Session& session, const std::vector<RehearsedRow>& rows) {
  std::vector<std::vector<std::string>> table;
  for (const auto& row : rows) {
    const auto currency = ParseCurrency(row.currency);
    const std::string net = currency ? FormatAmount({*currency, row.net}) : "";
    table.push_back(
        {row.entity, row.step, row.channel, std::to_string(row.notices), net, row.currency});
  }
  session.console.Table({"ENTITY", "STEP", "CHANNEL", "NOTICES", "CLAIMED", "CURRENCY"}, table);
}

Result<Rehearsed> RehearseOn(Session& session, ConfigurationStore& configurations) {
  const auto brokers = Need(session.targets.brokers, "--brokers");
  if (!brokers) return Failure(brokers.error());
  const auto installation = Need(session.targets.installation, "--installation");
  if (!installation) return Failure(installation.error());
  kafka::ClientConfig config;
  config.bootstrap = *brokers;
  config.client_id = "relance-cli";
  auto reader = kafka::Reader::Create(config);
  if (!reader) return Failure(reader.error());
  const auto source = [&](const std::string& service) -> PartitionSource {
    const std::string topic = "relance." + service + ".journal.v1";
    return {[&reader, topic](int partition) { return (*reader)->Bounds(topic, partition); },
            [&reader, topic](int partition, int64_t from) {
              return (*reader)->Read(topic, partition, from);
            }};
  };
  return Rehearse({*installation, source("ledger"), source("scenario")}, configurations,
                  [&](const std::string& words) { session.console.Progress(words); });
}

Result<ExitCode> RunRehearsal(Session& session) {
  const auto from = DateOf(session, "--from");
  if (!from) return Failure(from.error());
  const auto to = DateOf(session, "--to");
  if (!to) return Failure(to.error());
  if (*to < *from) return Invalid("lies before --from", "--to");
  if (session.targets.partitions <= 0) {
    return Invalid("is not known: say how many the installation has", "--partitions");
  }
  auto candidate = Candidate(session);
  if (!candidate) return Failure(candidate.error());
  ConfigurationStore configurations(session.targets.partitions);
  if (const auto put = configurations.Put(std::move(*candidate)); !put) {
    return Failure(put.error());
  }
  const auto rehearsed = RehearseOn(session, configurations);
  if (!rehearsed) return Failure(rehearsed.error());
  if (session.console.json()) {
    ShowNotices(session, *rehearsed, *from, *to);
  } else {
    ShowRows(session, Summary(*rehearsed, *from, *to));
  }
  session.console.Say("played up to " + FormatInstant(rehearsed->until) +
                      ", where the journals end; nothing was sent");
  for (const auto& problem : rehearsed->problems) session.console.Fail(problem, "");
  return rehearsed->problems.empty() ? ExitCode::kOk : ExitCode::kFailure;
}

}  // namespace

std::vector<Command> ScenarioCommands() {
  return {
      {"scenario",
       "rehearse",
       "What a scenario file would have sent over the journals of this installation.",
       {"scenario rehearse deploy/config/scenarios/email-fr.yaml --from 2026-09-28 --to "
        "2026-10-09"},
       {{"FILE", "a scenario file; it replaces the scenario of its name", Parameter::Kind::kText,
         "", true},
        {"--from", "first day, of the debtor", Parameter::Kind::kText, "", true},
        {"--to", "last day, of the debtor", Parameter::Kind::kText, "", true}},
       RunRehearsal},
  };
}

}  // namespace relance::cli
