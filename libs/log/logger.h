#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iosfwd>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "libs/base/instant.h"
#include "libs/base/result.h"

namespace relance {

enum class LogLevel { kDebug, kInfo, kWarn, kError };

/// "debug", "info", "warn", "error"; kInvalid names the field `log.level`.
Result<LogLevel> ParseLogLevel(std::string_view text);

/// What a log line may hold: text, a whole number, a truth. Nothing else converts, so that
/// Personal<T>, Sealed, money and floating point do not compile. Text is only looked at: it must
/// live until the call returns.
class LogValue {
 public:
  template <class T>
  requires std::convertible_to<const T&, std::string_view> LogValue(const T& text)
      : value_(std::string_view(text)) {}  // NOLINT: written {"name", text}

  template <class T>
  requires std::same_as<T, bool> LogValue(T truth) : value_(truth) {}  // NOLINT

  template <class T>
  requires(std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>)
      LogValue(T number)  // NOLINT
      : value_(std::in_range<int64_t>(number) ? static_cast<int64_t>(number)
                                              : std::numeric_limits<int64_t>::max()) {}

  const std::variant<std::string_view, int64_t, bool>& get() const { return value_; }

 private:
  std::variant<std::string_view, int64_t, bool> value_;
};

struct LogField {
  std::string_view name;
  LogValue value;
};

using LogFields = std::initializer_list<LogField>;

/// One JSON object per line: ts (RFC 3339 UTC), level, service, msg, then the fields in the order
/// given. Known field names: trace_id, span_id, legal_entity, case_id, event_id, error. Whatever
/// the bytes of a text, it stays one line of valid JSON: bytes that are no UTF-8 become U+FFFD.
///
///     log.Info("partition assigned", {{"partition", 3}, {"topic", name}});
///
/// Passed by reference; there is no global one. All members may be called from any thread.
class Logger {
 public:
  using Now = std::function<Instant()>;

  /// Writes to standard output.
  explicit Logger(std::string_view service, LogLevel level = LogLevel::kInfo);
  /// Writes to `out`, which must outlive the logger and its copies; an empty `now` is the system
  /// clock.
  Logger(std::string_view service, LogLevel level, std::ostream& out, Now now = {});

  /// A logger that adds `fields` to every line, before those of the line.
  Logger With(LogFields fields) const;

  void Debug(std::string_view message, LogFields fields = {}) const;
  void Info(std::string_view message, LogFields fields = {}) const;
  void Warn(std::string_view message, LogFields fields = {}) const;
  void Error(std::string_view message, LogFields fields = {}) const;

 private:
  struct Output;

  void Write(LogLevel level, std::string_view message, LogFields fields) const;

  std::shared_ptr<const Output> output_;
  std::string context_;  ///< Rendered fields of With, each with its leading comma.
};

}  // namespace relance
