#include "relance/journal/v1/admin.grpc.pb.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/rpc/call.h"

namespace relance::cli {
namespace {

using Stub = journal::v1::JournalService::Stub;

Result<ExitCode> AllowJump(Session& session) {
  auto channel = ChannelOfService(session);
  if (!channel) return Failure(channel.error());
  Stub stub(*channel);
  const auto answer =
      Call(stub, &Stub::AllowJump, journal::v1::AllowJumpRequest(), session.identity);
  if (!answer) return Failure(answer.error());
  if (session.console.json()) session.console.Data(JsonOf(*answer));
  session.console.Say(std::to_string(answer->partitions()) +
                      " partitions take the clock of this instance as right");
  return ExitCode::kOk;
}

}  // namespace

std::vector<Command> TimeCommands() {
  return {
      {"time",
       "allow-jump",
       "Let an instance decide wake-ups although its clock disagrees with its journal or Redis.",
       {"time allow-jump --service scenario"},
       {{"--service", "ledger, scenario or notifier", Parameter::Kind::kText, "", true}},
       AllowJump},
  };
}

}  // namespace relance::cli
