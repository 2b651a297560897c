#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/base/command_id.h"
#include "libs/http/message.h"
#include "services/portal/adapters/speaker.h"
#include "services/portal/adapters/view.h"
#include "services/portal/app/read_account.h"
#include "services/portal/domain/promise_form.h"

namespace relance::portal {

/// The form as its fields came: "choice" is "lines", "overdue:EUR" or "amount:EUR".
PromiseForm ReadPromiseForm(const http::Fields& fields);
/// The inverse: what a link back to the form, or a hidden copy of it, holds.
http::Fields PromiseFields(const PromiseForm& form);

/// `problems` are shown at their fields; `refused` adds that the creditor's service said no.
View PromiseFormView(const Words& words, const AccountPage& page, const PromiseForm& form,
                     const std::vector<PromiseProblem>& problems, bool refused);

struct ReviewedPromise {
  PromiseForm form{};
  CheckedPromise promise{};
  CommandId command{};
  std::string csrf{};
};
View ReviewView(const Words& words, const AccountPage& page, const ReviewedPromise& reviewed);

/// Title of the receipt and its view.
View ReceiptView(const Words& words, const AccountPage& page, const Promise& promise);

}  // namespace relance::portal
