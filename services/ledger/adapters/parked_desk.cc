#include "services/ledger/adapters/parked_desk.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <future>
#include <memory>

#include "libs/text/text.h"
#include "services/ledger/adapters/feed_event.h"
#include "services/ledger/adapters/keys.h"

namespace relance::ledger {
namespace {

constexpr std::string_view kBulkTopic = "relance.ledger.bulk.v1";
constexpr std::string_view kCommandsTopic = "relance.ledger.commands.v1";
constexpr Millis kWriteTimeout{10'000};
constexpr size_t kMostShown = 256 * 1024;  ///< Of a content, in bytes: an answer has its limit too.

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

Error NothingIs(const std::string& id) {
  return {ErrorCode::kNotFound, "nothing is parked as " + id, ""};
}

using Mapping = config::v1::FeedMapping;

/// None: the configuration knows the topic no more, or the event came by gRPC.
const Mapping* MappingOf(const std::string& topic, const ConfigurationPtr& configuration) {
  const auto found = std::ranges::find_if(
      configuration->feeds(), [&](const Mapping& feed) { return feed.topic() == topic; });
  return found == configuration->feeds().end() ? nullptr : &*found;
}

/// What the sender meant.
Result<v1::RecordDocumentsRequest> EventIn(const ParkedEvent& parked, const Mapping* mapping) {
  if (parked.topic == kRpcTopic) {
    v1::RecordDocumentsRequest event;
    if (parked.value && event.ParseFromString(*parked.value)) return event;
    return Invalid("a parked document is not readable", "content");
  }
  if (mapping == nullptr) return Invalid("no mapping for this topic", "topic");
  return ReadFeedEvent(*mapping, parked.headers, parked.value);
}

/// Of those `by` may speak for, the ones that may come on the topic of `mapping`.
std::vector<std::string> EntitiesOf(const journal::Identity& by, const Mapping* mapping) {
  if (mapping == nullptr) return by.entities;
  const auto& on_topic = mapping->legal_entities();
  if (std::ranges::find(by.entities, "*") != by.entities.end()) {
    return {on_topic.begin(), on_topic.end()};
  }
  std::vector<std::string> entities = by.entities;
  std::erase_if(entities, [&](const std::string& e) {
    return std::ranges::find(on_topic, e) == on_topic.end();
  });
  return entities;
}

/// Nothing for what is no text in UTF-8.
std::string JsonOf(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.add_whitespace = true;
  std::string json;
  const auto printed = google::protobuf::util::MessageToJsonString(message, &json, options);
  return printed.ok() ? json : std::string();
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

void FillContent(v1::ParkedRecord& to, const ParkedEvent& event,
                 const ConfigurationPtr& configuration) {
  FillRecord(to, event);
  const std::string content = event.value.value_or("");
  to.set_content(content.substr(0, kMostShown));
  for (const auto& [name, value] : event.headers) {
    auto& header = *to.add_headers();
    header.set_name(text::OneLine(name));
    header.set_value(text::OneLine(value));
  }
  if (content.size() > kMostShown) return;
  const auto read = EventIn(event, MappingOf(event.topic, configuration));
  if (read) to.set_json(JsonOf(*read));
}

void FillContent(v1::ParkedRecord& to, const std::string& content) {
  to.set_content(content.substr(0, kMostShown));
  v1::LedgerInput input;
  if (content.size() > kMostShown) return;
  if (input.ParseFromString(content)) to.set_json(JsonOf(input));
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
      if (seen > 0) place.after = page->inputs.back().first;
      if (auto added = AddWaiting(response, *page, by); !added) return Failure(added.error());
    }
    if (seen < asked) place = {place.shelf + 1, {}};
    if (room() > 0) continue;
    response.set_next_page_token(PageToken(list, std::to_string(place.shelf) + ":" + place.after));
    break;
  }
  if (place.shelf >= configuration_.Partitions()) response.clear_next_page_token();
  return response;
}

Result<void> ParkedDesk::AddWaiting(v1::ListParkedResponse& response,
                                    const LedgerQueries::ParkedPage& page,
                                    const journal::Identity& by) const {
  std::vector<std::string> ids;
  for (const auto& [member, input] : page.inputs) {
    ids.push_back(InputId(input.topic, input.partition, input.offset));
  }
  const auto replayed = archive_.ReplayedAt(ids);
  if (!replayed) return Failure(replayed.error());
  for (size_t i = 0; i < ids.size(); ++i) {
    const ParkedInput& input = page.inputs[i].second;
    if (Sees(by, input.entity) && !(*replayed)[i]) FillRecord(*response.add_records(), input);
  }
  return {};
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
  const ConfigurationPtr configuration = configuration_.Newest();
  const Mapping* mapping = MappingOf(parked.topic, configuration);
  const auto event = EventIn(parked, mapping);
  if (!event) return Refused(event.error());
  const auto translated = translator_.Translate(*event, EntitiesOf(by, mapping));
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

Result<v1::ReplayParkedResponse> ParkedDesk::ReplayInput(const ParkedInput& parked) const {
  const auto input = Original(parked);
  if (!input && input.error().code == ErrorCode::kInvalid) return Refused(input.error());
  if (!input) return Failure(input.error());
  if (input->has_command()) {
    return Refused({ErrorCode::kInvalid, "a command is repeated by its caller", "command"});
  }
  return Write(parked.partition, parked.topic == kBulkTopic, input->content());
}

Result<std::optional<ParkedEvent>> ParkedDesk::FindEvent(const std::string& id,
                                                         const journal::Identity& by) const {
  auto event = archive_.Find(id);
  if (!event && event.error().code == ErrorCode::kNotFound) return std::nullopt;
  if (!event) return Failure(event.error());
  if (!Sees(by, event->entity)) return Failure(NothingIs(id));
  return *std::move(event);
}

Result<ParkedInput> ParkedDesk::FindInput(const std::string& id,
                                          const journal::Identity& by) const {
  const auto name = ParseId(id);
  if (!name) return Failure(name.error());
  const bool ours = name->topic == kBulkTopic || name->topic == kCommandsTopic;
  if (!ours || name->partition >= configuration_.Partitions()) return Failure(NothingIs(id));
  auto parked = queries_.FindParked(name->partition, id);
  if (!parked) return Failure(parked.error());
  if (!*parked || !Sees(by, (*parked)->entity)) return Failure(NothingIs(id));
  return **std::move(parked);
}

Result<journal::v1::Input> ParkedDesk::Original(const ParkedInput& parked) const {
  const auto record = read_input_(parked.topic, parked.partition, parked.offset);
  if (!record) return Failure(record.error());
  journal::v1::Input input;
  if (input.ParseFromString(record->bytes)) return input;
  return Invalid("the input is not readable", "content");
}

Result<v1::GetParkedResponse> ParkedDesk::Get(const v1::GetParkedRequest& request,
                                              const journal::Identity& by) const {
  const auto event = FindEvent(request.id(), by);
  if (!event) return Failure(event.error());
  const auto replayed = archive_.ReplayedAt({request.id()});
  if (!replayed) return Failure(replayed.error());
  v1::GetParkedResponse response;
  if (const auto at = replayed->front()) {
    response.mutable_record()->set_replayed_at_ms(ToMillis(*at));
  }
  if (*event) {
    FillContent(*response.mutable_record(), **event, configuration_.Newest());
    return response;
  }
  const auto parked = FindInput(request.id(), by);
  if (!parked) return Failure(parked.error());
  FillRecord(*response.mutable_record(), *parked);
  const auto original = Original(*parked);
  if (original) FillContent(*response.mutable_record(), original->content());
  if (!original && original.error().code == ErrorCode::kUnavailable) {
    return Failure(original.error());
  }
  return response;
}

Result<v1::ReplayParkedResponse> ParkedDesk::PutThrough(const std::string& id,
                                                        const journal::Identity& by) const {
  const auto event = FindEvent(id, by);
  if (!event) return Failure(event.error());
  if (*event) return ReplayEvent(**event, by);
  const auto parked = FindInput(id, by);
  if (!parked) return Failure(parked.error());
  return ReplayInput(*parked);
}

Result<v1::ReplayParkedResponse> ParkedDesk::Replay(const v1::ReplayParkedRequest& request,
                                                    const journal::Identity& by) const {
  auto answer = PutThrough(request.id(), by);
  if (!answer || !answer->accepted()) return answer;
  const auto noted = parked_.Replayed({request.id(), IssuedAt(front_.NewId())});
  if (!noted) return Failure(noted.error());  // Asked again it is a repeat, and noted then.
  return answer;
}

}  // namespace relance::ledger
