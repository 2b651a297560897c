#include "libs/redis/dump.h"
#include "relance/journal/v1/admin.grpc.pb.h"
#include "services/ledger/adapters/keys.h"
#include "services/notifier/adapters/notifier_journal.h"
#include "services/scenario/adapters/documents.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/rpc/call.h"

namespace relance::cli {
namespace {

using Stub = journal::v1::JournalService::Stub;
using Kind = Parameter::Kind;

/// Of the views that today's services write.
int LayoutOf(const std::string& service) {
  if (service == "scenario") return scenario::kLayout;
  if (service == "ledger") return ledger::kViewLayout;
  return service == "notifier" ? notifier::kLayout : 1;
}

/// The partitions that were asked for: one, or all.
Result<std::vector<int>> PartitionsOf(const Session& session) {
  if (session.arguments.Has("--partition")) {
    const auto one = session.arguments.Int("--partition", 0, 1'023);
    if (!one) return Failure(one.error());
    return std::vector<int>{static_cast<int>(*one)};
  }
  int count = session.targets.partitions;
  if (session.arguments.Has("--partitions")) {
    const auto told = session.arguments.Int("--partitions", 1, 1'024);
    if (!told) return Failure(told.error());
    count = static_cast<int>(*told);
  }
  if (count == 0) return Invalid("is not known: say how many there are", "--partitions");
  std::vector<int> all;
  for (int partition = 0; partition < count; ++partition) all.push_back(partition);
  return all;
}

Result<ExitCode> List(Session& session) {
  auto channel = ChannelOfService(session);
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto answer =
      Call(stub, &Stub::ListPartitions, journal::v1::ListPartitionsRequest(), session.identity);
  if (!answer) return Failure(answer.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*answer));
    return ExitCode::kOk;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& partition : answer->partitions()) {
    rows.push_back({std::to_string(partition.partition()), partition.state(),
                    std::to_string(partition.sequence()),
                    std::to_string(partition.ignored_records()), partition.reason()});
  }
  session.console.Table({"PARTITION", "STATE", "SEQUENCE", "IGNORED", "REASON"}, rows);
  return ExitCode::kOk;
}

Result<ExitCode> Rebuild(Session& session) {
  if (session.arguments.Has("--partition") == session.arguments.Has("--all")) {
    return Invalid("give either --partition or --all", "--partition");
  }
  const auto partitions = PartitionsOf(session);
  if (!partitions) return Failure(partitions.error());
  auto channel = ChannelOfService(session);
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  for (const int partition : *partitions) {
    journal::v1::RebuildViewRequest request;
    request.set_partition(partition);
    const auto answer = Call(stub, &Stub::RebuildView, request, session.identity);
    if (!answer) return Failure(answer.error());
  }
  if (session.console.json()) {
    session.console.Data("{\"rebuilding\":" + std::to_string(partitions->size()) + "}");
  }
  session.console.Say(std::to_string(partitions->size()) +
                      " views were dropped; their owners rebuild them from the journal. See: "
                      "relance view list --service " +
                      session.arguments.Text("--service"));
  return ExitCode::kOk;
}

Result<ExitCode> Dump(Session& session) {
  const auto text = Need(session.targets.redis, "--redis");
  if (!text) return Failure(text.error());
  const auto address = redis::ParseAddress(*text);
  if (!address) return Invalid(address.error().message, "--redis");
  const std::string service = session.arguments.Text("--service");
  const auto layout = session.arguments.Has("--layout")
                          ? session.arguments.Int("--layout", 1, 1'000)
                          : Result<int64_t>(LayoutOf(service));
  if (!layout) return Failure(layout.error());
  const auto partitions = PartitionsOf(session);
  if (!partitions) return Failure(partitions.error());
  redis::ClusterOptions options;
  options.seeds = {*address};
  redis::Cluster cluster(options);
  for (const int partition : *partitions) {
    const auto dump = redis::DumpView(cluster, {service, partition, static_cast<int>(*layout)});
    if (!dump) return Failure(dump.error());
    session.console.Data("view " + service + " " + std::to_string(partition));
    session.console.Data(dump->substr(0, dump->find_last_not_of('\n') + 1));
  }
  return ExitCode::kOk;
}

}  // namespace

std::vector<Command> ViewCommands() {
  const Parameter service = {"--service", "ledger, scenario or notifier", Kind::kText, "", true};
  const Parameter partition = {"--partition", "one partition"};
  const Parameter partitions = {"--partitions", "how many the installation has"};
  return {
      {"view",
       "list",
       "The partitions that an instance owns.",
       {"view list --service ledger"},
       {service},
       List},
      {"view",
       "rebuild",
       "Drop a view; its owner builds it again from the journal.",
       {"view rebuild --service ledger --partition 2", "view rebuild --service scenario --all"},
       {service, partition, {"--all", "all partitions", Kind::kFlag}, partitions},
       Rebuild},
      {"view",
       "dump",
       "A view as sorted lines, for diff.",
       {"view dump --service ledger --partition 2"},
       {service, partition, partitions, {"--layout", "of the view, if not today's"}},
       Dump},
  };
}

}  // namespace relance::cli
