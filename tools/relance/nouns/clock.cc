#include <poll.h>

#include <nlohmann/json.hpp>

#include "tools/relance/clock/service_clocks.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/shell/session.h"

namespace relance::cli {
namespace {

constexpr int kPauseMs = 15;

Result<ExitCode> Show(Session& session) {
  const auto clocks = ServiceClocks(session);
  if (!clocks) return Failure(clocks.error());
  nlohmann::ordered_json document = nlohmann::json::object();
  std::vector<std::vector<std::string>> rows;
  for (const auto& clock : *clocks) {
    const auto now = clock->Now();
    if (!now) return Failure(now.error());
    const auto status = clock->GetStatus();
    if (!status) return Failure(status.error());
    const std::string next = status->next_moment ? FormatInstant(*status->next_moment) : "";
    document[clock->Name()] = {{"now", FormatInstant(*now)},
                               {"next_moment", next},
                               {"quiet", status->quiet},
                               {"activity", status->activity}};
    rows.push_back({clock->Name(), FormatInstant(*now), next.empty() ? "-" : next,
                    status->quiet ? "yes" : "no"});
  }
  if (session.console.json()) {
    session.console.Data(document.dump());
  } else {
    session.console.Table({"SERVICE", "NOW", "NEXT MOMENT", "QUIET"}, rows);
  }
  return ExitCode::kOk;
}

Result<Instant> TargetOf(const Session& session,
                         const std::vector<std::unique_ptr<MovableClock>>& clocks) {
  const std::string to = session.arguments.Text("--to");
  const std::string by = session.arguments.Text("--by");
  if (to.empty() == by.empty()) return Invalid("give either --to or --by", "--to");
  if (!to.empty()) {
    auto at = ParseInstant(to);
    if (!at) return Invalid(at.error().message, "--to");
    return at;
  }
  const auto span = ParseSpan(by);
  if (!span) return Failure(span.error());
  const auto now = NowOf(clocks);
  if (!now) return now;
  return *now + *span;
}

nlohmann::ordered_json JsonOf(const std::vector<Moment>& moments) {
  auto out = nlohmann::ordered_json::array();
  for (const auto& moment : moments) {
    out.push_back({{"at", FormatInstant(moment.at)}, {"records", moment.records}});
  }
  return out;
}

Result<ExitCode> AdvanceClock(Session& session) {
  const auto clocks = ServiceClocks(session);
  if (!clocks) return Failure(clocks.error());
  const auto target = TargetOf(session, *clocks);
  if (!target) return Failure(target.error());
  const auto patience = session.arguments.Int("--patience", 1, 86'400);
  if (!patience) return Failure(patience.error());
  AdvanceOptions options;
  options.patience = Millis{*patience * 1'000};
  options.tell = [&](const std::string& words) { session.console.Progress(words); };
  options.pause = [] { poll(nullptr, 0, kPauseMs); };
  const auto from = NowOf(*clocks);
  if (!from) return Failure(from.error());
  const auto moments = Advance(*clocks, *target, options);
  if (!moments) return Failure(moments.error());
  std::map<std::string, uint64_t> sums;
  for (const auto& moment : *moments) {
    for (const auto& [name, records] : moment.records) sums[name] += records;
  }
  if (session.console.json()) {
    session.console.Data(nlohmann::ordered_json({{"from", FormatInstant(*from)},
                                                 {"to", FormatInstant(*target)},
                                                 {"records", sums},
                                                 {"moments", JsonOf(*moments)}})
                             .dump());
    return ExitCode::kOk;
  }
  std::string words = "It is " + FormatInstant(*target) + " (" + std::to_string(moments->size()) +
                      " moments on the way)";
  for (const auto& [name, records] : sums) {
    words += "; " + name + " wrote " + std::to_string(records) + " records";
  }
  session.console.Data(words);
  return ExitCode::kOk;
}

}  // namespace

std::vector<Command> ClockCommands() {
  return {
      {"clock", "show", "Business time of a development stack.", {"clock show"}, {}, Show},
      {"clock",
       "advance",
       "Let business time pass, from one due moment to the next.",
       {"clock advance --by 1d", "clock advance --to 2026-10-02T06:30:00Z"},
       {{"--to", "until this moment, RFC 3339 in UTC"},
        {"--by", "by this span: 90m, 36h, 1d, 2w"},
        {"--patience", "seconds for the services to come to rest at one moment",
         Parameter::Kind::kText, "120"}},
       AdvanceClock},
  };
}

}  // namespace relance::cli
