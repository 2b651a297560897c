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
      const auto read = ReadLine(line);
      if (!read) {
        return Invalid("line " + std::to_string(number) + ": " + read.error().message);
      }
    }
    return Finish();
  }

 private:
  Result<void> ReadLine(const std::string& line) {
    if (line.empty() || line.front() == '#') return {};
    if (line.starts_with("=> ")) {
      story_.expected.push_back(line.substr(3));
      return {};
    }
    if (line.front() >= '0' && line.front() <= '9') return ReadEvent(line);
    LineWords words(line);
    const auto key = words.Word("a key");
    if (!key) return tl::unexpected(key.error());
    auto read = ReadHeader(*key, words);
    return read ? words.End() : read;
  }

  Result<void> ReadHeader(const std::string& key, LineWords& words) {
    if (key == "story") return story_.title = words.Rest(), Result<void>{};
    if (key == "scenario") return Take(words, "a scenario", story_.scenario);
    if (key == "entity") return ReadEntity(words);
    if (key == "debtor") return ReadDebtor(words);
    if (key == "contact") return ReadContact(words);
    if (key == "set") return ReadSetting(words);
    if (key == "until") return ReadUntil(words);
    if (key == "show") {
      Result<void> read;
      while (read && !words.AtEnd()) read = Take(words, "a kind", story_.show.emplace_back());
      return read;
    }
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

  Result<void> ReadEntity(LineWords& words) {
    StoryEntity entity;
    auto read = Take(words, "an entity", entity.code);
    if (read) read = ReadPlace(words, entity.zone, entity.calendar);
    if (read) story_.entities.push_back(std::move(entity));
    return read;
  }

  Result<void> ReadDebtor(LineWords& words) {
    StoryDebtor debtor;
    auto read = Take(words, "a debtor", debtor.id);
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
    const std::string value = words.Rest();
    if (value.empty()) return Invalid("expected a value for " + key);
    story_.settings.emplace_back(key, value);
    return {};
  }

  Result<void> ReadUntil(LineWords& words) {
    const auto date = words.TakeDate();
    if (!date) return tl::unexpected(date.error());
    story_.until = *date;
    return {};
  }

  Result<void> ReadEvent(const std::string& line) {
    if (auto added = AddDefaultEntity(); !added) return added;
    LineWords words(line);
    const auto date = words.TakeDate();
    if (!date) return tl::unexpected(date.error());
    const auto time = words.TakeTime();
    if (!time) return tl::unexpected(time.error());
    StoryEvent event;
    event.line = number_;
    event.at = story_.entities.front().zone.At(*date, *time);
    if (words.Peek().starts_with('@')) {
      const std::string place = words.Word("a case")->substr(1);
      const size_t slash = place.find('/');
      event.entity = place.substr(0, slash);
      if (slash != std::string::npos) event.debtor = place.substr(slash + 1);
    }
    event.text = words.Rest();
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
    if (story_.title.empty()) return Invalid("a story begins with a line 'story TITLE'");
    for (StoryDebtor& debtor : story_.debtors) {
      if (!debtor.contacts.empty()) continue;
      for (const Channel channel : kChannels) {
        debtor.contacts.emplace_back().channel = channel;
      }
    }
    for (const std::string& line : story_.expected) {
      const std::string kind(KindOf(TextOfLogLine(line)));
      if (!story_.Shows(kind)) return Invalid("'" + kind + "' is expected but not shown");
    }
    return std::move(story_);
  }

  Story story_;
  int number_ = 0;
};

}  // namespace

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
