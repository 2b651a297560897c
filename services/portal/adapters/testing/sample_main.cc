#include <cstdio>
#include <string>

#include "libs/process/stop_signal.h"
#include "libs/process/system_clock.h"
#include "services/portal/adapters/testing/sample_portal.h"

/// Serves the pages of a sample account until it is stopped: portal-sample [address:port [lines]].
/// The first line it prints is the link.
int main(int argc, char** argv) {
  relance::StopSignal stop;
  relance::portal::SamplePortal::Options options;
  if (argc > 1) options.listen = argv[1];
  if (argc > 2) options.services.extra_lines = std::stoi(argv[2]);
  options.now = relance::SystemClock().Now();
  options.services.today = std::chrono::floor<std::chrono::days>(options.now);
  const relance::portal::SamplePortal portal(options);
  std::printf("%s\n", portal.link().c_str());
  std::fflush(stdout);
  stop.Wait();
  return 0;
}
