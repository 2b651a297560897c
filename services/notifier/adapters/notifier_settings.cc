#include "services/notifier/adapters/notifier_settings.h"

#include <chrono>

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;

SmtpOptions ReadSmtp(Settings& s) {
  SmtpOptions out;
  out.host = s.Text("smtp.host", "127.0.0.1", "the mail server that takes what is sent");
  out.port = static_cast<int>(s.Int("smtp.port", 25, 1, 65'535, "its port"));
  out.starttls_required =
      s.Choice("smtp.tls", "required", {"required", "optional"}, "STARTTLS") == "required";
  out.authority = s.Path("smtp.authority", "", "PEM of the roots to trust; empty: the system's");
  out.user = s.Text("smtp.user", "", "name to sign in with; empty: none");
  out.password = s.SecretText("smtp.password", "password of smtp.user");
  out.helo = s.Text("smtp.helo", "", "own name; empty: that of this machine");
  out.connect_timeout = s.Duration("smtp.connect_timeout", 10s, "to reach the server");
  out.timeout = s.Duration("smtp.timeout", 60s, "of one message, all steps");
  return out;
}

WorkerOptions ReadWorker(Settings& s) {
  WorkerOptions out;
  out.senders = static_cast<int>(s.Int("worker.senders", 4, 1, 256, "hand-overs at one time"));
  out.batch = static_cast<size_t>(s.Int("worker.batch", 100, 1, 1'000, "notices of one ask"));
  out.poll = s.Duration("worker.poll", 50ms, "between two looks at the views");
  out.patience = s.Duration("worker.patience", 1s, "before a partition that failed is tried again");
  return out;
}

}  // namespace

NotifierSettings ReadNotifierSettings(Settings& s) {
  NotifierSettings out;
  out.smtp = ReadSmtp(s);
  out.worker = ReadWorker(s);
  out.hand_over.portal_url =
      s.Text("portal.url", "http://127.0.0.1:8080", "where debtors open their links");
  out.hand_over.link_life = s.Duration("links.life", 24h * 90, "how long a link opens its account");
  out.formal_delay_days = static_cast<int>(
      s.Int("formal.delay_days", 8, 1, 60, "days to pay that a formal notice gives"));
  out.view_timeout = s.Duration("view.timeout", 2s, "of one read of the view");
  out.command_timeout = s.Duration("command.timeout", 5s, "of one try of an own command");
  out.ask_timeout = s.Duration("scenario.timeout", 10s, "of one ask for clearance");
  return out;
}

}  // namespace relance::notifier
