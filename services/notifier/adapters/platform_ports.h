#pragma once

#include <functional>
#include <string>

#include "libs/base/instant.h"
#include "libs/log/logger.h"
#include "libs/metrics/metrics.h"
#include "libs/seal/blob_store.h"
#include "services/notifier/app/ports.h"

namespace relance::notifier {

/// Business time as given (production: the system clock; development: the clock that is set), and
/// the machine's monotonic clock.
class ProcessClocks : public Clocks {
 public:
  explicit ProcessClocks(std::function<Instant()> now) : now_(std::move(now)) {}
  Instant Now() override { return now_(); }
  Monotonic Ticks() override;
  void Pause(Millis time) override;

 private:
  const std::function<Instant()> now_;
};

/// Bytes that were sent, as sealed files.
class BlobMessages : public MessageStore {
 public:
  explicit BlobMessages(seal::BlobStore& blobs) : blobs_(blobs) {}
  Result<std::string> Keep(std::string_view bytes) override;

 private:
  seal::BlobStore& blobs_;
};

class RandomTokens : public Tokens {
 public:
  LinkToken Mint(int partition) override;
  std::string NewAskId() override;
};

/// relance_notifications_total{legal_entity,channel,outcome}, relance_notifications_submit_seconds
/// {channel}, relance_notifications_duplicate_suppressed_total, relance_clearance_asks_total, and
/// log lines without personal data.
class MeteredWitness : public Witness {
 public:
  MeteredWitness(Metrics& metrics, const Logger& log);

  void Asked(size_t notices) override;
  void Ended(const NoticeRef& ref, Channel channel, const Delivery& delivery,
             std::chrono::nanoseconds took) override;
  void NotStarted(const NoticeRef& ref, std::string_view reason) override;
  void Failed(const NoticeRef& ref, std::string_view step, const Error& error) override;

 private:
  const Logger& log_;
  CounterFamily notifications_;
  HistogramFamily submit_seconds_;
  CounterFamily suppressed_;
  CounterFamily asked_;
  CounterFamily failures_;
};

}  // namespace relance::notifier
