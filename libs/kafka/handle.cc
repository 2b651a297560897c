#include "libs/kafka/handle.h"

#include <fmt/format.h>

namespace relance::kafka {
namespace {

void OnLog(const rd_kafka_t* client, int severity, const char* facility, const char* text) {
  auto* context = static_cast<ClientContext*>(rd_kafka_opaque(client));
  if (context != nullptr && context->log) {
    context->log(severity, fmt::format("kafka {} {}: {}", rd_kafka_name(client), facility, text));
  }
}

Result<void> Set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  char reason[512];
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), reason, sizeof reason) !=
      RD_KAFKA_CONF_OK) {
    return Invalid(fmt::format("kafka property {}={}: {}", name, value, reason), name);
  }
  return {};
}

ErrorCode CodeOf(rd_kafka_resp_err_t code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE:
    case RD_KAFKA_RESP_ERR_INVALID_RECORD:
    case RD_KAFKA_RESP_ERR_INVALID_CONFIG:
    case RD_KAFKA_RESP_ERR_INVALID_PARTITIONS:
    case RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR:
    case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
      return ErrorCode::kInvalid;
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
      return ErrorCode::kNotFound;
    case RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS:
      return ErrorCode::kConflict;
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
    case RD_KAFKA_RESP_ERR__BAD_COMPRESSION:
    case RD_KAFKA_RESP_ERR__BAD_MSG:
      return ErrorCode::kCorrupt;
    default:
      return ErrorCode::kUnavailable;
  }
}

}  // namespace

Result<ConfHandle> MakeConf(const ClientConfig& config, const std::vector<Setting>& settings,
                            ClientContext& context) {
  ConfHandle conf(rd_kafka_conf_new());
  std::vector<Setting> all = {{"socket.nagle.disable", "true"},
                              {"socket.keepalive.enable", "true"},
                              {"reconnect.backoff.ms", "50"},
                              {"reconnect.backoff.max.ms", "1000"},
                              {"log.connection.close", "false"}};
  all.insert(all.end(), config.properties.begin(), config.properties.end());
  all.emplace_back("bootstrap.servers", config.bootstrap);
  all.emplace_back("client.id", config.client_id);
  all.insert(all.end(), settings.begin(), settings.end());
  for (const auto& [name, value] : all) {
    if (auto set = Set(conf.get(), name, value); !set) return Failure(set.error());
  }
  context.log = config.log;
  rd_kafka_conf_set_opaque(conf.get(), &context);
  rd_kafka_conf_set_log_cb(conf.get(), OnLog);
  return conf;
}

Result<ClientHandle> MakeClient(rd_kafka_type_t type, ConfHandle conf) {
  char reason[512];
  rd_kafka_t* client = rd_kafka_new(type, conf.get(), reason, sizeof reason);
  if (client == nullptr) return Invalid(fmt::format("kafka client: {}", reason));
  conf.release();  // The client took it over.
  return ClientHandle(client);
}

void Connect(rd_kafka_t* client) {
  const rd_kafka_metadata_t* metadata = nullptr;
  if (rd_kafka_metadata(client, 0, nullptr, &metadata, 1000) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    rd_kafka_metadata_destroy(metadata);
  }
}

std::vector<Setting> ConsumerSettings(int fetch_wait_ms, int queued_records, int queued_kbytes) {
  return {{"enable.auto.commit", "false"},
          {"enable.auto.offset.store", "false"},
          {"auto.offset.reset", "error"},
          {"check.crcs", "true"},
          {"fetch.wait.max.ms", std::to_string(fetch_wait_ms)},
          {"fetch.error.backoff.ms", "50"},
          {"queued.min.messages", std::to_string(queued_records)},
          {"queued.max.messages.kbytes", std::to_string(queued_kbytes)}};
}

Error ToError(rd_kafka_resp_err_t code, const std::string& doing) {
  return Error{CodeOf(code),
               fmt::format("{}: {} ({})", doing, rd_kafka_err2str(code), rd_kafka_err2name(code)),
               {}};
}

std::string Name(const std::string& topic, int partition) {
  return fmt::format("{} [{}]", topic, partition);
}

}  // namespace relance::kafka
