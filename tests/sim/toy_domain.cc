#include "tests/sim/toy_domain.h"

#include <fmt/format.h>

#include <charconv>

namespace relance::sim {
namespace {

using journal::CommandInput;
using journal::Decision;
using journal::DocumentInput;
using journal::Documents;
using journal::Effect;
using journal::FollowedRecord;
using journal::Input;
using journal::Reply;
using journal::WakeUpInput;

constexpr int64_t kReminderEveryMs = 20'000;

int64_t Number(const std::string& text) {
  int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string TillKey(const std::string& account) {
  return "till/" + account;
}

std::string TextOf(const Input& input) {
  if (const auto* command = std::get_if<CommandInput>(&input.body)) return command->content;
  if (const auto* document = std::get_if<DocumentInput>(&input.body)) return document->content;
  return {};
}

Decision Accepted(const std::string& key, std::vector<std::string> facts) {
  Decision decision;
  decision.effects = {{key, std::move(facts)}};
  decision.reply = Reply{true, "ok"};
  return decision;
}

Decision Refused(const std::string& why) {
  Decision decision;
  decision.reply = Reply{false, why};
  return decision;
}

Decision DecideCommand(const std::vector<std::string>& words, const Till& till) {
  const std::string key = TillKey(words[1]);
  if (words[0] == "crash") throw ProcessDied{};
  if (words[0] == "huge") return Accepted(key, {"paid 0 HUGE"});
  if (words[0] == "hold") {
    return till.held ? Refused("held already") : Accepted(key, {"held"});
  }
  if (words[0] == "release") {
    return till.held ? Accepted(key, {"released"}) : Refused("nothing to release");
  }
  const int64_t amount = Number(words[2]);
  if (till.open < amount) return Refused("not enough open");
  return Accepted(key, {"paid " + words[2]});
}

Decision DecideDocument(const std::vector<std::string>& words, const Till& till) {
  Decision decision;
  const auto known = till.documents.find(words[2] + " " + words[3]);
  if (known == till.documents.end()) {
    decision.effects = {
        {TillKey(words[1]), {fmt::format("added {} {} {}", words[2], words[3], words[4])}}};
  } else if (known->second != words[4]) {
    decision.park = journal::ParkReason{"conflict", "version"};
  }
  return decision;
}

}  // namespace

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const size_t blank = text.find(' ');
    words.emplace_back(text.substr(0, blank));
    text.remove_prefix(blank == text.npos ? text.size() : blank + 1);
  }
  return words;
}

void TillDomain::Read(const Input& input) const {
  const auto words = Words(TextOf(input));
  if (words[0] == "crash" && words.back() == "read") throw ProcessDied{};
}

std::vector<std::string> TillDomain::Needs(const Input& input, Documents& documents) {
  std::string key;
  if (const auto* wake_up = std::get_if<WakeUpInput>(&input.body)) {
    key = wake_up->key;
  } else if (std::holds_alternative<FollowedRecord>(input.body)) {
    return {};
  } else {
    Read(input);
    const auto words = Words(TextOf(input));
    if (words[0] == "hold" || words[0] == "release") return {};  // found out by deciding
    key = TillKey(words[1]);
  }
  if (documents.Knows(key)) return {};
  return {key};
}

Decision TillDomain::Decide(const Input& input, Documents& documents, Instant) {
  if (const auto* wake_up = std::get_if<WakeUpInput>(&input.body)) {
    const Till* till = documents.Find<Till>(wake_up->key);
    if (till == nullptr || till->stamp != wake_up->stamp || till->wake_at_ms == 0) return {};
    Decision decision;
    decision.effects = {{wake_up->key, {"reminded"}}};
    return decision;
  }
  const auto words = Words(TextOf(input));
  const Till* found = documents.Find<Till>(TillKey(words[1]));
  const Till till = found != nullptr ? *found : Till{};
  if (std::holds_alternative<DocumentInput>(input.body)) return DecideDocument(words, till);
  return DecideCommand(words, till);
}

std::vector<Effect> TillDomain::Conclude(const std::vector<std::string>& touched,
                                         Documents& documents, Instant now) {
  std::vector<Effect> effects;
  for (const auto& key : touched) {
    if (!key.starts_with("till/")) continue;
    const Till* till = documents.Find<Till>(key);
    if (till == nullptr) continue;
    const bool should_wake = till->open > 0 && !till->held;
    if (should_wake && till->wake_at_ms == 0) {
      effects.push_back(
          {key, {fmt::format("wakes {} {}", ToMillis(now) + kReminderEveryMs, till->stamp + 1)}});
    } else if (!should_wake && till->wake_at_ms != 0) {
      effects.push_back({key, {fmt::format("sleeps {}", till->stamp + 1)}});
    }
  }
  return effects;
}

std::vector<std::string> TillDomain::NeedsToEvolve(const std::string& key,
                                                   const std::vector<std::string>&,
                                                   Documents& documents) {
  if (!key.starts_with("till/") || documents.Knows(key)) return {};
  return {key};
}

Result<void> TillDomain::Evolve(const std::string& key, std::string_view fact, Documents& documents,
                                uint64_t, Instant) {
  if (!key.starts_with("till/")) return {};
  const auto words = Words(fact);
  Till& till = documents.Edit<Till>(key);
  const auto stop_waking = [&] {
    if (till.wake_at_ms != 0) {
      documents.RemoveFromIndex(
          journal::WakeUpMember(key, FromMillis(till.wake_at_ms), till.stamp));
    }
    till.wake_at_ms = 0;
  };
  if (words[0] == "added") {
    till.documents[words[1] + " " + words[2]] = words[3];
    till.open += Number(words[3]);
  } else if (words[0] == "paid") {
    till.open -= Number(words[1]);
    till.paid += Number(words[1]);
  } else if (words[0] == "held" || words[0] == "released") {
    till.held = words[0] == "held";
  } else if (words[0] == "reminded") {
    ++till.reminders;
    stop_waking();
  } else if (words[0] == "wakes") {
    stop_waking();
    till.wake_at_ms = Number(words[1]);
    till.stamp = static_cast<uint64_t>(Number(words[2]));
    documents.AddToIndex(journal::WakeUpMember(key, FromMillis(till.wake_at_ms), till.stamp));
  } else if (words[0] == "sleeps") {
    stop_waking();
    till.stamp = static_cast<uint64_t>(Number(words[1]));
  } else {
    return Corrupt("unknown fact " + words[0]);
  }
  return {};
}

Effect TillDomain::Parked(const Input& input, int, const journal::ParkReason& reason) {
  return {"parked/" + std::to_string(input.offset), {"parked " + reason.reason}};
}

std::vector<std::string> MirrorDomain::Needs(const Input&, Documents&) {
  return {};
}

Decision MirrorDomain::Decide(const Input& input, Documents&, Instant) {
  Decision decision;
  for (const auto& entry : std::get<FollowedRecord>(input.body).entries) {
    std::vector<std::string> facts;
    for (const auto& fact : entry.facts) {
      if (fact.starts_with("paid") || fact.starts_with("added")) facts.push_back(fact);
    }
    if (!facts.empty()) decision.effects.push_back({"mirror/" + entry.key, std::move(facts)});
  }
  return decision;
}

std::vector<std::string> MirrorDomain::NeedsToEvolve(const std::string& key,
                                                     const std::vector<std::string>&,
                                                     Documents& documents) {
  if (documents.Knows(key)) return {};
  return {key};
}

Result<void> MirrorDomain::Evolve(const std::string& key, std::string_view fact,
                                  Documents& documents, uint64_t, Instant) {
  const auto words = Words(fact);
  Mirror& mirror = documents.Edit<Mirror>(key);
  if (words[0] == "paid") mirror.paid += Number(words[1]);
  if (words[0] == "added") mirror.added += Number(words[3]);
  return {};
}

Effect MirrorDomain::Parked(const Input& input, int, const journal::ParkReason& reason) {
  return {"parked/" + std::to_string(input.offset), {"parked " + reason.reason}};
}

}  // namespace relance::sim
