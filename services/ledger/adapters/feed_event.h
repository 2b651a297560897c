#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/result.h"
#include "relance/config/v1/config.pb.h"
#include "relance/ledger/v1/ledger.pb.h"

namespace relance::ledger {

using EventHeaders = std::vector<std::pair<std::string, std::string>>;

/// The largest event; larger ones are refused unread.
inline constexpr size_t kLargestEvent = 1024 * 1024;

/// Reads one record of an ERP topic: a CloudEvent in binary mode (headers ce_type, ce_id,
/// ce_source, ce_specversion) or a row of a Debezium outbox (headers eventType, id), its value
/// protobuf or JSON, with or without Confluent framing. Its type name may be a foreign one that the
/// mapping translates. kInvalid names the header or field at fault.
Result<v1::RecordDocumentsRequest> ReadFeedEvent(const config::v1::FeedMapping& mapping,
                                                 const EventHeaders& headers,
                                                 const std::optional<std::string>& value);

enum class ValueFormat { kProtobuf, kJson };

/// The value without Confluent framing (0x00, 4 bytes of schema id and, for protobuf, the message
/// indexes); unchanged when there is none. Neither protobuf nor JSON starts with a zero byte.
Result<std::string_view> WithoutFraming(std::string_view value, ValueFormat format);

/// Whether `json` holds a number of more than 15 digits: not every reader keeps those exactly.
bool HasLongNumber(std::string_view json);

}  // namespace relance::ledger
