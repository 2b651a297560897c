#include "services/scenario/adapters/fence_requester.h"

#include <algorithm>

#include "libs/base/encoding.h"
#include "libs/grpc/rpc_channel.h"
#include "services/scenario/adapters/scenario_journal.h"

namespace relance::scenario {
namespace {

constexpr Millis kEvery{50};
constexpr Millis kCallTimeout{5'000};
constexpr int kGiveUpAfter = 20;  // the notifier asks again after its clearance time

}  // namespace

FenceRequester::FenceRequester(std::shared_ptr<grpc::Channel> ledger, journal::Entropy& entropy,
                               const Logger& log)
    : ledger_(ledger::v1::LedgerService::NewStub(std::move(ledger))),
      entropy_(entropy),
      log_(log),
      thread_([this] { Loop(); }) {}

FenceRequester::~FenceRequester() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void FenceRequester::Request(int partition, uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  uint64_t& wanted = wanted_[partition];
  wanted = std::max(wanted, sequence);
  changed_.notify_all();
}

bool FenceRequester::Quiet() {
  const std::lock_guard lock(mutex_);
  return wanted_.empty() && !busy_;
}

void FenceRequester::Loop() {
  int failures = 0;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (wanted_.empty()) {
      failures = 0;
      changed_.wait(lock);
      continue;
    }
    std::map<int, uint64_t> asked;
    asked.swap(wanted_);
    busy_ = true;
    lock.unlock();
    std::map<int, uint64_t> failed;
    for (const auto& [partition, sequence] : asked) {
      if (!AskLedger(partition, sequence)) failed[partition] = sequence;
    }
    lock.lock();
    busy_ = false;
    failures = failed.empty() ? 0 : failures + 1;
    if (failures < kGiveUpAfter) {
      for (const auto& [partition, sequence] : failed) {
        wanted_[partition] = std::max(wanted_[partition], sequence);
      }
    }
    changed_.wait_for(lock, kEvery, [this] { return stopping_; });
  }
}

bool FenceRequester::AskLedger(int partition, uint64_t sequence) {
  grpc::ClientContext context;
  Prepare(context,
          {.timeout = kCallTimeout, .identity = {"scenario", "service", {"*"}}, .traceparent = {}});
  ledger::v1::RequestFenceRequest request;
  request.set_partition(partition);
  request.set_fence_id(FenceId(partition, sequence, ToHex(entropy_.Bytes(8))));
  ledger::v1::RequestFenceResponse response;
  const auto status = ledger_->RequestFence(&context, request, &response);
  if (!status.ok()) {
    log_.Warn("fence refused", {{"partition", partition}, {"error", status.error_message()}});
  }
  return status.ok();
}

}  // namespace relance::scenario
