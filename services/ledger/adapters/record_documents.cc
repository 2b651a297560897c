#include "services/ledger/adapters/record_documents.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

#include "libs/digest/digest.h"
#include "libs/grpc/status.h"

namespace relance::ledger {
namespace {

constexpr int kMostRefusals = 100;

class Stream : public grpc::ServerReadReactor<v1::RecordDocumentsRequest> {
 public:
  Stream(const RecordingPorts& ports, journal::Identity by, v1::RecordDocumentsResponse* response)
      : ports_(ports), by_(std::move(by)), response_(response) {
    StartRead(&event_);
  }

  void OnReadDone(bool ok) override {
    std::optional<Error> failure;
    if (ok) {
      if (ports_.pool.Run([this] { Handle(); })) return;
      failure = Error{ErrorCode::kUnavailable, "too much is queued", {}};
    }
    std::unique_lock lock(mutex_);
    if (failure) Fail(*failure);
    ended_ = true;
    Settle(std::move(lock));
  }
  void OnDone() override { delete this; }

 private:
  struct Write {
    int partition = 0;
    bool bulk = false;
    std::string content;
  };

  /// On a thread of the pool: translating may wait for a new debtor's key, parking for the broker.
  void Handle() {
    auto read = ports_.translator.Translate(event_, by_.entities);
    std::optional<Error> failed;
    if (!read) failed = Refuse(read.error());
    std::optional<Write> write;
    {
      const std::lock_guard lock(mutex_);
      response_->set_received(response_->received() + 1);
      if (failed) Fail(*failed);
      if (read) {
        if (auto* document = std::get_if<ReadDocument>(&*read)) {
          write = Write{document->partition, document->bulk, document->input.SerializeAsString()};
          ++in_flight_;
        } else {
          const auto& beat = std::get<Heartbeat>(*read);
          int64_t& up_to = beats_[{beat.source, beat.entity}];
          up_to = std::max(up_to, beat.up_to_ms);
        }
      }
    }
    if (write) Start(*std::move(write));
    ReadOn();
  }

  void ReadOn() {
    std::unique_lock lock(mutex_);
    if (failure_) {
      ended_ = true;
      return Settle(std::move(lock));
    }
    paused_ = in_flight_ >= kMostInFlight;
    if (paused_) return;
    lock.unlock();
    StartRead(&event_);
  }

  void Start(Write write) {
    ports_.front.Write(write.partition, write.bulk, std::move(write.content),
                       [this](Result<void> done) { Written(done); });
  }

  void Written(const Result<void>& done) {
    std::unique_lock lock(mutex_);
    --in_flight_;
    if (!done) Fail(done.error());
    const bool was_paused = std::exchange(paused_, false);
    if (was_paused && !failure_) {
      lock.unlock();
      return StartRead(&event_);
    }
    ended_ = ended_ || was_paused;
    Settle(std::move(lock));
  }

  /// Parks the event; an error when it could not be.
  std::optional<Error> Refuse(const Error& error) {
    if (error.code == ErrorCode::kUnavailable) return error;
    // The number stands for the content: the same event sent again is parked under the same name.
    const std::string bytes = event_.SerializeAsString();
    ParkedEvent parked;
    parked.topic = std::string(kRpcTopic);
    parked.offset = static_cast<int64_t>(Xxh64(bytes) >> 1);
    parked.value = bytes;
    parked.reason = error.message;
    parked.field = error.field;
    parked.at = IssuedAt(ports_.front.NewId());
    std::tie(parked.entity, parked.account) = AccountNamedIn(event_);
    if (auto kept = ports_.parked.Park(parked); !kept) return kept.error();
    const std::lock_guard lock(mutex_);
    response_->set_refused(response_->refused() + 1);
    if (response_->refusals_size() < kMostRefusals) {
      auto& refusal = *response_->add_refusals();
      refusal.set_event_id(event_.event_id());
      refusal.set_field(error.field);
      refusal.set_reason(error.message);
    }
    return std::nullopt;
  }

  void Fail(const Error& error) {
    if (!failure_) failure_ = error;
  }

  /// Once nothing is read or in flight: first the heartbeats, which speak of what came before them.
  /// After Finish this object may be gone at any moment.
  void Settle(std::unique_lock<std::mutex> lock) {
    if (!ended_ || in_flight_ > 0 || finished_) return;
    if (!failure_ && !beats_.empty()) return ReportFeeds();
    finished_ = true;
    const grpc::Status status = failure_ ? ToStatus(*failure_) : grpc::Status::OK;
    lock.unlock();
    Finish(status);
  }

  void ReportFeeds() {
    std::vector<Write> reports;
    for (const auto& [key, up_to_ms] : beats_) {
      v1::LedgerInput input;
      auto& seen = *input.mutable_feed_seen();
      seen.set_source(key.first);
      seen.set_legal_entity(key.second);
      seen.set_up_to_ms(up_to_ms);
      for (int p = 0; p < ports_.configuration.Partitions(); ++p) {
        reports.push_back({p, true, input.SerializeAsString()});
      }
    }
    beats_.clear();
    in_flight_ += static_cast<int>(reports.size());
    // Not on this thread: a front may answer at once, and would find the lock taken.
    ports_.pool.Continue([this, reports = std::move(reports)] {
      for (const Write& report : reports) Start(report);
    });
  }

  const RecordingPorts ports_;
  const journal::Identity by_;
  v1::RecordDocumentsResponse* const response_;
  v1::RecordDocumentsRequest event_;  ///< Of the reader, then of Handle, never of both.
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, int64_t> beats_;
  int in_flight_ = 0;
  bool paused_ = false;
  bool ended_ = false;
  bool finished_ = false;
  std::optional<Error> failure_;
};

}  // namespace

grpc::ServerReadReactor<v1::RecordDocumentsRequest>* RecordStream(
    const RecordingPorts& ports, journal::Identity by, v1::RecordDocumentsResponse* response) {
  return new Stream(ports, std::move(by), response);
}

}  // namespace relance::ledger
