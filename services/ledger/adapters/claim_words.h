#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace relance::ledger {

/// Every sentence of a statement of account in one language. %name% is filled in. A sentence that
/// is missing in a language does not compile.
struct ClaimWords {
  std::string_view language;
  std::string_view title;
  std::string_view title_of_item;
  std::string_view subject;
  std::string_view file_name;
  std::string_view foot;
  std::string_view page;

  std::string_view creditor;
  std::string_view debtor;
  std::string_view account;
  std::string_view account_of_entity;

  std::string_view as_of;
  std::string_view invoice;
  std::string_view maturity;
  std::string_view version;
  std::string_view amount;
  std::string_view due_date;
  std::string_view profile;
  std::string_view basis;
  std::string_view rate_mode;
  std::string_view floating;
  std::string_view frozen;
  std::string_view contractual;
  std::string_view day_count;
  std::string_view act_365;
  std::string_view act_act;
  std::string_view allocation;
  std::string_view principal_first;
  std::string_view interest_first;
  std::string_view insolvency;
  std::string_view insolvency_text;

  std::string_view total_in;
  std::string_view nothing_late;
  std::string_view never_late;

  std::string_view segments;
  std::string_view from;
  std::string_view to;
  std::string_view days;
  std::string_view open;
  std::string_view rate;
  std::string_view rate_id;
  std::string_view by_contract;
  std::string_view interest;
  std::string_view accrued;

  std::string_view receipts;
  std::string_view receipt;
  std::string_view payment;
  std::string_view credit_note;
  std::string_view receipt_amount;
  std::string_view value_date;
  std::string_view to_interest;
  std::string_view to_principal;
  std::string_view surplus;

  std::string_view sums;
  std::string_view principal;
  std::string_view interest_accrued;
  std::string_view interest_settled;
  std::string_view interest_owed;
  std::string_view indemnity;
  std::string_view indemnity_short;
  std::string_view indemnity_of;
  std::string_view total;

  std::string_view acts;
  std::string_view act;
  std::string_view act_as_of;
  std::string_view billed;
  std::string_view waived;
  std::string_view left;
  std::string_view acts_note;

  std::string_view rates;
  std::string_view base;
  std::string_view first_half;
  std::string_view second_half;
  std::string_view source;
  std::string_view published;
  std::string_view not_established;
  std::string_view state;
  std::string_view confirmed;
  std::string_view to_be_confirmed;

  std::string_view warnings;
  std::string_view unconfirmed_notice;
  std::string_view rate_below_floor;
  std::string_view floor_to_be_confirmed;
  std::string_view floor_not_published;
  std::string_view rate_to_be_confirmed;
  std::string_view surplus_kept;
  std::string_view indemnity_in_other_currency;

  std::string_view how_days;
  std::string_view how_interest;
  std::string_view how_rates;
  std::string_view how_digest;
};

extern const ClaimWords kEnglishClaimWords;
extern const ClaimWords kFrenchClaimWords;

/// nullptr for a language that statements are not written in. "fr-CH" is French.
const ClaimWords* ClaimWordsOf(std::string_view language);

using WordArguments = std::vector<std::pair<std::string_view, std::string>>;
/// What stands for a name is put in as it is: a value never fills another name.
std::string Say(std::string_view sentence, const WordArguments& arguments);

}  // namespace relance::ledger
