#include "tools/relance/dev/record.h"

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace relance::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string PathOf(const std::string& folder) {
  return folder + "/dev.json";
}

Json JsonOf(const StackRecord& record) {
  Json out = {{"format", 1},
              {"ready", record.ready},
              {"installation", record.installation},
              {"partitions", record.partitions},
              {"development_clock", record.development_clock},
              {"broker", record.broker},
              {"brokers", record.brokers},
              {"redis", record.redis},
              {"smtp", record.smtp},
              {"maildir", record.maildir}};
  for (const auto& service : record.services) {
    Json& place = out[service.name];
    if (!service.grpc.empty()) place["grpc"] = service.grpc;
    place["probe"] = service.probe;
    if (service.name == "portal") place["url"] = record.portal_url;
  }
  out["processes"] = Json::array();
  for (const auto& child : record.processes) {
    out["processes"].push_back(
        {{"name", child.name}, {"pid", child.pid}, {"began", child.began}, {"log", child.log}});
  }
  return out;
}

}  // namespace

std::string ToJson(const StackRecord& record) {
  return JsonOf(record).dump(2);
}

Result<StackRecord> ReadRecord(const std::string& folder) {
  std::ifstream file(PathOf(folder));
  if (!file) return NotFound("no development stack in " + folder + "; start one: relance dev up");
  std::ostringstream text;
  text << file.rdbuf();
  const auto json = Json::parse(text.str(), nullptr, false);
  if (!json.is_object() || json.value("format", 0) != 1 || !json.contains("processes")) {
    return Corrupt(PathOf(folder) + " was not written by this version of relance");
  }
  StackRecord out;
  out.ready = json.value("ready", false);
  out.installation = json.value("installation", "");
  out.partitions = json.value("partitions", 0);
  out.development_clock = json.value("development_clock", false);
  out.broker = json.value("broker", "");
  out.brokers = json.value("brokers", "");
  out.redis = json.value("redis", "");
  out.smtp = json.value("smtp", "");
  out.maildir = json.value("maildir", "");
  for (const char* name : {"ledger", "scenario", "notifier", "portal"}) {
    if (!json.contains(name)) continue;
    const Json& place = json[name];
    out.services.push_back({name, place.value("grpc", ""), place.value("probe", "")});
    if (place.contains("url")) out.portal_url = place.value("url", "");
  }
  for (const Json& process : json["processes"]) {
    out.processes.push_back({process.value("name", ""), process.value("pid", 0),
                             process.value("began", ""), process.value("log", "")});
  }
  return out;
}

Result<void> WriteRecord(const std::string& folder, const StackRecord& record) {
  const std::string draft = PathOf(folder) + ".new";
  std::ofstream file(draft);
  file << ToJson(record) << "\n";
  file.close();
  if (!file || std::rename(draft.c_str(), PathOf(folder).c_str()) != 0) {
    return Unavailable("cannot write " + PathOf(folder));
  }
  return {};
}

}  // namespace relance::cli
