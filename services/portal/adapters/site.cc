#include "services/portal/adapters/site.h"

#include <chrono>

#include "libs/base/encoding.h"

namespace relance::portal {
namespace {

constexpr size_t kTraceBytes = 16;

std::string MethodLabel(const std::string& method) {
  return method == "GET" || method == "HEAD" || method == "POST" ? method : "other";
}

http::Response WithHeaders(http::Response response) {
  SetSecurityHeaders(response);
  return response;
}

/// Where the link of a message leads: the page that its `go` names, else the overview.
std::string PlaceOf(const http::Request& request) {
  const std::string_view go = http::ValueOf(request.query, "go");
  if (go == "promise") return "/promise";
  if (go == "already-paid") return "/already-paid";
  if (go == "dispute") return "/disputes/new";
  return "/account";
}

http::Response Robots(const http::Request&) {
  http::Response response = WithHeaders({});
  response.Set("Content-Type", "text/plain; charset=utf-8");
  response.body = "User-agent: *\nDisallow: /\n";
  return response;
}

}  // namespace

Site::Site(const SiteParts& parts, Metrics& metrics, const Logger& log)
    : parts_(parts),
      log_(log),
      voice_(parts.gate),
      ids_(parts.clock, parts.randomness),
      account_pages_(voice_),
      promise_pages_(parts.announce, ids_, voice_),
      plain_pages_(voice_),
      requests_(metrics.Counters("relance_portal_http_requests_total",
                                 "Requests answered, by route template")),
      seconds_(metrics.Histograms("relance_portal_http_requests_seconds",
                                  "Time to answer a request, by route template")),
      links_(metrics.Counters("relance_portal_links_total",
                              "Links from messages: resolved, opened (a person acted), invalid, "
                              "limited, unavailable")),
      actions_(metrics.Counters("relance_portal_actions_total", "Acts of debtors")) {
  for (const char* outcome : {"resolved", "opened", "invalid", "limited", "unavailable"}) {
    links_.With({{"outcome", outcome}});
  }
  actions_.With({{"kind", "promise"}});
  AddRoutes();
}

void Site::AddRoutes() {
  const auto account = [this](const char* route, Page page) {
    router_.Add("GET", route, OfAccount(std::move(page)));
  };
  router_.Add("GET", "/",
              [](const http::Request&) { return WithHeaders(http::SeeOther("/account")); });
  router_.Add("GET", "/l/{token}", [this](const http::Request& r) { return Link(r); });
  account("/account", [this](Visit& v) { return account_pages_.Overview(v); });
  account("/invoices", [this](Visit& v) { return account_pages_.Invoices(v); });
  account("/pay", [this](Visit& v) {
    AddCost(v);
    return account_pages_.Pay(v);
  });
  account("/statement", [this](Visit& v) { return Statement(v); });
  account("/already-paid", [this](Visit& v) { return account_pages_.AlreadyPaid(v); });
  account("/disputes/new", [this](Visit& v) { return account_pages_.Problem(v); });
  account("/promise", [this](Visit& v) { return promise_pages_.Form(v); });
  account("/promise/review", [this](Visit& v) { return promise_pages_.Review(v); });
  account("/promise/{id}", [this](Visit& v) { return promise_pages_.Receipt(v); });
  router_.Add("POST", "/promise", [this](const http::Request& r) { return Announce(r); });
  for (const char* name : {"help", "accessibility", "privacy", "legal"}) {
    router_.Add("GET", "/" + std::string(name),
                OfAnybody([this, name](Visit& v) { return plain_pages_.Article(v, name); }));
  }
  router_.Add("GET", "/style.css", [](const http::Request&) { return StyleSheet(); });
  router_.Add("GET", "/robots.txt", Robots);
}

Visit Site::Begin(const http::Request& request) {
  Visit visit{.request = request, .reference = ToHex(parts_.randomness.Bytes(kTraceBytes))};
  auto found = parts_.gate.Find(request);
  if (found) visit.found = std::move(*found);
  if (!found && found.error().code == ErrorCode::kUnavailable) visit.lost = found.error().message;
  return visit;
}

void Site::AddEntity(Visit& visit) {
  if (visit.found) {
    auto entity = parts_.scenario.Entity(visit.found->session.viewer.account.entity);
    if (entity) visit.entity = std::move(*entity);
    return;
  }
  const auto codes = parts_.scenario.Entities();
  if (!codes || codes->size() != 1) return;
  auto entity = parts_.scenario.Entity(codes->front());
  if (entity) visit.entity = std::move(*entity);
}

void Site::AddCost(Visit& visit) {
  const std::string line(http::ValueOf(visit.request.query, "line"));
  if (line.empty()) return;
  auto cost = parts_.accounts.CostOfDelay(visit.found->session, *visit.page, line);
  if (cost) {
    visit.cost = *std::move(cost);
    return;
  }
  log_.Warn("what a delay costs could not be read", {{"trace_id", visit.reference},
                                                     {"legal_entity", visit.page->entity.code},
                                                     {"error", cost.error().message}});
}

http::Response Site::Statement(Visit& visit) {
  const std::string line(http::ValueOf(visit.request.query, "line"));
  auto paper = parts_.accounts.Statement(visit.found->session, *visit.page, line,
                                         voice_.WordsFor(visit).language());
  if (!paper) {
    log_.Warn("a statement could not be printed", {{"trace_id", visit.reference},
                                                   {"legal_entity", visit.page->entity.code},
                                                   {"error", paper.error().message}});
    // No rate, no profile: then the page shows no cost either.
    if (paper.error().code == ErrorCode::kInvalid) return voice_.Failed(visit, 404);
    return voice_.Failed(visit, paper.error());
  }
  if (!*paper) return voice_.Failed(visit, 404);
  http::Response response;
  SetSecurityHeaders(response);
  response.Set("Content-Type", (*paper)->media_type);
  response.Set("Content-Disposition", "attachment; filename=\"" + (*paper)->file_name + "\"");
  response.body = std::move((*paper)->content);
  return response;
}

http::Response Site::WithoutSession(Visit& visit, const Error& error) {
  AddEntity(visit);
  if (error.code != ErrorCode::kUnavailable) return voice_.Failed(visit, 403, "session");
  log_.Warn("the session store does not answer",
            {{"trace_id", visit.reference}, {"error", error.message}});
  return voice_.Failed(visit, 503);
}

http::Handler Site::OfAccount(Page page) {
  return [this, page = std::move(page)](const http::Request& request) {
    Visit visit = Begin(request);
    if (!visit.found) {
      const bool down = !visit.lost.empty();
      return WithoutSession(
          visit, {down ? ErrorCode::kUnavailable : ErrorCode::kNotFound, visit.lost, {}});
    }
    auto read = parts_.accounts.Run(visit.found->session);
    if (read) {
      visit.page = std::move(*read);
      return page(visit);
    }
    log_.Warn("an account could not be read",
              {{"trace_id", visit.reference},
               {"legal_entity", visit.found->session.viewer.account.entity},
               {"error", read.error().message}});
    AddEntity(visit);
    if (read.error().code == ErrorCode::kNotFound) return voice_.Failed(visit, 410);
    return voice_.Failed(visit, read.error());
  };
}

http::Handler Site::OfAnybody(Page page) {
  return [this, page = std::move(page)](const http::Request& request) {
    Visit visit = Begin(request);
    if (visit.found) {
      auto read = parts_.accounts.Run(visit.found->session);
      if (read) visit.page = std::move(*read);
    }
    if (!visit.page) AddEntity(visit);
    return page(visit);
  };
}

http::Response Site::Link(const http::Request& request) {
  if (request.IsHead()) return WithHeaders(http::SeeOther(PlaceOf(request)));
  const auto count = [this](const char* outcome) { links_.With({{"outcome", outcome}}).Add(); };
  const auto link = parts_.links.Run(request.parameters.at("token"), parts_.gate.OriginOf(request));
  if (link && link->outcome == LinkOutcome::kOpened) {
    count("resolved");
    auto response = WithHeaders(http::SeeOther(PlaceOf(request)));
    response.Set("Set-Cookie", parts_.gate.SessionCookie(link->session_id));
    return response;
  }
  Visit visit{.request = request, .reference = ToHex(parts_.randomness.Bytes(kTraceBytes))};
  AddEntity(visit);
  if (!link) {
    count("unavailable");
    log_.Warn("a link could not be resolved",
              {{"trace_id", visit.reference}, {"error", link.error().message}});
    return voice_.Failed(visit, link.error());
  }
  const bool limited = link->outcome == LinkOutcome::kLimited;
  count(limited ? "limited" : "invalid");
  auto response = voice_.Failed(visit, limited ? 429 : 410);
  if (limited) {
    const auto wait = std::chrono::duration_cast<std::chrono::seconds>(kAttemptWindow);
    response.Set("Retry-After", std::to_string(wait.count()));
  }
  return response;
}

void Site::CountPerson(const Visit& visit) {
  if (!visit.found->session.acted) links_.With({{"outcome", "opened"}}).Add();
}

http::Response Site::Announce(const http::Request& request) {
  Visit visit = Begin(request);
  if (!visit.found) {
    const bool down = !visit.lost.empty();
    return WithoutSession(visit,
                          {down ? ErrorCode::kUnavailable : ErrorCode::kNotFound, visit.lost, {}});
  }
  AddEntity(visit);
  if (!parts_.gate.MayAct(request, visit.found->session)) return voice_.Failed(visit, 403);
  auto response = promise_pages_.Announce(visit);
  if (response.status == 303) {
    CountPerson(visit);
    actions_.With({{"kind", "promise"}}).Add();
  }
  log_.Info("a payment was announced",
            {{"trace_id", visit.reference},
             {"legal_entity", visit.found->session.viewer.account.entity},
             {"accepted", response.status == 303}});
  return response;
}

http::Response Site::Serve(const http::Request& request) {
  const auto began = std::chrono::steady_clock::now();
  const auto match = router_.Find(request.method, request.path);
  http::Request routed = request;
  routed.parameters = match.parameters;
  http::Response response;
  if (match.handler != nullptr) {
    response = (*match.handler)(routed);
  } else {
    const int status = match.route.empty() ? 404 : 405;
    response = OfAnybody([this, status](Visit& v) { return voice_.Failed(v, status); })(routed);
    if (status == 405) response.Set("Allow", match.allow);
  }
  const auto elapsed = std::chrono::steady_clock::now() - began;
  Count(match.route.empty() ? "unmatched" : match.route, request, response.status, elapsed);
  return response;
}

http::Response Site::Refuse(const http::Request& request, int status) {
  Visit visit{.request = request, .reference = ToHex(parts_.randomness.Bytes(kTraceBytes))};
  Count("refused", request, status, std::chrono::nanoseconds{0});
  return voice_.Failed(visit, status);
}

void Site::Count(const std::string& route, const http::Request& request, int status,
                 std::chrono::nanoseconds elapsed) {
  const std::string method = MethodLabel(request.method);
  const std::lock_guard lock(mutex_);
  auto counter = request_counters_.find({route, method, status});
  if (counter == request_counters_.end()) {
    const auto handle =
        requests_.With({{"route", route}, {"method", method}, {"code", std::to_string(status)}});
    counter = request_counters_.emplace(std::tuple(route, method, status), handle).first;
  }
  counter->second.Add();
  auto histogram = histograms_.find(route);
  if (histogram == histograms_.end()) {
    histogram = histograms_.emplace(route, seconds_.With({{"route", route}})).first;
  }
  histogram->second.Observe(elapsed);
}

}  // namespace relance::portal
