#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "libs/base/encoding.h"
#include "libs/kafka/reader.h"
#include "tools/relance/journal/dossier.h"
#include "tools/relance/journal/export.h"
#include "tools/relance/journal/verify.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/shell/session.h"

namespace relance::cli {
namespace {

using Kind = Parameter::Kind;

Result<ArchiveOpening> OpeningOf(const Session& session) {
  ArchiveOpening opening;
  const auto installation = Need(session.targets.installation, "--installation");
  if (!installation) return Failure(installation.error());
  opening.installation = *installation;
  opening.topic = "relance." + session.arguments.Text("--service") + ".journal.v1";
  const auto asked = session.arguments.Int("--partitions", 1, 1'024);
  if (!asked) return Failure(asked.error());
  opening.partitions = static_cast<int>(*asked);
  if (!session.arguments.Has("--partitions") && session.targets.partitions > 0) {
    opening.partitions = session.targets.partitions;
  } else if (!session.arguments.Has("--partitions")) {
    return Invalid("is not known: say how many the installation has", "--partitions");
  }
  return opening;
}

Result<std::vector<int>> PartitionsOf(const Session& session, const ArchiveOpening& opening) {
  std::vector<int> all;
  if (session.arguments.Has("--partition")) {
    const auto one = session.arguments.Int("--partition", 0, opening.partitions - 1);
    if (!one) return Failure(one.error());
    return std::vector<int>{static_cast<int>(*one)};
  }
  for (int partition = 0; partition < opening.partitions; ++partition) all.push_back(partition);
  return all;
}

Result<ExitCode> Export(Session& session) {
  const auto brokers = Need(session.targets.brokers, "--brokers");
  if (!brokers) return Failure(brokers.error());
  const auto opening = OpeningOf(session);
  if (!opening) return Failure(opening.error());
  const auto partitions = PartitionsOf(session, *opening);
  if (!partitions) return Failure(partitions.error());
  kafka::ClientConfig config;
  config.bootstrap = *brokers;
  config.client_id = "relance-cli";
  auto reader = kafka::Reader::Create(config);
  if (!reader) return Failure(reader.error());
  const PartitionSource source = {
      [&](int partition) { return (*reader)->Bounds(opening->topic, partition); },
      [&](int partition, int64_t from) { return (*reader)->Read(opening->topic, partition, from); },
  };
  const std::string path = session.arguments.Text("--output");
  std::ofstream file;
  if (path != "-") file.open(path, std::ios::binary);
  if (path != "-" && !file) return Invalid("cannot be written: " + path, "--output");
  const auto done =
      ExportJournal(source, *opening, *partitions, path == "-" ? std::cout : file,
                    [&](const std::string& words) { session.console.Progress(words); });
  if (!done) return Failure(done.error());
  const std::string words =
      std::to_string(done->accepted) + " records, " + std::to_string(done->ignored) + " ignored";
  session.console.Say(words +
                      (path == "-" ? "" : "; check them with: relance journal verify " + path));
  return ExitCode::kOk;
}

Result<std::ifstream> Open(const Session& session, const std::string& parameter) {
  const std::string path = session.arguments.Text(parameter);
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) {
    return Invalid("cannot be read: " + path, parameter);
  }
  return file;
}

/// The heads of an earlier export, or of a file that holds their line alone.
Result<ArchiveHeads> PublishedHeads(const Session& session) {
  if (!session.arguments.Has("--heads")) return ArchiveHeads();
  auto file = Open(session, "--heads");
  if (!file) return Failure(file.error());
  for (std::string line; std::getline(*file, line);) {
    auto parsed = ParseArchiveLine(line);
    if (parsed && std::holds_alternative<ArchiveHeads>(*parsed)) {
      return std::get<ArchiveHeads>(*parsed);
    }
  }
  return Invalid("holds no line of heads", "--heads");
}

Result<ExitCode> Verify(Session& session) {
  const auto published = PublishedHeads(session);
  if (!published) return Failure(published.error());
  auto file = Open(session, "FILE");
  if (!file) return Failure(file.error());
  const auto found = VerifyArchive(*file, *published);
  if (!found) return Failure(found.error());
  for (const auto& finding : found->findings) {
    session.console.Data(nlohmann::ordered_json({{"partition", finding.partition},
                                                 {"sequence", finding.sequence},
                                                 {"what", finding.what}})
                             .dump());
  }
  if (!found->findings.empty()) {
    session.console.Fail(std::to_string(found->findings.size()) + " records do not verify", "");
    return ExitCode::kFailure;
  }
  if (session.console.json()) {
    session.console.Data(nlohmann::ordered_json({{"verified", true},
                                                 {"topic", found->opening.topic},
                                                 {"records", found->records},
                                                 {"entries", found->entries}})
                             .dump());
  } else {
    session.console.Data("unbroken: " + std::to_string(found->records) + " records, " +
                         std::to_string(found->entries) + " entries of " + found->opening.topic);
  }
  for (const auto& head : found->heads) {
    session.console.Say("head of partition " + std::to_string(head.partition) + ": " +
                        std::to_string(head.sequence) + " " + ToHex(head.hash));
  }
  return ExitCode::kOk;
}

Result<ExitCode> MakeDossier(Session& session) {
  const auto account = ParseAccountId(session.arguments.Text("--account"));
  if (!account) return Invalid(account.error().message, "--account");
  auto file = Open(session, "FILE");
  if (!file) return Failure(file.error());
  const std::string path = session.arguments.Text("--output");
  std::ofstream out(path, std::ios::binary);
  const auto dossier = CutDossier(*file, *account, out);
  out.close();
  if (!dossier) {
    std::filesystem::remove(path);
    return Failure(dossier.error());
  }
  if (!out) return Invalid("cannot be written: " + path, "--output");
  if (session.console.json()) {
    session.console.Data(
        nlohmann::ordered_json({{"records", dossier->records}, {"entries", dossier->entries}})
            .dump());
  } else {
    session.console.Data(std::to_string(dossier->entries) + " entries of " + ToString(*account) +
                         " among " + std::to_string(dossier->records) + " records");
  }
  session.console.Say("Anybody can check it: relance journal verify " + path);
  return ExitCode::kOk;
}

}  // namespace

std::vector<Command> JournalCommands() {
  return {
      {"journal",
       "export",
       "Write a service's journal to a file that anybody can check.",
       {"journal export --service ledger -o ledger.ndjson"},
       {{"--service", "ledger, scenario or notifier", Kind::kText, "", true},
        {"--partition", "one partition alone"},
        {"--partitions", "how many the installation has"},
        {"--output", "a file; - for the standard output", Kind::kText, "-"}},
       Export},
      {"journal",
       "verify",
       "Check an export without any service; names each record that was altered.",
       {"journal verify ledger.ndjson", "journal verify today.ndjson --heads yesterday.ndjson"},
       {{"FILE", "an export or a dossier", Kind::kText, "", true},
        {"--heads", "heads known from elsewhere, such as an earlier export"}},
       Verify},
      {"journal",
       "dossier",
       "Cut the proof of one account out of an export; it shows nobody else's.",
       {"journal dossier --account FR01/D42 ledger.ndjson -o D42.ndjson"},
       {{"FILE", "an export", Kind::kText, "", true},
        {"--account", "ENTITY/NUMBER", Kind::kText, "", true},
        {"--output", "where the dossier goes", Kind::kText, "", true}},
       MakeDossier},
  };
}

}  // namespace relance::cli
