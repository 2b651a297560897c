#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <optional>

#include "libs/host/clock.h"
#include "libs/host/journal_host.h"
#include "relance/dev/v1/clock.grpc.pb.h"
#include "relance/journal/v1/admin.grpc.pb.h"

namespace relance::host {

/// What operators may ask of a journal.
class JournalRpc : public journal::v1::JournalService::CallbackService {
 public:
  explicit JournalRpc(JournalHost& host) : host_(host) {}

  grpc::ServerUnaryReactor* ListPartitions(grpc::CallbackServerContext* context,
                                           const journal::v1::ListPartitionsRequest* request,
                                           journal::v1::ListPartitionsResponse* response) override;
  grpc::ServerUnaryReactor* RebuildView(grpc::CallbackServerContext* context,
                                        const journal::v1::RebuildViewRequest* request,
                                        journal::v1::RebuildViewResponse* response) override;
  grpc::ServerUnaryReactor* AllowJump(grpc::CallbackServerContext* context,
                                      const journal::v1::AllowJumpRequest* request,
                                      journal::v1::AllowJumpResponse* response) override;

 private:
  JournalHost& host_;
};

/// What a service does beside its journal, such as intake or sending. Any of it may be empty.
struct Beside {
  std::function<bool()> quiet;                          ///< Nothing goes on.
  std::function<std::optional<Instant>()> next_moment;  ///< Of its own business time.
  std::function<void()> started;                        ///< Once everything serves.
  std::function<void()> stopping;                       ///< While the journal still runs.
};

/// Business time of a development stack.
class DevClockRpc : public dev::v1::DevClockService::CallbackService {
 public:
  DevClockRpc(HostClock& clock, JournalHost& host, const OwnerMetrics& metrics,
              const Beside& beside);

  grpc::ServerUnaryReactor* GetClock(grpc::CallbackServerContext* context,
                                     const dev::v1::GetClockRequest* request,
                                     dev::v1::GetClockResponse* response) override;
  grpc::ServerUnaryReactor* SetClock(grpc::CallbackServerContext* context,
                                     const dev::v1::SetClockRequest* request,
                                     dev::v1::SetClockResponse* response) override;
  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const dev::v1::GetStatusRequest* request,
                                      dev::v1::GetStatusResponse* response) override;

 private:
  HostClock& clock_;
  JournalHost& host_;
  const OwnerMetrics& metrics_;
  const Beside& beside_;
};

}  // namespace relance::host
