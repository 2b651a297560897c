#include <filesystem>
#include <fstream>
#include <iostream>

#include "libs/law_files/law_files.h"
#include "libs/money/amount.h"
#include "tools/relance/law/report.h"
#include "tools/relance/law/request.h"
#include "tools/relance/nouns/nouns.h"
#include "tools/relance/shell/session.h"

namespace relance::cli {
namespace {

namespace fs = std::filesystem;
using Kind = Parameter::Kind;

/// Of --rates, else deploy/rates above the executable or where a package puts it, so that the
/// command works from anywhere.
Result<interest::LawBook> BookOf(const Session& session) {
  if (session.arguments.Has("--rates")) {
    return interest::LoadLawBook(session.arguments.Text("--rates"));
  }
  const fs::path programs = fs::read_symlink("/proc/self/exe").parent_path();
  for (fs::path folder = programs; folder.has_relative_path(); folder = folder.parent_path()) {
    if (!fs::exists(folder / "deploy/rates/profiles.yaml")) continue;
    return interest::LoadLawBook((folder / "deploy/rates").string());
  }
  return interest::LoadLawBook((programs.parent_path() / "share/relance/deploy/rates").string());
}

Result<interest::DocumentClaim> ComputeTexts(const interest::LawBook& book,
                                             const ClaimTexts& texts) {
  const auto input = ReadClaim(texts);
  if (!input) return Failure(input.error());
  return interest::Compute(book, *input);
}

void Show(Session& session, const interest::LawBook& book, const interest::DocumentClaim& claim) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& segment : claim.segments) {
    const auto& statutory = segment.statutory;
    const std::string origin = statutory ? statutory->series + " " +
                                               FormatHalfYear(statutory->half_year) +
                                               (statutory->confirmed ? "" : ", to be confirmed")
                                         : "contract";
    rows.push_back({FormatDate(segment.from), FormatDate(segment.to), std::to_string(segment.days),
                    ToString(segment.amount), interest::FormatRate(segment.rate) + " %", origin,
                    ToString(segment.interest)});
  }
  if (!rows.empty()) {
    session.console.Table({"FROM", "TO", "DAYS", "OPEN", "RATE", "RATE OF", "INTEREST"}, rows);
  }
  const std::string basis = claim.indemnity_basis.empty() ? "" : claim.indemnity_basis;
  session.console.Table({"CLAIM", "AMOUNT", "BASIS"},
                        {{"principal", ToString(claim.principal), ""},
                         {"interest", ToString(claim.interest), claim.basis},
                         {"indemnity", ToString(claim.indemnity), basis},
                         {"total", ToString(claim.total), "law book " + book.version}});
  for (const auto& warning : claim.warnings) {
    session.console.Say("warning: " + interest::InWords(warning));
  }
}

Result<ExitCode> Interest(Session& session) {
  const auto& arguments = session.arguments;
  const auto document = arguments.Many("--document");
  if (document.size() != 2) return Invalid("takes an amount and a currency", "--document");
  const ClaimTexts texts{.profile = arguments.Text("--profile"),
                         .amount = document[0],
                         .currency = document[1],
                         .due = arguments.Text("--due"),
                         .as_of = arguments.Text("--as-of"),
                         .payments = arguments.Many("--payment"),
                         .credits = arguments.Many("--credit"),
                         .rate = arguments.Text("--rate"),
                         .day_count = arguments.Text("--day-count"),
                         .allocation = arguments.Text("--allocation"),
                         .insolvency = arguments.Has("--insolvency")};
  const auto book = BookOf(session);
  if (!book) return Failure(book.error());
  const auto claim = ComputeTexts(*book, texts);
  if (!claim) return Failure(claim.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*claim));
  } else {
    Show(session, *book, *claim);
  }
  return ExitCode::kOk;
}

Result<ExitCode> Claims(Session& session) {
  const auto book = BookOf(session);
  if (!book) return Failure(book.error());
  const std::string path = session.arguments.Text("FILE");
  std::ifstream file;
  if (path != "-") file.open(path);
  std::istream& in = path == "-" ? std::cin : file;
  if (!in) return Invalid("cannot be read: " + path, "FILE");
  int64_t lines = 0;
  int64_t refused = 0;
  for (std::string line; std::getline(in, line);) {
    ++lines;
    const auto texts = ReadClaimLine(line);
    const auto claim = texts ? ComputeTexts(*book, *texts)
                             : Result<interest::DocumentClaim>(Failure(texts.error()));
    if (!claim) ++refused;
    session.console.Data(claim ? JsonOf(*claim) : JsonOf(claim.error()));
  }
  session.console.Say(std::to_string(lines) + " claims, " + std::to_string(refused) + " refused");
  return refused == 0 ? ExitCode::kOk : ExitCode::kBadData;
}

Result<ExitCode> Rates(Session& session) {
  const auto on = ReadDate(session.arguments.Text("--on"), "on");
  if (!on) return Failure(on.error());
  const auto book = BookOf(session);
  if (!book) return Failure(book.error());
  const auto profile = interest::FindProfile(*book, session.arguments.Text("--profile"));
  if (!profile) return Failure(profile.error());
  const auto report = ReportRate(*book, **profile, *on);
  if (!report) return Failure(report.error());
  if (session.console.json()) {
    session.console.Data(JsonOf(*report));
    return ExitCode::kOk;
  }
  const auto& applied = report->applied;
  session.console.Table(
      {"RATE", "BASE", "MARGIN", "SERIES", "HALF-YEAR", "FLOOR", "CONFIRMED", "SOURCE"},
      {{interest::FormatRate(applied.rate) + " %", interest::FormatRate(applied.base),
        interest::FormatRate(applied.margin), applied.series, FormatHalfYear(applied.half_year),
        report->floor ? interest::FormatRate(*report->floor) + " %" : "-",
        applied.confirmed ? "yes" : "no", report->source}});
  return ExitCode::kOk;
}

Result<ExitCode> LimitationOfClaim(Session& session) {
  const auto& arguments = session.arguments;
  const auto due = ReadDate(arguments.Text("--due"), "due");
  if (!due) return Failure(due.error());
  std::optional<Date> as_of;
  if (arguments.Has("--as-of")) {
    const auto day = ReadDate(arguments.Text("--as-of"), "as-of");
    if (!day) return Failure(day.error());
    as_of = *day;
  }
  std::vector<interest::LimitationEvent> events;
  for (const std::string& text : arguments.Many("--event")) {
    const auto event = ReadLimitationEvent(text);
    if (!event) return Failure(event.error());
    // What had not happened yet restarts nothing.
    if (!as_of || event->on <= *as_of) events.push_back(*event);
  }
  const auto book = BookOf(session);
  if (!book) return Failure(book.error());
  const auto profile = interest::FindProfile(*book, arguments.Text("--profile"));
  if (!profile) return Failure(profile.error());
  const auto& rule = (*profile)->limitation;
  if (!rule) return Invalid((*profile)->id + " leaves limitation to the national law", "profile");
  const auto limitation = interest::LimitationOf(*rule, *due, std::move(events));
  if (session.console.json()) {
    session.console.Data(JsonOf(limitation, as_of));
    return ExitCode::kOk;
  }
  std::vector<std::vector<std::string>> rows = {
      {FormatDate(*due), "due", "", FormatDate(limitation.first_expiry)}};
  for (const auto& weighed : limitation.events) {
    rows.push_back({FormatDate(weighed.event.on), std::string(Name(weighed.event.kind)),
                    std::string(Name(weighed.effect)), FormatDate(weighed.expires)});
  }
  session.console.Table({"DAY", "EVENT", "EFFECT", "LAST DAY OF THE CLAIM"}, rows);
  if (as_of && *as_of > limitation.expires) {
    session.console.Say("Expired on " + FormatDate(limitation.expires));
  }
  return ExitCode::kOk;
}

const Parameter kProfile = {"--profile", "fr-private, de-b2b, uk ...", Kind::kText, "", true};
const Parameter kRates = {"--rates", "folder of the law book (else deploy/rates)"};

std::vector<Parameter> InterestParameters() {
  return {kProfile,
          {"--document", "its amount including VAT, and the currency", Kind::kPair, "", true},
          {"--due", "due date", Kind::kText, "", true},
          {"--as-of", "the last day of the delay that counts", Kind::kText, "", true},
          {"--payment", "AMOUNT:VALUE-DATE, any number", Kind::kMany},
          {"--credit", "AMOUNT:DATE of a credit note, any number", Kind::kMany},
          {"--rate", "contractual rate in percent, in place of the law's"},
          {"--day-count", "ACT_365 or ACT_ACT (else the profile's)"},
          {"--allocation", "PRINCIPAL_FIRST or INTEREST_FIRST", Kind::kText, "PRINCIPAL_FIRST"},
          {"--insolvency", "the debtor is in insolvency proceedings: no indemnity", Kind::kFlag},
          kRates};
}

}  // namespace

std::vector<Command> LawCommands() {
  return {
      {"law",
       "interest",
       "Late interest and recovery indemnity of one document, segment by segment.",
       {"law interest --profile fr-private --document 10000.00 EUR --due 2026-05-01 "
        "--as-of 2026-09-01",
        "law interest --profile uk --document 900.00 GBP --due 2026-05-01 --as-of 2026-09-01 "
        "--payment 200.00:2026-06-01 --json"},
       InterestParameters(),
       Interest},
      {"law",
       "claims",
       "The same for many: one claim as JSON a line, one answer a line.",
       {"law claims claims.ndjson > answers.ndjson"},
       {{"FILE", "one JSON object a line; - for the standard input", Kind::kText, "", true},
        kRates},
       Claims},
      {"law",
       "rates",
       "The statutory rate of a day, where it comes from, and the floor of contractual rates.",
       {"law rates --profile fr-private --on 2026-07-01"},
       {kProfile, {"--on", "a date", Kind::kText, "", true}, kRates},
       Rates},
      {"law",
       "limitation",
       "The last day of a claim, and what began its time anew.",
       {"law limitation --profile fr-private --due 2026-05-01 --event payment:2027-02-01"},
       {kProfile,
        {"--due", "due date", Kind::kText, "", true},
        {"--event",
         "KIND:DATE of a payment, acknowledgement (promise, plan), court-filing or formal-notice",
         Kind::kMany},
        {"--as-of", "a date: has it expired? what comes later is left aside"},
        kRates},
       LimitationOfClaim},
  };
}

}  // namespace relance::cli
