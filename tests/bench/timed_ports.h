#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "libs/journal/domain.h"
#include "libs/journal/log.h"
#include "libs/journal/ports.h"
#include "libs/journal/view.h"
#include "tests/bench/stopwatch.h"

/// The ports of an owner with a stopwatch around each. What is not under one is the journal's own.
namespace relance::bench {

class TimedLog : public journal::JournalLog {
 public:
  TimedLog(journal::JournalLog& log, Stopwatch& watch) : log_(log), watch_(watch) {}

  Result<journal::Extent> Bounds() override {
    const Stopwatch::Span span(watch_, Doing::kLookAround);
    return log_.Bounds();
  }
  Result<std::vector<journal::LogRecord>> Read(int64_t from) override {
    const Stopwatch::Span span(watch_, Doing::kLookAround);
    return log_.Read(from);
  }
  /// On the assistant's thread.
  void Append(uint64_t tag, std::string bytes) override {
    bytes_ += bytes.size();
    ++appends_;
    log_.Append(tag, std::move(bytes));
  }
  std::optional<journal::AppendReport> AwaitReport(Millis timeout) override {
    const Stopwatch::Span span(watch_, Doing::kAwaitAppend);
    return log_.AwaitReport(timeout);
  }

  size_t appends() const { return appends_; }
  size_t bytes() const { return bytes_; }

 private:
  journal::JournalLog& log_;
  Stopwatch& watch_;
  size_t appends_ = 0;
  size_t bytes_ = 0;
};

class TimedInputs : public journal::InputLogs {
 public:
  TimedInputs(journal::InputLogs& inputs, Stopwatch& watch) : inputs_(inputs), watch_(watch) {}

  Result<journal::Extent> Bounds(size_t input) override {
    const Stopwatch::Span span(watch_, Doing::kLookAround);
    return inputs_.Bounds(input);
  }
  Result<journal::LogRecord> ReadAt(size_t input, int64_t offset) override {
    const Stopwatch::Span span(watch_, Doing::kLookAround);
    return inputs_.ReadAt(input, offset);
  }
  Result<void> Seek(size_t input, int64_t next) override { return inputs_.Seek(input, next); }
  Result<std::vector<journal::LogRecord>> Poll(size_t input, size_t limit) override {
    const Stopwatch::Span span(watch_, Doing::kPollInputs);
    return inputs_.Poll(input, limit);
  }
  void Wait(Millis timeout) override {
    const Stopwatch::Span span(watch_, Doing::kWaitInputs);
    inputs_.Wait(timeout);
  }

 private:
  journal::InputLogs& inputs_;
  Stopwatch& watch_;
};

/// Keeps what is written, so that raw Redis can be given the same.
class TimedView : public journal::ViewStore {
 public:
  TimedView(journal::ViewStore& view, Stopwatch& watch) : view_(view), watch_(watch) {}

  Result<journal::Loaded> Load(const std::vector<std::string>& keys) override {
    loads_ += keys.empty() ? 0 : 1;
    if (std::this_thread::get_id() == projector_) return LoadBehind(keys);
    const Stopwatch::Span span(watch_, keys.empty() ? Doing::kLookAround : Doing::kLoad);
    return view_.Load(keys);
  }
  Result<journal::Listed> List(const std::string& prefix, const std::string& after,
                               size_t limit) override {
    const Stopwatch::Span span(watch_, Doing::kLoad);
    return view_.List(prefix, after, limit);
  }
  /// On the projector's thread.
  Result<journal::Projected> Project(const std::optional<journal::Position>& from,
                                     const journal::Position& to,
                                     const journal::Changes& changes) override {
    projector_ = std::this_thread::get_id();
    writes_.push_back(changes);
    const double cpu = CpuSeconds();
    auto projected = view_.Project(from, to, changes);
    cpu_ += CpuSeconds() - cpu;
    return projected;
  }
  Result<void> Wipe() override { return view_.Wipe(); }
  Result<int> CountAttempt(const std::string& input) override { return view_.CountAttempt(input); }
  Result<void> ForgetAttempts(const std::string& input) override {
    return view_.ForgetAttempts(input);
  }
  Result<Instant> Time() override {
    const Stopwatch::Span span(watch_, Doing::kLookAround);
    return view_.Time();
  }

  // To be read when nothing is projected any more.
  const std::vector<journal::Changes>& writes() const { return writes_; }
  double cpu() const { return cpu_; }
  size_t loads() const { return loads_; }
  size_t loads_behind() const { return loads_behind_; }

 private:
  Result<journal::Loaded> LoadBehind(const std::vector<std::string>& keys) {
    ++loads_behind_;
    const double cpu = CpuSeconds();
    auto loaded = view_.Load(keys);
    cpu_ += CpuSeconds() - cpu;
    return loaded;
  }

  journal::ViewStore& view_;
  Stopwatch& watch_;
  std::atomic<std::thread::id> projector_;
  std::vector<journal::Changes> writes_;
  double cpu_ = 0;
  std::atomic<size_t> loads_ = 0;
  size_t loads_behind_ = 0;
};

class TimedProjector : public journal::Projector {
 public:
  TimedProjector(journal::Projector& projector, Stopwatch& watch)
      : projector_(projector), watch_(watch) {}

  void Start(journal::Visit visit) override {
    const Stopwatch::Span span(watch_, Doing::kProject);
    projector_.Start(std::move(visit));
  }
  Result<journal::Visited> Await() override {
    const Stopwatch::Span span(watch_, Doing::kProject);
    return projector_.Await();
  }

 private:
  journal::Projector& projector_;
  Stopwatch& watch_;
};

class TimedAssistant : public journal::Assistant {
 public:
  TimedAssistant(journal::Assistant& assistant, Stopwatch& watch)
      : assistant_(assistant), watch_(watch) {}

  void Begin(std::function<void()> work) override {
    assistant_.Begin([this, work = std::move(work)] {
      const double cpu = CpuSeconds();
      work();
      cpu_ += CpuSeconds() - cpu;
    });
  }
  void Finish() override {
    const Stopwatch::Span span(watch_, Doing::kAssist);
    assistant_.Finish();
  }

  // To be read when everything is finished.
  double cpu() const { return cpu_; }

 private:
  journal::Assistant& assistant_;
  Stopwatch& watch_;
  double cpu_ = 0;
};

class TimedDomain : public journal::Domain {
 public:
  TimedDomain(journal::Domain& domain, Stopwatch& watch) : domain_(domain), watch_(watch) {}

  /// On the assistant's thread.
  void Read(const journal::Input& input) const override { domain_.Read(input); }
  std::vector<std::string> Needs(const journal::Input& input,
                                 journal::Documents& documents) override {
    const Stopwatch::Span span(watch_, Doing::kNeeds);
    return domain_.Needs(input, documents);
  }
  journal::Decision Decide(const journal::Input& input, journal::Documents& documents,
                           Instant now) override {
    const Stopwatch::Span span(watch_, Doing::kDecide);
    return domain_.Decide(input, documents, now);
  }
  std::vector<journal::Effect> Conclude(const std::vector<std::string>& touched,
                                        journal::Documents& documents, Instant now) override {
    const Stopwatch::Span span(watch_, Doing::kConclude);
    return domain_.Conclude(touched, documents, now);
  }
  std::vector<std::string> NeedsToEvolve(const std::string& key,
                                         const std::vector<std::string>& facts,
                                         journal::Documents& documents) override {
    const Stopwatch::Span span(watch_, Doing::kNeedsToEvolve);
    return domain_.NeedsToEvolve(key, facts, documents);
  }
  Result<void> Evolve(const std::string& key, std::string_view fact, journal::Documents& documents,
                      uint64_t sequence, Instant recorded_at) override {
    const Stopwatch::Span span(watch_, Doing::kEvolve);
    return domain_.Evolve(key, fact, documents, sequence, recorded_at);
  }
  journal::Effect Parked(const journal::Input& input, int partition,
                         const journal::ParkReason& reason) override {
    return domain_.Parked(input, partition, reason);
  }

 private:
  journal::Domain& domain_;
  Stopwatch& watch_;
};

class TimedEntropy : public journal::Entropy {
 public:
  TimedEntropy(journal::Entropy& entropy, Stopwatch& watch) : entropy_(entropy), watch_(watch) {}

  std::string Bytes(size_t count) override {
    const Stopwatch::Span span(watch_, Doing::kSalts);
    return entropy_.Bytes(count);
  }

 private:
  journal::Entropy& entropy_;
  Stopwatch& watch_;
};

}  // namespace relance::bench
