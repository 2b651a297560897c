#pragma once

#include <string>

#include "libs/journal/front.h"

namespace relance::host {

/// Submits a command and waits for its outcome. A refusal is a failure here: kInvalid with the
/// reason word, its detail and field, kNotFound for what is unknown, kConflict for a used id.
Result<journal::Outcome> SubmitAndWait(journal::CommandFront& front, int partition,
                                       const CommandId& id, const journal::Identity& by,
                                       std::string content, Millis timeout);

/// The failure that a refused outcome stands for.
Error RefusalOf(const journal::Outcome& outcome);

}  // namespace relance::host
