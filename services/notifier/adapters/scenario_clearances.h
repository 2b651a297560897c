#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libs/base/command_id.h"
#include "services/notifier/app/ports.h"

namespace grpc {
class Channel;
}

namespace relance::notifier {

/// ScenarioService.ClearNotices.
class ScenarioClearances : public Clearances {
 public:
  ScenarioClearances(std::shared_ptr<grpc::Channel> scenario, std::function<CommandId()> new_id,
                     Millis timeout);
  ~ScenarioClearances() override;

  Result<void> Ask(int partition, const std::string& ask_id,
                   const std::vector<NoticeRef>& notices) override;

 private:
  struct Stub;
  std::unique_ptr<Stub> stub_;
  const std::function<CommandId()> new_id_;
  const Millis timeout_;
};

}  // namespace relance::notifier
