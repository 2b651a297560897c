#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/kafka/client.h"

namespace relance::kafka {

struct MembershipOptions {
  std::string service;          ///< "ledger"
  std::string installation_id;  ///< Keeps two installations on one cluster apart.
  std::string topic;            ///< The service's commands topic; the only one subscribed to.
  /// How long a dead member keeps its partitions; development: 6 s.
  Millis session_timeout{45'000};
  /// How long the group waits for a member's Revoked before it is put out of the group.
  Millis rebalance_timeout{60'000};
  std::string static_member_id;  ///< Optional: a restart within the session keeps the partitions.
};

struct MembershipCallbacks {
  std::function<void(const std::vector<int>& partitions)> assigned;
  /// The partitions go to others when this returns; `lost`: they may already have gone.
  std::function<void(const std::vector<int>& partitions, bool lost)> revoked;
  /// Optional. This member will never be assigned anything again, such as when another process uses
  /// its static id.
  std::function<void(const Error& error)> failed;
};

/// The service's membership of the consumer group "relance.<service>.<installation id>", which
/// decides who owns which partition (range, eager). It reads and commits nothing. The callbacks run
/// on its own thread, one at a time, and alternate; they may block, heartbeats go on meanwhile.
class Membership {
 public:
  static Result<std::unique_ptr<Membership>> Join(const ClientConfig& config,
                                                  const MembershipOptions& options,
                                                  MembershipCallbacks callbacks);
  /// Leaves, if that has not been done.
  ~Membership();
  Membership(const Membership&) = delete;
  Membership& operator=(const Membership&) = delete;

  /// Revokes what is assigned, tells the group, and returns when both are done.
  void Leave();

 private:
  struct State;
  explicit Membership(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace relance::kafka
