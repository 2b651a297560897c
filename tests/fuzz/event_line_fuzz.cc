// A line of `relance feed send`: a CloudEvent in structured JSON.
#include <nlohmann/json.hpp>

#include "tests/fuzz/fuzz.h"
#include "tools/relance/feed/event.h"

namespace relance::fuzz {
namespace {

using Json = nlohmann::json;

void Run(std::string_view line) {
  (void)cli::ReadEventLine(line, cli::EventFormat::kProtobuf);
  const auto event = cli::ReadEventLine(line, cli::EventFormat::kJson);
  if (!event) return;
  const auto value = Json::parse(event->value, nullptr, false);
  Expect(value == Json::parse(line)["data"], "what is sent is the data of the event");
}

const bool kDeclared = Declare({"event_line", Run});

}  // namespace
}  // namespace relance::fuzz
