#pragma once

#include <string>

#include "libs/base/instant.h"
#include "libs/base/result.h"

namespace relance::cli {

/// Whether somebody accepts connections there.
bool Listens(int port);

struct HttpAnswer {
  int status = 0;
  std::string body;
};
/// GET on 127.0.0.1; kUnavailable without an answer in time.
Result<HttpAnswer> HttpGet(int port, const std::string& path, Millis timeout);

}  // namespace relance::cli
