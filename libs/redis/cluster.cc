#include "libs/redis/cluster.h"

#include <algorithm>
#include <utility>

namespace relance::redis {
namespace {

/// A slot that moves twice under one command is rare; more is a cluster at odds with itself.
constexpr int kMostRedirections = 4;
/// Of a transaction: the slot moves, or others change what it watches.
constexpr int kMostAttempts = 8;
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
    Follow(*to);
    auto answers = RunAt(to->address, again);
    if (!answers) return Failure(answers.error());
    for (size_t i = 0; i < moved.size(); ++i) replies[moved[i]] = std::move((*answers)[i]);
    asked = to->address;
  }
  return Unavailable("Redis Cluster redirects in a circle");
}

void Cluster::Follow(const Redirect& to) {
  Refresh({to.address});
  const std::lock_guard lock(mutex_);
  map_.Assign(to.slot, to.address);
}

Result<std::optional<std::vector<Reply>>> Cluster::RunTransaction(Transaction transaction) {
  auto& [watched, look, agrees, writes] = transaction;
  look.insert(look.begin(), {"WATCH", watched});
  writes.insert(writes.begin(), {"MULTI"});
  writes.push_back({"EXEC"});
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    auto connection = PoolOf(NodeOf(SlotOf(watched))).Borrow();
    if (!connection) return Failure(connection.error());
    auto seen = Settled(**connection, (*connection)->RunAll(look));
    if (!seen) return Failure(seen.error());
    if (seen->empty()) continue;  // it has moved
    seen->erase(seen->begin());
    if (!agrees(*seen)) {
      (void)(*connection)->Continue({{"UNWATCH"}});
      return std::nullopt;
    }
    auto replies = Settled(**connection, (*connection)->Continue(writes));
    if (!replies) return Failure(replies.error());
    if (replies->empty() || replies->back().IsNil()) continue;  // moved, or changed meanwhile
    return std::move(replies->back().elements);
  }
  return Unavailable("Redis: " + watched + " changes under every attempt to write");
}

/// One half of a transaction: its first error is its failure, or a redirection, which is followed;
/// then it is empty. What is watched goes with the connection.
Result<std::vector<Reply>> Cluster::Settled(Connection& connection,
                                            Result<std::vector<Reply>> replies) {
  const Address node = connection.options().address;
  if (!replies || IsDemoted(*replies)) Suspect(node);
  if (!replies) return replies;
  for (const Reply& reply : *replies) {
    if (!reply.IsError()) continue;
    connection.Drop();
    const auto moved = ParseMoved(reply, node);
    if (!moved) return Failure(ErrorOf(reply));
    Follow(*moved);
    return std::vector<Reply>{};
  }
  return replies;
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
