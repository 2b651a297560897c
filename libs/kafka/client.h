#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

/// What every Kafka client of a process shares. Nothing in libs/kafka's headers names librdkafka.
namespace relance::kafka {

/// `severity` as in syslog: 3 error, 4 warning, 5 notice, 6 information.
using LogSink = std::function<void(int severity, std::string_view message)>;

struct ClientConfig {
  std::string bootstrap;  ///< "host:port,host:port"
  std::string client_id = "relance";
  /// librdkafka properties passed on as they are, such as security.protocol. They may not weaken
  /// what a client sets itself: its own settings win.
  std::map<std::string, std::string> properties;
  LogSink log;  ///< Called from any thread; none: silence.
};

}  // namespace relance::kafka
