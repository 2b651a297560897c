#include "libs/kafka/topics.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

namespace relance::kafka {
namespace {

/// A number, or the letter that stands for what the installation chose.
Result<int> CountOf(const YAML::Node& node, const std::string& letter, int chosen,
                    const std::string& field) {
  const auto text = node ? node.as<std::string>() : letter;
  if (text == letter) return chosen;
  int count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count < 1) {
    return Invalid(fmt::format("{}: \"{}\" is neither {} nor a count", field, text, letter), field);
  }
  return count;
}

Result<Topic> TopicOf(const YAML::Node& node, const Installation& installation) {
  Topic topic;
  if (!node.IsMap() || !node["name"]) return Invalid("a topic without a name", "topics");
  topic.name = node["name"].as<std::string>();
  static const std::set<std::string> known = {"name", "partitions", "replication", "config", "why"};
  for (const auto& item : node) {
    const auto key = item.first.as<std::string>();
    if (!known.contains(key)) {
      return Invalid(fmt::format("topic {}: unknown key \"{}\"", topic.name, key),
                     topic.name + "." + key);
    }
  }
  auto partitions =
      CountOf(node["partitions"], "P", installation.partitions, topic.name + ".partitions");
  if (!partitions) return Failure(partitions.error());
  auto replication =
      CountOf(node["replication"], "R", installation.replication, topic.name + ".replication");
  if (!replication) return Failure(replication.error());
  topic.partitions = *partitions;
  topic.replication = *replication;
  for (const auto& item : node["config"]) {
    topic.config[item.first.as<std::string>()] = item.second.as<std::string>();
  }
  return topic;
}

/// A majority must have a record before it counts as written, where there are copies at all.
void AddMinimumInSync(Topic& topic) {
  if (topic.replication >= 3) topic.config["min.insync.replicas"] = "2";
}

Result<std::vector<Topic>> TopicsOf(const YAML::Node& root, const Installation& installation) {
  if (!root["topics"] || !root["topics"].IsSequence()) {
    return Invalid("no list \"topics\"", "topics");
  }
  std::vector<Topic> topics;
  std::set<std::string> names;
  for (const auto& node : root["topics"]) {
    auto topic = TopicOf(node, installation);
    if (!topic) return Failure(topic.error());
    if (!names.insert(topic->name).second) {
      return Invalid("topic " + topic->name + " is declared twice", topic->name);
    }
    AddMinimumInSync(*topic);
    topics.push_back(std::move(*topic));
  }
  return topics;
}

std::string Difference(const Topic& declared, const Topic& present) {
  if (declared.partitions != present.partitions) {
    return fmt::format("it has {} partitions, declared are {}", present.partitions,
                       declared.partitions);
  }
  if (declared.replication != present.replication) {
    return fmt::format("it has {} copies, declared are {}", present.replication,
                       declared.replication);
  }
  return {};
}

std::map<std::string, std::string> Changes(const Topic& declared, const Topic& present) {
  std::map<std::string, std::string> changes;
  for (const auto& [name, value] : declared.config) {
    const auto set = present.config.find(name);
    if (set == present.config.end() || set->second != value) changes[name] = value;
  }
  return changes;
}

}  // namespace

Result<std::vector<Topic>> ParseTopics(std::string_view yaml, const Installation& installation) {
  try {
    return TopicsOf(YAML::Load(std::string(yaml)), installation);
  } catch (const YAML::Exception& error) {
    return Invalid(fmt::format("topics: {}", error.what()), "topics");
  }
}

Result<std::vector<Topic>> ReadTopics(const std::string& path, const Installation& installation) {
  std::ifstream file(path);
  if (!file) return NotFound("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return ParseTopics(text.str(), installation);
}

std::vector<TopicStep> PlanTopics(const std::vector<Topic>& declared,
                                  const std::vector<Topic>& present) {
  std::vector<TopicStep> steps;
  for (const auto& topic : declared) {
    const auto found = std::find_if(present.begin(), present.end(),
                                    [&](const Topic& one) { return one.name == topic.name; });
    if (found == present.end()) {
      steps.push_back({TopicStep::Kind::kCreate, topic, {}, {}});
    } else if (auto why = Difference(topic, *found); !why.empty()) {
      steps.push_back({TopicStep::Kind::kRefused, topic, {}, std::move(why)});
    } else if (auto changes = Changes(topic, *found); !changes.empty()) {
      steps.push_back({TopicStep::Kind::kAlter, topic, std::move(changes), {}});
    }
  }
  return steps;
}

Result<void> ApplyTopics(TopicAdmin& admin, const std::vector<TopicStep>& steps) {
  for (const auto& step : steps) {
    if (step.kind == TopicStep::Kind::kRefused) {
      return Conflict("topic " + step.topic.name + ": " + step.why);
    }
  }
  for (const auto& step : steps) {
    auto done = step.kind == TopicStep::Kind::kCreate
                    ? admin.CreateTopic(step.topic)
                    : admin.AlterConfig(step.topic.name, step.changes);
    if (!done) return done;
  }
  return {};
}

}  // namespace relance::kafka
