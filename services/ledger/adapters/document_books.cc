#include "services/ledger/adapters/document_books.h"

namespace relance::ledger {

const Account* DocumentBooks::FindAccount() {
  return documents_.Find<Account>(account_key_);
}
const Invoice* DocumentBooks::FindInvoice(const std::string& document) {
  return documents_.Find<Invoice>(InvoiceKey(account_, document));
}
const Receipt* DocumentBooks::FindReceipt(const std::string& document) {
  return documents_.Find<Receipt>(ReceiptKey(account_, document));
}
const Remark* DocumentBooks::FindRemark(RemarkKind kind, const std::string& document) {
  return documents_.Find<Remark>(RemarkKey(account_, kind, document));
}
const Claim* DocumentBooks::FindClaim(const std::string& document) {
  return documents_.Find<Claim>(ClaimKey(account_, document));
}

Account& DocumentBooks::EditAccount() {
  return documents_.Edit<Account>(account_key_);
}
Invoice& DocumentBooks::EditInvoice(const std::string& document) {
  return documents_.Edit<Invoice>(InvoiceKey(account_, document));
}
Receipt& DocumentBooks::EditReceipt(const std::string& document) {
  return documents_.Edit<Receipt>(ReceiptKey(account_, document));
}
Remark& DocumentBooks::EditRemark(RemarkKind kind, const std::string& document) {
  return documents_.Edit<Remark>(RemarkKey(account_, kind, document));
}
Claim& DocumentBooks::EditClaim(const std::string& document) {
  return documents_.Edit<Claim>(ClaimKey(account_, document));
}

void DocumentBooks::List(const std::string& member, bool on) {
  on ? documents_.AddToIndex(member) : documents_.RemoveFromIndex(member);
}

void DocumentBooks::ListOpenItem(const std::string& item, Date due, bool open) {
  List(OpenItemMember(account_, due, item), open);
}

void DocumentBooks::ListUnallocated(const std::string& receipt, bool unallocated) {
  List(UnallocatedPrefix(account_) + receipt, unallocated);
}

void DocumentBooks::ListPaidLate(const std::string& document, bool waits) {
  List(PaidLatePrefix(account_) + document, waits);
}

void DocumentBooks::ListClaim(const std::string& document) {
  List(ClaimsPrefix(account_) + document, true);
}

}  // namespace relance::ledger
