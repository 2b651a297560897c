#pragma once

#include "services/portal/adapters/visit.h"
#include "services/portal/app/announce_payment.h"
#include "services/portal/app/open_link.h"

namespace relance::portal {

/// /account, /invoices, /pay, /already-paid, /disputes/new: of a visit whose account has been read.
class AccountPages {
 public:
  explicit AccountPages(const Voice& voice) : voice_(voice) {}

  http::Response Overview(const Visit& visit) const;
  http::Response Invoices(const Visit& visit) const;
  http::Response Pay(const Visit& visit) const;
  http::Response AlreadyPaid(const Visit& visit) const;
  http::Response Problem(const Visit& visit) const;

 private:
  const Voice& voice_;
};

/// Ids for commands, with the business time of their issue.
class CommandIds {
 public:
  CommandIds(Clock& clock, Randomness& randomness) : clock_(clock), randomness_(randomness) {}
  CommandId Next();

 private:
  Clock& clock_;
  Randomness& randomness_;
};

/// /promise: form, review, act, receipt. The id of the command is made with the review page, so
/// that sending it twice is one promise.
class PromisePages {
 public:
  PromisePages(AnnouncePayment& announce, CommandIds& ids, const Voice& voice)
      : announce_(announce), ids_(ids), voice_(voice) {}

  http::Response Form(const Visit& visit) const;
  http::Response Review(const Visit& visit) const;
  http::Response Receipt(const Visit& visit) const;
  /// Of a visit with a session that may act; `visit.page` is set when the form is shown again.
  http::Response Announce(Visit& visit) const;

 private:
  http::Response ShowForm(const Visit& visit, const PromiseForm& form,
                          const std::vector<PromiseProblem>& problems, int status,
                          bool refused) const;

  AnnouncePayment& announce_;
  CommandIds& ids_;
  const Voice& voice_;
};

/// /help, /accessibility, /privacy, /legal: for everybody.
class PlainPages {
 public:
  explicit PlainPages(const Voice& voice) : voice_(voice) {}

  /// `name` is "help", "accessibility", "privacy" or "legal".
  http::Response Article(const Visit& visit, const std::string& name) const;

 private:
  const Voice& voice_;
};

}  // namespace relance::portal
