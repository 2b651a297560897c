#include "libs/redis/cluster.h"

#include <algorithm>
#include <utility>

namespace relance::redis {
namespace {

/// A slot that moves twice under one command is rare; more is a cluster at odds with itself.
constexpr int kMostRedirections = 4;
constexpr std::chrono::seconds kRefreshPause{1};

/// A master that became a replica.
bool IsDemoted(const std::vector<Reply>& replies) {
  return std::any_of(replies.begin(), replies.end(),
                     [](const Reply& reply) { return reply.IsError("READONLY"); });
}

}  // namespace

Cluster::Cluster(ClusterOptions options) : options_(std::move(options)) {}

Result<Reply> Cluster::Run(std::string_view key, const Command& command) {
  auto replies = RunAll(key, {command});
  if (!replies) return Failure(replies.error());
  return Checked(std::move(replies->front()));
}

Result<std::vector<Reply>> Cluster::RunAll(std::string_view key,
                                           const std::vector<Command>& commands) {
  const Address node = NodeOf(SlotOf(key));
  auto replies = RunAt(node, commands);
  if (!replies) {
    Suspect(node);
    return replies;
  }
  if (IsDemoted(*replies)) Suspect(node);
  if (auto followed = Redirected(*replies, commands, node); !followed) {
    return Failure(followed.error());
  }
  return replies;
}

/// Sends what was answered MOVED, and only that, to the node it names, until nothing is.
Result<void> Cluster::Redirected(std::vector<Reply>& replies, const std::vector<Command>& commands,
                                 Address asked) {
  for (int round = 0; round < kMostRedirections; ++round) {
    std::optional<Redirect> to;
    std::vector<size_t> moved;
    std::vector<Command> again;
    for (size_t i = 0; i < replies.size(); ++i) {
      const auto redirect = ParseMoved(replies[i], asked);
      if (!redirect) continue;
      to = redirect;
      moved.push_back(i);
      again.push_back(commands[i]);
    }
    if (!to) return {};
    Refresh({to->address});
    {
      const std::lock_guard lock(mutex_);
      map_.Assign(to->slot, to->address);
    }
    auto answers = RunAt(to->address, again);
    if (!answers) return Failure(answers.error());
    for (size_t i = 0; i < moved.size(); ++i) replies[moved[i]] = std::move((*answers)[i]);
    asked = to->address;
  }
  return Unavailable("Redis Cluster redirects in a circle");
}

Result<std::vector<Reply>> Cluster::RunEverywhere(const Command& command) {
  std::vector<Address> nodes = options_.seeds;
  Refresh(nodes);
  {
    const std::lock_guard lock(mutex_);
    if (!map_.Nodes().empty()) nodes = map_.Nodes();
  }
  std::vector<Reply> replies;
  for (const Address& node : nodes) {
    auto reply = RunAt(node, {command});
    if (!reply) return reply;
    if (reply->front().IsError()) return Failure(ErrorOf(reply->front()));
    replies.push_back(std::move(reply->front()));
  }
  return replies;
}

Result<std::vector<Reply>> Cluster::RunAt(const Address& address,
                                          const std::vector<Command>& commands) {
  auto connection = PoolOf(address).Borrow();
  if (!connection) return Failure(connection.error());
  auto replies = (*connection)->RunAll(commands);
  // Its name may by now lead to the new master.
  if (replies && IsDemoted(*replies)) (*connection)->Drop();
  return replies;
}

Address Cluster::NodeOf(int slot) {
  const std::lock_guard lock(mutex_);
  if (const auto known = map_.NodeOf(slot)) return *known;
  return options_.seeds[seed_ % options_.seeds.size()];
}

ConnectionPool& Cluster::PoolOf(const Address& address) {
  const std::lock_guard lock(mutex_);
  auto& pool = pools_[address];
  if (!pool) {
    Options options = options_.connection;
    options.address = address;
    pool = std::make_unique<ConnectionPool>(std::move(options), options_.connections_per_node);
  }
  return *pool;
}

/// Reads the map from the first node that has one; a single Redis has none, and none is needed.
void Cluster::Refresh(std::vector<Address> from) {
  for (const Address& node : from) {
    const auto answer = RunAt(node, {{"CLUSTER", "SLOTS"}});
    if (!answer) continue;
    const std::lock_guard lock(mutex_);
    if (map_.Learn(answer->front(), node)) return;
  }
}

/// A node that fails may have been replaced: asks the others who has its slots now.
void Cluster::Suspect(const Address& address) {
  std::vector<Address> others;
  {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    if (now < next_refresh_) return;
    next_refresh_ = now + kRefreshPause;
    ++seed_;
    others = map_.Nodes();
    others.insert(others.end(), options_.seeds.begin(), options_.seeds.end());
    std::erase(others, address);
  }
  Refresh(std::move(others));
}

}  // namespace relance::redis
