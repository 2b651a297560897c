#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/result.h"

namespace relance::cli {

enum class EventFormat { kJson, kProtobuf };

/// A CloudEvent as it goes on a Kafka topic: binary mode.
struct FeedEvent {
  std::string key;  ///< "FR01|D42": documents of one account stay in order.
  std::string value;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Reads one line: a CloudEvent in structured JSON whose `data` is a document of relance.feed.v1.
/// JSON data keeps its bytes as written. kInvalid names the attribute or field at fault, never its
/// content.
Result<FeedEvent> ReadEventLine(std::string_view line, EventFormat format);

}  // namespace relance::cli
