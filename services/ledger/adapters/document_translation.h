#pragma once

#include "libs/base/result.h"
#include "relance/feed/v1/feed.pb.h"
#include "relance/ledger/v1/inputs.pb.h"

/// One feed document without personal data each, checked and normalised. The origin has the
/// document's number only. kInvalid names the field, such as "maturities[1].amount".
namespace relance::ledger {

inline constexpr int kMostMaturities = 200;
inline constexpr int kMostIntents = 500;
inline constexpr int kMostPastNotices = 200;
inline constexpr int kHighestLevel = 99;

Result<v1::LedgerInput> ReadInvoice(const feed::v1::InvoiceIssued& invoice);
Result<v1::LedgerInput> ReadCreditNote(const feed::v1::CreditNoteIssued& note);
Result<v1::LedgerInput> ReadPayment(const feed::v1::PaymentReceived& payment);
Result<v1::LedgerInput> ReadReversal(const feed::v1::DocumentReversed& reversal);
Result<v1::LedgerInput> ReadStatus(const feed::v1::StatusChanged& status);
Result<v1::LedgerInput> ReadHistory(const feed::v1::HistoryImported& history);
Result<v1::LedgerInput> ReadWriteOff(const feed::v1::ItemWrittenOff& write_off);
Result<v1::LedgerInput> ReadGap(const feed::v1::AccountGap& gap);

}  // namespace relance::ledger
