#include "services/ledger/adapters/feed_event.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "libs/money/quoted.h"
#include "services/ledger/app/feed_rules.h"

namespace relance::ledger {
namespace {

using google::protobuf::Message;

/// The first header of one of these names, in the order of the names; names in any case.
std::optional<std::string> Header(const EventHeaders& headers,
                                  std::initializer_list<std::string_view> names) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  for (const std::string_view name : names) {
    for (const auto& [key, value] : headers) {
      if (std::ranges::equal(key, name, {}, lower, lower)) return value;
    }
  }
  return std::nullopt;
}

Result<ValueFormat> FormatOf(const config::v1::FeedMapping& mapping, const EventHeaders& headers) {
  std::string type = Header(headers, {"content-type", "ce_datacontenttype"}).value_or("");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.pop_back();
  std::optional<ValueFormat> told;
  if (type == "application/protobuf" || type == "application/x-protobuf") {
    told = ValueFormat::kProtobuf;
  } else if (type == "application/json") {
    told = ValueFormat::kJson;
  } else if (type == "application/cloudevents+json") {
    return Invalid("structured mode is not read, only binary mode", "content-type");
  } else if (!type.empty()) {
    return Invalid(Quoted(type) + " is neither application/protobuf nor application/json",
                   "content-type");
  }
  const bool any = mapping.format().empty() || mapping.format() == "any";
  if (any && !told) return Invalid("is missing", "content-type");
  if (any) return *told;
  const ValueFormat mapped =
      mapping.format() == "json" ? ValueFormat::kJson : ValueFormat::kProtobuf;
  if (told && *told != mapped) {
    return Invalid("the mapping of this topic says " + mapping.format(), "content-type");
  }
  return mapped;
}

/// Reads a protobuf varint from the front; nullopt when there is none.
std::optional<uint64_t> TakeVarint(std::string_view& bytes) {
  uint64_t value = 0;
  for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto b = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<uint64_t>(b & 0x7f) << shift;
    if (b < 0x80) return value;
  }
  return std::nullopt;
}

Result<void> Parse(std::string_view bytes, ValueFormat format, Message& message) {
  if (format == ValueFormat::kProtobuf) {
    if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return {};
    return Invalid("is not a " + message.GetDescriptor()->full_name(), "value");
  }
  if (HasLongNumber(bytes)) {
    return Invalid("holds a number of more than 15 digits; write amounts as strings", "value");
  }
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(bytes.data(), bytes.size()), &message);
  if (parsed.ok()) return {};
  // The parser's own words repeat the content, which may be personal.
  return Invalid("is not the JSON of a " + message.GetDescriptor()->full_name(), "value");
}

/// The message that a type name stands for; nullptr for an unknown one.
Message* MessageOf(std::string_view type, v1::RecordDocumentsRequest& event) {
  if (type == "relance.debtor.changed.v1") return event.mutable_debtor();
  if (type == "relance.invoice.issued.v1") return event.mutable_invoice();
  if (type == "relance.credit_note.issued.v1") return event.mutable_credit_note();
  if (type == "relance.payment.received.v1") return event.mutable_payment();
  if (type == "relance.document.reversed.v1") return event.mutable_reversal();
  if (type == "relance.status.changed.v1") return event.mutable_status();
  if (type == "relance.history.imported.v1") return event.mutable_history();
  if (type == "relance.item.written_off.v1") return event.mutable_write_off();
  if (type == "relance.account.gap.v1") return event.mutable_gap();
  if (type == "relance.heartbeat.v1") return event.mutable_heartbeat();
  return nullptr;
}

Result<std::string> TypeOf(const config::v1::FeedMapping& mapping, const EventHeaders& headers) {
  const auto version = Header(headers, {"ce_specversion"});
  if (version && *version != "1.0") return Invalid("only 1.0 is read", "ce_specversion");
  const auto type = Header(headers, {"ce_type", "eventType"});
  if (!type || type->empty()) return Invalid("is missing", "ce_type");
  const auto mapped = mapping.types().find(*type);
  return mapped == mapping.types().end() ? *type : mapped->second;
}

}  // namespace

bool HasLongNumber(std::string_view json) {
  constexpr int kMostDigits = 15;
  bool in_text = false;
  int digits = 0;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      if (c == '\\') ++i;
      in_text = c != '"';
      continue;
    }
    const bool digit = c >= '0' && c <= '9';
    digits = digit ? digits + 1 : c == '.' && digits > 0 ? digits : 0;
    if (digits > kMostDigits) return true;
    in_text = c == '"';
  }
  return false;
}

Result<std::string_view> WithoutFraming(std::string_view value, ValueFormat format) {
  constexpr size_t kSchema = 5;
  if (!value.starts_with('\0')) return value;
  if (value.size() < kSchema) return Invalid("has a schema id that is cut", "value");
  value.remove_prefix(kSchema);
  if (format == ValueFormat::kJson) return value;
  // Count and indexes are zigzag varints; a count of 0 stands for the one index 0.
  const auto zigzag = TakeVarint(value);
  if (!zigzag || *zigzag % 2 != 0) return Invalid("has message indexes that are cut", "value");
  for (uint64_t left = *zigzag / 2; left > 0; --left) {
    if (!TakeVarint(value)) return Invalid("has message indexes that are cut", "value");
  }
  return value;
}

Result<v1::RecordDocumentsRequest> ReadFeedEvent(const config::v1::FeedMapping& mapping,
                                                 const EventHeaders& headers,
                                                 const std::optional<std::string>& value) {
  const auto type = TypeOf(mapping, headers);
  if (!type) return Failure(type.error());
  v1::RecordDocumentsRequest event;
  Message* message = MessageOf(*type, event);
  if (message == nullptr) return Invalid("unknown type " + Quoted(*type), "ce_type");
  const auto format = FormatOf(mapping, headers);
  if (!format) return Failure(format.error());
  if (!value || value->empty()) return Invalid("is missing", "value");
  if (value->size() > kLargestEvent) return Invalid("is larger than 1 MiB", "value");
  const auto bytes = WithoutFraming(*value, *format);
  if (!bytes) return Failure(bytes.error());
  if (auto parsed = Parse(*bytes, *format, *message); !parsed) return Failure(parsed.error());
  event.set_source(Header(headers, {"ce_source"}).value_or(mapping.source()));
  event.set_event_id(Header(headers, {"ce_id", "id"}).value_or(""));
  return event;
}

}  // namespace relance::ledger
