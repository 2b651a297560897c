#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "libs/base/command_id.h"
#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/journal/documents.h"

/// What a service plugs into the journal. Everything here is pure: no clock, no port, no log.
namespace relance::journal {

/// Who acts, as recorded with every command.
struct Identity {
  std::string actor;
  std::string role;
  std::vector<std::string> entities;  ///< Legal entities in scope; "*" is all.
};

/// One entry of a followed journal: its key and facts, as the other service wrote them.
struct FollowedEntry {
  std::string key;
  std::vector<std::string> facts;
};

/// A record of a followed journal that was accepted there.
struct FollowedRecord {
  uint64_t sequence = 0;
  Instant recorded_at{};
  std::vector<FollowedEntry> entries;
};

/// A command: somebody waits, it is always recorded, accepted or refused.
struct CommandInput {
  CommandId id;
  Identity by;
  std::string content;
};

/// A document of a feed: deduplicated by the domain, no outcome.
struct DocumentInput {
  std::string content;
};

/// A wake-up that fell due. Whether its stamp is current is the domain's to say.
struct WakeUpInput {
  std::string key;
  uint64_t stamp = 0;
};

struct Input {
  std::string topic;  ///< Empty for a wake-up.
  int64_t offset = -1;
  std::variant<CommandInput, DocumentInput, FollowedRecord, WakeUpInput> body;
  /// What the domain has read of the body, kept from Read to Decide. Nobody else looks at it.
  mutable std::shared_ptr<const void> reading = nullptr;
};

/// Facts about one aggregate, in order. They are applied as soon as they are decided.
struct Effect {
  std::string key;                 ///< "family/name" of the aggregate, such as "account/FR01/D42".
  std::vector<std::string> facts;  ///< Messages of the service, encoded.
};

struct Reply {
  bool accepted = true;
  std::string bytes;  ///< A message of the service; for a refusal a journal.v1.Refusal.
};

/// An input whose content cannot be accepted: its bytes go to the parked topic.
struct ParkReason {
  std::string reason;
  std::string field;
};

struct Decision {
  std::vector<Effect> effects;
  std::optional<Reply> reply;      ///< For commands, always.
  std::optional<ParkReason> park;  ///< For documents that are refused.
  /// Deciding asked for every document that applying the effects will ask for: NeedsToEvolve need
  /// not be asked again.
  bool asked_for_all = false;
};

class Domain {
 public:
  virtual ~Domain() = default;

  /// Reads the body of `input` into it, for the calls that follow: at any time before them, by any
  /// thread, beside calls about other inputs. What was not read so, they read themselves.
  virtual void Read(const Input& /*input*/) const {}

  /// Documents that deciding `input` will ask for, as far as the input shows, known or not: read
  /// together for a whole batch. What is not named here is loaded when it is asked for.
  virtual std::vector<std::string> Needs(const Input& input, Documents& documents) = 0;

  /// Decides one input. Does not write documents: the owner evolves them by the effects. Called
  /// again while it asks for documents that are not known: those read as absent, and what was
  /// decided without them is void.
  virtual Decision Decide(const Input& input, Documents& documents, Instant now) = 0;

  /// Called once at the end of a batch: plans the aggregates that the batch touched, each once.
  /// `touched` are the keys of its effects and of its due wake-ups, in order. The owner evolves and
  /// calls again with the keys of these effects until none come. May ask for documents like Decide.
  virtual std::vector<Effect> Conclude(const std::vector<std::string>& touched,
                                       Documents& documents, Instant now) = 0;

  /// Keys that applying facts of aggregate `key` reads or writes and that are not known yet.
  virtual std::vector<std::string> NeedsToEvolve(const std::string& key,
                                                 const std::vector<std::string>& facts,
                                                 Documents& documents) = 0;

  /// Applies one fact. Depends on the documents and the fact alone. An error marks the key broken.
  /// `sequence` and `recorded_at` are those of the record that holds the fact.
  virtual Result<void> Evolve(const std::string& key, std::string_view fact, Documents& documents,
                              uint64_t sequence, Instant recorded_at) = 0;

  /// What the journal says when an input was parked: at least one fact, with a hold on the smallest
  /// safe scope. The input is not to be interpreted when `reason` is "poison": it may have crashed
  /// Decide. For a wake-up a fact must change its stamp.
  virtual Effect Parked(const Input& input, int partition, const ParkReason& reason) = 0;
};

/// Index member of a wake-up of `key` at `at`: owners find the due ones by byte order. The stamp
/// changes whenever the wake-up does; an old stamp is silence.
std::string WakeUpMember(const std::string& key, Instant at, uint64_t stamp);
struct WakeUp {
  std::string key;
  Instant at{};
  uint64_t stamp = 0;
};
/// nullopt when `member` is not one of WakeUpMember.
std::optional<WakeUp> ParseWakeUpMember(std::string_view member);
inline constexpr std::string_view kWakeUpPrefix = "wake/";

}  // namespace relance::journal
