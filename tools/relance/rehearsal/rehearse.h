#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "libs/base/instant.h"
#include "libs/configuration/store.h"
#include "relance/scenario/v1/notices.pb.h"
#include "tools/relance/journal/export.h"

/// A scenario played over the journals of an installation.
namespace relance::cli {

struct RecordedJournals {
  std::string installation;
  PartitionSource ledger;
  PartitionSource scenario;
};

struct Rehearsed {
  std::vector<scenario::v1::NoticeCleared> notices;  ///< By moment, then account.
  Instant until{};                                   ///< The last moment that a journal knows.
  std::vector<std::string> problems;
};

/// What the newest configuration of the store would have sent up to the end of the journals.
Result<Rehearsed> Rehearse(const RecordedJournals& journals, ConfigurationStore& configurations,
                           const std::function<void(const std::string&)>& progress);

/// The configuration with the text of a scenario file in place of the scenario of that name, as the
/// next version. kNotFound when no legal entity follows it; kInvalid with its first problem.
Result<config::v1::Configuration> WithScenario(const config::v1::Configuration& configuration,
                                               const std::string& yaml);

/// Notices of one step on one channel for one legal entity, in one currency.
struct RehearsedRow {
  std::string entity;
  std::string step;
  std::string channel;
  std::string currency;  ///< Empty for thank-yous: they claim nothing.
  int64_t notices = 0;
  int64_t net = 0;  ///< Claimed, minor units.
};
/// Of those whose debtor's day is from `from` to `to`, which included; by entity, level and step. A
/// notice counts on its first channel.
std::vector<RehearsedRow> Summary(const Rehearsed& rehearsed, Date from, Date to);

}  // namespace relance::cli
