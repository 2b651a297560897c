#include "tools/relance/clock/service_clocks.h"

#include "relance/dev/v1/clock.grpc.pb.h"
#include "tools/relance/rpc/call.h"

namespace relance::cli {
namespace {

using dev::v1::DevClockService;

class ServiceClock : public MovableClock {
 public:
  ServiceClock(std::string name, const std::shared_ptr<grpc::Channel>& channel,
               journal::Identity identity)
      : name_(std::move(name)), stub_(channel), identity_(std::move(identity)) {}

  const std::string& Name() const override { return name_; }

  Result<Instant> Now() override {
    const auto clock =
        Call(stub_, &DevClockService::Stub::GetClock, dev::v1::GetClockRequest(), identity_);
    if (!clock) return Failure(Named(clock.error()));
    return FromMillis(clock->now_ms());
  }

  Result<void> Set(Instant at) override {
    dev::v1::SetClockRequest request;
    request.set_now_ms(ToMillis(at));
    const auto set = Call(stub_, &DevClockService::Stub::SetClock, request, identity_);
    if (!set) return Failure(Named(set.error()));
    return {};
  }

  Result<Status> GetStatus() override {
    const auto answer =
        Call(stub_, &DevClockService::Stub::GetStatus, dev::v1::GetStatusRequest(), identity_);
    if (!answer) return Failure(Named(answer.error()));
    Status status;
    if (answer->next_moment_ms() != 0) status.next_moment = FromMillis(answer->next_moment_ms());
    status.quiet = answer->quiet();
    status.activity = answer->activity();
    return status;
  }

 private:
  Error Named(Error error) const {
    error.message = name_ + ": " + error.message;
    return error;
  }

  const std::string name_;
  DevClockService::Stub stub_;
  const journal::Identity identity_;
};

}  // namespace

Result<std::vector<std::unique_ptr<MovableClock>>> ServiceClocks(const Session& session) {
  const auto& targets = session.targets;
  if (!targets.development_clock) {
    return Invalid(
        "these services run on the system's clock; start a development stack with "
        "`relance dev up --at ...`");
  }
  std::vector<std::unique_ptr<MovableClock>> clocks;
  // The scenario service last: when it acts, the others are already at the new moment.
  const std::vector<std::pair<std::string, std::string>> services = {
      {"ledger", targets.ledger}, {"notifier", targets.notifier}, {"scenario", targets.scenario}};
  for (const auto& [name, target] : services) {
    auto channel = ChannelTo(session, target, "--" + name);
    if (!channel) return Failure(channel.error());
    clocks.push_back(std::make_unique<ServiceClock>(name, *channel, session.identity));
  }
  return clocks;
}

}  // namespace relance::cli
