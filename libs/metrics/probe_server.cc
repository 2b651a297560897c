#include "libs/metrics/probe_server.h"

#include <civetweb.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>

#include "libs/metrics/metrics.h"

namespace relance {
namespace {

struct Answer {
  int status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body;
};

std::string_view Reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    default:
      return "Service Unavailable";
  }
}

Answer AnswerReadiness(const std::vector<ReadinessCheck>& checks, bool verbose) {
  Answer answer;
  const bool ready = std::ranges::all_of(checks, &ReadinessCheck::ok);
  answer.status = ready ? 200 : 503;
  if (verbose) {
    for (const ReadinessCheck& check : checks) {
      answer.body += (check.ok ? "[+]" : "[-]") + check.name + (check.ok ? " ok" : " failed");
      if (!check.detail.empty()) answer.body += ": " + check.detail;
      answer.body += '\n';
    }
  }
  answer.body += ready ? "ready\n" : "not ready\n";
  return answer;
}

/// Whether `listen` is "host:port" with a host, so that every port is bound on purpose.
bool IsHostAndPort(std::string_view listen) {
  const size_t colon = listen.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view host = listen.substr(0, colon);
  const std::string_view digits = listen.substr(colon + 1);
  uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return error == std::errc() && end == digits.data() + digits.size() &&
         host.find_first_not_of("0123456789abcdefABCDEF.:[]") == std::string_view::npos;
}

}  // namespace

struct ProbeServer::State {
  State(const Metrics& registry, Readiness ready) : metrics(registry), readiness(std::move(ready)) {
    mg_init_library(MG_FEATURES_DEFAULT);
  }
  ~State() {
    if (context != nullptr) mg_stop(context);
    mg_exit_library();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Answer Respond(std::string_view method, std::string_view path, std::string_view query) const {
    if (method != "GET" && method != "HEAD") return {.status = 405, .body = "GET or HEAD\n"};
    if (path == "/metrics") {
      return {.type = "text/plain; version=0.0.4; charset=utf-8", .body = metrics.Render()};
    }
    if (path == "/livez") return {.body = "alive\n"};
    if (path == "/readyz") return AnswerReadiness(readiness(), query.starts_with("verbose"));
    return {.status = 404, .body = "/metrics /livez /readyz\n"};
  }

  static int Serve(mg_connection* connection) {
    const mg_request_info* request = mg_get_request_info(connection);
    const auto* state = static_cast<const State*>(request->user_data);
    const std::string_view method = request->request_method;
    const char* query = request->query_string;
    const Answer answer = state->Respond(method, request->local_uri, query == nullptr ? "" : query);
    const std::string head = "HTTP/1.1 " + std::to_string(answer.status) + ' ' +
                             std::string(Reason(answer.status)) +
                             "\r\nContent-Type: " + answer.type +
                             "\r\nContent-Length: " + std::to_string(answer.body.size()) +
                             "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
    mg_write(connection, head.data(), head.size());
    if (method != "HEAD") mg_write(connection, answer.body.data(), answer.body.size());
    return answer.status;  // Not 0: the request is served.
  }

  const Metrics& metrics;
  Readiness readiness;
  mg_context* context = nullptr;
};

ProbeServer::ProbeServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
ProbeServer::~ProbeServer() = default;

Result<std::unique_ptr<ProbeServer>> ProbeServer::Start(const std::string& listen,
                                                        const Metrics& metrics,
                                                        Readiness readiness) {
  if (!IsHostAndPort(listen)) {
    return Invalid("'" + listen + "' is not an address like 127.0.0.1:9464", "probe.listen");
  }
  auto state = std::make_unique<State>(metrics, std::move(readiness));
  mg_callbacks callbacks{};
  callbacks.begin_request = &State::Serve;
  callbacks.log_message = [](const mg_connection*, const char*) { return 1; };  // Not to stderr.
  // Few threads and short waits: a client that stalls must not starve the next probe for long.
  const char* options[] = {"listening_ports",    listen.c_str(), "num_threads", "3",
                           "request_timeout_ms", "5000",         nullptr};
  state->context = mg_start(&callbacks, state.get(), options);
  if (state->context == nullptr) {
    return Unavailable("cannot listen on " + listen + " for probes");
  }
  return std::unique_ptr<ProbeServer>(new ProbeServer(std::move(state)));
}

int ProbeServer::port() const {
  mg_server_port port{};
  return mg_get_server_ports(state_->context, 1, &port) == 1 ? port.port : 0;
}

}  // namespace relance
