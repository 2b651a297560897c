#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/journal/domain.h"
#include "services/notifier/adapters/names.h"
#include "services/notifier/domain/link.h"
#include "services/notifier/domain/notice.h"

namespace relance::notifier::v1 {
class IssueLink;
class NotifierFact;
class NotifierInput;
class RecordReceipt;
class RevokeLink;
class StartAttempt;
class EndAttempt;
}  // namespace relance::notifier::v1
namespace relance::scenario::v1 {
class ScenarioFact;
}

namespace relance::notifier {

/// Of the view: raised with every change of a Describe or of names.h.
inline constexpr int kLayout = 5;

/// What lies beside a notice in the view for an input that could not be read.
struct ParkedInput {
  std::string topic;
  int partition = 0;
  int64_t offset = 0;
  std::string reason;
};
template <class Archive>
void Describe(Archive& archive, ParkedInput& v) {
  archive(v.topic, v.partition, v.offset, v.reason);
}

/// The notifier's side of the journal. Follows the scenario's journal and takes the commands of
/// relance.notifier.commands.v1; keeps the documents and the index of names.h.
class NotifierJournal : public journal::Domain {
 public:
  std::vector<std::string> Needs(const journal::Input& input,
                                 journal::Documents& documents) override;
  journal::Decision Decide(const journal::Input& input, journal::Documents& documents,
                           Instant now) override;
  /// Plans nothing: what is to be done stands in the index, and nothing here wakes up.
  std::vector<journal::Effect> Conclude(const std::vector<std::string>& touched,
                                        journal::Documents& documents, Instant now) override;
  std::vector<std::string> NeedsToEvolve(const std::string& key,
                                         const std::vector<std::string>& facts,
                                         journal::Documents& documents) override;
  Result<void> Evolve(const std::string& key, std::string_view fact, journal::Documents& documents,
                      uint64_t sequence, Instant recorded_at) override;
  journal::Effect Parked(const journal::Input& input, int partition,
                         const journal::ParkReason& reason) override;

 private:
  journal::Decision Follow(const journal::FollowedRecord& record, journal::Documents& documents);
  journal::Decision Start(const v1::StartAttempt& command, const journal::Identity& by,
                          journal::Documents& documents, Instant now);
  journal::Decision Take(const v1::RecordReceipt& command, const journal::Identity& by,
                         journal::Documents& documents, Instant now);
  journal::Decision End(const v1::EndAttempt& command, const journal::Identity& by,
                        journal::Documents& documents, Instant now);
  journal::Decision Issue(const v1::IssueLink& command, const journal::Identity& by,
                          journal::Documents& documents, Instant now);
  journal::Decision Revoke(const v1::RevokeLink& command, const journal::Identity& by,
                           journal::Documents& documents);
  Result<void> EvolveNotice(const NoticeRef& ref, const v1::NotifierFact& fact,
                            journal::Documents& documents, Instant recorded_at);
  Result<void> EvolveLink(const std::string& key, const v1::NotifierFact& fact,
                          journal::Documents& documents);
};

}  // namespace relance::notifier
