#include "libs/redis/script.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace relance::redis {

Result<std::string> Script::HashOn(Cluster& cluster, const std::string& key) {
  {
    const std::lock_guard lock(mutex_);
    if (!hash_.empty()) return hash_;
  }
  // Without a key in it, SCRIPT LOAD is taken by any node; the hash is the same everywhere.
  auto loaded = cluster.Run(key, {"SCRIPT", "LOAD", body_});
  if (!loaded) return Failure(loaded.error());
  const std::lock_guard lock(mutex_);
  hash_ = loaded->text;
  return hash_;
}

Result<Reply> Script::Run(Cluster& cluster, const std::vector<std::string>& keys,
                          std::vector<std::string> arguments) {
  const auto hash = HashOn(cluster, keys.front());
  if (!hash) return Failure(hash.error());
  Command command{"EVALSHA", *hash, std::to_string(keys.size())};
  command.reserve(command.size() + keys.size() + arguments.size());
  command.insert(command.end(), keys.begin(), keys.end());
  std::move(arguments.begin(), arguments.end(), std::back_inserter(command));
  std::vector<Command> commands;
  commands.push_back(std::move(command));  // a projection is megabytes: not copied
  auto replies = cluster.RunAll(keys.front(), commands);
  if (replies && replies->front().IsError("NOSCRIPT")) {
    commands.front()[0] = "EVAL";
    commands.front()[1] = body_;
    replies = cluster.RunAll(keys.front(), commands);
  }
  if (!replies) return Failure(replies.error());
  return Checked(std::move(replies->front()));
}

}  // namespace relance::redis
