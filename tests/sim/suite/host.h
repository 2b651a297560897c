#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/journal/owner.h"
#include "tests/sim/suite/suite.h"

namespace relance::sim {

/// The owner of one service's partition, on the topics of a suite and a view. Dies at a port call
/// when the suite says so, and starts with nothing in memory at its next step.
class Host : journal::JournalLog,
             journal::InputLogs,
             journal::ViewStore,
             journal::Projector,
             journal::Assistant,
             journal::ParkedLog,
             journal::Clock,
             journal::Entropy,
             journal::Answers,
             journal::OwnerEvents {
 public:
  Host(Suite& suite, Service service, MemoryView& view);

  journal::Owner::Turn Step();
  bool stepping() const { return stepping_; }
  void Kill();
  bool Quiet();
  /// From now on nothing happens between its port calls: it only reads.
  void Undisturbed() { undisturbed_ = true; }
  journal::Owner* owner() { return owner_.get(); }
  const std::vector<std::string>& parked() const { return parked_; }
  uint64_t deaths() const { return deaths_; }

 private:
  void Start();
  void Pass(const char* what);
  void MakeVisit();
  const std::vector<std::string>& TopicOf(size_t input);

  // JournalLog and InputLogs
  Result<journal::Extent> Bounds() override;
  Result<std::vector<journal::LogRecord>> Read(int64_t from) override;
  void Append(uint64_t tag, std::string bytes) override;
  std::optional<journal::AppendReport> AwaitReport(Millis timeout) override;
  Result<journal::Extent> Bounds(size_t input) override;
  Result<journal::LogRecord> ReadAt(size_t input, int64_t offset) override;
  Result<void> Seek(size_t input, int64_t next) override;
  Result<std::vector<journal::LogRecord>> Poll(size_t input, size_t limit) override;
  void Wait(Millis) override {}

  // ViewStore, Projector, Assistant and ParkedLog
  Result<journal::Loaded> Load(const std::vector<std::string>& keys) override;
  Result<journal::Listed> List(const std::string& prefix, const std::string& after,
                               size_t limit) override;
  Result<journal::Projected> Project(const std::optional<journal::Position>& from,
                                     const journal::Position& to,
                                     const journal::Changes& changes) override;
  Result<void> Wipe() override { return view_.Wipe(); }
  void Start(journal::Visit visit) override;
  Result<journal::Visited> Await() override;
  void Begin(std::function<void()> work) override { work(); }
  void Finish() override {}
  Result<int> CountAttempt(const std::string& input) override { return view_.CountAttempt(input); }
  Result<void> ForgetAttempts(const std::string& input) override {
    return view_.ForgetAttempts(input);
  }
  Result<Instant> Time() override { return suite_.system(); }
  Result<void> Park(const std::string& topic, int64_t offset, const std::string& bytes,
                    const std::string& reason, const std::string& field) override;

  // Clock, Entropy, Answers, OwnerEvents
  Instant Now() override { return suite_.now(); }
  Instant System() override { return suite_.system(); }
  bool IsDevelopment() const override { return suite_.HasClock(); }
  Millis Monotonic() override { return suite_.monotonic(); }
  std::string Bytes(size_t count) override { return suite_.Bytes(count); }
  void Answer(const CommandId& id, const journal::Outcome& outcome) override;
  void Stopped(int partition, const std::string& why) override;
  void Alarm(int partition, const std::string& what) override;

  Suite& suite_;
  const Service service_;
  MemoryView& view_;
  journal::OwnerSettings settings_;
  std::unique_ptr<journal::Domain> domain_;
  std::unique_ptr<journal::Owner> owner_;
  std::vector<int64_t> next_;
  std::deque<journal::AppendReport> reports_;
  std::optional<journal::Visit> visit_;  ///< Started, and has not met the view.
  std::optional<Result<journal::Visited>> visited_;
  uint64_t visits_ = 0;
  std::vector<std::string> parked_;
  bool stepping_ = false;
  bool undisturbed_ = false;
  uint64_t deaths_ = 0;
};

}  // namespace relance::sim
