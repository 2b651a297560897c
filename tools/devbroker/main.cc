#include <signal.h>

#include <cstdio>

#include "tools/devbroker/devbroker.h"

int main(int argc, char** argv) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  auto options = relance::devbroker::ParseOptions({argv + 1, argv + argc});
  auto ran = options ? relance::devbroker::Run(*options)
                     : relance::Result<void>(relance::Failure(options.error()));
  if (ran) return 0;
  std::fprintf(stderr, "relance-devbroker: %s\n", ran.error().message.c_str());
  return ran.error().code == relance::ErrorCode::kInvalid ? 2 : 1;
}
