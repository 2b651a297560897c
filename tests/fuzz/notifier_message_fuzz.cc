// What the notifier follows and journals, as protobuf, and the members of its index.
#include "services/notifier/adapters/codec.h"
#include "services/notifier/adapters/names.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

template <class Message>
bool Parsed(std::string_view bytes, Message& message) {
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

void Run(std::string_view input) {
  if (const auto ref = notifier::ParseRef(notifier::kReady, input)) {
    Expect(std::string(notifier::kReady) + notifier::PathOf(*ref) == input, "one member a notice");
  }
  if (const auto queued = notifier::ParseQueueMember(input)) {
    const auto again = notifier::ParseQueueMember(notifier::QueueMember(queued->at, queued->ref));
    Expect(again && again->at == queued->at && again->ref == queued->ref, "read back as written");
  }
  if (scenario::v1::NoticePlanned planned; Parsed(input, planned)) {
    (void)notifier::QueuedFrom(planned);
  }
  if (scenario::v1::NoticeCleared cleared; Parsed(input, cleared)) {
    (void)notifier::ClearanceFrom(cleared);
    (void)notifier::ClearedFrom(cleared);
  }
  if (notifier::v1::AttemptStarted started; Parsed(input, started)) {
    const auto attempt = notifier::AttemptFrom(started);
    const auto again = notifier::AttemptFrom(notifier::ToProto(attempt, "n", {"FR01", "D42"}));
    Expect(again == attempt, "an attempt that was read is written as the same");
  }
  if (notifier::v1::LinkIssued issued; Parsed(input, issued)) {
    const auto link = notifier::LinkFrom(issued);
    Expect(notifier::LinkFrom(notifier::ToProto(link)) == link, "and a link too");
  }
}

const bool kDeclared = Declare({"notifier_message", Run});

}  // namespace
}  // namespace relance::fuzz
