#include "tests/sim/suite/story_log.h"

#include <fmt/format.h>

#include <optional>
#include <variant>

#include "relance/journal/v1/record.pb.h"
#include "services/scenario/adapters/codec.h"
#include "services/scenario/domain/evolve.h"
#include "services/scenario/domain/log.h"

namespace relance::sim {
namespace {

using scenario::CaseFact;

std::string LocalTime(const Zone& zone, Instant t) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(zone.TimeOfDay(t)).count();
  return fmt::format("{} {:02}:{:02}:{:02}", FormatDate(zone.DateOf(t)), seconds / 3600,
                     seconds / 60 % 60, seconds % 60);
}

std::vector<CaseFact> CaseFactsOf(const journal::Entry& entry) {
  std::vector<CaseFact> facts;
  for (const auto& bytes : entry.facts) {
    scenario::v1::ScenarioFact fact;
    if (!fact.ParseFromString(bytes) || !fact.has_case_fact()) continue;
    if (auto decoded = scenario::DecodeCaseFact(fact.case_fact())) facts.push_back(*decoded);
  }
  return facts;
}

/// The id of a story's contact is its key: "email:email:anna" is what the story calls "email:anna".
std::string InTheWordsOfTheStory(std::string line) {
  for (const auto channel : scenario::kChannels) {
    const std::string word(scenario::Word(channel));
    for (const char before : {' ', '+'}) {
      const std::string from = before + word + ":" + word;
      for (size_t at = line.find(from); at != std::string::npos; at = line.find(from, at + 1)) {
        line.replace(at, from.size(), before + word);
      }
    }
  }
  return line;
}

/// A refusal of a person's command: "refuse promise PR-1 past".
std::string RefusalLine(const std::string& about, const std::string& reply) {
  journal::v1::Refusal refusal;
  if (!refusal.ParseFromString(reply)) return "refuse " + about + " unreadable";
  // What does not exist is named by its field; a task that does not wait is nothing to be done.
  const bool unknown = refusal.reason() == "unknown";
  const std::string why = unknown ? refusal.field() : refusal.reason();
  return "refuse " + about + " " + (why == "task" ? "nothing" : why);
}

/// A request that was refused cannot be confirmed either: the story has one refusal.
bool IsOfARefusedRequest(const std::string& reply) {
  journal::v1::Refusal refusal;
  return refusal.ParseFromString(reply) && refusal.field() == "request_id" &&
         refusal.reason() == "unknown";
}

class Teller {
 public:
  Teller(const StoryNames& names, const std::vector<journal::Record>& chain)
      : names_(names), key_(scenario::CaseKey(names.account)) {
    for (const auto& record : chain) NoteAnswers(record);
  }

  std::vector<std::string> Tell(const std::vector<journal::Record>& chain) {
    scenario::Case c;
    c.id = names_.account;
    for (const auto& record : chain) {
      if (record.header.recorded_at != now_) {
        now_ = record.header.recorded_at;
        level_before_ = c.level;
        level_line_.reset();
      }
      for (const auto& entry : record.entries) {
        if (entry.key == key_) {
          for (const auto& fact : CaseFactsOf(entry)) {
            scenario::Apply(c, fact);
            if (std::holds_alternative<scenario::LevelChanged>(fact)) {
              WriteLevel(LineOf(c, fact), c.level);
            } else {
              Write(LineOf(c, fact));
            }
          }
        }
        if (entry.outcome && !entry.outcome->accepted) WriteRefusal(*entry.outcome);
      }
    }
    return std::move(log_);
  }

 private:
  /// When a planned notice was cleared or withdrawn.
  void NoteAnswers(const journal::Record& record) {
    for (const auto& entry : record.entries) {
      if (entry.key != key_) continue;
      for (const auto& fact : CaseFactsOf(entry)) {
        if (const auto* cleared = std::get_if<scenario::NoticeCleared>(&fact)) {
          answered_.try_emplace(cleared->notice.id, record.header.recorded_at);
        } else if (const auto* withdrawn = std::get_if<scenario::NoticeWithdrawn>(&fact)) {
          answered_.try_emplace(withdrawn->notice, record.header.recorded_at);
        }
      }
    }
  }

  std::string LineOf(const scenario::Case& c, const CaseFact& fact) const {
    if (const auto* planned = std::get_if<scenario::NoticePlanned>(&fact)) {
      const auto answered = answered_.find(planned->notice.id);
      const bool at_once = answered != answered_.end() && answered->second == now_;
      return at_once ? "" : scenario::QueueLine(planned->notice);
    }
    // A story names both persons at once: what lies between their commands is no line of it.
    if (std::holds_alternative<scenario::ForceEnded>(fact)) return "";
    const auto* asked = std::get_if<scenario::TaskAsked>(&fact);
    if (asked != nullptr && asked->task.kind == scenario::TaskKind::kDecideForce) return "";
    if (asked != nullptr && asked->task.kind == scenario::TaskKind::kCallback) {
      const auto written = names_.callbacks.find(asked->task.subject);
      if (written != names_.callbacks.end()) {
        return fmt::format("task callback {} due {}", asked->task.subject, written->second);
      }
    }
    return InTheWordsOfTheStory(scenario::LogLine(c, fact));
  }

  void WriteRefusal(const journal::RecordedOutcome& outcome) {
    if (IsOfARefusedRequest(outcome.reply)) return;
    const auto about = names_.commands.find(outcome.id);
    if (about != names_.commands.end() && !about->second.empty())
      Write(RefusalLine(about->second, outcome.reply));
  }

  /// A story tells the level at the end of an instant; between a failure and the next attempt, both
  /// of one instant, the journal tells that of a notice on its way.
  void WriteLevel(const std::string& text, int level) {
    if (level_line_) log_.erase(log_.begin() + static_cast<std::ptrdiff_t>(*level_line_));
    level_line_.reset();
    if (level == level_before_) return;
    Write(text);
    level_line_ = log_.size() - 1;
  }

  void Write(const std::string& text) {
    if (!text.empty()) log_.push_back(LocalTime(names_.zone, now_) + " " + text);
  }

  const StoryNames& names_;
  const std::string key_;
  std::map<std::string, Instant> answered_;  ///< By notice.
  Instant now_{};
  int level_before_ = 0;              ///< At the end of the instant before.
  std::optional<size_t> level_line_;  ///< Of this instant, in the log.
  std::vector<std::string> log_;
};

}  // namespace

std::vector<std::string> LogOf(const std::vector<journal::Record>& scenario_chain,
                               const StoryNames& names) {
  return Teller(names, scenario_chain).Tell(scenario_chain);
}

}  // namespace relance::sim
