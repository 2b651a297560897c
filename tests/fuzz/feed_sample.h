#pragma once

#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "services/ledger/adapters/feed_event.h"
#include "services/ledger/adapters/personal_sealer.h"
#include "services/ledger/adapters/translator.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {

inline constexpr const char* kFeedTypes[] = {
    "relance.debtor.changed.v1",   "relance.invoice.issued.v1",    "relance.credit_note.issued.v1",
    "relance.payment.received.v1", "relance.document.reversed.v1", "relance.status.changed.v1",
    "relance.heartbeat.v1",        "relance.history.imported.v1",  "relance.item.written_off.v1",
    "relance.account.gap.v1"};
inline constexpr size_t kFeedTypeCount = std::size(kFeedTypes);

/// The headers of a CloudEvent in binary mode; `type` counts in kFeedTypes.
inline ledger::EventHeaders FeedHeaders(size_t type, bool json) {
  return {{"ce_specversion", "1.0"},
          {"ce_type", kFeedTypes[type % kFeedTypeCount]},
          {"ce_id", "e-1"},
          {"ce_source", "/erp/demo/FR01"},
          {"content-type", json ? "application/json" : "application/protobuf"}};
}

/// What an intake of the legal entities of the demo works with.
class FeedSample {
 public:
  FeedSample() {
    config::v1::Configuration configuration;
    configuration.set_version(1);
    std::map<std::string, seal::Key> keys;
    for (const char* code : {"FR01", "GB01", "US01"}) {
      configuration.add_legal_entities()->set_code(code);
      keys.emplace(code, *seal::Key::FromBytes(std::string(seal::Key::kSize, 'k')));
    }
    configuration.set_digest(ContentDigest(configuration));
    Expect(store_.Put(configuration).has_value(), "the sample configuration is one");
    ring_ = std::make_unique<seal::KeyRing>(std::move(keys));
    sealer_ = std::make_unique<ledger::DebtorSealer>(
        *ring_, [](const std::string&, const std::string&) { return Result<void>(); });
    translator_ = std::make_unique<ledger::Translator>(store_, *sealer_);
  }

  const ledger::Translator& translator() const { return *translator_; }

 private:
  ConfigurationStore store_{4};
  std::unique_ptr<seal::KeyRing> ring_;
  std::unique_ptr<ledger::DebtorSealer> sealer_;
  std::unique_ptr<ledger::Translator> translator_;
};

}  // namespace relance::fuzz
