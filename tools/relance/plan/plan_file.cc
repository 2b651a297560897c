#include "tools/relance/plan/plan_file.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "libs/digest/digest.h"
#include "libs/process/read_file.h"

namespace relance::cli {
namespace {

using scenario::v1::ConfigurationPlan;

std::string DigestOf(ConfigurationPlan plan) {
  plan.clear_digest();
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    plan.SerializeToCodedStream(&coded);
  }
  return ToBytes(Sha256(bytes));
}

}  // namespace

Result<void> SavePlan(const ConfigurationPlan& plan, const std::string& path) {
  ConfigurationPlan whole = plan;
  whole.set_digest(DigestOf(plan));
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(whole, &json, options).ok()) {
    return Corrupt("the plan cannot be written as JSON");
  }
  const std::string draft = path + ".draft";
  {
    std::ofstream file(draft, std::ios::binary);
    file << json;
    file.flush();
    if (!file) return Invalid("cannot write " + draft + ": " + std::strerror(errno), "--save");
  }
  if (std::rename(draft.c_str(), path.c_str()) != 0) {
    return Invalid("cannot write " + path + ": " + std::strerror(errno), "--save");
  }
  return {};
}

Result<ConfigurationPlan> ReadPlan(const std::string& path) {
  const auto text = ReadFile(path, "PLAN");
  if (!text) return Failure(text.error());
  ConfigurationPlan plan;
  const auto read = google::protobuf::util::JsonStringToMessage(*text, &plan);
  if (!read.ok()) {
    return Invalid(path + " is no plan of `config plan --save`: " + std::string(read.message()),
                   "PLAN");
  }
  if (plan.digest() != DigestOf(plan)) {
    return Invalid(path + " was changed after it was saved: plan again", "PLAN");
  }
  return plan;
}

}  // namespace relance::cli
