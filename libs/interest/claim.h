#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/interest/law_book.h"
#include "libs/interest/rate.h"
#include "libs/money/money.h"

/// Late interest and recovery indemnity of documents as of a day, with every segment they are made
/// of (the "décompte").
namespace relance::interest {

enum class Allocation {
  kPrincipalFirst,  ///< A payment reduces the principal, as the ledger allocated it.
  kInterestFirst,   ///< A payment settles accrued interest first (C. civ. 1343-1), then principal.
};

enum class ReceiptKind { kCreditNote, kPayment };

/// Reduces what is owed from the day after its value date on.
struct Receipt {
  ReceiptKind kind = ReceiptKind::kPayment;
  Money amount;
  Date value_date;
  std::string id{};  ///< As in the ledger; may be empty.

  bool operator==(const Receipt&) const = default;
};

/// One document whose cost of delay is asked for.
struct ClaimInput {
  std::string document;  ///< Its number; may be empty.
  std::string profile;
  Money amount;  ///< Including VAT.
  Date due;
  Date as_of;
  std::vector<Receipt> receipts{};  ///< In any order; those after `as_of` are left aside.
  std::optional<Rate> contractual_rate{};
  std::optional<DayCount> day_count{};  ///< In place of the profile's.
  Allocation allocation = Allocation::kPrincipalFirst;
  bool in_insolvency = false;  ///< No indemnity against a debtor in insolvency proceedings.
};

/// Days of one open amount at one rate.
struct Segment {
  Date from;  ///< First day counted.
  Date to;    ///< Last day counted.
  int64_t days = 0;
  int days_of_year = 365;  ///< What days are divided by.
  Money amount;            ///< Open principal.
  Rate rate;
  std::optional<AppliedRate> statutory;  ///< Where the rate comes from; nullopt: the contract.
  Money interest;                        ///< Rounded half-up to the minor unit.
};

/// What became of a receipt; the three parts add up to its amount.
struct AppliedReceipt {
  Receipt receipt;
  Money to_interest;
  Money to_principal;
  Money surplus;  ///< Exceeds what it could settle then.
};

enum class WarningKind {
  kRateBelowFloor,           ///< rate, floor, series, half_year, confirmed
  kFloorNotPublished,        ///< series, half_year
  kRateToBeConfirmed,        ///< rate (as published), series, half_year
  kSurplus,                  ///< amount
  kIndemnityInOtherCurrency  ///< amount: of the scale's lowest step; not part of the total
};

/// Structured, so that each language can say it; the fields that a kind fills stand beside it.
struct Warning {
  WarningKind kind = WarningKind::kSurplus;
  std::string document{};
  std::optional<Rate> rate{};
  std::optional<Rate> floor{};
  std::string series{};
  std::optional<HalfYear> half_year{};
  std::optional<Money> amount{};
  bool confirmed = true;
};

/// In English, for engineers, the command line and JSON.
std::string InWords(const Warning& warning);

/// What one document costs. All amounts are in its currency.
struct DocumentClaim {
  std::string document;
  std::string profile;
  std::string basis;  ///< The provisions on interest.
  Money amount;
  Date due;
  RateMode mode = RateMode::kFloating;
  DayCount day_count = DayCount::kAct365;
  Allocation allocation = Allocation::kPrincipalFirst;
  std::optional<Rate> contractual_rate;
  bool in_insolvency = false;

  bool was_late = false;  ///< Something was open after the due date.
  std::vector<Segment> segments;
  std::vector<AppliedReceipt> receipts;  ///< In the order in which they count.
  Money accrued;                         ///< Of all segments.
  Money interest_settled;
  Money interest;  ///< Still owed: accrued less settled.
  Money indemnity;
  std::string indemnity_basis;  ///< Empty without an indemnity.
  Money principal;              ///< Still owed.
  Money total;                  ///< principal + interest + indemnity
  std::vector<Warning> warnings;
};

/// kInvalid names the field: `profile`, `amount`, `receipts[2].amount`, `contractual_rate`; or the
/// series and half-year that lack a published rate.
Result<DocumentClaim> Compute(const LawBook& book, const ClaimInput& input);

/// Sums of the documents in one currency.
struct ClaimTotals {
  Money interest;
  Money indemnity;
  Money principal;
  Money total;
};

/// An immutable statement of account for a claim. A new computation is a new statement.
struct Statement {
  std::string law_book;  ///< LawBook::version
  Date as_of;
  std::vector<DocumentClaim> documents;
  std::vector<ClaimTotals> totals;  ///< One a currency, in the order of codes.
};

/// Every document as of one day (its own `as_of` is not looked at). Errors of Compute, the field
/// under `documents[2].`, the document named in the message.
Result<Statement> ComputeStatement(const LawBook& book, std::span<const ClaimInput> documents,
                                   Date as_of);

/// "PRINCIPAL_FIRST", "INTEREST_FIRST"
std::string_view Name(Allocation allocation);

}  // namespace relance::interest
