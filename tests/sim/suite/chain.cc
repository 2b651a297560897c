#include "libs/digest/digest.h"
#include "libs/journal/acceptor.h"
#include "relance/notifier/v1/facts.pb.h"
#include "tests/sim/suite/proof.h"

namespace relance::sim {

std::vector<journal::Record> ChainOf(Suite& suite, Service service) {
  std::vector<journal::Record> chain;
  const std::string name = Suite::JournalOf(service);
  journal::Acceptor acceptor(journal::Position{0, journal::OriginHash("sim", name, 0), -1});
  const auto& all = suite.topic(name);
  for (size_t i = 0; i < all.size(); ++i) {
    auto offered = acceptor.Offer(static_cast<int64_t>(i), all[i]);
    if (offered.verdict == journal::Acceptor::Verdict::kAccepted) {
      chain.push_back(std::move(offered.record));
    }
  }
  return chain;
}

bool WasStarted(const std::vector<journal::Record>& notifier, const Mail& mail) {
  for (const auto& record : notifier) {
    for (const auto& entry : record.entries) {
      for (const auto& bytes : entry.facts) {
        notifier::v1::NotifierFact fact;
        if (!fact.ParseFromString(bytes) || !fact.has_attempt_started()) continue;
        const auto& started = fact.attempt_started();
        if (started.attempt_id() != mail.attempt) continue;
        return started.blob() == ToBytes(Sha256(mail.bytes)) &&
               started.fence_sequence() == mail.fence &&
               started.clearance_sequence() == mail.clearance &&
               started.message_id() == mail.message_id;
      }
    }
  }
  return false;
}

std::pair<uint64_t, bool> PlaceOf(const std::vector<journal::Record>& chain, const CommandId& id) {
  for (const auto& record : chain) {
    for (const auto& entry : record.entries) {
      if (entry.outcome && entry.outcome->id == id) {
        return {record.header.sequence, entry.outcome->accepted};
      }
    }
  }
  return {0, false};
}

uint64_t PlaceOfReceipt(const std::vector<journal::Record>& ledger, const std::string& document) {
  for (const auto& record : ledger) {
    for (const auto& entry : record.entries) {
      for (const auto& bytes : entry.facts) {
        ledger::v1::LedgerFact fact;
        if (fact.ParseFromString(bytes) && fact.receipt_recorded().document() == document) {
          return record.header.sequence;
        }
      }
    }
  }
  return 0;
}

}  // namespace relance::sim
