// What Redis answers and where it listens: positions of views, addresses, redirections, slots.
#include "libs/redis/connection.h"
#include "libs/redis/slot_map.h"
#include "libs/redis/view_store.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

/// A reply of small parts: 'a' opens a list, 'e' ends it, 'i' is a number, anything else a text.
redis::Reply ReplyFrom(std::string_view& input, int depth) {
  redis::Reply reply;
  switch (TakeByte(input)) {
    case 'a':
      reply.kind = redis::Reply::Kind::kArray;
      while (!input.empty() && input.front() != 'e' && depth < 6) {
        reply.elements.push_back(ReplyFrom(input, depth + 1));
      }
      TakeByte(input);
      break;
    case 'i':
      reply.kind = redis::Reply::Kind::kInteger;
      reply.integer = int64_t{TakeByte(input)} << TakeByte(input) % 56;
      break;
    case 'm':
      reply.kind = redis::Reply::Kind::kError;
      reply.text = TakeUpTo(input, ';');
      break;
    default:
      reply.kind = redis::Reply::Kind::kText;
      reply.text = TakeUpTo(input, ';');
  }
  return reply;
}

void Run(std::string_view input) {
  if (const auto position = redis::ParsePosition(std::string(input))) {
    const auto again = redis::ParsePosition(redis::Format(*position));
    Expect(again && redis::Format(*again) == redis::Format(*position), "a position is read back");
  }
  if (const auto address = redis::ParseAddress(input)) {
    Expect(redis::ParseAddress(redis::Format(*address)) == *address, "an address is read back");
  }
  Expect(redis::SlotOf(input) >= 0 && redis::SlotOf(input) < redis::kSlots, "a key has a slot");
  const redis::Reply reply = ReplyFrom(input, 0);
  (void)redis::ParseMoved(reply, {});
  redis::SlotMap map;
  Expect(map.Learn(reply, {}).has_value() || map.Nodes().empty(),
         "what is no answer changes nothing");
  (void)redis::ErrorOf(reply);
}

const bool kDeclared = Declare({"redis_text", Run});

}  // namespace
}  // namespace relance::fuzz
