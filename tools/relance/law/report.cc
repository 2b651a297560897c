#include "tools/relance/law/report.h"

#include <nlohmann/json.hpp>

#include "libs/money/amount.h"

namespace relance::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Foreign text may hold bytes that are no UTF-8; they are shown as U+FFFD.
std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string JsonOf(const interest::DocumentClaim& claim) {
  auto segments = Json::array();
  for (const auto& segment : claim.segments) {
    segments.push_back({{"from", FormatDate(segment.from)},
                        {"to", FormatDate(segment.to)},
                        {"days", segment.days},
                        {"amount", FormatAmount(segment.amount)},
                        {"rate", interest::FormatRate(segment.rate)},
                        {"interest", FormatAmount(segment.interest)}});
  }
  auto warnings = Json::array();
  for (const auto& warning : claim.warnings) warnings.push_back(interest::InWords(warning));
  return Dump({{"segments", segments},
               {"interest", FormatAmount(claim.interest)},
               {"indemnity", FormatAmount(claim.indemnity)},
               {"principal", FormatAmount(claim.principal)},
               {"total", FormatAmount(claim.total)},
               {"warnings", warnings}});
}

std::string JsonOf(const Error& error) {
  return Dump({{"error", {{"field", error.field}, {"message", error.message}}}});
}

Result<RateReport> ReportRate(const interest::LawBook& book, const interest::LawProfile& profile,
                              Date on) {
  // Without a claim there is no due date: margins that go by it are those of a claim due that day.
  auto applied = interest::RateOn(book, profile, on, on);
  if (!applied) return Failure(applied.error());
  RateReport report{.applied = *applied};
  const auto floor = interest::FloorOn(book, profile, applied->half_year);
  if (floor) report.floor = *floor;
  report.source = book.series.at(applied->series).publisher + ": " + applied->source;
  report.source += applied->published ? ", published " + FormatDate(*applied->published)
                                      : ", date of publication not established";
  return report;
}

std::string JsonOf(const RateReport& report) {
  Json floor;
  if (report.floor) floor = interest::FormatRate(*report.floor);
  return Dump({{"rate", interest::FormatRate(report.applied.rate)},
               {"base", interest::FormatRate(report.applied.base)},
               {"series", report.applied.series},
               {"half_year", interest::FormatHalfYear(report.applied.half_year)},
               {"floor", floor},
               {"source", report.source},
               {"confirmed", report.applied.confirmed}});
}

std::string JsonOf(const interest::Limitation& limitation, const std::optional<Date>& as_of) {
  auto events = Json::array();
  for (const auto& weighed : limitation.events) {
    events.push_back({{"kind", interest::Name(weighed.event.kind)},
                      {"on", FormatDate(weighed.event.on)},
                      {"effect", Name(weighed.effect)},
                      {"expires", FormatDate(weighed.expires)}});
  }
  Json expired;
  if (as_of) expired = *as_of > limitation.expires;
  return Dump({{"expires", FormatDate(limitation.expires)},
               {"expired", expired},
               {"first_expiry", FormatDate(limitation.first_expiry)},
               {"events", events}});
}

std::string_view Name(interest::LimitationEffect effect) {
  switch (effect) {
    case interest::LimitationEffect::kRestarted:
      return "restarted";
    case interest::LimitationEffect::kNone:
      return "none";
    case interest::LimitationEffect::kAfterExpiry:
      return "after_expiry";
  }
  return "";
}

}  // namespace relance::cli
