#pragma once

#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"

namespace relance::cli {

/// Ports of 127.0.0.1 that nobody listens on now, all different.
Result<std::vector<int>> FreePorts(size_t count);
/// A port of 127.0.0.1 that is free together with the one after it. Below those that the system
/// hands out to connections: a program that takes a while to listen does not lose it to one of
/// them.
Result<int> FreePortPair();
/// Whether somebody accepts connections there.
bool Listens(int port);

struct HttpAnswer {
  int status = 0;
  std::string body;
};
/// GET on 127.0.0.1; kUnavailable without an answer in time.
Result<HttpAnswer> HttpGet(int port, const std::string& path, Millis timeout);

}  // namespace relance::cli
