#include "services/notifier/adapters/platform_ports.h"

#include <thread>

#include "libs/base/encoding.h"
#include "libs/seal/random.h"

namespace relance::notifier {

Monotonic ProcessClocks::Ticks() {
  return std::chrono::steady_clock::now();
}
void ProcessClocks::Pause(Millis time) {
  std::this_thread::sleep_for(time);
}

Result<std::string> BlobMessages::Keep(std::string_view bytes) {
  const auto digest = blobs_.Put(bytes);
  if (!digest) return Failure(digest.error());
  return ToBytes(*digest);
}

LinkToken RandomTokens::Mint(int partition) {
  return {partition, seal::RandomBytes(32)};
}
std::string RandomTokens::NewAskId() {
  return ToHex(seal::RandomBytes(16));
}

MeteredWitness::MeteredWitness(Metrics& metrics, const Logger& log)
    : log_(log),
      notifications_(metrics.Counters("relance_notifications_total", "Attempts by outcome")),
      submit_seconds_(metrics.Histograms("relance_notifications_submit_seconds",
                                         "Time from hand-over to the provider's answer")),
      suppressed_(metrics.Counters("relance_notifications_duplicate_suppressed_total",
                                   "Attempts that the journal refused")),
      asked_(metrics.Counters("relance_clearance_asks_total", "Notices asked for")),
      failures_(metrics.Counters("relance_notifications_step_failures_total",
                                 "Steps of a hand-over that could not be taken now")) {}

void MeteredWitness::Asked(size_t notices) {
  asked_.With().Add(static_cast<double>(notices));
}

void MeteredWitness::Ended(const NoticeRef& ref, Channel channel, const Delivery& delivery,
                           std::chrono::nanoseconds took) {
  notifications_
      .With({{"legal_entity", ref.account.entity},
             {"channel", std::string(Name(channel))},
             {"outcome", std::string(Name(delivery.result))}})
      .Add();
  submit_seconds_.With({{"channel", std::string(Name(channel))}}).Observe(took);
  log_.Info("attempt ended", {{"legal_entity", ref.account.entity},
                              {"event_id", ref.notice},
                              {"outcome", Name(delivery.result)},
                              {"answer", delivery.answer}});
}

void MeteredWitness::NotStarted(const NoticeRef& ref, std::string_view reason) {
  suppressed_.With({{"reason", std::string(reason)}}).Add();
  log_.Info("attempt not recorded",
            {{"legal_entity", ref.account.entity}, {"event_id", ref.notice}, {"reason", reason}});
}

void MeteredWitness::Failed(const NoticeRef& ref, std::string_view step, const Error& error) {
  failures_.With({{"step", std::string(step)}}).Add();
  log_.Warn("a notice cannot go on now", {{"legal_entity", ref.account.entity},
                                          {"event_id", ref.notice},
                                          {"step", step},
                                          {"field", error.field},
                                          {"error", error.message}});
}

}  // namespace relance::notifier
