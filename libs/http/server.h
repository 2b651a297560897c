#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/http/message.h"
#include "libs/http/router.h"

namespace relance::http {

struct ServerOptions {
  std::string listen = "127.0.0.1:0";  ///< "127.0.0.1:8080", "[::1]:8080"; port 0 takes a free one.
  size_t header_limit = 8 * 1024;      ///< Bytes of request line and headers: 431 above.
  size_t body_limit = 1024 * 1024;     ///< Bytes: 413 above.
  /// From the end of one request (or the connection) to the end of the next one's headers: an idle
  /// connection and a client that trickles its headers both end here.
  Millis header_timeout{15'000};
  Millis body_timeout{30'000};
  Millis write_timeout{30'000};
  size_t workers = 8;               ///< Handlers run here and may block.
  size_t longest_queue = 128;       ///< Requests waiting for a worker: 503 above.
  size_t most_connections = 1'024;  ///< Above: closed at once.
  Millis drain{25'000};             ///< How long Stop waits for requests being served.
};

/// An HTTP/1.1 server for a reverse proxy in front: no TLS, GET, HEAD and POST, keep-alive. What
/// two parsers could read in two ways is refused and the connection closed: a length and a
/// Transfer-Encoding together, two lengths, two hosts, a body that is not the length it says.
class Server {
 public:
  /// `handler` serves every well-formed request, from any worker; what it throws is a 500.
  /// `refuse` writes the page for what never becomes a request (400, 405, 408, 413, 431, 501, 503);
  /// of the request it sees what was read: headers, maybe. Both must outlive the server.
  /// kInvalid (field `http.listen`) for an address that is none, kUnavailable for a taken port.
  static Result<std::unique_ptr<Server>> Start(
      const ServerOptions& options, Handler handler,
      std::function<Response(const Request&, int status)> refuse);
  /// Stops if nobody has.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const;

  /// Takes no new connection, ends idle ones, lets requests being served finish at most `drain`.
  void Stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace relance::http
