#pragma once

#include <string>

#include "libs/settings/settings.h"
#include "services/notifier/adapters/smtp.h"
#include "services/notifier/adapters/worker.h"
#include "services/notifier/app/hand_over.h"

namespace relance::notifier {

/// The settings that the notifier has beside those of every service.
struct NotifierSettings {
  SmtpOptions smtp;
  WorkerOptions worker;
  HandOverOptions hand_over;
  int formal_delay_days = 8;
  Millis view_timeout{};     ///< Of one read of the view.
  Millis command_timeout{};  ///< Of one try of a command to the own journal.
  Millis ask_timeout{};      ///< Of one ask for clearance.
};

/// Declares them; errors come from Settings::Finish.
NotifierSettings ReadNotifierSettings(Settings& settings);

}  // namespace relance::notifier
