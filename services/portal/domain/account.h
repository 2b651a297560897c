#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/base/account_id.h"
#include "libs/base/instant.h"
#include "libs/base/personal.h"
#include "libs/money/money.h"
#include "services/portal/domain/line_status.h"

namespace relance::portal {

/// One open line, with what the debtor and the creditor have said about it.
struct Line {
  std::string id{};
  std::string document{};
  std::string reference{};  ///< The debtor's own: purchase order.
  Money amount{};
  Money open{};
  Date issued{};
  Date due{};
  std::optional<Date> promised_for{};
  int64_t disputed = 0;              ///< Minor units.
  std::optional<Date> held_until{};  ///< The last day without reminders.

  /// What the creditor asks for now: what is open and not in dispute. Minor units.
  int64_t Claimed() const { return open.minor > disputed ? open.minor - disputed : 0; }

  LineFacts Facts() const {
    return {.amount = amount.minor,
            .open = open.minor,
            .disputed = disputed,
            .due = due,
            .promised_for = promised_for};
  }
};

/// What the delay of one line costs by law up to today, as the ledger computed it.
struct LateCost {
  /// Days of one open amount at one rate.
  struct Part {
    int64_t days = 0;
    int days_of_year = 365;  ///< What days are divided by.
    Money open{};
    std::string rate{};  ///< Percent with a decimal point: "12.15".
    Money interest{};
  };

  std::vector<Part> parts{};
  Money interest{};   ///< Still owed.
  Money indemnity{};  ///< Once a document, on its first late line.
  std::string basis{};
  std::string indemnity_basis{};
  bool confirmed = true;  ///< All rates are.
};

/// A payment or credit note that is not used up.
struct Credit {
  std::string document{};
  Money rest{};
  Date value_date{};
  bool credit_note = false;
};

enum class PromiseState {
  kOpen,     ///< Reminders wait for it.
  kFar,      ///< Later than the creditor accepts by itself: a person decides.
  kComment,  ///< Noted, holds nothing: there were two for these lines already.
  kOver,     ///< Kept, broken, replaced.
};

struct Promise {
  std::string id{};
  PromiseState state = PromiseState::kOpen;
  Money amount{};
  Date by{};
  std::vector<std::string> items{};

  bool Counts() const { return state == PromiseState::kOpen || state == PromiseState::kFar; }
};

/// What a debtor may see of his account, as of one moment.
struct Account {
  AccountId id{};
  Personal<std::string> name{};
  std::string language{};          ///< Of the account; may be empty.
  std::string contact_language{};  ///< Of the person whose link it is; may be empty.
  std::vector<Line> lines{};       ///< By due date.
  std::vector<Credit> credits{};
  std::vector<Promise> promises{};
  std::optional<Instant> received_up_to{};  ///< What the creditor has booked; none: unknown.
  Date today{};                             ///< In the creditor's zone.
};

struct BankAccount {
  std::string holder{};
  std::string iban{};
  std::string bic{};
  std::string bank{};
  std::string domestic{};
  std::optional<Date> unchanged_since{};
};

/// The creditor, from its configuration.
struct LegalEntity {
  std::string code{};
  std::string name{};
  std::vector<std::string> address{};
  std::string zone{};
  std::string language{};
  BankAccount bank{};
  std::string collector{};
  std::string email{};
  std::string phone{};
  std::string hours{};
  std::string legal_notice{};
  Millis feed_max_silence{0};  ///< 0: no limit.
  int promise_max_days = 0;    ///< 0: no limit told.
  bool show_late_payment_cost = false;
};

}  // namespace relance::portal
