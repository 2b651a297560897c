#include "libs/log/logger.h"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <iterator>

#include "libs/base/overloaded.h"
#include "libs/log/json_text.h"

namespace relance {
namespace {

constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warn", "error"};
constexpr std::array kVendorLevels = {spdlog::level::debug, spdlog::level::info,
                                      spdlog::level::warn, spdlog::level::err};

/// The line is finished when it gets here: a pattern of spdlog would not escape anything.
class FinishedLine : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    out.append(message.payload);
    out.push_back('\n');
  }
  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<FinishedLine>();
  }
};

void AppendField(std::string& out, const LogField& field) {
  out += ',';
  AppendJsonText(out, field.name);
  out += ':';
  std::visit(Overloaded{
                 [&](std::string_view text) { AppendJsonText(out, text); },
                 [&](int64_t number) { fmt::format_to(std::back_inserter(out), "{}", number); },
                 [&](bool truth) { out += truth ? "true" : "false"; },
             },
             field.value.get());
}

std::shared_ptr<spdlog::logger> MakeVendorLogger(spdlog::sink_ptr sink, LogLevel level) {
  auto logger = std::make_shared<spdlog::logger>("", std::move(sink));
  logger->set_formatter(std::make_unique<FinishedLine>());
  logger->set_level(kVendorLevels.at(static_cast<size_t>(level)));
  logger->flush_on(spdlog::level::trace);  // A crash must not take the last lines with it.
  return logger;
}

Instant SystemNow() {
  return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

}  // namespace

struct Logger::Output {
  std::string service;  ///< As a JSON string.
  Now now;
  std::shared_ptr<spdlog::logger> logger;
};

Result<LogLevel> ParseLogLevel(std::string_view text) {
  for (size_t i = 0; i < kLevels.size(); ++i) {
    if (kLevels.at(i) == text) return static_cast<LogLevel>(i);
  }
  return Invalid("a log level is debug, info, warn or error", "log.level");
}

Logger::Logger(std::string_view service, LogLevel level) {
  std::string name;
  AppendJsonText(name, service);
  output_ = std::make_shared<Output>(
      Output{std::move(name), SystemNow,
             MakeVendorLogger(std::make_shared<spdlog::sinks::stdout_sink_mt>(), level)});
}

Logger::Logger(std::string_view service, LogLevel level, std::ostream& out, Now now) {
  std::string name;
  AppendJsonText(name, service);
  output_ = std::make_shared<Output>(
      Output{std::move(name), now ? std::move(now) : SystemNow,
             MakeVendorLogger(std::make_shared<spdlog::sinks::ostream_sink_mt>(out), level)});
}

Logger Logger::With(LogFields fields) const {
  Logger with = *this;
  for (const LogField& field : fields) AppendField(with.context_, field);
  return with;
}

void Logger::Debug(std::string_view message, LogFields fields) const {
  Write(LogLevel::kDebug, message, fields);
}
void Logger::Info(std::string_view message, LogFields fields) const {
  Write(LogLevel::kInfo, message, fields);
}
void Logger::Warn(std::string_view message, LogFields fields) const {
  Write(LogLevel::kWarn, message, fields);
}
void Logger::Error(std::string_view message, LogFields fields) const {
  Write(LogLevel::kError, message, fields);
}

void Logger::Write(LogLevel level, std::string_view message, LogFields fields) const {
  const auto vendor_level = kVendorLevels.at(static_cast<size_t>(level));
  if (!output_->logger->should_log(vendor_level)) return;
  std::string line =
      fmt::format(R"({{"ts":"{}","level":"{}","service":{},"msg":)", FormatInstant(output_->now()),
                  kLevels.at(static_cast<size_t>(level)), output_->service);
  AppendJsonText(line, message);
  line += context_;
  for (const LogField& field : fields) AppendField(line, field);
  line += '}';
  output_->logger->log(vendor_level, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace relance
