#include "libs/law_files/fields.h"
#include "libs/money/quoted.h"

namespace relance::interest {
namespace {

/// Written where nobody has established on which day a rate was published.
constexpr std::string_view kNotEstablished = "not established";

PublishedRate ReadRate(LawFile& file, const YAML::Node& node, const std::string& path) {
  Fields fields(file, node, path);
  PublishedRate rate;
  rate.rate = fields.Parsed("rate", ParseRate);
  rate.source = fields.Text("source");
  const std::string published = fields.Text("published");
  if (!published.empty() && published != kNotEstablished) {
    const auto day = ParseDate(published);
    if (day) {
      rate.published = *day;
    } else {
      fields.Say("published", Quoted(published) + " is neither a date that exists, like " +
                                  "2026-06-30, nor '" + std::string(kNotEstablished) + "'");
    }
  }
  rate.confirmed = fields.YesOrNo("confirmed");
  fields.Finish();
  return rate;
}

void ReadValues(LawFile& file, const YAML::Node& values, RateSeries& series) {
  if (!values.IsDefined()) return;
  if (!values.IsMap()) return file.Say(values, "values", "must be a map of half-years");
  const HalfYear* last = nullptr;
  for (const auto& entry : values) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    const std::string path = "values." + key;
    const auto half_year = ParseHalfYear(key);
    if (!half_year) {
      file.Say(entry.first, "values", half_year.error().message);
      continue;
    }
    PublishedRate rate = ReadRate(file, entry.second, path);
    const auto [at, fresh] = series.values.emplace(*half_year, std::move(rate));
    if (!fresh) {
      file.Say(entry.first, path, "is given twice");
    } else if (last != nullptr && at->first != last->Next()) {
      file.Say(entry.first, path, "does not follow on " + FormatHalfYear(*last));
    }
    last = &at->first;
  }
}

}  // namespace

RateSeries ReadSeries(LawFile& file, const YAML::Node& root) {
  Fields fields(file, root, "");
  RateSeries series;
  series.id = fields.Text("id");
  series.title = fields.Text("title");
  series.publisher = fields.Text("publisher");
  ReadValues(file, fields.Required("values"), series);
  fields.Finish();
  return series;
}

}  // namespace relance::interest
