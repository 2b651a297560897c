#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "libs/http/router.h"
#include "libs/log/logger.h"
#include "libs/metrics/metrics.h"
#include "services/portal/adapters/pages.h"

namespace relance::portal {

/// What a site is made of; all outlive it.
struct SiteParts {
  OpenLink& links;
  ReadAccount& accounts;
  AnnouncePayment& announce;
  ScenarioPort& scenario;
  const Gate& gate;
  Clock& clock;
  Randomness& randomness;
};

/// The debtor's portal: from a request to its page, counted and logged without personal data.
class Site {
 public:
  Site(const SiteParts& parts, Metrics& metrics, const Logger& log);

  /// For the HTTP server; from any thread.
  http::Response Serve(const http::Request& request);
  http::Response Refuse(const http::Request& request, int status);

  std::vector<std::string> Routes() const { return router_.Routes(); }

 private:
  using Page = std::function<http::Response(Visit&)>;

  void AddRoutes();
  /// A page of an account: needs a session, and the account as it is now.
  http::Handler OfAccount(Page page);
  /// A page for everybody, with the account's frame when there is one.
  http::Handler OfAnybody(Page page);
  http::Response Link(const http::Request& request);
  http::Response Announce(const http::Request& request);

  Visit Begin(const http::Request& request);
  http::Response WithoutSession(Visit& visit, const Error& error);
  void AddEntity(Visit& visit);
  /// What the line asked for costs by its delay; without it the page is shown all the same.
  void AddCost(Visit& visit);
  /// What that costs, as a document; a line without a cost to show, or of somebody else, is 404.
  http::Response Statement(Visit& visit);
  /// The first POST of a session is a person: mail scanners only read.
  void CountPerson(const Visit& visit);
  void Count(const std::string& route, const http::Request& request, int status,
             std::chrono::nanoseconds elapsed);

  const SiteParts parts_;
  const Logger& log_;
  const Voice voice_;
  CommandIds ids_;
  const AccountPages account_pages_;
  const PromisePages promise_pages_;
  const PlainPages plain_pages_;
  http::Router router_;

  CounterFamily requests_;
  HistogramFamily seconds_;
  CounterFamily links_;
  CounterFamily actions_;
  std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, int>, Counter> request_counters_;
  std::map<std::string, Histogram> histograms_;
};

}  // namespace relance::portal
