#pragma once

// librdkafka under RAII. Included by the .cc files of libs/kafka alone.

#include <librdkafka/rdkafka.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/result.h"
#include "libs/kafka/client.h"

namespace relance::kafka {

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using ClientHandle = std::unique_ptr<rd_kafka_t, FreeWith<rd_kafka_destroy>>;
using ConfHandle = std::unique_ptr<rd_kafka_conf_t, FreeWith<rd_kafka_conf_destroy>>;
using TopicHandle = std::unique_ptr<rd_kafka_topic_t, FreeWith<rd_kafka_topic_destroy>>;
using QueueHandle = std::unique_ptr<rd_kafka_queue_t, FreeWith<rd_kafka_queue_destroy>>;
using MessageHandle = std::unique_ptr<rd_kafka_message_t, FreeWith<rd_kafka_message_destroy>>;
using EventHandle = std::unique_ptr<rd_kafka_event_t, FreeWith<rd_kafka_event_destroy>>;
using ErrorHandle = std::unique_ptr<rd_kafka_error_t, FreeWith<rd_kafka_error_destroy>>;
using OffsetsHandle = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                      FreeWith<rd_kafka_topic_partition_list_destroy>>;

/// What librdkafka hands back to every callback as its opaque pointer. Outlives the client.
struct ClientContext {
  LogSink log;
  virtual ~ClientContext() = default;
};

using Setting = std::pair<std::string, std::string>;

/// A configuration with the log sink of `context`: first what all our clients share, then
/// `config.properties`, then `settings`. kInvalid names the property that librdkafka refuses.
Result<ConfHandle> MakeConf(const ClientConfig& config, const std::vector<Setting>& settings,
                            ClientContext& context);
/// Consumes `conf`.
Result<ClientHandle> MakeClient(rd_kafka_type_t type, ConfHandle conf);
/// Waits until a broker has answered, a second at most; the client works without it. What is asked
/// of a client that knows no broker yet waits for librdkafka's next one-second tick.
void Connect(rd_kafka_t* client);

/// The settings of every consumer: nothing committed or reset behind our back.
std::vector<Setting> ConsumerSettings(int fetch_wait_ms, int queued_records, int queued_kbytes);

Error ToError(rd_kafka_resp_err_t code, const std::string& doing);
/// "topic [3]"
std::string Name(const std::string& topic, int partition);

}  // namespace relance::kafka
