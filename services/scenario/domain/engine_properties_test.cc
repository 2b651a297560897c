#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "services/scenario/domain/log.h"
#include "services/scenario/domain/story/story_runner.h"
#include "services/scenario/domain/testing/scenarios.h"

/// Random lives of a case. What must hold in every one of them, whatever happens when.
namespace relance::scenario {
namespace {

using Lines = std::vector<std::string>;

const Date kFirstDay = *ParseDate("2026-09-20");

struct Life {
  std::string header = "story A random life\n";
  /// Time and text; what may be told twice at one instant with the same effect as once.
  std::vector<std::pair<std::string, std::string>> events;
  std::set<size_t> once_only;
};

int Number(int from, int to) {
  return *rc::gen::inRange(from, to);
}

std::string Money(int euros) {
  return std::to_string(euros) + ".00 EUR";
}

std::string When(int day, int slot) {
  static constexpr std::array kTimes{"07:00", "08:30", "10:00", "12:05", "17:59", "20:00"};
  return FormatDate(kFirstDay + std::chrono::days(day)) + " " +
         kTimes[static_cast<size_t>(slot) % kTimes.size()];
}

/// An event about one of the invoices, by a person, a bank or a machine.
std::string SomeEvent(int number, int day, bool& once_only) {
  const std::string id = std::to_string(number);
  const std::string item = "F-" + std::to_string(Number(1, 5));
  const auto later = [&](int days) {
    return FormatDate(kFirstDay + std::chrono::days(day + days));
  };
  once_only = false;
  switch (Number(0, 14)) {
    case 0:
      return "payment P-" + id + " " + Money(Number(1, 900)) + " for " + item;
    case 1:
      return "payment P-" + id + " " + Money(Number(1, 900));
    case 2:
      return "credit CN-" + id + " " + Money(Number(1, 900)) + " for " + item;
    case 3:
      return "credit CN-" + id + " " + Money(Number(1, 300));
    case 4:
      return "promise PR-" + id + " " + Money(Number(1, 900)) + " by " + later(Number(0, 13)) +
             " for " + item;
    case 5:
      return "dispute DI-" + id + " " + item + " " + (Number(0, 2) ? "price" : "quality");
    case 6:
      return "announce " + item + (Number(0, 2) ? " transfer" : " debit");
    case 7:
      return "bounce email";
    case 8:
      return "status " + item + (Number(0, 2) ? " suspended" : " completed");
    case 9:
      return std::string(Number(0, 2) ? "stop" : "start") + " email";
    case 10:
      return std::string("feed ") + (Number(0, 2) ? "stale" : "fresh");
    case 11:
      return std::string("notifier ") + (Number(0, 2) ? "down" : "up");
    case 12:
      once_only = true;
      return "hold " + item + " until " + later(Number(0, 20)) + " reason audit";
    default:
      once_only = true;
      return std::string(Number(0, 2) ? "reject" : "uphold") + " DI-" +
             std::to_string(Number(0, number + 1));
  }
}

Life SomeLife() {
  Life life;
  life.header += "contact email anna\ncontact email bruno\ncontact sms paul\n";
  life.header += "contact eregistered seat\ncontact registered seat\n";
  if (Number(0, 4) == 0) life.header += "set mode per_item\n";
  for (int i = 1; i < 5; ++i) {
    const std::string due = FormatDate(kFirstDay + std::chrono::days(Number(0, 60)));
    life.events.emplace_back(
        When(Number(0, 40), Number(0, 6)),
        "invoice F-" + std::to_string(i) + " " + Money(Number(1, 900)) + " due " + due);
  }
  const int count = Number(0, 14);
  for (int i = 0; i < count; ++i) {
    const int day = Number(0, 110);
    bool once_only = false;
    const std::string event = SomeEvent(i, day, once_only);
    if (once_only) life.once_only.insert(life.events.size());
    life.events.emplace_back(When(day, Number(0, 6)), event);
  }
  // Switches end in the position that lets messages leave.
  for (const char* event : {"start email", "feed fresh", "notifier up"}) {
    life.events.emplace_back(When(115, 0), event);
  }
  return life;
}

Lines LogOf(const Life& life, const std::string& more = "") {
  std::string text = life.header + "until 2027-06-30\n";
  for (const auto& [time, event] : life.events) text += time + " " + event + "\n";
  RC_LOG() << text << more;
  const auto story = ReadStory(text + more);
  RC_ASSERT(story.has_value());
  const auto log = RunStory(*story, testing::AllScenarios());
  RC_ASSERT(log.has_value());
  return *log;
}

/// A line of the log, taken apart.
struct LogWords {
  explicit LogWords(const std::string& line) : date(*ParseDate(line.substr(0, 10))) {
    std::istringstream stream{std::string(TextOfLogLine(line))};
    for (std::string word; stream >> word;) words.push_back(word);
  }
  bool Is(std::string_view kind) const { return words.front() == kind; }
  /// Items that take their step, with their level.
  std::vector<std::pair<std::string, int>> Takers() const {
    std::vector<std::pair<std::string, int>> takers;
    bool in_items = false;
    for (const std::string& word : words) {
      if (word == "items" || word == "also" || word == "soon" || word == "net" ||
          word == "credits") {
        in_items = word == "items";
        continue;
      }
      const size_t colon = word.find(':');
      if (!in_items || colon == std::string::npos) continue;
      const size_t level = word.find('@');
      takers.emplace_back(word.substr(0, colon),
                          level == std::string::npos ? 0 : std::stoi(word.substr(level + 1)));
    }
    return takers;
  }

  Date date{};
  Lines words;
};

std::vector<LogWords> Read(const Lines& log) {
  return {log.begin(), log.end()};
}

/// A refusal is an answer, given as often as one asks.
Lines WithoutRefusals(Lines log) {
  std::erase_if(log,
                [](const std::string& line) { return KindOf(TextOfLogLine(line)) == "refuse"; });
  return log;
}

TEST(EngineProperties, WhatIsToldTwiceHasTheEffectOfOnce) {
  EXPECT_TRUE(rc::check([] {
    const Life life = SomeLife();
    Life twice = life;
    twice.events.clear();
    for (size_t i = 0; i < life.events.size(); ++i) {
      twice.events.push_back(life.events[i]);
      if (!life.once_only.contains(i)) twice.events.push_back(life.events[i]);
    }
    RC_ASSERT(WithoutRefusals(LogOf(twice)) == WithoutRefusals(LogOf(life)));
  }));
}

TEST(EngineProperties, StrayWakeUpsChangeNothing) {
  EXPECT_TRUE(rc::check([] {
    const Life life = SomeLife();
    std::string ticks;
    for (int i = 0; i < 40; ++i) ticks += When(Number(0, 200), Number(0, 6)) + " tick\n";
    RC_ASSERT(LogOf(life, ticks) == LogOf(life));
  }));
}

TEST(EngineProperties, NoLevelIsSkipped) {
  EXPECT_TRUE(rc::check([] {
    std::map<std::string, int> reached;
    for (const LogWords& line : Read(LogOf(SomeLife()))) {
      if (!line.Is("send") && !line.Is("handover")) continue;
      for (const auto& [item, level] : line.Takers()) {
        RC_ASSERT(level <= reached[item] + 1);
        reached[item] = std::max(reached[item], level);
      }
    }
  }));
}

TEST(EngineProperties, NoGapIsShortened) {
  static constexpr std::array kGaps{1, 1, 7, 7, 8, 8};
  EXPECT_TRUE(rc::check([] {
    Life life = SomeLife();
    // A bounced message never counted: its step may go out again at once.
    for (auto& [time, event] : life.events) {
      if (event.starts_with("bounce")) event = "tick";
    }
    std::map<std::string, Date> last;
    for (const LogWords& line : Read(LogOf(life))) {
      if (!line.Is("send")) continue;
      for (const auto& [item, level] : line.Takers()) {
        const auto before = last.find(item);
        const int gap = kGaps.at(static_cast<size_t>(level));
        if (before != last.end()) RC_ASSERT((line.date - before->second).count() >= gap);
        last[item] = line.date;
      }
    }
  }));
}

TEST(EngineProperties, NoNoticeClaimsNothing) {
  EXPECT_TRUE(rc::check([] {
    for (const LogWords& line : Read(LogOf(SomeLife()))) {
      if (!line.Is("send") && !line.Is("handover") && !line.Is("queue")) continue;
      for (size_t i = 0; i + 1 < line.words.size(); ++i) {
        if (line.words[i] == "net") RC_ASSERT(std::stoi(line.words[i + 1]) >= 50);
      }
    }
  }));
}

TEST(EngineProperties, EveryHoldEndsOrIsEscalated) {
  EXPECT_TRUE(rc::check([] {
    const auto log = Read(LogOf(SomeLife()));
    for (size_t i = 0; i < log.size(); ++i) {
      if (!log[i].Is("hold")) continue;
      const std::string scope = log[i].words[1];
      const std::string reason = log[i].words[2];
      bool ended = false;
      for (size_t j = i + 1; j < log.size() && !ended; ++j) {
        const Lines& later = log[j].words;
        ended = (later[0] == "release" && later[1] == scope && later[2] == reason) ||
                (later[0] == "settle" && scope.starts_with(later[1])) ||
                (later[0] == "task" && later[1] == "escalate");
      }
      RC_ASSERT(ended);
    }
  }));
}

TEST(EngineProperties, StartingAgainAnywhereChangesNothing) {
  EXPECT_TRUE(rc::check([] {
    const Life life = SomeLife();
    std::string restarts;
    for (int i = 0; i < 12; ++i) {
      const std::string at = When(Number(0, 200), Number(0, 6));
      restarts += at + " down\n" + at + " up\n";
    }
    RC_ASSERT(LogOf(life, restarts) == LogOf(life));
  }));
}

/// What leaves or waits to leave. A case may close and open again between two invoices of an
/// instant.
Lines PlanIn(Lines log) {
  std::erase_if(log, [](const std::string& line) {
    const auto kind = KindOf(TextOfLogLine(line));
    return kind != "send" && kind != "queue" && kind != "handover";
  });
  return log;
}

TEST(EngineProperties, InvoicesOfOneInstantMayComeInAnyOrder) {
  EXPECT_TRUE(rc::check([] {
    Life life = SomeLife();
    const size_t invoices = 4;  // The first events of a life.
    for (size_t i = 0; i < invoices; ++i) life.events[i].first = life.events[0].first;
    Life other = life;
    for (size_t i = invoices - 1; i > 0; --i) {
      const auto j = static_cast<size_t>(Number(0, static_cast<int>(i) + 1));
      std::swap(other.events[i], other.events[j]);
    }
    RC_ASSERT(PlanIn(LogOf(life)) == PlanIn(LogOf(other)));
  }));
}

TEST(EngineProperties, NoLevelIsToldWithoutANoticeThatGaveIt) {
  EXPECT_TRUE(rc::check([] {
    int given = 0;
    for (const LogWords& line : Read(LogOf(SomeLife()))) {
      if (line.Is("send") || line.Is("handover")) {
        for (const auto& [item, level] : line.Takers()) given = std::max(given, level);
      }
      if (line.Is("level")) RC_ASSERT(std::stoi(line.words[1]) <= given);
    }
  }));
}

TEST(EngineProperties, EveryItemIsClosedOrAPersonDecidesByItsCap) {
  EXPECT_TRUE(rc::check([] {
    const Life life = SomeLife();
    std::set<std::string> ended;
    for (const LogWords& line : Read(LogOf(life))) {
      if (line.Is("settle")) ended.insert(line.words[1]);
      for (const auto& [item, level] : line.Takers()) {
        if (line.Is("handover")) ended.insert(item);
      }
      if (line.Is("task") && line.words[1] == "decide" && line.words[2] == "cap") {
        ended.insert(line.words.begin() + 3, line.words.end());
      }
    }
    for (int i = 1; i < 5; ++i) RC_ASSERT(ended.contains("F-" + std::to_string(i)));
  }));
}

TEST(EngineProperties, OrdinaryMessagesOfACaseKeepTheirFloor) {
  const Calendar calendar = *CalendarByName("FR");
  EXPECT_TRUE(rc::check([&] {
    Life life = SomeLife();
    if (life.header.find("per_item") != std::string::npos) return;
    for (auto& [time, event] : life.events) {
      if (event.starts_with("bounce")) event = "tick";
    }
    std::optional<Date> last;
    for (const LogWords& line : Read(LogOf(life))) {
      if (!line.Is("send")) continue;
      if (last) {
        RC_ASSERT(line.date >= calendar.AddBusinessDays(*last, 3));
      }
      last = line.date;
    }
  }));
}

}  // namespace
}  // namespace relance::scenario
