#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relance::http {

/// Names and values as they came, in order.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// The first value of a name, or "". Names of forms are compared as they are.
std::string_view ValueOf(const Fields& fields, std::string_view name);
/// Every value of a name, in order.
std::vector<std::string> ValuesOf(const Fields& fields, std::string_view name);

/// One request, decoded. What could not be decoded never becomes a Request.
struct Request {
  std::string method;  ///< "GET", "HEAD" or "POST".
  std::string path;    ///< Percent-decoded, begins with '/'.
  Fields query;
  Fields headers;  ///< Names in lower case.
  std::map<std::string, std::string> cookies;
  Fields form;                                    ///< Of an application/x-www-form-urlencoded body.
  std::string peer;                               ///< Address of the other end of the connection.
  std::map<std::string, std::string> parameters;  ///< Of the route: {"token", "..."}.

  bool IsHead() const { return method == "HEAD"; }
  /// "" when the header is absent.
  std::string_view Header(std::string_view lower_case_name) const {
    return ValueOf(headers, lower_case_name);
  }
};

struct Response {
  int status = 200;
  Fields headers;  ///< Content-Length, Connection and Date are the server's.
  std::string body;

  void Set(std::string name, std::string value);
};

/// 303: what a POST answers, so that a reload repeats nothing.
Response SeeOther(std::string location);

/// A name and value that may stand in a header: no line end, no control character. A value that
/// fails this would let its author write headers or a second response.
bool IsSafeHeader(std::string_view name, std::string_view value);

}  // namespace relance::http
