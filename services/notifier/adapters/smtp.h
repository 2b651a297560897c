#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/settings/secret.h"
#include "services/notifier/app/ports.h"

namespace relance::notifier {

struct SmtpOptions {
  std::string host = "127.0.0.1";
  int port = 25;
  bool starttls_required = true;  ///< false: used when the server offers it.
  std::string authority;          ///< PEM of trusted roots; empty: the system's.
  std::string user;
  std::optional<Secret> password;
  std::string helo;  ///< Own name; empty: that of this machine.
  Millis connect_timeout{10'000};
  Millis timeout{60'000};  ///< Of one message, all steps.
};

/// How far the dialogue came. What is not yet said cannot have been taken by the server.
enum class SmtpStage {
  kBefore,     ///< Greeting, EHLO, STARTTLS, AUTH.
  kSender,     ///< MAIL FROM was said.
  kRecipient,  ///< RCPT TO was said.
  kData,       ///< DATA was said.
  kContent,    ///< Content has begun to leave.
  kWhole,      ///< All of it may have left, the final dot included.
};

struct SmtpReply {
  int code = 0;      ///< 0: none.
  std::string text;  ///< "250 2.0.0 queued as 4F3"
};

/// What a dialogue means for the attempt: where it ended, and the last reply at that stage.
Delivery ResultOf(SmtpStage stage, const SmtpReply& reply, const std::string& trouble);

/// Hands e-mails to one server (libcurl). Thread-safe: each thread that sends has a connection of
/// its own, kept for the next message.
class SmtpSender : public Carrier {
 public:
  explicit SmtpSender(SmtpOptions options);
  ~SmtpSender() override;

  /// Other channels than e-mail: kTechnicalFailure, there is no provider for them.
  Delivery HandOver(Channel channel, const Message& message, Monotonic latest) override;

 private:
  struct Connection;

  std::unique_ptr<Connection> Take();
  void Keep(std::unique_ptr<Connection> connection);
  Delivery Send(Connection& connection, const Message& message, Monotonic latest);

  const SmtpOptions options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace relance::notifier
