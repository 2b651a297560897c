// A member of a service's group, to be killed by the membership test.
//   kafka_member_process BOOTSTRAP TOPIC INSTALLATION
// prints "assigned 0,1" and "revoked 0,1" lines until it is told or made to end.

#include <csignal>
#include <cstdio>
#include <string>

#include "libs/kafka/membership.h"

int main(int argc, char** argv) {
  using namespace relance;
  if (argc != 4) return 2;
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  const auto print = [](const char* what, const std::vector<int>& partitions) {
    std::string line = what;
    for (size_t i = 0; i < partitions.size(); ++i) {
      line += (i == 0 ? " " : ",") + std::to_string(partitions[i]);
    }
    std::puts(line.c_str());
    std::fflush(stdout);
  };
  kafka::ClientConfig config;
  config.bootstrap = argv[1];
  kafka::MembershipOptions options;
  options.service = "ledger";
  options.topic = argv[2];
  options.installation_id = argv[3];
  options.session_timeout = Millis{6000};
  auto member = kafka::Membership::Join(
      config, options,
      {[&](const std::vector<int>& partitions) { print("assigned", partitions); },
       [&](const std::vector<int>& partitions, bool) { print("revoked", partitions); },
       {}});
  if (!member) return 1;
  int signal = 0;
  sigwait(&ends, &signal);
  return 0;
}
