#include "services/ledger/adapters/parked_desk.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <future>
#include <memory>

#include "relance/journal/v1/record.pb.h"
#include "services/ledger/adapters/feed_event.h"
#include "services/ledger/adapters/keys.h"

namespace relance::ledger {
namespace {

constexpr std::string_view kBulkTopic = "relance.ledger.bulk.v1";
constexpr std::string_view kCommandsTopic = "relance.ledger.commands.v1";
constexpr Millis kWriteTimeout{10'000};

/// What names no entity is for those who see all.
bool Sees(const journal::Identity& by, const std::string& entity) {
  return std::ranges::any_of(by.entities, [&](const std::string& e) {
    return e == "*" || (!entity.empty() && e == entity);
  });
}

/// "topic/partition/offset"
struct InputName {
  std::string topic;
  int partition = 0;
  int64_t offset = 0;
};
Result<InputName> ParseId(const std::string& id) {
  const auto wrong = [] { return Invalid("is not TOPIC/PARTITION/OFFSET", "id"); };
  const size_t last = id.rfind('/');
  const size_t first = last == id.npos || last == 0 ? id.npos : id.rfind('/', last - 1);
  if (first == id.npos) return wrong();
  InputName name{id.substr(0, first), 0, 0};
  const char* text = id.data();
  const auto partition = std::from_chars(text + first + 1, text + last, name.partition);
  const auto offset = std::from_chars(text + last + 1, text + id.size(), name.offset);
  const bool whole = partition.ec == std::errc() && partition.ptr == text + last &&
                     offset.ec == std::errc() && offset.ptr == text + id.size();
  if (!whole || name.partition < 0 || name.offset < 0) return wrong();
  return name;
}

v1::ReplayParkedResponse Refused(const Error& error) {
  v1::ReplayParkedResponse response;
  response.set_reason(error.field.empty() ? error.message : error.field + ": " + error.message);
  return response;
}

void FillRecord(v1::ParkedRecord& to, const ParkedEvent& event) {
  to.set_id(IdOf(event));
  to.set_reason(event.reason);
  to.set_field(event.field);
  to.set_legal_entity(event.entity);
  to.set_account(event.account);
  to.set_parked_at_ms(ToMillis(event.at));
}

void FillRecord(v1::ParkedRecord& to, const ParkedInput& input) {
  to.set_id(InputId(input.topic, input.partition, input.offset));
  to.set_reason(input.reason);
  to.set_field(input.field);
  to.set_legal_entity(input.entity);
  to.set_account(input.account);
  to.set_parked_at_ms(ToMillis(input.at));
}

/// Where a page goes on: the shelf (-1: the intake's, else a partition's) and the last seen there.
struct Place {
  int shelf = -1;
  std::string after;
};
Result<Place> PlaceOf(const std::string& list, const std::string& page_token) {
  const auto text = AfterOf(list, page_token);
  if (!text) return Failure(text.error());
  if (text->empty()) return Place{};
  const size_t colon = text->find(':');
  Place place;
  std::from_chars(text->data(), text->data() + std::min(colon, text->size()), place.shelf);
  if (colon != text->npos) place.after = text->substr(colon + 1);
  return place;
}

}  // namespace

Result<v1::ListParkedResponse> ParkedDesk::List(const v1::ListParkedRequest& request,
                                                const journal::Identity& by) const {
  const auto size = PageSize(request.page_size());
  if (!size) return Failure(size.error());
  const std::string& entity = request.legal_entity();
  const std::string list = "parked/" + entity;
  const auto start = PlaceOf(list, request.page_token());
  if (!start) return Failure(start.error());
  v1::ListParkedResponse response;
  Place place = *start;
  const auto room = [&] { return *size - static_cast<size_t>(response.records_size()); };
  while (place.shelf < configuration_.Partitions()) {
    size_t seen = 0;
    const size_t asked = room();
    if (place.shelf < 0) {
      const auto events = archive_.List(entity, place.after, asked);
      if (!events) return Failure(events.error());
      seen = events->size();
      for (const ParkedEvent& event : *events) {
        if (Sees(by, event.entity)) FillRecord(*response.add_records(), event);
        place.after = IdOf(event);
      }
    } else {
      const auto page = queries_.ListParked(place.shelf, entity, place.after, asked);
      if (!page) return Failure(page.error());
      seen = page->inputs.size();
      for (const auto& [member, input] : page->inputs) {
        if (Sees(by, input.entity)) FillRecord(*response.add_records(), input);
        place.after = member;
      }
    }
    if (seen < asked) place = {place.shelf + 1, {}};
    if (room() > 0) continue;
    response.set_next_page_token(PageToken(list, std::to_string(place.shelf) + ":" + place.after));
    break;
  }
  if (place.shelf >= configuration_.Partitions()) response.clear_next_page_token();
  return response;
}

Result<v1::ReplayParkedResponse> ParkedDesk::Write(int partition, bool bulk,
                                                   std::string content) const {
  const auto written = std::make_shared<std::promise<Result<void>>>();
  auto result = written->get_future();
  front_.Write(partition, bulk, std::move(content),
               [written](Result<void> done) { written->set_value(std::move(done)); });
  if (result.wait_for(kWriteTimeout) != std::future_status::ready) {
    return Unavailable("the broker did not answer in time");
  }
  if (auto done = result.get(); !done) return Failure(done.error());
  v1::ReplayParkedResponse response;
  response.set_accepted(true);
  return response;
}

Result<v1::ReplayParkedResponse> ParkedDesk::ReplayEvent(const ParkedEvent& parked,
                                                         const journal::Identity& by) const {
  v1::RecordDocumentsRequest event;
  std::vector<std::string> entities = by.entities;
  if (parked.topic == kRpcTopic) {
    if (!parked.value || !event.ParseFromString(*parked.value)) {
      return Corrupt("a parked document is not readable");
    }
  } else {
    const ConfigurationPtr configuration = configuration_.Newest();
    const auto mapping = std::ranges::find_if(
        configuration->feeds(), [&](const auto& feed) { return feed.topic() == parked.topic; });
    if (mapping == configuration->feeds().end()) {
      return Refused({ErrorCode::kInvalid, "no mapping for this topic", "topic"});
    }
    auto read = ReadFeedEvent(*mapping, parked.headers, parked.value);
    if (!read) return Refused(read.error());
    event = *std::move(read);
    std::erase_if(entities, [&](const std::string& e) {
      return e != "*" &&
             std::ranges::find(mapping->legal_entities(), e) == mapping->legal_entities().end();
    });
    if (std::ranges::find(entities, "*") != entities.end()) {
      entities.assign(mapping->legal_entities().begin(), mapping->legal_entities().end());
    }
  }
  const auto translated = translator_.Translate(event, entities);
  if (!translated && translated.error().code == ErrorCode::kUnavailable) {
    return Failure(translated.error());
  }
  if (!translated) return Refused(translated.error());
  const auto* document = std::get_if<ReadDocument>(&*translated);
  if (document == nullptr) {
    return Refused({ErrorCode::kInvalid, "a heartbeat is not replayed", "document"});
  }
  return Write(document->partition, document->bulk, document->input.SerializeAsString());
}

Result<v1::ReplayParkedResponse> ParkedDesk::ReplayInput(const std::string& id,
                                                         const journal::Identity& by) const {
  const auto name = ParseId(id);
  if (!name) return Failure(name.error());
  const bool ours = name->topic == kBulkTopic || name->topic == kCommandsTopic;
  if (!ours || name->partition >= configuration_.Partitions()) {
    return NotFound("nothing is parked as " + id);
  }
  const auto parked = queries_.FindParked(name->partition, id);
  if (!parked) return Failure(parked.error());
  if (!*parked || !Sees(by, (*parked)->entity)) return NotFound("nothing is parked as " + id);
  const auto record = read_input_(name->topic, name->partition, name->offset);
  if (!record) return Failure(record.error());
  journal::v1::Input input;
  if (!input.ParseFromString(record->bytes)) {
    return Refused({ErrorCode::kInvalid, "the input is not readable", "content"});
  }
  if (input.has_command()) {
    return Refused({ErrorCode::kInvalid, "a command is repeated by its caller", "command"});
  }
  return Write(name->partition, name->topic == kBulkTopic, input.content());
}

Result<v1::ReplayParkedResponse> ParkedDesk::Replay(const v1::ReplayParkedRequest& request,
                                                    const journal::Identity& by) const {
  const auto event = archive_.Find(request.id());
  if (!event && event.error().code == ErrorCode::kNotFound) return ReplayInput(request.id(), by);
  if (!event) return Failure(event.error());
  if (!Sees(by, event->entity)) return NotFound("nothing is parked as " + request.id());
  return ReplayEvent(*event, by);
}

}  // namespace relance::ledger
