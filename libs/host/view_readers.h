#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/journal/front.h"
#include "libs/redis/view_store.h"

namespace relance::host {

/// Reads of all partitions of one service's views. Thread-safe.
class ViewReaders : public journal::ViewReader {
 public:
  ViewReaders(redis::Cluster& cluster, const std::string& service, int layout, int partitions);

  Result<journal::Loaded> Load(const journal::Token& at_least, const std::vector<std::string>& keys,
                               Millis timeout) override;
  Result<journal::Listed> List(const journal::Token& at_least, const std::string& prefix,
                               const std::string& after, size_t limit, Millis timeout) override;

  int Partitions() const { return static_cast<int>(views_.size()); }
  redis::RedisViewStore& View(int partition) { return *views_[static_cast<size_t>(partition)]; }

 private:
  std::vector<std::unique_ptr<redis::RedisViewStore>> views_;
};

}  // namespace relance::host
