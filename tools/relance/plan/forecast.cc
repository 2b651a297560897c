#include "tools/relance/plan/forecast.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <tuple>

#include "libs/base/instant.h"

namespace relance::cli {
namespace {

constexpr int kAtOnce = 2;

using Answer = scenario::v1::ForecastConfigurationResponse;

/// Collects the answers of several threads.
class Collector {
 public:
  Collector(const AskSlice& ask, const std::function<void(int, int)>& progress)
      : ask_(ask), progress_(progress) {}

  Result<Forecasts> All() {
    Work(0);  // says how many there are
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < kAtOnce; ++i) {
        threads.emplace_back([this] {
          for (int slice = next_++; slice < slices_ && !failed_; slice = next_++) Work(slice);
        });
      }
    }
    if (error_) return Failure(*error_);
    const auto by_account = [](const auto& one) {
      return std::tuple(one.account().legal_entity(), one.account().number());
    };
    std::ranges::stable_sort(found_.cases, {}, by_account);
    std::ranges::stable_sort(found_.moves, {}, by_account);
    return std::move(found_);
  }

 private:
  void Work(int slice) {
    std::string after;
    do {
      const auto answer = ask_(slice, after);
      const std::lock_guard lock(mutex_);
      if (!answer) {
        if (!error_) error_ = answer.error();
        failed_ = true;
        return;
      }
      Keep(*answer);
      after = answer->next();
    } while (!after.empty());
    const std::lock_guard lock(mutex_);
    progress_(++done_, slices_);
  }

  void Keep(const Answer& answer) {
    slices_ = answer.slices();
    found_.looked_at += answer.cases();
    found_.waiting += answer.waiting();
    found_.cases.insert(found_.cases.end(), answer.forecasts().begin(), answer.forecasts().end());
    found_.moves.insert(found_.moves.end(), answer.moves().begin(), answer.moves().end());
  }

  const AskSlice& ask_;
  const std::function<void(int, int)>& progress_;
  std::mutex mutex_;
  std::atomic<int> next_ = 1;
  std::atomic<int> slices_ = 0;
  std::atomic<bool> failed_ = false;
  int done_ = 0;
  Forecasts found_;
  std::optional<Error> error_;
};

int64_t DaysBetween(const common::v1::Date& from, const common::v1::Date& to) {
  const auto day = [](const common::v1::Date& date) {
    return std::chrono::sys_days(std::chrono::year(date.year()) / date.month() / date.day());
  };
  return (day(to) - day(from)).count();
}

}  // namespace

Result<Forecasts> AskAll(const AskSlice& ask,
                         const std::function<void(int done, int of)>& progress) {
  return Collector(ask, progress).All();
}

std::vector<EffectRow> SumUp(const Forecasts& forecasts) {
  using Key = std::tuple<std::string, bool, int, std::string, std::string, std::string>;
  std::map<Key, EffectRow> rows;
  std::map<Key, std::set<std::string>> cases;
  for (const auto& forecast : forecasts.cases) {
    const std::string& entity = forecast.account().legal_entity();
    for (const auto& step : forecast.steps()) {
      const std::string& currency = step.amount().currency();
      const Key key{entity,      forecast.if_moved(), step.level(),
                    step.step(), step.effect(),       currency};
      auto& row = rows[key];
      const int64_t days = step.before_ms() == 0 || step.after_ms() == 0
                               ? 0
                               : std::abs(DaysBetween(step.before_on(), step.after_on()));
      row.least_days = row.items == 0 ? days : std::min(row.least_days, days);
      row.most_days = std::max(row.most_days, days);
      row.entity = entity;
      row.step = step.step();
      row.effect = step.effect();
      row.currency = currency;
      row.if_moved = forecast.if_moved();
      ++row.items;
      row.amount += step.amount().minor_units();
      cases[key].insert(forecast.account().number());
    }
  }
  std::vector<EffectRow> out;
  for (auto& [key, row] : rows) {
    row.cases = static_cast<int64_t>(cases[key].size());
    out.push_back(std::move(row));
  }
  return out;
}

std::string ShiftInWords(const EffectRow& row) {
  if (row.effect != "earlier" && row.effect != "later") return "";
  if (row.most_days == 0) return "the same day";
  const std::string most = std::to_string(row.most_days) + (row.most_days == 1 ? " day" : " days");
  if (row.least_days == row.most_days) return most;
  return std::to_string(row.least_days) + " to " + most;
}

std::string ProgressBar(int done, int of) {
  constexpr int kWidth = 40;
  const int filled = of == 0 ? kWidth : kWidth * done / of;
  const int percent = of == 0 ? 100 : 100 * done / of;
  return "[" + std::string(filled, '#') + std::string(kWidth - filled, '.') + "] " +
         (percent < 100 ? " " : "") + std::to_string(percent) + " %";
}

}  // namespace relance::cli
