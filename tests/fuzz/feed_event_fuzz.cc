// One record of an ERP topic. The first byte says its type and whether it is JSON; the rest is the
// value, as it lies on the topic.
#include "tests/fuzz/feed_sample.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

using ledger::v1::RecordDocumentsRequest;

/// The document alone, as protobuf.
std::string DocumentIn(const RecordDocumentsRequest& event) {
  const auto* field =
      event.GetReflection()->GetOneofFieldDescriptor(event, event.GetDescriptor()->oneof_decl(0));
  return event.GetReflection()->GetMessage(event, field).SerializeAsString();
}

void Run(std::string_view input) {
  static const config::v1::FeedMapping any;
  const size_t chosen = TakeByte(input);
  const size_t type = chosen / 2 % kFeedTypeCount;
  const bool json = chosen % 2 == 1;
  const std::string value(input);
  const auto event = ledger::ReadFeedEvent(any, FeedHeaders(type, json), value);
  (void)ledger::ReadFeedEvent(any, {{"ce_type", value}, {"content-type", value}}, value);
  if (!event) return;
  // A document that is empty as protobuf is refused as missing.
  const std::string document = DocumentIn(*event);
  if (document.empty()) return;
  const auto as_protobuf = ledger::ReadFeedEvent(any, FeedHeaders(type, false), document);
  Expect(as_protobuf && as_protobuf->SerializeAsString() == event->SerializeAsString(),
         "a document says the same as protobuf");
  const auto framed =
      ledger::ReadFeedEvent(any, FeedHeaders(type, false), std::string(6, '\0') + document);
  Expect(framed && framed->SerializeAsString() == event->SerializeAsString(),
         "a document says the same in Confluent framing");
}

const bool kDeclared = Declare({"feed_event", Run});

}  // namespace
}  // namespace relance::fuzz
