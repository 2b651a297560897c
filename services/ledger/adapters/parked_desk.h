#pragma once

#include <functional>
#include <optional>
#include <string>

#include "libs/base/result.h"
#include "libs/journal/front.h"
#include "libs/journal/log.h"
#include "relance/journal/v1/record.pb.h"
#include "services/ledger/adapters/ledger_queries.h"
#include "services/ledger/adapters/parked_events.h"
#include "services/ledger/adapters/translator.h"

namespace relance::ledger {

/// Reads one record of a topic of the ledger, as kafka::Reader::ReadAt.
using ReadInput = std::function<Result<journal::LogRecord>(const std::string& topic, int partition,
                                                           int64_t offset)>;

/// What was parked, by the intake and by the owners of partitions: shown and tried again. Blocks.
class ParkedDesk {
 public:
  ParkedDesk(const LedgerQueries& queries, ParkedEvents& parked, ParkedArchive& archive,
             const Translator& translator, const ConfigurationStore& configuration,
             journal::CommandFront& front, ReadInput read_input)
      : queries_(queries),
        parked_(parked),
        archive_(archive),
        translator_(translator),
        configuration_(configuration),
        front_(front),
        read_input_(std::move(read_input)) {}

  /// What was not replayed: first what the intake parked, then what each partition did.
  Result<v1::ListParkedResponse> List(const v1::ListParkedRequest& request,
                                      const journal::Identity& by) const;
  /// One of them with its content; a record that its topic no longer keeps comes without.
  Result<v1::GetParkedResponse> Get(const v1::GetParkedRequest& request,
                                    const journal::Identity& by) const;
  /// Puts the original through again, by today's configuration; it leaves the list. A refusal is an
  /// answer, with its reason; what has become a repeat is accepted and changes nothing.
  Result<v1::ReplayParkedResponse> Replay(const v1::ReplayParkedRequest& request,
                                          const journal::Identity& by) const;

 private:
  /// The intake's; none: it may be an owner's. kNotFound: not for the eyes of `by`.
  Result<std::optional<ParkedEvent>> FindEvent(const std::string& id,
                                               const journal::Identity& by) const;
  Result<ParkedInput> FindInput(const std::string& id, const journal::Identity& by) const;
  Result<journal::v1::Input> Original(const ParkedInput& parked) const;
  Result<v1::ReplayParkedResponse> ReplayEvent(const ParkedEvent& event,
                                               const journal::Identity& by) const;
  Result<v1::ReplayParkedResponse> ReplayInput(const ParkedInput& parked) const;
  Result<void> AddWaiting(v1::ListParkedResponse& response, const LedgerQueries::ParkedPage& page,
                          const journal::Identity& by) const;
  Result<v1::ReplayParkedResponse> PutThrough(const std::string& id,
                                              const journal::Identity& by) const;
  Result<v1::ReplayParkedResponse> Write(int partition, bool bulk, std::string content) const;

  const LedgerQueries& queries_;
  ParkedEvents& parked_;
  ParkedArchive& archive_;
  const Translator& translator_;
  const ConfigurationStore& configuration_;
  journal::CommandFront& front_;
  const ReadInput read_input_;
};

}  // namespace relance::ledger
