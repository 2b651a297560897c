#pragma once

#include <memory>
#include <string>

#include "services/portal/adapters/testing/sample_services.h"

namespace relance::portal {

/// The whole portal over real HTTP, with sample services behind it and sessions in memory.
class SamplePortal {
 public:
  struct Options {
    std::string listen = "127.0.0.1:0";
    Instant now{};
    SampleServices::Options services;
  };

  explicit SamplePortal(const Options& options);
  ~SamplePortal();

  /// What browsers send as their Origin.
  const std::string& url() const { return url_; }
  std::string link() const { return url_ + "/l/" + SampleServices::kToken; }
  SampleServices& services();
  std::string Scrape() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::string url_;
};

}  // namespace relance::portal
