#include "libs/http/server.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "libs/http/cookies.h"
#include "libs/http/form.h"

namespace relance::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using Tcp = asio::ip::tcp;
using boost::system::error_code;
using Parser = bhttp::request_parser<bhttp::string_body>;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);

/// What is read and thrown away after a refusal, so that its page reaches the client before the
/// connection is reset for unread bytes.
constexpr size_t kMostDiscarded = 4 * 1024 * 1024;
constexpr auto kLongestLinger = std::chrono::seconds(2);

struct Connection {
  explicit Connection(Tcp::socket socket) : stream(std::move(socket)) {}

  beast::tcp_stream stream;
  beast::flat_buffer buffer{64 * 1024};
  std::string peer;
  bool serving = false;
};

std::string Lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// RFC 9110 IMF-fixdate.
std::string HttpDate() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

/// 0 for a header that may become a request, else the status of its refusal.
int StatusOfHeader(const Parser::value_type& message) {
  const std::string_view method = message.method_string();
  if (method != "GET" && method != "HEAD" && method != "POST") return 501;
  if (message.version() != 11 && message.version() != 10) return 400;
  if (message.count(bhttp::field::host) > 1) return 400;
  if (message.version() == 11 && message.count(bhttp::field::host) != 1) return 400;
  if (!message.target().starts_with('/')) return 400;
  if (message.count(bhttp::field::content_length) > 1) return 400;
  const auto encodings = message.count(bhttp::field::transfer_encoding);
  if (encodings == 0) return 0;
  const bool chunked = beast::iequals(message[bhttp::field::transfer_encoding], "chunked");
  const bool has_length = message.count(bhttp::field::content_length) > 0;
  return encodings == 1 && chunked && !has_length && message.version() == 11 ? 0 : 400;
}

/// 0: not an answer, the connection just ends.
int StatusOfError(const error_code& error) {
  if (error == bhttp::error::end_of_stream) return 0;
  if (error == bhttp::error::header_limit || error == bhttp::error::buffer_overflow) return 431;
  if (error == bhttp::error::body_limit) return 413;
  if (error.category() == bhttp::make_error_code(bhttp::error::bad_value).category()) return 400;
  return 0;
}

Request HeadOf(const Parser::value_type& message, const std::string& peer) {
  Request request;
  request.method = message.method_string();
  request.peer = peer;
  for (const auto& field : message) {
    request.headers.emplace_back(Lower(field.name_string()), field.value());
  }
  request.cookies = ParseCookies(request.Header("cookie"));
  return request;
}

/// False: the target or the form cannot be decoded.
bool Decode(const Parser::value_type& message, Request& request) {
  const std::string_view target = message.target();
  const size_t question = target.find('?');
  auto path = PercentDecode(target.substr(0, question));
  if (!path || !IsUtf8(*path) || path->find('\0') != std::string::npos) return false;
  request.path = std::move(*path);
  auto query = ParseForm(question == std::string_view::npos ? "" : target.substr(question + 1));
  if (!query) return false;
  request.query = std::move(*query);
  if (message.body().empty()) return true;
  const std::string type = Lower(request.Header("content-type"));
  if (type.substr(0, type.find(';')) != "application/x-www-form-urlencoded") return false;
  auto form = ParseForm(message.body());
  if (!form) return false;
  request.form = std::move(*form);
  return true;
}

template <class Message>
void PutHeaders(Message& message, const Response& response) {
  for (const auto& [name, value] : response.headers) message.insert(name, value);
  message.set(bhttp::field::date, HttpDate());
  message.content_length(response.body.size());
}

Result<Tcp::endpoint> ParseListen(const std::string& text) {
  const size_t colon = text.rfind(':');
  const auto bad = [&] { return Invalid("\"" + text + "\" is no address:port", "http.listen"); };
  if (colon == std::string::npos) return bad();
  std::string host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  if (host == "localhost") host = "127.0.0.1";
  unsigned short port = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, port);
  error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (error || parsed.ec != std::errc() || parsed.ptr != end) return bad();
  return Tcp::endpoint(address, port);
}

}  // namespace

struct Server::State {
  ServerOptions options;
  Handler handler;
  std::function<Response(const Request&, int)> refuse;

  std::mutex mutex;
  std::condition_variable ended;
  size_t open = 0;  ///< Connections; under the mutex, for Stop.

  // Only touched by the thread of `io`; destroyed after it, as its coroutines end with it.
  std::set<Connection*> connections;
  size_t in_work = 0;
  bool stopping = false;

  asio::thread_pool workers;
  asio::io_context io{1};
  Tcp::acceptor acceptor{io};
  std::thread thread;
  bool stopped = false;

  explicit State(const ServerOptions& o) : options(o), workers(o.workers) {}

  asio::awaitable<void> Accept();
  asio::awaitable<void> Serve(Tcp::socket socket);
  asio::awaitable<bool> ServeOne(Connection& connection);
  asio::awaitable<bool> ReadBody(Connection& connection, Parser& parser);
  asio::awaitable<bool> Answer(Connection& connection, Response response, bool head, bool keep);
  asio::awaitable<bool> Refuse(Connection& connection, const Parser& parser, int status);
  asio::awaitable<Response> Work(const Request& request);

  void Opened(Connection* connection);
  void Closed(Connection* connection);
};

namespace {

/// Removes the connection when its coroutine ends, however it ends.
template <class State>
class Presence {
 public:
  Presence(State& state, Connection& connection) : state_(state), connection_(connection) {
    state_.Opened(&connection_);
  }
  ~Presence() { state_.Closed(&connection_); }
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;

 private:
  State& state_;
  Connection& connection_;
};

}  // namespace

void Server::State::Opened(Connection* connection) {
  connections.insert(connection);
  const std::lock_guard lock(mutex);
  ++open;
}

void Server::State::Closed(Connection* connection) {
  connections.erase(connection);
  const std::lock_guard lock(mutex);
  --open;
  ended.notify_all();
}

asio::awaitable<void> Server::State::Accept() {
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(kTuple);
    if (error == asio::error::operation_aborted) co_return;
    if (error) {  // Out of descriptors, most likely: let some connections end.
      asio::steady_timer pause(io, std::chrono::milliseconds(50));
      co_await pause.async_wait(kTuple);
      continue;
    }
    if (stopping || connections.size() >= options.most_connections) continue;
    asio::co_spawn(io, Serve(std::move(socket)), asio::detached);
  }
}

asio::awaitable<void> Server::State::Serve(Tcp::socket socket) {
  error_code ignored;
  socket.set_option(Tcp::no_delay(true), ignored);
  const auto remote = socket.remote_endpoint(ignored);
  Connection connection(std::move(socket));
  if (!ignored) connection.peer = remote.address().to_string();
  const Presence presence(*this, connection);
  bool keep = true;
  while (keep && !stopping) {
    keep = co_await ServeOne(connection);
    connection.serving = false;
  }
  connection.stream.socket().shutdown(Tcp::socket::shutdown_both, ignored);
}

asio::awaitable<bool> Server::State::ServeOne(Connection& connection) {
  Parser parser;
  parser.header_limit(static_cast<uint32_t>(options.header_limit));
  parser.body_limit(options.body_limit);
  connection.stream.expires_after(options.header_timeout);
  auto [error, bytes] =
      co_await bhttp::async_read_header(connection.stream, connection.buffer, parser, kTuple);
  connection.serving = true;
  if (error) co_return co_await Refuse(connection, parser, StatusOfError(error));
  if (const int status = StatusOfHeader(parser.get()); status != 0) {
    co_return co_await Refuse(connection, parser, status);
  }
  const bool complete = co_await ReadBody(connection, parser);
  if (!complete) co_return false;

  Request request = HeadOf(parser.get(), connection.peer);
  if (!Decode(parser.get(), request)) co_return co_await Refuse(connection, parser, 400);
  if (in_work >= options.workers + options.longest_queue) {
    co_return co_await Refuse(connection, parser, 503);
  }
  ++in_work;
  connection.stream.expires_never();
  Response response =
      co_await asio::co_spawn(workers.get_executor(), Work(request), asio::use_awaitable);
  --in_work;
  co_return co_await Answer(connection, std::move(response), request.IsHead(),
                            parser.get().keep_alive() && !stopping);
}

asio::awaitable<bool> Server::State::ReadBody(Connection& connection, Parser& parser) {
  connection.stream.expires_after(options.body_timeout);
  if (beast::iequals(parser.get()[bhttp::field::expect], "100-continue")) {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    auto [error, bytes] = co_await asio::async_write(
        connection.stream, asio::buffer(kContinue.data(), kContinue.size()), kTuple);
    if (error) co_return false;
  }
  auto [error, bytes] =
      co_await bhttp::async_read(connection.stream, connection.buffer, parser, kTuple);
  if (!error) co_return true;
  co_await Refuse(connection, parser, StatusOfError(error));
  co_return false;
}

asio::awaitable<Response> Server::State::Work(const Request& request) {
  Response response;
  try {
    response = handler(request);
  } catch (const std::exception&) {
    response = refuse(request, 500);
  }
  for (const auto& [name, value] : response.headers) {
    if (IsSafeHeader(name, value)) continue;
    co_return refuse(request, 500);
  }
  co_return response;
}

asio::awaitable<bool> Server::State::Answer(Connection& connection, Response response, bool head,
                                            bool keep) {
  connection.stream.expires_after(options.write_timeout);
  const auto status = static_cast<bhttp::status>(response.status);
  error_code failed;
  if (head) {
    bhttp::response<bhttp::empty_body> message(status, 11);
    PutHeaders(message, response);
    message.keep_alive(keep);
    bhttp::response_serializer<bhttp::empty_body> serializer(message);
    auto [error, bytes] = co_await bhttp::async_write_header(connection.stream, serializer, kTuple);
    failed = error;
  } else {
    bhttp::response<bhttp::string_body> message(status, 11);
    PutHeaders(message, response);
    message.body() = std::move(response.body);
    message.keep_alive(keep);
    auto [error, bytes] = co_await bhttp::async_write(connection.stream, message, kTuple);
    failed = error;
  }
  co_return !failed && keep;
}

asio::awaitable<bool> Server::State::Refuse(Connection& connection, const Parser& parser,
                                            int status) {
  if (status == 0) co_return false;
  const Request request = HeadOf(parser.get(), connection.peer);
  Response response = refuse(request, status);
  co_await Answer(connection, std::move(response), request.IsHead(), false);
  error_code error;
  connection.stream.socket().shutdown(Tcp::socket::shutdown_send, error);
  connection.stream.expires_after(kLongestLinger);
  std::array<char, 8192> discarded;
  size_t total = 0;
  while (!error && total < kMostDiscarded) {
    auto [failed, bytes] =
        co_await connection.stream.async_read_some(asio::buffer(discarded), kTuple);
    error = failed;
    total += bytes;
  }
  co_return false;
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::~Server() {
  Stop();
}

Result<std::unique_ptr<Server>> Server::Start(
    const ServerOptions& options, Handler handler,
    std::function<Response(const Request&, int status)> refuse) {
  const auto endpoint = ParseListen(options.listen);
  if (!endpoint) return Failure(endpoint.error());
  auto state = std::make_unique<State>(options);
  state->handler = std::move(handler);
  state->refuse = std::move(refuse);
  error_code error;
  auto& acceptor = state->acceptor;
  acceptor.open(endpoint->protocol(), error);
  if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(*endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return Unavailable("cannot listen on " + options.listen + ": " + error.message());
  asio::co_spawn(state->io, state->Accept(), asio::detached);
  state->thread = std::thread([&io = state->io] { io.run(); });
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

int Server::port() const {
  error_code ignored;
  return state_->acceptor.local_endpoint(ignored).port();
}

void Server::Stop() {
  State& state = *state_;
  if (state.stopped) return;
  state.stopped = true;
  asio::post(state.io, [&state] {
    error_code ignored;
    state.stopping = true;
    state.acceptor.close(ignored);
    for (Connection* connection : state.connections) {
      if (!connection->serving) connection->stream.cancel();
    }
    const std::lock_guard lock(state.mutex);
    state.ended.notify_all();
  });
  {
    std::unique_lock lock(state.mutex);
    state.ended.wait_for(lock, state.options.drain, [&] { return state.open == 0; });
  }
  state.io.stop();
  state.thread.join();
  state.workers.join();
}

}  // namespace relance::http
