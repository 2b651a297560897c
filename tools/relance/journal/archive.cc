#include "tools/relance/journal/archive.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "libs/base/encoding.h"

namespace relance::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFormat = "relance journal export 1";

Result<std::string> BytesAt(const Json& text) {
  if (!text.is_string()) return Corrupt("bytes are not written as a text");
  return FromBase64Url(text.get<std::string>());
}

template <class T>
std::optional<T> NumberAt(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  // What does not fit would be cut silently.
  const bool fits = found->is_number_unsigned() ? std::in_range<T>(found->get<uint64_t>())
                                                : std::in_range<T>(found->get<int64_t>());
  if (!fits) return std::nullopt;
  return found->get<T>();
}

Result<ArchiveLine> ParseRecord(const Json& json) {
  const auto partition = NumberAt<int>(json, "partition");
  const auto offset = NumberAt<int64_t>(json, "offset");
  if (!partition || !offset || !json.contains("header") || !json.contains("entries") ||
      !json["entries"].is_array()) {
    return Corrupt("is not a record");
  }
  ArchiveRecord record{*partition, *offset, "", {}};
  auto header = BytesAt(json["header"]);
  if (!header) return Corrupt("its header is not base64url");
  record.header = std::move(*header);
  for (const auto& text : json["entries"]) {
    auto entry = BytesAt(text);
    if (!entry) return Corrupt("an entry is not base64url");
    record.entries.push_back(std::move(*entry));
  }
  return record;
}

Result<ArchiveLine> ParseHeads(const Json& json) {
  ArchiveHeads heads;
  const auto hash_in = [](const Json& item) {
    const auto found = item.find("hash");
    return found != item.end() && found->is_string() ? found->get<std::string>() : "";
  };
  for (const auto& item : json["heads"]) {
    const auto partition = NumberAt<int>(item, "partition");
    const auto sequence = NumberAt<uint64_t>(item, "sequence");
    const auto hash = FromHex(hash_in(item));
    constexpr size_t kHashBytes = 32;
    if (!partition || !sequence || !hash || hash->size() != kHashBytes) {
      return Corrupt("is not a list of heads");
    }
    heads.push_back({*partition, *sequence, *hash});
  }
  return heads;
}

}  // namespace

std::string ToLine(const ArchiveOpening& opening) {
  Json json = {{"format", kFormat},
               {"installation", opening.installation},
               {"topic", opening.topic},
               {"partitions", opening.partitions}};
  if (!opening.account.empty()) json["account"] = opening.account;
  return json.dump();
}

std::string ToLine(const ArchiveRecord& record) {
  auto entries = Json::array();
  for (const auto& entry : record.entries) entries.push_back(ToBase64Url(entry));
  return Json({{"partition", record.partition},
               {"offset", record.offset},
               {"header", ToBase64Url(record.header)},
               {"entries", entries}})
      .dump();
}

std::string ToLine(const ArchiveHeads& heads) {
  auto list = Json::array();
  for (const auto& head : heads) {
    list.push_back(
        {{"partition", head.partition}, {"sequence", head.sequence}, {"hash", ToHex(head.hash)}});
  }
  return Json({{"heads", list}}).dump();
}

Result<ArchiveLine> ParseArchiveLine(const std::string& line) {
  const auto json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return Corrupt("is not a JSON object");
  if (json.contains("heads") && json["heads"].is_array()) return ParseHeads(json);
  if (!json.contains("format")) return ParseRecord(json);
  const auto partitions = NumberAt<int>(json, "partitions");
  const auto text = [&](const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : "";
  };
  if (text("format") != kFormat || !partitions) return Corrupt("is not a journal export");
  return ArchiveOpening{text("installation"), text("topic"), *partitions, text("account")};
}

}  // namespace relance::cli
