#include "libs/kafka/topic_admin.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>

#include "libs/kafka/handle.h"

namespace relance::kafka {
namespace {

using Steady = std::chrono::steady_clock;
using MetadataHandle =
    std::unique_ptr<const rd_kafka_metadata_t, FreeWith<rd_kafka_metadata_destroy>>;
using OptionsHandle =
    std::unique_ptr<rd_kafka_AdminOptions_t, FreeWith<rd_kafka_AdminOptions_destroy>>;
using NewTopicHandle = std::unique_ptr<rd_kafka_NewTopic_t, FreeWith<rd_kafka_NewTopic_destroy>>;
using ConfigHandle =
    std::unique_ptr<rd_kafka_ConfigResource_t, FreeWith<rd_kafka_ConfigResource_destroy>>;

constexpr Millis kMetadataPause{100};

ConfigHandle ResourceOf(const std::string& topic) {
  return ConfigHandle(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str()));
}

std::map<std::string, std::string> SetForTopic(const rd_kafka_ConfigResource_t* resource) {
  std::map<std::string, std::string> config;
  size_t count = 0;
  const auto** entries = rd_kafka_ConfigResource_configs(resource, &count);
  for (size_t i = 0; i < count; ++i) {
    if (rd_kafka_ConfigEntry_source(entries[i]) != RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG) {
      continue;
    }
    const char* value = rd_kafka_ConfigEntry_value(entries[i]);
    config[rd_kafka_ConfigEntry_name(entries[i])] = value == nullptr ? "" : value;
  }
  return config;
}

/// Every partition has a leader.
bool IsServed(const rd_kafka_metadata_topic_t& topic, int partitions) {
  if (topic.err || topic.partition_cnt < partitions) return false;
  return std::all_of(topic.partitions, topic.partitions + topic.partition_cnt,
                     [](const auto& partition) { return partition.leader >= 0; });
}

bool IsServed(const rd_kafka_metadata_t& metadata, const Topic& topic) {
  return std::any_of(metadata.topics, metadata.topics + metadata.topic_cnt, [&](const auto& known) {
    return topic.name == known.topic && IsServed(known, topic.partitions);
  });
}

}  // namespace

struct TopicAdmin::State : ClientContext {
  Millis timeout{};
  ClientHandle client;

  int timeout_ms() const { return static_cast<int>(timeout.count()); }

  Result<MetadataHandle> Metadata() {
    const rd_kafka_metadata_t* metadata = nullptr;
    const auto code = rd_kafka_metadata(client.get(), 1, nullptr, &metadata, timeout_ms());
    if (code) return Failure(ToError(code, "listing topics"));
    return MetadataHandle(metadata);
  }

  using Start = std::function<void(const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)>;

  /// Runs one admin request and waits for its event.
  Result<EventHandle> Ask(rd_kafka_admin_op_t op, const std::string& doing, const Start& start) {
    OptionsHandle options(rd_kafka_AdminOptions_new(client.get(), op));
    char reason[256];
    rd_kafka_AdminOptions_set_request_timeout(options.get(), timeout_ms(), reason, sizeof reason);
    QueueHandle queue(rd_kafka_queue_new(client.get()));
    start(options.get(), queue.get());
    EventHandle event(rd_kafka_queue_poll(queue.get(), timeout_ms() + 1000));
    if (!event) return Unavailable(doing + ": no answer");
    if (auto code = rd_kafka_event_error(event.get())) return Failure(ToError(code, doing));
    return event;
  }

  Result<std::map<std::string, std::map<std::string, std::string>>> Configs(
      const std::vector<std::string>& topics) {
    std::map<std::string, std::map<std::string, std::string>> configs;
    if (topics.empty()) return configs;
    std::vector<ConfigHandle> owned;
    std::vector<rd_kafka_ConfigResource_t*> resources;
    for (const auto& topic : topics) {
      owned.push_back(ResourceOf(topic));
      resources.push_back(owned.back().get());
    }
    auto event = Ask(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, "reading topic configs",
                     [&](const auto* options, auto* queue) {
                       rd_kafka_DescribeConfigs(client.get(), resources.data(), resources.size(),
                                                options, queue);
                     });
    if (!event) return Failure(event.error());
    size_t count = 0;
    const auto** found = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(event->get()), &count);
    for (size_t i = 0; i < count; ++i) {
      const std::string name = rd_kafka_ConfigResource_name(found[i]);
      if (auto code = rd_kafka_ConfigResource_error(found[i])) {
        return Failure(ToError(code, "reading the configs of " + name));
      }
      configs[name] = SetForTopic(found[i]);
    }
    return configs;
  }
};

TopicAdmin::TopicAdmin(std::unique_ptr<State> state) : state_(std::move(state)) {}
TopicAdmin::~TopicAdmin() = default;

Result<std::unique_ptr<TopicAdmin>> TopicAdmin::Create(const ClientConfig& config, Millis timeout) {
  auto state = std::make_unique<State>();
  state->timeout = timeout;
  auto conf = MakeConf(config, {}, *state);
  if (!conf) return Failure(conf.error());
  auto client = MakeClient(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!client) return Failure(client.error());
  state->client = std::move(*client);
  return std::unique_ptr<TopicAdmin>(new TopicAdmin(std::move(state)));
}

Result<std::vector<Topic>> TopicAdmin::List(const std::string& prefix, bool with_config) {
  auto metadata = state_->Metadata();
  if (!metadata) return Failure(metadata.error());
  std::vector<Topic> topics;
  std::vector<std::string> names;
  for (int i = 0; i < (*metadata)->topic_cnt; ++i) {
    const auto& known = (*metadata)->topics[i];
    const std::string name = known.topic;
    if (known.err || !name.starts_with(prefix)) continue;
    const int replication = known.partition_cnt > 0 ? known.partitions[0].replica_cnt : 0;
    topics.push_back({name, known.partition_cnt, replication, {}});
    names.push_back(name);
  }
  std::sort(topics.begin(), topics.end(),
            [](const Topic& a, const Topic& b) { return a.name < b.name; });
  if (!with_config) return topics;
  auto configs = state_->Configs(names);
  if (!configs) return Failure(configs.error());
  for (auto& topic : topics) topic.config = (*configs)[topic.name];
  return topics;
}

Result<void> TopicAdmin::CreateTopic(const Topic& topic) {
  char reason[512];
  NewTopicHandle wanted(rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions,
                                              topic.replication, reason, sizeof reason));
  if (!wanted) return Invalid("topic " + topic.name + ": " + reason, topic.name);
  for (const auto& [name, value] : topic.config) {
    rd_kafka_NewTopic_set_config(wanted.get(), name.c_str(), value.c_str());
  }
  rd_kafka_NewTopic_t* one = wanted.get();
  auto event = state_->Ask(RD_KAFKA_ADMIN_OP_CREATETOPICS, "creating " + topic.name,
                           [&](const auto* options, auto* queue) {
                             rd_kafka_CreateTopics(state_->client.get(), &one, 1, options, queue);
                           });
  if (!event) return Failure(event.error());
  size_t count = 0;
  const auto** results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event->get()), &count);
  for (size_t i = 0; i < count; ++i) {
    if (auto code = rd_kafka_topic_result_error(results[i])) {
      auto error = ToError(code, "creating " + topic.name);
      const char* detail = rd_kafka_topic_result_error_string(results[i]);
      if (detail != nullptr) error.message += fmt::format(": {}", detail);
      return Failure(error);
    }
  }
  return {};
}

Result<void> TopicAdmin::AlterConfig(const std::string& topic,
                                     const std::map<std::string, std::string>& changes) {
  auto present = state_->Configs({topic});
  if (!present) return Failure(present.error());
  auto wanted = (*present)[topic];
  for (const auto& [name, value] : changes) wanted[name] = value;
  auto resource = ResourceOf(topic);
  for (const auto& [name, value] : wanted) {
    rd_kafka_ConfigResource_set_config(resource.get(), name.c_str(), value.c_str());
  }
  rd_kafka_ConfigResource_t* one = resource.get();
  auto event = state_->Ask(RD_KAFKA_ADMIN_OP_ALTERCONFIGS, "altering " + topic,
                           [&](const auto* options, auto* queue) {
                             rd_kafka_AlterConfigs(state_->client.get(), &one, 1, options, queue);
                           });
  if (!event) return Failure(event.error());
  size_t count = 0;
  const auto** results = rd_kafka_AlterConfigs_result_resources(
      rd_kafka_event_AlterConfigs_result(event->get()), &count);
  for (size_t i = 0; i < count; ++i) {
    if (auto code = rd_kafka_ConfigResource_error(results[i])) {
      return Failure(ToError(code, "altering " + topic));
    }
  }
  return {};
}

Result<void> TopicAdmin::AwaitTopics(const std::vector<Topic>& topics, Millis timeout) {
  const auto deadline = Steady::now() + timeout;
  while (true) {
    auto metadata = state_->Metadata();
    const auto missing = std::find_if(topics.begin(), topics.end(), [&](const Topic& topic) {
      return !metadata || !IsServed(**metadata, topic);
    });
    if (missing == topics.end()) return {};
    if (Steady::now() >= deadline) {
      return Unavailable(fmt::format("topic {} with {} partitions is not there", missing->name,
                                     missing->partitions));
    }
    std::this_thread::sleep_for(kMetadataPause);
  }
}

}  // namespace relance::kafka
