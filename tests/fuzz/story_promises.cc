#include "tests/fuzz/story_promises.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "services/scenario/domain/scenario_settings.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

using scenario::Scenario;
using scenario::Story;

/// A line of the log, taken apart: "2026-10-02 08:30:00 [@ENTITY/DEBTOR] send level1 email ...".
struct Line {
  explicit Line(const std::string& text) : date(*ParseDate(text.substr(0, 10))), time(text, 11, 8) {
    std::istringstream stream(text.substr(20));
    for (std::string word; stream >> word;) words.push_back(word);
    if (words.front().starts_with("@")) {
      account = words.front().substr(1);
      words.erase(words.begin());
    }
  }
  bool Is(std::string_view kind) const { return words.front() == kind; }
  bool IsNotice() const { return Is("send") || Is("queue") || Is("handover"); }
  bool Has(std::string_view word) const {
    return std::find(words.begin(), words.end(), word) != words.end();
  }
  std::string debtor() const { return account.substr(account.find('/') + 1); }
  const std::string& step() const { return words.at(1); }

  Date date{};
  std::string time;
  std::string account;  ///< Empty: the first case.
  std::vector<std::string> words;
};

/// An entry of a notice: "F-1:800.00@1".
struct Entry {
  std::string item;
  int level = 0;
  bool takes_step = false;
};

std::vector<Entry> EntriesOf(const Line& line) {
  std::vector<Entry> entries;
  std::string list;
  for (const std::string& word : line.words) {
    if (word == "items" || word == "also" || word == "soon" || word == "credits" || word == "net") {
      list = word;
      continue;
    }
    const size_t colon = word.rfind(':');
    if ((list != "items" && list != "also" && list != "soon") || colon == std::string::npos)
      continue;
    const size_t level = word.find('@', colon);
    entries.push_back({word.substr(0, colon),
                       level == std::string::npos ? 0 : std::stoi(word.substr(level + 1)),
                       list == "items"});
  }
  return entries;
}

/// What the story itself says, where it lifts a promise.
struct Told {
  explicit Told(const Story& story) {
    for (const scenario::StoryEvent& event : story.events) {
      std::istringstream stream(event.text);
      std::string verb;
      std::string subject;
      stream >> verb >> subject;
      verbs.insert(verb);
      if (verb == "plan") plans.insert(subject + "/");
    }
  }
  bool Has(std::initializer_list<const char*> any) const {
    return std::any_of(any.begin(), any.end(),
                       [&](const char* verb) { return verbs.contains(verb); });
  }
  bool IsInstalment(const std::string& entry) const {
    return std::any_of(plans.begin(), plans.end(),
                       [&](const std::string& plan) { return entry.starts_with(plan); });
  }

  std::set<std::string> verbs;
  std::set<std::string> plans;
};

/// One case, line after line of its log.
class CasePromises {
 public:
  CasePromises(const Told& told, const Scenario& scenario, const Calendar& calendar)
      : told_(told), scenario_(scenario), calendar_(calendar) {}

  void Hear(const Line& line) {
    if (line.Is("settle")) settled_.insert(line.words[1]);
    if (line.Is("reopen")) settled_.erase(line.words[1]);
    if (line.Is("close")) handed_over_ = false;
    if (!line.IsNotice()) return;
    Expect(!handed_over_, "a case in litigation gets no notice");
    ClaimsSomething(line);
    NamesOpenItemsOnly(line);
    if (line.Is("send")) {
      KeepsTheFloor(line);
      SkipsNoLevel(line);
    }
    if (line.Is("handover")) handed_over_ = true;
  }

 private:
  static void ClaimsSomething(const Line& line) {
    for (size_t i = 0; i + 1 < line.words.size(); ++i) {
      if (line.words[i] != "net") continue;
      const std::string& net = line.words[i + 1];
      Expect(net.front() != '-' && net.find_first_not_of("0.") != std::string::npos,
             "a notice claims something");
    }
  }

  void NamesOpenItemsOnly(const Line& line) const {
    for (const Entry& entry : EntriesOf(line)) {
      Expect(told_.IsInstalment(entry.item) || !settled_.contains(entry.item),
             "no notice names an item that is closed");
    }
  }

  bool IsOrdinary(const Line& line) const {
    if (line.Has("forced")) return false;
    const scenario::Step* step = scenario_.Find(line.step());
    return step == nullptr || step->IsOrdinary();  // nullptr: the reminder of an instalment.
  }

  void KeepsTheFloor(const Line& line) {
    if (told_.Has({"bounce", "failure", "scenario"})) return;
    if (scenario_.mode == scenario::Mode::kPerItem) return;
    if (last_ && IsOrdinary(line)) {
      Expect(line.date >= calendar_.AddBusinessDays(*last_, scenario_.rules.floor),
             "two messages of a case are as far apart as the floor says");
    }
    last_ = line.date;
  }

  void SkipsNoLevel(const Line& line) {
    if (told_.Has({"bounce", "failure", "scenario", "force", "history"})) return;
    for (const Entry& entry : EntriesOf(line)) {
      if (!entry.takes_step) continue;
      int& reached = reached_[entry.item];
      Expect(entry.level <= reached + 1, "no level is skipped");
      reached = std::max(reached, entry.level);
    }
  }

  const Told& told_;
  const Scenario& scenario_;
  const Calendar& calendar_;
  std::set<std::string> settled_;
  std::map<std::string, int> reached_;
  std::optional<Date> last_;
  bool handed_over_ = false;
};

/// Of one debtor over all his cases.
class DebtorPromises {
 public:
  DebtorPromises(const Told& told, const Story& story, const Scenario& scenario)
      : told_(told), story_(story), scenario_(scenario) {}

  void Hear(const Line& line) {
    if (line.Is("insolvent")) insolvent_ = true;
    if (line.IsNotice()) Expect(!insolvent_, "an insolvent debtor gets no notice");
    if (!line.Is("send")) return;
    if (!told_.Has({"scenario"})) LeavesInTheWindow(line);
    if (!story_.pressure || told_.Has({"bounce", "failure", "scenario"})) return;
    const scenario::Step* step = scenario_.Find(line.step());
    if (line.Has("forced") || (step != nullptr && !step->IsOrdinary())) return;
    Expect(++messages_[line.date] <= *story_.pressure, "nobody is pressed more than he may be");
  }

 private:
  void LeavesInTheWindow(const Line& line) const {
    const auto& window = scenario_.window;
    const auto clock = ParseTimeOfDay(line.time.substr(0, 5));
    Expect(clock && *clock >= window.open() && *clock < window.close() &&
               window.days().Contains(std::chrono::weekday(line.date)) &&
               !story_.debtors.front().calendar.IsHoliday(line.date),
           "messages leave inside the window");
  }

  const Told& told_;
  const Story& story_;
  const Scenario& scenario_;
  std::map<Date, int> messages_;
  bool insolvent_ = false;
};

/// The log is in the zone of the first entity; dates say nothing where others live by other clocks.
bool AllLiveAlike(const Story& story) {
  const scenario::StoryEntity& first = story.entities.front();
  const Calendar& debtors = story.debtors.front().calendar;
  return std::all_of(story.entities.begin(), story.entities.end(),
                     [&](const scenario::StoryEntity& entity) {
                       return entity.zone == first.zone && entity.calendar == first.calendar;
                     }) &&
         std::all_of(story.debtors.begin(), story.debtors.end(),
                     [&](const scenario::StoryDebtor& debtor) {
                       return debtor.zone == first.zone && debtor.calendar == debtors;
                     });
}

}  // namespace

void ExpectPromisesOf(const Story& story, const scenario::Scenarios& scenarios,
                      const std::vector<std::string>& log) {
  if (!AllLiveAlike(story)) return;
  const Told told(story);
  Scenario scenario = scenarios.at(story.scenario);
  for (const scenario::StorySetting& setting : story.settings) {
    (void)SetScalar(scenario, setting.key, setting.value);
  }
  std::map<std::string, CasePromises> cases;
  std::map<std::string, DebtorPromises> debtors;
  const std::string first = story.entities.front().code + "/" + story.debtors.front().id;
  for (const std::string& text : log) {
    Line line(text);
    if (line.account.empty()) line.account = first;
    cases.try_emplace(line.account, told, scenario, story.entities.front().calendar)
        .first->second.Hear(line);
    debtors.try_emplace(line.debtor(), told, story, scenario).first->second.Hear(line);
  }
}

}  // namespace relance::fuzz
