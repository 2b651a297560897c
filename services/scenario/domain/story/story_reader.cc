#include "services/scenario/domain/story/story_reader.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "libs/money/quoted.h"
#include "services/scenario/domain/log.h"
#include "services/scenario/domain/story/words_of_a_line.h"

namespace relance::scenario {
namespace {

constexpr std::string_view kDefaultZone = "Europe/Paris";
constexpr std::string_view kDefaultCalendar = "FR";

class Reader {
 public:
  Result<Story> Read(std::string_view text) {
    std::istringstream lines{std::string(text)};
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      number_ = number;
      LineWords words(line);
      const auto read = ReadLine(line, words);
      if (!read) return tl::unexpected(AtPlace(read.error(), {number, words.Column()}));
    }
    return Finish();
  }

 private:
  Result<void> ReadLine(const std::string& line, LineWords& words) {
    if (words.AtEnd() || line.front() == '#') return {};
    if (story_.title.empty() && !line.starts_with("story ")) {
      return Invalid("a story begins with a line 'story TITLE'");
    }
    if (line.starts_with("=> ")) {
      story_.expected.push_back(line.substr(3));
      expected_at_.push_back(number_);
      return {};
    }
    if (line.front() >= '0' && line.front() <= '9') return ReadEvent(words);
    const auto key = words.Word("a key");
    if (!key) return tl::unexpected(key.error());
    auto read = ReadHeader(*key, words);
    return read ? words.End() : read;
  }

  Result<void> ReadHeader(const std::string& key, LineWords& words) {
    if (key == "story") return ReadTitle(words);
    if (key == "scenario") {
      auto read = Take(words, "a scenario", story_.scenario);
      story_.scenario_place = {number_, words.Column()};
      return read;
    }
    if (key == "entity") return ReadEntity(words);
    if (key == "debtor") return ReadDebtor(words);
    if (key == "contact") return ReadContact(words);
    if (key == "set") return ReadSetting(words);
    if (key == "until") return ReadUntil(words);
    if (key == "show") return ReadShow(words);
    return Invalid("unknown line " + Quoted(key));
  }

  static Result<void> Take(LineWords& words, std::string_view what, std::string& target) {
    const auto word = words.Word(what);
    if (!word) return tl::unexpected(word.error());
    target = *word;
    return {};
  }

  static Result<void> ReadPlace(LineWords& words, Zone& zone, Calendar& calendar) {
    std::string zone_name(kDefaultZone);
    std::string calendar_name(kDefaultCalendar);
    Result<void> read;
    if (words.Skip("zone")) read = Take(words, "a zone", zone_name);
    if (read && words.Skip("calendar")) read = Take(words, "a calendar", calendar_name);
    if (!read) return read;
    const auto found_zone = Zone::Find(zone_name);
    if (!found_zone) return tl::unexpected(found_zone.error());
    const auto found_calendar = CalendarByName(calendar_name);
    if (!found_calendar) return tl::unexpected(found_calendar.error());
    zone = *found_zone;
    calendar = *found_calendar;
    return {};
  }

  Result<void> ReadTitle(LineWords& words) {
    if (!story_.title.empty()) return Invalid("a file holds one story");
    if (words.AtEnd()) return Invalid("expected a title");
    story_.title = words.RestAsWritten();
    return {};
  }

  Result<void> ReadEntity(LineWords& words) {
    if (!story_.events.empty()) return Invalid("entities are told before the first event");
    StoryEntity entity;
    auto read = Take(words, "an entity", entity.code);
    for (const StoryEntity& other : story_.entities) {
      if (read && other.code == entity.code) return Invalid("told twice: " + Quoted(entity.code));
    }
    if (read) read = ReadPlace(words, entity.zone, entity.calendar);
    if (read) story_.entities.push_back(std::move(entity));
    return read;
  }

  Result<void> ReadDebtor(LineWords& words) {
    StoryDebtor debtor;
    auto read = Take(words, "a debtor", debtor.id);
    for (const StoryDebtor& other : story_.debtors) {
      if (read && other.id == debtor.id) return Invalid("told twice: " + Quoted(debtor.id));
    }
    if (read) read = ReadPlace(words, debtor.zone, debtor.calendar);
    if (read) story_.debtors.push_back(std::move(debtor));
    return read;
  }

  Result<void> ReadContact(LineWords& words) {
    Contact contact;
    std::string channel;
    auto read = Take(words, "a channel", channel);
    if (!read) return read;
    const auto known = ChannelOf(channel);
    if (!known) return Invalid("no such channel: " + Quoted(channel));
    contact.channel = *known;
    read = Take(words, "a name", contact.name);
    if (read && words.Skip("role")) read = Take(words, "a role", contact.role);
    if (!read) return read;
    if (story_.debtors.empty()) {
      if (auto added = AddDefaultDebtor(); !added) return added;
    }
    story_.debtors.back().contacts.push_back(std::move(contact));
    return {};
  }

  Result<void> ReadSetting(LineWords& words) {
    std::string key;
    auto read = Take(words, "a setting", key);
    if (!read) return read;
    if (key == "pressure") {
      const auto number = words.Number("a number of messages");
      if (!number) return tl::unexpected(number.error());
      if (!std::in_range<int>(*number)) return Invalid("too many messages for a pressure");
      story_.pressure = static_cast<int>(*number);
      return {};
    }
    const StoryPlace place{number_, words.Column()};
    std::string value = words.Rest();
    if (value.empty()) return Invalid("expected a value for " + key);
    story_.settings.push_back({key, std::move(value), place});
    return {};
  }

  /// A word that is no kind would hide every line, and the story would pass.
  Result<void> ReadShow(LineWords& words) {
    while (!words.AtEnd()) {
      const auto kind = words.Word("a kind");
      if (!kind) return tl::unexpected(kind.error());
      if (*kind != "all" && !IsKind(*kind)) return Invalid("no such kind: " + Quoted(*kind));
      story_.show.push_back(*kind);
    }
    return {};
  }

  Result<void> ReadUntil(LineWords& words) {
    const auto date = words.TakeDate();
    if (!date) return tl::unexpected(date.error());
    story_.until = *date;
    return {};
  }

  Result<void> ReadEvent(LineWords& words) {
    if (auto added = AddDefaultEntity(); !added) return added;
    const auto date = words.TakeDate();
    if (!date) return tl::unexpected(date.error());
    const auto time = words.TakeTime();
    if (!time) return tl::unexpected(time.error());
    StoryEvent event;
    event.at = story_.entities.front().zone.At(*date, *time);
    if (words.Peek().starts_with('@')) {
      const std::string place = words.Word("a case")->substr(1);
      const size_t slash = place.find('/');
      event.entity = place.substr(0, slash);
      if (slash != std::string::npos) event.debtor = place.substr(slash + 1);
    }
    event.text = words.RestAsWritten();
    event.place = {number_, words.Column()};
    if (event.text.empty()) return Invalid("expected an event");
    story_.events.push_back(std::move(event));
    return {};
  }

  Result<void> AddDefaultEntity() {
    if (!story_.entities.empty()) return {};
    LineWords none("");
    StoryEntity entity;
    auto read = ReadPlace(none, entity.zone, entity.calendar);
    if (read) story_.entities.push_back(std::move(entity));
    return read;
  }

  Result<void> AddDefaultDebtor() {
    if (!story_.debtors.empty()) return {};
    LineWords none("");
    StoryDebtor debtor;
    auto read = ReadPlace(none, debtor.zone, debtor.calendar);
    if (read) story_.debtors.push_back(std::move(debtor));
    return read;
  }

  Result<Story> Finish() {
    auto added = AddDefaultEntity();
    if (added) added = AddDefaultDebtor();
    if (!added) return tl::unexpected(added.error());
    if (story_.title.empty()) {
      const auto error = Invalid("a story begins with a line 'story TITLE'");
      return tl::unexpected(AtPlace(error.value(), {}));
    }
    for (StoryDebtor& debtor : story_.debtors) {
      if (!debtor.contacts.empty()) continue;
      for (const Channel channel : kChannels) {
        debtor.contacts.emplace_back().channel = channel;
      }
    }
    for (size_t i = 0; i < story_.expected.size(); ++i) {
      const std::string kind(KindOf(TextOfLogLine(story_.expected[i])));
      if (story_.Shows(kind)) continue;
      const auto error = Invalid("'" + kind + "' is expected but not shown");
      return tl::unexpected(AtPlace(error.value(), {expected_at_[i], 1}));
    }
    return std::move(story_);
  }

  Story story_;
  std::vector<int> expected_at_;  ///< Lines of the text.
  int number_ = 0;
};

}  // namespace

Error AtPlace(const Error& error, StoryPlace place) {
  Error at = error;
  at.field = std::to_string(place.line) + ":" + std::to_string(place.column);
  return at;
}

std::string_view TextOfLogLine(std::string_view line) {
  const auto after_word = [&] {
    const size_t blank = line.find(' ');
    line = blank == std::string_view::npos ? "" : line.substr(blank + 1);
  };
  after_word();
  after_word();
  if (line.starts_with('@')) after_word();
  return line;
}

bool Story::Shows(std::string_view kind) const {
  if (!show.empty()) {
    return std::any_of(show.begin(), show.end(),
                       [&](const std::string& shown) { return shown == "all" || shown == kind; });
  }
  return std::any_of(expected.begin(), expected.end(),
                     [&](const std::string& line) { return KindOf(TextOfLogLine(line)) == kind; });
}

Result<Story> ReadStory(std::string_view text) {
  return Reader().Read(text);
}

}  // namespace relance::scenario
