#include "tools/relance/feed/event.h"

#include <google/protobuf/util/json_util.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "relance/feed/v1/feed.pb.h"

namespace relance::cli {
namespace {

using Json = nlohmann::json;
using google::protobuf::Message;

std::unique_ptr<Message> MessageOf(std::string_view type) {
  if (type == "relance.debtor.changed.v1") return std::make_unique<feed::v1::DebtorChanged>();
  if (type == "relance.invoice.issued.v1") return std::make_unique<feed::v1::InvoiceIssued>();
  if (type == "relance.credit_note.issued.v1")
    return std::make_unique<feed::v1::CreditNoteIssued>();
  if (type == "relance.payment.received.v1") return std::make_unique<feed::v1::PaymentReceived>();
  if (type == "relance.document.reversed.v1") return std::make_unique<feed::v1::DocumentReversed>();
  if (type == "relance.status.changed.v1") return std::make_unique<feed::v1::StatusChanged>();
  if (type == "relance.history.imported.v1") return std::make_unique<feed::v1::HistoryImported>();
  if (type == "relance.item.written_off.v1") return std::make_unique<feed::v1::ItemWrittenOff>();
  if (type == "relance.account.gap.v1") return std::make_unique<feed::v1::AccountGap>();
  if (type == "relance.heartbeat.v1") return std::make_unique<feed::v1::Heartbeat>();
  return nullptr;
}

Result<std::string> Attribute(const Json& event, const char* name, bool required) {
  const auto found = event.find(name);
  if (found == event.end()) {
    if (required) return Invalid("is missing", name);
    return std::string();
  }
  if (!found->is_string()) return Invalid("is not a text", name);
  return found->get<std::string>();
}

/// A text under one of two spellings of a field, as the protobuf mapping of JSON allows.
std::string TextIn(const Json& data, const char* name, const char* camel) {
  for (const char* spelling : {name, camel}) {
    const auto found = data.find(spelling);
    if (found != data.end() && found->is_string()) return found->get<std::string>();
  }
  return "";
}

/// Where the value of the top-level member `data` stands in a line that is known to be JSON: it is
/// passed on as written, since a number read and written again may not be the same.
std::string_view DataIn(std::string_view line) {
  int depth = 0;
  size_t begin = std::string_view::npos;
  std::string_view last_text;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"') {
      const size_t from = i + 1;
      for (++i; line[i] != '"'; ++i) i += line[i] == '\\' ? 1 : 0;
      last_text = line.substr(from, i - from);
    } else if (c == ':' && depth == 1 && begin == std::string_view::npos && last_text == "data") {
      begin = line.find_first_not_of(" \t", i + 1);
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
      if (depth == 1 && begin != std::string_view::npos) return line.substr(begin, i + 1 - begin);
    }
  }
  return {};
}

Result<std::string> ValueOf(std::string_view data, const std::string& type, EventFormat format) {
  if (format == EventFormat::kJson) return std::string(data);
  const auto message = MessageOf(type);
  if (!message) return Invalid("only our own types can be sent as protobuf", "type");
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(data.data(), data.size()), message.get());
  if (parsed.ok()) return message->SerializeAsString();
  return Invalid("is not the JSON of a " + message->GetDescriptor()->full_name(), "data");
}

}  // namespace

Result<FeedEvent> ReadEventLine(std::string_view line, EventFormat format) {
  const auto event = Json::parse(line, nullptr, false);
  if (!event.is_object()) return Invalid("is not a JSON object", "line");
  const auto version = Attribute(event, "specversion", true);
  if (!version) return Failure(version.error());
  if (*version != "1.0") return Invalid("only CloudEvents 1.0 are read", "specversion");
  FeedEvent out;
  std::string type;
  for (const char* name : {"specversion", "id", "source", "type", "time", "subject"}) {
    const bool required = std::string_view(name) != "time" && std::string_view(name) != "subject";
    const auto value = Attribute(event, name, required);
    if (!value) return Failure(value.error());
    if (std::string_view(name) == "type") type = *value;
    if (!value->empty()) out.headers.emplace_back(std::string("ce_") + name, *value);
  }
  const auto data = event.find("data");
  if (data == event.end() || !data->is_object()) return Invalid("is not an object", "data");
  const std::string entity = TextIn(*data, "legal_entity", "legalEntity");
  if (entity.empty()) return Invalid("is missing", "data.legal_entity");
  const std::string_view written = DataIn(line);
  // JSON lets a member come twice, or hide its name behind escapes: then which bytes are meant?
  // Not written as "!=": what is no JSON at all is neither equal nor unequal to anything.
  if (!(Json::parse(written, nullptr, false) == *data)) {
    return Invalid("is not written plainly, and once", "data");
  }
  auto value = ValueOf(written, type, format);
  if (!value) return Failure(value.error());
  out.value = std::move(*value);
  out.key = entity + "|" + TextIn(*data, "account", "account");
  out.headers.emplace_back("ce_partitionkey", out.key);
  out.headers.emplace_back(
      "content-type", format == EventFormat::kJson ? "application/json" : "application/protobuf");
  return out;
}

}  // namespace relance::cli
