#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libs/journal/domain.h"

/// Two small domains that together exercise everything a journal promises: commands that may be
/// refused, deduplicated documents, wake-ups with stamps, a followed journal, poison.
namespace relance::sim {

/// An account of the till: what is open, whether it is held, when it wakes.
struct Till {
  int64_t open = 0;
  int64_t paid = 0;
  int64_t reminders = 0;
  bool held = false;
  uint64_t stamp = 0;
  int64_t wake_at_ms = 0;                        ///< 0: asleep.
  std::map<std::string, std::string> documents;  ///< "id v" -> amount
};
template <class Archive>
void Describe(Archive& archive, Till& v) {
  archive(v.open, v.paid, v.reminders, v.held, v.stamp, v.wake_at_ms, v.documents);
}

/// Inputs and facts are words separated by blanks.
///   commands:  "pay A 3"  "hold A"  "release A"  "crash A"  "crash A read"  "huge A"
///   documents: "add A F-1 1 3" (document, version, amount)
///   facts:     "added F-1 1 3" "paid 3" "held" "released" "reminded" "wakes MS STAMP"
///              "sleeps STAMP"
class TillDomain : public journal::Domain {
 public:
  void Read(const journal::Input& input) const override;
  std::vector<std::string> Needs(const journal::Input& input,
                                 journal::Documents& documents) override;
  journal::Decision Decide(const journal::Input& input, journal::Documents& documents,
                           Instant now) override;
  std::vector<journal::Effect> Conclude(const std::vector<std::string>& touched,
                                        journal::Documents& documents, Instant now) override;
  std::vector<std::string> NeedsToEvolve(const std::string& key,
                                         const std::vector<std::string>& facts,
                                         journal::Documents& documents) override;
  Result<void> Evolve(const std::string& key, std::string_view fact, journal::Documents& documents,
                      uint64_t sequence, Instant recorded_at) override;
  journal::Effect Parked(const journal::Input& input, int partition,
                         const journal::ParkReason& reason) override;
};

/// Follows the till's journal and keeps, for each account, the sums it saw.
class MirrorDomain : public journal::Domain {
 public:
  std::vector<std::string> Needs(const journal::Input& input,
                                 journal::Documents& documents) override;
  journal::Decision Decide(const journal::Input& input, journal::Documents& documents,
                           Instant now) override;
  std::vector<journal::Effect> Conclude(const std::vector<std::string>&, journal::Documents&,
                                        Instant) override {
    return {};
  }
  std::vector<std::string> NeedsToEvolve(const std::string& key, const std::vector<std::string>&,
                                         journal::Documents& documents) override;
  Result<void> Evolve(const std::string& key, std::string_view fact, journal::Documents& documents,
                      uint64_t sequence, Instant recorded_at) override;
  journal::Effect Parked(const journal::Input& input, int partition,
                         const journal::ParkReason& reason) override;
};

struct Mirror {
  int64_t paid = 0;
  int64_t added = 0;
};
template <class Archive>
void Describe(Archive& archive, Mirror& v) {
  archive(v.paid, v.added);
}

/// Thrown where a real process would die inside Decide; the simulation's actor dies of it.
struct ProcessDied {};

std::vector<std::string> Words(std::string_view text);

}  // namespace relance::sim
