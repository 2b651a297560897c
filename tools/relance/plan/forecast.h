#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "relance/scenario/v1/scenario.pb.h"

/// What a configuration would change for the running cases: asked slice by slice, then summed up.
namespace relance::cli {

struct Forecasts {
  std::vector<scenario::v1::CaseForecast> cases;  ///< In which something changes; by account.
  std::vector<scenario::v1::CaseMove> moves;      ///< By account.
  int64_t looked_at = 0;
  int64_t waiting = 0;  ///< That keep their version until their cycle ends.
};

/// Asks for one part of a slice; called from several threads at once.
using AskSlice = std::function<Result<scenario::v1::ForecastConfigurationResponse>(
    int slice, const std::string& after)>;

/// All slices, some at a time. `progress` hears how many of how many are done, in one thread at a
/// time. The first error ends it.
Result<Forecasts> AskAll(const AskSlice& ask,
                         const std::function<void(int done, int of)>& progress);

/// One effect on one step in a legal entity and a currency.
struct EffectRow {
  std::string entity;
  std::string step;
  std::string effect;
  std::string currency;
  bool if_moved = false;
  int64_t cases = 0;
  int64_t items = 0;
  int64_t amount = 0;      ///< Minor units, of the items.
  int64_t least_days = 0;  ///< Earlier or later by; 0 within a day.
  int64_t most_days = 0;
};
/// By legal entity, level and step.
std::vector<EffectRow> SumUp(const Forecasts& forecasts);

/// "1 to 3 days", "1 day"; "the same day" for less; empty for an effect without a shift.
std::string ShiftInWords(const EffectRow& row);

/// "[#####.....]  50 %".
std::string ProgressBar(int done, int of);

}  // namespace relance::cli
