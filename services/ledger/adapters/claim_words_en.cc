#include "services/ledger/adapters/claim_words.h"

namespace relance::ledger {

const ClaimWords kEnglishClaimWords = {
    .language = "en",
    .title = "Statement of account: late payment",
    .title_of_item = "Late-payment statement: invoice %document%",
    .subject = "Account %account%, as of %date%",
    .file_name = "statement",
    .foot = "As of %date% · law book %book% · SHA-256 %digest%",
    .page = "page %page% of %pages%",

    .creditor = "Creditor",
    .debtor = "Debtor",
    .account = "Account %account%",
    .account_of_entity = "with %entity%",

    .as_of = "As of",
    .invoice = "Invoice",
    .maturity = "Maturity",
    .version = "version %version%",
    .amount = "Amount incl. VAT",
    .due_date = "Due date",
    .profile = "Law profile",
    .basis = "Legal basis",
    .rate_mode = "Rate",
    .floating = "that of each half-year of the delay",
    .frozen = "that of the half-year in which the delay began, throughout",
    .contractual = "by contract: %rate%",
    .day_count = "Day count",
    .act_365 = "actual days / 365",
    .act_act = "actual days / 365, / 366 in leap years",
    .allocation = "Payments settle",
    .principal_first = "principal first",
    .interest_first = "accrued interest first, then principal",
    .insolvency = "Insolvency",
    .insolvency_text = "the debtor is in insolvency proceedings: no recovery indemnity",

    .total_in = "Total in %currency%",
    .nothing_late = "Nothing of this account is or was late as of this day.",
    .never_late =
        "This item was paid in time, or is not yet overdue: there is neither interest "
        "nor indemnity.",

    .segments = "Interest, period by period",
    .from = "From",
    .to = "To",
    .days = "Days",
    .open = "Open principal",
    .rate = "Rate",
    .rate_id = "Published rate",
    .by_contract = "contract",
    .interest = "Interest",
    .accrued = "Interest accrued",

    .receipts = "Payments and credit notes",
    .receipt = "Receipt",
    .payment = "Payment %receipt%",
    .credit_note = "Credit note %receipt%",
    .receipt_amount = "Amount",
    .value_date = "Value date",
    .to_interest = "To interest",
    .to_principal = "To principal",
    .surplus = "Surplus",

    .sums = "Claim as of %date%",
    .principal = "Principal",
    .interest_accrued = "Interest accrued",
    .interest_settled = "Interest already settled",
    .interest_owed = "Late interest",
    .indemnity = "Recovery indemnity",
    .indemnity_short = "Indemnity",
    .indemnity_of = "Recovery indemnity (%basis%)",
    .total = "Total",

    .acts = "Already invoiced or waived of interest and indemnity",
    .act = "Act",
    .act_as_of = "Statement as of",
    .billed = "Invoiced separately",
    .waived = "Waived",
    .left = "Interest and indemnity neither invoiced nor waived",
    .acts_note =
        "The amounts above are those of the whole delay: what is listed here is not "
        "deducted from them.",

    .rates = "Published rates used",
    .base = "Rate",
    .first_half = "January to June %year%",
    .second_half = "July to December %year%",
    .source = "Source",
    .published = "Published",
    .not_established = "not established",
    .state = "State",
    .confirmed = "confirmed",
    .to_be_confirmed = "to be confirmed",

    .warnings = "Remarks",
    .unconfirmed_notice =
        "To be confirmed: this statement uses published rates that have not yet "
        "been checked against their official source (%rates%).",
    .rate_below_floor =
        "The contractual rate of %rate% is below the legal floor of %floor% "
        "(%series%, %half_year%).",
    .floor_to_be_confirmed = "That floor is to be confirmed.",
    .floor_not_published =
        "The contractual rate of %rate% was not compared with the legal floor: "
        "%series% is not published for %half_year%.",
    .rate_to_be_confirmed = "The rate of %series% for %half_year% is to be confirmed.",
    .surplus_kept = "%amount% was received beyond what was owed and is not deducted here.",
    .indemnity_in_other_currency =
        "An indemnity of %amount% is in another currency and is not "
        "part of the total.",

    .how_days =
        "The day of payment counts as a day of delay; interest runs from the day after the "
        "due date.",
    .how_interest =
        "Interest = open principal × rate × days / days of the year, rounded half up "
        "to the minor unit in each line; the lines are added.",
    .how_rates =
        "Of a published rate “2026-1” is that of January to June 2026, “2026-2” that of July "
        "to December.",
    .how_digest =
        "The digest at the foot of the page is that of the computed statement as the "
        "creditor's system holds it: paper and record can be matched by it.",
};

}  // namespace relance::ledger
