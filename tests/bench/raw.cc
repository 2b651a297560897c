#include "tests/bench/raw.h"

#include <librdkafka/rdkafka.h>

#include <map>
#include <memory>
#include <utility>

#include "tests/bench/stopwatch.h"

namespace relance::bench {
namespace {

using Client = std::unique_ptr<rd_kafka_t, decltype(&rd_kafka_destroy)>;
using Topic = std::unique_ptr<rd_kafka_topic_t, decltype(&rd_kafka_topic_destroy)>;
using Settings = std::map<std::string, std::string>;

constexpr int kPatienceMs = 60'000;

Result<Client> Connect(rd_kafka_type_t type, Settings settings, const std::string& bootstrap) {
  settings["bootstrap.servers"] = bootstrap;
  settings["socket.nagle.disable"] = "true";
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  char why[256];
  for (const auto& [name, value] : settings) {
    if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), why, sizeof why) != 0) {
      rd_kafka_conf_destroy(conf);
      return Invalid(why);
    }
  }
  Client client(rd_kafka_new(type, conf, why, sizeof why), &rd_kafka_destroy);
  if (!client) return Unavailable(why);
  const rd_kafka_metadata_t* known = nullptr;
  if (rd_kafka_metadata(client.get(), 1, nullptr, &known, kPatienceMs) != 0) {
    return Unavailable("no answer from " + bootstrap);
  }
  rd_kafka_metadata_destroy(known);
  return client;
}

Result<double> Produce(const std::string& bootstrap, const std::string& topic,
                       const Records& records) {
  const auto client =
      Connect(RD_KAFKA_PRODUCER,
              {{"acks", "all"}, {"compression.codec", "lz4"}, {"linger.ms", "5"}}, bootstrap);
  if (!client) return Failure(client.error());
  rd_kafka_t* producer = client->get();
  const Topic to(rd_kafka_topic_new(producer, topic.c_str(), nullptr), &rd_kafka_topic_destroy);
  const auto begin = Steady::now();
  for (size_t i = 0; i < records.front().size(); ++i) {
    for (size_t p = 0; p < records.size(); ++p) {
      const std::string& bytes = records[p][i];
      while (rd_kafka_produce(to.get(), static_cast<int32_t>(p), RD_KAFKA_MSG_F_COPY,
                              const_cast<char*>(bytes.data()), bytes.size(), nullptr, 0,
                              nullptr) != 0) {
        if (rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
          return Unavailable(rd_kafka_err2str(rd_kafka_last_error()));
        }
        rd_kafka_poll(producer, 10);
      }
    }
  }
  if (rd_kafka_flush(producer, kPatienceMs) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return Unavailable("not everything was taken");
  }
  return SecondsSince(begin);
}

Result<double> Consume(const std::string& bootstrap, const std::string& topic,
                       const Records& records) {
  const auto client = Connect(RD_KAFKA_CONSUMER,
                              {{"group.id", "bench"},
                               {"fetch.wait.max.ms", "5"},
                               {"fetch.error.backoff.ms", "5"},
                               {"enable.auto.commit", "false"}},
                              bootstrap);
  if (!client) return Failure(client.error());
  rd_kafka_topic_partition_list_t* all = rd_kafka_topic_partition_list_new(0);
  size_t missing = 0;
  for (size_t p = 0; p < records.size(); ++p) {
    rd_kafka_topic_partition_list_add(all, topic.c_str(), static_cast<int32_t>(p))->offset =
        RD_KAFKA_OFFSET_BEGINNING;
    missing += records[p].size();
  }
  // A topic that is new to a client waits for its next tick: not a part of its speed.
  const Topic known(rd_kafka_topic_new(client->get(), topic.c_str(), nullptr),
                    &rd_kafka_topic_destroy);
  const rd_kafka_metadata_t* leaders = nullptr;
  if (rd_kafka_metadata(client->get(), 0, known.get(), &leaders, kPatienceMs) != 0) {
    return Unavailable("no leaders of " + topic);
  }
  rd_kafka_metadata_destroy(leaders);
  auto begin = Steady::now();
  rd_kafka_assign(client->get(), all);
  rd_kafka_topic_partition_list_destroy(all);
  bool flows = false;
  while (missing > 0) {
    rd_kafka_message_t* message = rd_kafka_consumer_poll(client->get(), 100);
    if (message != nullptr) {
      // Until the first record comes a client may wait half a second for its own tick: not speed.
      if (!std::exchange(flows, true)) begin = Steady::now();
      missing -= message->err == RD_KAFKA_RESP_ERR_NO_ERROR && message->len > 0;
      rd_kafka_message_destroy(message);
    }
    if (message == nullptr && SecondsSince(begin) * 1000 > kPatienceMs) {
      return Unavailable(std::to_string(missing) + " records did not come");
    }
  }
  const double seconds = SecondsSince(begin);
  rd_kafka_consumer_close(client->get());
  return seconds;
}

void WriteDocuments(const journal::Changes& changes, RedisCommands how,
                    std::vector<redis::Command>& commands) {
  std::map<std::string, redis::Command> hashes;
  for (const auto& [key, value] : changes.documents) {
    if (!value) continue;
    const size_t slash = key.find('/');
    const std::string family = key.substr(0, slash);
    auto& set = hashes[how == RedisCommands::kOneEachHash ? family : key];
    if (set.empty()) set = {"HSET", "{raw}" + std::to_string(static_cast<int>(how)) + family};
    set.insert(set.end(), {key.substr(slash + 1), *value});
  }
  for (auto& [name, set] : hashes) commands.push_back(std::move(set));
}

void WriteIndex(const journal::Changes& changes, std::vector<redis::Command>& commands) {
  redis::Command added{"ZADD", "{raw}index"};
  redis::Command removed{"ZREM", "{raw}index"};
  std::map<std::string, bool> last_words;
  for (const auto& [member, present] : changes.index) last_words[member] = present;
  for (const auto& [member, present] : last_words) {
    if (present) {
      added.insert(added.end(), {"0", member});
    } else {
      removed.push_back(member);
    }
  }
  if (added.size() > 2) commands.push_back(std::move(added));
  if (removed.size() > 2) commands.push_back(std::move(removed));
}

}  // namespace

Result<KafkaSeconds> RawKafkaSeconds(const std::string& bootstrap, const std::string& topic,
                                     const Records& records) {
  const auto produced = Produce(bootstrap, topic, records);
  if (!produced) return Failure(produced.error());
  const auto consumed = Consume(bootstrap, topic, records);
  if (!consumed) return Failure(consumed.error());
  return KafkaSeconds{*produced, *consumed};
}

Result<double> RawRedisSeconds(const redis::Options& options,
                               const std::vector<journal::Changes>& batches, RedisCommands how) {
  redis::Connection connection(options);
  if (auto there = connection.Run({"DEL", "{raw}index"}); !there) return Failure(there.error());
  std::vector<std::vector<redis::Command>> pipelines;
  for (const auto& changes : batches) {
    auto& commands = pipelines.emplace_back();
    commands.push_back({"MULTI"});
    WriteDocuments(changes, how, commands);
    WriteIndex(changes, commands);
    commands.push_back({"SET", "{raw}position", "1"});
    commands.push_back({"EXEC"});
  }
  const auto begin = Steady::now();
  for (const auto& commands : pipelines) {
    const auto replies = connection.RunAll(commands);
    if (!replies) return Failure(replies.error());
    if (replies->back().IsError()) return Failure(redis::ErrorOf(replies->back()));
  }
  return SecondsSince(begin);
}

}  // namespace relance::bench
