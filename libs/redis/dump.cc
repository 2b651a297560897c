#include "libs/redis/dump.h"

#include <map>
#include <utility>
#include <vector>

#include "libs/base/encoding.h"

namespace relance::redis {
namespace {

constexpr size_t kPage = 1000;

std::string Printable(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c > ' ' && c <= '~' && c != '\\') {
      text += c;
    } else {
      text += "\\x" + ToHex(std::string_view(&c, 1));
    }
  }
  return text;
}

/// A hash in pages; Redis may show a field twice.
Result<std::map<std::string, std::string>> ReadHash(Cluster& cluster, const std::string& key) {
  std::map<std::string, std::string> fields;
  std::string cursor = "0";
  do {
    auto page = cluster.Run(key, {"HSCAN", key, cursor, "COUNT", std::to_string(kPage)});
    if (!page) return Failure(page.error());
    cursor = page->elements.at(0).text;
    std::vector<Reply>& words = page->elements.at(1).elements;
    for (size_t i = 0; i + 1 < words.size(); i += 2) {
      fields[std::move(words[i].text)] = std::move(words[i + 1].text);
    }
  } while (cursor != "0");
  return fields;
}

Result<std::string> DumpDocuments(Cluster& cluster, const ViewKeys& keys) {
  auto families = cluster.Run(keys.tag, {"SMEMBERS", keys.families});
  if (!families) return Failure(families.error());
  std::map<std::string, std::string> documents;
  for (const Reply& family : families->elements) {
    auto fields = ReadHash(cluster, keys.Family(family.text));
    if (!fields) return Failure(fields.error());
    for (auto& [name, value] : *fields) documents[family.text + "/" + name] = std::move(value);
  }
  std::string text;
  for (const auto& [name, value] : documents) {
    text += "document " + Printable(name) + " " + ToHex(std::string_view(value)) + "\n";
  }
  return text;
}

Result<std::string> DumpIndex(RedisViewStore& view) {
  std::string text;
  std::string after;
  for (;;) {
    const auto page = view.List("", after, kPage);
    if (!page) return Failure(page.error());
    for (const std::string& member : page->members) text += "index " + Printable(member) + "\n";
    if (page->members.size() < kPage) return text;
    after = page->members.back();
  }
}

}  // namespace

Result<std::string> DumpView(Cluster& cluster, const ViewName& name) {
  RedisViewStore view(cluster, name);
  const auto before = view.Load({});
  if (!before) return Failure(before.error());
  const auto documents = DumpDocuments(cluster, view.keys());
  if (!documents) return documents;
  const auto index = DumpIndex(view);
  if (!index) return index;
  const auto after = view.Load({});
  if (!after) return Failure(after.error());
  if (before->position != after->position) return Conflict("the view moved while it was read");
  const std::string position = before->position ? Format(*before->position) : "none";
  return "position " + position + "\n" + *documents + *index;
}

}  // namespace relance::redis
