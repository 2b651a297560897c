#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libs/http/message.h"

namespace relance::http {

using Handler = std::function<Response(const Request&)>;

/// Which handler serves a request. Templates are paths whose parts in braces match one part each:
/// "/l/{token}". A route for GET serves HEAD too.
class Router {
 public:
  /// `method` is "GET" or "POST". Of two templates that match the one added first counts.
  void Add(std::string method, std::string route, Handler handler);

  struct Match {
    std::string route;  ///< The template, for metrics; empty: no such path.
    std::map<std::string, std::string> parameters;
    const Handler* handler = nullptr;  ///< nullptr with a route: the path exists, not this method.
    std::string allow;                 ///< Then the methods there are: "GET, HEAD".
  };
  Match Find(std::string_view method, std::string_view path) const;

  /// Every template, each once, in the order added.
  std::vector<std::string> Routes() const;

 private:
  struct Route {
    std::string method;
    std::string route;
    std::vector<std::string> parts;
    Handler handler;
  };
  std::vector<Route> routes_;
};

}  // namespace relance::http
